//! No bytes make the reading of files of data panic: JSON of CrowdAnki and of retain itself, the
//! databases of Anki and of jwasham, Mochi's archives; and no medium leads out of its folder.

#![no_main]

use libfuzzer_sys::fuzz_target;
use retain::import::draft::{Content, Harvest};
use retain::import::file::{File, Files};
use retain::import::format::{Format, Options, UTC};
use retain::import::formats::anki::format::Anki;
use retain::import::formats::crowdanki::CrowdAnki;
use retain::import::formats::jwasham::Jwasham;
use retain::import::formats::mochi::Mochi;
use retain::import::formats::retain_json::RetainJson;
use retain::import::limits::Limits;

/// Nothing stands beside the file.
struct Alone;

impl Files for Alone {
    fn paths(&self) -> &[String] {
        &[]
    }

    fn read(&self, _: &str, _: u64) -> Result<Vec<u8>, String> {
        Err("it is not there".to_string())
    }
}

/// Returns an archive with one entry that is stored as it is.
fn stored(name: &str, content: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    archive.start_file(name, options).expect("it is in memory");
    archive.write_all(content).expect("it is in memory");
    archive.finish().expect("it is in memory").into_inner()
}

fn check(format: &dyn Format, path: &str, bytes: &[u8]) {
    let beside = &Alone;
    let file = File {
        path,
        bytes,
        beside,
    };
    let limits = Limits {
        collection_bytes: 16 << 20,
        media_bytes: 1 << 20,
        ..Limits::default()
    };
    let options = Options {
        progress: true,
        unanswered: true,
        limits,
        ..Options::plain(&UTC)
    };
    format.likeness(&file);
    let mut harvest = Harvest::default();
    let read = format.read(&file, &options, &mut harvest);
    for fault in read.err().iter().chain(&harvest.refused) {
        assert!(
            fault.place.starts_with(path) && !fault.what.is_empty(),
            "{fault}"
        );
    }
    for medium in &harvest.media {
        assert!(!medium.name.contains(['/', '\\', '\0']) && medium.name != "..");
        if let Content::Lazy(fetch) = &medium.content {
            let _ = fetch();
        }
    }
}

fuzz_target!(|bytes: &[u8]| {
    if bytes.starts_with(b"SQLite format 3\0") {
        check(&Jwasham, "cards.db", bytes);
        check(&Anki, "a.apkg", &stored("collection.anki2", bytes));
        return;
    }
    check(&CrowdAnki, "a.json", bytes);
    check(&RetainJson, "a.json", bytes);
    let entry = match bytes.starts_with(b"[") {
        true => "data.json",
        false => "data.edn",
    };
    check(&Mochi, "a.mochi", &stored(entry, bytes));
});
