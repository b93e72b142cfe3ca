//! Makes a collection of any size, and says what indexing its decks and importing its log cost.
//!
//! `cargo bench --bench collection -- --cards 100000 --reviews 1000000 --due 200 DIR`
//!
//! `--files N` spreads the cards over so many deck files (default: a hundred cards to a file),
//! `--bare` writes log lines of card, instant and rating alone. Without a DIR the collection stands
//! below cargo's target folder, where `cargo bench --bench whole` looks for it. A collection that
//! is there already is left as it is.

#[allow(dead_code, reason = "each benchmark uses its part")]
mod generate;
#[allow(dead_code, reason = "each benchmark uses its part")]
mod process;

use generate::Shape;
use process::{Case, Cost, milliseconds};
use std::path::{Path, PathBuf};

fn main() {
    let (shape, folder) = arguments(std::env::args().skip(1));
    if folder.join("retain.db").exists() {
        println!("{} is there already", folder.display());
        return;
    }
    let decks = folder.join("decks");
    std::fs::create_dir_all(&decks).expect("the folder can be made");
    generate::write_decks(&decks, &shape).expect("the decks can be written");
    generate::write_log(&folder.join("log.jsonl"), &shape).expect("the log can be written");
    let log = folder.join("log.jsonl");
    let log = log.to_str().expect("the folder has a plain name");
    report(
        "index the decks",
        Case::new("index", &folder, &["deck", "list"]).run(),
    );
    report(
        "import the log",
        Case::new("import", &folder, &["log", "import", log]).run(),
    );
    report(
        "import it again",
        Case::new("again", &folder, &["log", "import", log]).run(),
    );
    let size = std::fs::metadata(folder.join("retain.db")).map_or(0, |file| file.len());
    println!("{shape:?}\n{} bytes of collection", size);
}

fn report(what: &str, cost: Cost) {
    println!(
        "{what:<20} {:>9.0} ms wall {:>9.0} ms CPU {:>7.1} MiB",
        milliseconds(cost.wall),
        milliseconds(cost.cpu),
        cost.rss_kib as f64 / 1024.0
    );
}

fn arguments(mut given: impl Iterator<Item = String>) -> (Shape, PathBuf) {
    let mut shape = Shape {
        cards: 100_000,
        reviews: 1_000_000,
        due: 200,
        files: 0,
        bare: false,
    };
    let mut folder = None;
    while let Some(argument) = given.next() {
        let mut number = || -> usize {
            let value = given.next().and_then(|value| value.parse().ok());
            value.unwrap_or_else(|| panic!("a number stands behind {argument}"))
        };
        match argument.as_str() {
            "--cards" => shape.cards = number(),
            "--reviews" => shape.reviews = number(),
            "--due" => shape.due = number(),
            "--files" => shape.files = number(),
            "--bare" => shape.bare = true,
            // Cargo's own.
            "--bench" => (),
            other => folder = Some(PathBuf::from(other)),
        }
    }
    if shape.files == 0 {
        shape.files = shape.cards.div_ceil(100);
    }
    let default = || Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("due-{}", shape.due));
    (shape.clone(), folder.unwrap_or_else(default))
}
