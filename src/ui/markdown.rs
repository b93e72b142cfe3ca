//! Markdown becomes lines.
//!
//! Prose is wrapped, code is not, tables fit or turn into records. The text is untrusted: nesting
//! costs nothing beyond eight levels, every pass is linear, and what could steer a terminal has
//! become visible by the time it is a span. Nothing is left out: what has no rendering (HTML, an
//! image) is shown as text.

use super::code;
use super::inline::Inline;
use super::page::Page;
use super::sheet::Sheet;
use super::style::{Line, Span, Style};
use super::table::Table;
use super::width::{self, Align};
use super::wrap::{chop, wrap};
use pulldown_cmark::{Alignment, CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// Code is indented only where enough room is left for it.
const CODE_ROOM_MIN: usize = 20;

/// Returns the text laid out for `page`, a width or a [`Page`]. No line is wider than the page.
pub fn render(markdown: &str, page: impl Into<Page>) -> Vec<Line> {
    render_led(Line::new(), markdown, page)
}

/// The same with `lead` in front of the first paragraph.
pub fn render_led(lead: Line, markdown: &str, page: impl Into<Page>) -> Vec<Line> {
    let mut renderer = Renderer::new(page.into());
    renderer.inline.lead(lead);
    renderer.read(markdown);
    renderer.sheet.into_lines()
}

/// Returns Markdown that is one line (a question, a choice) as one line of any width.
///
/// Nothing at its beginning starts a list, a heading or other blocks.
pub fn render_line(markdown: &str, page: impl Into<Page>) -> Line {
    let mut renderer = Renderer::new(page.into());
    // A space that is none to the grammar of blocks; it is taken away again.
    let text = format!("{GUARD}{}", markdown.trim().replace(['\n', '\r'], " "));
    for event in Parser::new_ext(&text, options()) {
        renderer.event_within(event);
    }
    let mut line = Line::new();
    for part in renderer.inline.take() {
        line.pad(usize::from(!line.is_empty()));
        line.extend(part);
    }
    line.without_prefix(GUARD)
}

const GUARD: &str = "\u{a0}";

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
}

struct Renderer {
    sheet: Sheet,
    inline: Inline,
    /// The number of the next item of each open list; `None` for bullets.
    lists: Vec<Option<u64>>,
    /// For each open margin, whether its text stands in no paragraph.
    tight: Vec<bool>,
    /// Language and text of the code block that is being read.
    code: Option<(String, String)>,
    html: Option<String>,
    table: Table,
    row: Vec<Line>,
    /// Signs of items too deep for a margin; the next text begins with them.
    signs: Line,
}

impl Renderer {
    fn new(page: Page) -> Renderer {
        Renderer {
            sheet: Sheet::new(page),
            inline: Inline::new(page.marks()),
            lists: Vec::new(),
            tight: Vec::new(),
            code: None,
            html: None,
            table: Table::default(),
            row: Vec::new(),
            signs: Line::new(),
        }
    }

    fn read(&mut self, markdown: &str) {
        for event in Parser::new_ext(markdown, options()) {
            self.event(event);
        }
        self.end_text();
    }

    /// Takes an event of a text that has but one paragraph, which is not to be set.
    fn event_within(&mut self, event: Event) {
        let paragraph = matches!(
            event,
            Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph)
        );
        if !paragraph {
            self.event(event);
        }
    }

    fn event(&mut self, event: Event) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text),
            Event::Code(code) => self.inline.code(&code),
            Event::Html(html) => self.text(&html),
            Event::InlineHtml(html) => self.inline.text(&html),
            Event::InlineMath(math) | Event::DisplayMath(math) => self.inline.text(&math),
            Event::FootnoteReference(name) => self.inline.text(&format!("[{name}]")),
            Event::SoftBreak => self.inline.text(" "),
            Event::HardBreak => self.inline.hard_break(),
            Event::Rule => self.rule(),
            Event::TaskListMarker(done) => self.task(done),
        }
    }

    fn start(&mut self, tag: Tag) {
        match tag {
            Tag::Emphasis => self.inline.start_emphasis(),
            Tag::Strong => self.inline.start_strong(),
            Tag::Strikethrough => self.inline.start_struck(),
            Tag::Link { dest_url, .. } => self.inline.start_link(&dest_url),
            Tag::Image { dest_url, .. } => self.inline.start_image(&dest_url),
            Tag::TableHead | Tag::TableRow | Tag::TableCell => (),
            Tag::Superscript | Tag::Subscript => (),
            Tag::Paragraph => self.start_paragraph(),
            block => {
                let nests = matches!(block, Tag::List(_) | Tag::Item | Tag::BlockQuote(_));
                if !nests || !self.inline.is_empty() {
                    self.end_text();
                }
                self.start_block(block);
            }
        }
    }

    fn start_block(&mut self, tag: Tag) {
        match tag {
            Tag::Heading { level, .. } => self.start_heading(level),
            Tag::BlockQuote(_) => self.start_quote(),
            Tag::CodeBlock(kind) => self.start_code(&kind),
            Tag::HtmlBlock => self.html = Some(String::new()),
            Tag::List(first) => self.lists.push(first),
            Tag::Item => self.start_item(),
            Tag::FootnoteDefinition(name) => self.start_footnote(&name),
            Tag::Table(aligns) => self.start_table(&aligns),
            _ => (),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis => self.inline.end_emphasis(),
            TagEnd::Strong => self.inline.end_strong(),
            TagEnd::Strikethrough => self.inline.end_struck(),
            TagEnd::Link => self.inline.end_link(),
            TagEnd::Image => self.inline.end_image(),
            TagEnd::Paragraph => self.end_paragraph(),
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition => self.end_margin(),
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::HtmlBlock => self.end_html(),
            TagEnd::List(_) => self.end_list(),
            TagEnd::Item => self.end_item(),
            TagEnd::Table => self.end_table(),
            TagEnd::TableHead => self.table.header = std::mem::take(&mut self.row),
            TagEnd::TableRow => self.table.rows.push(std::mem::take(&mut self.row)),
            TagEnd::TableCell => self.end_cell(),
            _ => (),
        }
    }

    fn text(&mut self, text: &str) {
        match (&mut self.code, &mut self.html) {
            (Some((_, code)), _) => code.push_str(text),
            (None, Some(html)) => html.push_str(text),
            (None, None) => self.inline.text(text),
        }
    }

    /// Sets the text gathered so far. Only that of tight items is not ended by a paragraph.
    fn end_text(&mut self) {
        let columns = self.sheet.prose();
        let mut lines = self.inline.take();
        let mut first = std::mem::take(&mut self.signs);
        if !first.is_empty() {
            first.extend(if lines.is_empty() {
                Line::new()
            } else {
                lines.remove(0)
            });
            lines.insert(0, first);
        }
        for line in lines {
            self.sheet.put_all(wrap(&line, columns));
        }
    }

    fn start_paragraph(&mut self) {
        if let Some(tight) = self.tight.last_mut() {
            *tight = false;
        }
    }

    fn end_paragraph(&mut self) {
        self.end_text();
        self.sheet.set_gap(true);
    }

    fn start_heading(&mut self, level: HeadingLevel) {
        self.inline.style = Style::Heading;
        if self.sheet.page().marks() {
            self.inline
                .lead(Span::dim(&format!("{} ", "#".repeat(level as usize))).into());
        }
    }

    /// A heading stands with what it heads, without a gap.
    fn end_heading(&mut self) {
        self.end_text();
        self.inline.style = Style::Plain;
        self.sheet.set_gap(false);
    }

    /// Quotes too deep for a margin lose their bar.
    fn start_quote(&mut self) {
        let bar = || Line::from(Span::dim("│ "));
        let _ = self.open_margin(bar(), bar());
    }

    fn start_footnote(&mut self, name: &str) {
        let sign = Line::from(format!("[{name}] "));
        self.open_sign(sign);
    }

    /// Opens a margin that begins with a sign, and goes on with spaces.
    fn open_sign(&mut self, sign: Line) {
        let rest = Line::blank(sign.width());
        if let Some(sign) = self.open_margin(sign, rest) {
            self.signs.extend(sign);
        }
    }

    /// Returns `first` where there is no room for one more margin.
    fn open_margin(&mut self, first: Line, rest: Line) -> Option<Line> {
        self.sheet.close_gap();
        self.tight.push(true);
        self.sheet.indent(first, rest)
    }

    fn end_margin(&mut self) {
        self.end_text();
        self.sheet.outdent();
        self.tight.pop();
        self.sheet.set_gap(true);
    }

    fn start_item(&mut self) {
        let sign = match self.lists.last_mut() {
            Some(Some(number)) => {
                let sign = format!("{number}. ");
                *number = number.saturating_add(1);
                Line::from(sign)
            }
            _ => Span::dim("• ").into(),
        };
        self.open_sign(sign);
    }

    fn task(&mut self, done: bool) {
        let sign = || Line::from(if done { "[x] " } else { "[ ] " });
        if !self.sheet.replace_sign(sign(), Line::blank(4)) {
            self.signs.extend(sign());
        }
    }

    fn end_item(&mut self) {
        self.end_text();
        self.sheet.outdent();
        let tight = self.tight.pop().unwrap_or(true);
        self.sheet.set_gap(!tight);
    }

    fn end_list(&mut self) {
        self.lists.pop();
        self.sheet.set_gap(true);
    }

    fn rule(&mut self) {
        self.end_text();
        let columns = self.sheet.prose().min(8);
        self.sheet.put(Span::dim(&"─".repeat(columns)).into());
        self.sheet.set_gap(true);
    }

    /// Outside lists an empty line stands before what is not prose, even below a heading.
    fn part_from_prose(&mut self) {
        if self.tight.is_empty() {
            self.sheet.set_gap(true);
        }
    }

    fn start_code(&mut self, kind: &CodeBlockKind) {
        self.part_from_prose();
        self.code = Some((language(kind), String::new()));
    }

    fn start_table(&mut self, aligns: &[Alignment]) {
        self.part_from_prose();
        self.table = Table::new(aligns.iter().map(align).collect());
    }

    fn end_code(&mut self) {
        let Some((language, text)) = self.code.take() else {
            return;
        };
        let room = self.sheet.room();
        let indent = if CODE_ROOM_MIN <= room { 2 } else { 0 };
        for line in code::highlight(&language, &text) {
            for part in chop(&line, room - indent) {
                let mut indented = Line::blank(indent);
                indented.extend(part);
                self.sheet.put(indented);
            }
        }
        self.sheet.set_gap(true);
    }

    fn end_html(&mut self) {
        let Some(html) = self.html.take() else { return };
        let room = self.sheet.room();
        for line in html.trim_end().lines() {
            let line = Line::from(width::expand_tabs(line, 4));
            self.sheet.put_all(chop(&line, room));
        }
        self.sheet.set_gap(true);
    }

    fn end_cell(&mut self) {
        let mut cell = Line::new();
        for (idx, line) in self.inline.take().into_iter().enumerate() {
            cell.pad(usize::from(0 < idx));
            cell.extend(line);
        }
        self.row.push(cell);
    }

    fn end_table(&mut self) {
        let table = std::mem::take(&mut self.table);
        let lines = table.lay_out(self.sheet.room());
        self.sheet.put_all(lines);
        self.sheet.set_gap(true);
    }
}

/// The first word behind the fence.
fn language(kind: &CodeBlockKind) -> String {
    let info = match kind {
        CodeBlockKind::Fenced(info) => info.as_ref(),
        CodeBlockKind::Indented => "",
    };
    let end = info.find([' ', ',', '{', '\t']).unwrap_or(info.len());
    info[..end].to_string()
}

fn align(alignment: &Alignment) -> Align {
    match alignment {
        Alignment::None | Alignment::Left => Align::Left,
        Alignment::Center => Align::Centre,
        Alignment::Right => Align::Right,
    }
}
