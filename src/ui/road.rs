//! Roadmaps, milestones and topics as lines.

use super::style::{Line, Span, Style};
use super::width::{self, Align, fit};
use super::words;
use super::wrap::{hang, wrap};
use crate::model::roadmap::{Part, Priority};
use crate::roadmap::draw::Drawing;
use crate::roadmap::standing::{self, Standing};
use crate::roadmap::tree::Node;

/// Columns of `100 %` and of `999 due`, each with the blank before it.
const PERCENT: usize = 6;
const DUE: usize = 8;

/// The columns to the right of a name.
struct Columns {
    name: usize,
    bar: usize,
    has_letter: bool,
}

impl Columns {
    fn new(width: usize, has_letter: bool) -> Columns {
        let bar = match width {
            ..60 => 6,
            60..100 => 12,
            _ => 20,
        };
        let letter = if has_letter { 2 } else { 0 };
        let taken = bar + PERCENT + DUE + letter + 1;
        Columns {
            name: width.min(120).saturating_sub(taken).max(8),
            bar,
            has_letter,
        }
    }
}

/// A roadmap in two lines: its title, and how far one is.
pub fn headline(
    roadmap: &crate::model::roadmap::Roadmap,
    standing: &Standing,
    note: Option<&str>,
    columns: usize,
) -> Vec<Line> {
    let title =
        Line::from(Span::strong(&roadmap.title)).with(&format!("  {}", roadmap.id), Style::Dim);
    let mut lines = wrap(&title, columns);
    lines.extend(facts(standing, columns));
    if let Some(note) = note {
        lines.extend(hang(Line::blank(2), &Line::from(note), columns));
    }
    lines.push(Line::new());
    lines
}

/// A bar, and below it what was seen and what is due.
pub fn facts(standing: &Standing, columns: usize) -> Vec<Line> {
    let mut line = Line::from("  ");
    line.extend(bar(standing, if columns < 60 { 10 } else { 30 }));
    line.push(Span::plain(&format!("{:>PERCENT$}", percent(standing))));
    let seen = format!("{} of {} cards seen", standing.seen, standing.cards);
    let due = match standing.due {
        0 => String::new(),
        due => format!(" · {due} due"),
    };
    let mut lines = vec![line];
    lines.extend(hang(
        Line::blank(2),
        &Line::from(format!("{seen}{due}")),
        columns,
    ));
    lines
}

/// The tree in the roadmap's own order: a line a topic, a heading where a part begins. `title`
/// names topics.
pub fn tree(
    drawing: &Drawing,
    parts: &[Part],
    title: &dyn Fn(&str) -> Option<String>,
    columns: usize,
) -> Vec<Line> {
    let has_letter = drawing.tree.iter().any(|branch| {
        branch
            .section
            .entries
            .iter()
            .any(|entry| entry.priority.is_some())
    });
    let layout = Columns::new(columns, has_letter);
    let mut lines = Vec::new();
    for (idx, branch) in drawing.tree.iter().enumerate() {
        if 0 < idx {
            lines.push(Line::new());
        }
        let section = branch.section;
        let part = parts
            .iter()
            .find(|part| Some(&part.id) == section.part.as_ref());
        let before = idx
            .checked_sub(1)
            .and_then(|before| drawing.tree[before].section.part.as_ref());
        if let Some(part) = part.filter(|part| before != Some(&part.id)) {
            let text = format!("{} · {}", part.title, part.window);
            lines.extend(wrap(&Line::new().with(&text, Style::Heading), columns));
        }
        let name = numbered(section.number.as_deref(), &section.title);
        let standing = standing::sum(drawing.standings, branch.topics());
        lines.push(row(&name, true, section.priority, &standing, &layout));
        let facts = [section.window.as_deref(), section.goal.as_deref()];
        let facts: Vec<&str> = facts.into_iter().flatten().collect();
        if !facts.is_empty() {
            let text = Line::new().with(&facts.join(" · "), Style::Dim);
            lines.extend(hang(Line::blank(2), &text, columns));
        }
        below(drawing, &branch.nodes, 1, title, &layout, &mut lines);
    }
    lines
}

fn below(
    drawing: &Drawing,
    nodes: &[Node],
    depth: usize,
    title: &dyn Fn(&str) -> Option<String>,
    layout: &Columns,
    lines: &mut Vec<Line>,
) {
    let indent = "  ".repeat(depth.min(4));
    for node in nodes {
        let name = format!("{indent}{}", numbered(node.number, node.label));
        match node.topics.as_slice() {
            [] => lines.push(Line::from(width::cut(&name, layout.name))),
            [one] => {
                let standing = standing::of(drawing.standings, one);
                lines.push(row(&name, false, node.priority, &standing, layout));
            }
            several => {
                lines.push(Line::from(width::cut(&name, layout.name)));
                for id in several {
                    let name = title(id).unwrap_or_else(|| id.to_string());
                    let standing = standing::of(drawing.standings, id);
                    let name = format!("{indent}  {name}");
                    lines.push(row(&name, false, node.priority, &standing, layout));
                }
            }
        }
        below(drawing, &node.children, depth + 1, title, layout, lines);
    }
}

fn row(
    name: &str,
    is_head: bool,
    priority: Option<Priority>,
    standing: &Standing,
    layout: &Columns,
) -> Line {
    let name = fit(name, layout.name, Align::Left);
    let mut line = match is_head {
        true => Line::from(Span::strong(&name)),
        false => Line::from(name),
    };
    line.push(Span::plain(" "));
    if layout.has_letter {
        let (letter, style) = letter(priority);
        line.push(Span::new(letter, style));
        line.push(Span::plain(" "));
    }
    if standing.cards == 0 {
        line.push(Span::dim("no deck yet"));
        return line;
    }
    line.extend(bar(standing, layout.bar));
    line.push(Span::plain(&format!("{:>PERCENT$}", percent(standing))));
    if 0 < standing.due {
        line.push(Span::new(
            &format!("{:>DUE$}", format!("{} due", standing.due)),
            Style::Accent,
        ));
    }
    line
}

fn numbered(number: Option<&str>, label: &str) -> String {
    match number {
        Some(number) => format!("{number} {label}"),
        None => label.to_string(),
    }
}

/// The letter of a priority, in the roadmap's colour.
fn letter(priority: Option<Priority>) -> (&'static str, Style) {
    match priority {
        Some(Priority::Mandatory) => ("M", Style::Wrong),
        Some(Priority::Good) => ("G", Style::Right),
        Some(Priority::Optional) => ("O", Style::Link),
        Some(Priority::General) => ("g", Style::Plain),
        None => (" ", Style::Plain),
    }
}

fn percent(standing: &Standing) -> String {
    format!("{:.0} %", standing.mastery() * 100.0)
}

/// `██████▒▒····`: recalled, seen but forgotten, never seen.
pub fn bar(standing: &Standing, columns: usize) -> Line {
    let cells = |share: f64| ((share * columns as f64).round() as usize).min(columns);
    let known = cells(standing.mastery());
    let seen = cells(standing.seen_share()).max(known);
    Line::new()
        .with(&"█".repeat(known), Style::Accent)
        .with(&"▒".repeat(seen - known), Style::Warning)
        .with(&"·".repeat(columns - seen), Style::Dim)
}

/// Topics after a placement: verdict, title, and what it rests on.
pub fn verdict(name: &str, title: &str, facts: &str, columns: usize) -> Vec<Line> {
    let (sign, style) = match name {
        "known" => ("✓", Style::Right),
        "shaky" => ("≈", Style::Near),
        _ => ("✗", Style::Wrong),
    };
    let sign = Line::from("  ").with(&format!("{sign} {name:<8}"), style);
    let text = Line::from(Span::plain(title)).with(&format!("  {facts}"), Style::Dim);
    hang(sign, &text, columns)
}

/// A heading between lists.
pub fn title(text: &str, has_gap: bool) -> Vec<Line> {
    let gap = has_gap.then(Line::new);
    gap.into_iter()
        .chain([Line::from(Span::strong(text))])
        .collect()
}

pub fn hint(text: &str) -> Line {
    Line::new().with(text, Style::Dim)
}

/// A milestone as it is shown.
pub struct MilestoneView<'m> {
    pub id: &'m str,
    pub title: &'m str,
    /// Kind, level, window.
    pub facts: String,
    pub summary: &'m str,
    pub choices: &'m [String],
    /// The day on which it was done.
    pub done: Option<String>,
    pub link: Option<&'m str>,
    pub note: Option<&'m str>,
    /// Topics that fall short, each with how much.
    pub short: Vec<String>,
    /// All that fall short, of all topics.
    pub n_short: usize,
    pub n_topics: usize,
}

pub fn milestone(view: &MilestoneView, columns: usize) -> Vec<Line> {
    let (sign, style) = match view.done {
        Some(_) => ("✓ ", Style::Right),
        None => ("· ", Style::Dim),
    };
    let head = Line::from(Span::plain(view.title)).with(&format!("  {}", view.id), Style::Dim);
    let mut lines = hang(Line::new().with(sign, style), &head, columns);
    let mut say = |text: &str, style: Style| {
        lines.extend(hang(
            Line::blank(4),
            &Line::new().with(text, style),
            columns,
        ));
    };
    say(&format!("{}: {}", view.facts, view.summary), Style::Plain);
    if !view.choices.is_empty() {
        say(&format!("one of {}", view.choices.join(", ")), Style::Plain);
    }
    if let Some(day) = &view.done {
        let link = view
            .link
            .map(|link| format!(", {link}"))
            .unwrap_or_default();
        let note = view
            .note
            .map(|note| format!(": {note}"))
            .unwrap_or_default();
        say(&format!("done {day}{link}{note}"), Style::Right);
    } else if view.n_short == 0 {
        say("its topics are mastered", Style::Right);
    } else {
        let more = match view.n_short - view.short.len() {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let count = words::count(view.n_topics, "topic");
        let text = format!(
            "short in {} of {count}: {}{more}",
            view.n_short,
            view.short.join(", ")
        );
        say(&text, Style::Dim);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::roadmaps;
    use crate::roadmap::Standings;

    fn standing(cards: u32, seen: u32, due: u32, recall: f64) -> Standing {
        Standing {
            cards,
            seen,
            due,
            recall,
        }
    }

    #[test]
    fn the_bar_tells_recalled_from_forgotten_from_unseen() {
        assert_eq!(bar(&standing(10, 6, 0, 4.0), 10).text(), "████▒▒····");
        assert_eq!(bar(&standing(10, 0, 0, 0.0), 4).text(), "····");
        assert_eq!(bar(&standing(10, 10, 0, 10.0), 4).text(), "████");
        assert_eq!(bar(&Standing::default(), 4).text(), "····");
    }

    fn drawn(columns: usize) -> Vec<String> {
        let all = roadmaps::built_in();
        let roadmap = all.iter().find(|one| one.id == "backend-roadmap").unwrap();
        let standings: Standings = [
            ("web-fundamentals".to_string(), standing(20, 10, 3, 9.0)),
            ("http-protocol".to_string(), standing(20, 20, 0, 19.0)),
        ]
        .into();
        let tree = crate::roadmap::tree::tree(roadmap);
        let drawing = Drawing {
            title: "t",
            tree: &tree[..1],
            standings: &standings,
        };
        let title = |id: &str| (id == "http-protocol").then(|| "HTTP protocol".to_string());
        super::tree(&drawing, &[], &title, columns)
            .iter()
            .map(Line::text)
            .collect()
    }

    #[test]
    fn a_line_shows_number_letter_bar_and_what_is_due() {
        let lines = drawn(60);
        assert_eq!(
            lines[0],
            "2.0 Foundations                 g ████████▒···  70 %   3 due"
        );
        assert_eq!(
            lines[1],
            "  2.1 Understanding Servers     g █████▒······  45 %   3 due"
        );
        assert_eq!(lines[2], "    2.1.1 Basics of HTTP/HTTPS");
        assert_eq!(
            lines[3],
            "      HTTP protocol             M ███████████▒  95 %"
        );
        assert_eq!(lines[4], "      https-and-tls             M no deck yet");
    }

    #[test]
    fn no_line_is_wider_than_the_page() {
        for columns in [40, 60, 80, 120, 200] {
            for line in drawn(columns) {
                assert!(width::width(&line) <= columns, "{columns}: {line}");
            }
        }
    }
}
