//! Which quizzes are being answered now: a locked file for each, which the system lets go when its
//! process ends in whatever way. The collection itself is never locked while somebody thinks.

use crate::cli::context::Context;
use crate::cli::files::make_private_folder;
use std::fs::{self, File, TryLockError};
use std::path::PathBuf;

/// A quiz that this process has in hand.
pub struct Held {
    path: PathBuf,
    _file: Option<File>,
}

/// Takes a quiz in hand; `None` where another process has it.
///
/// Where the file cannot be made or locked at all, nobody is kept out: an answer that comes twice
/// is only written twice.
pub fn hold(quiz: i64, context: &Context) -> Option<Held> {
    let path = context.state_dir.join(format!("quiz-{quiz}.lock"));
    let _ = make_private_folder(&context.state_dir);
    let file = File::create(&path).ok();
    let locked = file.as_ref().map(File::try_lock);
    if let Some(Err(TryLockError::WouldBlock)) = locked {
        return None;
    }
    Some(Held { path, _file: file })
}

impl Drop for Held {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}
