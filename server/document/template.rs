//! Whether a draft is a template, to be filled in later, or a message with something left to fill in.

use super::{Directive, Greeting, Placeholder, PlaceholderSyntax as Syntax, SignOff};

/// The signs, strongest first: what the file says, its extension, its tags, how many placeholders it has.
pub(super) fn is_template(
    forced: Option<bool>,
    named: bool,
    directives: &[Directive],
    placeholders: &[Placeholder],
    greeting: Option<&Greeting>,
    sign_off: Option<&SignOff>,
) -> bool {
    if let Some(answer) = forced {
        return answer;
    }
    let said =
        directives.iter().find(|d| d.key == "template").and_then(|d| match d.value.to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" | "1" => Some(true),
            "false" | "no" | "off" | "0" => Some(false),
            _ => None,
        });
    if let Some(answer) = said {
        return answer;
    }
    if named || placeholders.iter().any(|p| p.syntax == Syntax::Tag) {
        return true;
    }
    let machine = |p: &&Placeholder| {
        matches!(p.syntax, Syntax::DoubleBrace | Syntax::Erb | Syntax::Dollar | Syntax::Percent | Syntax::Pipe)
    };
    if placeholders.iter().filter(machine).count() >= 2
        || distinct(placeholders.iter().filter(|p| p.syntax != Syntax::Blank)) >= 3
    {
        return true;
    }
    let stands_in = |span: crate::span::TextSpan| placeholders.iter().any(|p| p.text.is_some_and(|t| span.overlaps(t)));
    greeting.is_some_and(|g| g.names.iter().any(|n| stands_in(*n)))
        && sign_off.and_then(|s| s.name).is_some_and(stands_in)
}

/// How many different placeholders, up to three.
fn distinct<'a>(placeholders: impl Iterator<Item = &'a Placeholder>) -> usize {
    let mut seen: [&str; 3] = [""; 3];
    let mut count = 0;
    for placeholder in placeholders {
        if !seen[..count].contains(&placeholder.words.as_str()) {
            seen[count] = &placeholder.words;
            count += 1;
            if count == 3 {
                break;
            }
        }
    }
    count
}
