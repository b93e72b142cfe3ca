//! Folders and files of the learner's, made and replaced with care.

use super::failure::{Failure, Result};
use std::fs;
use std::io::Write;
use std::path::Path;

/// Makes a folder that only its owner may enter.
pub fn make_private_folder(folder: &Path) -> Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|error| {
        Failure::io("make the folder", folder, &error)
            .hint("choose another with `--data-dir` or RETAIN_DATA_DIR")
    })
}

/// Makes an empty file that only its owner may read. Whoever opens it says why it is not there.
pub fn make_private_file(path: &Path) {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let _ = options.open(path);
}

/// Replaces a file in one step: the old text stays until the new one is complete on the disk.
pub fn write_whole(path: &Path, text: &str) -> Result<()> {
    // A link is followed, so that settings kept in a dotfiles folder stay there.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let folder = target.parent().unwrap_or(Path::new("."));
    let written = tempfile::NamedTempFile::new_in(folder).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.as_file().sync_all()?;
        if let Ok(metadata) = fs::metadata(&target) {
            file.as_file().set_permissions(metadata.permissions())?;
        }
        file.persist(&target).map_err(|error| error.error)?;
        Ok(())
    });
    written.map_err(|error| Failure::io("write", path, &error))
}

/// Returns the folder of a file that is to be written, unless the file is there already and may
/// not be replaced.
pub fn free_in(path: &Path, force: bool) -> Result<&Path> {
    if path.exists() && !force {
        let what = format!("`{}` is there already", path.display());
        return Err(Failure::usage(what).hint("pass --force, or name another file"));
    }
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    Ok(folder.unwrap_or(Path::new(".")))
}
