//! A draft of one question, or why there is none.

use super::key::Keys;
use super::options::{Choices, How};
use super::parts;
use super::starts::Start;
use super::tail::{self, Tail};
use super::told::{self, Told};
use super::wording;
use crate::import::draft::{Draft, Fault, Harvest};
use crate::import::file::File;
use crate::import::limits::Limits;
use crate::import::text::headed::links::{Definitions, with_pictures};
use crate::import::text::headed::{Outline, Row, asks, inline, names, text_of};
use crate::model::card::Choice;

/// Options of one question.
const OPTIONS_MAX: usize = 10;
/// Characters of an explanation that stands in one field.
const WHY_MAX: usize = 600;

/// What is needed to read any question of a file.
pub struct Reader<'r> {
    file: &'r File<'r>,
    outline: &'r Outline<'r>,
    keys: &'r Keys,
    limits: &'r Limits,
}

impl<'r> Reader<'r> {
    pub fn new(
        file: &'r File<'r>,
        outline: &'r Outline<'r>,
        keys: &'r Keys,
        limits: &'r Limits,
    ) -> Reader<'r> {
        Reader {
            file,
            outline,
            keys,
            limits,
        }
    }

    /// Reads a question; the losses of one that is taken are counted.
    pub fn draft(&self, start: &Start, harvest: &mut Harvest) -> Result<Draft, Fault> {
        let refused =
            |row: usize, what: String, hint: &str| Fault::new(self.file.line(row + 1), what, hint);
        let Some(choices) = &start.options else {
            if let Some(told) = told::read(self.body(start)) {
                return self.told(start, told);
            }
            let hint = "put options below it, `- [x]` in front of the right ones";
            return Err(refused(
                start.row,
                "the question has no options".into(),
                hint,
            ));
        };
        if let Some(row) = choices.stray {
            let what = "these options cannot be told from those of the question above".into();
            return Err(refused(row, what, "put a heading above them"));
        }
        if choices.is_disordered {
            let what = "a letter of the options is missing or there twice".into();
            return Err(refused(start.row, what, "letter them in their order"));
        }
        self.check_count(start, choices)?;
        self.check_size(start)?;
        let question = self.question(start, choices);
        if question.is_empty() || wording::is_only_picture(&question) {
            let what = "the question has no text".into();
            return Err(refused(start.row, what, "write it into the heading"));
        }
        let mut tail = tail::read(
            &self.outline.rows[choices.rows.end..start.body.end],
            &choices.items,
        );
        if let Some(entry) = self.keys.answer(start.row) {
            tail.take_key(entry, &choices.items);
        }
        let right = match (
            self.right(start, choices, &tail),
            told::read(self.body(start)),
        ) {
            // Bullets may be what is to be put in order.
            (Err(_), Some(told)) if choices.how == How::Bullets => return self.told(start, told),
            (right, _) => right?,
        };
        self.count_losses(start, &question, &right, harvest);
        Ok(self.assembled(start, choices, question, right, tail))
    }

    fn body(&self, start: &Start) -> &[Row<'r>] {
        &self.outline.rows[start.body.clone()]
    }

    /// A question with an answer in words.
    fn told(&self, start: &Start, told: Told) -> Result<Draft, Fault> {
        self.check_size(start)?;
        let is_direct = self.body(start).first().is_some_and(|row| !row.is_blank());
        let direct = is_direct && !start.is_heading;
        let question = headed(&start.head, &told.prompt, direct);
        if question.is_empty() || wording::is_only_picture(&question) {
            let place = self.file.line(start.row + 1);
            let what = "the question has no text";
            return Err(Fault::new(place, what, "write it behind the number"));
        }
        let draft = Draft {
            place: self.file.line(start.row + 1),
            question,
            sources: told.sources,
            ..Draft::default()
        };
        Ok(match is_paragraph(&told.explanation) {
            _ if told.explanation.is_empty() => Draft {
                answer: told.answer,
                ..draft
            },
            true => Draft {
                answer: told.answer,
                why: Some(told.explanation),
                ..draft
            },
            false => Draft {
                answer: format!("{}\n\n{}", told.answer, told.explanation),
                ..draft
            },
        })
    }

    fn check_count(&self, start: &Start, choices: &Choices) -> Result<(), Fault> {
        let place = || self.file.line(start.row + 1);
        let n_options = choices.items.len();
        if n_options < 2 {
            let what = "the question has one option only";
            return Err(Fault::new(place(), what, "give it a second one"));
        }
        if OPTIONS_MAX < n_options {
            let what =
                format!("the question has {n_options} options, at most {OPTIONS_MAX} are read");
            return Err(Fault::new(place(), what, "part it into two"));
        }
        for item in &choices.items {
            let place = self.file.line(item.row + 1);
            if item.text.is_empty() {
                return Err(Fault::new(
                    place,
                    "the option has no text",
                    "write it behind the mark",
                ));
            }
            if wording::is_only_picture(&item.text) {
                let what = "the option is only a picture";
                return Err(Fault::new(place, what, "say in words what it shows"));
            }
        }
        Ok(())
    }

    fn check_size(&self, start: &Start) -> Result<(), Fault> {
        let rows = &self.outline.rows[start.row..start.body.end];
        let bytes: usize = rows.iter().map(|row| row.text.len() + 1).sum();
        if bytes <= self.limits.field_bytes {
            return Ok(());
        }
        let what = format!(
            "the question has {bytes} bytes, at most {} are read",
            self.limits.field_bytes
        );
        Err(Fault::new(
            self.file.line(start.row + 1),
            what,
            "shorten it, or raise `--max-field`",
        ))
    }

    /// The head and what stands between it and the options.
    fn question(&self, start: &Start, choices: &Choices) -> String {
        let rows = &self.outline.rows[start.body.start..choices.rows.start.max(start.body.start)];
        let kept = rows
            .iter()
            .filter(|row| row.hidden || !names::is_decoration(row.text))
            .filter(|row| row.hidden || !parts::names_part(row.text))
            // `**A:**` may stand in front of the options.
            .filter(|row| row.hidden || asks::answer_mark(row.text).as_deref() != Some(""));
        let lines: Vec<&str> = kept.map(|row| row.text).collect();
        let prompt = text_of(&lines);
        let prompt = names::unlabelled(&prompt).unwrap_or(&prompt);
        // A numbered item goes on below its first line; a heading ends with it.
        let direct = !start.is_heading && lines.first().is_some_and(|line| !line.trim().is_empty());
        headed(&start.head, prompt, direct)
    }

    /// Which options are right, in the order of the options.
    fn right(&self, start: &Start, choices: &Choices, tail: &Tail) -> Result<Vec<bool>, Fault> {
        let refused =
            |what: String, hint: &str| Err(Fault::new(self.file.line(start.row + 1), what, hint));
        let ticked: Vec<bool> = choices.items.iter().map(|item| item.ticked).collect();
        let marked: Vec<bool> = choices.items.iter().map(|item| item.marked).collect();
        let has_ticks = ticked.contains(&true);
        if tail.differs {
            return refused(
                "the answer names one option by its letter and another by its words".into(),
                "correct one of them",
            );
        }
        if tail.is_disputed {
            return refused(
                "two lines name different answers".into(),
                "remove one of them",
            );
        }
        let Some(named) = tail
            .named
            .as_ref()
            .or(tail.said.as_ref().filter(|_| !has_ticks))
        else {
            return match () {
                _ if has_ticks => Ok(ticked),
                _ if marked.contains(&true) && marked.contains(&false) => Ok(marked),
                _ if choices.how == How::Boxes => refused(
                    "no option is marked right".into(),
                    "put `[x]` on at least one line",
                ),
                _ => refused(
                    "no answer is named".into(),
                    "add a line such as `Answer: B` below the options",
                ),
            };
        };
        let mut right = vec![false; choices.items.len()];
        for place in named {
            match right.get_mut(*place) {
                Some(right) => *right = true,
                None => {
                    let letter = char::from(b'A' + u8::try_from(place % 26).unwrap_or(0));
                    let what = format!("the answer names option {letter}, which is not there");
                    return refused(what, "name one of the options");
                }
            }
        }
        match has_ticks && right != ticked {
            true => refused(
                "the boxes and the answer line differ".into(),
                "correct one of them",
            ),
            false => Ok(right),
        }
    }

    fn count_losses(&self, start: &Start, question: &str, right: &[bool], harvest: &mut Harvest) {
        let place = self.file.line(start.row + 1);
        let n_right = right.iter().filter(|right| **right).count();
        if announced_count(question).is_some_and(|count| count != n_right) {
            let what = "questions that ask for another number of answers than are marked right";
            harvest.losses.add(what, place);
        }
    }

    fn assembled(
        &self,
        start: &Start,
        choices: &Choices,
        question: String,
        right: Vec<bool>,
        tail: Tail,
    ) -> Draft {
        let mut draft = Draft {
            place: self.file.line(start.row + 1),
            question,
            sources: tail.sources,
            ..Draft::default()
        };
        for (item, right) in choices.items.iter().zip(&right) {
            draft.choices.push(Choice {
                right: *right,
                text: item.text.clone(),
                note: item.note.clone(),
            });
        }
        match is_paragraph(&tail.explanation) {
            _ if tail.explanation.is_empty() => {}
            true => draft.why = Some(tail.explanation),
            // The answer of a card is shown alone, too, so what is right stands first in it.
            false => {
                draft.answer = format!("{}\n\n{}", right_text(&draft.choices), tail.explanation)
            }
        }
        draft
    }

    /// Writes out links that the file defines at its end, and takes in pictures.
    pub fn finish(&self, draft: &mut Draft, definitions: &Definitions, harvest: &mut Harvest) {
        let place = draft.place.clone();
        let texts = [&mut draft.question, &mut draft.answer].into_iter();
        let choices = draft.choices.iter_mut().map(|choice| &mut choice.text);
        for text in texts.chain(choices).chain(draft.why.as_mut()) {
            *text = with_pictures(&definitions.resolve(text), self.file, &place, harvest);
        }
    }
}

/// A head and what stands below it, on the next line if `direct`.
fn headed(head: &str, prompt: &str, direct: bool) -> String {
    let head = inline::markdown(head);
    let gap = if direct { "\n" } else { "\n\n" };
    format!("{}{gap}{prompt}", head.trim()).trim().to_string()
}

/// The right choices as an answer.
fn right_text(choices: &[Choice]) -> String {
    let right: Vec<&str> = choices
        .iter()
        .filter(|choice| choice.right)
        .map(|choice| choice.text.as_str())
        .collect();
    match right.as_slice() {
        [only] => only.to_string(),
        several => {
            let items = several
                .iter()
                .map(|text| format!("- {}", text.replace('\n', "\n  ")));
            items.collect::<Vec<_>>().join("\n")
        }
    }
}

/// Whether a text is one paragraph, short enough for a field.
fn is_paragraph(text: &str) -> bool {
    let block = |line: &str| {
        let line = line.trim_start();
        line.starts_with(['|', '>', '#'])
            || line.starts_with("```")
            || line.starts_with("~~~")
            || names::list_mark(line).is_some()
    };
    text.chars().count() <= WHY_MAX
        && !text
            .lines()
            .any(|line| line.trim().is_empty() || block(line))
}

/// How many answers a question asks for: `(Choose TWO)`, `Select 3.`, `(two answers)`.
fn announced_count(question: &str) -> Option<usize> {
    let plain = inline::plain(question).to_lowercase();
    let words: Vec<&str> = plain
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let verbs = ["choose", "select", "pick", "mark"];
    let nouns = ["answers", "options", "answer", "choices", "correct"];
    words.windows(2).enumerate().find_map(|(at, pair)| {
        let count = |word: &str| {
            let names = ["one", "two", "three", "four", "five", "six"];
            let named = names
                .iter()
                .position(|name| *name == word)
                .map(|idx| idx + 1);
            named.or_else(|| word.parse().ok().filter(|count| (1..=6).contains(count)))
        };
        let verbed = verbs.contains(&pair[0]).then(|| count(pair[1])).flatten();
        let noun = nouns.contains(&pair[1]) && at + 3 >= words.len();
        verbed.or_else(|| noun.then(|| count(pair[0])).flatten())
    })
}
