//! Choices for a card that has none: its own answer among answers of its siblings.
//!
//! A sibling's answer fits where it has the same shape (a number of the same unit, a word, a
//! phrase, a sentence of about the same length) and cannot be right too, as far as that can be
//! told: it is none of the accepted answers, no slip of one, no part of one, and stands nowhere in
//! the card itself. Where too few fit, nothing is drawn.

use super::form::Offer;
use super::normal::normal;
use super::{Verdict, typed};
use crate::model::card::{Card, Kind};
use crate::model::chance::{SplitMix64, stable_hash};
use crate::model::quantity::{Agreement, Quantity};

/// A card whose answer is short enough to stand among choices.
#[derive(Clone, Debug, PartialEq)]
pub struct Sibling {
    /// `deck/card`.
    pub key: String,
    /// As it is shown, Markdown, one line.
    pub answer: String,
    shape: Shape,
    /// All that is right, `answer` included.
    accept: Vec<String>,
    quantity: Option<Quantity>,
    /// The whole card, as it is compared.
    whole: String,
    question: String,
}

/// What an answer looks like; only like is put beside like.
#[derive(Clone, Debug, PartialEq)]
enum Shape {
    Quantity {
        unit: String,
    },
    Digits,
    /// An option of a command: `--fixup`.
    Flag,
    Code,
    Acronym,
    /// Names begin with a capital.
    Word {
        is_name: bool,
    },
    Phrase {
        is_name: bool,
    },
    Sentence,
}

impl Shape {
    /// Whether answers of it are alike wherever they come from. Words of another topic give
    /// themselves away, a percentage does not.
    fn travels(&self) -> bool {
        matches!(self, Shape::Quantity { .. } | Shape::Acronym)
    }
}

/// The longest answer that is offered, in characters.
const ANSWER_MAX: usize = 70;

/// Choices in all, and the fewest that are worth asking.
const OFFERS: usize = 4;
const OFFERS_MIN: usize = 3;

impl Sibling {
    /// Reads a card's short answer; `None` where it has none.
    pub fn of(key: &str, card: &Card) -> Option<Sibling> {
        let (answer, accept, quantity) = match &card.kind {
            Kind::Number { accept } => {
                let mut plain = accept.clone();
                plain.tolerance = crate::model::quantity::Tolerance::Exact;
                let answer = plain.to_string();
                (answer.clone(), vec![answer], Some(accept.clone()))
            }
            Kind::Typed { accept } => (accept.first()?.clone(), accept.clone(), None),
            Kind::Basic if card.choices.is_empty() => {
                let answer = line(&card.answer)?;
                (answer.clone(), vec![answer], None)
            }
            _ => return None,
        };
        let shape = match &quantity {
            Some(quantity) => Shape::Quantity {
                unit: quantity.unit.clone(),
            },
            None => shape(&answer)?,
        };
        let parts = [&card.question, &card.prompt, &card.answer];
        let whole: Vec<String> = parts.iter().map(|text| normal(text)).collect();
        Some(Sibling {
            key: key.to_string(),
            answer,
            shape,
            accept,
            quantity,
            whole: whole.join("\n"),
            question: normal(&card.question),
        })
    }

    /// Whether `other`'s answer can stand beside this card's as a wrong one.
    fn fits(&self, other: &Sibling) -> bool {
        self.key != other.key
            && self.shape == other.shape
            && self.question != other.question
            && are_as_long(&self.answer, &other.answer)
            && self.differs(other)
            && other.differs(self)
            && !is_inside(&normal(&other.answer), &self.whole)
    }

    /// Whether the other one's answer is none of what is right here, and no slip of it.
    fn differs(&self, other: &Sibling) -> bool {
        match (&self.quantity, &other.quantity) {
            (Some(mine), Some(_)) => mine.compare(&other.answer) == Agreement::Off,
            _ => other.accept.iter().all(|text| {
                let plain = normal(text);
                typed::judge(text, &self.accept) == Verdict::Wrong
                    && self
                        .accept
                        .iter()
                        .all(|mine| !is_inside(&plain, &normal(mine)))
            }),
        }
    }
}

/// Returns the answer of `card` and up to three wrong ones, shuffled by `seed`; `None` where fewer
/// than two fit. The pools are looked through in turn: `near` ones, those nearest to the card
/// first, and then `far` where the answer's shape is alike everywhere.
pub fn offers(
    card: &Sibling,
    near: &[&[Sibling]],
    far: &[Sibling],
    seed: u64,
) -> Option<Vec<Offer>> {
    let mut dice = SplitMix64::new(seed ^ stable_hash(&card.key));
    let mut taken: Vec<&Sibling> = Vec::new();
    let far = Some(far).filter(|_| card.shape.travels());
    for pool in near.iter().copied().chain(far) {
        let mut fitting: Vec<&Sibling> = pool.iter().filter(|other| card.fits(other)).collect();
        dice.shuffle(&mut fitting);
        for other in fitting {
            let is_new = taken
                .iter()
                .all(|one| one.differs(other) && other.differs(one));
            if taken.len() + 1 < OFFERS && is_new {
                taken.push(other);
            }
        }
    }
    if taken.len() + 1 < OFFERS_MIN {
        return None;
    }
    let wrong = taken.into_iter().map(|other| Offer {
        text: other.answer.clone(),
        right: false,
        from: Some(other.key.clone()),
    });
    let right = Offer {
        text: card.answer.clone(),
        right: true,
        from: None,
    };
    let mut offers: Vec<Offer> = std::iter::once(right).chain(wrong).collect();
    dice.shuffle(&mut offers);
    Some(offers)
}

/// An answer of one short line, without the full stop at its end.
fn line(answer: &str) -> Option<String> {
    let answer = answer.trim();
    let is_line = !answer.contains('\n') && !answer.starts_with(['-', '#', '>', '|', '!']);
    let is_short = (1..=ANSWER_MAX).contains(&answer.chars().count());
    (is_line && is_short).then(|| answer.trim_end_matches('.').to_string())
}

/// `None` for what can be no choice beside others, such as a yes.
fn shape(answer: &str) -> Option<Shape> {
    let words: Vec<&str> = answer.split_whitespace().collect();
    let first = words.first()?.trim_end_matches([',', '.', ':', ';']);
    if ["yes", "no", "none", "true", "false"].contains(&first.to_lowercase().as_str()) {
        return None;
    }
    let is_name = first.starts_with(char::is_uppercase);
    Some(match words.as_slice() {
        _ if answer.starts_with('-') => Shape::Flag,
        _ if first.starts_with(|c: char| c.is_ascii_digit()) => Shape::Digits,
        words if words.len() <= 5 && answer.contains(is_sign_of_code) => Shape::Code,
        [word] if !word.chars().any(char::is_lowercase) => Shape::Acronym,
        [_] => Shape::Word { is_name },
        words if words.len() <= 5 => Shape::Phrase { is_name },
        _ => Shape::Sentence,
    })
}

fn is_sign_of_code(c: char) -> bool {
    "`_/=(){}[]<>:$*@\\.".contains(c)
}

/// A choice that is much longer than the others gives itself away.
fn are_as_long(a: &str, b: &str) -> bool {
    let (a, b) = (a.chars().count(), b.chars().count());
    a.max(b) <= 2 * a.min(b) + 4
}

/// Whether a text that says something stands within another, either way round.
fn is_inside(plain: &str, whole: &str) -> bool {
    2 < plain.len() && whole.contains(plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::card::Choice;
    use proptest::prelude::*;

    fn card(question: &str, answer: &str, kind: Kind) -> Card {
        Card {
            id: None,
            question: question.to_string(),
            prompt: String::new(),
            answer: answer.to_string(),
            kind,
            reversed: false,
            choices: Vec::<Choice>::new(),
            hint: None,
            why: None,
            sources: Vec::new(),
            terms: Vec::new(),
            tags: Vec::new(),
            level: None,
            line: 1,
            source: String::new(),
        }
    }

    fn basic(key: &str, answer: &str) -> Sibling {
        Sibling::of(key, &card(key, answer, Kind::Basic)).unwrap()
    }

    fn number(key: &str, text: &str) -> Sibling {
        let accept = Quantity::parse(text).unwrap();
        Sibling::of(key, &card(key, text, Kind::Number { accept })).unwrap()
    }

    fn typed(key: &str, accept: &[&str]) -> Sibling {
        let accept = accept.iter().map(|text| text.to_string()).collect();
        Sibling::of(key, &card(key, "", Kind::Typed { accept })).unwrap()
    }

    fn texts(offers: Option<Vec<Offer>>) -> Vec<String> {
        let mut texts: Vec<String> = offers
            .unwrap_or_default()
            .into_iter()
            .map(|offer| offer.text)
            .collect();
        texts.sort();
        texts
    }

    #[test]
    fn answers_of_siblings_stand_beside_the_right_one() {
        let mine = basic("d/a", "Write-through.");
        let pool = [
            basic("d/b", "Write-back"),
            basic("d/c", "Read-through."),
            basic("d/d", "Cache-aside"),
            basic(
                "d/e",
                "Both of them, but only while the cache is cold and nobody writes",
            ),
        ];
        let yes = card("Is it?", "Yes, always", Kind::Basic);
        assert_eq!(Sibling::of("d/f", &yes), None);
        let offers = offers(&mine, &[&pool], &[], 1).unwrap();
        assert_eq!(offers.iter().filter(|offer| offer.right).count(), 1);
        let expected = ["Cache-aside", "Read-through", "Write-back", "Write-through"];
        assert_eq!(texts(Some(offers)), expected);
    }

    #[test]
    fn numbers_stand_beside_numbers_of_their_unit_that_are_not_right_too() {
        let mine = number("d/a", "43.2 min ±5%");
        let pool = [
            number("d/b", "43 min"),
            number("d/c", "4.32 min"),
            number("d/d", "432 min"),
            number("d/e", "99 %"),
            basic("d/f", "432 minutes"),
        ];
        assert_eq!(
            texts(offers(&mine, &[&pool], &[], 1)),
            ["4.32 min", "43.2 min", "432 min"]
        );
    }

    #[test]
    fn another_accepted_answer_or_a_slip_of_it_is_no_distractor() {
        let mine = typed("d/a", &["idempotent", "idempotency"]);
        let pool = [
            typed("d/b", &["idempotency"]),
            typed("d/c", &["idenpotent"]),
            typed("d/d", &["associative"]),
            typed("d/e", &["commutative"]),
        ];
        let expected = ["associative", "commutative", "idempotent"];
        assert_eq!(texts(offers(&mine, &[&pool], &[], 1)), expected);
    }

    #[test]
    fn an_answer_that_the_card_itself_names_is_no_distractor() {
        let card = card(
            "Unlike Redis, which of them has threads?",
            "Memcached",
            Kind::Basic,
        );
        let mine = Sibling::of("d/a", &card).unwrap();
        let pool = [
            basic("d/b", "Redis"),
            basic("d/c", "Valkey"),
            basic("d/d", "Dragonfly"),
        ];
        let expected = ["Dragonfly", "Memcached", "Valkey"];
        assert_eq!(texts(offers(&mine, &[&pool], &[], 1)), expected);
    }

    #[test]
    fn with_too_few_that_fit_there_are_none() {
        let mine = basic("d/a", "Write-through");
        assert_eq!(
            offers(&mine, &[&[basic("d/b", "Write-back")]], &[], 1),
            None
        );
    }

    #[test]
    fn nearer_pools_are_used_up_first() {
        let mine = basic("d/a", "alpha");
        let near = [basic("d/b", "beta"), basic("d/c", "gamma")];
        let far = [
            basic("e/b", "delta"),
            basic("e/c", "omega"),
            basic("e/d", "sigma"),
        ];
        let drawn = offers(&mine, &[&near, &far], &[], 5).unwrap();
        let has = |text: &str| drawn.iter().any(|offer| offer.text == text);
        assert!(has("beta") && has("gamma"));
        assert_eq!(drawn.len(), 4);
    }

    #[test]
    fn words_do_not_travel_and_acronyms_do() {
        let far = ["SNI", "SRV", "TTL", "beta", "gamma", "delta"].map(|text| basic(text, text));
        let drawn = |text: &str| offers(&basic("d/a", text), &[], &far, 1);
        assert_eq!(texts(drawn("ARP")), ["ARP", "SNI", "SRV", "TTL"]);
        assert_eq!(drawn("alpha"), None);
    }

    #[test]
    fn like_stands_beside_like() {
        let shape = |text: &str| shape(text).unwrap();
        assert_eq!(shape("--autosquash"), Shape::Flag);
        assert_eq!(shape("request(n)"), Shape::Code);
        assert_eq!(shape("443"), Shape::Digits);
        assert_eq!(shape("IPv4"), Shape::Word { is_name: true });
        assert_eq!(shape("visibility map"), Shape::Phrase { is_name: false });
        assert_eq!(super::shape("No, never"), None);
    }

    proptest! {
        #[test]
        fn no_two_offers_are_right_and_the_seed_decides(
            answers in prop::collection::vec("[a-c]{3,6}|[1-9][0-9]?|[A-B]{2,3}", 1..12),
            seed: u64,
        ) {
            let siblings: Vec<Sibling> = answers
                .iter()
                .enumerate()
                .map(|(n, answer)| basic(&format!("d/q{n}"), answer))
                .collect();
            let mine = &siblings[0];
            let drawn = offers(mine, &[&siblings], &[], seed);
            prop_assert_eq!(&drawn, &offers(mine, &[&siblings], &[], seed));
            let Some(drawn) = drawn else { return Ok(()) };
            prop_assert!((3..=4).contains(&drawn.len()));
            let right: Vec<&Offer> = drawn.iter().filter(|offer| offer.right).collect();
            prop_assert_eq!(right.len(), 1);
            for wrong in drawn.iter().filter(|offer| !offer.right) {
                let judged = super::typed::judge(&wrong.text, &mine.accept);
                prop_assert_eq!(judged, Verdict::Wrong);
            }
        }
    }
}
