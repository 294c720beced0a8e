//! Document → [`Analysis`]: what the message says.
//!
//! Invariants: deterministic in (document, ruleset, now); every span lies in the document's text; nothing is guessed —
//! what is ambiguous stays unknown.
