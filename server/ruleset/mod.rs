//! Rule files → [`Ruleset`]: what Regards looks for and asks for.
//!
//! Invariants: a problem in one file never stops the others from working, and has a file and a span; ids are file stems,
//! unique per kind, later layers replacing earlier ones whole; an index (`ActId`, …) is valid for the ruleset it came from.
