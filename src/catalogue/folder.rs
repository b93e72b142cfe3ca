//! Deck files on disk: which there are, and whether they changed.
//!
//! Nothing is opened that is not a regular file; nothing is followed out of a folder except a
//! link to a file. What is unchanged by size and time is not read.

use std::fs::{self, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// The largest deck file that is read, in bytes.
pub const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// How many folders deep decks are looked for.
const MAX_DEPTH: usize = 32;

/// A Markdown file that may hold a deck.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// Absolute where the root is.
    pub path: String,
    pub size: u64,
    pub modified_ns: i64,
}

/// Lists the Markdown files at or below `root`, by path. A root that is not there has none.
///
/// Hidden files and folders, `node_modules`, names that are not UTF-8 and everything that is not a
/// regular file are passed over.
pub fn scan(root: &Path) -> io::Result<Vec<Found>> {
    let mut found = Vec::new();
    match fs::metadata(root) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => (),
        Err(error) => return Err(error),
        Ok(metadata) if metadata.is_dir() => walk(root, 0, &mut found)?,
        Ok(metadata) => found.extend(entry(root.to_path_buf(), &metadata)),
    }
    found.sort_unstable();
    Ok(found)
}

fn walk(folder: &Path, depth: usize, found: &mut Vec<Found>) -> io::Result<()> {
    for item in fs::read_dir(folder)? {
        let item = item?;
        let name = item.file_name();
        let Some(name) = name.to_str() else { continue };
        if name.starts_with('.') || name == "node_modules" {
            continue;
        }
        let kind = item.file_type()?;
        if kind.is_dir() && depth < MAX_DEPTH {
            // A folder that may not be read hides its decks, not those beside it.
            let _ = walk(&item.path(), depth + 1, found);
        } else if is_markdown(Path::new(name)) && !kind.is_dir() {
            let path = item.path();
            // Through a link, so that a link to a file counts and one to a folder or device does
            // not. Without a link the kernel need not walk the whole path again.
            let metadata = match kind.is_symlink() {
                true => fs::metadata(&path),
                false => item.metadata(),
            };
            if let Ok(metadata) = metadata {
                found.extend(entry(path, &metadata));
            }
        }
    }
    Ok(())
}

fn entry(path: PathBuf, metadata: &Metadata) -> Option<Found> {
    let path = path.into_os_string().into_string().ok()?;
    metadata.is_file().then(|| Found {
        path,
        size: metadata.len(),
        modified_ns: modified_ns(metadata),
    })
}

fn modified_ns(metadata: &Metadata) -> i64 {
    let since = metadata
        .modified()
        .ok()
        .and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    since.map_or(0, |since| since.as_nanos().min(i64::MAX as u128) as i64)
}

fn is_markdown(path: &Path) -> bool {
    path.extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("md"))
}

/// Reads a deck file, at most [`MAX_BYTES`] of it.
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("it is not a regular file"));
    }
    let mut bytes = Vec::new();
    fs::File::open(path)?
        .take(MAX_BYTES + 1)
        .read_to_end(&mut bytes)?;
    if MAX_BYTES < bytes.len() as u64 {
        return Err(io::Error::other(
            "it is larger than 64 MiB, the limit of a deck",
        ));
    }
    Ok(bytes)
}

/// A root, and what was found at or below it.
pub type Scanned = (PathBuf, io::Result<Vec<Found>>);

/// Finds the deck files named by `paths`: files as they are, folders with all below them.
pub fn scan_all(paths: &[PathBuf]) -> Vec<Scanned> {
    paths
        .iter()
        .map(|path| (path.clone(), scan(path)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(root: &Path) -> Vec<String> {
        let strip = |found: Found| found.path[root.to_str().unwrap().len() + 1..].to_string();
        scan(root).unwrap().into_iter().map(strip).collect()
    }

    #[test]
    fn markdown_below_a_folder_is_found_and_the_rest_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        for name in [
            "b.md",
            "a/c.MD",
            "a/.hidden.md",
            ".git/x.md",
            "node_modules/y.md",
            "z.txt",
        ] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        assert_eq!(names(folder.path()), ["a/c.MD", "b.md"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_that_go_round_do_not_hang() {
        let folder = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(".", folder.path().join("self")).unwrap();
        std::os::unix::fs::symlink("loop-b.md", folder.path().join("loop-a.md")).unwrap();
        std::os::unix::fs::symlink("loop-a.md", folder.path().join("loop-b.md")).unwrap();
        std::os::unix::fs::symlink("/dev/zero", folder.path().join("zero.md")).unwrap();
        assert!(names(folder.path()).is_empty());
    }

    #[test]
    fn a_root_that_is_not_there_has_no_decks() {
        assert_eq!(scan(Path::new("no/such/folder")).unwrap(), []);
    }
}
