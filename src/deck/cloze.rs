//! Clozes: `{{c1::hidden}}` and `{{c1::hidden::hint}}` in an answer.
//!
//! Code is read first: what stands in a code span or a fence is never a cloze, and a span inside
//! a cloze may hold `}}` and `::`. Other braces inside a cloze are counted, so that
//! `{{c1::f{x}}}` hides `f{x}`. What only looks similar, such as `{{ .Values.x }}`, is text.

use super::outline::outline;
use std::collections::BTreeSet;
use std::ops::Range;

/// The highest number, and the most clozes of one card.
pub const CLOZES_MAX: usize = 500;

/// One hidden piece; ranges are bytes of the text it was found in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cloze {
    /// From `{{` to `}}`.
    pub range: Range<usize>,
    /// Usually one; `{{c1,2::x}}` hides `x` on two cards.
    pub numbers: Vec<u16>,
    pub hidden: Range<usize>,
    pub hint: Option<Range<usize>>,
}

/// What is wrong with a cloze, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    pub range: Range<usize>,
    pub message: String,
    pub hint: &'static str,
}

/// Returns the clozes of an answer, in order.
pub fn clozes(answer: &str) -> Vec<Cloze> {
    match answer.contains("{{c") {
        true => scan(answer, &outline(answer).code).0,
        false => Vec::new(),
    }
}

/// Returns the numbers of an answer's clozes, ascending, each once.
pub fn numbers(answer: &str) -> Vec<u16> {
    let numbers: BTreeSet<u16> = clozes(answer)
        .into_iter()
        .flat_map(|cloze| cloze.numbers)
        .collect();
    numbers.into_iter().collect()
}

/// Returns the answer as the card of `number` asks it: its text as `[…]` or `[hint]`.
pub fn cloze_front(answer: &str, number: u16) -> String {
    rewritten(answer, |cloze, behind| {
        let hidden = &answer[cloze.hidden.clone()];
        if !cloze.numbers.contains(&number) {
            return hidden.to_string();
        }
        let shown = cloze.hint.clone().map_or("…", |hint| &answer[hint]);
        // Before a bracket the blank would be read as a link.
        match behind.starts_with(['(', '[', ':']) {
            true => format!("\\[{shown}\\]"),
            false => format!("[{shown}]"),
        }
    })
}

/// Returns the answer with the text of `number` in bold and all other clozes as plain text.
pub fn cloze_back(answer: &str, number: u16) -> String {
    rewritten(answer, |cloze, _| {
        let hidden = &answer[cloze.hidden.clone()];
        match cloze.numbers.contains(&number) {
            true => format!("**{hidden}**"),
            false => hidden.to_string(),
        }
    })
}

/// Whether a heading says only what the answer says, with `…` for what is hidden: above the answer it
/// would stand there twice.
pub fn is_echo(heading: &str, answer: &str) -> bool {
    let letters = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
    let blank = rewritten(answer, |_, _| "…".to_string());
    if !heading.contains('…') {
        let first = blank.split("\n\n").next().unwrap_or_default();
        return !first.contains('…') && letters(heading) == letters(first);
    }
    let said = letters(&blank);
    let mut rest = said.as_str();
    heading.split('…').map(letters).all(|piece| {
        let found = rest.find(&piece);
        rest = found.map_or("", |start| &rest[start + piece.len()..]);
        found.is_some()
    })
}

/// Returns the answer with nothing hidden.
pub fn cloze_plain(answer: &str) -> String {
    rewritten(answer, |cloze, _| answer[cloze.hidden.clone()].to_string())
}

fn rewritten(answer: &str, replace: impl Fn(&Cloze, &str) -> String) -> String {
    let mut joiner = Joiner {
        answer,
        code: outline(answer).code,
        out: String::with_capacity(answer.len()),
        span: None,
    };
    let mut done = 0;
    for cloze in clozes(answer) {
        joiner.keep(done..cloze.range.start);
        let shown = replace(&cloze, &answer[cloze.range.end..]);
        match shown == answer[cloze.hidden.clone()] {
            true => joiner.keep(cloze.hidden.clone()),
            false => joiner.put(&shown),
        }
        done = cloze.range.end;
    }
    joiner.keep(done..answer.len());
    joiner.out
}

/// Puts parts of an answer side by side. Code spans that come to touch become one: their backquotes
/// would run together and mean something else.
struct Joiner<'a> {
    answer: &'a str,
    code: Vec<Range<usize>>,
    out: String,
    /// Where in `out` the code span starts that it ends with.
    span: Option<usize>,
}

impl Joiner<'_> {
    fn put(&mut self, text: &str) {
        self.out.push_str(text);
        self.span = None;
    }

    fn keep(&mut self, part: Range<usize>) {
        if part.is_empty() {
            return;
        }
        let mut rest = part.clone();
        if let Some(start) = self.span
            && let Some(code) =
                self.span_at(|code| code.start == part.start && code.end <= part.end)
        {
            let inside = format!(
                "{}{}",
                inside(&self.out[start..]),
                inside(&self.answer[code.clone()])
            );
            self.out.truncate(start);
            self.out.push_str(&code_span(&inside));
            rest.start = code.end;
        }
        let end = self.span_at(|code| code.end == rest.end && rest.start <= code.start);
        // Of one that was joined just now, the start is still known.
        self.span = match (rest.is_empty(), end) {
            (true, _) => self.span,
            (false, Some(code)) => Some(self.out.len() + code.start - rest.start),
            (false, None) => None,
        };
        self.out.push_str(&self.answer[rest]);
    }

    fn span_at(&self, is_it: impl Fn(&Range<usize>) -> bool) -> Option<Range<usize>> {
        let is_span = |code: &&Range<usize>| self.answer[code.start..].starts_with('`');
        self.code
            .iter()
            .filter(is_span)
            .find(|code| is_it(code))
            .cloned()
    }
}

/// What a code span shows.
fn inside(span: &str) -> &str {
    let inside = span.trim_matches('`');
    let padded = inside.starts_with(' ') && inside.ends_with(' ') && !inside.trim().is_empty();
    match padded {
        true => &inside[1..inside.len() - 1],
        false => inside,
    }
}

fn code_span(text: &str) -> String {
    let runs = text.split(|c| c != '`').map(str::len);
    let fence = "`".repeat(runs.max().unwrap_or(0) + 1);
    let edge = |c: char| matches!(c, '`' | ' ');
    let pads = text.starts_with(edge) && text.ends_with(edge)
        || text.starts_with('`')
        || text.ends_with('`');
    let pad = if pads && !text.trim().is_empty() {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// Finds the clozes of `text` outside of `code`, and what is meant as one but broken.
pub fn scan(text: &str, code: &[Range<usize>]) -> (Vec<Cloze>, Vec<Broken>) {
    let mut scanner = Scanner {
        text,
        code,
        clozes: Vec::new(),
        broken: Vec::new(),
    };
    let mut at = 0;
    while let Some(found) = text[at..].find("{{c") {
        let start = at + found;
        at = match scanner.code_at(start) {
            Some(code) => code.end,
            None => scanner.cloze(start),
        };
    }
    (scanner.clozes, scanner.broken)
}

struct Scanner<'s> {
    text: &'s str,
    code: &'s [Range<usize>],
    clozes: Vec<Cloze>,
    broken: Vec<Broken>,
}

/// Where the parts of a cloze end.
struct Ends {
    hidden: usize,
    /// In front of `}}`.
    inside: usize,
}

impl Scanner<'_> {
    fn code_at(&self, offset: usize) -> Option<&Range<usize>> {
        let idx = self.code.partition_point(|code| code.end <= offset);
        self.code.get(idx).filter(|code| code.start <= offset)
    }

    /// Reads what may be a cloze at `start`; returns where to go on.
    fn cloze(&mut self, start: usize) -> usize {
        let label_at = start + "{{c".len();
        let Some(label) = label(&self.text[label_at..]) else {
            return label_at;
        };
        let inside = label_at + label.len() + "::".len();
        let Some(numbers) = numbers_of(label) else {
            let message = format!("`{{{{c{label}::` has no number");
            self.fault(start..inside, message, "use 1 to 500: `{{c1::…}}`");
            return inside;
        };
        match self.ends(inside) {
            Ok(ends) => self.keep(start, numbers, inside, &ends),
            Err((range, message, hint)) => {
                let end = range.end;
                self.fault(range, message, hint);
                // Whatever else is broken up to here follows from this one.
                self.after_paragraph(end)
            }
        }
    }

    fn keep(&mut self, start: usize, numbers: Vec<u16>, inside: usize, ends: &Ends) -> usize {
        let end = ends.inside + "}}".len();
        if self.text[inside..ends.hidden].trim().is_empty() {
            self.fault(
                start..end,
                "the cloze hides nothing".into(),
                "write the answer behind `::`",
            );
        } else if self.clozes.len() == CLOZES_MAX {
            let message = format!("the card has more than {CLOZES_MAX} clozes");
            self.fault(start..end, message, "part it into several cards");
            return self.text.len();
        } else {
            let hint = ends.hidden + "::".len();
            self.clozes.push(Cloze {
                range: start..end,
                numbers,
                hidden: inside..ends.hidden,
                hint: (hint < ends.inside).then_some(hint..ends.inside),
            });
        }
        end
    }

    /// Finds the end of a cloze whose text starts at `inside`.
    fn ends(&self, inside: usize) -> Result<Ends, (Range<usize>, String, &'static str)> {
        let bytes = self.text.as_bytes();
        let start = self.text[..inside].rfind("{{c").unwrap_or(inside);
        let (mut at, mut open, mut hidden) = (inside, 0_usize, None);
        while at < bytes.len() {
            if let Some(code) = self.code_at(at) {
                at = code.end;
                continue;
            }
            let rest = &bytes[at..];
            match rest[0] {
                b'\n' if is_paragraph_end(rest) => break,
                b'{' if rest.starts_with(b"{{c") && label(&self.text[at + 3..]).is_some() => {
                    let message = "a cloze stands inside another".to_string();
                    return Err((at..at + 3, message, "close the first one before it"));
                }
                b'{' => open += 1,
                b'}' if open > 0 => open -= 1,
                b'}' if rest.starts_with(b"}}") => {
                    let hidden = hidden.unwrap_or(at);
                    return Ok(Ends { hidden, inside: at });
                }
                b':' if rest.starts_with(b"::") && open == 0 && hidden.is_none() => {
                    hidden = Some(at);
                    at += 1;
                }
                _ => (),
            }
            at += 1;
        }
        let hint = "close it with `}}` in the same paragraph, lone braces in backticks";
        Err((start..inside, "the cloze is never closed".to_string(), hint))
    }

    fn after_paragraph(&self, from: usize) -> usize {
        match self.text[from..].find("\n\n") {
            Some(found) => from + found,
            None => self.text.len(),
        }
    }

    fn fault(&mut self, range: Range<usize>, message: String, hint: &'static str) {
        self.broken.push(Broken {
            range,
            message,
            hint,
        });
    }
}

fn is_paragraph_end(rest: &[u8]) -> bool {
    let next = rest[1..].iter().find(|byte| !matches!(byte, b' ' | b'\t'));
    matches!(next, None | Some(b'\n'))
}

/// What stands between `{{c` and `::`, if it can only be meant as a number.
fn label(rest: &str) -> Option<&str> {
    let count = rest
        .bytes()
        .take_while(|byte| matches!(byte, b'0'..=b'9' | b',' | b'-' | b'.'))
        .count();
    rest[count..].starts_with("::").then_some(&rest[..count])
}

fn numbers_of(label: &str) -> Option<Vec<u16>> {
    if label.len() > 40 {
        return None;
    }
    let number = |word: &str| {
        let plain = word.bytes().all(|byte| byte.is_ascii_digit());
        let number = word.parse().ok()?;
        (plain && (1..=CLOZES_MAX).contains(&usize::from(number))).then_some(number)
    };
    label.split(',').map(number).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(answer: &str, expected: &[(u16, &str, &str)]) {
        for (number, front, back) in expected {
            assert_eq!(cloze_front(answer, *number), *front);
            assert_eq!(cloze_back(answer, *number), *back);
        }
        let expected: Vec<u16> = expected.iter().map(|(number, ..)| *number).collect();
        assert_eq!(numbers(answer), expected);
    }

    fn broken(text: &str, expected: &[(&str, &str)]) {
        let (_, broken) = scan(text, &outline(text).code);
        let found: Vec<(&str, &str)> = broken
            .iter()
            .map(|broken| (&text[broken.range.clone()], broken.message.as_str()))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_heading_that_repeats_the_answer_is_an_echo() {
        let answer = "The **{{c1::TCP}}** handshake has `{{c2::3}}` steps.\n\nAnd {{c2::more}}.";
        assert!(is_echo("The … handshake has …", answer));
        assert!(!is_echo("TCP: the … handshake", answer));
        assert!(!is_echo("The handshake", answer));
        assert!(is_echo("A table:", "A table:\n\n| {{c1::a}} |\n|---|"));
        assert!(!is_echo("A table:", "A table: {{c1::a}}"));
    }

    #[test]
    fn each_number_hides_its_own_text() {
        check(
            "Under a {{c1::partition}} choose; {{c2::else::otherwise}} choose.",
            &[
                (
                    1,
                    "Under a […] choose; else choose.",
                    "Under a **partition** choose; else choose.",
                ),
                (
                    2,
                    "Under a partition choose; [otherwise] choose.",
                    "Under a partition choose; **else** choose.",
                ),
            ],
        );
    }

    #[test]
    fn one_number_may_hide_several_pieces_and_one_piece_have_several_numbers() {
        check(
            "{{c1::a}} {{c1,3::b}}",
            &[(1, "[…] […]", "**a** **b**"), (3, "a […]", "a **b**")],
        );
    }

    #[test]
    fn code_is_read_first() {
        check("{{c1::`std::move`}}", &[(1, "[…]", "**`std::move`**")]);
        check(
            "{{c1::`map[string]struct{}{}`}}!",
            &[(1, "[…]!", "**`map[string]struct{}{}`**!")],
        );
        check("`{{c1::x}}`", &[]);
        check("```\n{{c1::x}}\n```", &[]);
    }

    #[test]
    fn braces_inside_are_counted() {
        check("{{c1::f{x}}}", &[(1, "[…]", "**f{x}**")]);
        check(
            "{{c1::{{ .Values.tag }}}}",
            &[(1, "[…]", "**{{ .Values.tag }}**")],
        );
    }

    #[test]
    fn what_only_looks_similar_is_text() {
        check("{{ .Values.x }} {{cat::x}} {{c1:x}} {{c1}}", &[]);
        broken("{{ .Values.x }} {{cat::x}} {{c1:x}} {{c1}}", &[]);
    }

    #[test]
    fn a_blank_before_a_bracket_is_no_link() {
        check("{{c1::f}}(x)", &[(1, "\\[…\\](x)", "**f**(x)")]);
    }

    #[test]
    fn code_spans_that_come_to_touch_become_one() {
        check(
            "`fn `{{c1::`main`}}`() `{{c2::`{}`}}",
            &[
                (1, "`fn `[…]`() {}`", "`fn `**`main`**`() {}`"),
                (2, "`fn main() `[…]", "`fn main() `**`{}`**"),
            ],
        );
        check(
            "`a`{{c1::`` ` ``}}` = `{{c2::b}}",
            &[
                (1, "`a`[…]` = `b", "`a`**`` ` ``**` = `b"),
                (2, "``a`=``[…]", "``a`=``**b**"),
            ],
        );
    }

    #[test]
    fn a_cloze_may_wrap_but_not_leave_its_paragraph() {
        check("{{c1::a\nb}}", &[(1, "[…]", "**a\nb**")]);
        broken("{{c1::a\n\nb}}", &[("{{c1::", "the cloze is never closed")]);
    }

    #[test]
    fn numbers_run_from_1_to_500() {
        for label in ["0", "-1", "501", "99999999999999999999", "", "1,", "1.5"] {
            let text = format!("{{{{c{label}::a}}}} {{{{c500::b}}}}");
            let marked = format!("{{{{c{label}::");
            broken(&text, &[(&marked, &format!("`{marked}` has no number"))]);
        }
    }

    #[test]
    fn broken_clozes_are_found_where_they_start() {
        broken("a {{c1::b", &[("{{c1::", "the cloze is never closed")]);
        broken(
            "{{c1::a {{c2::b}}}}",
            &[("{{c", "a cloze stands inside another")],
        );
        broken(
            "{{c1:: }} {{c2::::hint}}",
            &[
                ("{{c1:: }}", "the cloze hides nothing"),
                ("{{c2::::hint}}", "the cloze hides nothing"),
            ],
        );
    }

    #[test]
    fn clozes_beyond_five_hundred_are_refused() {
        broken(&"{{c1::a}}".repeat(500), &[]);
        broken(
            &"{{c1::a}}".repeat(600),
            &[("{{c1::a}}", "the card has more than 500 clozes")],
        );
    }
}
