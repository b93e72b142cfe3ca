//! What every format does, the list of them, and which one a file is of.

use crate::import::draft::{Fault, Harvest};
use crate::import::file::File;
use crate::import::limits::Limits;
use crate::model::time::{DayBoundary, Timestamp};

/// One foreign format.
pub trait Format: Sync {
    /// For `--from`: small letters, digits and hyphens.
    fn name(&self) -> &'static str;

    /// For the list in the help: `Anki packages (.apkg, .colpkg)`.
    fn label(&self) -> &'static str;

    /// How much the file looks like one of this format, judged by its content.
    fn likeness(&self, file: &File) -> Likeness;

    /// Whether a quiz that has at least half as many questions as this format finds cards is no file of
    /// its own: headings and answers alike are found in both.
    fn yields_to_quiz(&self) -> bool {
        false
    }

    /// Whether a file that is one heading and a text is a card of it where the learner names it.
    fn takes_headings(&self) -> bool {
        false
    }

    /// Adds all that the file says to `harvest`.
    ///
    /// A card that cannot be taken is refused (`Harvest::refuse`, with what the source calls it, where
    /// that is known), and reading goes on. An error is for a file that cannot be read as a whole.
    fn read(&self, file: &File, options: &Options, harvest: &mut Harvest) -> Result<(), Fault>;
}

/// How much a file looks like one of a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    No,
    /// It is meant to be one, by its name or a mark, but no card of it is sound. Where the learner
    /// named the file and no other format knows it, it is read for its faults.
    Meant,
    /// So many complete cards of it are there; of several formats the one with most wins, if it has
    /// three times the next.
    Cards(usize),
    /// By a mark that no other format has.
    Sure,
}

/// What the learner says of an import, besides the source.
#[derive(Clone)]
pub struct Options<'o> {
    /// A name of the WHATWG list.
    pub encoding: Option<String>,
    /// Whether the first record of a table names the columns; `None`: judge by its cells.
    pub header: Option<bool>,
    /// Which column or field is what: `("question", "Front")`, `("answer", "3")`.
    pub map: Vec<(String, String)>,
    /// What stands between the sides of a card, and between two cards, where it is neither a table
    /// nor anything else that is known.
    pub between_sides: Option<String>,
    pub between_cards: Option<String>,
    /// Take questions without an answer, as open cards.
    pub unanswered: bool,
    /// Make the cards of notes that have none, too.
    pub all_cards: bool,
    /// Read schedules and logs.
    pub progress: bool,
    pub limits: Limits,
    /// The learner's offset and rollover at an instant.
    pub local: &'o (dyn Fn(Timestamp) -> DayBoundary + Sync),
}

impl<'o> Options<'o> {
    /// What a learner says who says nothing.
    pub fn plain(local: &'o (dyn Fn(Timestamp) -> DayBoundary + Sync)) -> Options<'o> {
        Options {
            encoding: None,
            header: None,
            map: Vec::new(),
            between_sides: None,
            between_cards: None,
            unanswered: false,
            all_cards: false,
            progress: false,
            limits: Limits::default(),
            local,
        }
    }

    /// What `--map` says of `name`, in small letters.
    pub fn mapped(&self, name: &str) -> Option<&str> {
        let found = self.map.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// A day that starts at midnight everywhere, for reading that takes no schedule.
pub const UTC: fn(Timestamp) -> DayBoundary = |_| DayBoundary {
    rollover_hour: 0,
    utc_offset_minutes: 0,
};

/// All formats, in the order in which the help lists them.
pub const ALL: &[&dyn Format] = &[
    &crate::import::formats::native::Native,
    &crate::import::formats::retain_json::RetainJson,
    &crate::import::formats::anki::format::Anki,
    &crate::import::formats::table::AnkiText,
    &crate::import::formats::crowdanki::CrowdAnki,
    &crate::import::formats::ki::Ki,
    &crate::import::formats::table::Csv,
    &crate::import::formats::table::Quizlet,
    &crate::import::formats::quiz::Quiz,
    &crate::import::formats::details::Details,
    &crate::import::formats::answered::Answered,
    &crate::import::formats::questions::Questions,
    &crate::import::formats::hashcards::Hashcards,
    &crate::import::formats::repeater::Repeater,
    &crate::import::formats::ankiops::AnkiOps,
    &crate::import::formats::cloze_lines::ClozeLines,
    &crate::import::formats::qa::Qa,
    &crate::import::formats::mdanki::Mdanki,
    &crate::import::formats::flashdown::Flashdown,
    &crate::import::formats::pandoc::Pandoc,
    &crate::import::formats::markdown_table::MarkdownTable,
    &crate::import::formats::obsidian::Obsidian,
    &crate::import::formats::obsidian_to_anki::ObsidianToAnki,
    &crate::import::formats::flashcards_obsidian::FlashcardsObsidian,
    &crate::import::formats::logseq::Logseq,
    &crate::import::formats::remnote::RemNote,
    &crate::import::formats::neuracache::Neuracache,
    &crate::import::formats::org::OrgDrill,
    &crate::import::formats::org::OrgFc,
    &crate::import::formats::org::AnkiEditor,
    &crate::import::formats::gift::Gift,
    &crate::import::formats::aiken::Aiken,
    &crate::import::formats::hascard::Hascard,
    &crate::import::formats::mochi::Mochi,
    &crate::import::formats::mochi::MochiMarkdown,
    &crate::import::formats::jwasham::Jwasham,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manual_lists_every_format_in_this_order() {
        let manual = include_str!("../../docs/import.md");
        let rows = manual
            .lines()
            .filter_map(|line| line.strip_prefix("| `")?.split_once("` |"));
        let listed: Vec<&str> = rows.map(|(name, _)| name).collect();
        let names: Vec<&str> = ALL.iter().map(|format| format.name()).collect();
        let start = listed
            .iter()
            .position(|name| *name == names[0])
            .expect("the first is listed");
        assert_eq!(listed[start..start + names.len()], names);
    }
}
