//! Colour as the only emphasis: `use <font color="red">git stash</font>`.
//!
//! A terminal card has no colours of its own. Where a page stresses nothing in any other way, and
//! only the smaller part of it is coloured, the coloured words are shown as code.

use super::look::is_ink;
use super::tree::{Element, Kind, NodeId, ROOT, Tree};

/// Whether the coloured words of a page are the ones that it stresses.
pub fn is_emphasis(tree: &Tree) -> bool {
    let mut count = Count::default();
    count.add(tree, ROOT, false);
    !count.other_emphasis && 0 < count.coloured && count.coloured * 2 <= count.all
}

/// Whether `element` gives its text a colour, and is part of a line.
pub fn is_coloured(element: &Element) -> bool {
    let by_attribute = || {
        let colour = element.attribute("color");
        colour.is_some_and(|colour| !is_ink(&colour.to_ascii_lowercase()))
    };
    match element.name.as_str() {
        "font" => element.look.coloured.unwrap_or_else(by_attribute),
        "span" => element.look.coloured == Some(true),
        _ => false,
    }
}

#[derive(Default)]
struct Count {
    /// Bytes of text.
    all: usize,
    coloured: usize,
    other_emphasis: bool,
}

impl Count {
    fn add(&mut self, tree: &Tree, id: NodeId, coloured: bool) {
        let coloured = match &tree.node(id).kind {
            Kind::Text(text) => {
                let length = text.text.trim().len();
                self.all += length;
                self.coloured += if coloured { length } else { 0 };
                return;
            }
            Kind::Element(element) if element.is_hidden() => return,
            Kind::Element(element) => {
                self.other_emphasis |= is_emphasised(element);
                coloured || is_coloured(element)
            }
        };
        for child in tree.children(id) {
            self.add(tree, *child, coloured);
        }
    }
}

fn is_emphasised(element: &Element) -> bool {
    let name = element.name.as_str();
    let look = element.look;
    matches!(
        name,
        "b" | "strong" | "i" | "em" | "u" | "mark" | "code" | "pre" | "kbd" | "tt" | "samp" | "a"
    ) || [look.bold, look.italic, look.mono].contains(&Some(true))
}
