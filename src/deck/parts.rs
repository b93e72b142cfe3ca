//! Which review cards a card expands to.

use super::cloze;
use crate::model::card::{Card, Kind, Part};

/// Returns the review cards of a card, in the order in which they are asked.
pub fn parts(card: &Card) -> Vec<Part> {
    let mut parts = match card.kind {
        Kind::Cloze => cloze::numbers(&card.answer)
            .into_iter()
            .map(Part::Cloze)
            .collect(),
        _ => vec![Part::Whole],
    };
    parts.extend(card.reversed.then_some(Part::Reversed));
    parts
}

#[cfg(test)]
mod tests {
    use super::super::parse::parse_card;
    use super::*;

    fn check(source: &str, expected: &[Part]) {
        let card = parse_card(source).expect("the test's card can be read");
        assert_eq!(parts(&card), expected);
    }

    #[test]
    fn a_card_is_one_review_card_unless_it_says_more() {
        check("## a {#a}\n\nb", &[Part::Whole]);
        check("## a {#a .reversed}\n\nb", &[Part::Whole, Part::Reversed]);
        let numbers = [Part::Cloze(1), Part::Cloze(3)];
        check("## a {#a}\n\n{{c3::b}} {{c1::c}} {{c3::d}}", &numbers);
    }
}
