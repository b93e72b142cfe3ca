//! Text within a block: emphasis, code, links and images become spans.

use super::style::{Line, Look, Span, Style};
use super::width;

/// Image paths longer than this (data in a URL) are cut.
const PATH_COLUMNS_MAX: usize = 80;

/// Gathers the spans of one block. Ends must match starts, as the parser guarantees.
#[derive(Default)]
pub(super) struct Inline {
    /// Whether emphasis keeps its Markdown signs.
    marks: bool,
    /// Text before and after hard breaks.
    lines: Vec<Line>,
    line: Line,
    pub style: Style,
    strong: usize,
    emphasis: usize,
    struck: usize,
    link: Option<Link>,
    image: Option<Image>,
}

struct Link {
    target: String,
    /// What the reader sees of it.
    text: String,
}

struct Image {
    path: String,
    alt: String,
    /// Images within its description.
    depth: usize,
}

impl Inline {
    pub fn new(marks: bool) -> Inline {
        Inline {
            marks,
            ..Inline::default()
        }
    }

    /// Returns what was gathered, a line for each part between hard breaks, and begins anew.
    pub fn take(&mut self) -> Vec<Line> {
        let mut lines = std::mem::take(&mut self.lines);
        let last = std::mem::take(&mut self.line);
        if !last.is_empty() {
            lines.push(last);
        }
        lines
    }

    pub fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.line.is_empty()
    }

    pub fn text(&mut self, text: &str) {
        if let Some(image) = &mut self.image {
            image.alt.push_str(text);
            return;
        }
        if let Some(link) = &mut self.link {
            link.text.push_str(text);
        }
        let span = Span::new(text, self.look());
        self.line.push(span);
    }

    /// Code keeps its backticks, dimmed: without colours, and in what is copied, they say where
    /// the code begins and ends.
    pub fn code(&mut self, code: &str) {
        if self.image.is_some() {
            return self.text(code);
        }
        if let Some(link) = &mut self.link {
            link.text.push_str(code);
        }
        let mut look = self.look();
        look.style = Style::Code;
        self.sign("`");
        self.line.push(Span::new(code, look));
        self.sign("`");
    }

    pub fn hard_break(&mut self) {
        match self.image {
            Some(_) => self.text(" "),
            None => self.lines.push(std::mem::take(&mut self.line)),
        }
    }

    /// Puts a sign in front of the text that follows.
    pub fn lead(&mut self, sign: Line) {
        self.line.extend(sign);
    }

    pub fn start_strong(&mut self) {
        self.strong += 1;
        self.mark(self.strong == 1, "**");
    }

    pub fn end_strong(&mut self) {
        self.strong -= 1;
        self.mark(self.strong == 0, "**");
    }

    pub fn start_emphasis(&mut self) {
        self.emphasis += 1;
        self.mark(self.emphasis == 1, "*");
    }

    pub fn end_emphasis(&mut self) {
        self.emphasis -= 1;
        self.mark(self.emphasis == 0, "*");
    }

    /// The signs of struck text always stay: many terminals cannot strike, and the meaning would
    /// turn into its opposite.
    pub fn start_struck(&mut self) {
        self.struck += 1;
        self.text("~~");
    }

    pub fn end_struck(&mut self) {
        self.text("~~");
        self.struck -= 1;
    }

    pub fn start_link(&mut self, target: &str) {
        if self.image.is_none() {
            self.link = Some(Link {
                target: target.to_string(),
                text: String::new(),
            });
        }
    }

    /// Says where the link really goes, unless its text does.
    pub fn end_link(&mut self) {
        let Some(link) = self.link.take_if(|_| self.image.is_none()) else {
            return;
        };
        let mail = link.target.strip_prefix("mailto:");
        if link.text == link.target || Some(link.text.as_str()) == mail {
            return;
        }
        let look = link_look(self.look(), &link.target);
        self.text(if link.text.is_empty() { "" } else { " " });
        self.sign("<");
        self.line.push(Span::new(&link.target, look));
        self.sign(">");
    }

    pub fn start_image(&mut self, path: &str) {
        match &mut self.image {
            Some(image) => image.depth += 1,
            None => {
                let path = width::cut(Span::plain(path).text(), PATH_COLUMNS_MAX);
                self.image = Some(Image {
                    path,
                    alt: String::new(),
                    depth: 0,
                });
            }
        }
    }

    pub fn end_image(&mut self) {
        match self.image.take() {
            Some(image) if 0 < image.depth => {
                self.image = Some(Image {
                    depth: image.depth - 1,
                    ..image
                });
            }
            Some(Image { path, alt, .. }) if alt.trim().is_empty() => {
                self.text(&format!("[image: {path}]"));
            }
            Some(Image { path, alt, .. }) => self.text(&format!("[image: {alt} ({path})]")),
            None => (),
        }
    }

    fn look(&self) -> Look {
        let mut look = Look::from(self.style);
        look.strong = 0 < self.strong;
        look.emphasis = 0 < self.emphasis;
        look.struck = 0 < self.struck;
        match &self.link {
            Some(link) => link_look(look, &link.target),
            None => look,
        }
    }

    fn mark(&mut self, outermost: bool, sign: &str) {
        if self.marks && outermost {
            self.sign(sign);
        }
    }

    fn sign(&mut self, sign: &str) {
        if self.image.is_none() {
            self.line.push(Span::dim(sign));
        }
    }
}

/// A target that no click may follow gives plain text.
fn link_look(look: Look, target: &str) -> Look {
    let mut linked = look.with_target(target);
    if linked.target().is_some() {
        linked.style = Style::Link;
    }
    linked
}
