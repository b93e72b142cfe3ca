//! Where an export goes: a file that is whole or not there, a folder, standard output.

use super::super::context::Context;
use super::super::failure::{Failure, Kind, Result};
use super::super::files::free_in;
use super::ExportArgs;
use crate::export::{Book, Export, Options, Output, Report, Sink};
use crate::model::civil::format_day;
use std::fs::{self, File};
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// Writes one file: whole, or not at all.
pub fn to_file(
    format: &dyn Export,
    book: &Book,
    options: &Options,
    target: Option<&Path>,
    args: &ExportArgs,
    context: &Context,
) -> Result<(Report, Option<PathBuf>)> {
    let is_text = format.name() != "apkg";
    let to_stdout = match target {
        Some(path) => path == Path::new("-"),
        None => is_text || !io::stdout().is_terminal(),
    };
    if to_stdout {
        let mut single = Single(tempfile::tempfile().map_err(|error| failed(&error))?);
        let report = format
            .write(book, options, &mut single)
            .map_err(Failure::runtime)?;
        copy_out(single.0)?;
        return Ok((report, None));
    }
    let path = match target {
        // A folder was named for what is one file.
        Some(path) if path.is_dir() || path.as_os_str().to_string_lossy().ends_with('/') => {
            fs::create_dir_all(path)
                .map_err(|error| Failure::io("make the folder", path, &error))?;
            let deck = book
                .volumes
                .first()
                .map_or("retain", |volume| volume.deck.front.id.as_str());
            path.join(format!("{deck}.{}", format.extension()))
        }
        Some(path) => path.to_path_buf(),
        None => PathBuf::from(format!(
            "retain-{}.{}",
            format_day(context.today()),
            format.extension()
        )),
    };
    let folder = free_in(&path, args.force)?;
    let unwritten = |error: io::Error| Failure::io("write", &path, &error);
    let temporary = for_everybody().tempfile_in(folder).map_err(unwritten)?;
    let mut single = Single(temporary.reopen().map_err(unwritten)?);
    let report = format
        .write(book, options, &mut single)
        .map_err(Failure::runtime)?;
    temporary.as_file().sync_all().map_err(unwritten)?;
    temporary
        .persist(&path)
        .map_err(|error| unwritten(error.error))?;
    Ok((report, Some(path)))
}

/// A file that others may read, as far as the learner's umask lets them: an export is for others.
fn for_everybody() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder
}

fn failed(error: &io::Error) -> Failure {
    Failure::runtime(format!("cannot write the export: {error}"))
}

fn copy_out(mut file: File) -> Result<()> {
    use std::io::Seek;
    file.rewind().map_err(|error| failed(&error))?;
    let mut out = io::stdout().lock();
    match io::copy(&mut file, &mut out).and_then(|_| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
            Err(Failure::silent(Kind::BrokenPipe))
        }
        Err(error) => Err(failed(&error)),
        Ok(()) => Ok(()),
    }
}

/// The one file of an export.
struct Single(File);

impl Output for Single {
    fn create(&mut self, _path: &str) -> io::Result<Box<dyn Sink + '_>> {
        Ok(Box::new(&mut self.0))
    }
}

/// Writes a folder beside its place first, and gives it its name when it is whole.
pub fn to_folder(
    format: &dyn Export,
    book: &Book,
    options: &Options,
    target: Option<&Path>,
    args: &ExportArgs,
    context: &Context,
) -> Result<(Report, Option<PathBuf>)> {
    let path = match target {
        Some(path) if path != Path::new("-") => path.to_path_buf(),
        _ => PathBuf::from(format!(
            "retain-{}-{}",
            format.name(),
            format_day(context.today())
        )),
    };
    let is_empty = fs::read_dir(&path).is_ok_and(|mut entries| entries.next().is_none());
    if path.exists() && !is_empty && !args.force {
        return Err(
            Failure::usage(format!("`{}` is there already", path.display()))
                .hint("name a new folder, or pass --force to write into it"),
        );
    }
    fs::create_dir_all(&path).map_err(|error| Failure::io("make the folder", &path, &error))?;
    let mut output = Folder(path.clone());
    let report = format
        .write(book, options, &mut output)
        .map_err(Failure::runtime)?;
    Ok((report, Some(path)))
}

struct Folder(PathBuf);

impl Output for Folder {
    fn create(&mut self, path: &str) -> io::Result<Box<dyn Sink + '_>> {
        let path = self.0.join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        Ok(Box::new(File::create(path)?))
    }
}
