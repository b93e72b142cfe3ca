//! A folder as CrowdAnki has it: `deck.json` and the files in `media`, to be kept in version control.
//!
//! The notes are those of a package, with the same note types and guids. A folder has one deck that
//! holds all others; where the book has no such deck, one is made.

use super::anki::deck_name;
use super::anki::identity::uuid;
use super::anki::kind::{self, Kind, STYLE};
use super::anki::note::{self, Note, Notes};
use super::losses::{self, UNREADABLE};
use super::media::Media;
use super::{Book, Export, Options, Output, Report, Shape, Volume, unwritten};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::{BufWriter, Write};

pub struct CrowdAnki;

impl Export for CrowdAnki {
    fn name(&self) -> &'static str {
        "crowdanki"
    }

    fn label(&self) -> &'static str {
        "CrowdAnki folder (deck.json)"
    }

    fn extension(&self) -> &'static str {
        "json"
    }

    fn shape(&self, _: &Book) -> Shape {
        Shape::Folder
    }

    fn write(
        &self,
        book: &Book,
        options: &Options,
        out: &mut dyn Output,
    ) -> Result<Report, String> {
        let mut report = Report::default();
        if options.progress {
            losses::add_progress(book, &mut report.losses);
        }
        losses::add_comments(book, &mut report.losses);
        let media = Media::of(book, &mut report.losses);
        let mut root = tree(book, &media, &mut report);
        let mut names = Vec::new();
        for (name, medium) in &media.files {
            match (medium.read)() {
                Ok(bytes) => {
                    let mut file = out.create(&format!("media/{name}")).map_err(unwritten)?;
                    file.write_all(&bytes).map_err(unwritten)?;
                    file.flush().map_err(unwritten)?;
                    names.push(name.clone());
                    report.n_media += 1;
                }
                Err(_) => report.losses.add(UNREADABLE, name),
            }
        }
        names.sort();
        root.media = names;
        let file = out.create("deck.json").map_err(unwritten)?;
        let mut file = BufWriter::new(file);
        serde_json::to_writer_pretty(&mut file, &root.into_json(true))
            .map_err(|error| format!("cannot write: {error}"))?;
        file.write_all(b"\n").map_err(unwritten)?;
        file.flush().map_err(unwritten)?;
        Ok(report)
    }
}

/// One deck with those below it.
#[derive(Default)]
struct Node {
    /// All its names, outermost first.
    path: Vec<String>,
    about: String,
    notes: Vec<Note>,
    children: Vec<Node>,
    /// Of the outermost deck only.
    media: Vec<String>,
}

/// The deck that holds all others where the book has none.
const COMMON: &str = "retain";

/// All decks below one that holds them.
fn tree(book: &Book, media: &Media, report: &mut Report) -> Node {
    let mut top = Node::default();
    let outermost = |volume: &Volume| volume.name.first().cloned();
    let outermost: BTreeSet<_> = book.volumes.iter().map(outermost).collect();
    let has_common = outermost.len() == 1 && !outermost.contains(&None);
    for (idx, volume) in book.volumes.iter().enumerate() {
        let notes = Notes::new(book, volume, media.names(idx));
        let node = top.below(&volume.name);
        let name = deck_name(&volume.name);
        node.about = notes.about(&match has_common {
            true => name,
            false => format!("{COMMON}::{name}"),
        });
        notes.tell_missing(&volume.deck.front.id, report);
    }
    let taken = note::each(book, media, |made| {
        let volume = &book.volumes[made.volume];
        made.tell_missing(volume, report);
        top.below(&volume.name).notes.extend(made.notes);
        report.n_cards += 1;
        Ok::<_, std::convert::Infallible>(())
    });
    let Ok(()) = taken;
    match has_common {
        true => top.children.remove(0),
        false => Node {
            path: vec![COMMON.to_string()],
            ..top
        },
    }
}

impl Node {
    /// The deck of that name below this one, made where it is missing.
    fn below(&mut self, names: &[String]) -> &mut Node {
        let Some((name, rest)) = names.split_first() else {
            return self;
        };
        let known = self
            .children
            .iter()
            .position(|child| child.path.last() == Some(name));
        let idx = known.unwrap_or_else(|| {
            let mut path = self.path.clone();
            path.push(name.clone());
            self.children.push(Node {
                path,
                ..Node::default()
            });
            self.children.len() - 1
        });
        self.children[idx].below(rest)
    }

    fn kinds(&self) -> BTreeSet<Kind> {
        let mut kinds: BTreeSet<Kind> = self.notes.iter().map(|note| note.kind).collect();
        kinds.extend(self.children.iter().flat_map(Node::kinds));
        kinds
    }

    fn into_json(self, is_outermost: bool) -> Value {
        let models: Vec<Value> = match is_outermost {
            true => self.kinds().into_iter().map(model).collect(),
            false => Vec::new(),
        };
        let presets = match is_outermost {
            true => vec![preset()],
            false => Vec::new(),
        };
        let children = self.children.into_iter();
        let children: Vec<Value> = children.map(|child| child.into_json(false)).collect();
        json!({
            "__type__": "Deck",
            "children": children,
            "crowdanki_uuid": uuid(&format!("deck/{}", self.path.join("::"))),
            "deck_config_uuid": uuid("preset"),
            "deck_configurations": presets,
            "desc": self.about,
            "dyn": 0,
            "extendNew": 0,
            "extendRev": 0,
            "media_files": self.media,
            "name": deck_name(&self.path[self.path.len().saturating_sub(1)..]),
            "note_models": models,
            "notes": self.notes.into_iter().map(note).collect::<Vec<Value>>(),
        })
    }
}

fn note(note: Note) -> Value {
    json!({
        "__type__": "Note",
        "data": "",
        "fields": note.fields,
        "flags": 0,
        "guid": note.guid,
        "note_model_uuid": model_uuid(note.kind),
        "tags": note.tags,
    })
}

fn model(kind: Kind) -> Value {
    json!({
        "__type__": "NoteModel",
        "crowdanki_uuid": model_uuid(kind),
        "css": STYLE,
        "flds": kind::fields(kind),
        "latexPost": "",
        "latexPre": "",
        "latexsvg": false,
        "name": kind.name(),
        "req": [],
        "sortf": 0,
        "tags": [],
        "tmpls": kind::templates(kind),
        "type": i32::from(kind.is_cloze()),
        "vers": [],
    })
}

fn model_uuid(kind: Kind) -> String {
    uuid(&format!("note type/{}", kind.name()))
}

fn preset() -> Value {
    json!({
        "__type__": "DeckConfig", "crowdanki_uuid": uuid("preset"), "name": "retain",
        "autoplay": true, "dyn": false, "maxTaken": 60, "replayq": true, "timer": 0,
        "new": {
            "bury": true, "delays": [1, 10], "initialFactor": 2500, "ints": [1, 4, 7],
            "order": 1, "perDay": 20, "separate": true,
        },
        "rev": {
            "bury": true, "ease4": 1.3, "fuzz": 0.05, "hardFactor": 1.2, "ivlFct": 1,
            "maxIvl": 36500, "minSpace": 1, "perDay": 200,
        },
        "lapse": {
            "delays": [10], "leechAction": 1, "leechFails": 8, "minInt": 1, "mult": 0,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{book, medium, volume, written};
    use super::*;

    fn named(name: &[&str], source: &str) -> super::super::Volume {
        let mut volume = volume(&format!(
            "---\nid: {}\ntitle: t\n---\n\n{source}",
            name.join("-")
        ));
        volume.name = name.iter().map(|name| name.to_string()).collect();
        volume
    }

    fn deck(book: &Book) -> Value {
        let (files, _) = written(&CrowdAnki, book);
        let (path, bytes) = files.last().expect("a deck");
        assert_eq!(path, "deck.json");
        serde_json::from_slice(bytes).unwrap()
    }

    #[test]
    fn decks_of_one_deck_are_its_children() {
        let deck = deck(&book(vec![
            named(&["a", "b"], "## c {#x}\n\nd\n"),
            named(&["a", "e"], "## f {#x}\n\n{{c1::g}}\n"),
        ]));
        assert_eq!(deck["name"], "a");
        assert_eq!(deck["children"][0]["name"], "b");
        assert_eq!(deck["children"][1]["notes"][0]["fields"][1], "{{c1::g}}");
        assert_eq!(deck["note_models"].as_array().unwrap().len(), 2);
        let uuid = &deck["note_models"][1]["crowdanki_uuid"];
        assert_eq!(&deck["children"][1]["notes"][0]["note_model_uuid"], uuid);
    }

    #[test]
    fn decks_without_a_common_one_get_one() {
        let deck = deck(&book(vec![
            named(&["a"], "## c {#x}\n\nd\n"),
            named(&["b"], "## c {#x}\n\nd\n"),
        ]));
        assert_eq!(deck["name"], "retain");
        assert_eq!(deck["children"][0]["desc"], "<p>retain: title=t</p>");
        assert_eq!(deck["children"].as_array().unwrap().len(), 2);
    }

    #[test]
    fn files_stand_in_media() {
        let mut volume = named(&["a"], "## c {#x}\n\n![d](media/e.png)\n");
        volume.media = vec![medium("media/e.png", "1")];
        let book = book(vec![volume]);
        let (files, _) = written(&CrowdAnki, &book);
        assert_eq!(files[0], ("media/e.png".to_string(), b"1".to_vec()));
        assert_eq!(deck(&book)["media_files"], json!(["e.png"]));
    }
}
