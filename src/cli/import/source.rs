//! What the learner named as a source: a file, a folder, standard input, an address.

use super::super::context::{Context, expand};
use super::super::failure::{Failure, Result};
use super::{git, web};
use crate::catalogue::embedded;
use crate::import::detect::most_bytes;
use crate::import::file::Files;
use crate::import::limits::Limits;
use sha2::{Digest, Sha256};
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// A source that stands ready to be read.
pub struct Source {
    /// As it is kept: an address, or an absolute path.
    pub address: String,
    /// As it is shown, and the name of its deck where it names none.
    pub name: String,
    pub files: Box<dyn Files + Sync>,
    /// The one file that was named; `None` for a folder.
    pub file: Option<String>,
    /// What a server or repository calls this edition.
    pub revision: Option<String>,
    /// Kept until everything was read.
    _guard: Option<tempfile::TempDir>,
}

/// The most files of one folder.
const FILES_MAX: usize = 100_000;

/// How many folders deep files are looked for.
const DEPTH_MAX: usize = 64;

/// Folders and files that hold no cards.
const PASSED_OVER: [&str; 4] = ["node_modules", "target", "__MACOSX", "__pycache__"];

impl Source {
    /// Finds what `named` means, and fetches it where it is an address.
    ///
    /// `since` is the edition that is here already; `None` comes back where there is no newer one.
    pub fn open(
        named: &str,
        since: Option<&str>,
        limits: &Limits,
        context: &Context,
    ) -> Result<Option<Source>> {
        if named == "-" {
            return standard_input(limits).map(Some);
        }
        if let Some(repository) = git::Repository::of(named) {
            let fetched = repository.fetch(since, context)?;
            return fetched
                .map(|(folder, guard, revision)| {
                    let name = repository.name();
                    let mut source = Source::of_path(&folder, named.to_string(), name, limits)?;
                    (source.revision, source._guard) = (Some(revision), guard);
                    Ok(source)
                })
                .transpose();
        }
        if web::is_address(named) {
            let fetched = web::fetch(named, since, limits, context)?;
            return Ok(fetched.map(|download| Source {
                address: named.to_string(),
                name: download.name.clone(),
                files: Box::new(Single {
                    paths: vec![download.name.clone()],
                    bytes: download.bytes,
                }),
                file: Some(download.name),
                revision: download.revision,
                _guard: None,
            }));
        }
        let path = expand(Path::new(named));
        let absolute =
            std::path::absolute(&path).map_err(|error| Failure::io("use", &path, &error))?;
        let name = absolute
            .file_name()
            .map_or("import".into(), |name| name.to_string_lossy().into_owned());
        let address = absolute.to_string_lossy().into_owned();
        Source::of_path(&absolute, address, name, limits).map(Some)
    }

    /// A deck of the program.
    pub fn built_in(slug: &str) -> Result<Option<Source>> {
        let Some(text) = embedded::deck(slug) else {
            return Ok(None);
        };
        let name = format!("{slug}.md");
        Ok(Some(Source {
            address: format!("built-in:{slug}"),
            name: slug.to_string(),
            files: Box::new(Single {
                paths: vec![name.clone()],
                bytes: text.into_bytes(),
            }),
            file: Some(name),
            revision: None,
            _guard: None,
        }))
    }

    fn of_path(path: &Path, address: String, name: String, limits: &Limits) -> Result<Source> {
        let failed = |error: std::io::Error| Failure::io("read", path, &error);
        let metadata = fs::metadata(path).map_err(failed)?;
        let (root, file) = if metadata.is_dir() {
            (path.to_path_buf(), None)
        } else if metadata.is_file() {
            let (root, file) = in_vault(path)?;
            (root, Some(file))
        } else {
            return Err(Failure::usage(format!(
                "`{}` is neither a file nor a folder",
                path.display()
            )));
        };
        let folder = match &file {
            None => Folder::whole(root, limits)?,
            Some(file) => Folder::around(root, file, limits),
        };
        let stem = Path::new(&name)
            .file_stem()
            .map(|stem| stem.to_string_lossy().into_owned());
        Ok(Source {
            address,
            name: match file {
                Some(_) => stem.unwrap_or(name),
                None => name,
            },
            files: Box::new(folder),
            file,
            revision: None,
            _guard: None,
        })
    }

    /// SHA-256 of all that is read within the limits.
    pub fn hash(&self, limits: &Limits) -> Vec<u8> {
        let mut hash = Sha256::new();
        let paths: Vec<&String> = match &self.file {
            Some(file) => vec![file],
            None => self.files.paths().iter().collect(),
        };
        for path in paths {
            hash.update(path.as_bytes());
            let (limit, _) = most_bytes(path, &*self.files, limits);
            let fed = self
                .files
                .feed(path, limit, &mut |piece| hash.update(piece));
            if let Ok(count) = fed {
                hash.update(count.to_le_bytes());
            }
        }
        hash.finalize().to_vec()
    }
}

/// How many folders above a note its vault may begin.
const VAULT_DEPTH: usize = 12;

/// The folder of a file and its name there; of a note in an Obsidian vault the vault, whose settings
/// and pictures it needs.
fn in_vault(path: &Path) -> Result<(PathBuf, String)> {
    let folder = path.parent().unwrap_or(Path::new("/"));
    let vault = folder
        .ancestors()
        .take(VAULT_DEPTH)
        .find(|folder| folder.join(".obsidian").is_dir());
    let below = vault.and_then(|vault| path.strip_prefix(vault).ok()?.to_str());
    match (vault, below) {
        (Some(vault), Some(below)) => Ok((vault.to_path_buf(), below.to_string())),
        _ => Ok((folder.to_path_buf(), file_name(path)?)),
    }
}

fn file_name(path: &Path) -> Result<String> {
    let name = path.file_name().unwrap_or_default();
    name.to_str().map(str::to_string).ok_or_else(|| {
        Failure::usage(format!("the name of `{}` is not UTF-8", path.display())).hint("rename it")
    })
}

fn standard_input(limits: &Limits) -> Result<Source> {
    let mut bytes = Vec::new();
    let limit = limits.collection_bytes;
    let read = std::io::stdin()
        .lock()
        .take(limit + 1)
        .read_to_end(&mut bytes);
    read.map_err(|error| Failure::runtime(format!("cannot read standard input: {error}")))?;
    if limit < bytes.len() as u64 {
        return Err(
            Failure::invalid(format!("standard input: more than {limit} bytes"))
                .hint("raise `--max-collection`"),
        );
    }
    let name = "standard-input".to_string();
    Ok(Source {
        address: "-".to_string(),
        name: name.clone(),
        files: Box::new(Single {
            paths: vec![name.clone()],
            bytes,
        }),
        file: Some(name),
        revision: None,
        _guard: None,
    })
}

/// One file in memory.
struct Single {
    paths: Vec<String>,
    bytes: Vec<u8>,
}

impl Files for Single {
    fn paths(&self) -> &[String] {
        &self.paths
    }

    fn read(&self, path: &str, limit: u64) -> std::result::Result<Vec<u8>, String> {
        match path == self.paths[0] {
            true if self.bytes.len() as u64 <= limit => Ok(self.bytes.clone()),
            true => Err(too_large(limit)),
            false => Err("it is not there".to_string()),
        }
    }
}

fn too_large(limit: u64) -> String {
    format!("it is larger than {limit} bytes, the limit: raise `--max-collection`")
}

/// The files of a folder. Links out of it, devices and hidden files are not among them, but for the
/// settings of an Obsidian vault.
struct Folder {
    root: PathBuf,
    paths: Vec<String>,
    /// The one file that the learner named; it may be a link.
    named: Option<String>,
}

impl Folder {
    fn whole(root: PathBuf, limits: &Limits) -> Result<Folder> {
        let mut paths = Vec::new();
        walk(&root, "", 0, FILES_MAX.min(limits.entries), &mut paths)
            .map_err(|error| Failure::io("read", &root, &error))?;
        paths.sort_unstable();
        Ok(Folder {
            root,
            paths,
            named: None,
        })
    }

    /// The folder of a file that was named: what stands beside it is for its media only, so that
    /// a folder that cannot be listed does no harm.
    fn around(root: PathBuf, file: &str, limits: &Limits) -> Folder {
        let mut paths = Vec::new();
        let is_home =
            root.parent().is_none() || etcetera::home_dir().is_ok_and(|home| home == root);
        // Nobody wants the whole home folder to be read for one file.
        if !is_home {
            let _ = walk(
                &root,
                "",
                DEPTH_MAX - 3,
                2_000.min(limits.entries),
                &mut paths,
            );
        }
        if !paths.iter().any(|path| path == file) {
            paths.push(file.to_string());
        }
        paths.sort_unstable();
        Folder {
            root,
            paths,
            named: Some(file.to_string()),
        }
    }
}

fn walk(
    folder: &Path,
    below: &str,
    depth: usize,
    most: usize,
    paths: &mut Vec<String>,
) -> std::io::Result<()> {
    for item in fs::read_dir(folder)? {
        let item = item?;
        let name = item.file_name();
        let Some(name) = name.to_str() else { continue };
        let is_vault = name == ".obsidian" || below.contains(".obsidian");
        let is_hidden = name.starts_with('.') && !is_vault;
        if is_hidden || PASSED_OVER.contains(&name) || most <= paths.len() {
            continue;
        }
        let path = match below.is_empty() {
            true => name.to_string(),
            false => format!("{below}/{name}"),
        };
        let kind = item.file_type()?;
        if kind.is_dir() && depth < DEPTH_MAX {
            let _ = walk(&item.path(), &path, depth + 1, most, paths);
        } else if kind.is_file() {
            paths.push(path);
        }
    }
    Ok(())
}

impl Files for Folder {
    fn paths(&self) -> &[String] {
        &self.paths
    }

    fn read(&self, path: &str, limit: u64) -> std::result::Result<Vec<u8>, String> {
        let (file, size) = self.open(path)?;
        if limit < size {
            return Err(too_large(limit));
        }
        let mut bytes = Vec::new();
        // At once, since a vector that grows is copied again and again.
        bytes
            .try_reserve_exact(size as usize + 1)
            .map_err(|_| "there is not enough memory for it".to_string())?;
        file.take(limit.saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(in_words)?;
        match limit < bytes.len() as u64 {
            true => Err(too_large(limit)),
            false => Ok(bytes),
        }
    }

    fn feed(
        &self,
        path: &str,
        limit: u64,
        take: &mut dyn FnMut(&[u8]),
    ) -> std::result::Result<u64, String> {
        let (file, size) = self.open(path)?;
        if limit < size {
            return Err(too_large(limit));
        }
        let mut file = BufReader::with_capacity(1 << 16, file.take(size));
        let mut count = 0;
        loop {
            let piece = file.fill_buf().map_err(in_words)?;
            let len = piece.len();
            if len == 0 {
                return Ok(count);
            }
            take(piece);
            count += len as u64;
            file.consume(len);
        }
    }

    fn head(&self, path: &str, count: usize) -> std::result::Result<Vec<u8>, String> {
        let mut bytes = Vec::new();
        let (file, _) = self.open(path)?;
        file.take(count as u64)
            .read_to_end(&mut bytes)
            .map_err(in_words)?;
        Ok(bytes)
    }
}

impl Folder {
    /// Opens a file of the folder; returns its size too.
    fn open(&self, path: &str) -> std::result::Result<(fs::File, u64), String> {
        let is_inside = path.split('/').all(|part| !matches!(part, "" | "." | ".."));
        if !is_inside {
            return Err("it is outside of the folder".to_string());
        }
        // A link inside of the folder may lead out of it.
        let real = fs::canonicalize(self.root.join(path)).map_err(in_words)?;
        let root = fs::canonicalize(&self.root).map_err(in_words)?;
        if !real.starts_with(&root) && self.named.as_deref() != Some(path) {
            return Err("it is a link out of the folder".to_string());
        }
        // Opening a pipe or a device may wait for ever.
        let metadata = fs::metadata(&real).map_err(in_words)?;
        if !metadata.is_file() {
            return Err("it is not a regular file".to_string());
        }
        let file = fs::File::open(&real).map_err(in_words)?;
        Ok((file, metadata.len()))
    }
}

fn in_words(error: std::io::Error) -> String {
    super::super::failure::os_words(&error)
}
