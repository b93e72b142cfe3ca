//! The rules that only a built-in deck has to keep.

use super::{Linter, has_one_right};
use crate::model::card::{Card, Kind};
use crate::model::catalogue::Topic;
use crate::model::level::Level;

/// The fewest cards of a built-in deck.
const CARDS_MIN: usize = 12;

/// The least share of cards with choices, in per cent.
const CHOICES_SHARE_MIN: usize = 60;

/// The least share of cards whose answer is made and not only recalled: cloze, typed, number, order.
const MADE_SHARE_MIN: usize = 15;

/// The fewest cards of a senior deck that show a listing or a table with the question.
const SCENARIOS_MIN: usize = 2;

/// The most words of a `Why:`.
const WHY_WORDS_MAX: usize = 50;

/// Between so many choices a reader can weigh.
const CHOICES: std::ops::RangeInclusive<usize> = 3..=6;

/// The largest share of right choices that stand in one place, in per cent; below so many cards
/// chance alone may bring more.
const PLACE_SHARE_MAX: usize = 45;
const PLACE_CARDS_MIN: usize = 12;

/// Sites that retell what a publisher says on its own.
const RETELLERS: [&str; 14] = [
    "baeldung.com",
    "dev.to",
    "digitalocean.com",
    "dzone.com",
    "freecodecamp.org",
    "geeksforgeeks.org",
    "hackernoon.com",
    "javatpoint.com",
    "medium.com",
    "stackoverflow.com",
    "tutorialspoint.com",
    "w3schools.com",
    "web.archive.org",
    "wikipedia.org",
];

impl Linter<'_> {
    /// Applies all rules of this file.
    pub(super) fn built_in(&mut self, topic: Option<&Topic>) {
        self.sources_are_named();
        self.cards_are_enough();
        self.kinds_are_mixed();
        self.seniors_meet_scenarios();
        self.right_choices_are_spread();
        for card in &self.deck.cards {
            self.why_is_short(card);
            self.choices_can_be_weighed(card);
            self.links_are_the_publishers(card);
        }
        if let Some(topic) = topic {
            self.front_is_the_topics(topic);
            self.terms_are_taught(topic);
        }
    }

    fn kinds_are_mixed(&mut self) {
        let cards = &self.deck.cards;
        let share = |is_it: fn(&&Card) -> bool| {
            100 * cards.iter().filter(is_it).count() / cards.len().max(1)
        };
        let shares = [
            ("with choices", share(has_choices), CHOICES_SHARE_MIN),
            (
                "of cloze, typed, number or order",
                share(is_made),
                MADE_SHARE_MIN,
            ),
        ];
        for (what, share, least) in shares {
            if share < least {
                let message = format!("{share} % of the cards are {what}");
                self.report
                    .add(0..0, message, format!("at least {least} %"));
            }
        }
    }

    fn seniors_meet_scenarios(&mut self) {
        let cards = self.deck.cards.iter();
        let found = cards.filter(|card| shows_something(card)).count();
        if self.deck.front.level == Some(Level::Senior) && found < SCENARIOS_MIN {
            let message = format!("{found} cards show a listing or a table with the question");
            let hint = format!("a senior deck has at least {SCENARIOS_MIN}");
            self.report.add(0..0, message, hint);
        }
    }

    fn right_choices_are_spread(&mut self) {
        let cards = self.deck.cards.iter().filter(|card| has_one_right(card));
        let places: Vec<usize> = cards
            .filter_map(|card| card.choices.iter().position(|choice| choice.right))
            .collect();
        if places.len() < PLACE_CARDS_MIN {
            return;
        }
        for place in 0..*CHOICES.end() {
            let count = places.iter().filter(|one| **one == place).count();
            if PLACE_SHARE_MAX * places.len() < 100 * count {
                let message = format!(
                    "the right choice stands in place {} on {count} of {} cards",
                    place + 1,
                    places.len()
                );
                self.report.add(0..0, message, "spread them");
            }
        }
    }

    fn why_is_short(&mut self, card: &Card) {
        let count = card
            .why
            .as_deref()
            .map_or(0, |why| why.split_whitespace().count());
        if WHY_WORDS_MAX < count {
            let message = format!("the why has {count} words");
            self.at_card(card, message, &format!("at most {WHY_WORDS_MAX}"));
        }
    }

    fn choices_can_be_weighed(&mut self, card: &Card) {
        let count = card.choices.len();
        if 0 < count && !CHOICES.contains(&count) {
            let (least, most) = (CHOICES.start(), CHOICES.end());
            let message = format!("the card has {count} choices");
            self.at_card(card, message, &format!("write {least} to {most}"));
        }
    }

    fn links_are_the_publishers(&mut self, card: &Card) {
        for source in &card.sources {
            let links = source.split(['<', '>', ' ', '(', ')']);
            for link in links.filter(|word| word.contains("://")) {
                if let Some((message, hint)) = fault_of(link) {
                    self.at_card(card, message, &hint);
                }
            }
        }
    }

    fn sources_are_named(&mut self) {
        for card in self
            .deck
            .cards
            .iter()
            .filter(|card| card.sources.is_empty())
        {
            self.at_card(
                card,
                "the card names no source".to_string(),
                "add a line `Source:`",
            );
        }
    }

    fn cards_are_enough(&mut self) {
        let count = self.deck.cards.len();
        if count < CARDS_MIN {
            let message = format!("the deck has {count} cards");
            let hint = format!("a built-in deck has at least {CARDS_MIN}");
            self.report.add(0..0, message, hint);
        }
    }

    fn front_is_the_topics(&mut self, topic: &Topic) {
        let front = &self.deck.front;
        let level = front.level.map(|level| level.name());
        let facts = [
            ("id", Some(front.id.as_str()), topic.id.as_str()),
            ("topic", front.topic.as_deref(), topic.id.as_str()),
            ("title", Some(front.title.as_str()), topic.title.as_str()),
            ("level", level, topic.level.name()),
        ];
        for (key, found, wanted) in facts {
            if found != Some(wanted) {
                let message = format!("`{key}` is not the topic's");
                self.report
                    .add(self.key(key), message, format!("write `{key}: {wanted}`"));
            }
        }
    }

    /// Where a topic has one term, every card teaches it.
    fn terms_are_taught(&mut self, topic: &Topic) {
        if topic.terms.len() < 2 {
            return;
        }
        let taught = |term: &&String| self.deck.cards.iter().any(|card| card.terms.contains(term));
        let missing: Vec<&String> = topic.terms.iter().filter(|term| !taught(term)).collect();
        for term in missing {
            let message = format!("no card teaches `{term}`");
            self.report.add(
                0..0,
                message,
                "name it in the `Terms:` of the card that does",
            );
        }
    }
}

fn has_choices(card: &&Card) -> bool {
    !card.choices.is_empty()
}

fn is_made(card: &&Card) -> bool {
    matches!(
        card.kind,
        Kind::Cloze | Kind::Typed { .. } | Kind::Number { .. } | Kind::Order { .. }
    )
}

/// Whether a fenced or indented listing or a table stands above the answer.
fn shows_something(card: &Card) -> bool {
    card.prompt.lines().any(|line| {
        let line = line.trim_start();
        line.starts_with("```") || line.starts_with("~~~") || line.starts_with('|')
    })
}

/// What is wrong about a link in a `Source:`, and what to do.
fn fault_of(link: &str) -> Option<(String, String)> {
    let hint = "give the page on its publisher's own site".to_string();
    let Some(rest) = link.strip_prefix("https://") else {
        return Some((format!("`{link}` does not begin with https://"), hint));
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let is_of = |site: &&&str| host == **site || host.ends_with(&format!(".{site}"));
    if let Some(site) = RETELLERS.iter().find(is_of) {
        return Some((format!("{site} retells what others publish"), hint));
    }
    let has_tracking = ["utm_", "fbclid", "gclid", "ref="]
        .iter()
        .any(|mark| link.contains(mark));
    let is_plain = host.contains('.')
        && host
            .chars()
            .all(|c| c.is_ascii_lowercase() || "-.0123456789".contains(c));
    if has_tracking || !is_plain {
        return Some((format!("`{link}` is not the page's plain address"), hint));
    }
    None
}
