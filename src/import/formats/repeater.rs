//! repeater: the marks of hashcards among prose, which a line `---` lets go on.

use crate::import::draft::{Fault, Harvest};
use crate::import::file::File;
use crate::import::format::{Format, Likeness, Options};
use crate::import::formats::hashcards::{read_all, whole_cards};
use crate::import::text::dialect;

pub struct Repeater;

impl Format for Repeater {
    fn name(&self) -> &'static str {
        "repeater"
    }

    fn label(&self) -> &'static str {
        "repeater (notes with Q:, A: and C: lines among them)"
    }

    fn likeness(&self, file: &File) -> Likeness {
        dialect::likeness(file, |text| whole_cards(text, false))
    }

    fn read(&self, file: &File, options: &Options, harvest: &mut Harvest) -> Result<(), Fault> {
        read_all(file, options, harvest, false)
    }
}

#[cfg(test)]
mod tests;
