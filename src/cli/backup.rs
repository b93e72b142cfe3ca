//! `retain backup` and `retain restore`, and the copies that are made without being asked for.

use super::archive::{self, Unpacked};
use super::context::Context;
use super::copies::{copies, folder, make_folder, name, path_for};
use super::failure::{Failure, Result};
use crate::model::civil;
use crate::store::Store;
use std::fs;
use std::path::{Path, PathBuf};

/// Daily copies that are kept.
const DAILY: usize = 10;

#[derive(Debug, clap::Args)]
pub struct BackupArgs {
    /// Write the copy here [default: the backups folder, named by the time]
    target: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub struct RestoreArgs {
    /// The copy, or the archive of `export --all`, to bring back [default: list the copies there are]
    source: Option<PathBuf>,
}

pub fn run(args: &BackupArgs, context: &Context) -> Result<()> {
    let store = context.store_as_it_is()?;
    let target = match &args.target {
        Some(path) => path.clone(),
        None => path_for(&context.data_dir, "manual", context.clock.now()),
    };
    if target.exists() {
        return Err(
            Failure::usage(format!("`{}` exists already", target.display()))
                .hint("name another file"),
        );
    }
    if args.target.is_none() {
        make_folder(&target)?;
    }
    store.back_up(&target)?;
    context.print_names(&format!("{}\n", target.display()))
}

pub fn restore(args: &RestoreArgs, context: &Context) -> Result<()> {
    let Some(source) = &args.source else {
        return list(context);
    };
    // A damaged collection is no reason to refuse its backup: it is put aside, and the copy takes its place.
    let unpacked = match archive::is_archive(source) {
        true => Some(Unpacked::of(source, context)?),
        false => None,
    };
    let copy = unpacked
        .as_ref()
        .map_or_else(|| source.clone(), Unpacked::collection);
    Store::open_for_copy(&copy)?;
    if !context.global.yes && !confirmed(context, source)? {
        return Err(Failure::silent(super::failure::Kind::Runtime));
    }
    match context.store_as_it_is() {
        Ok(mut store) => {
            let aside = path_for(&context.data_dir, "before-restore", context.clock.now());
            make_folder(&aside)?;
            store.back_up(&aside)?;
            store.restore(&copy)?;
            context.say(&format!("what was there before is in {}", aside.display()));
        }
        Err(failure) => replace_damaged(context, &copy, failure)?,
    }
    if let Some(unpacked) = unpacked {
        unpacked.put_files(context)?;
    }
    context.say(&format!("restored {}", source.display()));
    Ok(())
}

fn confirmed(context: &Context, source: &Path) -> Result<bool> {
    if !context.is_interactive() {
        return Err(Failure::usage("restoring replaces the collection")
            .hint("pass --yes to do it without a question"));
    }
    let question = format!("Replace the collection by {}?", source.display());
    super::prompt::confirm(&question, false)
}

/// Moves a collection that cannot be opened aside, and writes the copy in its place.
fn replace_damaged(context: &Context, source: &Path, failure: Failure) -> Result<()> {
    let path = context.store_path();
    context.warn(&failure.message);
    for ending in ["", "-wal", "-shm", "-journal"] {
        let old = PathBuf::from(format!("{}{ending}", path.display()));
        let aside = PathBuf::from(format!(
            "{}.damaged-{}{ending}",
            path.display(),
            context.clock.now().0
        ));
        if old.exists() {
            fs::rename(&old, &aside).map_err(|error| Failure::io("move aside", &old, &error))?;
        }
    }
    context.store_as_it_is()?.restore(source)?;
    Ok(())
}

fn list(context: &Context) -> Result<()> {
    let copies = copies(&folder(&context.data_dir));
    if copies.is_empty() {
        context.say("there is no backup yet: `retain backup` makes one, and one is made every day");
        return Ok(());
    }
    let lines: Vec<String> = copies
        .iter()
        .rev()
        .map(|path| format!("{}\n", path.display()))
        .collect();
    context.print_names(&lines.concat())?;
    context.say("`retain restore FILE` brings one back");
    Ok(())
}

/// Makes the copy of the day, before the first answer of it, and lets go of the oldest ones.
///
/// A disk that has no room for it must not stop a review: the caller warns.
pub fn daily(store: &Store, context: &Context) -> Result<()> {
    let today = civil::format_day(context.today());
    let target = folder(&context.data_dir).join(format!("daily-{today}.db"));
    if target.exists() || store.last_uid()?.is_none() {
        return Ok(());
    }
    make_folder(&target)?;
    write_daily(store, &target)?;
    let is_daily = |path: &PathBuf| name(path).starts_with("daily-");
    let daily: Vec<PathBuf> = copies(&folder(&context.data_dir))
        .into_iter()
        .filter(is_daily)
        .collect();
    for old in daily.iter().rev().skip(DAILY) {
        let _ = fs::remove_file(old);
    }
    Ok(())
}

/// Writes the copy under a name of its own first: another session may be at the same one.
fn write_daily(store: &Store, target: &Path) -> Result<()> {
    let folder = target.parent().unwrap_or(Path::new("."));
    let prefix = target.file_stem().and_then(|stem| stem.to_str());
    let prefix = format!("{}-", prefix.unwrap_or("daily"));
    let part = tempfile::Builder::new()
        .prefix(&prefix)
        .suffix(".part")
        .tempfile_in(folder)
        .map_err(|error| Failure::io("write", target, &error))?
        .into_temp_path();
    store.back_up(&part)?;
    part.persist(target)
        .map_err(|error| Failure::io("write", target, &error.error))?;
    // What a session left that was killed here, on an earlier day.
    let is_left = |path: &PathBuf| name(path).contains(".part") && !name(path).starts_with(&prefix);
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    for left in entries.map(|entry| entry.path()).filter(is_left) {
        let _ = fs::remove_file(left);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_of_one_day_do_not_get_in_each_others_way() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("daily-2026-11-20.db");
        let other = folder.path().join("daily-2026-11-20-x.part");
        let left = folder.path().join("daily-2026-11-19-x.part");
        fs::write(&other, "in the making").unwrap();
        fs::write(&left, "killed").unwrap();
        let store = Store::in_memory().unwrap();
        write_daily(&store, &target).unwrap();
        write_daily(&store, &target).unwrap();
        assert!(Store::open_for_copy(&target).is_ok());
        assert!(other.exists() && !left.exists());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }
}
