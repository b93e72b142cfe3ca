use super::*;
use crate::import::formats::anki::tests::{
    FRONT_BACK, collection, note, package, read, read_as, zipped,
};

const STUB: &str =
    "Please update to the latest Anki version, then import the .colpkg/.apkg file again.\u{1f}";

fn good() -> Vec<u8> {
    collection(&note(1, FRONT_BACK))
}

fn stub() -> Vec<u8> {
    collection(&note(1, STUB))
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 1).unwrap()
}

/// The package must not be read, for that reason.
fn check(bytes: &[u8], expected: &str) {
    let outcome = read(bytes);
    assert_eq!(outcome.read, Err(expected.to_string()));
    assert_eq!(outcome.fields(), [""; 0]);
}

/// The package must be read, and have that one note.
fn fine(bytes: &[u8]) {
    let outcome = read(bytes);
    assert_eq!(outcome.read, Ok(()));
    assert_eq!(outcome.fields(), ["front | back"]);
}

#[test]
fn each_generation_is_read_and_its_stub_is_not() {
    let (good, stub) = (good(), stub());
    fine(&package(&good));
    fine(&zipped(&[
        ("collection.anki2", &stub),
        ("collection.anki21", &good),
        ("media", b"{}"),
    ]));
    let second: [(&str, &[u8]); 4] = [
        ("meta", b"\x08\x02"),
        ("collection.anki2", &stub),
        ("collection.anki21", &good),
        ("media", b"{}"),
    ];
    fine(&zipped(&second));
    let packed = zstd(&good);
    let list = zstd(b"");
    let latest: [(&str, &[u8]); 4] = [
        ("meta", b"\x08\x03"),
        ("collection.anki2", &stub),
        ("collection.anki21b", &packed),
        ("media", &list),
    ];
    fine(&zipped(&latest));
    fine(&zipped(&latest[1..]));
    fine(&good);
}

#[test]
fn the_note_that_asks_for_an_update_is_never_a_card() {
    let stub = stub();
    check(
        &package(&stub),
        "a.apkg: collection.anki2: its only note is Anki's request to update: the collection itself is missing: export it again from Anki",
    );
    check(
        &zipped(&[("meta", b"\x08\x03"), ("collection.anki2", &stub)]),
        "a.apkg: there is no `collection.anki21b` in it, which `meta` names: export it again",
    );
    check(
        &zipped(&[("meta", b"\x08\x09"), ("collection.anki2", &stub)]),
        "a.apkg: meta: it was made by a newer Anki (version 9, 3 is known): export it with \"support older Anki versions\"",
    );
    check(
        &zipped(&[("meta", &[0xff; 64]), ("collection.anki2", &stub)]),
        "a.apkg: meta: it is damaged: its version cannot be read: download it again",
    );
    let quoted = collection(&(note(1, STUB) + &note(2, FRONT_BACK)));
    assert_eq!(read(&package(&quoted)).notes.len(), 2);
}

#[test]
fn what_is_no_package_is_called_by_its_name() {
    check(b"", "a.apkg: it is empty: download it again");
    check(
        b"Sorry!\n<HTML>",
        "a.apkg: it is a web page and not a package: download the deck itself",
    );
    check(
        b"\x1f\x8b\x08",
        "a.apkg: it is packed by gzip: unpack it first",
    );
    check(&zstd(b"x"), "a.apkg: it is packed by zstd: unpack it first");
    check(
        b"front;back",
        "a.apkg: it is no Anki package: download it again",
    );
    check(
        &zipped(&[]),
        "a.apkg: it is an empty zip: download or export it again",
    );
    check(
        &zipped(&[("media", b"{}")]),
        "a.apkg: it is a zip without an Anki collection",
    );
    check(
        &zipped(&[("My deck/deck.apkg", &package(&good()))]),
        "a.apkg: it is a zip that holds `My deck/deck.apkg`: unpack it first",
    );
    check(
        &package(&package(&good())),
        "a.apkg: collection.anki2: it is no SQLite database: export it again",
    );
}

#[test]
fn what_is_cut_off_or_damaged_is_refused() {
    let whole = package(&good());
    let cut = "a.apkg: it is cut off: the list of entries at its end is missing or broken: download it again";
    check(&whole[..whole.len() * 6 / 10], cut);
    check(&whole[..whole.len() - 40], cut);
    let mut flipped = whole.clone();
    flipped[200] ^= 0xff;
    check(
        &flipped,
        "a.apkg: collection.anki2: it is damaged: its packed bytes cannot be inflated: download it again",
    );
    fine(&[b"#!/bin/sh\nexit 1\n", &whole[..]].concat());
}

/// Changes the header of the first entry in the list at the end of a zip.
fn edited(mut zip: Vec<u8>, at: usize, bytes: &[u8]) -> Vec<u8> {
    let list = zip.windows(4).position(|window| window == b"PK\x01\x02");
    let at = list.unwrap() + at;
    zip[at..at + bytes.len()].copy_from_slice(bytes);
    zip
}

#[test]
fn headers_that_lie_are_found_out() {
    let size = |size: u32| edited(package(&good()), 24, &size.to_le_bytes());
    let read = |zip: Vec<u8>| read(&zip).read.unwrap_err();
    let says = "a.apkg: collection.anki2: it ";
    assert!(read(size(100)).starts_with(&format!("{says}is damaged")));
    assert!(read(size(1 << 20)).starts_with(&format!("{says}is damaged")));
    assert_eq!(
        read(size(0xffff_fffe)),
        format!("{says}inflates to more than 1073741824 bytes: raise `--max-collection`")
    );
}

#[test]
fn entries_that_are_encrypted_or_links_or_oddly_packed_are_not_read() {
    check(
        &edited(package(&good()), 8, &[1]),
        "a.apkg: collection.anki2: it is encrypted: make the package again without a password",
    );
    check(
        &edited(package(&good()), 10, &[14]),
        "a.apkg: collection.anki2: it is packed in a way that is not read: make the package again as an ordinary zip",
    );
    for mode in [0o120_777_u32, 0o020_666, 0o010_666, 0o040_755] {
        let link = edited(package(&good()), 38, &(mode << 16).to_le_bytes());
        check(&link, "a.apkg: collection.anki2: it is no plain file");
    }
}

#[test]
fn an_entry_stands_once() {
    let mut twice = zipped(&[
        ("collection.anki2", &good()),
        ("collection.anki3", b"other"),
    ]);
    while let Some(at) = twice
        .windows(16)
        .position(|window| window == b"collection.anki3")
    {
        twice[at + 15] = b'2';
    }
    check(
        &twice,
        "a.apkg: it is damaged: two entries of it have the same name: download it again",
    );
}

#[test]
fn entries_that_share_bytes_are_refused() {
    let zip = package(&good());
    // The second entry of the list begins where the first does.
    let mut lists = zip.windows(4).enumerate();
    let second = { lists.by_ref() }
        .filter(|(_, window)| *window == b"PK\x01\x02")
        .nth(1);
    let at = second.unwrap().0 + 42;
    let mut shared = zip.clone();
    shared[at..at + 4].fill(0);
    check(
        &shared,
        "a.apkg: it is damaged: entries of it share bytes: download it again",
    );
}

#[test]
fn names_of_entries_are_never_paths() {
    let good = good();
    fine(&zipped(&[
        ("collection.anki2", &good),
        ("../../etc/passwd", b"evil"),
        ("/etc/cron.d/x", b"evil"),
        ("C:\\x", b"evil"),
        ("\u{1b}]0;x\u{7}", b"evil"),
    ]));
}

#[test]
fn limits_name_their_options() {
    let check = |bytes: &[u8], limits: Limits, expected: &str| {
        assert_eq!(
            read_as("a.apkg", bytes, true, limits).read,
            Err(expected.to_string())
        );
    };
    let usual = Limits::default();
    let small = Limits {
        collection_bytes: 1000,
        ..usual
    };
    let wide = package(&good());
    check(
        &wide,
        small,
        "a.apkg: collection.anki2: it inflates to more than 1000 bytes: raise `--max-collection`",
    );
    let bare = good();
    let found = bare.len();
    check(
        &bare,
        small,
        &format!("a.apkg: it has {found} bytes, at most 1000 are read: raise `--max-collection`"),
    );
    let entries = Limits {
        entries: 1,
        ..usual
    };
    check(
        &wide,
        entries,
        "a.apkg: it has more than 1 entries: raise `--max-entries`",
    );
    let list = Limits {
        media_list_bytes: 1,
        ..usual
    };
    check(
        &wide,
        list,
        "a.apkg: media: it inflates to more than 1 bytes: raise `--max-media-list`",
    );
    let notes = Limits { notes: 1, ..usual };
    let two = collection(&(note(1, FRONT_BACK) + &note(2, FRONT_BACK)));
    check(
        &package(&two),
        notes,
        "a.apkg: collection.anki2: it has more than 1 notes: raise `--max-notes`",
    );
}

#[test]
fn media_that_cannot_be_taken_are_counted_by_name() {
    let good = good();
    let list = br#"{"0": "a.png", "1": "../b", "2": "gone.png", "3": 7, "4": "a.png", "9": "pixe\u0301l.png"}"#;
    let outcome = read(&zipped(&[
        ("collection.anki2", &good),
        ("media", list),
        ("0", b"A"),
        ("1", b"B"),
        ("3", b"D"),
        ("4", b"E"),
        ("9", b"P"),
    ]));
    assert_eq!(outcome.read, Ok(()));
    assert_eq!(
        outcome.media().into_iter().collect::<Vec<_>>(),
        ["a.png", "pixél.png"]
    );
    assert_eq!(outcome.fetched("pixél.png"), Ok(b"P".to_vec()));
    assert_eq!(
        outcome.losses(),
        [
            (2, "media whose names are not safe are left out"),
            (1, "media that the list names are not in the package"),
            (1, "media whose names stand twice are left out"),
        ]
    );
    assert_eq!(
        outcome.harvest.losses.all()[0].places[0],
        "a.apkg: media 1 `../b`"
    );
}

#[test]
fn a_medium_is_what_the_list_says_or_nothing() {
    let good = zstd(&good());
    let with = |line: &[u8]| {
        let list = zstd(&[&[0x0a, line.len() as u8], line].concat());
        let medium = zstd(b"abc");
        let zip = zipped(&[
            ("collection.anki21b", &good),
            ("media", &list),
            ("0", &medium),
        ]);
        read(&zip).fetched("x")
    };
    let sha1 = b"\xa9\x99\x3e\x36\x47\x06\x81\x6a\xba\x3e\x25\x71\x78\x50\xc2\x6c\x9c\xd0\xd8\x9d";
    assert_eq!(with(b"\x0a\x01x"), Ok(b"abc".to_vec()));
    assert_eq!(
        with(&[&b"\x0a\x01x\x10\x03\x1a\x14"[..], sha1].concat()),
        Ok(b"abc".to_vec())
    );
    let damaged = |how: &str| {
        Err(format!(
            "it is damaged: its {how} is not the one in the list"
        ))
    };
    assert_eq!(with(b"\x0a\x01x\x10\x04"), damaged("size"));
    assert_eq!(
        with(&[&b"\x0a\x01x\x1a\x14"[..], &[0; 20]].concat()),
        damaged("content")
    );
}

#[test]
fn all_media_together_have_a_limit() {
    let good = good();
    let zip = zipped(&[
        ("collection.anki2", &good),
        ("media", br#"{"0": "a", "1": "b"}"#),
        ("0", &[1; 60]),
        ("1", &[2; 60]),
    ]);
    let limits = Limits {
        media_bytes: 100,
        ..Limits::default()
    };
    let outcome = read_as("a.apkg", &zip, true, limits);
    assert!(outcome.fetched("a").is_ok() && outcome.fetched("a").is_ok());
    assert_eq!(
        outcome.fetched("b"),
        Err("all media together have more than 100 bytes: raise `--max-media`".into())
    );
}

#[test]
fn a_list_that_is_none_is_refused_and_a_missing_one_is_empty() {
    let good = good();
    check(
        &zipped(&[("collection.anki2", &good), ("media", b"{\"0\": ")]),
        "a.apkg: media: it is damaged: the list is no JSON object: download it again",
    );
    let packed = zstd(&good);
    let lies = zstd(b"\x0a\xff\xff\xff\xff\x0fxxxx");
    check(
        &zipped(&[("collection.anki21b", &packed), ("media", &lies)]),
        "a.apkg: media: it is damaged: the list is no list of media: download it again",
    );
    fine(&zipped(&[("collection.anki2", &good)]));
}
