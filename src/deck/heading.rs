//! The first line of a card: `## question {#slug .class minutes=35}`.

use super::fault::{Report, nearest, shortened};
use super::text::Text;
use crate::model::card::{SLUG_MAX, is_slug};
use std::ops::Range;

/// The classes that choose how a card is asked, and the one that adds a second card.
pub const CLASSES: [&str; 5] = ["typed", "number", "order", "open", "reversed"];

/// The longest question, in characters.
const QUESTION_MAX: usize = 1_000;

/// The most minutes that an open card may ask for.
const MINUTES_MAX: u16 = 600;

/// A heading as read; what was wrong with it is in the report.
#[derive(Debug, Default)]
pub struct Heading {
    pub question: String,
    pub id: Option<String>,
    /// The attribute block, or the heading where it has none.
    pub place: Range<usize>,
    /// `typed`, `number`, `order` or `open`.
    pub class: Option<&'static str>,
    pub reversed: bool,
    pub minutes: Option<u16>,
}

/// Reads the heading that lies at `line`.
pub fn heading(text: &Text, line: Range<usize>, report: &mut Report) -> Heading {
    let content = without_marks(text, line.clone());
    let mut heading = Heading {
        place: line.clone(),
        ..Heading::default()
    };
    let question = match attribute_block(text.slice(&content)) {
        Some(block) => {
            heading.place = content.start + block.start..content.start + block.end;
            heading.attributes(text, report);
            without_blanks(text, content.start..heading.place.start)
        }
        None => content,
    };
    heading.check_question(text, question, line, report);
    heading
}

/// Without `##`, without closing `#`s, without blanks around.
fn without_marks(text: &Text, line: Range<usize>) -> Range<usize> {
    let mut content = without_blanks(text, (line.start + 2).min(line.end)..line.end);
    // As often as it takes: a question must not end with what the next reading would cut off.
    loop {
        let kept = text.slice(&content).trim_end_matches('#');
        if kept.len() == content.len() || !(kept.is_empty() || kept.ends_with([' ', '\t'])) {
            return content;
        }
        content = without_blanks(text, content.start..content.start + kept.len());
    }
}

fn without_blanks(text: &Text, range: Range<usize>) -> Range<usize> {
    let inside = text.slice(&range);
    let start = range.start + inside.len() - inside.trim_start_matches([' ', '\t']).len();
    let end = range.start + inside.trim_end_matches([' ', '\t']).len();
    start..end.max(start)
}

/// Finds `{…}` at the end of a heading, if what stands in it is meant as attributes.
fn attribute_block(content: &str) -> Option<Range<usize>> {
    let open = content.rfind('{')?;
    let inside = content[open + 1..].strip_suffix('}')?;
    let first = inside.split_whitespace().next()?;
    let meant = first.starts_with(['#', '.'])
        || first.starts_with("minutes=")
        || first
            .split_once('=')
            .is_some_and(|(key, _)| nearest(key, &["minutes"]).is_some());
    (meant && !inside.contains('}')).then_some(open..content.len())
}

impl Heading {
    fn attributes(&mut self, text: &Text, report: &mut Report) {
        let inside = self.place.start + 1..self.place.end - 1;
        let mut end = inside.start;
        for word in text.slice(&inside).split_whitespace() {
            let offset = text.slice(&(end..inside.end)).find(word).unwrap_or(0);
            let place = end + offset..end + offset + word.len();
            end = place.end;
            if let Some(id) = word.strip_prefix('#') {
                if !self.set_id(id, place, report) {
                    // The words behind are most likely part of it.
                    return;
                }
            } else if let Some(class) = word.strip_prefix('.') {
                self.set_class(class, place, report);
            } else {
                self.set_attribute(word, place, report);
            }
        }
    }

    fn set_id(&mut self, id: &str, place: Range<usize>, report: &mut Report) -> bool {
        if self.id.is_some() {
            report.add(place, "a card has one id, this is the second", "remove it");
        } else if !is_slug(id) {
            let message = format!("`{}` is no id", shortened(id));
            report.add(
                place,
                message,
                format!("use 1 to {SLUG_MAX} of a-z, 0-9 and `-`"),
            );
        } else {
            self.id = Some(id.to_string());
            return true;
        }
        false
    }

    fn set_class(&mut self, class: &str, place: Range<usize>, report: &mut Report) {
        let Some(known) = CLASSES.into_iter().find(|known| *known == class) else {
            let message = format!("unknown class `.{}`", shortened(class));
            return report.add(place, message, class_hint(class));
        };
        match self.class {
            _ if known == "reversed" => self.reversed = true,
            None => self.class = Some(known),
            Some(first) => {
                let message = format!("`.{first}` and `.{known}` do not go together");
                report.add(place, message, "keep one of them");
            }
        }
    }

    fn set_attribute(&mut self, word: &str, place: Range<usize>, report: &mut Report) {
        let (key, value) = word.split_once('=').unwrap_or((word, ""));
        if key != "minutes" {
            let message = format!("unknown attribute `{}`", shortened(word));
            let hint = match nearest(key, &["minutes"]) {
                Some(_) => "did you mean `minutes=`?",
                None => "known are `#id`, `.class` and `minutes=`",
            };
            return report.add(place, message, hint);
        }
        match value.parse() {
            Ok(minutes @ 1..=MINUTES_MAX) => self.minutes = Some(minutes),
            _ => {
                let message = format!("`{}` is no number of minutes", shortened(value));
                report.add(place, message, format!("use 1 to {MINUTES_MAX}"));
            }
        }
    }

    fn check_question(
        &mut self,
        text: &Text,
        question: Range<usize>,
        line: Range<usize>,
        report: &mut Report,
    ) {
        self.question = text.slice(&question).to_string();
        if question.is_empty() {
            report.add(
                line,
                "the heading is empty",
                "write the question behind `##`",
            );
        } else if self.question.chars().count() > QUESTION_MAX {
            let message = format!("the question has more than {QUESTION_MAX} characters");
            report.add(
                question,
                message,
                "move the long part under the heading, above `---`",
            );
        } else if let Some(stray) = stray_block(&self.question) {
            let place = question.start + stray.start..question.start + stray.end;
            match self.question[stray.clone()].ends_with('}') {
                true => report.add(
                    place,
                    "the id stands inside the heading",
                    "move `{#…}` to its end",
                ),
                false => report.add(place, "`{#` is never closed", "close it with `}`"),
            }
        }
        if self.minutes.is_some() && self.class != Some("open") {
            let hint = "add `.open`, or remove it";
            report.add(
                self.place.clone(),
                "`minutes=` goes with `.open` only",
                hint,
            );
        }
        if self.reversed && matches!(self.class, Some("order" | "open")) {
            let class = self.class.unwrap_or_default();
            let message = format!("`.{class}` and `.reversed` do not go together");
            report.add(self.place.clone(), message, "keep one of them");
        }
    }
}

fn class_hint(class: &str) -> String {
    match class {
        "cloze" | "choice" | "choices" | "basic" => "the kind shows in the body: remove it".into(),
        _ => match nearest(class, &CLASSES) {
            Some(near) => format!("did you mean `.{near}`?"),
            None => format!("known are .{}", CLASSES.join(", .")),
        },
    }
}

/// Finds what looks like an id block but does not end the heading: ` {#slug} more`, ` {#slug`.
fn stray_block(question: &str) -> Option<Range<usize>> {
    let start = question.rfind(" {#")? + 1;
    // An odd number of backticks in front: it stands in code and is content.
    if question[..start].matches('`').count() % 2 == 1 {
        return None;
    }
    match question[start..].find('}') {
        Some(end) => is_slug(&question[start + 2..start + end]).then_some(start..start + end + 1),
        None => Some(start..question.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> (Heading, Vec<String>) {
        let text = Text::new(line);
        let mut report = Report::new(&text);
        let heading = heading(&text, text.line(0), &mut report);
        let faults = report
            .into_faults()
            .iter()
            .map(ToString::to_string)
            .collect();
        (heading, faults)
    }

    fn check(line: &str, expected: &str) {
        let (heading, faults) = read(line);
        assert_eq!(faults, Vec::<String>::new(), "{line}");
        let Heading {
            question,
            id,
            class,
            reversed,
            minutes,
            ..
        } = heading;
        let mut words = vec![question];
        words.extend(id.map(|id| format!("#{id}")));
        words.extend(class.map(|class| format!(".{class}")));
        words.extend(reversed.then(|| ".reversed".to_string()));
        words.extend(minutes.map(|minutes| minutes.to_string()));
        assert_eq!(words.join(" "), expected);
    }

    fn refuses(line: &str, expected: &str) {
        assert_eq!(read(line).1, [expected], "{line}");
    }

    #[test]
    fn the_block_at_the_end_gives_id_and_classes() {
        check("## What? {#a-1}", "What? #a-1");
        check("## What?", "What?");
        check(
            "##\tWhat?  {#a .typed .reversed}  ",
            "What? #a .typed .reversed",
        );
        check("## What? {.open minutes=35}", "What? .open 35");
    }

    #[test]
    fn braces_that_are_no_attributes_belong_to_the_question() {
        check("## What is {x}", "What is {x}");
        check("## What is {}? {#a}", "What is {}? #a");
        check(
            "## In Svelte, what is `{#if x}`? {#a}",
            "In Svelte, what is `{#if x}`? #a",
        );
        check("## Which: `x {#a` or y", "Which: `x {#a` or y");
    }

    #[test]
    fn closing_marks_are_cut_off() {
        check("## What? {#a} ##", "What? #a");
        check("## What is C#", "What is C#");
        check("## What # #", "What");
        check("## What # {#a}", "What # #a");
    }

    #[test]
    fn a_bad_id_is_refused() {
        refuses(
            "## a {#../x}",
            "1:7: `../x` is no id: use 1 to 64 of a-z, 0-9 and `-`",
        );
        refuses(
            "## a {#A}",
            "1:7: `A` is no id: use 1 to 64 of a-z, 0-9 and `-`",
        );
        refuses(
            "## a {#}",
            "1:7: `` is no id: use 1 to 64 of a-z, 0-9 and `-`",
        );
        refuses(
            "## a {#b #c}",
            "1:10: a card has one id, this is the second: remove it",
        );
        refuses("## a {#b", "1:6: `{#` is never closed: close it with `}`");
        refuses(
            "## a {#b} c",
            "1:6: the id stands inside the heading: move `{#…}` to its end",
        );
    }

    #[test]
    fn an_unknown_word_names_the_nearest() {
        refuses(
            "## a {#b .typd}",
            "1:10: unknown class `.typd`: did you mean `.typed`?",
        );
        refuses(
            "## a {#b .cloze}",
            "1:10: unknown class `.cloze`: the kind shows in the body: remove it",
        );
        refuses(
            "## a {#b .red}",
            "1:10: unknown class `.red`: known are .typed, .number, .order, .open, .reversed",
        );
        refuses(
            "## a {#b .open minuts=3}",
            "1:16: unknown attribute `minuts=3`: did you mean `minutes=`?",
        );
        refuses(
            "## a {#b c}",
            "1:10: unknown attribute `c`: known are `#id`, `.class` and `minutes=`",
        );
    }

    #[test]
    fn classes_that_clash_are_refused() {
        refuses(
            "## a {.typed .number}",
            "1:14: `.typed` and `.number` do not go together: keep one of them",
        );
        refuses(
            "## a {.order .reversed}",
            "1:6: `.order` and `.reversed` do not go together: keep one of them",
        );
    }

    #[test]
    fn minutes_are_a_number_of_an_open_card() {
        for minutes in ["0", "601", "99999999999999999999", "x", "-1"] {
            refuses(
                &format!("## a {{.open minutes={minutes}}}"),
                &format!("1:13: `{minutes}` is no number of minutes: use 1 to 600"),
            );
        }
        refuses(
            "## a {.typed minutes=3}",
            "1:6: `minutes=` goes with `.open` only: add `.open`, or remove it",
        );
    }

    #[test]
    fn an_empty_heading_is_refused() {
        let expected = "1:1: the heading is empty: write the question behind `##`";
        for line in ["##", "## ", "## {#a}", "## ##"] {
            refuses(line, expected);
        }
    }
}
