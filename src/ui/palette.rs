//! Colours: how a look becomes what a terminal understands.
//!
//! Only the 16 ANSI colours, which the user's theme defines, never a background, never colour
//! alone. With colours off, not one escape is written; what would be lost then (strong, emphasis)
//! keeps its Markdown signs, see [`Page::marks`].

use super::page::Page;
use super::style::{Line, Look, Span, Style};
use std::fmt::Write;

/// What the terminal's background is like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// No colour and no other escape: a pipe, `NO_COLOR`, `TERM=dumb`.
    #[default]
    Off,
    Dark,
    Light,
}

/// How lines are written out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Palette {
    pub theme: Theme,
    /// Whether the terminal takes links (OSC 8). Without colours it gets none either.
    pub links: bool,
    /// Whether boxes, bullets and signs are to be ASCII.
    pub ascii: bool,
}

impl Palette {
    /// Plain text: no escape, but all of Unicode.
    pub const PLAIN: Palette = Palette {
        theme: Theme::Off,
        links: false,
        ascii: false,
    };

    /// Returns the page of `width` columns for what this palette can show.
    pub fn page(self, width: usize) -> Page {
        Page::new(width, self.theme == Theme::Off)
    }

    /// Returns the line as the terminal shall get it, without a line break.
    pub fn paint(self, line: &Line) -> String {
        let mut out = String::new();
        for span in line.spans() {
            self.paint_span(span, &mut out);
        }
        out
    }

    /// Returns the lines, each with its line break.
    pub fn paint_all(self, lines: &[Line]) -> String {
        lines.iter().map(|line| self.paint(line) + "\n").collect()
    }

    fn paint_span(self, span: &Span, out: &mut String) {
        let codes = self.codes(&span.look);
        let target = span
            .look
            .target()
            .filter(|_| self.links && self.theme != Theme::Off);
        if let Some(target) = target {
            write!(out, "\x1b]8;;{target}\x1b\\").expect("a string takes all");
        }
        match codes.is_empty() {
            true => self.push_text(span.text(), out),
            false => {
                write!(out, "\x1b[{codes}m").expect("a string takes all");
                self.push_text(span.text(), out);
                out.push_str("\x1b[0m");
            }
        }
        if target.is_some() {
            out.push_str("\x1b]8;;\x1b\\");
        }
    }

    fn push_text(self, text: &str, out: &mut String) {
        match self.ascii {
            true => out.extend(text.chars().map(ascii)),
            false => out.push_str(text),
        }
    }

    /// The SGR parameters of a look; empty where it needs none.
    fn codes(self, look: &Look) -> String {
        if self.theme == Theme::Off {
            return String::new();
        }
        let overlays = [(look.strong, "1"), (look.emphasis, "3"), (look.struck, "9")];
        let overlays = overlays.iter().filter(|(on, _)| *on).map(|(_, code)| *code);
        let mut codes: Vec<&str> = overlays.collect();
        codes.extend(Some(self.style_codes(look.style)).filter(|code| !code.is_empty()));
        codes.join(";")
    }

    fn style_codes(self, style: Style) -> &'static str {
        match self.theme {
            Theme::Off => "",
            Theme::Dark => on_dark(style),
            Theme::Light => on_light(style),
        }
    }
}

/// Blue is left out: on black it can hardly be read.
fn on_dark(style: Style) -> &'static str {
    match style {
        Style::Plain => "",
        Style::Heading => "1",
        Style::Dim => "2",
        Style::Link => "4",
        Style::Code | Style::Easy => "36",
        Style::Keyword => "35",
        Style::Text | Style::Added | Style::Right | Style::Good => "32",
        Style::Number | Style::Near | Style::Hard => "33",
        // Not SGR 2 and not bright black: comments are content, and both vanish on some themes.
        Style::Comment => "3;36",
        Style::Removed | Style::Wrong | Style::Again => "31",
        Style::Accent => "1;36",
        Style::Warning => "1;33",
    }
}

/// Yellow and cyan are left out: on white they can hardly be read.
fn on_light(style: Style) -> &'static str {
    match style {
        Style::Plain => "",
        Style::Heading => "1",
        Style::Dim => "2",
        Style::Link => "4",
        Style::Code | Style::Keyword | Style::Easy => "34",
        Style::Added | Style::Right | Style::Good => "32",
        Style::Number | Style::Near | Style::Hard => "35",
        Style::Comment => "3;32",
        Style::Text | Style::Removed | Style::Wrong | Style::Again => "31",
        Style::Accent => "1;34",
        Style::Warning => "1;35",
    }
}

/// The sign of the same width that every terminal has.
///
/// Drawings in a card change with our own signs: where a bullet cannot be shown, neither can a box.
fn ascii(c: char) -> char {
    match c {
        '─' | '━' | '═' | '–' | '—' => '-',
        '│' | '┃' | '║' => '|',
        '┌' | '┐' | '└' | '┘' | '├' | '┤' | '┬' | '┴' | '┼' | '╭' | '╮' | '╯' | '╰' => {
            '+'
        }
        '╔' | '╗' | '╚' | '╝' | '╠' | '╣' | '╦' | '╩' | '╬' => '+',
        '•' | '▪' => '*',
        '·' => '.',
        '↪' => '\\',
        '…' => '~',
        '✓' => '+',
        '✗' => 'x',
        '≈' => '~',
        '→' | '▶' => '>',
        '←' | '◀' => '<',
        '↑' | '▲' => '^',
        '↓' | '▼' => 'v',
        '█' => '#',
        '▒' => '=',
        '▁' | '▂' => '_',
        '▃' | '▄' => '-',
        '▅' | '▆' => '=',
        '▇' => '#',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn painted(theme: Theme, line: &Line) -> String {
        Palette {
            theme,
            links: true,
            ascii: false,
        }
        .paint(line)
    }

    #[test]
    fn without_colour_there_is_no_escape() {
        let linked = Look::from(Style::Link).with_target("https://example.org");
        let line = Line::from("a ").with("b", Style::Wrong).with("c", linked);
        assert_eq!(painted(Theme::Off, &line), "a bc");
    }

    #[test]
    fn a_look_is_switched_off_behind_its_text() {
        let line = Line::from(Span::strong("not")).with(" now", Style::Plain);
        assert_eq!(painted(Theme::Dark, &line), "\x1b[1mnot\x1b[0m now");
        let line = Line::new().with("near", Style::Near);
        assert_eq!(painted(Theme::Dark, &line), "\x1b[33mnear\x1b[0m");
        assert_eq!(painted(Theme::Light, &line), "\x1b[35mnear\x1b[0m");
    }

    #[test]
    fn a_link_can_be_clicked_only_where_the_terminal_takes_it() {
        let linked = Look::from(Style::Link).with_target("https://example.org");
        let line = Line::new().with("here", linked);
        let expected = "\x1b]8;;https://example.org\x1b\\\x1b[4mhere\x1b[0m\x1b]8;;\x1b\\";
        assert_eq!(painted(Theme::Dark, &line), expected);
        let no_links = Palette {
            theme: Theme::Dark,
            ..Palette::PLAIN
        };
        assert_eq!(no_links.paint(&line), "\x1b[4mhere\x1b[0m");
    }

    #[test]
    fn ascii_keeps_the_width() {
        let line = Line::from("▪ a │ b… ✓ ↪ █·");
        let ascii = Palette {
            ascii: true,
            ..Palette::PLAIN
        }
        .paint(&line);
        assert_eq!(ascii, "* a | b~ + \\ #.");
    }
}
