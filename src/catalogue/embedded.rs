//! What the binary carries: the built-in decks and the catalogue, packed by `build.rs`. They take a
//! third of their size so.

/// A file below the decks folder.
struct File {
    path: &'static str,
    /// Bytes, unpacked.
    len: usize,
    /// A frame of zstd.
    packed: &'static [u8],
}

/// By path.
static FILES: &[File] = include!(concat!(env!("OUT_DIR"), "/decks.rs"));

/// A hash over all built-in files, computed when the binary was built.
pub const HASH: &str = env!("RETAIN_DECKS_HASH");

impl File {
    fn text(&self) -> String {
        let bytes =
            zstd::bulk::decompress(self.packed, self.len).expect("it was packed by the build");
        String::from_utf8(bytes).expect("deck files are UTF-8")
    }

    fn is_deck(&self) -> bool {
        self.path.ends_with(".md") && self.path.contains('/')
    }
}

/// The text of the catalogue, TOML.
pub fn topics() -> String {
    text("topics.toml")
}

/// The text of every roadmap, TOML, by file name.
pub fn roadmaps() -> Vec<String> {
    texts("roadmaps")
}

/// The text of every interview prompt in `folder` (`design` or `deep-dive`), TOML, by file name.
pub fn prompts(folder: &str) -> Vec<String> {
    texts(&format!("interview/{folder}"))
}

/// The text of the behavioural questions, TOML.
pub fn behaviour() -> String {
    text("interview/behaviour.toml")
}

/// The text of the deck of that id.
pub fn deck(slug: &str) -> Option<String> {
    let ending = format!("/{slug}.md");
    let found = FILES.iter().find(|file| file.path.ends_with(&ending));
    found.map(File::text)
}

/// Every deck file: its path below the decks folder, and its text.
pub fn decks() -> impl Iterator<Item = (&'static str, String)> {
    let decks = FILES.iter().filter(|file| file.is_deck());
    decks.map(|file| (file.path, file.text()))
}

fn text(path: &str) -> String {
    let found = FILES.iter().find(|file| file.path == path);
    found.expect("it is part of the binary").text()
}

/// The text of every file of a folder, by file name.
fn texts(folder: &str) -> Vec<String> {
    let is_in = |file: &&File| {
        let below = file
            .path
            .strip_prefix(folder)
            .and_then(|path| path.strip_prefix('/'));
        below.is_some_and(|name| !name.contains('/'))
    };
    FILES.iter().filter(is_in).map(File::text).collect()
}
