//! Analysis → [`Diagnostic`]s: what the message lacks or should not say. One file per kind of check.
