//! The trailing lines of a card: `Accept:`, `Hint:`, `Why:`, `Source:`, `Terms:`, `Tags:`,
//! `Level:`.

use super::fault::{Report, nearest, shortened};
use super::outline::Outline;
use super::text::{Text, is_blank};
use crate::model::level::Level;
use std::ops::Range;

/// The names of the fields, in the order in which they are printed.
pub const FIELDS: [&str; 7] = ["Accept", "Hint", "Why", "Source", "Terms", "Tags", "Level"];

/// The longest field, in characters.
const FIELD_MAX: usize = 10_000;

/// The most catalogue terms or tags of one card, and the longest one.
const NAMES_MAX: usize = 30;
const NAME_MAX: usize = 100;

/// What the fields of a card say; what was wrong with them is in the report.
#[derive(Debug, Default)]
pub struct Fields {
    /// `Accept`, and where its value lies.
    pub accept: Option<(String, Range<usize>)>,
    pub hint: Option<String>,
    pub why: Option<String>,
    pub sources: Vec<String>,
    pub terms: Vec<String>,
    pub tags: Vec<String>,
    pub level: Option<Level>,
}

/// One field as it stands: its name, where the name lies, and its lines joined.
struct Field<'t> {
    name: &'t str,
    place: Range<usize>,
    value: String,
    value_at: Range<usize>,
}

/// Parts `body` into content and fields; `outline` is that of the whole body.
///
/// Fields are the last lines: each starts in the first column, and may go on in indented lines.
pub fn cut(text: &Text, body: &Range<usize>, outline: &Outline) -> Range<usize> {
    let verbatim = |line: &Range<usize>| {
        let ranges = &outline.verbatim;
        let (start, end) = (line.start - body.start, line.end - body.start);
        let idx = ranges.partition_point(|range| range.end <= start);
        ranges.get(idx).is_some_and(|range| range.start < end)
    };
    let mut content_end = body.end;
    for line in text.lines(body).rev() {
        let words = text.slice(&line);
        if field_name(words).is_some() && !verbatim(&line) {
            content_end = line.start;
        } else if !(is_blank(words) || words.starts_with([' ', '\t'])) {
            break;
        }
    }
    body.start..content_end
}

/// Says whether a line would be read as a field, or as a mistyped one, at the end of a card.
pub fn looks_like_field(line: &str) -> bool {
    field_name(line).is_some()
}

/// The name of a field, or what was most likely meant as one, at the start of a line.
fn field_name(line: &str) -> Option<&str> {
    let (name, behind) = line.split_once(':')?;
    let is_word = name.len() <= 20 && name.bytes().all(|byte| byte.is_ascii_alphabetic());
    let parted = behind.is_empty() || behind.starts_with([' ', '\t']);
    let known = FIELDS.contains(&name);
    (is_word && (known || parted && meant(name).is_some())).then_some(name)
}

/// Three letters may differ in case only: `Who:` is not `Why:`.
fn meant(name: &str) -> Option<&'static str> {
    let near = nearest(name, &FIELDS)?;
    let same = near.eq_ignore_ascii_case(name);
    let alike = near.len() > 3 && near[..1].eq_ignore_ascii_case(&name[..1]);
    (same || alike).then_some(near)
}

/// Reads the fields that lie at `range`.
pub fn fields(text: &Text, range: Range<usize>, report: &mut Report) -> Fields {
    let mut fields = Fields::default();
    for field in joined(text, range, report) {
        fields.take(field, report);
    }
    fields
}

fn joined<'t>(text: &'t Text, range: Range<usize>, report: &mut Report) -> Vec<Field<'t>> {
    let mut fields: Vec<Field> = Vec::new();
    let mut after_blank = false;
    for line in text.lines(&range) {
        let words = text.slice(&line);
        if let Some(name) = field_name(words) {
            fields.push(field(text, line, name));
        } else if is_blank(words) {
            after_blank = true;
            continue;
        } else if after_blank {
            let hint = "move it above the fields, or close the gap";
            report.add(line, "an indented line stands behind a blank line", hint);
        } else if let Some(last) = fields.last_mut() {
            last.value.push(' ');
            last.value.push_str(words.trim());
            last.value_at.end = line.end;
        }
        after_blank = false;
    }
    fields
}

fn field<'t>(text: &'t Text, line: Range<usize>, name: &'t str) -> Field<'t> {
    let place = line.start..line.start + name.len() + 1;
    let behind = text.slice(&(place.end..line.end));
    let value = behind.trim_matches([' ', '\t']);
    let start = place.end + behind.len() - behind.trim_start_matches([' ', '\t']).len();
    Field {
        name,
        place,
        value: value.to_string(),
        value_at: start..start + value.len(),
    }
}

impl Fields {
    fn take(&mut self, mut field: Field, report: &mut Report) {
        field.value = field.value.trim().to_string();
        if !FIELDS.contains(&field.name) {
            let message = format!("unknown field `{}:`", field.name);
            let hint = meant(field.name).map(|near| format!("did you mean `{near}:`?"));
            return report.add(field.place, message, hint.unwrap_or_default());
        }
        let name = field.name;
        if field.value.is_empty() {
            let hint = "write it, or remove the line";
            return report.add(
                field.place,
                format!("nothing stands behind `{name}:`"),
                hint,
            );
        }
        if field.value.chars().count() > FIELD_MAX {
            let message = format!("`{name}:` has more than {FIELD_MAX} characters");
            report.add(field.place.clone(), message, "shorten it");
        }
        if self.has(name) {
            let message = format!("`{name}:` stands here a second time");
            return report.add(field.place, message, "join the two");
        }
        self.set(field, report);
    }

    fn has(&self, name: &str) -> bool {
        match name {
            "Accept" => self.accept.is_some(),
            "Hint" => self.hint.is_some(),
            "Why" => self.why.is_some(),
            "Terms" => !self.terms.is_empty(),
            "Tags" => !self.tags.is_empty(),
            "Level" => self.level.is_some(),
            _ => false,
        }
    }

    fn set(&mut self, field: Field, report: &mut Report) {
        match field.name {
            "Accept" => self.accept = Some((field.value, field.value_at)),
            "Hint" => self.hint = Some(field.value),
            "Why" => self.why = Some(field.value),
            "Terms" => self.terms = names(&field, "term", report),
            "Tags" => self.tags = names(&field, "tag", report),
            "Level" => self.level = level(&field.value, field.value_at, report),
            _ => self.sources.push(field.value),
        }
    }
}

/// The names behind `Terms:` or `Tags:`, parted by commas.
fn names(field: &Field, noun: &str, report: &mut Report) -> Vec<String> {
    let parts = field.value.split(',').map(str::trim);
    let names: Vec<String> = parts.map(str::to_string).collect();
    let place = || field.value_at.clone();
    if names.iter().any(String::is_empty) {
        let hint = format!("part the {noun}s by single commas");
        let message = format!("an empty {noun} stands between commas");
        report.add(place(), message, hint);
    }
    if names.len() > NAMES_MAX || names.iter().any(|name| name.chars().count() > NAME_MAX) {
        let message = format!("at most {NAMES_MAX} {noun}s of {NAME_MAX} characters each");
        report.add(place(), message, "keep those that matter");
    }
    names
}

/// Reads a level; also used for the front matter.
pub fn level(name: &str, place: Range<usize>, report: &mut Report) -> Option<Level> {
    let level = Level::from_name(name);
    if level.is_none() {
        let names = Level::ALL.map(Level::name);
        let hint = match nearest(name, &names) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("use {}", names.join(", ")),
        };
        report.add(place, format!("unknown level `{}`", shortened(name)), hint);
    }
    level
}

#[cfg(test)]
mod tests {
    use super::super::outline::outline;
    use super::*;

    fn read(raw: &str) -> (String, Fields, Vec<String>) {
        let text = Text::new(raw);
        let mut report = Report::new(&text);
        let body = 0..text.as_str().len();
        let content = cut(&text, &body, &outline(text.as_str()));
        let fields = fields(&text, content.end..body.end, &mut report);
        let faults = report
            .into_faults()
            .iter()
            .map(ToString::to_string)
            .collect();
        (text.slice(&content).trim().to_string(), fields, faults)
    }

    fn content(raw: &str, expected: &str) {
        let (content, _, faults) = read(raw);
        assert_eq!(faults, Vec::<String>::new());
        assert_eq!(content, expected);
    }

    fn refuses(raw: &str, expected: &str) {
        assert_eq!(read(raw).2, [expected], "{raw}");
    }

    #[test]
    fn the_last_lines_are_fields_and_may_wrap() {
        let (content, fields, _) =
            read("a\n\nWhy: b\n  c\nSource: d\n\nSource: e\nTerms: f, g\nTags: h, i::j\n");
        assert_eq!(content, "a");
        assert_eq!(fields.why.as_deref(), Some("b c"));
        assert_eq!(fields.sources, ["d", "e"]);
        assert_eq!(fields.terms, ["f", "g"]);
        assert_eq!(fields.tags, ["h", "i::j"]);
    }

    #[test]
    fn a_field_stands_directly_under_text_or_a_list_too() {
        content("a\nWhy: b", "a");
        content("- a\n- b\nWhy: c", "- a\n- b");
        content("| a |\n|---|\n| b |\nWhy: c", "| a |\n|---|\n| b |");
    }

    #[test]
    fn a_field_in_the_middle_is_content() {
        content("Why: a\n\nb\n\nSource: c", "Why: a\n\nb");
        content("Who: a\n\nSource: c", "Who: a");
        content("Note: a\n", "Note: a");
    }

    #[test]
    fn a_field_in_code_is_content() {
        content("```\nWhy: a\n```\n", "```\nWhy: a\n```");
        content("```\nAccept: a\n```\nWhy: b\n", "```\nAccept: a\n```");
    }

    #[test]
    fn a_mistyped_field_names_the_nearest() {
        refuses(
            "a\n\nSorce: b\n",
            "3:1: unknown field `Sorce:`: did you mean `Source:`?",
        );
        refuses(
            "a\nAccepts: b\n",
            "2:1: unknown field `Accepts:`: did you mean `Accept:`?",
        );
        refuses(
            "a\nwhy: b\nTerms: c",
            "2:1: unknown field `why:`: did you mean `Why:`?",
        );
    }

    #[test]
    fn an_empty_or_repeated_field_is_refused() {
        refuses(
            "a\nWhy:\n",
            "2:1: nothing stands behind `Why:`: write it, or remove the line",
        );
        refuses(
            "a\nWhy: b\nWhy: c",
            "3:1: `Why:` stands here a second time: join the two",
        );
        refuses(
            "a\nTerms: b,, c",
            "2:8: an empty term stands between commas: part the terms by single commas",
        );
    }

    #[test]
    fn an_unknown_level_names_the_nearest() {
        refuses(
            "a\nLevel: seniors",
            "2:8: unknown level `seniors`: did you mean `senior`?",
        );
        refuses(
            "a\nLevel: 3",
            "2:8: unknown level `3`: use foundation, intermediate, senior",
        );
    }
}
