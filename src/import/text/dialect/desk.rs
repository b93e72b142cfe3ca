//! From what a dialect found to drafts.
//!
//! Here it is decided what is a whole card: it has a question and an answer, and is no longer than
//! the limits say. Links and media are settled on the way.

use super::links::Links;
use super::page::{Page, heading_of, trimmed};
use super::tags;
use super::wording::unnumbered;
use crate::import::draft::{Ask, Draft, Fault, Harvest};
use crate::import::file::File;
use crate::import::format::Options;
use crate::import::text::loose;
use crate::import::text::markdown::lines;
use crate::model::card::Choice;

/// One card as a dialect finds it.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Where it starts, from 1.
    pub line: usize,
    pub question: String,
    pub answer: String,
    pub ask: Ask,
    pub tags: Vec<String>,
    pub hint: Option<String>,
    pub why: Option<String>,
    pub sources: Vec<String>,
    pub choices: Vec<Choice>,
    pub reversed: bool,
    /// What the source calls it.
    pub id: Option<String>,
}

/// Takes the cards of one file.
pub struct Desk<'d, 'f> {
    file: File<'f>,
    options: &'d Options<'d>,
    pub harvest: &'d mut Harvest,
    links: Links<'f>,
    deck: Vec<String>,
    /// Of every card.
    tags: Vec<String>,
}

impl<'d, 'f> Desk<'d, 'f> {
    /// `name`: the deck's, where the file says one; else folders and file name stand for it.
    pub fn new(
        file: &File<'f>,
        page: &Page,
        name: Option<String>,
        options: &'d Options<'d>,
        harvest: &'d mut Harvest,
    ) -> Desk<'d, 'f> {
        let front = page.front.as_ref();
        let named = || front.and_then(|front| front.value(&["name", "title", "deck"]));
        let deck = match name.or_else(named) {
            Some(name) => name
                .split("::")
                .map(|part| part.trim().to_string())
                .collect(),
            None => deck_of(file),
        };
        Desk {
            file: *file,
            options,
            links: Links::new(file, &page.lines, &harvest.media),
            harvest,
            deck,
            tags: front.map_or_else(Vec::new, |front| front.values("tags")),
        }
    }

    /// Makes a draft of a card, or refuses it. An error is for a file beyond the limits.
    pub fn take(&mut self, found: Found) -> Result<(), Fault> {
        self.harvest.n_notes += 1;
        let most = self.options.limits.notes;
        if most < self.harvest.n_notes {
            let what = format!("more than {most} notes stand in the source");
            let hint = "part it, or raise `--max-notes`";
            return Err(Fault::new(self.file.line(found.line), what, hint));
        }
        if let Some((what, hint)) = self.beyond(&found) {
            self.refuse(found.line, what, hint);
            return Ok(());
        }
        let place = self.file.line(found.line);
        let (answer, own_tags) = without_tags(without_rule(&found.answer));
        let limits = &self.options.limits;
        let mut settled = |text: &str| {
            let text = tags::as_markdown(text, limits);
            self.links.settle(&text, &place, self.harvest)
        };
        let (question, answer) = (settled(&found.question), settled(answer));
        let choices = found.choices.into_iter().map(|choice| Choice {
            text: settled(&choice.text),
            ..choice
        });
        let choices = choices.collect();
        let why = found.why.map(|why| settled(&why));
        let tags = self.tags.iter().cloned().chain(found.tags);
        // A heading that asks is no topic.
        let tags = tags.filter(|tag| !tag.trim_end_matches(['*', '_']).ends_with(['?', '？']));
        let mut draft = Draft {
            deck: self.deck.clone(),
            id: found.id,
            place,
            question: question_of(&question),
            answer: trimmed(&answer).to_string(),
            ask: found.ask,
            reversed: found.reversed,
            choices,
            hint: found.hint,
            why,
            sources: found.sources,
            tags: tags.chain(own_tags).collect(),
            ..Draft::default()
        };
        hide_clozes(&mut draft, self.options.limits.clozes);
        self.keep(found.line, draft);
        Ok(())
    }

    fn beyond(&self, found: &Found) -> Option<(String, &'static str)> {
        let most = self.options.limits.field_bytes;
        let longest = found.question.len().max(found.answer.len());
        (most < longest).then(|| {
            let what = format!("the text has {longest} bytes, at most {most} are read");
            (what, "part it, or raise `--max-field`")
        })
    }

    fn keep(&mut self, line: usize, mut draft: Draft) {
        if is_blank(&draft.question) && draft.ask != Ask::Cloze {
            return self.refuse(
                line,
                "the card has no question",
                "write one in front of its answer",
            );
        }
        if is_blank(&draft.answer) && draft.choices.is_empty() {
            if !self.options.unanswered {
                let hint = "write one, or pass `--keep-unanswered`";
                return self.refuse(line, "the question has no answer", hint);
            }
            draft.answer.clear();
            draft.ask = Ask::Open;
        }
        self.harvest.drafts.push(draft);
    }

    /// Refuses what stands at `line`.
    pub fn refuse(&mut self, line: usize, what: impl Into<String>, hint: impl Into<String>) {
        let fault = Fault::new(self.file.line(line), what, hint);
        self.harvest.refused.push(fault);
    }

    /// Counts something that was left out at `line`.
    pub fn lose(&mut self, what: &str, line: usize) {
        self.harvest.losses.add(what, self.file.line(line));
    }
}

/// An answer without the rule that parts it from the next card.
fn without_rule(answer: &str) -> &str {
    let text = answer.trim_end();
    let Some((above, last)) = text.rsplit_once('\n') else {
        return answer;
    };
    let is_one = |mark: char| last.chars().all(|c| c == mark || c == ' ');
    let is_rule = 3 <= last.len() && ['-', '*', '_'].into_iter().any(is_one);
    // Directly below a line it underlines that.
    match is_rule && above.ends_with('\n') && !lines(text).last().is_some_and(|line| line.verbatim)
    {
        true => above.trim_end(),
        false => answer,
    }
}

/// An answer without the tags that stand below it, `#net #dns`, and these.
fn without_tags(answer: &str) -> (&str, Vec<String>) {
    let none = (answer, Vec::new());
    let Some((above, last)) = answer.trim_end().rsplit_once('\n') else {
        return none;
    };
    let is_apart = above.ends_with('\n') && !above.trim().is_empty();
    let is_code = || {
        lines(answer.trim_end())
            .last()
            .is_some_and(|line| line.verbatim)
    };
    let tags = last
        .split_whitespace()
        .map(|word| word.strip_prefix('#').filter(|tag| is_tag(tag)));
    match tags.collect::<Option<Vec<&str>>>() {
        Some(tags) if is_apart && !tags.is_empty() && !is_code() => (
            above.trim_end(),
            tags.into_iter().map(str::to_string).collect(),
        ),
        _ => none,
    }
}

fn is_tag(text: &str) -> bool {
    let is_word = text
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '/'));
    text.starts_with(char::is_alphabetic) && is_word
}

/// Makes a cloze of a card that has marks of Anki's in one of its sides; the other side of a question
/// with such marks says more behind it. One with choices or asked both ways stays what it is.
fn hide_clozes(draft: &mut Draft, limit: usize) {
    let hides = |text: &str| {
        let is_one = loose::has_cloze(text) && !loose::nested_cloze(text);
        is_one && (1..=limit).contains(&loose::n_clozes(text))
    };
    if draft.ask != Ask::Recall || draft.reversed || !draft.choices.is_empty() {
        return;
    }
    if hides(&draft.question) {
        let text = std::mem::take(&mut draft.question);
        let behind = std::mem::replace(&mut draft.answer, text);
        let why = draft.why.take().into_iter();
        let why: Vec<String> = [behind]
            .into_iter()
            .chain(why)
            .filter(|text| !is_blank(text))
            .collect();
        draft.why = (!why.is_empty()).then(|| why.join("\n\n"));
    }
    if hides(&draft.answer) {
        draft.ask = Ask::Cloze;
    }
}

/// Folders and the file's own name, outermost first.
fn deck_of(file: &File) -> Vec<String> {
    let mut names: Vec<String> = file.path.split('/').map(str::to_string).collect();
    names.pop();
    names.retain(|name| !matches!(name.as_str(), "" | "." | ".."));
    // A folder's README is what the folder holds.
    let is_index = ["readme", "index"].contains(&file.stem().to_lowercase().as_str());
    if names.is_empty() || !is_index {
        names.push(file.stem().to_string());
    }
    names
}

/// The question without the numbering of its list, and without the marks of a heading.
fn question_of(text: &str) -> String {
    let text = trimmed(text);
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let first = heading_of(first).map_or(first, |heading| heading.text);
    let first = without_bold(unnumbered(without_bold(first)));
    match (first.is_empty(), rest.is_empty()) {
        (_, true) => first.to_string(),
        (true, _) => trimmed(rest).to_string(),
        _ => format!("{first}\n{rest}"),
    }
}

/// Without the bold that is around the whole line.
fn without_bold(line: &str) -> &str {
    let inside = |mark| line.strip_prefix(mark)?.strip_suffix(mark);
    let whole = inside("**").or_else(|| inside("__"));
    let is_one = |text: &&str| !text.is_empty() && !text.contains(['*', '_', '\\']);
    whole.filter(is_one).map_or(line, str::trim)
}

/// Whether nothing of a text is shown: it is empty, or all of it is commented out.
pub fn is_blank(text: &str) -> bool {
    let mut rest = text.trim_start();
    while let Some(inside) = rest.strip_prefix("<!--") {
        match inside.find("-->") {
            Some(end) => rest = inside[end + 3..].trim_start(),
            None => return true,
        }
    }
    rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_below_an_answer_is_no_part_of_it() {
        for (answer, expected) in [
            ("a\n\n---", "a"),
            ("a\n\n***\n", "a"),
            ("a\n\n---\n\nb", "a\n\n---\n\nb"),
            ("a\n---", "a\n---"),
            ("---", "---"),
            ("```\na\n\n---", "```\na\n\n---"),
        ] {
            assert_eq!(without_rule(answer), expected);
        }
    }

    #[test]
    fn a_line_of_tags_below_an_answer_says_its_tags() {
        let check = |answer: &str, text: &str, tags: &[&str]| {
            let (found, found_tags) = without_tags(answer);
            assert_eq!((found, found_tags.join(" ")), (text, tags.join(" ")));
        };
        check("a\n\n#net #dns/zone\n", "a", &["net", "dns/zone"]);
        check("#net", "#net", &[]);
        check("a\n#net", "a\n#net", &[]);
        check("a\n\n#1", "a\n\n#1", &[]);
        check("a\n\n#include <b>", "a\n\n#include <b>", &[]);
        check("```\na\n\n#b\n```", "```\na\n\n#b\n```", &[]);
    }
}
