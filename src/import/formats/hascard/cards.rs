//! The cards of a file, as written, and what each asks for.

/// One card, as written.
#[derive(Debug, Default)]
pub struct Card<'t> {
    pub line: usize,
    /// `None` where it does not start with `# `.
    pub question: Option<&'t str>,
    pub images: Vec<&'t str>,
    /// Without blank lines at both ends.
    pub lines: Vec<&'t str>,
}

/// Parts a file into its cards.
pub fn cards(text: &str) -> Vec<Card<'_>> {
    let mut cards = Vec::new();
    let mut block: Vec<(usize, &str)> = Vec::new();
    let mut fenced = false;
    for (idx, line) in text.lines().enumerate() {
        fenced ^= line.trim_start().starts_with("```");
        if line.trim_end() == "---" && !fenced {
            cards.extend(card(&block));
            block.clear();
        } else {
            block.push((idx + 1, line));
        }
    }
    cards.extend(card(&block));
    cards
}

fn card<'t>(block: &[(usize, &'t str)]) -> Option<Card<'t>> {
    let start = block.iter().position(|(_, line)| !line.trim().is_empty())?;
    let (line, first) = block[start];
    let mut card = Card {
        line,
        question: first
            .strip_prefix("# ")
            .map(str::trim)
            .filter(|text| !text.is_empty()),
        ..Card::default()
    };
    for (_, line) in &block[start + 1..] {
        let is_top = card.lines.is_empty();
        match image(line) {
            Some(image) if is_top => card.images.push(image),
            _ if is_top && line.trim().is_empty() => (),
            _ => card.lines.push(line.trim_end()),
        }
    }
    while card.lines.last().is_some_and(|line| line.is_empty()) {
        card.lines.pop();
    }
    Some(card)
}

/// The target of a line that is only `![…](target)`.
fn image(line: &str) -> Option<&str> {
    let (_, target) = line.trim().strip_prefix("![")?.split_once("](")?;
    target
        .strip_suffix(')')
        .filter(|target| !target.contains(')'))
}

/// What a card asks for; texts still have their escapes.
#[derive(Debug)]
pub enum Body<'t> {
    Nothing,
    Choices(Vec<(bool, &'t str)>),
    /// With whether one is filled as only hascard does: `[*]`.
    Boxes(Vec<(bool, &'t str)>, bool),
    Steps(Vec<&'t str>, bool),
    Gaps(Vec<Piece<'t>>),
    Definition,
}

impl Body<'_> {
    /// Whether a card comes of it.
    pub fn is_complete(&self) -> bool {
        match self {
            Body::Nothing => false,
            Body::Boxes(boxes, _) => boxes.iter().any(|(right, _)| *right),
            _ => true,
        }
    }

    /// Whether no other format writes it so. Numbered lines in order are a list in all of them.
    pub fn is_own(&self) -> bool {
        match self {
            Body::Nothing | Body::Definition => false,
            Body::Steps(_, is_shuffled) => *is_shuffled,
            Body::Boxes(_, is_starred) => *is_starred,
            Body::Choices(_) => true,
            // Emphasis of Markdown looks the same.
            Body::Gaps(_) => false,
        }
    }
}

/// A piece of a text with gaps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'t> {
    Text(&'t str),
    Gap(&'t str),
}

impl<'t> Card<'t> {
    /// Tells the kinds apart.
    pub fn body(&self) -> Body<'t> {
        if self.lines.is_empty() {
            return Body::Nothing;
        }
        let marked = |right: &[&str], wrong: &str| -> Option<Vec<(bool, &'t str)>> {
            let lines = self.lines.iter().filter(|line| !line.is_empty());
            let option = |line: &&'t str| {
                let found = right.iter().find_map(|mark| line.strip_prefix(mark));
                let found = found.map(|text| (true, text.trim()));
                found.or(line.strip_prefix(wrong).map(|text| (false, text.trim())))
            };
            lines.map(option).collect()
        };
        let n_right = |options: &[(bool, &str)]| options.iter().filter(|(right, _)| *right).count();
        if let Some(options) = marked(&["* "], "- ")
            && n_right(&options) == 1
            && 1 < options.len()
        {
            return Body::Choices(options);
        }
        if let Some(options) = marked(&["[*] ", "[x] "], "[ ] ") {
            let is_starred = self.lines.iter().any(|line| line.starts_with("[*] "));
            return Body::Boxes(options, is_starred);
        }
        if let Some((steps, is_shuffled)) = self.steps() {
            return Body::Steps(steps, is_shuffled);
        }
        match self.gaps() {
            pieces if pieces.iter().any(|piece| matches!(piece, Piece::Gap(_))) => {
                Body::Gaps(pieces)
            }
            _ => Body::Definition,
        }
    }

    /// Lines numbered from 1, sorted, and whether they stood in another order.
    fn steps(&self) -> Option<(Vec<&'t str>, bool)> {
        let lines = self.lines.iter().filter(|line| !line.is_empty());
        let step = |line: &&'t str| -> Option<(usize, &'t str)> {
            let (number, text) = line.split_once(". ")?;
            Some((number.parse().ok()?, text.trim()))
        };
        let written: Vec<(usize, &str)> = lines.map(step).collect::<Option<_>>()?;
        let mut sorted = written.clone();
        sorted.sort_by_key(|(number, _)| *number);
        let is_whole = sorted
            .iter()
            .enumerate()
            .all(|(idx, (number, _))| idx + 1 == *number);
        let steps = sorted.iter().map(|(_, text)| *text).collect();
        (is_whole && 1 < sorted.len()).then_some((steps, sorted != written))
    }

    /// The lines as texts and gaps; a line end is a text of its own.
    fn gaps(&self) -> Vec<Piece<'t>> {
        let mut pieces = Vec::new();
        let mut fenced = false;
        for line in &self.lines {
            if !pieces.is_empty() {
                pieces.push(Piece::Text("\n"));
            }
            let is_fence = line.trim_start().starts_with("```");
            match fenced || is_fence {
                true => pieces.push(Piece::Text(line)),
                false => push_gaps(line, &mut pieces),
            }
            fenced ^= is_fence;
        }
        pieces
    }
}

/// Parts a line at `_gap_`; an underscore inside a word, or behind a backslash, is text.
fn push_gaps<'t>(line: &'t str, pieces: &mut Vec<Piece<'t>>) {
    let wordy = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let (mut done, mut open) = (0, None);
    let mut before = None;
    let mut chars = line.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, c)| *c);
        match (c, open) {
            ('\\', _) => {
                chars.next();
            }
            ('_', None) if !wordy(before) && next.is_some_and(|c| !c.is_whitespace()) => {
                open = Some(at);
            }
            ('_', Some(start)) if start + 1 < at && !wordy(next) => {
                pieces.push(Piece::Text(&line[done..start]));
                pieces.push(Piece::Gap(&line[start + 1..at]));
                (done, open) = (at + 1, None);
            }
            _ => (),
        }
        before = Some(c);
    }
    pieces.push(Piece::Text(&line[done..]));
}
