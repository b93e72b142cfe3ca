//! One word of a selector: what its key and value mean.

use super::Selector;
use super::error::{Fault, SelectError};
use super::near::nearest;
use super::pattern::Pattern;
use super::vocabulary::{CardKind, Compare, Field, Property, State};
use crate::model::event::Rating;
use std::ops::Range;

/// The keys that do not name something.
const OTHER_KEYS: [&str; 5] = ["is", "kind", "rated", "prop", "text"];

/// As many days as anyone may look back, about a hundred years.
const DAYS_MAX: u32 = 36_500;

/// Says whether `word` begins with a key that is known, and its colon.
pub(super) fn has_key(word: &str) -> bool {
    split_key(word).is_some_and(|(key, _)| keys().any(|known| known.eq_ignore_ascii_case(key)))
}

/// Reads the phrase at `at`, quotes included.
pub(super) fn phrase(text: &str, at: Range<usize>) -> Result<Selector, SelectError> {
    let inner = at.start + 1..at.end - 1;
    if inner.is_empty() {
        return Err(SelectError::at(text, at, Fault::EmptyPhrase));
    }
    pattern(text, inner).map(Selector::Text)
}

/// Reads the word at `at`.
pub(super) fn word(text: &str, at: Range<usize>) -> Result<Selector, SelectError> {
    let Some((key, value)) = split_key(&text[at.clone()]) else {
        return pattern(text, at).map(Selector::Word);
    };
    let key_at = at.start..at.start + key.len();
    let value_at = unquoted(text, key_at.end + 1..at.end);
    let key = key.to_ascii_lowercase();
    if !keys().any(|known| known == key) {
        // `std::move` and `https://` are text; `dekc:kafka` is a slip.
        if value.starts_with([':', '/']) {
            return pattern(text, at).map(Selector::Word);
        }
        let near = nearest(&key, keys());
        let fault = Fault::UnknownFilter { name: key, near };
        return Err(SelectError::at(text, key_at, fault));
    }
    if value_at.is_empty() {
        return Err(SelectError::at(text, at, Fault::EmptyValue { key }));
    }
    valued(text, &key, value_at)
}

fn keys() -> impl Iterator<Item = &'static str> {
    Field::ALL
        .iter()
        .map(|field| field.name())
        .chain(OTHER_KEYS)
}

/// Parts letters from what stands behind their colon.
fn split_key(word: &str) -> Option<(&str, &str)> {
    let (key, value) = word.split_once(':')?;
    let is_key = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_key.then_some((key, value))
}

/// Leaves out the quotes around a value.
fn unquoted(text: &str, at: Range<usize>) -> Range<usize> {
    if text[at.clone()].starts_with('"') {
        at.start + 1..at.end - 1
    } else {
        at
    }
}

fn pattern(text: &str, at: Range<usize>) -> Result<Pattern, SelectError> {
    Pattern::parse(&text[at.clone()]).map_err(|(offset, fault)| {
        let from = at.start + offset;
        let to = if offset == 0 {
            at.end
        } else {
            at.end.min(from + 1)
        };
        SelectError::at(text, from..to, fault)
    })
}

fn valued(text: &str, key: &str, at: Range<usize>) -> Result<Selector, SelectError> {
    let value = pattern(text, at.clone())?;
    if let Some(field) = Field::from_name(key) {
        return Ok(Selector::Named(field, value));
    }
    if key == "text" {
        return Ok(Selector::Text(value));
    }
    literal(key, &value).map_err(|fault| SelectError::at(text, at, fault))
}

/// Reads a value that is no name and no text.
fn literal(key: &str, value: &Pattern) -> Result<Selector, Fault> {
    let value = value.as_literal().ok_or(Fault::NoWildcardHere)?;
    match key {
        "is" => state(value).map(Selector::Is),
        "kind" => kind(value).map(Selector::Kind),
        "rated" => rated(value),
        _ => prop(value),
    }
}

fn state(word: &str) -> Result<State, Fault> {
    let names = State::ALL.iter().map(|state| state.name());
    State::from_name(word).ok_or_else(|| not_one_of("a state of a card", word, names.collect()))
}

fn kind(word: &str) -> Result<CardKind, Fault> {
    let names = CardKind::ALL.iter().map(|kind| kind.name());
    CardKind::from_name(word).ok_or_else(|| not_one_of("a kind of card", word, names.collect()))
}

/// Reads `7` or `7:again`.
fn rated(value: &str) -> Result<Selector, Fault> {
    let (days, rating) = match value.split_once(':') {
        Some((days, rating)) => (days, Some(rating)),
        None => (value, None),
    };
    let is_days = |days: &u32| (1..=DAYS_MAX).contains(days);
    let not_days = || Fault::NotDays(days.to_string());
    let days = days.parse().ok().filter(is_days).ok_or_else(not_days)?;
    let rating = rating.map(rating_named).transpose()?;
    Ok(Selector::Rated { days, rating })
}

fn rating_named(word: &str) -> Result<Rating, Fault> {
    let names = Rating::ALL.map(Rating::name).to_vec();
    Rating::from_name(word).ok_or_else(|| not_one_of("a rating", word, names))
}

fn not_one_of(what: &'static str, word: &str, all: Vec<&'static str>) -> Fault {
    let near = nearest(word, all.iter().copied());
    Fault::NotOneOf {
        what,
        word: word.to_string(),
        near,
        all,
    }
}

/// Reads `r<0.8`.
fn prop(value: &str) -> Result<Selector, Fault> {
    let name_end = value.find(['<', '>', '=', '!']).unwrap_or(value.len());
    let (name, rest) = value.split_at(name_end);
    let property = property(name)?;
    let begins = |compare: &Compare| rest.starts_with(compare.name());
    let compare = Compare::ALL.iter().copied().find(begins);
    let compare = compare.ok_or_else(|| Fault::NoComparison(property.name().to_string()))?;
    let figure = figure(property, &rest[compare.name().len()..])?;
    Ok(Selector::Prop(property, compare, figure))
}

fn property(word: &str) -> Result<Property, Fault> {
    let names = Property::ALL.iter().map(|property| property.name());
    let unknown = || not_one_of("a property", word, names.collect());
    Property::from_name(word).ok_or_else(unknown)
}

/// Reads a number that makes sense for `property`; a chance may be given in per cent.
fn figure(property: Property, word: &str) -> Result<f64, Fault> {
    let off = |scale| Fault::OutOfScale {
        number: word.to_string(),
        scale,
    };
    let share = property == Property::Retrievability;
    let (digits, unit) = match word.strip_suffix('%') {
        Some(digits) if share => (digits, 100.0),
        _ => (word, 1.0),
    };
    let number = number(digits).ok_or_else(|| Fault::NotANumber(word.to_string()))? / unit;
    match property {
        Property::Retrievability if !(0.0..=1.0).contains(&number) => Err(off(
            "a chance of recall goes from 0 to 1, or from 0% to 100%",
        )),
        Property::Difficulty if !(1.0..=10.0).contains(&number) => {
            Err(off("difficulty goes from 1 to 10"))
        }
        _ => Ok(number),
    }
}

/// Reads digits with an optional sign and fraction, at most 15 characters: no exponent, no `inf`.
fn number(word: &str) -> Option<f64> {
    let plain = |c: char| c.is_ascii_digit() || c == '.' || c == '-';
    (word.len() <= 15 && word.chars().all(plain)).then(|| word.parse().ok())?
}
