//! Outlines of RemNote, exported as Markdown: `front >> back`, and its other arrows.
//!
//! `>>` asks forward, `<<` backward, `<>` and `::` both ways, `;;` for a property of the bullet
//! above, `==` forward as long ago; three signs at the end of a line, or two without an answer, ask
//! for the bullets below; `{{…}}` hides.

#[cfg(test)]
mod tests;

use crate::import::draft::{Ask, Draft, Fault, Harvest};
use crate::import::file::File;
use crate::import::format::{Format, Likeness, Options, UTC};
use crate::import::text::admit::{admit, count_note};
use crate::import::text::bullets::{Block, below, list, read};
use crate::import::text::ends::Ends;
use crate::import::text::holes::{Hole, cleaned, finished, marked};
use crate::import::text::markdown::is_in_code;
use crate::import::text::vault::Vault;
use crate::import::text::wiki::Reader;
use crate::model::card::Choice;
use std::collections::HashMap;

/// The format.
pub struct RemNote;

impl Format for RemNote {
    fn name(&self) -> &'static str {
        "remnote"
    }

    fn label(&self) -> &'static str {
        "RemNote outlines, exported as Markdown (.md)"
    }

    fn likeness(&self, file: &File) -> Likeness {
        let limits = Options::plain(&UTC).limits;
        let Ok(text) = file.text(None, &limits) else {
            return Likeness::No;
        };
        let blocks = read(&text);
        let is_outline = blocks
            .iter()
            .all(|block| block.is_bullet || block.lines[0].starts_with('#'));
        let mut asks = blocks.iter().filter_map(|block| arrow(block.lines[0]));
        // Colons and braces are everywhere; arrows between words are not.
        let has_arrow = asks.any(|arrow| [">>", "<<", "<>", ">>>", "<<<"].contains(&arrow.mark));
        if !is_outline || !has_arrow || text.contains("#card") {
            return Likeness::No;
        }
        let mut harvest = Harvest::default();
        let is_read = self.read(file, &Options::plain(&UTC), &mut harvest).is_ok();
        match harvest.drafts.len() {
            count if is_read && 2 <= count && blocks.len() <= 3 * count => Likeness::Cards(count),
            _ => Likeness::No,
        }
    }

    fn read(&self, file: &File, options: &Options, harvest: &mut Harvest) -> Result<(), Fault> {
        let text = file.text(options.encoding.as_deref(), &options.limits)?;
        let text = cleaned(&text);
        let blocks = read(&text);
        let vault = Vault::new(file, &harvest.media);
        for idx in 0..blocks.len() {
            let arrow = arrow(blocks[idx].lines[0]);
            let text = blocks[idx].lines.join("\n");
            let holes = if arrow.is_none() {
                clozes(&text)
            } else {
                Vec::new()
            };
            if arrow.is_none() && holes.is_empty() {
                continue;
            }
            count_note(file, options, harvest)?;
            let card = Card {
                file,
                options,
                blocks: &blocks,
                idx,
            };
            let footnotes = HashMap::new();
            let reader = Reader::new(&vault, &footnotes);
            match arrow {
                Some(arrow) => card.ask(&arrow, reader, harvest),
                None => card.hide(&text, &holes, reader, harvest),
            }
        }
        Ok(())
    }
}

/// What parts a line into two sides.
struct Arrow<'t> {
    mark: &'static str,
    front: &'t str,
    back: &'t str,
    /// `1.` or `A)` behind the arrow: the bullets below are a list in order, or options.
    kind: &'t str,
}

/// Longer ones first.
const MARKS: &[&str] = &[
    ">>>", "<<<", "<><", ":::", ";;;", ">>", "<<", "<>", "::", ";;", "==",
];

/// Finds the first arrow of a line, outside of code.
fn arrow(line: &str) -> Option<Arrow<'_>> {
    let in_code = is_in_code(line);
    for (at, _) in line.match_indices(['>', '<', ':', ';', '=']) {
        let rest = &line[at..];
        let Some(mark) = MARKS.iter().find(|mark| rest.starts_with(**mark)) else {
            continue;
        };
        let back = &rest[mark.len()..];
        let kind = kind(back);
        let is_end = back.trim().is_empty() || !kind.is_empty();
        let spaced = line[..at].ends_with(' ') && (is_end || back.starts_with(' '));
        let tight = matches!(*mark, "::" | ":::" | ";;") && (is_end || back.starts_with(' '));
        if !in_code[at] && !line[..at].trim().is_empty() && (spaced || tight) {
            return Some(Arrow {
                mark,
                front: line[..at].trim(),
                back: back[kind.len()..].trim(),
                kind,
            });
        }
        // Two signs of a longer run are no arrow either.
        if is_run(line, at) {
            return None;
        }
    }
    None
}

fn kind(back: &str) -> &str {
    match back.trim_end() {
        "1." | "A)" => back.trim_end(),
        _ => "",
    }
}

/// `====` and its like.
fn is_run(line: &str, at: usize) -> bool {
    let sign = &line[at..at + 1];
    4 <= line[at..].len() - line[at..].trim_start_matches(sign).len()
}

struct Card<'c, 't> {
    file: &'c File<'c>,
    options: &'c Options<'c>,
    blocks: &'c [Block<'t>],
    idx: usize,
}

impl Card<'_, '_> {
    fn draft(&self) -> Draft {
        Draft {
            place: self.file.line(self.blocks[self.idx].line),
            ..Draft::default()
        }
    }

    fn ask(&self, arrow: &Arrow, mut reader: Reader, harvest: &mut Harvest) {
        let mut draft = self.draft();
        let Some(under) = self.under(&mut reader) else {
            return harvest.refused.push(self.too_deep());
        };
        let front = self.front(arrow, &mut reader);
        let more = &self.blocks[self.idx].lines[1..];
        let back = std::iter::once(arrow.back).chain(more.iter().copied());
        let back = reader.side(&back.collect::<Vec<&str>>().join("\n"));
        let texts = under.iter().map(|(_, _, text)| text);
        if arrow.kind == "A)" {
            // The first option is the right one.
            let choices = texts.enumerate().map(|(idx, text)| Choice {
                right: idx == 0,
                text: text.replace('\n', " "),
                note: None,
            });
            draft.choices = choices.collect();
        } else if back.is_empty() {
            draft.answer = list(&under);
        } else {
            draft.answer = back;
            draft.why = Some(list(&under)).filter(|why| !why.is_empty());
        }
        draft.question = front;
        if arrow.mark.starts_with("<<") {
            std::mem::swap(&mut draft.question, &mut draft.answer);
        }
        draft.reversed = arrow.mark.starts_with("<>") || arrow.mark == "::";
        draft.tags = std::mem::take(&mut reader.tags);
        admit(draft, reader.luggage, self.options, harvest);
    }

    /// The front; of a property with the name of what it is a property of.
    fn front(&self, arrow: &Arrow, reader: &mut Reader) -> String {
        let front = reader.side(arrow.front);
        let owner = self.blocks[self.idx]
            .parent
            .filter(|_| arrow.mark.starts_with(";;"));
        let owner = owner.map(|owner| {
            let line = self.blocks[owner].lines[0];
            arrow_front(line).to_string()
        });
        match owner
            .map(|owner| reader.side(&owner))
            .filter(|owner| !owner.is_empty())
        {
            Some(owner) => format!("{owner}: {front}"),
            None => front,
        }
    }

    fn hide(&self, text: &str, holes: &[Hole], mut reader: Reader, harvest: &mut Harvest) {
        let mut draft = self.draft();
        let Some(under) = self.under(&mut reader) else {
            return harvest.refused.push(self.too_deep());
        };
        draft.ask = Ask::Cloze;
        draft.answer = finished(&reader.side(&marked(text, holes)));
        draft.why = Some(list(&under)).filter(|why| !why.is_empty());
        draft.tags = std::mem::take(&mut reader.tags);
        admit(draft, reader.luggage, self.options, harvest);
    }

    /// What stands below, but for cards and what belongs to them; `None` where it is too deep.
    fn under(&self, reader: &mut Reader) -> Option<Vec<(usize, bool, String)>> {
        let own_level = self.blocks[self.idx].level;
        let is_numbered =
            arrow(self.blocks[self.idx].lines[0]).is_some_and(|arrow| arrow.kind == "1.");
        let mut under = Vec::new();
        let mut hidden_level = usize::MAX;
        for block in below(self.blocks, self.idx).map(|below| &self.blocks[below]) {
            let level = block.level - own_level - 1;
            if self.options.limits.nesting < level {
                return None;
            }
            if level <= hidden_level {
                let is_card = arrow(block.lines[0]).is_some() || !clozes(block.lines[0]).is_empty();
                hidden_level = if is_card { level } else { usize::MAX };
            }
            if hidden_level == usize::MAX {
                let text = reader.side(&block.lines.join("\n"));
                under.push((level, is_numbered && level == 0, text));
            }
        }
        Some(under)
    }

    fn too_deep(&self) -> Fault {
        let what = format!(
            "more than {} levels of bullets",
            self.options.limits.nesting
        );
        Fault::new(
            self.draft().place,
            what,
            "part it, or raise `--max-nesting`",
        )
    }
}

fn arrow_front(line: &str) -> &str {
    arrow(line).map_or(line, |arrow| arrow.front)
}

/// `{{hidden}}` and `{{hidden}}{({hint})}`, a card each; not what other programs put in braces.
fn clozes(text: &str) -> Vec<Hole> {
    let in_code = is_in_code(text);
    let mut ends = Ends::new(text);
    let (mut at, mut holes): (usize, Vec<Hole>) = (0, Vec::new());
    while let Some(start) = ends.find(at, "{{") {
        let inside = start + 2;
        at = start + 1;
        let Some(close) = ends.find(inside, "}}") else {
            break;
        };
        let end = close
            + text[close + 2..]
                .bytes()
                .take_while(|byte| *byte == b'}')
                .count();
        let inner = ends.find(inside, "{{").is_some_and(|inner| inner < close);
        if inner || in_code[start] {
            continue;
        }
        let hidden = &text[inside..end];
        let is_tight = !hidden.is_empty() && hidden.trim().len() == hidden.len();
        let is_macro = ["cloze ", "embed ", "query ", "renderer "]
            .iter()
            .any(|name| hidden.starts_with(name));
        if !is_tight || is_macro || hidden.contains("\n\n") {
            continue;
        }
        let mut range = start..end + 2;
        let mut hint = None;
        let has_hint = text[range.end..].starts_with("{({");
        if let Some(close) = ends.on_line(range.end, "})}").filter(|_| has_hint) {
            hint = Some(text[range.end + 3..close].to_string());
            range.end = close + 3;
        }
        at = range.end;
        holes.push(Hole {
            range,
            hidden: inside..end,
            hint,
            numbers: vec![u16::try_from(holes.len() + 1).unwrap_or(u16::MAX)],
        });
    }
    holes
}
