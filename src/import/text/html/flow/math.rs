//! Formulas, and letters that stand higher or lower.

use super::super::block::{Style, What, plain};
use super::super::tree::{Element, NodeId};
use super::{Context, Flow};

impl Flow<'_> {
    /// `x<sup>2</sup>` as `x²`, or between signs where there are no such letters.
    pub(super) fn raised(
        &mut self,
        id: NodeId,
        context: Context,
        sign: char,
        letter: fn(char) -> Option<char>,
    ) {
        let pieces = self.pieces_in(id, context);
        let text = plain(&pieces);
        let is_text = pieces
            .iter()
            .all(|piece| matches!(piece.what, What::Text(_)));
        if !is_text || text.trim().is_empty() {
            return self.pieces(pieces);
        }
        let small: Option<String> = text.trim().chars().map(letter).collect();
        let small = small.unwrap_or_else(|| format!("{sign}{}{sign}", text.trim()));
        self.text(&small, context);
    }

    pub(super) fn formula(&mut self, id: NodeId, element: &Element, context: Context) {
        let is_tex = |element: &Element| {
            element.name == "annotation"
                && element
                    .attribute("encoding")
                    .is_some_and(|encoding| encoding.contains("tex"))
        };
        let is_display = element.attribute("display") == Some("block");
        match self.tree.find(id, &is_tex) {
            Some(tex) => self.tex(&self.tree.raw_text(tex), is_display, context),
            None => match element.attribute("alttext") {
                Some(tex) => self.tex(tex, is_display, context),
                None => self.children(id, context),
            },
        }
    }

    /// Adds a formula in the language of TeX.
    pub fn tex(&mut self, tex: &str, is_display: bool, context: Context) {
        let signs = if is_display { "$$" } else { "$" };
        let style = Style::default();
        let code = false;
        let context = Context {
            style,
            code,
            ..context
        };
        self.text(&format!("{signs}{}{signs}", tex.trim()), context);
    }
}

pub(super) fn superscript(c: char) -> Option<char> {
    letter_of(c, "0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ")
}

pub(super) fn subscript(c: char) -> Option<char> {
    letter_of(
        c,
        "0123456789+-=()aeoxhklmnpstij",
        "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜᵢⱼ",
    )
}

fn letter_of(c: char, from: &str, to: &str) -> Option<char> {
    let idx = from.chars().position(|known| known == c)?;
    to.chars().nth(idx)
}
