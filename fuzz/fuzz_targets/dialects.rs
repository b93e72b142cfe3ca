//! No text makes the reading of Markdown dialects panic, and what is claimed is found.

#![no_main]

use libfuzzer_sys::fuzz_target;
use retain::import::draft::{Ask, Harvest};
use retain::import::file::{File, Files};
use retain::import::format::{Format, Likeness, Options};
use retain::import::formats::{
    ankiops, answered, cloze_lines, flashdown, hashcards, markdown_table, mdanki, native,
    neuracache, pandoc, qa, repeater,
};
use retain::import::limits::Limits;
use retain::model::time::DayBoundary;

const FORMATS: &[&dyn Format] = &[
    &native::Native,
    &ankiops::AnkiOps,
    &cloze_lines::ClozeLines,
    &hashcards::Hashcards,
    &repeater::Repeater,
    &qa::Qa,
    &mdanki::Mdanki,
    &flashdown::Flashdown,
    &answered::Answered,
    &pandoc::Pandoc,
    &neuracache::Neuracache,
    &markdown_table::MarkdownTable,
];

/// A folder with a picture, a sound and macros.
struct Folder(Vec<String>);

impl Files for Folder {
    fn paths(&self) -> &[String] {
        &self.0
    }

    fn read(&self, _path: &str, _limit: u64) -> Result<Vec<u8>, String> {
        Ok(b"\\a b\n".to_vec())
    }
}

fuzz_target!(|bytes: &[u8]| {
    let paths = ["a/b.md", "a/c.png", "a/d.mp3", "macros.tex"];
    let folder = Folder(paths.map(str::to_string).to_vec());
    let file = File {
        path: "a/b.md",
        bytes,
        beside: &folder,
    };
    let options = Options {
        encoding: None,
        header: None,
        map: Vec::new(),
        between_sides: None,
        between_cards: None,
        unanswered: false,
        all_cards: false,
        progress: false,
        limits: Limits::default(),
        local: &|_| DayBoundary {
            rollover_hour: 4,
            utc_offset_minutes: 60,
        },
    };
    for format in FORMATS {
        let claimed = format.likeness(&file);
        let mut harvest = Harvest::default();
        if let Err(fault) = format.read(&file, &options, &mut harvest) {
            assert!(!fault.what.is_empty());
            continue;
        }
        for draft in harvest.drafts.iter().filter(|draft| draft.native.is_none()) {
            assert!(!draft.answer.trim().is_empty(), "{draft:?}");
            assert!(
                draft.ask == Ask::Cloze || !draft.question.trim().is_empty(),
                "{draft:?}"
            );
        }
        if let Likeness::Cards(n_cards) = claimed {
            assert!(n_cards <= harvest.drafts.len() + harvest.refused.len());
        }
    }
});
