//! The media of a package: its list, the names that are safe, and the files, fetched when asked for.

use super::{Generation, Package};
use crate::import::draft::{Content, Fault, Harvest, Medium};
use crate::import::formats::anki::loose::Loose;
use crate::import::formats::anki::protobuf;
use crate::import::limits::Limits;
use crate::import::untrusted::Wrong;
use crate::import::untrusted::inflate::Cap;
use crate::import::untrusted::zip::{Archive, Packing};
use crate::model::text::is_harmless;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use sha1::{Digest, Sha1};
use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use unicode_normalization::UnicodeNormalization;

/// One line of the list.
#[derive(Debug, Default, PartialEq, Eq)]
struct Listed {
    /// The name of the zip's entry: a number.
    entry: String,
    /// `None` where the list has something else than text there.
    name: Option<String>,
    /// What the file must be; only the latest generation says it.
    size: Option<u64>,
    sha1: Option<[u8; 20]>,
}

/// The files of one package, shared by all that may be fetched.
struct Shelf {
    archive: Archive<Arc<[u8]>>,
    packing: Packing,
    limits: Limits,
    /// Bytes of those fetched so far.
    fetched: AtomicU64,
}

impl Package<'_> {
    /// Adds all media whose names are safe to the harvest; what is left out is counted. Nothing of
    /// them is unpacked.
    pub fn media(&mut self, limits: &Limits, harvest: &mut Harvest) -> Result<(), Fault> {
        let place = format!("{}: media", self.path);
        let listed = self.listed(limits).map_err(|wrong| wrong.at(&place))?;
        if listed.is_empty() {
            return Ok(());
        }
        let archive = Archive::open(Arc::from(self.bytes), limits);
        let shelf = Arc::new(Shelf {
            archive: archive.map_err(|wrong| wrong.at(self.path))?,
            packing: self.generation.packing(),
            limits: *limits,
            fetched: AtomicU64::new(0),
        });
        let mut names = HashSet::new();
        for line in listed {
            let shown = format!(
                "{place} {} `{}`",
                line.entry,
                line.name.as_deref().unwrap_or("?")
            );
            match shelf.medium(line, &mut names) {
                Ok(medium) => harvest.media.push(medium),
                Err(why) => harvest.losses.add(why, shown),
            }
        }
        Ok(())
    }

    /// The list; empty where there is none, as in packages of old programs.
    fn listed(&mut self, limits: &Limits) -> Result<Vec<Listed>, Wrong> {
        let Some(idx) = self.archive.find("media") else {
            return Ok(Vec::new());
        };
        let cap = Cap {
            bytes: limits.media_list_bytes,
            option: "--max-media-list",
            ratio: limits.ratio,
        };
        let list = self.archive.read(idx, self.generation.packing(), cap)?;
        match self.generation {
            Generation::Latest => from_protobuf(&list.into_vec(), limits),
            _ => from_json(&list.into_vec(), limits),
        }
    }
}

impl Shelf {
    fn medium(
        self: &Arc<Shelf>,
        line: Listed,
        names: &mut HashSet<String>,
    ) -> Result<Medium, &'static str> {
        let name = line.name.as_deref().and_then(safe_name);
        let name = name.ok_or("media whose names are not safe are left out")?;
        let entry = self.archive.find(&line.entry);
        let entry = entry.ok_or("media that the list names are not in the package")?;
        let check = self.archive.check(entry);
        check.map_err(|_| "media that are no plain files are left out")?;
        if !names.insert(name.clone()) {
            return Err("media whose names stand twice are left out");
        }
        let shelf = Arc::clone(self);
        let counted = AtomicBool::new(false);
        let fetch = move || shelf.fetch(entry, line.size, line.sha1, &counted);
        Ok(Medium {
            name,
            content: Content::Lazy(Box::new(fetch)),
        })
    }

    fn fetch(
        &self,
        entry: usize,
        size: Option<u64>,
        sha1: Option<[u8; 20]>,
        counted: &AtomicBool,
    ) -> Result<Vec<u8>, String> {
        let cap = Cap {
            bytes: self.limits.media_bytes,
            option: "--max-media",
            ratio: self.limits.ratio,
        };
        let read = self.archive.clone().read(entry, self.packing, cap);
        let bytes = read.map_err(|wrong| wrong.what)?.into_vec();
        if size.is_some_and(|size| size != bytes.len() as u64) {
            return Err("it is damaged: its size is not the one in the list".into());
        }
        if sha1.is_some_and(|sha1| sha1 != <[u8; 20]>::from(Sha1::digest(&bytes))) {
            return Err("it is damaged: its content is not the one in the list".into());
        }
        self.count(bytes.len() as u64, counted)?;
        Ok(bytes)
    }

    /// Adds to what was fetched, each file once.
    fn count(&self, bytes: u64, counted: &AtomicBool) -> Result<(), String> {
        if counted.swap(true, Ordering::Relaxed) {
            return Ok(());
        }
        let before = self.fetched.fetch_add(bytes, Ordering::Relaxed);
        match before + bytes <= self.limits.media_bytes {
            true => Ok(()),
            false => Err(format!(
                "all media together have more than {} bytes: raise `--max-media`",
                self.limits.media_bytes
            )),
        }
    }
}

/// `MediaEntries`: the n-th of them is the entry `n` of the zip.
fn from_protobuf(list: &[u8], limits: &Limits) -> Result<Vec<Listed>, Wrong> {
    let broken = |_| Wrong::damaged("the list is no list of media");
    let mut listed = Vec::new();
    for field in protobuf::fields(list) {
        let (number, value) = field.map_err(broken)?;
        let Some(message) = value.bytes().filter(|_| number == 1) else {
            continue;
        };
        check_count(listed.len(), limits)?;
        let mut line = Listed {
            entry: listed.len().to_string(),
            ..Listed::default()
        };
        for field in protobuf::fields(message) {
            match field.map_err(broken)? {
                (1, value) => line.name = value.text().map(str::to_string),
                (2, value) => line.size = value.varint(),
                (3, value) => line.sha1 = value.bytes().and_then(|sum| sum.try_into().ok()),
                _ => (),
            }
        }
        listed.push(line);
    }
    Ok(listed)
}

fn check_count(count: usize, limits: &Limits) -> Result<(), Wrong> {
    if count < limits.entries {
        return Ok(());
    }
    let what = format!("it names more than {} files", limits.entries);
    Err(Wrong::new(what, "raise `--max-entries`"))
}

/// `{"0": "diagram.png", …}`, with gaps.
fn from_json(list: &[u8], limits: &Limits) -> Result<Vec<Listed>, Wrong> {
    let mut json = serde_json::Deserializer::from_slice(list);
    let listed = json.deserialize_map(Names(limits.entries));
    let listed = listed.and_then(|listed| json.end().map(|()| listed));
    let listed: Vec<Listed> = listed.map_err(|_| Wrong::damaged("the list is no JSON object"))?;
    check_count(listed.len().saturating_sub(1), limits)?;
    Ok(listed)
}

/// Collects a map of names, one more than the limit at the most.
struct Names(usize);

impl<'de> Visitor<'de> for Names {
    type Value = Vec<Listed>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object of names")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vec<Listed>, A::Error> {
        let mut listed = Vec::new();
        while let Some(entry) = map.next_key::<String>()? {
            if self.0 < listed.len() {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            let name = map.next_value::<Loose>()?.text();
            listed.push(Listed {
                entry,
                name,
                ..Listed::default()
            });
        }
        Ok(listed)
    }
}

/// Bytes of a name at the most.
const NAME_MAX: usize = 200;

/// Returns the name, composed (NFC), if it is harmless on every system.
fn safe_name(name: &str) -> Option<String> {
    if NAME_MAX < name.len() {
        return None;
    }
    let name: String = name.nfc().collect();
    let is_plain = |c: char| is_harmless(c) && !c.is_control() && !r#"/\:*?"<>|"#.contains(c);
    let stem = name.split('.').next().unwrap_or_default().trim_end();
    let is_safe = name.chars().all(is_plain)
        && name.len() <= NAME_MAX
        && !name.starts_with([' ', '-', '.'])
        && !name.ends_with(['.', ' '])
        && !name.is_empty()
        && !is_device(stem);
    is_safe.then_some(name)
}

/// Whether Windows takes a name, whatever its extension, for a device.
fn is_device(stem: &str) -> bool {
    let stem = stem.to_ascii_uppercase();
    let numbered = stem.strip_prefix("COM").or(stem.strip_prefix("LPT"));
    let is_number = |rest: &str| matches!(rest.chars().next(), Some('0'..='9' | '¹' | '²' | '³'));
    ["CON", "PRN", "AUX", "NUL"].contains(&stem.as_str())
        || numbered.is_some_and(|rest| rest.chars().count() == 1 && is_number(rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_that_are_harmless_everywhere_are_taken_composed() {
        for name in [
            "a.png",
            "btree diagram.svg",
            "_font.woff",
            "日本.mp3",
            "a..b",
        ] {
            assert_eq!(safe_name(name).as_deref(), Some(name));
        }
        assert_eq!(safe_name("pixe\u{301}l.png").as_deref(), Some("pixél.png"));
    }

    #[test]
    fn names_that_lead_elsewhere_or_mislead_are_refused() {
        let bad = [
            "",
            ".",
            "..",
            ".hidden",
            "../a",
            "/etc/passwd",
            "a\\b",
            "C:a",
            "a\0b",
            "a\nb",
            "CON",
            "con.png",
            "lpt1.txt",
            "COM¹",
            "a.",
            "a ",
            "-rf",
            "a\u{202e}gnp.exe",
            "a?b",
            "\u{1b}[31m",
        ];
        for name in bad {
            assert_eq!(safe_name(name), None, "{name:?}");
        }
        assert_eq!(safe_name(&"a".repeat(201)), None);
    }

    #[test]
    fn a_list_in_json_may_have_gaps_and_strangers() {
        let list = from_json(br#"{"0":"a","7":5,"x":["b"],"3":"c"}"#, &Limits::default());
        let list: Vec<_> = { list }
            .unwrap()
            .into_iter()
            .map(|line| (line.entry, line.name))
            .collect();
        let line = |entry: &str, name: Option<&str>| (entry.to_string(), name.map(str::to_string));
        assert_eq!(
            list,
            [
                line("0", Some("a")),
                line("7", None),
                line("x", None),
                line("3", Some("c"))
            ]
        );
    }

    #[test]
    fn a_list_longer_than_the_limit_names_the_option() {
        let limits = Limits {
            entries: 2,
            ..Limits::default()
        };
        let wrong = from_json(br#"{"0":"a","1":"b","2":"c"}"#, &limits).unwrap_err();
        assert_eq!(wrong.what, "it names more than 2 files");
        let wrong = from_protobuf(b"\x0a\x00\x0a\x00\x0a\x00", &limits).unwrap_err();
        assert_eq!(wrong.hint, "raise `--max-entries`");
        assert_eq!(
            from_json(br#"{"0":"a","1":"b"}"#, &limits).unwrap().len(),
            2
        );
    }

    proptest! {
        #[test]
        fn no_list_panics(list in any::<Vec<u8>>(), text in r#"[{}\[\]":,0-9a\\]*"#) {
            let _ = from_protobuf(&list, &Limits::default());
            let _ = from_json(&list, &Limits::default());
            let _ = from_json(text.as_bytes(), &Limits::default());
        }

        #[test]
        fn no_name_panics(name in any::<String>()) {
            let _ = safe_name(&name);
        }
    }
}
