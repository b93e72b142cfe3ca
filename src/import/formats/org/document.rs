//! An org file as headlines with their tags, properties and text.
//!
//! Headlines stand in a flat list, each with its parent, so that no depth of stars is a depth of
//! calls.

use std::collections::HashMap;
use std::ops::Range;

/// So many tags of a headline, those above it and the file are read.
const TAGS_MAX: usize = 100;

/// A whole file.
pub struct Document<'t> {
    pub lines: Vec<&'t str>,
    /// The last value of each `#+KEY:` and `#+PROPERTY: key`, keys in capitals.
    pub keywords: HashMap<String, &'t str>,
    /// Of `#+FILETAGS:`.
    pub tags: Vec<&'t str>,
    pub headlines: Vec<Headline<'t>>,
    /// What `[fn:x] …` at the start of a line says.
    pub footnotes: HashMap<&'t str, String>,
}

/// One headline and its own text, without that of the headlines below it.
#[derive(Default)]
pub struct Headline<'t> {
    /// From 1.
    pub line: usize,
    pub level: usize,
    pub title: &'t str,
    /// Its own.
    pub tags: Vec<&'t str>,
    pub parent: Option<usize>,
    /// `COMMENT` stands in front of the title.
    pub is_comment: bool,
    pub properties: Vec<Property<'t>>,
    /// What stands behind `SCHEDULED:`.
    pub scheduled: Option<&'t str>,
    /// Drawers other than that of the properties.
    pub drawers: Vec<(&'t str, Range<usize>)>,
    /// A drawer that is never closed, by its line from 1.
    pub open_drawer: Option<usize>,
    /// Indexes of its lines, without drawers and planning.
    pub body: Vec<usize>,
}

/// One line of a property drawer.
pub struct Property<'t> {
    pub name: &'t str,
    pub value: &'t str,
    /// From 1.
    pub line: usize,
}

impl<'t> Headline<'t> {
    pub fn property(&self, name: &str) -> Option<&Property<'t>> {
        let mut properties = self.properties.iter();
        properties.find(|property| property.name.eq_ignore_ascii_case(name))
    }

    /// The value of a property that is not empty.
    pub fn value(&self, name: &str) -> Option<&'t str> {
        self.property(name)
            .map(|property| property.value)
            .filter(|value| !value.is_empty())
    }

    pub fn has_tag(&self, name: &str) -> bool {
        self.tags.contains(&name)
    }
}

impl<'t> Document<'t> {
    /// The lines of a headline's own text.
    pub fn body(&self, idx: usize) -> Vec<&'t str> {
        let body = self.headlines[idx].body.iter();
        body.map(|line| self.lines[*line]).collect()
    }

    /// The headlines under one, at any depth.
    pub fn below(&self, idx: usize) -> Range<usize> {
        let level = self.headlines[idx].level;
        let behind = self.headlines[idx + 1..].iter();
        let count = behind.take_while(|below| level < below.level).count();
        idx + 1..idx + 1 + count
    }

    /// The headlines directly under one.
    pub fn children(&self, idx: usize) -> Vec<usize> {
        let is_child = |below: &usize| self.headlines[*below].parent == Some(idx);
        self.below(idx).filter(is_child).collect()
    }

    /// A headline and those above it, innermost first.
    pub fn line_of(&self, idx: usize) -> impl Iterator<Item = &Headline<'t>> {
        let next = |headline: &&Headline<'t>| headline.parent.map(|parent| &self.headlines[parent]);
        std::iter::successors(Some(&self.headlines[idx]), next)
    }

    /// The value of a property here, further up, or in `#+PROPERTY:` or a keyword of its name.
    pub fn inherited(&self, idx: usize, name: &str) -> Option<&'t str> {
        let above = self.line_of(idx).find_map(|headline| headline.value(name));
        above.or_else(|| self.keywords.get(&name.to_ascii_uppercase()).copied())
    }

    /// Tags of a headline, those above it, and `#+FILETAGS:`.
    pub fn all_tags(&self, idx: usize) -> Vec<&'t str> {
        let of_file = self.tags.iter().copied();
        let above = self
            .line_of(idx)
            .flat_map(|headline| headline.tags.iter().copied());
        let mut tags: Vec<&str> = Vec::new();
        for tag in above.chain(of_file).take(TAGS_MAX) {
            if !tags.contains(&tag) {
                tags.push(tag);
            }
        }
        tags
    }
}
