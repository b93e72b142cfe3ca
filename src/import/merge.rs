//! Three texts of one card: as it was last imported, as the learner has it now, and as the source
//! has it now. Parts that one side changed are taken from that side.

use crate::model::card::Card;

/// What came of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Merged {
    /// No part was changed on both sides, or both made the same of it.
    Clean(Box<Card>),
    /// Both sides changed some part: the card with that part as the learner has it, and as the
    /// source has it.
    Conflict { ours: Box<Card>, theirs: Box<Card> },
}

/// Merges; `base` is `None` where the card was never imported, so that any difference is a conflict.
pub fn merge(base: Option<&Card>, ours: &Card, theirs: &Card) -> Merged {
    let (mut mine, mut other) = (ours.clone(), theirs.clone());
    let mut clash = false;
    macro_rules! part {
        ($($field:ident),+) => {{
            let is_same = $(ours.$field == theirs.$field)&&+;
            let we_changed = base.is_none_or(|base| $(base.$field != ours.$field)||+);
            let they_changed = base.is_none_or(|base| $(base.$field != theirs.$field)||+);
            match (is_same, we_changed, they_changed) {
                (true, _, _) => (),
                (false, true, true) => clash = true,
                (false, true, false) => { $(other.$field = ours.$field.clone();)+ }
                (false, false, _) => { $(mine.$field = theirs.$field.clone();)+ }
            }
        }};
    }
    // Answer, choices and kind belong together: clozes and steps are marks of the answer.
    part!(question);
    part!(prompt);
    part!(answer, kind, choices);
    part!(reversed);
    part!(hint);
    part!(why);
    part!(sources);
    part!(terms);
    part!(tags);
    part!(level);
    match clash {
        false => Merged::Clean(Box::new(mine)),
        true => Merged::Conflict {
            ours: Box::new(mine),
            theirs: Box::new(other),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::{parse_card, print_card};

    /// The merged text, or both where they clash.
    fn check(base: Option<&str>, ours: &str, theirs: &str, expected: &[&str]) {
        let read = |text: &str| parse_card(text).expect("the test's card can be read");
        let base = base.map(read);
        let merged = match merge(base.as_ref(), &read(ours), &read(theirs)) {
            Merged::Clean(card) => vec![print_card(&card)],
            Merged::Conflict { ours, theirs } => vec![print_card(&ours), print_card(&theirs)],
        };
        assert_eq!(merged, expected);
    }

    const BASE: &str = "## a {#x}\n\nb\n\nWhy: c";

    #[test]
    fn each_side_keeps_what_it_alone_changed() {
        let ours = "## a {#x}\n\nb\n\nHint: mine\nWhy: c";
        let theirs = "## a {#x}\n\nbetter\n\nWhy: c";
        check(
            Some(BASE),
            ours,
            theirs,
            &["## a {#x}\n\nbetter\n\nHint: mine\nWhy: c"],
        );
    }

    #[test]
    fn what_was_taken_away_stays_away() {
        let ours = "## a {#x}\n\nb";
        let theirs = "## a? {#x}\n\nb\n\nWhy: c";
        check(Some(BASE), ours, theirs, &["## a? {#x}\n\nb"]);
    }

    #[test]
    fn the_same_change_on_both_sides_is_none() {
        let both = "## a {#x}\n\nbetter\n\nWhy: c";
        check(Some(BASE), both, both, &[both]);
    }

    #[test]
    fn two_changes_of_one_part_clash_and_the_rest_is_merged() {
        let ours = "## a {#x}\n\nmine\n\nHint: h\nWhy: c";
        let theirs = "## a {#x}\n\ntheirs\n\nWhy: d";
        let expected = [
            "## a {#x}\n\nmine\n\nHint: h\nWhy: d",
            "## a {#x}\n\ntheirs\n\nHint: h\nWhy: d",
        ];
        check(Some(BASE), ours, theirs, &expected);
    }

    #[test]
    fn without_a_base_every_difference_clashes() {
        check(
            None,
            BASE,
            "## a {#x}\n\nz\n\nWhy: c",
            &[BASE, "## a {#x}\n\nz\n\nWhy: c"],
        );
        check(None, BASE, BASE, &[BASE]);
    }
}
