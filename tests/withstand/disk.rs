//! A disk that is full or may not be written to.

use crate::harness::{Collection, Run, acknowledged, finished};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A file system that is mounted for a test; `None` where the machine does not permit it.
pub struct Mounted(PathBuf);

impl Mounted {
    pub fn new(target: &Path, words: &[&str]) -> Option<Mounted> {
        let status = Command::new("mount")
            .args(words)
            .arg(target)
            .output()
            .ok()?
            .status;
        status.success().then(|| Mounted(target.to_path_buf()))
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).output();
    }
}

/// Fills the file system to the last byte.
pub fn fill(folder: &Path) -> PathBuf {
    let filler = folder.join("filler");
    let mut file = fs::File::create(&filler).unwrap();
    for size in [65_536, 4096, 1] {
        while std::io::Write::write_all(&mut file, &vec![0; size]).is_ok() {}
    }
    filler
}

/// A collection on a disk of 4 MiB.
fn on_small_disk() -> Option<(Collection, Mounted)> {
    let collection = Collection::bare();
    let data = collection.data();
    fs::create_dir_all(&data).unwrap();
    let mounted = Mounted::new(&data, &["-t", "tmpfs", "-o", "size=16m", "tmpfs"])?;
    collection.deck("small", crate::harness::deck("small", 5));
    collection.run("due").ok();
    Some((collection, mounted))
}

#[test]
fn a_disk_that_fills_up_during_a_session_costs_no_answer() {
    let Some((collection, _mounted)) = on_small_disk() else {
        return;
    };
    let mut sitting = collection.sitting("review deck:small");
    sitting.answer("3");
    let filler = fill(&collection.data());
    // Enough answers that some space set aside before does not do.
    sitting.until("Enter to reveal");
    sitting.send("");
    sitting.until("1 Again");
    sitting.send("3");
    let said = sitting.until(" ");
    let refused = if said.contains("not kept") {
        said
    } else {
        sitting.until("not kept")
    };
    assert!(refused.contains("is full"), "{refused}");
    fs::remove_file(filler).unwrap();
    sitting.until("1 Again");
    sitting.send("3");
    sitting.until("→ Good");
    let run = sitting.end();
    assert_eq!(run.code, Some(0), "{run:?}");
    assert_eq!(collection.answers().len(), 2);
    collection.is_sound();
}

#[test]
fn a_full_disk_is_named_and_forgives() {
    let Some((collection, _mounted)) = on_small_disk() else {
        return;
    };
    collection.run("answer small/c1 good").ok();
    let filler = fill(&collection.data());
    let run = collection.run("answer small/c2 good");
    let said = run.fails(1);
    assert!(
        said.contains("full") && said.contains("retain.db"),
        "{said}"
    );
    assert!(said.contains("hint: "), "{said}");
    fs::remove_file(filler).unwrap();
    assert_eq!(collection.answers().len(), 1);
    collection.run("answer small/c2 good").ok();
    collection.is_sound();
}

#[test]
fn a_first_start_on_a_full_disk_says_so_and_can_be_tried_again() {
    let collection = Collection::bare();
    fs::create_dir_all(collection.data()).unwrap();
    let Some(_mounted) = Mounted::new(
        &collection.data(),
        &["-t", "tmpfs", "-o", "size=1m", "tmpfs"],
    ) else {
        return;
    };
    let filler = fill(&collection.data());
    let run = collection.run("due");
    assert!(run.fails(1).contains("full"), "{run:?}");
    fs::remove_file(filler).unwrap();
    collection.run("config set new_per_day 3").ok();
    let run = collection.run("due");
    // The disk may be too small for all built-in decks; then that is said, and nothing is half made.
    assert!(
        run.code == Some(0) || run.stderr.contains("full"),
        "{run:?}"
    );
}

/// Runs with files limited to `blocks` of 1 KiB; the system then refuses to write on.
fn limited(collection: &Collection, blocks: u64, words: &str) -> Run {
    collection.shell(&format!(
        "trap '' XFSZ; ulimit -f {blocks}; exec \"$RETAIN\" {words}"
    ))
}

#[test]
fn a_file_that_may_not_grow_costs_no_answer() {
    let collection = Collection::with_cards(5);
    collection.run("answer small/c1 good").ok();
    let run = limited(&collection, 1, "answer small/c2 good");
    assert!(run.fails(1).contains("retain.db"), "{run:?}");
    assert_eq!(collection.answers(), [("small/c1".into(), "good".into())]);
    collection.is_sound();
    collection.run("answer small/c2 good").ok();
}

#[test]
fn a_session_whose_file_may_not_grow_keeps_what_it_acknowledged() {
    let collection = Collection::with_cards(9);
    let lines = "\\n3\\n".repeat(9);
    // Room for the index of the log and an answer or two.
    let run = limited(
        &collection,
        240,
        &format!("review deck:small < <(printf '{lines}q\\n')"),
    );
    assert_eq!(run.code, Some(0), "{run:?}");
    let n_acknowledged = acknowledged(&run.stdout, "small").len();
    assert!(
        0 < n_acknowledged && run.stdout.contains("not kept: "),
        "{}",
        run.stdout
    );
    assert_eq!(collection.answers().len(), n_acknowledged);
    collection.is_sound();
}

#[test]
fn a_data_folder_that_cannot_be_made_is_named() {
    let mut collection = Collection::bare();
    let file = collection.path().join("file");
    fs::write(&file, "").unwrap();
    let data = file.join("sub").to_str().unwrap().to_string();
    collection.var("RETAIN_DATA_DIR", &data);
    for words in [
        "",
        "review",
        "due",
        "deck list",
        "answer a/b good",
        "log export",
        "backup",
        "search is:new",
    ] {
        let run = collection.run(words);
        let said = run.fails(1);
        assert!(said.contains(&format!("`{data}")), "{words}: {said}");
        assert!(said.contains("--data-dir"), "{words}: {said}");
    }
}

#[test]
fn a_folder_that_may_only_be_read_is_named() {
    let collection = Collection::with_cards(2);
    collection.run("answer small/c1 good").ok();
    let data = collection.data();
    let Some(_mounted) = Mounted::new(&data, &["--bind", data.to_str().unwrap()]) else {
        return;
    };
    let remounted = Command::new("mount")
        .args(["-o", "remount,ro,bind"])
        .arg(&data)
        .output()
        .unwrap();
    if !remounted.status.success() {
        return;
    }
    for words in ["answer small/c2 good", "suspend small/c1", "undo"] {
        let run = finished(collection.command(&words.split(' ').collect::<Vec<_>>()));
        let said = run.fails(1);
        assert!(
            said.contains("retain.db") && said.contains("hint: "),
            "{words}: {said}"
        );
    }
    let review = collection.feed("review deck:small", "\n3\nq\n");
    assert!([Some(0), Some(1)].contains(&review.code), "{review:?}");
    assert!(!review.stdout.contains("→ Good"), "{review:?}");
}

#[test]
fn settings_that_cannot_be_written_are_named() {
    let mut collection = Collection::bare();
    let file = collection.path().join("file");
    fs::write(&file, "").unwrap();
    let config = file.join("config.toml").to_str().unwrap().to_string();
    collection.var("RETAIN_CONFIG", &config);
    let run = collection.run("config set fuzz false");
    assert!(run.fails(1).contains("file"), "{run:?}");
}
