//! Numerical answers: `32`, `3.14:0.005`, `1..63`.

use super::question::{Item, Refusal};
use crate::import::draft::Ask;
use crate::import::text::quoted::quoted;
use crate::model::quantity::Quantity;

/// What is read of the numbers of a question.
#[derive(Clone, Debug, PartialEq)]
pub struct Numbers {
    pub ask: Ask,
    /// Markdown.
    pub answer: String,
}

/// Says what is accepted: the answers that give all points.
pub fn accepted(items: &[Item]) -> Result<Numbers, Refusal> {
    let right: Vec<Range> = items
        .iter()
        .filter(|item| (item.right || items.len() == 1) && 100.0 <= item.share())
        .map(|item| range(item.text))
        .collect::<Result<_, _>>()?;
    let Some(first) = right.first() else {
        return Err((
            "no answer gives all points".into(),
            "mark the right one with `=`",
        ));
    };
    let shown: Vec<String> = right.iter().map(|range| range.shown.clone()).collect();
    let ask = match right.as_slice() {
        [_] => Ask::Number(first.accepted.clone()),
        _ => Ask::Typed(shown.clone()),
    };
    Ok(Numbers {
        ask,
        answer: shown.join(" or "),
    })
}

/// A number as it is shown, whether it is right or not.
pub fn shown(text: &str) -> String {
    range(text).map_or_else(|_| text.to_string(), |range| range.shown)
}

/// A number with its margin.
struct Range {
    /// As `Accept:` writes it.
    accepted: String,
    shown: String,
}

fn range(text: &str) -> Result<Range, Refusal> {
    let found = match (text.split_once(".."), text.split_once(':')) {
        (Some((low, high)), _) => between(low.trim(), high.trim()),
        (None, Some((value, margin))) => around(value.trim(), margin.trim()),
        (None, None) => exactly(text.trim()),
    };
    let found = found.filter(|range| Quantity::parse(&range.accepted).is_ok());
    found.ok_or_else(|| {
        let what = format!("{} is no number", quoted(text));
        (
            what,
            "write `value`, `value:margin` or `low..high`, with a point and without a unit",
        )
    })
}

fn exactly(value: &str) -> Option<Range> {
    number(value)?;
    Some(Range {
        accepted: value.to_string(),
        shown: value.to_string(),
    })
}

fn around(value: &str, margin: &str) -> Option<Range> {
    number(value)?;
    match number(margin)? {
        0.0 => exactly(value),
        margin_value => Some(Range {
            accepted: format!("{value} ±{margin}"),
            shown: format!("{value} ± {margin}"),
        })
        .filter(|_| 0.0 < margin_value),
    }
}

/// The middle and half the width, in one decimal place more than the bounds have.
fn between(low: &str, high: &str) -> Option<Range> {
    let (from, to) = (number(low)?, number(high)?);
    let places = decimals(low).max(decimals(high)) + 1;
    let trimmed = |value: f64| {
        let text = format!("{value:.places$}");
        let text = text.trim_end_matches('0').trim_end_matches('.');
        text.to_string()
    };
    let (middle, half) = (trimmed((from + to) / 2.0), trimmed((to - from) / 2.0));
    (from <= to && places < 30).then(|| Range {
        accepted: format!("{middle} ±{half}"),
        shown: format!("{low} to {high}"),
    })
}

fn decimals(number: &str) -> usize {
    number.split_once('.').map_or(0, |(_, behind)| behind.len())
}

/// A plain decimal number; `None` where it is none, or beyond all use.
fn number(text: &str) -> Option<f64> {
    let is_sign = |c: char| c.is_ascii_digit() || "+-.eE".contains(c);
    let plain = !text.is_empty() && text.chars().all(is_sign);
    let value: f64 = plain.then(|| text.parse().ok())??;
    (value.abs() < 1e15).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Result<(&str, &str), &str>) {
        let item = Item {
            right: true,
            weight: None,
            text,
            feedback: "",
        };
        let found = accepted(&[item]).map_err(|(what, _)| what);
        let expected = expected.map(|(accept, answer)| Numbers {
            ask: Ask::Number(accept.into()),
            answer: answer.into(),
        });
        assert_eq!(found, expected.map_err(str::to_string), "{text}");
    }

    #[test]
    fn numbers_have_margins_and_ranges() {
        check("1822", Ok(("1822", "1822")));
        check("-1", Ok(("-1", "-1")));
        check("32:0", Ok(("32", "32")));
        check("3.1415:0.0005", Ok(("3.1415 ±0.0005", "3.1415 ± 0.0005")));
        check("1..63", Ok(("32 ±31", "1 to 63")));
        check("3.141..3.142", Ok(("3.1415 ±0.0005", "3.141 to 3.142")));
        check("-5..5", Ok(("0 ±5", "-5 to 5")));
        check(
            "-3.142..-3.141",
            Ok(("-3.1415 ±0.0005", "-3.142 to -3.141")),
        );
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in ["1e999:5", "", "a", "5..1", "1:-2", "NaN", "inf", "1:2:3"] {
            check(text, Err(&format!("`{text}` is no number")));
        }
    }
}
