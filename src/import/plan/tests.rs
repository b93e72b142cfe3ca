//! Imports one after the other into a small world of files and a ledger.

use super::*;
use crate::deck::{parse, print};
use crate::import::draft::{Ask, DeckFacts, Draft};
use crate::model::level::Level;
use std::collections::BTreeMap;

#[derive(Default)]
struct World {
    files: BTreeMap<String, String>,
    decks: Vec<LedgerDeck>,
    cards: Vec<LedgerCard>,
}

fn draft(deck: &[&str], id: &str, question: &str, answer: &str) -> Draft {
    Draft {
        deck: deck.iter().map(|name| name.to_string()).collect(),
        format: "anki",
        id: (!id.is_empty()).then(|| id.to_string()),
        place: format!("source: {id}{question}"),
        question: question.to_string(),
        answer: answer.to_string(),
        ..Draft::default()
    }
}

impl World {
    /// Imports the drafts and says what happened, a word for each.
    fn import(&mut self, drafts: &[Draft], side: Side) -> String {
        self.import_partly(drafts, 0, side)
    }

    /// The same, where the reader refused so many cards.
    fn import_partly(&mut self, drafts: &[Draft], n_refused: usize, side: Side) -> String {
        let harvest = Harvest {
            n_notes: drafts.len() + n_refused,
            drafts: drafts.to_vec(),
            refused: vec![Fault::new("source: 2", "there is no answer", ""); n_refused],
            ..Harvest::default()
        };
        self.import_harvest(harvest, side)
    }

    fn import_harvest(&mut self, harvest: Harvest, side: Side) -> String {
        let read = |slug: &str| {
            let found = self
                .files
                .iter()
                .find(|(_, text)| text.contains(&format!("id: {slug}\n")));
            Ok(found.map(|(path, text)| PresentDeck {
                deck: parse(text).expect("what was written can be read"),
                path: Some(path.clone()),
                foreign: None,
            }))
        };
        let present = Present {
            origin: None,
            decks: self.decks.clone(),
            cards: self.cards.clone(),
            read: &read,
            is_taken: &|slug| {
                self.files
                    .values()
                    .any(|text| text.contains(&format!("id: {slug}\n")))
            },
        };
        let wish = Wish {
            name: "source",
            deck: None,
            flat: false,
            revives: false,
            provenance: "",
        };
        let plan =
            plan(harvest, &wish, &present, &mut |_| side).expect("nothing here is unreadable");
        let report = plan.report;
        for file in &plan.files {
            self.files.insert(file.path.clone(), print(&file.deck));
        }
        // The ledger gives a new origin its number.
        let origin = match plan.origin {
            0 => 1 + self.cards.iter().map(|card| card.origin).max().unwrap_or(0),
            origin => origin,
        };
        for deck in plan.decks {
            let deck = LedgerDeck { origin, ..deck };
            self.decks
                .retain(|known| (known.origin, &known.names) != (origin, &deck.names));
            self.decks.push(deck);
        }
        for card in plan.cards.into_values().flatten() {
            let card = LedgerCard { origin, ..card };
            self.cards
                .retain(|known| (&known.deck, &known.card) != (&card.deck, &card.card));
            self.cards.push(card);
        }
        let counts = [
            ("new", report.new.len()),
            ("changed", report.changed.len()),
            ("merged", report.n_merged),
            ("unchanged", report.unchanged),
            ("removed", report.n_removed),
            ("gone", report.gone.len()),
            ("missing", report.missing.len()),
            ("back", report.back.len()),
            ("undecided", report.undecided.len()),
            ("refused", report.refused.len()),
            ("written", plan.files.len()),
        ];
        let shown = counts.iter().filter(|(_, count)| 0 < *count);
        shown
            .map(|(name, count)| format!("{count} {name}"))
            .collect::<Vec<_>>()
            .join(", ")
    }

    fn edit(&mut self, from: &str, to: &str) {
        for text in self.files.values_mut() {
            *text = text.replace(from, to);
        }
    }

    fn text(&self) -> String {
        self.files.values().cloned().collect::<Vec<_>>().join("\n")
    }
}

#[test]
fn the_same_source_twice_changes_nothing() {
    let mut world = World::default();
    let drafts = [
        draft(&["A"], "1", "q", "a"),
        draft(&["A", "B"], "2", "r", "b"),
    ];
    assert_eq!(world.import(&drafts, Side::Ours), "2 new, 2 written");
    assert_eq!(world.import(&drafts, Side::Ours), "2 unchanged");
    let paths: Vec<&String> = world.files.keys().collect();
    assert_eq!(paths, ["a/a-b.md", "a/a.md"]);
}

#[test]
fn a_new_edition_changes_what_it_changed() {
    let mut world = World::default();
    world.import(
        &[draft(&["A"], "1", "q", "a"), draft(&["A"], "2", "r", "b")],
        Side::Ours,
    );
    let next = [
        draft(&["A"], "1", "q", "better"),
        draft(&["A"], "3", "s", "c"),
    ];
    assert_eq!(
        world.import(&next, Side::Ours),
        "1 new, 1 changed, 1 gone, 1 written"
    );
    assert!(world.text().contains("better") && world.text().contains("## r "));
    let back = [
        draft(&["A"], "2", "r", "b"),
        next[0].clone(),
        next[1].clone(),
    ];
    assert_eq!(world.import(&back, Side::Ours), "3 unchanged, 1 back");
}

#[test]
fn a_general_rubric_is_told() {
    let open = |answer: &str| Draft {
        ask: Ask::Open,
        ..draft(&["A"], answer, "q", answer)
    };
    let wish = Wish {
        name: "source",
        deck: None,
        flat: false,
        revives: false,
        provenance: "",
    };
    let mut told = Told::default();
    let mut drafts = vec![open(""), open("text"), open("- a point")];
    shaping::identify(&mut drafts, &wish, &[], &mut told);
    shaping::shape(drafts, &[], &mut told, |_| Ok(())).unwrap();
    let general = &told.losses.all()[0];
    assert_eq!(
        general.what,
        "open questions without a rubric got a general one"
    );
    assert_eq!(general.places, ["source: q", "source: textq"]);
}

#[test]
fn a_card_of_a_deck_with_an_identity_may_move() {
    let mut world = World::default();
    let one = Draft {
        deck_id: Some("graph".to_string()),
        ..draft(&["A"], "1", "q", "a")
    };
    let moved = Draft {
        deck: vec!["B".to_string()],
        ..one.clone()
    };
    world.import(&[one], Side::Ours);
    assert_eq!(world.import(&[moved], Side::Ours), "1 unchanged");
    // The name of its deck stands for another.
    let other = [draft(&["B"], "1", "q", "a")];
    assert_eq!(world.import(&other, Side::Ours), "1 new, 1 written");
}

#[test]
fn a_card_that_is_refused_is_not_gone() {
    let mut world = World::default();
    let both = [draft(&["A"], "1", "q", "a"), draft(&["A"], "2", "r", "b")];
    world.import(&both, Side::Ours);
    let next = [both[0].clone(), draft(&["A"], "2", "", "b")];
    assert_eq!(world.import(&next, Side::Ours), "1 unchanged, 1 refused");
}

#[test]
fn no_card_is_gone_while_the_reader_refuses_some() {
    let mut world = World::default();
    let both = [draft(&["A"], "1", "q", "a"), draft(&["A"], "2", "r", "b")];
    world.import(&both, Side::Ours);
    assert_eq!(
        world.import_partly(&both[..1], 1, Side::Ours),
        "1 unchanged, 1 missing, 1 refused"
    );
    // It was never gone, so it is not back either.
    assert_eq!(world.import(&both, Side::Ours), "2 unchanged");
    assert_eq!(world.import(&both[..1], Side::Ours), "1 unchanged, 1 gone");
}

#[test]
fn cards_are_gone_where_it_is_known_what_was_refused() {
    let mut world = World::default();
    let own = Draft {
        key: Some("a/own".to_string()),
        native: Some("## o {#own}\n\na".to_string()),
        ..draft(&["A"], "4", "", "")
    };
    let all = [
        draft(&["A"], "1", "q", "a"),
        draft(&["A"], "2", "r", "b"),
        draft(&["A"], "2\u{1f}t2", "s", "c"),
        draft(&["A"], "3\u{1f}c1", "t", "d"),
        draft(&["A"], "21", "u", "e"),
        own,
    ];
    world.import(&all, Side::Ours);
    let refusing = |ids: &[&str]| {
        let mut harvest = Harvest {
            drafts: all[..1].to_vec(),
            ..Harvest::default()
        };
        for id in ids {
            harvest.refuse(Fault::new("source", "bad", ""), Some(id));
        }
        harvest
    };
    let told = world.import_harvest(refusing(&["2", "3", "a/own", ""]), Side::Ours);
    assert_eq!(told, "1 unchanged, 1 missing, 4 refused");
    // A card of the source that was never taken in is no reason to doubt.
    let told = world.import_harvest(refusing(&["2", "3", "a/own", "9"]), Side::Ours);
    assert_eq!(told, "1 unchanged, 1 gone, 4 refused");
    let gone = world.cards.iter().filter(|card| card.gone);
    let gone: Vec<&str> = gone.map(|card| card.source_id.as_str()).collect();
    assert_eq!(gone, ["21"]);
}

#[test]
fn refusals_take_nothing_from_what_is_told_otherwise() {
    let mut world = World::default();
    let both = [draft(&["A"], "1", "q", "a"), draft(&["A"], "2", "r", "b")];
    world.import(&both, Side::Ours);
    world.import(&both[..1], Side::Ours);
    // Gone before: it stays so, and is told once.
    assert_eq!(
        world.import_partly(&both[..1], 1, Side::Ours),
        "1 unchanged, 1 refused"
    );
    assert_eq!(
        world.import_partly(&both, 1, Side::Ours),
        "2 unchanged, 1 back, 1 refused"
    );
}

#[test]
fn the_learners_edits_survive_beside_those_of_the_source() {
    let mut world = World::default();
    world.import(&[draft(&["A"], "1", "q", "a")], Side::Ours);
    world.edit("\n\na\n", "\n\na\n\nWhy: mine\n");
    assert_eq!(
        world.import(&[draft(&["A"], "1", "q", "better")], Side::Ours),
        "1 changed, 1 merged, 1 written"
    );
    assert!(world.text().contains("better\n\nWhy: mine"));
}

#[test]
fn a_conflict_is_asked_until_somebody_decides() {
    let mut world = World::default();
    world.import(&[draft(&["A"], "1", "q", "a")], Side::Ours);
    world.edit("\n\na\n", "\n\nmine\n");
    let next = [draft(&["A"], "1", "q", "theirs")];
    assert_eq!(world.import(&next, Side::Undecided), "1 undecided");
    assert_eq!(world.import(&next, Side::Undecided), "1 undecided");
    assert_eq!(world.import(&next, Side::Theirs), "1 changed, 1 written");
    assert_eq!(world.import(&next, Side::Theirs), "1 unchanged");
}

#[test]
fn a_card_that_the_learner_took_out_stays_out() {
    let mut world = World::default();
    let drafts = [draft(&["A"], "1", "q", "a"), draft(&["A"], "2", "r", "b")];
    world.import(&drafts, Side::Ours);
    let text = world.text();
    let cut = text[text.find("## r").unwrap()..].to_string();
    world.edit(&cut, "");
    let next = [drafts[0].clone(), draft(&["A"], "2", "r", "better")];
    assert_eq!(world.import(&next, Side::Ours), "1 unchanged, 1 removed");
}

#[test]
fn a_card_that_moved_stays_where_it_is_learned() {
    let mut world = World::default();
    world.import(
        &[draft(&["A"], "1", "q", "a"), draft(&["A"], "2", "r", "b")],
        Side::Ours,
    );
    let moved = [
        draft(&["A"], "1", "q", "a"),
        draft(&["A", "B"], "2", "r", "b"),
    ];
    assert_eq!(world.import(&moved, Side::Ours), "2 unchanged");
}

#[test]
fn the_same_guid_in_two_decks_is_two_cards() {
    let mut world = World::default();
    assert_eq!(
        world.import(&[draft(&["A"], "guid-1", "q", "a")], Side::Ours),
        "1 new, 1 written"
    );
    assert_eq!(
        world.import(&[draft(&["B"], "guid-1", "r", "b")], Side::Ours),
        "1 new, 1 written"
    );
}

#[test]
fn an_id_twice_is_refused_and_a_question_twice_is_not() {
    let mut world = World::default();
    let twice = [draft(&[], "1", "q", "a"), draft(&[], "1", "r", "b")];
    assert_eq!(
        world.import(&twice, Side::Ours),
        "1 new, 1 refused, 1 written"
    );
    let same = [draft(&[], "", "q", "a"), draft(&[], "", "q", "b")];
    assert_eq!(world.import(&same, Side::Ours), "2 new, 1 written");
}

#[test]
fn decks_whose_names_meet_get_numbers() {
    let mut world = World::default();
    let drafts = [
        draft(&["A", "B"], "1", "q", "a"),
        draft(&["a", "b"], "2", "r", "b"),
    ];
    assert_eq!(world.import(&drafts, Side::Ours), "2 new, 2 written");
    let paths: Vec<&String> = world.files.keys().collect();
    assert_eq!(paths, ["source/a-b-2.md", "source/a-b.md"]);
}

#[test]
fn a_deck_without_facts_has_those_of_the_decks_around_it() {
    let mut world = World::default();
    let names = |names: &[&str]| names.iter().map(|name| name.to_string()).collect();
    let facts = |deck: &[&str], about: &str| DeckFacts {
        deck: names(deck),
        about: about.to_string(),
        licence: Some("MIT".to_string()),
        level: Some(Level::Senior),
        ..DeckFacts::default()
    };
    let harvest = Harvest {
        drafts: vec![
            draft(&["A", "B"], "1", "q", "a"),
            draft(&["A", "C"], "2", "r", "b"),
        ],
        decks: vec![facts(&["A", "B"], "Of B."), facts(&["A"], "Of A.")],
        ..Harvest::default()
    };
    world.import_harvest(harvest, Side::Ours);
    let head = |path: &str| world.files[path].split("## ").next().unwrap().to_string();
    assert_eq!(
        head("a/a-b.md"),
        "---\nid: a-b\ntitle: \"A: B\"\nlevel: senior\nlicence: MIT\n---\n\nOf B.\n\n"
    );
    // How hard a deck is says nothing of those inside it.
    assert_eq!(
        head("a/a-c.md"),
        "---\nid: a-c\ntitle: \"A: C\"\nlicence: MIT\n---\n\nOf A.\n\n"
    );
}

#[test]
fn a_card_of_retains_own_goes_back_to_its_deck() {
    let mut world = World::default();
    let own = Draft {
        key: Some("kafka/acks".to_string()),
        native: Some("## q {#acks}\n\na".to_string()),
        ..draft(&["Kafka"], "g", "", "")
    };
    assert_eq!(
        world.import(std::slice::from_ref(&own), Side::Ours),
        "1 new, 1 written"
    );
    assert!(world.text().contains("id: kafka\n"));
    assert_eq!(world.import(&[own], Side::Ours), "1 unchanged");
}
