//! The part of CSS that means something: bold, italic, struck, code, hidden, lines kept.
//!
//! Comes from a `style` attribute, or from a `<style>` in the same field by element and class.
//! Sizes and margins are nothing here; selectors that depend on other elements are passed over.

use std::collections::{BTreeMap, HashMap};

/// What style says; `None` where it says nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    pub bold: Option<bool>,
    pub italic: Option<bool>,
    pub struck: Option<bool>,
    /// Set in a font whose letters are equally wide: it is code.
    pub mono: Option<bool>,
    /// Line ends of the source are line ends.
    pub keeps_lines: Option<bool>,
    pub hidden: Option<bool>,
    pub block: Option<bool>,
    /// Text has a colour of its own.
    pub coloured: Option<bool>,
}

impl Look {
    /// Returns this look with all that `over` says on top.
    pub fn under(self, over: Look) -> Look {
        Look {
            bold: over.bold.or(self.bold),
            italic: over.italic.or(self.italic),
            struck: over.struck.or(self.struck),
            mono: over.mono.or(self.mono),
            keeps_lines: over.keeps_lines.or(self.keeps_lines),
            hidden: over.hidden.or(self.hidden),
            block: over.block.or(self.block),
            coloured: over.coloured.or(self.coloured),
        }
    }

    /// Reads declarations: `font-weight: 600; color: red`.
    pub fn of_declarations(text: &str) -> Look {
        let mut look = Look::default();
        for declaration in text.split(';') {
            if let Some((key, value)) = declaration.split_once(':') {
                let value = value.trim().to_ascii_lowercase();
                look.declare(&key.trim().to_ascii_lowercase(), &value);
            }
        }
        look
    }

    fn declare(&mut self, key: &str, value: &str) {
        let value = value.trim_end_matches("!important").trim_end();
        match key {
            "font-weight" => self.bold = is_bold(value).or(self.bold),
            "font-style" => self.italic = Some(matches!(value, "italic" | "oblique")),
            "font-family" => self.mono = is_mono(value).or(self.mono),
            "font" => self.shorthand(value),
            "text-decoration" | "text-decoration-line" => {
                self.struck = Some(value.contains("line-through"));
            }
            "white-space" => self.keeps_lines = Some(value.starts_with("pre")),
            "visibility" if value == "hidden" => self.hidden = Some(true),
            "display" if value == "none" => self.hidden = Some(true),
            "display" => self.block = Some(!value.starts_with("inline") && value != "contents"),
            "color" => self.coloured = Some(!is_ink(value)),
            _ => (),
        }
    }

    /// Reads `font: bold 12.0px Menlo`.
    fn shorthand(&mut self, value: &str) {
        self.mono = is_mono(value).or(self.mono);
        self.bold = value.split_whitespace().find_map(is_bold).or(self.bold);
        if value.contains("italic") {
            self.italic = Some(true);
        }
    }
}

fn is_bold(value: &str) -> Option<bool> {
    match value {
        "bold" | "bolder" => Some(true),
        "normal" | "lighter" => Some(false),
        _ => value.parse::<u16>().ok().map(|weight| weight >= 600),
    }
}

/// `None` where the family is the parent's.
pub fn is_mono(families: &str) -> Option<bool> {
    const MONO: &[&str] = &[
        "mono",
        "courier",
        "menlo",
        "consolas",
        "monaco",
        "fixedsys",
        "fira code",
        "source code",
        "cascadia code",
        "lucida console",
        "typewriter",
    ];
    if matches!(families, "inherit" | "initial" | "unset") {
        return None;
    }
    let families = families.to_ascii_lowercase();
    Some(MONO.iter().any(|mono| families.contains(mono)))
}

/// Whether a colour is what text is printed in anyway.
pub fn is_ink(colour: &str) -> bool {
    const INK: &[&str] = &[
        "black",
        "inherit",
        "initial",
        "unset",
        "currentcolor",
        "white",
        "#000",
        "#000000",
        "#fff",
        "#ffffff",
        "windowtext",
    ];
    let parts = |list: &str| -> Vec<u16> {
        let numbers = list.split([',', ' ']).filter(|part| !part.is_empty());
        numbers
            .take(3)
            .filter_map(|part| part.parse().ok())
            .collect()
    };
    let inside = colour
        .split_once('(')
        .and_then(|(_, rest)| rest.split_once(')'));
    match inside.map(|(list, _)| parts(list)) {
        // Greys of whatever page the text was copied from.
        Some(rgb) if rgb.len() == 3 => {
            let (least, most) = (rgb.iter().min(), rgb.iter().max());
            most.zip(least)
                .is_some_and(|(most, least)| most - least <= 32)
        }
        _ => INK.contains(&colour) || colour.starts_with("var("),
    }
}

/// What the `<style>` elements of a field say, by `element`, `.class` and `element.class`.
#[derive(Debug, Default)]
pub struct Sheet(HashMap<String, Look>);

impl Sheet {
    /// Takes in the content of one `<style>`.
    pub fn add(&mut self, css: &str) {
        for rule in without_comments(css).split('}') {
            let Some((selectors, declarations)) = rule.split_once('{') else {
                continue;
            };
            // Rules for print or for small windows are no rules here.
            if selectors.contains('@') || declarations.contains('{') {
                continue;
            }
            let look = Look::of_declarations(declarations);
            for selector in selectors.split(',').map(str::trim).filter(|s| is_simple(s)) {
                let known = self.0.entry(selector.to_ascii_lowercase()).or_default();
                *known = known.under(look);
            }
        }
    }

    /// Returns how an element looks by its classes and its own `style`.
    pub fn look(&self, name: &str, attributes: &BTreeMap<String, String>) -> Look {
        let own = attributes
            .get("style")
            .map(|style| Look::of_declarations(style))
            .unwrap_or_default();
        if self.0.is_empty() {
            return own;
        }
        let mut look = self.0.get(name).copied().unwrap_or_default();
        let classes = attributes.get("class").map_or("", String::as_str);
        for class in classes.split_whitespace() {
            let class = format!(".{}", class.to_ascii_lowercase());
            for selector in [format!("{name}{class}"), class].iter().rev() {
                look = look.under(self.0.get(selector).copied().unwrap_or_default());
            }
        }
        look.under(own)
    }
}

fn is_simple(selector: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
    !selector.is_empty() && selector.chars().all(plain)
}

fn without_comments(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, comment)) = rest.split_once("/*") {
        out.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, behind)| behind);
    }
    out + rest
}
