//! What holds inside an element, by what it is and how it looks.

use super::super::block::Style;
use super::super::colour::is_coloured;
use super::super::elements;
use super::super::look::is_mono;
use super::super::tree::Element;

/// What an element hands down to those in it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context {
    pub style: Style,
    pub code: bool,
    /// A whole block is set as code by its font.
    pub code_block: bool,
    pub keeps_lines: bool,
    /// In a heading or a link, where lines cannot end.
    pub flat: bool,
    pub n_levels: usize,
    /// Coloured words are all that the page stresses.
    pub colour_is_code: bool,
}

impl Context {
    pub(super) fn deeper(self) -> Context {
        let n_levels = self.n_levels + 1;
        Context { n_levels, ..self }
    }

    /// Returns what holds inside `element`.
    pub fn with(self, element: &Element) -> Context {
        let (look, mut inner) = (element.look, self);
        inner.style.bold = look.bold.unwrap_or(self.style.bold);
        inner.style.italic = look.italic.unwrap_or(self.style.italic);
        inner.style.struck |= look.struck == Some(true);
        inner.keeps_lines = look.keeps_lines.unwrap_or(self.keeps_lines);
        inner.code = look.mono.unwrap_or(self.code);
        if elements::is_block(&element.name) && look.mono.is_some() {
            inner.code_block = inner.code;
        }
        inner.code |= self.colour_is_code && is_coloured(element);
        match element.name.as_str() {
            "b" | "strong" | "dt" => inner.style.bold = look.bold != Some(false),
            "i" | "em" | "cite" | "dfn" | "var" => inner.style.italic = look.italic != Some(false),
            "s" | "strike" | "del" => inner.style.struck = true,
            "code" | "tt" | "kbd" | "samp" => inner.code = true,
            "font"
                if element
                    .attribute("face")
                    .is_some_and(|face| is_mono(face) == Some(true)) =>
            {
                inner.code = true
            }
            _ => (),
        }
        inner
    }

    /// Returns what holds where elements of these names have ended.
    pub(super) fn without(mut self, ended: &[&str]) -> Context {
        for name in ended {
            match *name {
                "b" | "strong" => self.style.bold = false,
                "i" | "em" | "var" => self.style.italic = false,
                "s" | "strike" | "del" => self.style.struck = false,
                "code" | "tt" | "kbd" | "samp" => self.code = false,
                _ => (),
            }
        }
        self
    }
}
