//! What stands behind the options: the answer, an explanation, sources.

use super::answer::{self, Announced, Letters, Verdict};
use super::key;
use super::marks::{self, Mark};
use super::options::Item;
use super::wording;
use crate::import::text::headed::blocks::without_tags;
use crate::import::text::headed::inline::Tag;
use crate::import::text::headed::{Outline, Row, asks, inline, links, names, text_of};
use crate::import::text::markdown;

/// What was found behind the options.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tail {
    /// The places of the options that an answer line names; some may not be there.
    pub named: Option<Vec<usize>>,
    /// The places that a sentence of the explanation says are right.
    pub said: Option<Vec<usize>>,
    /// Whether the answer line names one option by letter and another by its words.
    pub differs: bool,
    /// Whether a second answer line names other options.
    pub is_disputed: bool,
    /// Markdown.
    pub explanation: String,
    pub sources: Vec<String>,
}

impl Tail {
    /// Takes the answer from a key.
    pub fn take_key(&mut self, entry: &key::Entry, items: &[Item]) {
        let says = |place: &usize| {
            let item = items.get(*place);
            item.is_some_and(|item| same(&item.text, &entry.said))
        };
        let repeats = entry.places.iter().any(says);
        // `2. B) Words of C` is no answer.
        self.differs |= !repeats && (0..items.len()).any(|place| says(&place));
        let outline = Outline::new(&entry.below);
        let below = read(&outline.rows, &[]);
        let said = if repeats { "" } else { entry.said.as_str() };
        let said = format!("{said}\n{}", below.explanation);
        let text = format!("{}\n\n{}", self.explanation, said.trim());
        self.explanation = text.trim().to_string();
        self.sources.extend(below.sources);
        self.named = Some(entry.places.clone());
    }
}

/// Reads the rows behind the options.
pub fn read(rows: &[Row], items: &[Item]) -> Tail {
    let mut reader = Reader {
        items,
        tail: Tail::default(),
        lines: Vec::new(),
        awaits: false,
        lists: false,
        is_doubtful: false,
    };
    for row in rows {
        match row.hidden {
            // Dumps fence their answers.
            true if reader.is_fenced_answer(*row) => {}
            true => reader.lines.push(row.text.to_string()),
            false => reader.line(row.text),
        }
    }
    let lines: Vec<&str> = reader.lines.iter().map(String::as_str).collect();
    reader.tail.explanation = text_of(&lines);
    reader.tail
}

struct Reader<'i> {
    items: &'i [Item],
    tail: Tail,
    lines: Vec<String>,
    /// Whether the line before said that the answer follows.
    awaits: bool,
    /// Whether the lines before named options that are right, one a line.
    lists: bool,
    /// Whether nothing but a bold letter named the answer.
    is_doubtful: bool,
}

impl Reader<'_> {
    fn line(&mut self, line: &str) {
        let (line, reveals) = without_tags(line);
        self.awaits |= reveals;
        if let Some(title) = directive(&line) {
            let reveals = asks::is_reveal(title);
            self.awaits |= reveals;
            if !title.is_empty() && !reveals {
                self.lines.push(format!("**{title}**"));
            }
            return;
        }
        let trimmed = without_break(line.trim());
        let passed = names::is_rule(trimmed)
            || names::is_decoration(trimmed)
            || links::is_definition(trimmed);
        if trimmed.is_empty() || passed {
            self.lines.push(String::new());
            return;
        }
        if let Some(sources) = links::sources(trimmed) {
            self.tail.sources.extend(sources);
            return;
        }
        let text = marks::label(trimmed).unwrap_or(trimmed);
        let label = marks::unlabelled(trimmed);
        if label == Some("") || !text.is_empty() && self.names_answer(text) {
            return;
        }
        if self.tail.said.is_none() {
            self.tail.said = answer::said_right(text).map(|found| found.places);
        }
        self.awaits = false;
        let text = match label {
            Some(text) => text.to_string(),
            None if trimmed.len() < line.trim().len() => trimmed.to_string(),
            None => heading_as_text(&line),
        };
        self.lines.push(text);
    }

    /// Takes a line that names the answer; whether it was one.
    fn names_answer(&mut self, text: &str) -> bool {
        if self.lists_another(text) {
            return true;
        }
        self.lists = false;
        let found = match answer::announced(text) {
            Some(Announced::Text(words)) if words.is_empty() => {
                self.awaits = true;
                return true;
            }
            Some(Announced::Text(words)) => {
                let place = self.items.iter().position(|item| same(&item.text, &words));
                place.map(|place| Letters {
                    places: vec![place],
                    rest: String::new(),
                })
            }
            Some(Announced::Letters(letters)) => match answer::verdict(text, &letters) {
                Verdict::Answers => {
                    if std::mem::take(&mut self.is_doubtful) {
                        self.tail.named = None;
                    }
                    Some(letters)
                }
                Verdict::Denies => return false,
                Verdict::Discusses => return self.discusses(letters, text),
            },
            None if self.awaits && answer::only_letters(text).is_none() => {
                let found = answer::bold_letters(text);
                self.is_doubtful = found.is_some() && self.tail.named.is_none();
                found
            }
            None if self.awaits => answer::only_letters(text),
            None => {
                self.doubt(text);
                None
            }
        };
        let is_same = |found: &Letters| self.tail.named.as_ref() == Some(&found.places);
        self.tail.is_disputed |= !self.is_doubtful
            && self.tail.named.is_some()
            && found
                .as_ref()
                .is_some_and(|found| !is_same(found) && self.only_names(found));
        let Some(found) = found.filter(|_| self.tail.named.is_none()) else {
            return false;
        };
        self.awaits = false;
        self.take(found, text);
        true
    }

    /// Takes a line in a fence that names letters, where no answer is known yet.
    fn is_fenced_answer(&mut self, row: Row) -> bool {
        let found = answer::announced(row.text);
        let is_open = self.tail.named.is_none() && !self.items.is_empty() && !row.is_comment;
        is_open && matches!(found, Some(Announced::Letters(_))) && self.names_answer(row.text)
    }

    /// Takes the first option that is spoken of, unless others are as well.
    fn discusses(&mut self, letters: Letters, text: &str) -> bool {
        if self.tail.named.is_some() {
            if self.is_doubtful {
                self.tail.named = None;
            }
            return false;
        }
        if self.is_doubtful {
            return false;
        }
        self.is_doubtful = true;
        self.awaits = false;
        self.take(letters, text);
        true
    }

    /// Takes back what a bold letter said, where another line has one, too: each option is explained.
    fn doubt(&mut self, text: &str) {
        let bare = names::list_mark(text).map_or(text, |(_, inner)| inner);
        if self.is_doubtful && answer::bold_letters(bare).is_some() {
            self.tail.named = None;
        }
    }

    fn take(&mut self, found: Letters, line: &str) {
        let Letters {
            mut places,
            mut rest,
        } = found;
        // `A. One, C. Three`: words stand between the letters.
        while let Some((place, behind)) = self.next_place(&places, &rest) {
            places.push(place);
            rest = behind;
        }
        let is_named = |place: &usize| self.says(*place, &rest);
        let repeats = places.iter().any(is_named);
        self.tail.differs = !repeats && (0..self.items.len()).any(|place| is_named(&place));
        if !repeats && !rest.is_empty() {
            self.lines.push(as_written(line, &rest));
        }
        self.tail.named = Some(places);
    }

    /// Whether nothing stands behind the letters but the words of their option.
    fn only_names(&self, found: &Letters) -> bool {
        let repeats = found
            .places
            .iter()
            .any(|place| self.says(*place, &found.rest));
        found.rest.is_empty() || repeats
    }

    fn says(&self, place: usize, text: &str) -> bool {
        self.items
            .get(place)
            .is_some_and(|item| same(&item.text, text))
    }

    /// The letter behind the words of the last option that is named, and what stands behind it.
    fn next_place(&self, places: &[usize], rest: &str) -> Option<(usize, String)> {
        let item = self.items.get(*places.last()?)?;
        let words = inline::plain(&item.text);
        let words = words.trim_end_matches(['.', ' ']);
        let behind = names::strip_prefix(rest, words).filter(|_| !words.is_empty())?;
        let text = behind.trim_start_matches([',', ';', '.', '/', '&', '+', ' ']);
        let text = names::strip_word(text, "and").map_or(text, str::trim_start);
        let letter = marks::letter(text).filter(|_| text.len() < behind.len())?;
        let is_other = letter.place < self.items.len() && !places.contains(&letter.place);
        is_other.then(|| (letter.place, letter.text.to_string()))
    }

    /// Takes a box that repeats an option, ticked where that is right.
    fn ticks(&mut self, ticked: bool, text: &str) -> bool {
        let items = self.items.iter();
        let Some(place) = items.clone().position(|item| same(&item.text, text)) else {
            return false;
        };
        if items.clone().any(|item| item.ticked) {
            return false;
        }
        self.awaits = false;
        if ticked {
            self.tail.named.get_or_insert_with(Vec::new).push(place);
        }
        true
    }

    /// Takes a line that only repeats an option, where one or more are to be named so.
    fn lists_another(&mut self, text: &str) -> bool {
        if let Some(Mark::Box { ticked, text }) = marks::mark(text) {
            return self.ticks(ticked, text);
        }
        let is_first = self.awaits && self.tail.named.is_none();
        let bare = names::list_mark(text).map_or(text, |(_, inner)| inner);
        let place = marks::letter(bare).and_then(|letter| {
            let text = wording::without_verdict(letter.text).0;
            self.says(letter.place, text).then_some(letter.place)
        });
        let Some(place) = place.filter(|_| is_first || self.lists) else {
            return false;
        };
        self.lists = true;
        self.awaits = false;
        let named = self.tail.named.get_or_insert_with(Vec::new);
        if !named.contains(&place) {
            named.push(place);
        }
        true
    }
}

/// Characters in front of what stands behind the letters of an answer line.
const LEAD_MAX: usize = 80;

/// The end of a line as it is written, found by what it says in plain text.
pub fn as_written(line: &str, plain: &str) -> String {
    let pairs = |text: &str, mark: &str| text.matches(mark).count().is_multiple_of(2);
    let even = |text: &str| pairs(text, "**") && pairs(text, "`");
    let starts = line.char_indices().take(LEAD_MAX).map(|(at, _)| at);
    let whole = starts.map(|at| &line[at..]).find_map(|end| {
        // Half a mark of the word in front is none of the text.
        let is_half = end.trim_start_matches(['*', '_']).starts_with(' ');
        let is_it = !is_half && inline::plain(end).trim() == plain;
        let cut = end.trim_end().strip_suffix("**");
        let mut ways = [Some(end), cut].into_iter().flatten();
        ways.find(|text| is_it && even(text))
    });
    match whole {
        Some(text) => inline::markdown(text.trim()),
        None => markdown::escaped_inline(plain),
    }
}

/// The title of `:::tip Title`, as site generators have it; empty where it has none, or ends.
fn directive(line: &str) -> Option<&str> {
    let rest = line.trim().strip_prefix(":::")?.trim_start_matches(':');
    let (_, title) = rest
        .trim_start()
        .split_once([' ', '['])
        .unwrap_or((rest, ""));
    Some(title.trim().trim_end_matches(']'))
}

/// Whether two texts say the same but for marks and a full stop.
fn same(one: &str, other: &str) -> bool {
    let words = |text: &str| {
        inline::plain(text)
            .trim_end_matches(['.', ' '])
            .to_lowercase()
    };
    !other.is_empty() && words(one) == words(other)
}

/// A line without a break in front of it.
fn without_break(line: &str) -> &str {
    let tag = Tag::at(line).filter(|tag| tag.is("br"));
    tag.map_or(line, |tag| line[tag.length..].trim_start())
}

/// A heading inside an explanation is a bold line there.
fn heading_as_text(line: &str) -> String {
    let trimmed = line.trim();
    let level = trimmed.bytes().take_while(|byte| *byte == b'#').count();
    match (1..=6).contains(&level) && trimmed[level..].starts_with(' ') {
        true => format!("**{}**", names::unwrapped(trimmed[level..].trim())),
        false => line.to_string(),
    }
}
