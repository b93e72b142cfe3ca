//! Which column of a table holds what: by `--map`, by the headings, else by position.
//!
//! Without either, the first column asks, the second answers, and a third one holds tags if all its
//! cells look like tags. A table that none of this explains is an error that lists its columns and
//! says what to add to the command; nothing is guessed, and no column vanishes without a word.

use super::names::{self, Choices, ROLES, Role};
use super::records::Record;
use super::tags::{tags, topics};
use crate::import::draft::Fault;
use crate::import::file::File;
use crate::import::format::Options;
use crate::import::text::quoted::quoted;
use std::collections::HashSet;

/// Bytes up to which a cell may be a heading.
const HEADING_MAX: usize = 80;

/// Columns of topics that are read.
const TOPICS_MAX: usize = 8;

/// How many columns a message lists.
const LISTED_MAX: usize = 8;

/// What the columns of one table are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    pub width: usize,
    /// Whether the first record names them.
    pub headed: bool,
    /// Those with choices, from A or 1 on.
    pub choices: Vec<usize>,
    /// The number of the first one, if their headings count them.
    pub counted: Option<usize>,
    /// The one whose cells list all choices.
    list: Option<usize>,
    /// Those each of whose cells is one tag, blanks and all.
    pub topics: Vec<usize>,
    at: [Option<usize>; ROLES.len()],
    /// Those that nothing explains, from 0, and how a message calls them.
    pub unused: Vec<usize>,
    pub unused_names: String,
}

impl Columns {
    /// The cell of a role; empty where there is none.
    pub fn cell<'r>(&self, record: &'r Record, role: Role) -> &'r str {
        self.at[role as usize]
            .and_then(|column| record.cells.get(column))
            .map_or("", |cell| cell.trim())
    }

    /// The choices of a record, empty ones too: each has the letter of its column.
    pub fn choices<'r>(&self, record: &'r Record) -> Vec<&'r str> {
        let cell = |column: &usize| record.cells.get(*column).map_or("", |cell| cell.trim());
        self.choices.iter().map(cell).collect()
    }

    /// Whether some columns hold choices.
    pub fn has_choices(&self) -> bool {
        !self.choices.is_empty() || self.list.is_some()
    }

    /// The cell with all choices of a record; empty where there is none.
    pub fn list<'r>(&self, record: &'r Record) -> &'r str {
        let cell = self.list.and_then(|column| record.cells.get(column));
        cell.map_or("", |cell| cell.trim())
    }

    /// The tags of a record.
    pub fn tags(&self, record: &Record) -> Vec<String> {
        let mut all = tags(self.cell(record, Role::Tags));
        for column in &self.topics {
            all.extend(
                record
                    .cells
                    .get(*column)
                    .into_iter()
                    .flat_map(|cell| topics(cell)),
            );
        }
        all
    }
}

/// Whether a first record names question and answer, or is named by `--map`.
pub fn is_header(first: &Record, options: &Options) -> bool {
    if options.header == Some(false) {
        return false;
    }
    let width = first.cells.len();
    let mapped = options
        .map
        .iter()
        .any(|(_, column)| number(column, width).is_none() && heading(first, column).is_some());
    mapped || is_named(first)
}

/// Whether a first record names a question and its answer or choices.
pub fn is_named(first: &Record) -> bool {
    let roles = names::roles(headings(first));
    let named = |role| roles.contains(&Some(role));
    headings(first).all(|cell| cell.trim().len() <= HEADING_MAX)
        && named(Role::Question)
        && (named(Role::Answer) || names::choices(headings(first)).known)
}

/// The cells of a first record.
pub fn headings<'r>(first: &'r Record) -> impl Iterator<Item = &'r str> + Clone {
    first.cells.iter().map(AsRef::as_ref)
}

/// The column that is meant by its number, from 1: a cell with the same figure is no heading.
fn number(name: &str, width: usize) -> Option<usize> {
    let number: usize = name.trim().parse().ok()?;
    number.checked_sub(1).filter(|column| *column < width)
}

/// The column with this heading.
fn heading(first: &Record, name: &str) -> Option<usize> {
    let name = name.trim().to_lowercase();
    let is_it = |cell: &str| !name.is_empty() && cell.trim().to_lowercase() == name;
    first.cells.iter().position(|cell| is_it(cell))
}

/// What only the cells below the headings tell.
pub trait Cells {
    /// Whether the third cells of a table look like tags.
    fn third_is_tags(&self) -> bool;

    /// Whether the cells of the column `answer` call or hold those of `choices`.
    fn are_choices(&self, answer: usize, choices: &Choices) -> bool;
}

/// Finds out what the columns of a table of `width` are.
pub fn resolve(
    file: &File,
    first: &Record,
    width: usize,
    options: &Options,
    cells: &impl Cells,
) -> Result<Columns, Fault> {
    let headed = options.header.unwrap_or_else(|| is_header(first, options));
    let mut found = Finder {
        at: [None; ROLES.len()],
        choices: Choices::default(),
        list: None,
        topics: Vec::new(),
        width,
    };
    found.by_map(file, first, options)?;
    if headed {
        found.by_heading(first, cells);
    }
    if found.choices.columns.is_empty() {
        found.by_position(cells);
    }
    match found.is_enough() {
        true => Ok(found.columns(first, headed)),
        false => Err(found.unclear(file, first)),
    }
}

struct Finder {
    at: [Option<usize>; ROLES.len()],
    choices: Choices,
    list: Option<usize>,
    topics: Vec<usize>,
    width: usize,
}

impl Finder {
    fn by_map(&mut self, file: &File, first: &Record, options: &Options) -> Result<(), Fault> {
        for (key, name) in &options.map {
            let Some((role, _)) = ROLES.iter().find(|(_, known)| known == key) else {
                let known: Vec<&str> = ROLES.iter().map(|(_, known)| *known).collect();
                let what = format!("a table has no `{key}`, which `--map {key}={name}` names");
                return Err(Fault::new(
                    file.path,
                    what,
                    format!("use {}", known.join(", ")),
                ));
            };
            let column = number(name, self.width).or_else(|| heading(first, name));
            let Some(column) = column else {
                let what = format!("there is no column {}", quoted(name));
                let hint = format!("the columns are {}", listed(first, self.width));
                return Err(Fault::new(file.line(first.line), what, hint));
            };
            self.at[*role as usize].get_or_insert(column);
        }
        Ok(())
    }

    fn by_heading(&mut self, first: &Record, cells: &impl Cells) {
        let tags = self.at[Role::Tags as usize];
        let named = tags.and_then(|column| first.cells.get(column));
        if named.is_some_and(|heading| names::is_topic(heading)) {
            // `--map` names it, its cells are topics all the same.
            self.at[Role::Tags as usize] = None;
        }
        let roles = names::roles(headings(first));
        for (column, role) in roles.into_iter().enumerate().take(self.width) {
            if let Some(role) = role
                && self.is_free(column)
            {
                self.at[role as usize].get_or_insert(column);
            }
        }
        let choices = names::choices(headings(first));
        // Where `--map` takes one of them for something else, they are no choices.
        let is_free = |column: &usize| self.is_free(*column) && *column < self.width;
        let is_told = |answer| choices.known || cells.are_choices(answer, &choices);
        if choices.columns.iter().all(is_free)
            && self.at[Role::Answer as usize].map_or(choices.known, is_told)
        {
            self.choices = choices;
        }
        let is_list =
            |column: &usize| self.is_free(*column) && names::is_list(&first.cells[*column]);
        let n_named = self.width.min(first.cells.len());
        self.list = (0..n_named)
            .find(is_list)
            .filter(|_| self.choices.columns.is_empty() && self.is_enough());
        self.topics = (0..self.width.min(first.cells.len()))
            .filter(|column| self.is_free(*column) && names::is_topic(&first.cells[*column]))
            .take(TOPICS_MAX)
            .collect();
    }

    /// Where two columns are left, or three, they are taken in order.
    fn by_position(&mut self, cells: &impl Cells) {
        if self.is_enough() {
            return;
        }
        let mut free = (0..self.width).filter(|column| self.is_free(*column));
        let missing = [Role::Question, Role::Answer];
        let missing = missing
            .into_iter()
            .filter(|role| self.at[*role as usize].is_none());
        let taken: Vec<(Role, Option<usize>)> = missing.map(|role| (role, free.next())).collect();
        let rest: Vec<usize> = free.take(2).collect();
        let tags = match (rest.as_slice(), self.at[Role::Tags as usize]) {
            ([], _) => None,
            ([2], None) if self.width == 3 && cells.third_is_tags() => Some(2),
            _ => return,
        };
        for (role, column) in taken {
            self.at[role as usize] = column;
        }
        if tags.is_some() {
            self.at[Role::Tags as usize] = tags;
        }
    }

    fn is_free(&self, column: usize) -> bool {
        let taken = [&self.choices.columns, &self.topics];
        let is_own = self.at.contains(&Some(column)) || self.list == Some(column);
        !is_own && taken.iter().all(|columns| !columns.contains(&column))
    }

    fn is_enough(&self) -> bool {
        let known = |role: Role| self.at[role as usize].is_some();
        known(Role::Question) && known(Role::Answer)
    }

    /// Says that question or answer is missing, and names those columns that may be they.
    fn unclear(&self, file: &File, first: &Record) -> Fault {
        let what = format!(
            "which of the {} columns asks and which answers is not clear ({})",
            self.width,
            listed(first, self.width)
        );
        let is_headed = are_headings(first, self.width);
        let choices = names::choices(headings(first)).columns;
        let mut roles = names::roles(headings(first));
        roles.retain(|_| is_headed);
        let named = |role: Role| {
            let heading = || roles.iter().position(|it| *it == Some(role));
            self.at[role as usize].or_else(heading)
        };
        let is_asked = named(Role::Question).is_some();
        let is_other = |column: &usize| {
            let is_topic = first
                .cells
                .get(*column)
                .is_some_and(|it| names::is_topic(it));
            is_asked && (choices.contains(column) || is_topic)
        };
        let is_free = |column: &usize| {
            !self.at.contains(&Some(*column)) && roles.get(*column).is_none_or(Option::is_none)
        };
        let others = (0..self.width).filter(|column| !is_other(column));
        let mut likely = others.chain(0..self.width).filter(is_free);
        let mut column = |role| named(role).or_else(|| likely.next()).unwrap_or(0);
        let (question, answer) = (column(Role::Question), column(Role::Answer));
        let hint = format!(
            "say so, such as `--map question={} --map answer={}`",
            called(first, question, is_headed),
            called(first, answer, is_headed)
        );
        Fault::new(file.line(first.line), what, hint)
    }

    fn columns(self, first: &Record, headed: bool) -> Columns {
        let unused: Vec<usize> = (0..self.width)
            .filter(|column| self.is_free(*column))
            .collect();
        let name = |column: &usize| match first.cells.get(*column) {
            Some(cell) if headed && !cell.trim().is_empty() => quoted(cell),
            _ => (column + 1).to_string(),
        };
        // Programs count an index from 0, headings from 1.
        let answer = self.at[Role::Answer as usize].and_then(|column| first.cells.get(column));
        let is_index = answer.is_some_and(|name| headed && name.to_lowercase().contains("index"));
        let mut names: Vec<String> = unused.iter().take(LISTED_MAX).map(name).collect();
        if LISTED_MAX < unused.len() {
            names.push(format!("{} more", unused.len() - LISTED_MAX));
        }
        Columns {
            width: self.width,
            headed,
            counted: self.choices.first.filter(|_| !is_index),
            choices: self.choices.columns,
            list: self.list,
            topics: self.topics,
            at: self.at,
            unused,
            unused_names: names.join(", "),
        }
    }
}

/// How `--map` may name a column.
fn called(first: &Record, column: usize, is_headed: bool) -> String {
    let cell = first.cells.get(column).map_or("", |cell| cell.trim());
    let is_word = |c: char| c.is_alphanumeric() || "-_:".contains(c);
    match is_headed && cell.chars().all(is_word) {
        true => cell.to_string(),
        false => (column + 1).to_string(),
    }
}

/// `1 country, 2 flag, 3 map`.
fn listed(first: &Record, width: usize) -> String {
    let mut listed: Vec<String> = (0..width.min(LISTED_MAX))
        .map(|column| {
            let cell = first.cells.get(column).map_or("", |cell| cell.trim());
            format!("{} {}", column + 1, quoted(cell))
        })
        .collect();
    if LISTED_MAX < width {
        listed.push(format!("{} more", width - LISTED_MAX));
    }
    listed.join(", ")
}

/// Whether a first record may hold headings: short, none twice, no figure and no sentence.
fn are_headings(first: &Record, width: usize) -> bool {
    let mut known = HashSet::new();
    headings(first).take(width).all(|cell| {
        let name = cell.trim().to_lowercase();
        let is_text = name.chars().any(char::is_alphabetic) && name.len() <= HEADING_MAX;
        is_text && !name.ends_with(['?', '.', '!']) && known.insert(name)
    })
}
