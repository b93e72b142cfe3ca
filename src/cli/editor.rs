//! The learner's editor, at a line of a file.

use super::failure::{Failure, Result, os_words};
use std::path::Path;
use std::process::Command;

/// Opens `path` at `line` in `RETAIN_EDITOR`, `VISUAL`, `EDITOR` or `vi`, and waits for it.
pub fn open(path: &Path, line: usize) -> Result<()> {
    let (name, words) = command()?;
    let status = Command::new(&words[0])
        .args(&words[1..])
        .args(place(&words[0], path, line))
        .status()
        .map_err(|error| {
            Failure::runtime(format!(
                "cannot start the editor `{}`: {}",
                words[0],
                os_words(&error)
            ))
            .hint(format!("{name} names it"))
        })?;
    if status.success() {
        return Ok(());
    }
    Err(Failure::runtime(format!(
        "the editor `{}` ended with {status}",
        words[0]
    )))
}

fn command() -> Result<(&'static str, Vec<String>)> {
    for name in ["RETAIN_EDITOR", "VISUAL", "EDITOR"] {
        let Ok(text) = std::env::var(name) else {
            continue;
        };
        let words = shell_words::split(&text)
            .map_err(|_| Failure::usage(format!("{name} is `{text}`, which has an open quote")))?;
        if !words.is_empty() {
            return Ok((name, words));
        }
    }
    Ok(("EDITOR", vec!["vi".to_string()]))
}

/// The arguments by which an editor is sent to a line; unknown ones get the file alone.
fn place(editor: &str, path: &Path, line: usize) -> Vec<std::ffi::OsString> {
    let name = Path::new(editor)
        .file_stem()
        .and_then(|name| name.to_str())
        .unwrap_or("");
    let file = path.as_os_str().to_os_string();
    let at_end = || {
        let mut place = file.clone();
        place.push(format!(":{line}"));
        place
    };
    match name {
        "code" | "codium" | "cursor" => vec!["--goto".into(), at_end()],
        "hx" | "helix" | "subl" | "zed" => vec![at_end()],
        "vi" | "vim" | "nvim" | "nano" | "emacs" | "emacsclient" | "kak" | "joe" | "mg" | "ne"
        | "view" => {
            vec![format!("+{line}").into(), file]
        }
        _ => vec![file],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(editor: &str) -> Vec<String> {
        let words = place(editor, Path::new("a b.md"), 7);
        words
            .into_iter()
            .map(|word| word.into_string().unwrap())
            .collect()
    }

    #[test]
    fn editors_are_sent_to_the_line_in_their_own_way() {
        assert_eq!(words("/usr/bin/vim"), ["+7", "a b.md"]);
        assert_eq!(words("code"), ["--goto", "a b.md:7"]);
        assert_eq!(words("hx"), ["a b.md:7"]);
        assert_eq!(words("unknown"), ["a b.md"]);
    }
}
