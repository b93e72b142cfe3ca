//! From the words of a command line to a selector.

use super::error::{Fault, SelectError};
use super::token::{Kind, Token, tokens};
use super::{Selector, term};

/// The longest selector, in characters.
pub const LENGTH_MAX: usize = 10_000;

/// How deep brackets and negations may stand in one another.
pub const DEPTH_MAX: usize = 64;

/// The most words and phrases in one selector.
pub const TERMS_MAX: usize = 500;

/// Reads the words of a command line; none of them selects every card.
///
/// What the shell kept together stays together. An argument with blanks is a phrase
/// (`"cache stampede"`), unless it has an operator, a filter, a quote or a bracket; then it is an
/// expression, as if it stood in brackets (`'is:due or is:new'`).
pub fn parse(args: &[String]) -> Result<Selector, SelectError> {
    let kept: Vec<&str> = args
        .iter()
        .map(|arg| arg.trim())
        .filter(|arg| !arg.is_empty())
        .collect();
    let is_alone = kept.len() < 2;
    let words: Vec<String> = kept
        .into_iter()
        .map(|arg| as_written(arg, is_alone))
        .collect();
    parse_line(&words.join(" "))
}

/// Writes one argument as it would stand in a selector typed in one go.
fn as_written(arg: &str, is_alone: bool) -> String {
    if !arg.contains(char::is_whitespace) {
        return arg.to_string();
    }
    if is_phrase(arg) {
        return format!("\"{arg}\"");
    }
    if let Some(at) = blank_value(arg) {
        return format!("{}\"{}\"", &arg[..at], &arg[at..]);
    }
    // A part of an expression, such as `(is:due or`, is no unit.
    if is_alone || parse_line(arg).is_err() {
        arg.to_string()
    } else {
        format!("({arg})")
    }
}

fn is_phrase(arg: &str) -> bool {
    !arg.contains(['"', '(', ')']) && !arg.split_whitespace().any(is_operator)
}

fn is_operator(word: &str) -> bool {
    let negated = word
        .strip_prefix('-')
        .is_some_and(|rest| rest.starts_with(char::is_alphabetic));
    negated || word.eq_ignore_ascii_case("or") || term::has_key(word)
}

/// Returns where the value begins in `term:Saga pattern`, of which the shell took the quotes.
///
/// Names of terms and tags have blanks; ids of decks, topics and areas have none.
fn blank_value(arg: &str) -> Option<usize> {
    let word = arg.trim_start_matches('-');
    let value = ["term:", "tag:", "text:"]
        .iter()
        .find_map(|key| word.strip_prefix(key))?;
    let starts = !value.is_empty() && !value.starts_with(char::is_whitespace);
    (starts && is_phrase(value)).then_some(arg.len() - value.len())
}

/// Reads a selector written in one go, as `Display` prints it.
pub fn parse_line(text: &str) -> Result<Selector, SelectError> {
    let chars = text.chars().count();
    if LENGTH_MAX < chars {
        return Err(SelectError {
            fault: Fault::TooLong { chars },
            place: None,
        });
    }
    let tokens = tokens(text)?;
    let mut parser = Parser {
        text,
        tokens: &tokens,
        next: 0,
        n_terms: 0,
    };
    if tokens.is_empty() {
        return Ok(Selector::All);
    }
    let selector = parser.either(0)?;
    match parser.peek() {
        Some(_) => Err(parser.fail(Fault::StrayBracket)),
        None => Ok(selector),
    }
}

struct Parser<'a> {
    text: &'a str,
    tokens: &'a [Token],
    next: usize,
    n_terms: usize,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<Kind> {
        self.tokens.get(self.next).map(|token| token.kind)
    }

    fn take(&mut self, kind: Kind) -> Option<&'a Token> {
        let token = self
            .tokens
            .get(self.next)
            .filter(|token| token.kind == kind)?;
        self.next += 1;
        Some(token)
    }

    /// A fault of the next token, or of the end.
    fn fail(&self, fault: Fault) -> SelectError {
        let end = self.text.len();
        let at = self
            .tokens
            .get(self.next)
            .map_or(end..end, |token| token.at.clone());
        SelectError::at(self.text, at, fault)
    }

    fn either(&mut self, depth: usize) -> Result<Selector, SelectError> {
        let mut parts = vec![self.both(depth)?];
        while let Some(token) = self.take(Kind::Or) {
            self.must_begin(token, "or")?;
            parts.push(self.both(depth)?);
        }
        Ok(Selector::or(parts))
    }

    fn both(&mut self, depth: usize) -> Result<Selector, SelectError> {
        let mut parts = vec![self.one(depth)?];
        loop {
            match self.peek() {
                None | Some(Kind::Or | Kind::Close) => return Ok(Selector::and(parts)),
                Some(Kind::And) => {
                    let token = self.take(Kind::And).expect("it was seen");
                    self.must_begin(token, "and")?;
                }
                Some(_) => (),
            }
            parts.push(self.one(depth)?);
        }
    }

    fn one(&mut self, depth: usize) -> Result<Selector, SelectError> {
        if DEPTH_MAX < depth {
            return Err(self.fail(Fault::TooDeep));
        }
        let Some(token) = self.tokens.get(self.next) else {
            return Err(self.fail(Fault::LoneOperator("or")));
        };
        match token.kind {
            Kind::Not => self.negated(depth),
            Kind::Open => self.bracketed(depth),
            Kind::Close => Err(self.fail(Fault::StrayBracket)),
            Kind::Or => Err(self.fail(Fault::LoneOperator("or"))),
            Kind::And => Err(self.fail(Fault::LoneOperator("and"))),
            Kind::Phrase | Kind::Word => self.term(token),
        }
    }

    fn negated(&mut self, depth: usize) -> Result<Selector, SelectError> {
        let token = self.take(Kind::Not).expect("it was seen");
        let sign = if self.text[token.at.clone()].starts_with('-') {
            "-"
        } else {
            "not"
        };
        self.must_begin(token, sign)?;
        self.one(depth + 1).map(Selector::not)
    }

    fn bracketed(&mut self, depth: usize) -> Result<Selector, SelectError> {
        let open = self.take(Kind::Open).expect("it was seen");
        if let Some(close) = self.take(Kind::Close) {
            let at = open.at.start..close.at.end;
            return Err(SelectError::at(self.text, at, Fault::EmptyBrackets));
        }
        let unclosed = SelectError::at(self.text, open.at.clone(), Fault::UnclosedBracket);
        if self.peek().is_none() {
            return Err(unclosed);
        }
        let inner = self.either(depth + 1)?;
        self.take(Kind::Close).map(|_| inner).ok_or(unclosed)
    }

    /// Something that can be selected must stand behind an operator.
    fn must_begin(&self, operator: &Token, word: &'static str) -> Result<(), SelectError> {
        let fault = Fault::LoneOperator(word);
        match self.peek() {
            Some(Kind::Open | Kind::Not | Kind::Phrase | Kind::Word) => Ok(()),
            _ => Err(SelectError::at(self.text, operator.at.clone(), fault)),
        }
    }

    fn term(&mut self, token: &Token) -> Result<Selector, SelectError> {
        self.n_terms += 1;
        if TERMS_MAX < self.n_terms {
            return Err(self.fail(Fault::TooManyTerms));
        }
        self.next += 1;
        match token.kind {
            Kind::Phrase => term::phrase(self.text, token.at.clone()),
            _ => term::word(self.text, token.at.clone()),
        }
    }
}
