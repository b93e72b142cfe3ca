//! What the binary carries: the built-in decks and the catalogue. The only file that names `include_dir`.

use include_dir::{Dir, include_dir};

static DECKS: Dir = include_dir!("$CARGO_MANIFEST_DIR/decks");

/// A hash over all built-in files, computed when the binary was built.
pub const HASH: &str = env!("RETAIN_DECKS_HASH");

/// The text of the catalogue, TOML.
pub fn topics() -> &'static str {
    text("topics.toml").expect("the catalogue is part of the binary")
}

/// The text of every roadmap, TOML, by file name.
pub fn roadmaps() -> Vec<&'static str> {
    texts("roadmaps")
}

/// The text of every interview prompt in `folder` (`design` or `deep-dive`), TOML, by file name.
pub fn prompts(folder: &str) -> Vec<&'static str> {
    texts(&format!("interview/{folder}"))
}

/// The text of the behavioural questions, TOML.
pub fn behaviour() -> &'static str {
    text("interview/behaviour.toml").expect("behavioural questions are part of the binary")
}

/// The text of every file of a folder, by file name; none where there is no such folder.
fn texts(folder: &str) -> Vec<&'static str> {
    let Some(folder) = DECKS.get_dir(folder) else {
        return Vec::new();
    };
    let mut files: Vec<_> = folder.files().collect();
    files.sort_unstable_by_key(|file| file.path());
    files
        .into_iter()
        .filter_map(|file| file.contents_utf8())
        .collect()
}

/// The text of the built-in file at `path` below the decks folder.
pub fn text(path: &str) -> Option<&'static str> {
    DECKS.get_file(path)?.contents_utf8()
}

/// The text of the built-in deck of that id.
pub fn deck(slug: &str) -> Option<&'static str> {
    let ending = format!("/{slug}.md");
    let found = decks()
        .into_iter()
        .find(|(path, _)| path.ends_with(&ending));
    found.map(|(_, text)| text)
}

/// Every built-in deck file: its path below the decks folder, and its text.
pub fn decks() -> Vec<(&'static str, &'static str)> {
    let mut found = Vec::new();
    collect(&DECKS, &mut found);
    found.sort_unstable();
    found
}

fn collect(folder: &Dir<'static>, found: &mut Vec<(&'static str, &'static str)>) {
    for file in folder.files() {
        let path = file.path().to_str().expect("deck files have plain names");
        if path.ends_with(".md") && path.contains('/') {
            found.push((path, file.contents_utf8().expect("deck files are UTF-8")));
        }
    }
    for inner in folder.dirs() {
        collect(inner, found);
    }
}
