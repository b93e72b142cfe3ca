//! No template and no fields make the reading of Anki's notes panic, and each draft says from which
//! note it is.

#![no_main]

use libfuzzer_sys::fuzz_target;
use retain::import::draft::Harvest;
use retain::import::format::Options;
use retain::import::formats::anki::notes::{Note, NoteType, Recipe, Template};
use retain::import::limits::Limits;
use retain::model::time::DayBoundary;

/// Stands between question, answer and fields, which are called 0, 1, 2 and so on.
const NEXT: char = '\u{1e}';

fuzz_target!(|text: &str| {
    // The length says which kind of note it is, so that each seed is text and nothing else.
    let is_cloze = text.len() % 2 == 1;
    let mut texts = text.split(NEXT);
    let mut next = || texts.next().unwrap_or_default();
    let (question, answer) = (next(), next());
    let fields: Vec<&str> = texts.collect();
    let limits = Limits::default();
    let template = Template {
        name: "Card 1".to_string(),
        question: question.to_string(),
        answer: answer.to_string(),
    };
    let kind = NoteType {
        name: "Basic".to_string(),
        is_cloze,
        fields: (0..fields.len()).map(|idx| idx.to_string()).collect(),
        templates: vec![template.clone(), template],
        css: String::new(),
    };
    let local = |_| DayBoundary {
        rollover_hour: 4,
        utc_offset_minutes: 0,
    };
    let options = Options {
        encoding: None,
        header: None,
        map: Vec::new(),
        between_sides: None,
        between_cards: None,
        unanswered: true,
        all_cards: true,
        progress: true,
        limits,
        local: &local,
    };
    let note = Note {
        guid: "g".to_string(),
        fields: fields.iter().map(|field| field.to_string()).collect(),
        place: "a.apkg: note g".to_string(),
        ..Note::default()
    };
    let mut harvest = Harvest::default();
    Recipe::new(kind, &limits).take(note, &options, &mut harvest);
    assert_eq!(harvest.n_notes, 1);
    assert!(
        harvest
            .drafts
            .iter()
            .all(|draft| draft.place == "a.apkg: note g")
    );
});
