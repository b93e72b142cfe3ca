//! Decks as they are: Markdown in the deck format, with their files beside them.

use super::losses::{self, UNREADABLE, place};
use super::{Book, Export, Options, Output, Report, Shape, Volume, unwritten};
use crate::deck::print;
use std::collections::HashSet;
use std::io::{self, Write};

pub struct Markdown;

impl Export for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn label(&self) -> &'static str {
        "retain's own decks (.md)"
    }

    fn extension(&self) -> &'static str {
        "md"
    }

    /// One deck without files is a file.
    fn shape(&self, book: &Book) -> Shape {
        match book.volumes.as_slice() {
            [only] if only.media.is_empty() => Shape::File,
            _ => Shape::Folder,
        }
    }

    fn write(
        &self,
        book: &Book,
        options: &Options,
        out: &mut dyn Output,
    ) -> Result<Report, String> {
        let mut report = Report {
            n_cards: book.n_cards(),
            ..Report::default()
        };
        if options.progress {
            losses::add_progress(book, &mut report.losses);
        }
        for volume in &book.volumes {
            write_volume(volume, out, &mut report).map_err(unwritten)?;
        }
        Ok(report)
    }
}

/// A deck with files has a folder of its own: files of two decks may have one name.
fn write_volume(volume: &Volume, out: &mut dyn Output, report: &mut Report) -> io::Result<()> {
    let id = &volume.deck.front.id;
    let folder = match volume.media.is_empty() {
        true => String::new(),
        false => format!("{id}/"),
    };
    let mut file = out.create(&format!("{folder}{id}.md"))?;
    file.write_all(print(&volume.deck).as_bytes())?;
    file.flush()?;
    drop(file);
    let mut written = HashSet::new();
    for medium in &volume.media {
        if !written.insert(&medium.path) {
            continue;
        }
        match (medium.read)().ok().filter(|_| is_below(&medium.path)) {
            Some(bytes) => {
                let mut file = out.create(&format!("{folder}{}", medium.path))?;
                file.write_all(&bytes)?;
                file.flush()?;
                report.n_media += 1;
            }
            None => report.losses.add(UNREADABLE, place(volume, &medium.path)),
        }
    }
    Ok(())
}

/// Whether a path leads nowhere but below the folder of its deck.
fn is_below(path: &str) -> bool {
    let is_plain = |part: &str| !matches!(part, "" | "." | "..") && !part.contains(['\\', ':']);
    path.split('/').all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{book, medium, volume, written};
    use super::*;
    use crate::deck::parse;

    #[test]
    fn a_deck_comes_out_as_it_is() {
        let text = include_str!("../deck/samples.md");
        let (files, report) = written(&Markdown, &book(vec![volume(text)]));
        assert_eq!(files[0].1, text.as_bytes());
        assert_eq!(files[0].0, format!("{}.md", parse(text).unwrap().front.id));
        assert_eq!(report.n_cards, parse(text).unwrap().cards.len());
    }

    #[test]
    fn files_stand_beside_their_deck_and_nowhere_else() {
        let mut volume = volume("---\nid: d\ntitle: t\n---\n\n## a {#x}\n\n![b](media/c.png)\n");
        volume.media = vec![medium("media/c.png", "1"), medium("../x", "2")];
        let (files, report) = written(&Markdown, &book(vec![volume]));
        let paths: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(paths, ["d/d.md", "d/media/c.png"]);
        assert_eq!(report.losses.all()[0].what, UNREADABLE);
    }
}
