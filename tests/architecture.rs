//! Who may import whom, as `docs/architecture.md` says: read from the `use` lines of `src`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// For each module those of ours that it may name, beside itself.
const MAY_IMPORT: [(&str, &[&str]); 15] = [
    ("model", &[]),
    ("deck", &["model"]),
    ("export", &["model", "deck"]),
    ("schedule", &["model"]),
    ("quiz", &["model"]),
    ("select", &["model"]),
    ("catalogue", &["model"]),
    ("import", &["model", "deck"]),
    ("roadmap", &["model", "catalogue"]),
    ("assess", &["model"]),
    ("mock", &["model"]),
    ("store", &["model", "select"]),
    ("session", &["model", "schedule", "quiz"]),
    (
        "ui",
        &["model", "deck", "quiz", "session", "schedule", "roadmap"],
    ),
    (
        "cli",
        &[
            "model",
            "deck",
            "schedule",
            "quiz",
            "select",
            "catalogue",
            "roadmap",
            "assess",
            "mock",
            "import",
            "export",
            "store",
            "session",
            "ui",
        ],
    ),
];

/// Crates behind one door, and the files that may name them.
const DOORS: [(&str, &[&str]); 18] = [
    ("csv", &["export/table.rs"]),
    ("encoding_rs", &["import/file.rs"]),
    ("fsrs", &["schedule/fsrs.rs"]),
    ("html5gum", &["import/text/html/token.rs"]),
    ("indicatif", &["cli/import/progress.rs"]),
    (
        "rusqlite",
        &["store/", "export/apkg/", "import/untrusted/sqlite/"],
    ),
    (
        "zstd",
        &["catalogue/embedded.rs", "import/untrusted/inflate.rs"],
    ),
    ("flate2", &["store/origins.rs"]),
    ("foldhash", &["model/map.rs"]),
    (
        "sha1",
        &[
            "export/anki/identity.rs",
            "import/formats/anki/package/media.rs",
        ],
    ),
    ("similar", &["cli/import/report.rs"]),
    ("ureq", &["cli/import/web.rs"]),
    (
        "zip",
        &["export/apkg/", "cli/archive.rs", "import/untrusted/zip.rs"],
    ),
    ("clap", &["cli/"]),
    ("dialoguer", &["cli/prompt.rs"]),
    (
        "crossterm",
        &[
            "ui/keyboard.rs",
            "ui/terminal.rs",
            "cli/context.rs",
            "cli/pager.rs",
            "cli/prompt.rs",
        ],
    ),
    ("rand", &["cli/clock.rs"]),
    (
        "pulldown_cmark",
        &["deck/", "ui/", "export/anki/", "import/text/"],
    ),
];

/// All Rust files of `src` that are no tests: their path below `src`, and their code.
fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            let name = path
                .strip_prefix(&root)
                .unwrap()
                .to_str()
                .unwrap()
                .to_string();
            let is_test = ["tests", "properties"]
                .iter()
                .any(|part| name.contains(&format!("/{part}")));
            if path.is_dir() {
                folders.push(path);
            } else if name.ends_with(".rs") && !is_test {
                files.push((name, code(&fs::read_to_string(&path).unwrap())));
            }
        }
    }
    assert!(50 < files.len());
    files
}

/// The text without comments and without the tests at its end.
fn code(text: &str) -> String {
    let end = text.find("#[cfg(test)]\nmod tests {").unwrap_or(text.len());
    let is_code = |line: &&str| !line.trim_start().starts_with("//");
    text[..end]
        .lines()
        .filter(is_code)
        .map(|line| format!("{line}\n"))
        .collect()
}

/// The names that stand behind `prefix`, up to what is no letter: of `crate::model::…`, `model`.
fn named<'a>(code: &'a str, prefix: &str) -> BTreeSet<&'a str> {
    let name = |rest: &'a str| {
        &rest[..rest
            .find(|c: char| !c.is_alphanumeric() && c != '_')
            .unwrap_or(rest.len())]
    };
    code.match_indices(prefix)
        .map(|(idx, _)| name(&code[idx + prefix.len()..]))
        .collect()
}

/// Whether the code names a crate: `fsrs::` that is no end of a longer path or word.
fn names_crate(code: &str, name: &str) -> bool {
    let path = format!("{name}::");
    let is_letter = |c: char| c.is_alphanumeric() || c == '_';
    // `::fsrs::…` is the crate, `schedule::fsrs::…` is not.
    let is_free = |idx: usize| {
        let before = &code[..idx];
        !before
            .strip_suffix("::")
            .unwrap_or(before)
            .ends_with(is_letter)
    };
    code.match_indices(&path).any(|(idx, _)| is_free(idx)) || code.contains(&format!("use {name};"))
}

#[test]
fn modules_import_only_what_the_table_allows() {
    for (file, code) in sources() {
        let module = file.split(['/', '.']).next().unwrap();
        if ["lib", "main"].contains(&module) {
            continue;
        }
        let (_, allowed) = MAY_IMPORT
            .iter()
            .find(|(known, _)| *known == module)
            .unwrap_or_else(|| panic!("`{module}` is not in the table"));
        for import in named(&code, "crate::") {
            assert!(
                import == module || allowed.contains(&import) || !is_module(import),
                "src/{file} names crate::{import}; {module} may import {allowed:?}"
            );
        }
    }
}

fn is_module(name: &str) -> bool {
    MAY_IMPORT.iter().any(|(module, _)| *module == name)
}

#[test]
fn the_table_names_every_module() {
    let lib = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    let declared = named(&lib, "pub mod ");
    let known: BTreeSet<&str> = MAY_IMPORT.iter().map(|(module, _)| *module).collect();
    assert_eq!(declared, known);
}

#[test]
fn crates_are_named_behind_their_doors_alone() {
    for (file, code) in sources() {
        for (name, doors) in DOORS {
            let is_door = doors.iter().any(|door| file.starts_with(door));
            assert!(
                is_door || !names_crate(&code, name),
                "src/{file} names {name}; only {doors:?} may"
            );
        }
    }
}

#[test]
fn every_door_is_used() {
    let files = sources();
    for (name, doors) in DOORS {
        for door in doors {
            let uses = |(file, code): &&(String, String)| {
                file.starts_with(door) && names_crate(code, name)
            };
            assert!(
                files.iter().any(|file| uses(&file)),
                "src/{door} no longer names {name}"
            );
        }
    }
}
