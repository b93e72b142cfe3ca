//! Numbers or letters by which the learner names what stands on the screen: `1 3`, `a,c`, `cab`.

use std::fmt;
use unicode_normalization::UnicodeNormalization;

/// Why labels could not be read. Prints for the learner, who may then try again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LabelFault {
    Empty,
    /// No such label among the first `count`.
    Unknown {
        label: String,
        count: usize,
    },
    /// Named more than once, counted from 0.
    Twice(usize),
    /// Not named though all must be, counted from 0.
    Missing(Vec<usize>),
}

/// Reads labels of `count` things; returns their numbers from 0, as they were named.
///
/// Numbers count from 1; of up to nine things they may stand without blanks (`312`). Letters go
/// from `a`. Anything that is neither parts labels, also `and`.
pub fn read(text: &str, count: usize) -> Result<Vec<usize>, LabelFault> {
    let text: String = text.nfkc().flat_map(char::to_lowercase).collect();
    let words = text.split(|c: char| !c.is_alphanumeric());
    let mut named = Vec::new();
    for word in words.filter(|word| !word.is_empty() && *word != "and") {
        for number in numbers(word, count) {
            let number = number.map_err(|label| LabelFault::Unknown { label, count })?;
            if named.contains(&number) {
                return Err(LabelFault::Twice(number));
            }
            named.push(number);
        }
    }
    if named.is_empty() {
        Err(LabelFault::Empty)
    } else {
        Ok(named)
    }
}

/// Reads one label.
pub fn single(text: &str, count: usize) -> Result<usize, LabelFault> {
    match read(text, count)?[..] {
        [one] => Ok(one),
        _ => Err(LabelFault::Unknown {
            label: text.to_string(),
            count,
        }),
    }
}

/// The labels in a word without separators: one, or one for each character.
fn numbers(word: &str, count: usize) -> Vec<Result<usize, String>> {
    let whole = one(word, count);
    let is_run = word.bytes().all(|b| b.is_ascii_lowercase())
        || count < 10 && word.bytes().all(|b| b.is_ascii_digit());
    if whole.is_some() || !is_run {
        return vec![whole.ok_or_else(|| word.to_string())];
    }
    let each = word.split_inclusive(|_| true);
    each.map(|label| one(label, count).ok_or_else(|| label.to_string()))
        .collect()
}

fn one(label: &str, count: usize) -> Option<usize> {
    let number = match label.as_bytes() {
        [letter @ b'a'..=b'z'] => usize::from(letter - b'a'),
        _ => label.parse::<usize>().ok()?.checked_sub(1)?,
    };
    (number < count).then_some(number)
}

impl std::error::Error for LabelFault {}

impl fmt::Display for LabelFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LabelFault::Empty => f.write_str("nothing is named: write labels, such as 2 1 or b a"),
            LabelFault::Unknown { label, count } => {
                let label: String = label.chars().take(20).collect();
                write!(
                    f,
                    "`{label}` is not one of 1 to {count}: write labels, such as 2 1 or b a"
                )
            }
            LabelFault::Twice(number) => write!(f, "{} stands twice: name it once", number + 1),
            LabelFault::Missing(numbers) => {
                let labels: Vec<String> = numbers.iter().map(|n| (n + 1).to_string()).collect();
                let verb = if labels.len() == 1 { "is" } else { "are" };
                write!(f, "{} {verb} not named: name each once", labels.join(", "))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, count: usize, expected: &[usize]) {
        assert_eq!(read(text, count), Ok(expected.to_vec()), "{text}");
    }

    fn refuse(text: &str, count: usize, expected: &str) {
        assert_eq!(
            read(text, count).unwrap_err().to_string(),
            expected,
            "{text}"
        );
    }

    #[test]
    fn labels_are_parted_by_anything() {
        for text in [
            "3 1 2",
            "3,1,2",
            "3, 1 and 2",
            "3>1>2",
            "3. 1. 2.",
            "3-1-2",
            " 312 ",
        ] {
            check(text, 3, &[2, 0, 1]);
        }
    }

    #[test]
    fn letters_are_labels_too() {
        for text in ["cab", "c a b", "C,A,B", "c) a) b)", "c 1 b"] {
            check(text, 3, &[2, 0, 1]);
        }
    }

    #[test]
    fn ten_and_more_are_numbers_of_two_digits() {
        check("10 1 12", 12, &[9, 0, 11]);
        check("12", 9, &[0, 1]);
        refuse(
            "112",
            12,
            "`112` is not one of 1 to 12: write labels, such as 2 1 or b a",
        );
    }

    #[test]
    fn wide_digits_are_digits() {
        check("１，３", 3, &[0, 2]);
    }

    #[test]
    fn what_is_no_label_is_refused() {
        refuse(
            "4",
            3,
            "`4` is not one of 1 to 3: write labels, such as 2 1 or b a",
        );
        refuse(
            "0",
            3,
            "`0` is not one of 1 to 3: write labels, such as 2 1 or b a",
        );
        refuse(
            "d",
            3,
            "`d` is not one of 1 to 3: write labels, such as 2 1 or b a",
        );
        refuse(
            "1a",
            3,
            "`1a` is not one of 1 to 3: write labels, such as 2 1 or b a",
        );
        refuse("1 2 1", 3, "1 stands twice: name it once");
        refuse("", 3, "nothing is named: write labels, such as 2 1 or b a");
        refuse(
            "--",
            3,
            "nothing is named: write labels, such as 2 1 or b a",
        );
    }

    proptest! {
        #[test]
        fn labels_are_read_as_written(numbers in prop::sample::subsequence((0..20_usize).collect::<Vec<_>>(), 1..20).prop_shuffle()) {
            let text: Vec<String> = numbers.iter().map(|n| (n + 1).to_string()).collect();
            prop_assert_eq!(read(&text.join(" "), 20), Ok(numbers));
        }

        #[test]
        fn whatever_is_read_is_on_the_screen_and_once(text in "\\PC{0,12}|[a-d0-9 ,]{0,8}", count in 0..30_usize) {
            if let Ok(numbers) = read(&text, count) {
                prop_assert!(numbers.iter().all(|number| *number < count));
                prop_assert!(numbers.len() <= count);
            }
        }
    }
}
