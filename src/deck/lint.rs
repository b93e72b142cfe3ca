//! What is legal in a deck, but poor.
//!
//! Every rule is one function. Here stand those that any deck should heed, `lint` lists them;
//! `built_in` has those that a built-in deck keeps as well, `together` those about all of them.

mod built_in;
mod together;

pub use together::lint_together;

use super::cloze;
use super::fault::{Fault, Report};
use super::fields::FIELDS;
use super::outline::outline;
use super::text::Text;
use crate::model::card::{Card, Kind};
use crate::model::catalogue::Topic;
use crate::model::deck::Deck;
use std::collections::HashMap;
use std::ops::Range;

/// The most words of a heading.
const HEADING_WORDS_MAX: usize = 25;

/// The most words of an answer, code and lists left out.
const ANSWER_WORDS_MAX: usize = 60;

/// The largest share of right choices that are the longest, or the shortest.
const LENGTH_SHARE_MAX: f64 = 0.35;

/// Fewer cards with choices show no pattern.
const LENGTH_CARDS_MIN: usize = 8;

/// Which rules a deck has to keep.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rules<'t> {
    /// Also the rules that only built-in decks have to keep.
    pub built_in: bool,
    /// The topic that the deck teaches, where it names one.
    pub topic: Option<&'t Topic>,
}

/// Returns what could be better in `deck`, which was read from `text`.
pub fn lint(deck: &Deck, text: &str, rules: &Rules) -> Vec<Fault> {
    let text = Text::new(text.strip_prefix('\u{feff}').unwrap_or(text));
    let mut linter = Linter {
        report: Report::new(&text),
        text: &text,
        deck,
    };
    linter.ids_are_there();
    linter.questions_differ();
    linter.right_choices_do_not_show();
    for card in &deck.cards {
        linter.heading_is_short(card);
        linter.answer_is_short(card);
        linter.heading_hides_the_cloze(card);
        linter.fields_come_last(card);
        linter.choices_stand_below(card);
        linter.choices_differ(card);
        linter.several_right_are_announced(card);
    }
    if let Some(topic) = rules.topic {
        linter.terms_are_known(topic);
    }
    if rules.built_in {
        linter.built_in(rules.topic);
    }
    linter.report.into_faults()
}

struct Linter<'l> {
    report: Report<'l>,
    text: &'l Text<'l>,
    deck: &'l Deck,
}

impl<'l> Linter<'l> {
    fn ids_are_there(&mut self) {
        let cards = self.deck.cards.iter();
        let without: Vec<&Card> = cards.filter(|card| card.id.is_none()).collect();
        let Some(first) = without.first() else { return };
        let message = match without.len() {
            1 => "this card has no id".to_string(),
            count => format!("{count} cards have no id, this is the first"),
        };
        self.at_card(
            first,
            message,
            "run `retain deck fmt`: progress hangs on the id",
        );
    }

    fn questions_differ(&mut self) {
        let mut lines: HashMap<(String, &str), usize> = HashMap::new();
        for card in &self.deck.cards {
            let question = card.question.to_lowercase();
            match lines.get(&(question.clone(), card.prompt.as_str())) {
                Some(line) => {
                    let message = format!("the question is that of line {line}");
                    self.at_card(card, message, "ask for something else, or join the two");
                }
                None => _ = lines.insert((question, card.prompt.as_str()), card.line),
            }
        }
    }

    /// Who always takes the longest choice must not be right too often, nor with the shortest.
    fn right_choices_do_not_show(&mut self) {
        let cards = self.deck.cards.iter();
        let asked: Vec<&Card> = cards.filter(|card| has_one_right(card)).collect();
        if asked.len() < LENGTH_CARDS_MIN {
            return;
        }
        type Extreme = fn(&Card) -> bool;
        let extremes: [(&str, Extreme); 2] = [("longest", is_longest), ("shortest", is_shortest)];
        for (name, is_extreme) in extremes {
            let found: Vec<&&Card> = asked.iter().filter(|card| is_extreme(card)).collect();
            let share = found.len() as f64 / asked.len() as f64;
            if share > LENGTH_SHARE_MAX {
                let message = format!(
                    "the right choice is the {name} on {} of {} cards, this is the first",
                    found.len(),
                    asked.len()
                );
                let hint = format!(
                    "even out the lengths: at most {:.0} %",
                    LENGTH_SHARE_MAX * 100.0
                );
                self.at_card(found[0], message, &hint);
            }
        }
    }

    fn heading_is_short(&mut self, card: &Card) {
        let count = card.question.split_whitespace().count();
        if count > HEADING_WORDS_MAX {
            let message = format!("the heading has {count} words");
            let hint = format!("at most {HEADING_WORDS_MAX}: move the scenario above `---`");
            self.at_card(card, message, &hint);
        }
    }

    fn answer_is_short(&mut self, card: &Card) {
        if matches!(card.kind, Kind::Order { .. } | Kind::Open { .. }) {
            return;
        }
        let mut rest = String::new();
        let mut done = 0;
        for block in &outline(&card.answer).verbatim {
            rest.push_str(&card.answer[done..block.start]);
            done = block.end;
        }
        rest.push_str(&card.answer[done..]);
        let count = rest.split_whitespace().count();
        if count > ANSWER_WORDS_MAX {
            let message = format!("the answer has {count} words");
            let hint =
                format!("at most {ANSWER_WORDS_MAX}: move reasons to `Why:`, or part the card");
            self.at_card(card, message, &hint);
        }
    }

    fn heading_hides_the_cloze(&mut self, card: &Card) {
        let question = card.question.to_lowercase();
        for cloze in cloze::clozes(&card.answer) {
            let hidden = &card.answer[cloze.hidden];
            let plain = hidden.trim_matches('`').to_lowercase();
            if plain.chars().count() >= 3 && holds_words(&question, &plain) {
                let message = format!("the heading gives `{plain}` away");
                self.at_card(card, message, "hide something else, or reword the heading");
            }
        }
    }

    fn fields_come_last(&mut self, card: &Card) {
        for line in self.lines(card) {
            let words = self.text.slice(&line);
            let field = FIELDS.iter().find(|name| {
                words
                    .strip_prefix(**name)
                    .is_some_and(|behind| behind.starts_with(": "))
            });
            if let Some(name) = field
                && holds_line(&card.prompt, &card.answer, words)
            {
                let message = format!("`{name}:` stands in the middle and is read as text");
                let place = line.start..line.start + name.len() + 1;
                self.report
                    .add(place, message, "move it below everything else");
            }
        }
    }

    fn choices_stand_below(&mut self, card: &Card) {
        let marked = |line: &str| line.starts_with("- [x] ") || line.starts_with("- [ ] ");
        if card.choices.is_empty() && card.prompt.lines().any(marked) {
            let message = "the choices stand above `---` and are read as text";
            self.at_card(card, message.to_string(), "move them below it");
        }
    }

    fn choices_differ(&mut self, card: &Card) {
        for (idx, choice) in card.choices.iter().enumerate() {
            let text = choice.text.to_lowercase();
            let earlier = &card.choices[..idx];
            if earlier
                .iter()
                .any(|earlier| earlier.text.to_lowercase() == text)
            {
                let hint = "change one of them";
                self.at_card(card, "two choices say the same".to_string(), hint);
            }
            if text.contains("of the above") {
                let hint = "name what is meant";
                self.at_card(
                    card,
                    "`of the above` keeps the choices in one order".to_string(),
                    hint,
                );
            }
        }
    }

    fn several_right_are_announced(&mut self, card: &Card) {
        const NAMES: [&str; 9] = [
            "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        ];
        let count = card.choices.iter().filter(|choice| choice.right).count();
        if count < 2 {
            return;
        }
        let asked = format!("{} {}", card.question, card.prompt).to_lowercase();
        let name = NAMES.get(count - 2).copied().unwrap_or_default();
        let words = [name, &count.to_string(), "all", "both", "every", "each"];
        let is_said = words
            .iter()
            .any(|word| !word.is_empty() && holds_words(&asked, word));
        if !is_said {
            let message = format!("{count} choices are right, and the question does not say so");
            self.at_card(card, message, "say how many to choose");
        }
    }

    fn terms_are_known(&mut self, topic: &Topic) {
        for card in &self.deck.cards {
            for term in card.terms.iter().filter(|term| !topic.terms.contains(term)) {
                let message = format!("`{term}` is no term of the topic `{}`", topic.id);
                self.at_card(card, message, "take one of the catalogue's");
            }
        }
    }

    fn at_card(&mut self, card: &Card, message: String, hint: &str) {
        self.report.add(self.heading(card), message, hint);
    }

    /// The place of a card's heading; the file's beginning if the deck is not of this text.
    fn heading(&self, card: &Card) -> Range<usize> {
        let count = self.text.line_idx(self.text.as_str().len()) + 1;
        match (1..=count).contains(&card.line) {
            true => self.text.line(card.line - 1),
            false => 0..0,
        }
    }

    fn lines(&self, card: &Card) -> Vec<Range<usize>> {
        let start = self.heading(card).start;
        let end = (start + card.source.len()).min(self.text.as_str().len());
        self.text.lines(&(start..end)).skip(1).collect()
    }

    /// The line of a key of the front matter.
    fn key(&self, key: &str) -> Range<usize> {
        let all = 0..self.text.as_str().len();
        let mut lines = self.text.lines(&all).skip(1);
        let is_it = |line: &Range<usize>| {
            let words = self.text.slice(line).strip_prefix(key);
            words.is_some_and(|behind| behind.starts_with(':'))
        };
        lines.find(is_it).unwrap_or(0..0)
    }
}

fn has_one_right(card: &Card) -> bool {
    card.choices.len() > 2 && card.choices.iter().filter(|choice| choice.right).count() == 1
}

fn is_longest(card: &Card) -> bool {
    let (right, mut wrong) = lengths(card);
    wrong.all(|length| length < right)
}

fn is_shortest(card: &Card) -> bool {
    let (right, mut wrong) = lengths(card);
    wrong.all(|length| right < length)
}

/// The length of the right choice, and those of the others.
fn lengths(card: &Card) -> (usize, impl Iterator<Item = usize>) {
    let length = |right: bool| {
        let choices = card.choices.iter();
        choices
            .filter(move |choice| choice.right == right)
            .map(|choice| choice.text.chars().count())
    };
    (length(true).next().unwrap_or(0), length(false))
}

/// Says whether `words` stand in `text` with no letter or digit before or behind them.
fn holds_words(text: &str, words: &str) -> bool {
    let outside = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
    text.match_indices(words).any(|(at, _)| {
        outside(text[..at].chars().next_back()) && outside(text[at + words.len()..].chars().next())
    })
}

/// Says whether `line` is content, and not a field.
fn holds_line(prompt: &str, answer: &str, line: &str) -> bool {
    let is_it = |text: &str| {
        let kept = outline(text).verbatim;
        let mut start = 0;
        text.split('\n').any(|one| {
            let at = start;
            start += one.len() + 1;
            one == line.trim_end() && !kept.iter().any(|range| range.contains(&at))
        })
    };
    is_it(prompt) || is_it(answer)
}

#[cfg(test)]
mod tests;
