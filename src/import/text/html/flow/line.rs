//! The line of pieces that gathers until a block ends it.

use super::super::block::{Piece, What};
use super::super::lines;
use super::super::tree::NodeId;
use super::{Context, Flow};

impl Flow<'_> {
    /// Returns what `id` holds as pieces of one line.
    pub fn pieces_in(&mut self, id: NodeId, context: Context) -> Vec<Piece> {
        let flat = true;
        self.line_of(|flow| flow.children(id, Context { flat, ..context }))
    }

    /// Returns the pieces that `add` adds to a line.
    pub fn line_of(&mut self, add: impl FnOnce(&mut Self)) -> Vec<Piece> {
        let line = std::mem::take(&mut self.line);
        add(self);
        std::mem::replace(&mut self.line, line)
    }

    /// Adds a piece to the line.
    pub fn piece(&mut self, what: What, context: Context) {
        self.line.push(Piece::new(what, context.style));
    }

    pub fn pieces(&mut self, pieces: Vec<Piece>) {
        self.line.extend(pieces);
    }

    pub fn text(&mut self, text: &str, context: Context) {
        if context.keeps_lines && !context.flat {
            for (idx, line) in text.split('\n').enumerate() {
                if idx > 0 {
                    self.line_break(context);
                }
                self.words(line, context);
            }
        } else {
            self.words(text, context);
        }
    }

    /// Adds text with its white space made one, as browsers show it.
    fn words(&mut self, text: &str, context: Context) {
        let mut spaced = match self.line.last().map(|piece| &piece.what) {
            None | Some(What::Break) => true,
            Some(What::Text(text) | What::Code(text)) => text.ends_with(' '),
            Some(_) => false,
        };
        let mut words = String::with_capacity(text.len());
        for c in text.chars() {
            let is_space = matches!(c, ' ' | '\t' | '\n' | '\u{c}');
            if !(is_space && spaced) {
                words.push(if is_space { ' ' } else { c });
            }
            spaced = is_space;
        }
        if words.is_empty() {
            return;
        }
        match self.line.last_mut() {
            Some(Piece {
                what: What::Text(known),
                style,
            }) if !context.code && *style == context.style => known.push_str(&words),
            Some(Piece {
                what: What::Code(known),
                style,
            }) if context.code && *style == context.style => known.push_str(&words),
            _ if context.code => self.piece(What::Code(words), context),
            _ => self.piece(What::Text(words), context),
        }
    }

    pub(super) fn line_break(&mut self, context: Context) {
        match context.flat {
            true => self.words(" ", context),
            false => self.piece(What::Break, context),
        }
    }

    /// Ends the line, if there is one.
    pub fn end_line(&mut self, context: Context) {
        if self.line.last().is_some_and(|piece| !piece.is_break()) {
            self.line_break(context);
        }
    }

    /// Makes paragraphs of what has gathered.
    pub fn end_paragraph(&mut self, context: Context) {
        if context.flat {
            return self.end_line(context);
        }
        let line = std::mem::take(&mut self.line);
        lines::add_paragraphs(line, context.code_block, &mut self.blocks);
    }
}
