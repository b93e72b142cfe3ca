//! What a line of output is made of: spans of harmless text, each with a look.
//!
//! A look says what the text is (a keyword, a right answer), never which colour it has; that is
//! the palette's matter. No span holds a control character, wherever its text came from.

use super::width::{self, pieces};
use crate::model::text::harmless_line;
use std::sync::Arc;

/// What a piece of text is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Style {
    #[default]
    Plain,
    Heading,
    /// Code within prose, and code whose language is unknown.
    Code,
    Link,
    /// Decoration only: rules, bars, bullets. On some terminals it is all but invisible.
    Dim,
    Keyword,
    /// A string literal.
    Text,
    Number,
    Comment,
    /// Lines of a diff.
    Added,
    Removed,
    /// Verdicts.
    Right,
    Near,
    Wrong,
    /// Grades.
    Again,
    Hard,
    Good,
    Easy,
    /// What the eye should find first.
    Accent,
    Warning,
}

/// How a span looks: what it is, and what Markdown laid over it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    pub style: Style,
    pub strong: bool,
    pub emphasis: bool,
    pub struck: bool,
    /// Where a terminal may lead a click; see [`Look::with_target`].
    target: Option<Arc<str>>,
}

impl Look {
    /// Returns the look with a link, where `target` is one that a click may follow: `http`,
    /// `https` or `mailto`, written in visible ASCII.
    pub fn with_target(mut self, target: &str) -> Look {
        self.target = is_followable(target).then(|| target.into());
        self
    }

    pub fn target(&self) -> Option<&str> {
        self.target.as_deref()
    }
}

impl From<Style> for Look {
    fn from(style: Style) -> Look {
        Look {
            style,
            ..Look::default()
        }
    }
}

fn is_followable(target: &str) -> bool {
    let scheme = target
        .split(':')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    matches!(scheme.as_str(), "http" | "https" | "mailto")
        && scheme.len() < target.len()
        && target.bytes().all(|byte| byte.is_ascii_graphic())
}

/// Text of one look, free of control characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    text: String,
    pub look: Look,
}

impl Span {
    /// Builds a span from any text; what could steer a terminal is replaced by something visible.
    pub fn new(text: &str, look: impl Into<Look>) -> Span {
        Span {
            text: harmless_line(text),
            look: look.into(),
        }
    }

    pub fn plain(text: &str) -> Span {
        Span::new(text, Style::Plain)
    }

    pub fn strong(text: &str) -> Span {
        Span::new(
            text,
            Look {
                strong: true,
                ..Look::default()
            },
        )
    }

    pub fn dim(text: &str) -> Span {
        Span::new(text, Style::Dim)
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn width(&self) -> usize {
        width::width(&self.text)
    }
}

/// One line of output, without its line break.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    spans: Vec<Span>,
}

impl Line {
    pub fn new() -> Line {
        Line::default()
    }

    /// A line of spaces.
    pub fn blank(columns: usize) -> Line {
        Span::plain(&" ".repeat(columns)).into()
    }

    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// The columns that the line takes.
    pub fn width(&self) -> usize {
        self.spans.iter().map(Span::width).sum()
    }

    /// The text without any look.
    pub fn text(&self) -> String {
        self.spans.iter().map(Span::text).collect()
    }

    /// Adds `span`; one of the same look as the last becomes part of it.
    pub fn push(&mut self, span: Span) {
        match self.spans.last_mut() {
            Some(last) if last.look == span.look => last.text.push_str(&span.text),
            _ if span.text.is_empty() => (),
            _ => self.spans.push(span),
        }
    }

    /// Adds text that was already part of a span, and is therefore harmless.
    pub(super) fn push_piece(&mut self, piece: &str, look: &Look) {
        match self.spans.last_mut() {
            Some(last) if last.look == *look => last.text.push_str(piece),
            _ => self.spans.push(Span {
                text: piece.to_string(),
                look: look.clone(),
            }),
        }
    }

    pub fn extend(&mut self, line: Line) {
        for span in line.spans {
            self.push(span);
        }
    }

    /// Adds a span and returns the line, to write lines as one expression.
    pub fn with(mut self, text: &str, look: impl Into<Look>) -> Line {
        self.push(Span::new(text, look));
        self
    }

    /// Returns the line without `prefix` at its beginning.
    pub(super) fn without_prefix(mut self, prefix: &str) -> Line {
        if let Some(first) = self.spans.first_mut()
            && let Some(rest) = first.text.strip_prefix(prefix)
        {
            first.text = rest.to_string();
        }
        self.spans.retain(|span| !span.text.is_empty());
        self
    }

    /// Returns the line with every span strong.
    pub fn strong(mut self) -> Line {
        for span in &mut self.spans {
            span.look.strong = true;
        }
        self
    }

    /// Adds spaces.
    pub fn pad(&mut self, columns: usize) {
        self.push(Span::plain(&" ".repeat(columns)));
    }

    /// Removes spaces at the end.
    pub fn trim_end(&mut self) {
        while let Some(last) = self.spans.last_mut() {
            last.text.truncate(last.text.trim_end_matches(' ').len());
            if !last.text.is_empty() {
                return;
            }
            self.spans.pop();
        }
    }

    /// Returns the line where it fits, otherwise its beginning and an ellipsis.
    pub fn cut(&self, columns: usize) -> Line {
        if self.width() <= columns {
            return self.clone();
        }
        let mut line = Line::new();
        let mut room = columns.saturating_sub(width::width(width::ELLIPSIS));
        for span in &self.spans {
            let kept = width::prefix(&span.text, room);
            line.push_piece(kept, &span.look);
            if kept.len() < span.text.len() {
                break;
            }
            room -= width::width(kept);
        }
        line.trim_end();
        if 0 < columns {
            line.push(Span::dim(width::ELLIPSIS));
        }
        line
    }

    /// Every smallest part of the line with its columns and look.
    pub(super) fn pieces(&self) -> impl Iterator<Item = (&str, usize, &Look)> {
        self.spans.iter().flat_map(|span| {
            pieces(&span.text).map(|(piece, columns)| (piece, columns, &span.look))
        })
    }
}

impl From<Span> for Line {
    fn from(span: Span) -> Line {
        let mut line = Line::new();
        line.push(span);
        line
    }
}

impl From<&str> for Line {
    fn from(text: &str) -> Line {
        Span::plain(text).into()
    }
}

impl From<String> for Line {
    fn from(text: String) -> Line {
        Line::from(text.as_str())
    }
}

impl FromIterator<Span> for Line {
    fn from_iter<I: IntoIterator<Item = Span>>(spans: I) -> Line {
        let mut line = Line::new();
        for span in spans {
            line.push(span);
        }
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_cannot_steer_the_terminal() {
        assert_eq!(Span::plain("\x1b[2J\u{202e}x\ny").text(), "␛[2J<U+202E>x y");
    }

    #[test]
    fn only_targets_that_a_browser_may_open_are_kept() {
        let target = |text| Look::default().with_target(text).target().is_some();
        assert!(target("https://example.org/a?b=c"));
        assert!(target("mailto:a@example.org"));
        for bad in [
            "javascript:alert(1)",
            "file:///etc/passwd",
            "a.md",
            "https",
            "https://a\x1b\\",
        ] {
            assert!(!target(bad), "{bad:?}");
        }
    }

    #[test]
    fn a_cut_line_keeps_its_looks() {
        let line = Line::from("read ").with("committed", Style::Code);
        assert_eq!(line.cut(14), line);
        assert_eq!(
            line.cut(9),
            Line::from("read ")
                .with("com", Style::Code)
                .with("…", Style::Dim)
        );
        assert_eq!(line.cut(5).text(), "read…");
    }
}
