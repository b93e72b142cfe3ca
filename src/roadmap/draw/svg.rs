//! A picture: a card a section, a bar a topic. Plain SVG 1.1 that needs no script and no font.

use super::{Drawing, colour, name, percent};
use crate::roadmap::standing::Standing;
use crate::roadmap::tree::Node;
use std::fmt::Write;

/// Pixels of the picture.
const WIDTH: u32 = 1000;
const MARGIN: u32 = 24;
const GAP: u32 = 20;
const COLUMN: u32 = (WIDTH - 2 * MARGIN - GAP) / 2;
const LINE: u32 = 22;
const HEAD: u32 = 44;
const BAR: u32 = 110;
/// About so many pixels a letter at 13 px takes.
const LETTER: u32 = 7;
/// And at 15 px, bold.
const TITLE_LETTER: u32 = 9;

const LEGEND: &str = "green: recalled today · amber: seen, but forgotten · grey: never seen";

/// The roadmap as a picture of two columns, cards in the order of the roadmap.
pub fn svg(drawing: &Drawing) -> String {
    let cards: Vec<(u32, String)> = (0..drawing.tree.len())
        .map(|idx| card(drawing, idx))
        .collect();
    let mut heights = [90, 90];
    let mut body = String::new();
    for (height, text) in &cards {
        let column = usize::from(heights[1] < heights[0]);
        let x = MARGIN + column as u32 * (COLUMN + GAP);
        let _ = write!(
            body,
            "<g transform=\"translate({x} {})\">\n{text}</g>\n",
            heights[column]
        );
        heights[column] += height + GAP;
    }
    let height = heights[0].max(heights[1]) + MARGIN - GAP;
    let title = escaped(drawing.title);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" \
         viewBox=\"0 0 {WIDTH} {height}\" font-family=\"sans-serif\" font-size=\"13\">\n\
         <title>{title}</title>\n\
         <rect width=\"{WIDTH}\" height=\"{height}\" fill=\"#fafafa\"/>\n\
         <text x=\"{MARGIN}\" y=\"44\" font-size=\"22\" font-weight=\"bold\" fill=\"#212121\">{title}</text>\n\
         <text x=\"{MARGIN}\" y=\"68\" fill=\"#616161\">{LEGEND}</text>\n\
         {body}</svg>\n"
    )
}

/// A section: its height and its elements.
fn card(drawing: &Drawing, idx: usize) -> (u32, String) {
    let branch = &drawing.tree[idx];
    let section = branch.section;
    let mut rows = String::new();
    let mut y = HEAD + LINE;
    lines(drawing, &branch.nodes, 0, &mut y, &mut rows);
    let height = y - LINE / 2 + 4;
    let standing = drawing.branch_standing(branch);
    let title = name(section.number.as_deref(), &section.title);
    let window = section.window.as_deref().unwrap_or_default();
    let right = COLUMN - 14;
    let note = match window {
        "" => percent(&standing),
        window => format!("{window} · {}", percent(&standing)),
    };
    let mut text = format!(
        "<rect width=\"{COLUMN}\" height=\"{height}\" rx=\"8\" fill=\"#ffffff\" stroke=\"#bdbdbd\"/>\n\
         <text x=\"14\" y=\"28\" font-size=\"15\" font-weight=\"bold\" fill=\"{}\">{}</text>\n",
        colour(section.priority),
        escaped(&cut(
            &title,
            (COLUMN - 40 - LETTER * note.chars().count() as u32) / TITLE_LETTER
        )),
    );
    let _ = writeln!(
        text,
        "<text x=\"{right}\" y=\"28\" text-anchor=\"end\" fill=\"#616161\">{}</text>",
        escaped(&note)
    );
    text.push_str(&rows);
    (height, text)
}

fn lines(drawing: &Drawing, nodes: &[Node], depth: u32, y: &mut u32, text: &mut String) {
    for node in nodes {
        let x = 14 + 16 * depth;
        let bar_x = COLUMN - BAR - 58;
        let label = cut(&name(node.number, node.label), (bar_x - x - 8) / LETTER);
        let _ = writeln!(
            text,
            "<text x=\"{x}\" y=\"{y}\" fill=\"{}\">{}</text>",
            colour(node.priority),
            escaped(&label)
        );
        if !node.topics.is_empty() {
            text.push_str(&bar(&drawing.standing(node), bar_x, *y));
        }
        *y += LINE;
        lines(drawing, &node.children, depth + 1, y, text);
    }
}

/// What is recalled in green, what was seen but is forgotten in amber, what is unseen in grey.
fn bar(standing: &Standing, x: u32, y: u32) -> String {
    let pixels = |share: f64| (share * f64::from(BAR)).round() as u32;
    let (seen, known) = (pixels(standing.seen_share()), pixels(standing.mastery()));
    let top = y - 9;
    let part = |width: u32, fill: &str| {
        format!(
            "<rect x=\"{x}\" y=\"{top}\" width=\"{width}\" height=\"9\" rx=\"2\" fill=\"{fill}\"/>\n"
        )
    };
    let right = COLUMN - 14;
    format!(
        "{}{}{}<text x=\"{right}\" y=\"{y}\" text-anchor=\"end\" fill=\"#616161\">{}</text>\n",
        part(BAR, "#e0e0e0"),
        part(seen, "#ffcc80"),
        part(known, "#66bb6a"),
        percent(standing)
    )
}

/// The text, or its beginning where it is longer than `length` letters.
fn cut(text: &str, length: u32) -> String {
    let length = length as usize;
    match text.chars().count() <= length {
        true => text.to_string(),
        false => text
            .chars()
            .take(length.saturating_sub(1))
            .chain(['…'])
            .collect(),
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
