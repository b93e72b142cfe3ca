//! Names of files where all decks share one folder, as Anki has it.
//!
//! A name is kept where it is free. Files of one name and one content are one file; of two contents
//! the later gets its deck's id in front.

use super::losses::{UNREADABLE, place};
use super::{Book, Losses, Medium, Volume};
use crate::model::card::Card;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use unicode_normalization::UnicodeNormalization;

/// The files of a book under the names that they get.
pub struct Media<'b> {
    /// Each once, in the order of the decks.
    pub files: Vec<(String, &'b Medium)>,
    /// For each volume, from the path in its texts to the name.
    names: Vec<Names<'b>>,
}

/// The names that the files of one volume have.
pub type Names<'m> = BTreeMap<&'m str, String>;

impl<'b> Media<'b> {
    /// Names all files. Only those whose names meet are read for it.
    pub fn of(book: &'b Book, losses: &mut Losses) -> Media<'b> {
        let mut media = Media {
            files: Vec::new(),
            names: Vec::new(),
        };
        let mut taken: HashMap<String, &Medium> = HashMap::new();
        for volume in &book.volumes {
            let mut names = Names::new();
            for medium in &volume.media {
                match media.name(volume, medium, &mut taken) {
                    Ok(name) => drop(names.insert(medium.path.as_str(), name)),
                    Err(_) => losses.add(UNREADABLE, place(volume, &medium.path)),
                }
            }
            media.names.push(names);
        }
        media
    }

    /// The names of the volume at that place of the book.
    pub fn names(&self, volume_idx: usize) -> &Names<'b> {
        &self.names[volume_idx]
    }

    fn name(
        &mut self,
        volume: &Volume,
        medium: &'b Medium,
        taken: &mut HashMap<String, &'b Medium>,
    ) -> Result<String, String> {
        let own = plain(&medium.path);
        let candidates = [own.clone(), format!("{}-{own}", volume.deck.front.id)];
        let numbered = (2..).map(|number| format!("{}-{number}-{own}", volume.deck.front.id));
        for name in candidates.into_iter().chain(numbered) {
            // Some systems know no difference between `A.png` and `a.png`.
            match taken.get(&name.to_lowercase()) {
                None => {
                    taken.insert(name.to_lowercase(), medium);
                    self.files.push((name.clone(), medium));
                    return Ok(name);
                }
                Some(other) if digest(other)? == digest(medium)? => return Ok(name),
                Some(_) => (),
            }
        }
        unreachable!("the numbers do not end")
    }
}

/// Returns the card with every file of its deck as `media/<name>`, as an import will have it.
pub fn renamed<'c>(card: &'c Card, names: &Names) -> Cow<'c, Card> {
    let moved = |(path, name): &(&&str, &String)| **path != format!("media/{name}");
    let moved: Vec<(&&str, &String)> = names.iter().filter(moved).collect();
    if moved.is_empty() {
        return Cow::Borrowed(card);
    }
    let mut card = card.clone();
    let mut texts = vec![&mut card.question, &mut card.prompt, &mut card.answer];
    texts.extend(card.hint.iter_mut().chain(&mut card.why));
    for choice in &mut card.choices {
        texts.push(&mut choice.text);
        texts.extend(&mut choice.note);
    }
    for text in texts {
        moved
            .iter()
            .for_each(|(path, name)| rename(text, path, name));
    }
    Cow::Owned(card)
}

fn rename(text: &mut String, path: &str, name: &str) {
    if !text.contains(path) {
        return;
    }
    let target = format!("](<media/{name}>");
    *text = text.replace(&format!("](<{path}>"), &target);
    for end in [')', ' '] {
        *text = text.replace(&format!("]({path}{end}"), &format!("{target}{end}"));
    }
}

fn digest(medium: &Medium) -> Result<[u8; 32], String> {
    Ok(Sha256::digest((medium.read)()?).into())
}

/// The last part of a path as a name that is harmless on every system and in HTML.
fn plain(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    let harmless = |c: char| match c {
        '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' | '%' | '#' | '&' | '\'' => '_',
        '[' | ']' | '{' | '}' => '_',
        c if c.is_control() => '_',
        c => c,
    };
    let name: String = name.nfc().map(harmless).collect();
    match name.trim_matches([' ', '.']) {
        "" => "file".to_string(),
        name => name.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{book, medium, volume};
    use super::*;

    fn names(volumes: &[(&str, &[(&str, &str)])]) -> Vec<String> {
        let volumes = volumes.iter().map(|(id, media)| {
            let mut volume = volume(&format!(
                "---\nid: {id}\ntitle: t\n---\n\n## a {{#x}}\n\nb\n"
            ));
            volume.media = media
                .iter()
                .map(|(path, bytes)| medium(path, bytes))
                .collect();
            volume
        });
        let book = book(volumes.collect());
        let media = Media::of(&book, &mut Losses::default());
        media.files.into_iter().map(|(name, _)| name).collect()
    }

    #[test]
    fn names_are_kept_unless_they_meet() {
        assert_eq!(
            names(&[
                ("a", &[("media/x.png", "1"), ("pics/x.png", "2")]),
                ("b", &[("media/X.png", "3"), ("media/x.png", "1")]),
            ]),
            ["x.png", "a-x.png", "b-X.png"]
        );
    }

    #[test]
    fn names_are_harmless() {
        assert_eq!(
            names(&[("a", &[("media/a:b%20\"c\".png", "1"), ("media/..", "2")])]),
            ["a_b_20_c_.png", "file"]
        );
    }

    #[test]
    fn files_of_other_folders_are_media_in_the_card_too() {
        let volume = volume("---\nid: d\ntitle: t\n---\n\n## a {#x}\n\n![b](pics/c.png)\n");
        let names = Names::from([("pics/c.png", "c.png".to_string())]);
        let card = renamed(&volume.deck.cards[0], &names);
        assert_eq!(card.answer, "![b](<media/c.png>)");
        let names = Names::from([("media/c.png", "c.png".to_string())]);
        assert!(matches!(
            renamed(&volume.deck.cards[0], &names),
            Cow::Borrowed(_)
        ));
    }
}
