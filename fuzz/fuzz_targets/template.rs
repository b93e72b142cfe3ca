//! No template and no fields make the reading of Anki's notes panic, and each draft says from which
//! note it is.

#![no_main]

use libfuzzer_sys::fuzz_target;
use retain::import::formats::anki::notes::{Note, NoteType, Recipe, Template};
use retain::import::draft::Harvest;
use retain::import::format::Options;
use retain::import::limits::Limits;
use retain::model::time::DayBoundary;

fuzz_target!(|parts: (&str, &str, Vec<&str>, bool)| {
    let (question, answer, fields, is_cloze) = parts;
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
