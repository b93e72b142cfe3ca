//! AnkiOps, DeckOps: notes between rules, each of fields with a label at the start of a line.
//!
//! `Q:` and `A:` ask, `T:` hides, `F:` and `B:` ask both ways, `I:` is to be typed, `C1:`, `C2:` are
//! options of which `A:` gives the numbers; `E:` and `M:` say more. Files of nothing but `Q:` and `A:`
//! are hashcards', as long as no comment names their notes.

use crate::import::draft::{Ask, Fault, Harvest};
use crate::import::file::File;
use crate::import::format::{Format, Likeness, Options};
use crate::import::text::clozed_code::{freed, n_clozes};
use crate::import::text::dialect::page::{is_rule, text_of};
use crate::import::text::dialect::{self, Desk, Found, Page};
use crate::import::text::markdown::Line;
use crate::model::card::Choice;

pub struct AnkiOps;

impl Format for AnkiOps {
    fn name(&self) -> &'static str {
        "ankiops"
    }

    fn label(&self) -> &'static str {
        "AnkiOps, DeckOps (Markdown with Q:, A:, T:, F:, B: and C1: fields)"
    }

    fn likeness(&self, file: &File) -> Likeness {
        let Some(text) = dialect::beginning(file) else {
            return Likeness::No;
        };
        let page = Page::new(&text);
        let notes = notes(&page.lines);
        let is_whole = |note: &Note| note.found().is_ok();
        let is_named = |note: &Note| note.key.is_some() && is_whole(note);
        let all =
            || !notes.is_empty() && notes.iter().all(|note| note.is_labelled && is_whole(note));
        let is_ours = notes.iter().any(is_named) || notes.iter().any(Note::is_special) && all();
        match page.front.is_none() && is_ours {
            true => Likeness::Sure,
            false => Likeness::No,
        }
    }

    fn read(&self, file: &File, options: &Options, harvest: &mut Harvest) -> Result<(), Fault> {
        let text = file.text(options.encoding.as_deref(), &options.limits)?;
        let page = Page::new(&text);
        // Levels of decks are parted so in the names of files.
        let is_deep = file.stem().contains("__");
        let name = is_deep.then(|| file.stem().replace("__", "::"));
        let mut desk = Desk::new(file, &page, name, options, harvest);
        for note in notes(&page.lines) {
            match note.found() {
                Ok(found) => desk.take(found)?,
                Err(what) => {
                    desk.harvest.n_notes += 1;
                    desk.refuse(note.line, what, "give it the fields of one kind of note");
                }
            }
        }
        Ok(())
    }
}

const LABELS: &[&str] = &["Q", "A", "T", "THA", "F", "B", "I", "E", "M", "S"];

/// What stands between two rules.
struct Note<'t> {
    line: usize,
    /// What the program calls it.
    key: Option<&'t str>,
    tags: Vec<&'t str>,
    /// Labels and texts.
    fields: Vec<(&'t str, String)>,
    /// It begins with a label, comments aside.
    is_labelled: bool,
}

fn notes<'t>(lines: &[Line<'t>]) -> Vec<Note<'t>> {
    let blocks = lines.split(is_rule);
    blocks.filter_map(note).collect()
}

fn note<'t>(lines: &[Line<'t>]) -> Option<Note<'t>> {
    let is_text = |line: &&Line| !line.text.trim().is_empty() && comment(line.text).is_none();
    let first = lines.iter().find(is_text)?;
    let mut note = Note {
        line: first.number,
        key: None,
        tags: Vec::new(),
        fields: Vec::new(),
        is_labelled: label(first).is_some(),
    };
    for inside in lines.iter().filter_map(|line| comment(line.text)) {
        note.comment(inside);
    }
    let starts: Vec<usize> = (0..lines.len())
        .filter(|idx| label(&lines[*idx]).is_some())
        .collect();
    for (nth, start) in starts.iter().enumerate() {
        let end = starts.get(nth + 1).copied().unwrap_or(lines.len());
        let (name, rest) = label(&lines[*start])?;
        let mut field = lines[*start..end].to_vec();
        field[0].text = rest.trim_start();
        field.retain(|line| comment(line.text).is_none());
        note.fields
            .push((name, unsized_pictures(&with_formulas(&text_of(&field)))));
    }
    Some(note)
}

/// What a line of nothing but a comment says.
fn comment(line: &str) -> Option<&str> {
    line.trim()
        .strip_prefix("<!--")?
        .strip_suffix("-->")
        .map(str::trim)
}

/// Reads a label, and what stands behind it.
fn label<'t>(line: &Line<'t>) -> Option<(&'t str, &'t str)> {
    let (name, rest) = line.text.split_once(':').filter(|_| !line.verbatim)?;
    let is_option = name
        .strip_prefix('C')
        .is_some_and(|number| number.parse::<u8>().is_ok());
    let is_parted = rest.is_empty() || rest.starts_with([' ', '\t']);
    (is_parted && (is_option || LABELS.contains(&name))).then_some((name, rest))
}

impl<'t> Note<'t> {
    fn comment(&mut self, inside: &'t str) {
        let Some((name, value)) = inside.split_once(':') else {
            return;
        };
        match name.trim() {
            "note_key" | "note_id" => self.key = Some(value.trim()),
            "tags" => {
                self.tags = value
                    .split([',', ' '])
                    .filter(|tag| !tag.is_empty())
                    .collect()
            }
            _ => (),
        }
    }

    fn field(&self, name: &str) -> Option<&str> {
        let mut named = self.fields.iter().filter(|(label, _)| *label == name);
        let (_, text) = named.next()?;
        Some(text.as_str()).filter(|text| !text.is_empty() && named.next().is_none())
    }

    fn options(&self) -> Vec<&str> {
        let options = self
            .fields
            .iter()
            .filter(|(label, _)| 1 < label.len() && label.starts_with('C'));
        options.map(|(_, text)| text.as_str()).collect()
    }

    /// Whether it is of a kind that hashcards does not have.
    fn is_special(&self) -> bool {
        let hides = self
            .field("T")
            .is_some_and(|text| 0 < n_clozes(&freed(text)));
        let both = self.field("F").is_some() && self.field("B").is_some();
        hides || both || 2 <= self.options().len() && self.field("A").is_some_and(is_numbers)
    }

    /// The card, or what is wrong with the note.
    fn found(&self) -> Result<Found, &'static str> {
        let more = [self.field("E"), self.field("M")];
        let more: Vec<&str> = more.into_iter().flatten().collect();
        let found = Found {
            line: self.line,
            id: self.key.map(str::to_string),
            tags: self.tags.iter().map(|tag| tag.to_string()).collect(),
            why: Some(more.join("\n\n")).filter(|why| !why.is_empty()),
            ..Found::default()
        };
        if let Some(text) = self.field("T").or(self.field("THA")) {
            let answer = freed(text).into_owned();
            return match n_clozes(&answer) {
                0 => Err("the cloze hides nothing"),
                _ => Ok(Found {
                    answer,
                    ask: Ask::Cloze,
                    ..found
                }),
            };
        }
        if let (Some(front), Some(back)) = (self.field("F"), self.field("B")) {
            return Ok(Found {
                question: front.to_string(),
                answer: back.to_string(),
                reversed: true,
                ..found
            });
        }
        let question = self
            .field("Q")
            .ok_or("no field of the note asks")?
            .to_string();
        if !self.options().is_empty() {
            let choices = self.choices().ok_or("no right option is named")?;
            return Ok(Found {
                question,
                choices,
                ..found
            });
        }
        match (self.field("A"), self.field("I")) {
            (Some(answer), _) => Ok(Found {
                question,
                answer: answer.to_string(),
                ..found
            }),
            (None, Some(typed)) => Ok(Found {
                question,
                answer: typed.to_string(),
                ask: Ask::Typed(vec![typed.to_string()]),
                ..found
            }),
            (None, None) => Err("no field of the note answers"),
        }
    }

    /// The options, if all numbers of the answer are those of options.
    fn choices(&self) -> Option<Vec<Choice>> {
        let options = self.options();
        let right = numbers(self.field("A")?)?;
        let is_there = |number: &usize| (1..=options.len()).contains(number);
        let is_whole = 2 <= options.len() && !right.is_empty() && right.iter().all(is_there);
        let choices = options.iter().enumerate().map(|(idx, text)| Choice {
            right: right.contains(&(idx + 1)),
            text: text.to_string(),
            note: None,
        });
        is_whole.then(|| choices.collect())
    }
}

fn is_numbers(text: &str) -> bool {
    numbers(text).is_some_and(|numbers| !numbers.is_empty())
}

/// Reads `1, 3`.
fn numbers(text: &str) -> Option<Vec<usize>> {
    let parts = text.split([',', ' ', '\n']).filter(|part| !part.is_empty());
    parts.map(|part| part.parse().ok()).collect()
}

/// Pictures without the width that stands behind them: `![](a.png){width=700}`.
fn unsized_pictures(text: &str) -> String {
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some((before, behind)) = rest.split_once("){width=") {
        out.push_str(before);
        out.push(')');
        let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
        rest = behind[digits..].strip_prefix('}').unwrap_or(behind);
    }
    out + rest
}

/// Formulas in dollars, where Anki has brackets with backslashes.
fn with_formulas(text: &str) -> String {
    let pairs = [("\\(", "\\)", "$"), ("\\[", "\\]", "$$")];
    let mut text = text.to_string();
    for (open, close, mark) in pairs {
        let is_paired = text.matches(open).count() == text.matches(close).count();
        if is_paired && !text.contains('`') {
            text = text.replace(open, mark).replace(close, mark);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::text::dialect::tests::{check, likeness};

    #[test]
    fn each_kind_of_note_becomes_its_card() {
        let text = "<!-- note_key: 4f -->\n<!-- tags: net, dns -->\nQ: a?\nA: b\nc\nE: d\nM: e\n\n---\n\n\
            T: f {{c1::g}}\n\n---\n\nF: h\nB: i\n\n---\n\nQ: j?\nI: k\n";
        let harvest =
            crate::import::text::admit::tests::read(&AnkiOps, &[("a__b.md", text.as_bytes())]);
        assert_eq!(
            crate::import::text::admit::tests::shown(&harvest),
            "[a__b.md:3 deck=a/b tags=net/dns id=4f Recall]\na?\n--\nb\nc\nwhy: d\n\ne\n\
             [a__b.md:11 deck=a/b Cloze]\n\n--\nf {{c1::g}}\n\
             [a__b.md:15 reversed deck=a/b Recall]\nh\n--\ni\n\
             [a__b.md:20 deck=a/b Typed([\"k\"])]\nj?\n--\nk\n"
        );
        assert_eq!(likeness(&AnkiOps, text.as_bytes()), Likeness::Sure);
    }

    #[test]
    fn options_are_right_by_their_numbers() {
        let note = |text: &str| {
            let page = Page::new(text);
            let found = notes(&page.lines).remove(0).found();
            let choices = found.map(|found| found.choices);
            choices.map(|choices| {
                choices
                    .iter()
                    .map(|choice| choice.right)
                    .collect::<Vec<_>>()
            })
        };
        assert_eq!(
            note("Q: a?\nC1: b\nC2: c\nC3: d\nA: 1,3\n"),
            Ok(vec![true, false, true])
        );
        assert_eq!(
            note("Q: a?\nC1: b\nC2: c\nA: 2\nE: d\n"),
            Ok(vec![false, true])
        );
        for wrong in [
            "Q: a?\nC1: b\nC2: c\nA: 3\n",
            "Q: a?\nC1: b\nC2: c\nA: b\n",
            "Q: a?\nC1: b\nA: 1\n",
        ] {
            assert_eq!(note(wrong), Err("no right option is named"), "{wrong}");
        }
    }

    #[test]
    fn pictures_and_formulas_are_as_elsewhere() {
        check(
            &AnkiOps,
            "Q: a \\(b\\)\nA: ![c](https://d/e.png){width=700}\n",
            "@a.md:1 a\na $b$\n=> ![c](https://d/e.png)\n\
             - 1 pictures on other computers are left as links: a.md:1\n",
        );
    }

    #[test]
    fn what_others_have_too_is_not_claimed() {
        for text in [
            "Q: a\nA: b\n",
            "Q: a\nA: b\n---\nQ: c\nA: d\nE: e\n",
            "T: a\n",
            "F: a\nB: b\n---\nProse.\n",
            "Q: a\nC1: b\nC2: c\nA: c\n",
            "C: [a]\n",
            "",
        ] {
            assert_eq!(likeness(&AnkiOps, text.as_bytes()), Likeness::No, "{text}");
        }
    }
}
