//! Runs the whole program in a closed environment, and reads what it leaves behind.
//!
//! Nothing of the machine is seen: the environment is emptied, the clock and the seed are fixed,
//! every folder is temporary and goes with its guard. Nothing here judges; tests do.

// Each test program uses the part that it needs.
#![allow(dead_code)]

pub mod server;
pub mod terminal;

use serde_json::Value;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::OnceLock;
use std::time::Duration;
use tempfile::TempDir;

/// The instant at which tests start: a Friday morning, 20 November 2026.
pub const MORNING: &str = "2026-11-20T08:00:00Z";

/// A learner's collection in a folder of its own.
pub struct Collection {
    pub folder: TempDir,
    vars: Vec<(String, String)>,
}

/// What a run left on its streams, and how it ended.
#[derive(Debug)]
pub struct Run {
    pub stdout: String,
    pub stderr: String,
    pub code: Option<i32>,
}

impl Run {
    /// Standard output of a run that went well.
    pub fn ok(&self) -> &str {
        assert_eq!(self.code, Some(0), "{self:?}");
        &self.stdout
    }

    /// Standard error of a run that ended with `code`.
    pub fn fails(&self, code: i32) -> &str {
        assert_eq!(self.code, Some(code), "{self:?}");
        &self.stderr
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(self.ok()).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

impl Collection {
    /// A collection in which the built-in decks are indexed already, as on any day but the first.
    pub fn new() -> Collection {
        let collection = Collection::bare();
        fs::create_dir_all(collection.data()).unwrap();
        fs::write(collection.database(), indexed()).unwrap();
        collection
    }

    /// No collection yet: the next command is the first ever.
    pub fn bare() -> Collection {
        let folder = tempfile::Builder::new()
            .prefix("retain-")
            .tempdir()
            .unwrap();
        let mut collection = Collection {
            folder,
            vars: Vec::new(),
        };
        for (name, value) in [
            ("TZ", "UTC"),
            ("LANG", "C.UTF-8"),
            ("RETAIN_SEED", "7"),
            ("RETAIN_NOW", MORNING),
        ] {
            collection.var(name, value);
        }
        collection
    }

    /// A collection with a deck `small` of `n_cards` cards: `small/c1`, `small/c2` and so on.
    pub fn with_cards(n_cards: usize) -> Collection {
        let collection = Collection::new();
        collection.deck("small", deck("small", n_cards));
        collection
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The folder with the collection, the decks and the backups.
    pub fn data(&self) -> PathBuf {
        match self.vars.iter().find(|(name, _)| name == "RETAIN_DATA_DIR") {
            Some((_, path)) => PathBuf::from(path),
            None => self.path().join("data"),
        }
    }

    pub fn database(&self) -> PathBuf {
        self.data().join("retain.db")
    }

    /// Writes a file below the learner's folder of decks.
    pub fn deck(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.data().join("decks").join(format!("{name}.md"));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    /// Sets an environment variable for all runs from now on.
    pub fn var(&mut self, name: &str, value: &str) -> &mut Collection {
        self.vars.retain(|(known, _)| known != name);
        self.vars.push((name.to_string(), value.to_string()));
        self
    }

    /// Moves the clock.
    pub fn at(&mut self, now: &str) -> &mut Collection {
        self.var("RETAIN_NOW", now)
    }

    /// Changes a setting.
    pub fn set(&self, key: &str, value: &str) -> &Collection {
        self.run_words(&["config", "set", key, value]).ok();
        self
    }

    /// The environment of a run, whole.
    pub fn environment(&self) -> Vec<(String, String)> {
        let text = |path: PathBuf| path.to_str().unwrap().to_string();
        let mut vars = vec![
            ("HOME".to_string(), text(self.path().to_path_buf())),
            (
                "PATH".to_string(),
                "/usr/local/bin:/usr/bin:/bin".to_string(),
            ),
            (
                "RETAIN_CONFIG".to_string(),
                text(self.path().join("config.toml")),
            ),
        ];
        if !self.vars.iter().any(|(name, _)| name == "RETAIN_DATA_DIR") {
            vars.push(("RETAIN_DATA_DIR".to_string(), text(self.data())));
        }
        vars.extend(self.vars.clone());
        vars
    }

    /// A command of the program, not yet started.
    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = self.program(binary());
        command.args(words);
        command
    }

    /// Another program in the same environment.
    pub fn program(&self, name: &str) -> Command {
        let mut command = Command::new(name);
        command
            .env_clear()
            .envs(self.environment())
            .current_dir(self.path())
            .stdin(Stdio::null());
        command
    }

    /// Runs words that hold no spaces: `run("answer small/c1 good")`.
    pub fn run(&self, words: &str) -> Run {
        self.run_words(&words.split_whitespace().collect::<Vec<_>>())
    }

    pub fn run_words(&self, words: &[&str]) -> Run {
        finished(self.command(words))
    }

    /// Runs with `input` on standard input.
    pub fn feed(&self, words: &str, input: &str) -> Run {
        let mut command = self.command(&words.split_whitespace().collect::<Vec<_>>());
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut pipe = child.stdin.take().unwrap();
        let input = input.to_string();
        let writer = std::thread::spawn(move || {
            // A program that ends early closes the pipe; what it said tells why.
            let _ = pipe.write_all(input.as_bytes());
        });
        let run = run_of(child.wait_with_output().unwrap());
        writer.join().unwrap();
        run
    }

    /// Runs `retain` through the shell, as `$RETAIN`.
    pub fn shell(&self, script: &str) -> Run {
        let mut command = self.program("bash");
        command.env("RETAIN", binary()).args(["-c", script]);
        finished(command)
    }

    /// Starts a session on plain lines.
    pub fn sitting(&self, words: &str) -> Sitting {
        let words: Vec<&str> = words.split_whitespace().collect();
        Sitting::start(self.command(&words))
    }

    /// The log, one event a line.
    pub fn log(&self) -> Vec<Value> {
        let run = self.run("log export");
        run.ok()
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    /// The answers of the log: card and rating.
    pub fn answers(&self) -> Vec<(String, String)> {
        let text = |event: &Value, name: &str| event[name].as_str().unwrap().to_string();
        let is_answer = |event: &&Value| event["kind"] == "answer";
        self.log()
            .iter()
            .filter(is_answer)
            .map(|event| (text(event, "card"), text(event, "rating")))
            .collect()
    }

    /// The state of a card, as `show --json` has it, without what depends on today.
    pub fn card(&self, key: &str) -> Value {
        self.run_words(&["show", key, "--json"]).json()
    }

    /// Claims that SQLite finds nothing, and that every state follows from the log.
    pub fn is_sound(&self) {
        let run = self.run("doctor --dry-run --json");
        let findings = run.json()["findings"].as_array().unwrap().clone();
        let is_fine = |about: &str| {
            findings
                .iter()
                .any(|finding| finding["about"] == about && finding["mark"] == "fine")
        };
        assert!(is_fine("database") && is_fine("log"), "{findings:#?}");
    }
}

/// The program under test.
pub fn binary() -> &'static str {
    env!("CARGO_BIN_EXE_retain")
}

/// Runs a command to its end.
pub fn finished(mut command: Command) -> Run {
    run_of(command.output().unwrap())
}

fn run_of(output: std::process::Output) -> Run {
    let run = Run {
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
        code: output.status.code(),
    };
    assert!(!run.stderr.contains("panicked at"), "{run:?}");
    run
}

/// The bytes of a collection with the built-in decks indexed; made once a test program.
fn indexed() -> &'static [u8] {
    static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
    BYTES.get_or_init(|| {
        let collection = Collection::bare();
        collection.run("due").ok();
        fs::read(collection.database()).unwrap()
    })
}

/// A deck of cards that differ by their number alone.
pub fn deck(id: &str, n_cards: usize) -> String {
    let card = |number| format!("\n## Question {number}? {{#c{number}}}\n\nAnswer {number}.\n");
    let cards: String = (1..=n_cards).map(card).collect();
    format!("---\nid: {id}\ntitle: Title of {id}\n---\n{cards}")
}

/// A session on plain lines that is fed line by line.
pub struct Sitting {
    pub child: Child,
    stdin: Option<ChildStdin>,
    stdout: BufReader<ChildStdout>,
    /// All that was read so far.
    pub seen: String,
}

impl Sitting {
    pub fn start(mut command: Command) -> Sitting {
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let stdin = child.stdin.take();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        Sitting {
            child,
            stdin,
            stdout,
            seen: String::new(),
        }
    }

    /// Reads up to a line that holds `text`, and returns that line.
    pub fn until(&mut self, text: &str) -> String {
        loop {
            let mut line = String::new();
            let n_bytes = self.stdout.read_line(&mut line).unwrap();
            if n_bytes == 0 {
                panic!("`{text}` did not come:\n{}\n{}", self.errors(), self.seen);
            }
            self.seen.push_str(&line);
            if line.contains(text) {
                return line;
            }
        }
    }

    /// Sends one line; `false` where nobody reads any more.
    pub fn send(&mut self, line: &str) -> bool {
        self.stdin
            .as_mut()
            .is_some_and(|pipe| pipe.write_all(format!("{line}\n").as_bytes()).is_ok())
    }

    /// Reveals the card on the screen and gives a grade; returns the line that acknowledges it.
    pub fn answer(&mut self, grade: &str) -> String {
        self.until("Enter to reveal");
        self.send("");
        self.until("1 Again");
        self.send(grade);
        self.until("→")
    }

    /// Kills it with no warning, and reads what it had written.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.rest();
        self.child.wait().unwrap();
    }

    /// Closes standard input and waits for the end.
    pub fn end(mut self) -> Run {
        self.stdin = None;
        self.rest();
        let stderr = self.errors();
        let code = self.child.wait().unwrap().code();
        assert!(!stderr.contains("panicked at"), "{stderr}");
        Run {
            stdout: std::mem::take(&mut self.seen),
            stderr,
            code,
        }
    }

    fn rest(&mut self) {
        let mut rest = String::new();
        self.stdout.read_to_string(&mut rest).unwrap();
        self.seen.push_str(&rest);
    }

    fn errors(&mut self) -> String {
        let mut text = String::new();
        if let Some(mut stderr) = self.child.stderr.take() {
            stderr.read_to_string(&mut text).unwrap();
        }
        text
    }
}

impl Drop for Sitting {
    fn drop(&mut self) {
        // A test that failed leaves no process behind.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The cards whose answers a transcript acknowledges, in order: the key stands in the caption
/// above each question.
pub fn acknowledged(transcript: &str, deck: &str) -> Vec<String> {
    let mut shown = "";
    let mut cards = Vec::new();
    let mark = format!("· {deck}/");
    for line in transcript.lines() {
        if let Some(idx) = line.find(&mark) {
            shown = line[idx + "· ".len()..].trim();
        }
        // A line that was cut off by the end of the process acknowledges nothing.
        if line.starts_with("→ ")
            && (line.contains("next in") || line.contains("again in this sitting"))
        {
            cards.push(shown.to_string());
        }
    }
    cards
}

/// Waits up to 10 s for a process to end.
pub fn ends(mut poll: impl FnMut() -> Option<ExitStatus>) -> Option<ExitStatus> {
    for _ in 0..1000 {
        if let Some(status) = poll() {
            return Some(status);
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    None
}

/// Random numbers from a seed (splitmix64), the same in every run.
pub struct Dice(pub u64);

impl Dice {
    /// A number from 0 up to `n`, `n` excluded.
    pub fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ z >> 31) % n
    }
}

/// Bytes that a terminal would act on, or that change the direction of text, with their place.
pub fn harmful(text: &str) -> Vec<(usize, char)> {
    let is_harmful = |c: &char| match c {
        '\n' | '\t' => false,
        '\0'..='\x1f' | '\x7f'..='\u{9f}' => true,
        '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        _ => false,
    };
    text.char_indices().filter(|(_, c)| is_harmful(c)).collect()
}

/// The instant `hours` after [`MORNING`], as `RETAIN_NOW` takes it.
pub fn hours_later(hours: i64) -> String {
    let start: jiff::Timestamp = MORNING.parse().unwrap();
    (start + jiff::Span::new().hours(hours)).to_string()
}
