//! The rules about several decks at once: no two cards ask the same, and who always takes the
//! longest, the shortest or the same place is right no more often than chance would have it.

use super::super::fault::Fault;
use super::{LENGTH_SHARE_MAX, has_one_right, is_longest, is_shortest};
use crate::model::card::Card;
use crate::model::deck::Deck;
use std::collections::{HashMap, HashSet};

/// Cards are as good as the same from this share of common words on, each weighed by how rare it is.
const LIKENESS_MAX: f64 = 0.36;

/// Cards with fewer words in common are never compared.
const COMMON_WORDS_MIN: usize = 4;

/// Fewer cards with choices show no pattern.
const CARDS_MIN: usize = 100;

/// Of four places each should have a quarter; this is the largest share.
const PLACE_SHARE_MAX: f64 = 0.32;

/// Words that say nothing of what a card is about.
const FILLERS: [&str; 40] = [
    "about", "after", "and", "any", "are", "before", "but", "can", "does", "each", "every", "for",
    "from", "has", "have", "how", "into", "its", "may", "more", "must", "not", "one", "only",
    "should", "that", "the", "them", "then", "there", "they", "this", "what", "when", "which",
    "while", "who", "why", "with", "your",
];

/// Returns what could be better about `decks` together, each fault with the place of its deck in
/// the list.
pub fn lint_together(decks: &[&Deck]) -> Vec<(usize, Fault)> {
    let mut faults = near_duplicates(decks);
    faults.extend(patterns(decks));
    faults
}

/// Pairs of cards that ask the same in nearly the same words.
fn near_duplicates(decks: &[&Deck]) -> Vec<(usize, Fault)> {
    let cards: Vec<(usize, &Card)> = decks
        .iter()
        .enumerate()
        .flat_map(|(deck, content)| content.cards.iter().map(move |card| (deck, card)))
        .collect();
    let words: Vec<HashSet<String>> = cards.iter().map(|(_, card)| words(card)).collect();
    let mut holders: HashMap<&str, Vec<usize>> = HashMap::new();
    for (idx, words) in words.iter().enumerate() {
        words
            .iter()
            .for_each(|word| holders.entry(word).or_default().push(idx));
    }
    let weight = |word: &str| (cards.len() as f64 / holders[word].len() as f64).ln();
    let mut faults = Vec::new();
    for (idx, own) in words.iter().enumerate() {
        let mut common: HashMap<usize, usize> = HashMap::new();
        for word in own {
            let earlier = holders[word.as_str()]
                .iter()
                .take_while(|other| **other < idx);
            earlier.for_each(|other| *common.entry(*other).or_default() += 1);
        }
        let near = common
            .into_iter()
            .filter(|(_, count)| COMMON_WORDS_MIN <= *count);
        let mut near: Vec<(usize, f64)> = near
            .map(|(other, _)| (other, likeness(own, &words[other], &weight)))
            .filter(|(_, likeness)| LIKENESS_MAX <= *likeness)
            .collect();
        near.sort_by(|a, b| b.1.total_cmp(&a.1));
        if let Some((other, likeness)) = near.first() {
            faults.push(same(decks, cards[idx], cards[*other], *likeness));
        }
    }
    faults
}

fn likeness(a: &HashSet<String>, b: &HashSet<String>, weight: &dyn Fn(&str) -> f64) -> f64 {
    let sum =
        |words: &mut dyn Iterator<Item = &String>| words.map(|word| weight(word)).sum::<f64>();
    let whole = sum(&mut a.union(b));
    match whole {
        0.0 => 0.0,
        whole => sum(&mut a.intersection(b)) / whole,
    }
}

fn same(
    decks: &[&Deck],
    (deck, card): (usize, &Card),
    (other_deck, other): (usize, &Card),
    likeness: f64,
) -> (usize, Fault) {
    let id = other.id.as_deref().unwrap_or("?");
    let message = format!(
        "asks nearly what `{}/{id}` asks (likeness {likeness:.2})",
        decks[other_deck].front.id
    );
    (
        deck,
        Fault::of_file(card.line, message, "ask for something else, or drop one"),
    )
}

/// The words of question and right answer, without those that say nothing.
fn words(card: &Card) -> HashSet<String> {
    let right = card.choices.iter().filter(|choice| choice.right);
    let right = right.map(|choice| choice.text.as_str());
    let texts = [card.question.as_str(), card.answer.as_str()];
    texts
        .into_iter()
        .chain(right)
        .flat_map(|text| text.split(|c: char| !c.is_alphanumeric()))
        .map(str::to_lowercase)
        .filter(|word| 2 < word.len() && !FILLERS.contains(&word.as_str()))
        .collect()
}

/// What the right choices of all decks give away by their length or their place.
fn patterns(decks: &[&Deck]) -> Vec<(usize, Fault)> {
    let cards = decks.iter().flat_map(|deck| &deck.cards);
    let asked: Vec<&Card> = cards.filter(|card| has_one_right(card)).collect();
    if asked.len() < CARDS_MIN {
        return Vec::new();
    }
    let share = |count: usize| count as f64 / asked.len() as f64;
    let count = |is_it: fn(&Card) -> bool| asked.iter().filter(|card| is_it(card)).count();
    let mut found = vec![
        (
            "the longest".to_string(),
            share(count(is_longest)),
            LENGTH_SHARE_MAX,
        ),
        (
            "the shortest".to_string(),
            share(count(is_shortest)),
            LENGTH_SHARE_MAX,
        ),
    ];
    let of_four: Vec<&&Card> = asked
        .iter()
        .filter(|card| card.choices.len() == 4)
        .collect();
    for place in 0..4 {
        let stands = |card: &&&&Card| card.choices[place].right;
        let count = of_four.iter().filter(stands).count();
        let share = count as f64 / of_four.len().max(1) as f64;
        found.push((format!("in place {}", place + 1), share, PLACE_SHARE_MAX));
    }
    found.retain(|(_, share, most)| most < share);
    let fault = |(what, share, most): (String, f64, f64)| {
        let message = format!(
            "over all decks the right choice is {what} on {:.0} %",
            share * 100.0
        );
        (
            0,
            Fault::of_file(1, message, &format!("at most {:.0} %", most * 100.0)),
        )
    };
    found.into_iter().map(fault).collect()
}

#[cfg(test)]
mod tests {
    use super::super::super::parse::parse;
    use super::*;

    fn deck(id: &str, cards: &str) -> Deck {
        parse(&format!("---\nid: {id}\ntitle: T\n---\n\n{cards}")).unwrap()
    }

    fn found(decks: &[&Deck]) -> Vec<String> {
        let faults = lint_together(decks).into_iter();
        faults
            .map(|(deck, fault)| format!("{} {fault}", decks[deck].front.id))
            .collect()
    }

    #[test]
    fn cards_of_two_decks_that_ask_the_same_are_found() {
        let a = deck(
            "a",
            "## The first DELETE of an order answers 204, a second one 404. Is it idempotent? {#twice}\n\nYes.\n\n\
             ## What does a lease protect from? {#lease}\n\nA stampede.\n",
        );
        let b = deck(
            "b",
            "## Which status tells of too many requests? {#many}\n\n429.\n\n\
             ## The first DELETE of an address answers 204, the second 404. Is it idempotent? {#again}\n\nYes.\n",
        );
        let found = found(&[&a, &b]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("b 10:1: asks nearly what `a/twice` asks (likeness 0."));
    }

    #[test]
    fn a_place_that_is_right_too_often_is_found() {
        let card = |idx: usize| {
            let right = if idx < 40 { 0 } else { idx % 4 };
            let choice = |place| {
                if place == right {
                    "- [x] aaa\n"
                } else {
                    "- [ ] bbb\n"
                }
            };
            let choices: String = (0..4).map(choice).collect();
            format!(
                "## Q{idx} {{#q{idx}}}\n\n{}\n",
                choices.replace("bbb\n- [ ] bbb", "bbb\n- [ ] bbc")
            )
        };
        let deck = deck("a", &(0..100).map(card).collect::<String>());
        assert_eq!(
            found(&[&deck]),
            ["a 1:1: over all decks the right choice is in place 1 on 55 %: at most 32 %"]
        );
    }
}
