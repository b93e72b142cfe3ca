//! GIFT, the text format of Moodle's questions.
//!
//! `pieces` parts a file into questions, `marks` knows its escapes, `question` reads the parts of
//! each, `cards` makes drafts of them, with `typed`, `pairs` and `blanks` for their kinds. A question that cannot be read is refused with its line, and
//! reading goes on behind the next blank line.

mod blanks;
mod cards;
mod marks;
mod numbers;
mod pairs;
mod pieces;
mod question;
mod typed;

use crate::import::draft::{Fault, Harvest};
use crate::import::file::File;
use crate::import::format::{Format, Likeness, Options};
use crate::import::limits::Limits;
use cards::Maker;
use pieces::{Piece, pieces};
use question::{Body, Markup, Question, parse};
use std::collections::HashMap;

/// Moodle's GIFT.
pub struct Gift;

impl Format for Gift {
    fn name(&self) -> &'static str {
        "gift"
    }

    fn label(&self) -> &'static str {
        "GIFT, Moodle's questions as text"
    }

    /// Braces stand in every language of programs, so only what is between them counts, and most
    /// of the file must be such questions.
    fn likeness(&self, file: &File) -> Likeness {
        let Ok(text) = file.text(None, &Limits::default()) else {
            return Likeness::No;
        };
        let is_named = file.has_extension("gift");
        if !text.contains('{') || text.contains('\0') {
            return Likeness::No;
        }
        let pieces = pieces(&text);
        let plain = pieces
            .iter()
            .filter(|piece| piece.groups.is_empty() && !piece.unbalanced);
        let n_cards = pieces
            .iter()
            .filter(|piece| is_card(piece, is_named))
            .count();
        let n_others = pieces.len() - n_cards - plain.count();
        match 0 < n_cards && n_others <= n_cards && (is_named || pieces.len() <= 4 * n_cards) {
            true => Likeness::Cards(n_cards),
            false if is_named => Likeness::Meant,
            false => Likeness::No,
        }
    }

    fn read(&self, file: &File, options: &Options, harvest: &mut Harvest) -> Result<(), Fault> {
        let text = file.text(options.encoding.as_deref(), &options.limits)?;
        let start = harvest.drafts.len();
        let mut maker = Maker::new(file, options, harvest);
        for piece in pieces(&text) {
            maker.count()?;
            maker.take(&piece);
        }
        if harvest.n_notes == 0 {
            return Err(Fault::new(file.path, "there is no question in it", ""));
        }
        // A name that stands twice tells no card from another.
        let drafts = &mut harvest.drafts[start..];
        let mut counts: HashMap<String, usize> = HashMap::new();
        for id in drafts.iter().filter_map(|draft| draft.id.clone()) {
            *counts.entry(id).or_default() += 1;
        }
        for draft in drafts {
            draft.id = draft.id.take().filter(|id| counts[id] == 1);
        }
        Ok(())
    }
}

/// Whether a piece is a question that nothing but GIFT writes so; `named` trusts the file's name.
fn is_card(piece: &Piece, named: bool) -> bool {
    let Ok(question) = parse(piece) else {
        return false;
    };
    match &question.body {
        Body::Description => false,
        Body::Essay => named && has_stem(&question),
        Body::Short(items) => has_stem(&question) && (named || starts_marked(piece, items.len())),
        Body::Choices(items) => has_stem(&question) && items.iter().any(|item| 0.0 < item.share()),
        Body::Numbers(items) => has_stem(&question) && numbers::accepted(items).is_ok(),
        Body::Statement { .. } | Body::Pairs(_) => has_stem(&question),
        Body::Blanks(_) => true,
    }
}

/// Whether there is a question that is no heading of Markdown with an id behind it, and no code.
fn has_stem(question: &Question) -> bool {
    let is_code = |text: &str| text.ends_with(['$', '\\', '=', '(', ')', ';', '>']);
    let stem = question.before;
    let is_code = |text: &str| question.markup != Markup::Html && is_code(text);
    let has_word = |text: &str| text.chars().any(char::is_alphabetic);
    (has_word(stem) || has_word(question.after)) && !stem.starts_with('#') && !is_code(stem)
}

fn starts_marked(piece: &Piece, n_items: usize) -> bool {
    let group = piece
        .groups
        .first()
        .map(|group| piece.text[group.clone()].trim_start());
    0 < n_items && group.is_some_and(|group| group.starts_with('='))
}

#[cfg(test)]
mod tests;
