//! Claims about what is shown, with the text in full.

mod code;
mod face;
mod markdown;
mod safety;
mod table;

use super::page::Page;
use super::palette::Palette;
use super::style::Line;

/// The lines without any look.
fn plain(lines: &[Line]) -> String {
    Palette::PLAIN.paint_all(lines)
}

/// A page that can show what is strong.
fn page(width: usize) -> Page {
    Page::new(width, false)
}

/// Compares with a file of `tests/data/ui`, or writes it where `RETAIN_WRITE_SNAPSHOTS` is set.
fn check_file(name: &str, text: &str) {
    let path = format!("{}/tests/data/ui/{name}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("RETAIN_WRITE_SNAPSHOTS").is_some() {
        std::fs::write(&path, text).expect("the folder is there");
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(text, expected, "{name}");
}

/// The text of a file of `tests/data/ui`.
fn file(name: &str) -> String {
    let path = format!("{}/tests/data/ui/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).expect("the file is there")
}
