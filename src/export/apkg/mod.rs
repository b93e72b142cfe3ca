//! Anki's packages (`.apkg`), as Anki, AnkiDroid and AnkiMobile take them.
//!
//! The first generation of three is written: a database of schema 11 and a list of media in JSON.
//! Every version of Anki and every other tool reads it, and memories, logs and suspended cards
//! survive in it. The database is built in a temporary file and packed from there.

mod collection;
mod schedule;
#[cfg(test)]
mod tests;

use super::losses::{self, UNREADABLE};
use super::media::Media;
use super::{Book, Export, Options, Output, Report, Shape, Sink, unwritten};
use serde_json::{Map, Value};
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

pub struct Apkg;

impl Export for Apkg {
    fn name(&self) -> &'static str {
        "apkg"
    }

    fn label(&self) -> &'static str {
        "Anki package (.apkg)"
    }

    fn extension(&self) -> &'static str {
        "apkg"
    }

    fn shape(&self, _: &Book) -> Shape {
        Shape::File
    }

    fn write(
        &self,
        book: &Book,
        options: &Options,
        out: &mut dyn Output,
    ) -> Result<Report, String> {
        let mut report = Report::default();
        let media = Media::of(book, &mut report.losses);
        if options.progress {
            losses::add_buried(book, &mut report.losses);
        }
        losses::add_comments(book, &mut report.losses);
        let folder = tempfile::tempdir().map_err(unwritten)?;
        let path = folder.path().join("collection.anki2");
        collection::write(&path, book, &media, options, &mut report)
            .map_err(|error| format!("cannot write the package's database: {error}"))?;
        let database = File::open(&path).map_err(unwritten)?;
        let mut out = out.create("deck.apkg").map_err(unwritten)?;
        pack(database, &media, &mut *out, &mut report).map_err(unwritten)?;
        Ok(report)
    }
}

/// Bytes from which on an entry needs 64-bit sizes; deflating may add a little.
const LARGE: u64 = 4_000_000_000;

fn pack(database: File, media: &Media, out: &mut dyn Sink, report: &mut Report) -> io::Result<()> {
    let mut zip = ZipWriter::new(BufWriter::new(out));
    // No instant is written, so that the same cards give the same package.
    let stored = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default());
    let deflated = stored
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(1));
    // The larger form of an entry is read by fewer programs.
    let is_large = LARGE < database.metadata()?.len();
    zip.start_file("collection.anki2", deflated.large_file(is_large))?;
    io::copy(&mut BufReader::with_capacity(1 << 20, database), &mut zip)?;
    let mut list = Map::new();
    for (idx, (name, medium)) in media.files.iter().enumerate() {
        match (medium.read)() {
            Ok(bytes) => {
                zip.start_file(idx.to_string(), stored)?;
                zip.write_all(&bytes)?;
                list.insert(idx.to_string(), name.as_str().into());
                report.n_media += 1;
            }
            Err(_) => report.losses.add(UNREADABLE, name),
        }
    }
    zip.start_file("media", stored)?;
    zip.write_all(Value::Object(list).to_string().as_bytes())?;
    zip.finish()?.flush()
}
