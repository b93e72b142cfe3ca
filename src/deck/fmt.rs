//! A deck file in canonical form, with an id on every card.

use super::fault::Fault;
use super::parse::parse;
use super::print::print;
use super::slug::slug;
use crate::model::deck::Deck;
use std::collections::HashSet;

/// Returns the canonical text of a deck file; cards without an id get one from their heading.
///
/// An id that is there is never touched, since progress hangs on it. Formatting what was formatted
/// changes nothing.
pub fn format(text: &str) -> Result<String, Vec<Fault>> {
    let mut deck = parse(text)?;
    give_ids(&mut deck);
    Ok(print(&deck))
}

/// Gives every card without an id a new one, unique in the deck.
pub fn give_ids(deck: &mut Deck) {
    let mut taken: HashSet<String> = deck
        .cards
        .iter()
        .filter_map(|card| card.id.clone())
        .collect();
    for card in deck.cards.iter_mut().filter(|card| card.id.is_none()) {
        let id = slug(&card.question, |slug| !taken.contains(slug));
        taken.insert(id.clone());
        card.id = Some(id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cards: &str, expected: &str) {
        let front = "---\nid: a\ntitle: A\n---\n\n";
        let formatted = format(&format!("{front}{cards}")).expect("the test's deck can be read");
        assert_eq!(formatted, format!("{front}{expected}"));
        assert_eq!(format(&formatted), Ok(formatted), "a second time");
    }

    #[test]
    fn missing_ids_are_given_and_others_kept() {
        check(
            "## Move\n\nx\n## Borrow?   {#z-1}\ny",
            "## Move {#move}\n\nx\n\n## Borrow? {#z-1}\n\ny\n",
        );
    }

    #[test]
    fn a_given_id_never_takes_one_that_stands_further_down() {
        check(
            "## Move\n\nx\n\n## Move {.open}\n\n- y\n\n## Go {#move}\n\nz\n",
            "## Move {#move-2}\n\nx\n\n## Move {#move-3 .open}\n\n- y\n\n## Go {#move}\n\nz\n",
        );
    }

    #[test]
    fn faults_leave_the_text_alone() {
        let faults = format("---\nid: a\n---\n").unwrap_err();
        assert_eq!(faults.len(), 2);
    }
}
