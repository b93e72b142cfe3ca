//! A card's two faces: the question, and the answer below it.
//!
//! The faces hold Markdown as it is to be shown; whoever fills them has hidden the cloze and put
//! the choices into their order. Nothing is said by colour alone: each verdict is a sign and a word.

use super::given::{self, Given};
use super::markdown::{render, render_led, render_line};
use super::page::Page;
use super::style::{Line, Look, Span, Style};
use super::wrap::{hang, wrap};
use crate::model::card::{Card, Kind, Part};

/// Notes are not made narrower than this.
const NOTE_COLUMNS_MIN: usize = 20;

/// What stands there before the learner answers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Question {
    /// Small print above, such as the deck's title; plain text.
    pub caption: String,
    /// One line of Markdown; empty where the body says as much.
    pub heading: String,
    /// What stands above the answer in the deck: a scenario, a listing.
    pub prompt: String,
    /// A text with gaps, for cloze cards.
    pub body: String,
    /// Choices or steps, in the order in which they are shown.
    pub items: Vec<String>,
    /// Only once the learner has asked for it.
    pub hint: Option<String>,
}

/// What is shown below the question.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    pub given: Option<Given>,
    /// Markdown.
    pub answer: String,
    /// In the order in which the question showed them; empty where it did not.
    pub choices: Vec<Choice>,
    pub why: Option<String>,
    pub sources: Vec<String>,
}

/// A choice when the answer is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    pub text: String,
    /// Why it is wrong, or right.
    pub note: Option<String>,
    pub right: bool,
    /// Whether the learner took it.
    pub taken: bool,
}

impl Question {
    /// Fills the question of one review card.
    ///
    /// `shown` are the places of the choices or steps in the order in which they are shown;
    /// `None` shows none. The body of a cloze card is left for the caller.
    pub fn new(card: &Card, part: Part, shown: Option<&[usize]>) -> Question {
        if part == Part::Reversed {
            return Question {
                heading: "What is this?".to_string(),
                body: card.answer.clone(),
                ..Question::default()
            };
        }
        Question {
            heading: card.question.clone(),
            prompt: card.prompt.clone(),
            items: pick(&items(card), shown.unwrap_or_default()),
            ..Question::default()
        }
    }

    /// A body that is one line of prose is its own heading where there is no other.
    fn heading_and_body(&self) -> (&str, &str) {
        let starts_prose = |c: char| c.is_alphabetic() || matches!(c, '[' | '*' | '"' | '`');
        let is_line = self.body.starts_with(starts_prose) && !self.body.contains('\n');
        match self.heading.is_empty() && self.prompt.is_empty() && is_line {
            true => (&self.body, ""),
            false => (&self.heading, &self.body),
        }
    }

    /// Returns the question laid out.
    pub fn lines(&self, page: impl Into<Page>) -> Vec<Line> {
        let page = page.into();
        let caption = Line::from(Span::dim(&self.caption)).cut(page.prose());
        let mut lines: Vec<Line> = Some(caption)
            .into_iter()
            .filter(|line| !line.is_empty())
            .collect();
        let (heading, body) = self.heading_and_body();
        if !heading.is_empty() {
            let heading = headline(render_line(heading, page));
            lines.extend(wrap(&heading, page.prose()));
        }
        add_block(&mut lines, render(&self.prompt, page));
        add_block(&mut lines, render(body, page));
        let items = self.items.iter().enumerate();
        let items = items.flat_map(|(idx, item)| {
            hang(
                letter_sign(Line::new(), idx),
                &render_line(item, page),
                page.prose(),
            )
        });
        add_block(&mut lines, items.collect());
        add_block(&mut lines, labelled("Hint:", self.hint.as_deref(), page));
        lines
    }
}

impl Answer {
    /// Fills the answer of one review card; `shown` as the question had it.
    ///
    /// The text of a cloze card, and what the learner gave, are left for the caller.
    pub fn new(card: &Card, part: Part, shown: Option<&[usize]>) -> Answer {
        let answer = match part {
            Part::Reversed if card.prompt.is_empty() => card.question.clone(),
            Part::Reversed => format!("{}\n\n{}", card.question, card.prompt),
            _ if card.answer.trim().is_empty() && shown.is_none() => right_choices(card),
            _ => card.answer.clone(),
        };
        let choices: Vec<Choice> = card.choices.iter().map(Choice::from).collect();
        let shown = shown.filter(|_| part == Part::Whole).unwrap_or_default();
        Answer {
            given: None,
            answer,
            choices: pick(&choices, shown),
            why: card.why.clone(),
            sources: card.sources.clone(),
        }
    }

    /// Returns the answer laid out, with the rule that parts it from the question.
    pub fn lines(&self, page: impl Into<Page>) -> Vec<Line> {
        let page = page.into();
        let mut lines = Vec::new();
        if let Some(given) = &self.given {
            add_block(&mut lines, given::lines(given, page));
        }
        if !self.given.as_ref().is_some_and(Given::shows_the_answer) {
            add_block(&mut lines, render(&self.answer, page));
        }
        add_block(&mut lines, self.choice_lines(page));
        add_block(&mut lines, labelled("Why:", self.why.as_deref(), page));
        add_block(&mut lines, self.source_lines(page));
        lines.insert(0, Span::dim(&"─".repeat(page.prose())).into());
        lines
    }

    fn choice_lines(&self, page: Page) -> Vec<Line> {
        let asked = self.choices.iter().any(|choice| choice.taken);
        let choices = self.choices.iter().enumerate();
        choices
            .flat_map(|(idx, choice)| choice_lines(choice, idx, asked, page))
            .collect()
    }

    fn source_lines(&self, page: Page) -> Vec<Line> {
        let sources = self.sources.iter();
        sources
            .flat_map(|source| render_led(Span::dim("Source: ").into(), source, page))
            .collect()
    }
}

impl From<&crate::model::card::Choice> for Choice {
    fn from(choice: &crate::model::card::Choice) -> Choice {
        Choice {
            text: choice.text.clone(),
            note: choice.note.clone(),
            right: choice.right,
            taken: false,
        }
    }
}

/// What the learner picks from or puts in order.
fn items(card: &Card) -> Vec<String> {
    match &card.kind {
        Kind::Order { steps } => steps.clone(),
        _ => card
            .choices
            .iter()
            .map(|choice| choice.text.clone())
            .collect(),
    }
}

fn pick<T: Clone>(all: &[T], places: &[usize]) -> Vec<T> {
    places
        .iter()
        .filter_map(|place| all.get(*place).cloned())
        .collect()
}

/// The right choices are the answer where no other is written.
fn right_choices(card: &Card) -> String {
    let right: Vec<&str> = card
        .choices
        .iter()
        .filter(|choice| choice.right)
        .map(|choice| choice.text.as_str())
        .collect();
    match right.as_slice() {
        [only] => only.to_string(),
        several => several.iter().map(|text| format!("- {text}\n")).collect(),
    }
}

fn choice_lines(choice: &Choice, idx: usize, asked: bool, page: Page) -> Vec<Line> {
    let (sign, style, words) = match (choice.right, choice.taken) {
        (true, true) => ("✓ ", Style::Right, "right, yours"),
        (true, false) if asked => ("✓ ", Style::Right, "right, missed"),
        (true, false) => ("✓ ", Style::Right, "right"),
        (false, true) => ("✗ ", Style::Wrong, "wrong, yours"),
        (false, false) => ("  ", Style::Plain, ""),
    };
    let sign = letter_sign(Line::new().with(sign, style), idx);
    let indent = sign.width();
    let mut text = render_line(&choice.text, page);
    if !words.is_empty() {
        text = text.with(&format!(" ({words})"), style);
    }
    let mut lines = hang(sign, &text, page.prose());
    if let Some(note) = &choice.note {
        lines.extend(note_lines(note, indent, page));
    }
    lines
}

/// The letter under which a choice can be named.
pub fn letter(idx: usize) -> String {
    match u8::try_from(idx) {
        Ok(idx) if idx < 26 => char::from(b'a' + idx).to_string(),
        _ => (idx + 1).to_string(),
    }
}

fn letter_sign(mut sign: Line, idx: usize) -> Line {
    sign.push(Span::new(&format!("{})", letter(idx)), Style::Accent));
    sign.pad(1);
    sign
}

/// A note stands below its choice's text, or at the margin where the page is too narrow.
fn note_lines(note: &str, indent: usize, page: Page) -> Vec<Line> {
    let indent = if page.prose() < indent + NOTE_COLUMNS_MIN {
        0
    } else {
        indent
    };
    let room = Page::new(page.prose() - indent, page.marks());
    let lines = render(note, room).into_iter();
    lines.map(|line| indented(line, indent)).collect()
}

fn indented(line: Line, columns: usize) -> Line {
    if line.is_empty() {
        return line;
    }
    let mut out = Line::blank(columns);
    out.extend(line);
    out
}

fn headline(line: Line) -> Line {
    let headed = |span: &Span| {
        let mut span = span.clone();
        if span.look == Look::default() {
            span.look.style = Style::Heading;
        }
        span.look.strong |= span.look.style != Style::Heading;
        span
    };
    line.spans().iter().map(headed).collect()
}

fn labelled(label: &str, text: Option<&str>, page: Page) -> Vec<Line> {
    let Some(text) = text.filter(|text| !text.trim().is_empty()) else {
        return Vec::new();
    };
    let mut lead = Line::from(Span::strong(label));
    lead.pad(1);
    render_led(lead, text, page)
}

/// Adds lines with an empty one before them.
fn add_block(lines: &mut Vec<Line>, block: Vec<Line>) {
    if !block.is_empty() && !lines.is_empty() {
        lines.push(Line::new());
    }
    lines.extend(block);
}
