//! What a command says when it fails, and the exit code that goes with it.
//!
//! Parts of the program return errors with facts; here they get their kind and a hint.

use crate::store::StoreError;

/// Why a command ends, in words for the learner.
#[derive(Debug)]
pub struct Failure {
    pub kind: Kind,
    pub message: String,
    pub hint: Option<String>,
}

/// The exit codes, as `retain help exit-codes` lists them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Something went wrong while it ran.
    Runtime = 1,
    /// The command line, a setting or a needed terminal is not as it must be.
    Usage = 2,
    /// `--check` found nothing due.
    NothingDue = 3,
    /// No such card, deck or match.
    NotFound = 4,
    /// A deck or another input is not valid.
    Invalid = 5,
    /// The collection is held by another program.
    Busy = 6,
    /// The collection is damaged, foreign, or of a newer version.
    Damaged = 7,
    /// Ctrl-C, SIGTERM, SIGHUP or a lost terminal.
    Interrupted = 130,
    /// The reader of a pipe has gone away; nothing is said.
    BrokenPipe = 141,
}

pub type Result<T> = std::result::Result<T, Failure>;

impl Kind {
    /// The word by which `--json` errors name it.
    pub fn code(self) -> &'static str {
        match self {
            Kind::Runtime => "runtime",
            Kind::Usage => "usage",
            Kind::NothingDue => "nothing-due",
            Kind::NotFound => "not-found",
            Kind::Invalid => "invalid",
            Kind::Busy => "busy",
            Kind::Damaged => "damaged",
            Kind::Interrupted => "interrupted",
            Kind::BrokenPipe => "broken-pipe",
        }
    }
}

impl Failure {
    pub fn new(kind: Kind, message: impl Into<String>) -> Failure {
        Failure {
            kind,
            message: message.into(),
            hint: None,
        }
    }

    pub fn usage(message: impl Into<String>) -> Failure {
        Failure::new(Kind::Usage, message)
    }

    pub fn not_found(message: impl Into<String>) -> Failure {
        Failure::new(Kind::NotFound, message)
    }

    pub fn invalid(message: impl Into<String>) -> Failure {
        Failure::new(Kind::Invalid, message)
    }

    pub fn runtime(message: impl Into<String>) -> Failure {
        Failure::new(Kind::Runtime, message)
    }

    /// A command that ends with a code and has said all it had to say.
    pub fn silent(kind: Kind) -> Failure {
        Failure::new(kind, "")
    }

    pub fn hint(mut self, hint: impl Into<String>) -> Failure {
        self.hint = Some(hint.into());
        self
    }

    /// Names what was being done to which file when the system refused.
    pub fn io(what: &str, path: &std::path::Path, error: &std::io::Error) -> Failure {
        Failure::runtime(format!(
            "cannot {what} `{}`: {}",
            path.display(),
            os_words(error)
        ))
    }
}

/// The system's reason without Rust's `(os error 13)`.
pub fn os_words(error: &std::io::Error) -> String {
    let text = error.to_string();
    match text.find(" (os error") {
        Some(idx) => text[..idx].to_lowercase(),
        None => text,
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Failure {
        let (kind, hint) = match &error {
            StoreError::Newer { .. } => (
                Kind::Damaged,
                Some("update retain, or use another `--data-dir`"),
            ),
            StoreError::Foreign { .. } => (Kind::Damaged, Some("use another `--data-dir`")),
            StoreError::Damaged { .. } => (
                Kind::Damaged,
                Some(
                    "`retain doctor` says how bad it is; `retain restore` brings back the last backup",
                ),
            ),
            StoreError::Busy { .. } => (
                Kind::Busy,
                Some("try again when the other command has ended"),
            ),
            StoreError::Full { .. } => (
                Kind::Runtime,
                Some("free some space and go on where you were"),
            ),
            StoreError::Unwritable { .. } | StoreError::Unopenable { .. } => (
                Kind::Runtime,
                Some("check its permissions, or choose another folder with `--data-dir`"),
            ),
            StoreError::Sql(_) => (Kind::Runtime, Some("`retain doctor` checks the collection")),
        };
        Failure {
            kind,
            message: error.to_string(),
            hint: hint.map(str::to_string),
        }
    }
}
