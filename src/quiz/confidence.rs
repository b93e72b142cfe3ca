//! How sure the learner is, as a sign behind the answer: `b!` sure, `b?` a guess, `b~` in between.

use crate::model::quiz::Confidence;

/// Parts an answer from its sign. A sign alone is an answer.
pub fn parted(line: &str) -> (&str, Option<Confidence>) {
    let line = line.trim();
    let sign = |c| match c {
        '!' => Some(Confidence::Sure),
        '~' => Some(Confidence::ThinkSo),
        '?' => Some(Confidence::Guess),
        _ => None,
    };
    let Some(confidence) = line.chars().last().and_then(sign) else {
        return (line, None);
    };
    match line[..line.len() - 1].trim_end() {
        "" => (line, None),
        answer => (answer, Some(confidence)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_behind_an_answer_says_how_sure_it_is() {
        assert_eq!(parted("b!"), ("b", Some(Confidence::Sure)));
        assert_eq!(parted("a c ?"), ("a c", Some(Confidence::Guess)));
        assert_eq!(parted("429~"), ("429", Some(Confidence::ThinkSo)));
        assert_eq!(parted("b"), ("b", None));
        assert_eq!(parted("!"), ("!", None));
        assert_eq!(parted(""), ("", None));
    }
}
