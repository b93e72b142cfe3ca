//! Decks that communities wrote, each read by the format that it is of, with the counts of
//! `tests/data/community/EXPECTED.json`.

use retain::deck::parts;
use retain::import::detect::{self, Found};
use retain::import::file::Files;
use retain::import::format::{Options, UTC};
use retain::import::limits::Limits;
use retain::import::plan::{self, Plan, Present, Side, Wish};
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/community")
}

/// A folder of the community's decks, and all below it.
struct Folder {
    root: PathBuf,
    paths: Vec<String>,
}

impl Folder {
    fn new(root: PathBuf) -> Folder {
        let (mut paths, mut folders) = (Vec::new(), vec![root.clone()]);
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                match path.is_dir() {
                    true => folders.push(path),
                    false => paths.push(
                        path.strip_prefix(&root)
                            .unwrap()
                            .to_str()
                            .unwrap()
                            .to_string(),
                    ),
                }
            }
        }
        paths.sort();
        Folder { root, paths }
    }
}

impl Files for Folder {
    fn paths(&self) -> &[String] {
        &self.paths
    }

    fn read(&self, path: &str, _limit: u64) -> Result<Vec<u8>, String> {
        fs::read(self.root.join(path)).map_err(|error| error.to_string())
    }
}

fn options() -> Options<'static> {
    Options {
        encoding: None,
        header: None,
        map: Vec::new(),
        between_sides: None,
        between_cards: None,
        unanswered: false,
        all_cards: false,
        progress: true,
        limits: Limits::default(),
        local: &UTC,
    }
}

/// Reads one file and plans its import into an empty collection.
fn import(
    path: &str,
    from: Option<&str>,
    options: &Options,
) -> Result<(Vec<&'static str>, Plan), String> {
    let whole = root().join(path);
    let folder = Folder::new(whole.parent().unwrap().to_path_buf());
    let name = whole.file_name().unwrap().to_str().unwrap();
    let format = from.map(|name| detect::named(name).expect("the format is known"));
    let found =
        detect::read_file(name, &folder, format, options).map_err(|fault| fault.to_string())?;
    let Found {
        harvest, formats, ..
    } = found;
    let present = Present {
        origin: None,
        decks: Vec::new(),
        cards: Vec::new(),
        read: &|_| Ok(None),
        is_taken: &|_| false,
    };
    let wish = Wish {
        name,
        deck: None,
        flat: false,
        revives: false,
        provenance: "",
    };
    let plan = plan::plan(harvest, &wish, &present, &mut |_| Side::Ours)
        .map_err(|fault| fault.to_string())?;
    Ok((formats, plan))
}

/// Cards and review cards that are new.
fn counts(plan: &Plan) -> (usize, usize) {
    let cards = plan.files.iter().flat_map(|file| &file.deck.cards);
    (
        plan.report.new.len(),
        cards.map(|card| parts(card).len()).sum(),
    )
}

#[test]
fn show() {
    for path in Folder::new(root()).paths {
        if path.ends_with("SOURCES.md") || path.ends_with("EXPECTED.json") {
            continue;
        }
        match import(&path, None, &options()) {
            Err(why) => println!("{path} ERROR {why}"),
            Ok((formats, plan)) => {
                let (cards, reviews) = counts(&plan);
                println!(
                    "{path} {formats:?} notes={} cards={cards} reviews={reviews} refused={} decks={} losses={:?}",
                    plan.report.n_notes,
                    plan.report.refused.len(),
                    plan.files.len(),
                    plan.report
                        .losses
                        .all()
                        .iter()
                        .map(|loss| format!("{} {}", loss.count, loss.what))
                        .collect::<Vec<_>>()
                );
            }
        }
    }
}
