//! The regular forms of an English word, for `word~`. Invariant: over-generation is harmless (a form nobody writes never
//! matches), so spelling doubts give both spellings: `canceled` and `cancelled`.

/// Every regular form of `word`, itself first: plural or third person, past, `-ing`.
pub(super) fn forms(word: &str) -> Vec<String> {
    let mut forms = vec![word.to_owned()];
    if word.len() < 2 || !word.is_ascii() {
        return forms;
    }
    let bytes = word.as_bytes();
    let last = bytes[bytes.len() - 1];
    let before = bytes[bytes.len() - 2];
    let vowel = |b: u8| matches!(b, b'a' | b'e' | b'i' | b'o' | b'u');
    let stem = &word[..word.len() - 1];
    match last {
        b'y' if !vowel(before) => forms.extend([format!("{stem}ies"), format!("{stem}ied"), format!("{word}ing")]),
        b'e' if before == b'i' => {
            forms.extend([format!("{word}s"), format!("{word}d"), format!("{}ying", &word[..word.len() - 2])]);
        }
        b'e' if matches!(before, b'e' | b'o' | b'y') => {
            forms.extend([format!("{word}s"), format!("{word}d"), format!("{word}ing")]);
        }
        b'e' => forms.extend([format!("{word}s"), format!("{word}d"), format!("{stem}ing")]),
        b's' | b'x' | b'z' => forms.extend([format!("{word}es"), format!("{word}ed"), format!("{word}ing")]),
        b'h' if matches!(before, b's' | b'c') => {
            forms.extend([format!("{word}es"), format!("{word}ed"), format!("{word}ing")]);
        }
        _ => {
            forms.extend([format!("{word}s"), format!("{word}ed"), format!("{word}ing")]);
            let doubles = word.len() > 2
                && vowel(before)
                && !vowel(bytes[bytes.len() - 3])
                && !matches!(last, b'w' | b'x' | b'y')
                && !vowel(last);
            if doubles {
                let letter = char::from(last);
                forms.extend([format!("{word}{letter}ed"), format!("{word}{letter}ing")]);
            }
            if last == b'o' {
                forms.push(format!("{word}es"));
            }
        }
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::forms;

    #[test]
    fn both_spellings_of_a_doubled_consonant() {
        assert_eq!(forms("cancel"), ["cancel", "cancels", "canceled", "canceling", "cancelled", "cancelling"]);
    }

    #[test]
    fn endings() {
        assert_eq!(forms("apply"), ["apply", "applies", "applied", "applying"]);
        assert_eq!(forms("decide"), ["decide", "decides", "decided", "deciding"]);
        assert_eq!(forms("die"), ["die", "dies", "died", "dying"]);
        assert_eq!(forms("agree"), ["agree", "agrees", "agreed", "agreeing"]);
        assert_eq!(forms("wish"), ["wish", "wishes", "wished", "wishing"]);
        assert_eq!(forms("play"), ["play", "plays", "played", "playing"]);
    }
}
