use super::*;
use crate::import::text::dialect::tests::{likeness, options, read};
use crate::model::level::Level;

const DECK: &str = "---\nid: caches\ntitle: Caches\ntopic: caching\nlevel: senior\ntags: [redis]\n\
    authors: [A B]\nlicence: CC0-1.0\nchecked: 2026-11\n---\n\nAbout.\n\n## Why?  {#why}\nBecause.\n\n\
    ## How?\n\n{{c1::So}}.\n";

fn refused(bytes: &[u8]) -> Vec<String> {
    let harvest = read(&Native, &[("a.md", bytes)], &options());
    assert!(harvest.drafts.is_empty() && harvest.decks.is_empty());
    harvest.refused.iter().map(ToString::to_string).collect()
}

#[test]
fn a_card_is_itself_again() {
    let harvest = read(&Native, &[("a.md", DECK.as_bytes())], &options());
    let cards: Vec<_> = harvest
        .drafts
        .iter()
        .map(|draft| {
            (
                draft.place.as_str(),
                draft.key.as_deref(),
                draft.native.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        cards,
        [
            (
                "a.md:14",
                Some("caches/why"),
                Some("## Why? {#why}\n\nBecause.")
            ),
            (
                "a.md:17",
                Some("caches/how"),
                Some("## How? {#how}\n\n{{c1::So}}.")
            ),
        ]
    );
    assert_eq!(harvest.n_notes, 2);
}

#[test]
fn the_facts_of_the_deck_come_along() {
    let harvest = read(&Native, &[("a.md", DECK.as_bytes())], &options());
    let facts = DeckFacts {
        deck: vec!["caches".to_string()],
        id: Some("caches".to_string()),
        title: Some("Caches".to_string()),
        about: "About.".to_string(),
        topic: Some("caching".to_string()),
        level: Some(Level::Senior),
        tags: vec!["redis".to_string()],
        checked: Some("2026-11".to_string()),
        licence: Some("CC0-1.0".to_string()),
        authors: vec!["A B".to_string()],
    };
    assert_eq!(harvest.decks, [facts]);
    assert_eq!(harvest.drafts[0].deck, harvest.decks[0].deck);
}

#[test]
fn a_deck_with_faults_is_refused_with_all_of_them() {
    assert_eq!(
        refused(b"---\nid: a\nlevell: b\n---\n\n## x {#a}\n\ny\n\n## z {#a}\n\ny\n").len(),
        3
    );
    assert_eq!(
        refused(b"---\nid: a\ntitle: A\n---\n\n## x {#x}\n\ny\n\n## z {#x}\n\ny\n"),
        ["a.md:10:6: id `x` is already used on line 6: choose another"]
    );
    assert_eq!(
        refused(b"---\nid: a\ntitle: \xff\n"),
        ["a.md:3:8: byte 17 (0xff) is no UTF-8: save the file as UTF-8"]
    );
}

#[test]
fn a_deck_is_sure_and_other_files_are_not() {
    assert_eq!(likeness(&Native, DECK.as_bytes()), Likeness::Sure);
    assert_eq!(likeness(&Native, b"---\nid: a\n"), Likeness::Sure);
    let with_ids = b"---\ntitle: a\n---\n\n## a {#b}\n\nc\n";
    assert_eq!(likeness(&Native, with_ids), Likeness::Sure);
    let page = b"---\ntitle: a\ntags: [b]\n---\n\nQ: c\nA: d\n";
    assert_eq!(likeness(&Native, page), Likeness::Meant);
    for other in [&b""[..], b"# A\n", b"---\nname: a\n---\n", b"Q: a\nA: b\n"] {
        assert_eq!(likeness(&Native, other), Likeness::No);
    }
}

#[test]
fn limits_are_named() {
    let mut options = options();
    options.limits.notes = 1;
    let harvest = read(&Native, &[("a.md", DECK.as_bytes())], &options);
    assert_eq!(
        harvest.refused[0].to_string(),
        "a.md: more than 1 notes stand in the source: part it, or raise `--max-notes`"
    );
    options.limits.text_bytes = 10;
    let harvest = read(&Native, &[("a.md", b"---\nid: abcdef\n")], &options);
    assert_eq!(
        harvest.refused[0].to_string(),
        "a.md: the file has 15 bytes, at most 10 are read: part it, or raise `--max-text`"
    );
}

#[test]
fn notes_that_name_a_deck_are_other_programs() {
    let note = "---\nid: go_1\ndeck: Go\ntags:\n  - x\n---\n\n# Front\n\na\n\n# Back\n\nb\n";
    assert_eq!(likeness(&Native, note.as_bytes()), Likeness::No);
    assert_eq!(likeness(&Native, DECK.as_bytes()), Likeness::Sure);
}
