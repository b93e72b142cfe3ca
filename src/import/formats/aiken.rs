//! Aiken, the shortest way to write a choice for Moodle: a line with the question, lines `A. text`
//! or `A) text`, and `ANSWER: B`.
//!
//! Blank lines mean nothing. A question that cannot be read is refused with its line, and reading
//! goes on behind its `ANSWER:`, or with the next question.

use crate::import::draft::{Draft, Fault, Harvest};
use crate::import::file::File;
use crate::import::format::{Format, Likeness, Options};
use crate::import::limits::Limits;
use crate::import::text::html::Page;
use crate::import::text::loose;
use crate::import::text::quoted::quoted;
use crate::model::card::Choice;

/// Moodle's Aiken.
pub struct Aiken;

impl Format for Aiken {
    fn name(&self) -> &'static str {
        "aiken"
    }

    fn label(&self) -> &'static str {
        "Aiken, Moodle's plain choices"
    }

    fn likeness(&self, file: &File) -> Likeness {
        let Ok(text) = file.text(None, &Limits::default()) else {
            return Likeness::No;
        };
        let questions = questions(&text);
        let n_cards = questions
            .iter()
            .filter(|question| question.right().is_ok())
            .count();
        // `ANSWER:` behind a fault still says that it is meant as Aiken.
        let is_meant =
            |question: &Question| question.answer.is_some() && !question.options.is_empty();
        match n_cards {
            0 if questions.iter().any(is_meant) => Likeness::Meant,
            0 => Likeness::No,
            n => Likeness::Cards(n),
        }
    }

    fn read(&self, file: &File, options: &Options, harvest: &mut Harvest) -> Result<(), Fault> {
        let text = file.text(options.encoding.as_deref(), &options.limits)?;
        for question in questions(&text) {
            let limit = options.limits.notes;
            if harvest.n_notes == limit {
                let what = format!("there are more than {limit} questions");
                return Err(Fault::new(
                    file.path,
                    what,
                    "part it, or raise `--max-notes`",
                ));
            }
            harvest.n_notes += 1;
            match draft(file, &question, options) {
                Ok(draft) => harvest.drafts.push(draft),
                Err(faults) => harvest.refused.extend(faults),
            }
        }
        match harvest.n_notes {
            0 => Err(Fault::new(file.path, "there is no question in it", "")),
            _ => Ok(()),
        }
    }
}

/// The lines of one question.
#[derive(Default)]
struct Question<'t> {
    /// Its text, with the numbers of the lines.
    text: Vec<(usize, &'t str)>,
    /// Letter and text.
    options: Vec<(usize, char, &'t str)>,
    /// What stands behind `ANSWER:`.
    answer: Option<(usize, &'t str)>,
}

/// Parts a file into its questions.
fn questions(text: &str) -> Vec<Question<'_>> {
    let mut questions = Vec::new();
    let mut open = Question::default();
    for (idx, line) in text.lines().enumerate() {
        let line = line.trim();
        if let Some(answer) = line.strip_prefix("ANSWER:") {
            open.answer = Some((idx + 1, answer.trim()));
            questions.push(std::mem::take(&mut open));
        } else if let Some((letter, text)) = option(line) {
            open.options.push((idx + 1, letter, text));
        } else if !line.is_empty() {
            // A new question, although the one in front of it has no answer.
            if !open.options.is_empty() {
                questions.push(std::mem::take(&mut open));
            }
            open.text.push((idx + 1, line));
        }
    }
    if !(open.text.is_empty() && open.options.is_empty()) {
        questions.push(open);
    }
    questions
}

/// Reads `A. text` or `A) text`.
fn option(line: &str) -> Option<(char, &str)> {
    let letter = line.chars().next().filter(char::is_ascii_uppercase)?;
    let text = line[1..].strip_prefix(['.', ')'])?;
    text.starts_with([' ', '\t']).then(|| (letter, text.trim()))
}

/// Whether a line would be an option if a blank stood behind its letter.
fn is_unspaced(line: &str) -> bool {
    let mut chars = line.chars();
    let starts = chars.next().is_some_and(|c| c.is_ascii_uppercase());
    starts
        && matches!(chars.next(), Some('.' | ')'))
        && chars.next().is_some_and(char::is_alphanumeric)
}

/// Line, what is wrong, and what to do.
type Refusal = (usize, String, &'static str);

impl Question<'_> {
    fn line(&self) -> usize {
        let options = self.options.first().map(|(line, ..)| *line);
        let text = self.text.first().map(|(line, _)| *line);
        text.or(options)
            .or(self.answer.map(|(line, _)| line))
            .unwrap_or(1)
    }

    /// Returns the letters that are right, or all that is wrong with the question.
    fn right(&self) -> Result<Vec<char>, Vec<Refusal>> {
        let line = self.line();
        let unspaced = self.text.iter().filter(|(_, text)| is_unspaced(text));
        let unspaced: Vec<Refusal> = unspaced
            .map(|(line, text)| {
                let what = format!("there is no blank behind `{}`", &text[..2]);
                (*line, what, "write options as `A. text` or `A) text`")
            })
            .collect();
        if !unspaced.is_empty() {
            return Err(unspaced);
        }
        let one = |what: &str, hint| Err(vec![(line, what.to_string(), hint)]);
        match (self.text.len(), self.options.len(), self.answer) {
            (0, 0, _) => one(
                "there is no question in front of the answer",
                "write it on a line of its own",
            ),
            (0, ..) => one(
                "there is no question in front of the options",
                "write it on a line of its own",
            ),
            (1, _, None) => one(
                "there is no line `ANSWER:`",
                "write it behind the options, such as `ANSWER: A`",
            ),
            (1, 0 | 1, _) => one(
                "it has fewer than two options",
                "write at least `A. …` and `B. …`",
            ),
            (1, _, Some((at, answer))) => self.letters(at, answer),
            _ => {
                let last = self.text.last().map_or(line, |(line, _)| *line);
                let what = format!("the question runs from line {line} to line {last}");
                Err(vec![(line, what, "write it on one line")])
            }
        }
    }

    fn letters(&self, line: usize, answer: &str) -> Result<Vec<char>, Vec<Refusal>> {
        let mut known = [false; 26];
        for (line, letter, _) in &self.options {
            let idx = usize::from(*letter as u8 - b'A');
            if std::mem::replace(&mut known[idx], true) {
                let what = format!("option `{letter}` stands twice");
                return Err(vec![(*line, what, "give each option a letter of its own")]);
            }
        }
        let words = answer.split([',', ' ']).filter(|word| !word.is_empty());
        let letter = |word: &str| -> Option<char> {
            let mut chars = word.trim_end_matches(['.', ')']).chars();
            let letter = chars
                .next()
                .filter(|_| chars.next().is_none())?
                .to_ascii_uppercase();
            self.options
                .iter()
                .any(|(_, known, _)| *known == letter)
                .then_some(letter)
        };
        let letters: Option<Vec<char>> = words.map(letter).collect();
        match letters {
            Some(letters) if !letters.is_empty() => Ok(letters),
            _ => {
                let what = format!("the answer {} names no option", quoted(answer));
                Err(vec![(line, what, "write the letter of the right one")])
            }
        }
    }
}

fn draft(file: &File, question: &Question, options: &Options) -> Result<Draft, Vec<Fault>> {
    let fault = |(line, what, hint): Refusal| Fault::new(file.line(line), what, hint);
    let refused = |faults: Vec<Refusal>| faults.into_iter().map(fault).collect::<Vec<_>>();
    let right = question.right().map_err(refused)?;
    let markdown = |line: usize, text: &str| -> Result<String, Vec<Fault>> {
        let limit = options.limits.field_bytes;
        if limit < text.len() {
            let what = format!(
                "the line has {} bytes, at most {limit} are read",
                text.len()
            );
            return Err(refused(vec![(
                line,
                what,
                "shorten it, or raise `--max-field`",
            )]));
        }
        let read = loose::read(text, Page::default(), &options.limits);
        let read = read.map_err(|what| refused(vec![(line, what, "")]))?;
        Ok(loose::on_one_line(&read.markdown))
    };
    let mut choices = Vec::new();
    for (line, letter, text) in &question.options {
        let text = markdown(*line, text)?;
        if text.is_empty() {
            let what = format!("option `{letter}` is empty");
            return Err(refused(vec![(*line, what, "write it, or leave it out")]));
        }
        choices.push(Choice {
            right: right.contains(letter),
            text,
            note: None,
        });
    }
    let (line, text) = question
        .text
        .first()
        .copied()
        .unwrap_or((question.line(), ""));
    Ok(Draft {
        place: file.line(line),
        question: markdown(line, text)?,
        choices,
        ..Draft::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::formats::table::tests::{harvest, likeness, options};
    use proptest::prelude::*;

    fn told(text: &[u8]) -> Vec<String> {
        let (harvest, error) = harvest(&Aiken, "a.txt", text, &options(&[]));
        let mut told: Vec<String> = Vec::new();
        for draft in &harvest.drafts {
            let choices: Vec<String> = draft
                .choices
                .iter()
                .map(|choice| format!("{}{}", if choice.right { '+' } else { '-' }, choice.text))
                .collect();
            told.push(format!(
                "{}: {} {}",
                draft.place,
                draft.question,
                choices.join(" ")
            ));
        }
        told.extend(harvest.refused.iter().map(ToString::to_string));
        told.extend((!error.is_empty()).then_some(error));
        told
    }

    fn check(text: &str, expected: &[&str]) {
        assert_eq!(told(text.as_bytes()), expected, "{text}");
    }

    #[test]
    fn a_question_has_options_and_an_answer() {
        check(
            "Q*?\n\nA. a\n\nB) b\nANSWER: B\n",
            &["a.txt:1: Q\\*? -a +b"],
        );
        check(
            "Q?\nA. a\nB. b\nC. c\nANSWER: A, C.\nR?\nA. d\nB. e\nANSWER: a",
            &["a.txt:1: Q? +a -b +c", "a.txt:6: R? +d -e"],
        );
    }

    #[test]
    fn community_questions_give_their_counts() {
        let good = include_bytes!("../../../tests/data/community/aiken/own.backend.txt");
        let broken = include_bytes!("../../../tests/data/community/aiken/own.broken.txt");
        assert_eq!(
            told(good),
            [
                "a.txt:1: Which structure backs most SQL indexes? -Hash map +B-tree -Linked list",
                "a.txt:7: Which of these is a consensus protocol? +Raft -Gossip",
            ]
        );
        assert_eq!(
            told(broken),
            [
                "a.txt:1: it has fewer than two options: write at least `A. …` and `B. …`",
                "a.txt:5: there is no question in front of the options: write it on a line of its own",
                "a.txt:8: there is no blank behind `A)`: write options as `A. text` or `A) text`",
                "a.txt:9: there is no blank behind `B)`: write options as `A. text` or `A) text`",
                "a.txt:15: the answer `D` names no option: write the letter of the right one",
                "a.txt:17: the question runs from line 17 to line 18: write it on one line",
                "a.txt:23: there is no line `ANSWER:`: write it behind the options, such as `ANSWER: A`",
            ]
        );
        assert_eq!(likeness(&Aiken, "a.txt", good), Likeness::Cards(2));
        assert_eq!(likeness(&Aiken, "a.txt", broken), Likeness::Meant);
    }

    #[test]
    fn what_is_wrong_is_told_by_its_line() {
        check(
            "A. a\nANSWER: A\n",
            &[
                "a.txt:1: there is no question in front of the options: write it on a line of its own",
            ],
        );
        check(
            "ANSWER: A\n",
            &[
                "a.txt:1: there is no question in front of the answer: write it on a line of its own",
            ],
        );
        check(
            "Q?\nA. a\nB. b\nA. c\nANSWER: A",
            &["a.txt:4: option `A` stands twice: give each option a letter of its own"],
        );
        check(
            "Q?\nA. a\nB. b\nANSWER: \n",
            &["a.txt:4: the answer `` names no option: write the letter of the right one"],
        );
        check("", &["a.txt: there is no question in it"]);
    }

    #[test]
    fn prose_is_not_aiken() {
        let others = [
            "A. Introduction\nB. Method\nText of a paper.\n",
            "Q: a\nA: b\n",
            "## Q1. a?\n\n- [ ] b\n- [x] c\n",
            "#### 1. a?\n\nA. b\nB. c\n\n**Answer: B**\n",
            "",
        ];
        for text in others {
            assert_eq!(
                likeness(&Aiken, "a.txt", text.as_bytes()),
                Likeness::No,
                "{text}"
            );
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_aiken_panic(text in "\\PC*") {
            harvest(&Aiken, "a", text.as_bytes(), &options(&[]));
            likeness(&Aiken, "a", text.as_bytes());
        }

        #[test]
        fn no_lines_make_aiken_panic(lines in prop::collection::vec(prop::sample::select(vec![
            "A. a", "B) b", "C.c", "ANSWER: A", "ANSWER:", "ANSWER: é", "é", "Q?", "", "Z. z", "A. ",
        ]), 0..30)) {
            let text = lines.join("\n");
            harvest(&Aiken, "a", text.as_bytes(), &options(&[]));
            likeness(&Aiken, "a", text.as_bytes());
        }
    }
}
