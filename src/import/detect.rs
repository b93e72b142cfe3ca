//! Which format a file is of, and everything that a source of one or many files says.

mod one_card;

use crate::import::draft::{Content, Fault, Harvest, Medium};
use crate::import::file::{File, Files};
use crate::import::format::{ALL, Format, Likeness, Options};
use crate::import::formats::questions;
use crate::import::formats::quiz::Quiz;
use crate::import::limits::Limits;
use std::collections::{HashMap, HashSet};

/// One format has this many times the cards of the next, or it is asked which is meant.
const CLEAR: usize = 3;

/// What was read, and by which formats.
#[derive(Default)]
pub struct Found {
    pub harvest: Harvest,
    /// Names of the formats, in order of their first file.
    pub formats: Vec<&'static str>,
    /// Files of a folder that no format knows.
    pub passed_over: usize,
}

/// Finds a format by its name.
pub fn named(name: &str) -> Option<&'static dyn Format> {
    ALL.iter().copied().find(|format| format.name() == name)
}

/// Reads one file that the learner named: it must be of some format.
pub fn read_file(
    path: &str,
    files: &dyn Files,
    format: Option<&'static dyn Format>,
    options: &Options,
) -> Result<Found, Fault> {
    let bytes = read_bytes(path, files, options)?;
    let file = File {
        path,
        bytes: &bytes,
        beside: files,
    };
    let format = match format {
        Some(format) => format,
        None => match chosen(&file, &ranked(&file), &HashMap::new())? {
            Some(format) => format,
            None => unanswered(&file, options).ok_or_else(|| unknown(&file))?,
        },
    };
    let mut found = Found::default();
    take(&file, format, options, &mut found)?;
    match found.harvest.drafts.is_empty() && found.harvest.refused.is_empty() {
        true => Err(Fault::new(
            path,
            "there is no card in it",
            format!("it was read as {}", format.label()),
        )),
        false => Ok(found),
    }
}

/// The format for a list of questions, if questions without answers are wanted.
fn unanswered(file: &File, options: &Options) -> Option<&'static dyn Format> {
    let is_text = file
        .text(None, &options.limits)
        .is_ok_and(|text| questions::asks(&text));
    (options.unanswered && is_text)
        .then(|| named("questions"))
        .flatten()
}

/// Reads the folder `name`: every file that some format knows; the others are counted.
///
/// A file that cannot be read as a whole is a refusal, and the rest is read.
pub fn read_folder(
    name: &str,
    files: &dyn Files,
    format: Option<&'static dyn Format>,
    options: &Options,
) -> Result<Found, Fault> {
    let mut found = Found::default();
    let ranks = match format {
        Some(_) => Vec::new(),
        None => survey(files, options),
    };
    let totals = totals(&ranks);
    let mut passed_over = Vec::new();
    let by_path: HashMap<&str, &Vec<Rank>> = ranks
        .iter()
        .map(|(path, ranks)| (path.as_str(), ranks))
        .collect();
    let read = |path: &str, is_wanted: fn(&Rank) -> bool| -> Result<Option<Found>, Fault> {
        let bytes = match read_bytes(path, files, options) {
            // Films and disk images beside the notes are too large to be read, and need not be.
            Err(_) if is_no_text(path, files) => return Ok(None),
            read => read?,
        };
        let file = File {
            path,
            bytes: &bytes,
            beside: files,
        };
        let format = match (format, by_path.get(path)) {
            (Some(format), _) if is_like(format, &file) => Some(format),
            (Some(format), _) if format.takes_headings() && one_card::is_one_card(&file) => {
                Some(format)
            }
            (None, Some(ranks)) if ranks.first().is_some_and(is_wanted) => {
                chosen(&file, ranks, &totals)?
            }
            _ => None,
        };
        let Some(format) = format else {
            return Ok(None);
        };
        let mut one = Found::default();
        take(&file, format, options, &mut one)?;
        Ok(Some(one))
    };
    // What is only meant as cards is passed over, since a folder may hold any table; but where
    // nothing else is there, it says what is wrong.
    let passes: [fn(&Rank) -> bool; 2] = [
        |(_, likeness)| *likeness != Likeness::Meant,
        |(_, likeness)| *likeness == Likeness::Meant,
    ];
    for is_wanted in passes {
        if !found.harvest.drafts.is_empty() || !found.harvest.refused.is_empty() {
            break;
        }
        passed_over.clear();
        for path in files.paths() {
            match read(path, is_wanted) {
                Ok(Some(one)) => found.join(one),
                Ok(None) => passed_over.push(path),
                Err(fault) => found.harvest.refused.push(fault),
            }
        }
    }
    // What cards show was taken along.
    let shown: HashSet<&String> = found.harvest.media.iter().filter_map(file_of).collect();
    passed_over.retain(|path| !shown.contains(path));
    found.passed_over += passed_over.len();
    match found.harvest.drafts.is_empty() && found.harvest.refused.is_empty() {
        true => Err(Fault::new(
            name,
            "there is no card in it",
            "name a format with `--from`",
        )),
        false => Ok(found),
    }
}

fn file_of(medium: &Medium) -> Option<&String> {
    match &medium.content {
        Content::File(path) => Some(path),
        Content::Bytes(_) | Content::Lazy(_) => None,
    }
}

/// A format that a file may be of.
type Rank = (&'static dyn Format, Likeness);

fn is_like(format: &dyn Format, file: &File) -> bool {
    match format.likeness(file) {
        Likeness::No | Likeness::Meant | Likeness::Cards(0) => false,
        Likeness::Cards(_) | Likeness::Sure => true,
    }
}

fn survey(files: &dyn Files, options: &Options) -> Vec<(String, Vec<Rank>)> {
    let (mut ranks, mut is_one_card) = (Vec::new(), Vec::new());
    for path in files.paths() {
        // What cannot be read is reported when it is its turn.
        let Ok(bytes) = read_bytes(path, files, options) else {
            continue;
        };
        let file = File {
            path,
            bytes: &bytes,
            beside: files,
        };
        ranks.push((path.clone(), ranked(&file)));
        is_one_card.push(!is_no_deck(&file) && one_card::is_one_card(&file));
    }
    one_card::join(&mut ranks, &is_one_card);
    ranks
}

/// Files of programs: what looks like a card in them is a field, a comment or a test.
const PROGRAMS: [&str; 42] = [
    "bash", "bat", "c", "cc", "cfg", "conf", "cpp", "cs", "css", "ex", "exs", "go", "gradle", "h",
    "hpp", "hs", "ini", "java", "js", "jsx", "kt", "lua", "mjs", "php", "pl", "ps1", "py", "rb",
    "rs", "scala", "scss", "sh", "sql", "swift", "toml", "ts", "tsx", "vue", "lock", "xml", "yaml",
    "yml",
];

/// Files that a repository has beside its decks; their headings and lists look like cards.
const PAPERS: [&str; 13] = [
    "changelog",
    "code-of-conduct",
    "contributing",
    "copying",
    "feature-request",
    "bug-report",
    "issue-template",
    "licence",
    "license",
    "notice",
    "pull-request-template",
    "requirements",
    "robots",
];

/// Whether the name alone says that a file is no deck.
fn is_no_deck(file: &File) -> bool {
    let name = file.stem().to_lowercase().replace('_', "-");
    let is_program = PROGRAMS.iter().any(|end| file.has_extension(end));
    is_program
        || PAPERS.contains(&name.as_str())
        || file.path.split('/').any(|part| part == ".github")
}

/// The formats that know the file, likeliest first; without one, those that it is meant to be of.
fn ranked(file: &File) -> Vec<Rank> {
    if is_no_deck(file) {
        return Vec::new();
    }
    let (mut ranks, mut meant): (Vec<Rank>, Vec<Rank>) = (Vec::new(), Vec::new());
    for format in ALL {
        match format.likeness(file) {
            Likeness::No | Likeness::Cards(0) => (),
            // No other has its mark, and a look at a large file takes time.
            Likeness::Sure => return vec![(*format, Likeness::Sure)],
            Likeness::Meant => meant.push((*format, Likeness::Meant)),
            cards => ranks.push((*format, cards)),
        }
    }
    if ranks.is_empty() {
        return meant;
    }
    yield_to_quiz(&mut ranks);
    ranks.sort_by_key(|(_, likeness)| std::cmp::Reverse(*likeness));
    ranks
}

/// Leaves out formats whose cards are rather questions of a quiz: those are headings or have answers,
/// too.
fn yield_to_quiz(ranks: &mut Vec<Rank>) {
    let quiz = ranks
        .iter()
        .find(|(format, _)| format.name() == Quiz.name());
    let Some((_, Likeness::Cards(n_questions))) = quiz else {
        return;
    };
    let most = 2 * n_questions;
    ranks.retain(|(format, likeness)| {
        let is_part = matches!(likeness, Likeness::Cards(n_cards) if *n_cards <= most);
        !(is_part && format.yields_to_quiz())
    });
}

/// Cards of each format in the whole folder: what most files are, a doubtful one is likely too.
fn totals(ranks: &[(String, Vec<Rank>)]) -> HashMap<&'static str, usize> {
    let mut totals = HashMap::new();
    for (format, likeness) in ranks.iter().flat_map(|(_, ranks)| ranks) {
        if let Likeness::Cards(count) = likeness {
            *totals.entry(format.name()).or_default() += count;
        }
    }
    totals
}

/// The one that is meant, if there is one; a fault that shows the best two where that is not clear.
fn chosen(
    file: &File,
    ranks: &[Rank],
    totals: &HashMap<&'static str, usize>,
) -> Result<Option<&'static dyn Format>, Fault> {
    match ranks {
        [] => Ok(None),
        [(format, _)] | [(format, Likeness::Sure), ..] => Ok(Some(*format)),
        [
            (first, Likeness::Cards(most)),
            (_, Likeness::Cards(next)),
            ..,
        ] if next * CLEAR <= *most => Ok(Some(*first)),
        [(first, most), (second, next), ..] => {
            let total = |format: &dyn Format| totals.get(format.name()).copied().unwrap_or(0);
            if CLEAR * total(*second) < total(*first) {
                return Ok(Some(*first));
            }
            if CLEAR * total(*first) < total(*second) {
                return Ok(Some(*second));
            }
            let what = format!(
                "it may be {} ({}) or {} ({})",
                first.name(),
                in_words(*most),
                second.name(),
                in_words(*next)
            );
            let hint = format!("say which with `--from {}`", first.name());
            Err(Fault::new(file.path, what, hint))
        }
    }
}

fn in_words(likeness: Likeness) -> String {
    match likeness {
        Likeness::Cards(1) => "1 card".to_string(),
        Likeness::Cards(count) => format!("{count} cards"),
        Likeness::Meant => "with faults".to_string(),
        Likeness::No | Likeness::Sure => "by its marks".to_string(),
    }
}

fn unknown(file: &File) -> Fault {
    let wide = |name: &str| {
        let what = format!("it looks like {name}");
        Fault::new(
            file.path,
            what,
            "save it as UTF-8, or name its encoding with `--encoding`",
        )
    };
    let what = match file.bytes {
        [] => "the file is empty",
        bytes if is_blank(bytes) => "the file holds nothing but blanks",
        [b'P', b'K', ..] => "it is a zip, but no package of cards",
        [0x1f, 0x8b, ..] => "it is packed by gzip, and no package of cards",
        bytes if bytes.starts_with(b"SQLite format 3\0") => "it is a database, but none of cards",
        bytes if is_page(bytes) => "it is a web page and no deck",
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => return wide("UTF-32"),
        bytes if is_wide(bytes) => return wide("UTF-16 without a byte order mark"),
        bytes if bytes.contains(&0) => "it is no text, and no package of cards",
        _ => match file.text(None, &Limits::default()) {
            Err(fault) => return fault,
            Ok(_) => "no cards of a format that is known were found in it",
        },
    };
    let hint = match n_asking(file) {
        _ if is_json(file.bytes) => {
            "it is JSON of no program that is known: write its cards as a table, such as a CSV file with the columns `question` and `answer`"
        }
        0..3 => "`retain help formats` lists the formats, `--from` names one",
        _ => {
            "a list of questions without answers is read with `--keep-unanswered`; \
              `retain help formats` lists the formats"
        }
    };
    Fault::new(file.path, what, hint)
}

/// Whether a text is JSON, or a line of it each.
fn is_json(bytes: &[u8]) -> bool {
    let mut values =
        serde_json::Deserializer::from_slice(bytes).into_iter::<serde::de::IgnoredAny>();
    let is_open =
        bytes.trim_ascii_start().starts_with(b"{") || bytes.trim_ascii_start().starts_with(b"[");
    is_open && values.all(|value| value.is_ok())
}

/// Counts the lines of a text that end in a question mark.
fn n_asking(file: &File) -> usize {
    let text = file.text(None, &Limits::default()).unwrap_or_default();
    let asks = |line: &&str| {
        line.trim_end_matches(['*', '_', ' '])
            .ends_with(['?', '？'])
    };
    text.lines().filter(asks).count()
}

fn is_blank(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    text.iter().all(u8::is_ascii_whitespace)
}

/// Whether every second byte is zero, as in Western text in UTF-16.
fn is_wide(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(512)];
    let zeros = |offset: usize| {
        head.iter()
            .skip(offset)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    3 < head.len() && head.len() * 2 / 5 < zeros(0).max(zeros(1))
}

fn is_page(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(512)]).to_lowercase();
    let head = head.trim_start_matches('\u{feff}').trim_start();
    head.starts_with("<!doctype html") || head.starts_with("<html")
}

/// Whether a file is neither text nor a package, by its first bytes.
fn is_no_text(path: &str, files: &dyn Files) -> bool {
    let head = files.head(path, 512).unwrap_or_default();
    let is_wide = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
    let is_package = head.starts_with(b"PK") || head.starts_with(b"SQLite format 3\0");
    head.contains(&0) && !is_wide && !is_package
}

/// How many bytes of a file are read at the most, and which option says so: a package may be as
/// large as its database, all else is text.
pub fn most_bytes(path: &str, files: &dyn Files, limits: &Limits) -> (u64, &'static str) {
    let head = files.head(path, 16).unwrap_or_default();
    match head.starts_with(b"PK") || head.starts_with(b"SQLite format 3\0") {
        true => (limits.collection_bytes, "`--max-collection` raises it"),
        false => (limits.text_bytes, "part it, or raise `--max-text`"),
    }
}

/// The bytes of a file; of a text in an encoding that was named, in UTF-8.
fn read_bytes(path: &str, files: &dyn Files, options: &Options) -> Result<Vec<u8>, Fault> {
    let (limit, hint) = most_bytes(path, files, &options.limits);
    let read = files.read(path, limit);
    let bytes = read.map_err(|why| Fault::new(path, why, hint))?;
    if options.encoding.is_none() || bytes.starts_with(b"PK") || bytes.starts_with(b"SQLite") {
        return Ok(bytes);
    }
    let file = File {
        path,
        bytes: &bytes,
        beside: files,
    };
    let text = file.text(options.encoding.as_deref(), &options.limits)?;
    Ok(text.into_owned().into_bytes())
}

/// Reads the file as `format`, and notes on its drafts what is not theirs to know.
fn take(
    file: &File,
    format: &'static dyn Format,
    options: &Options,
    found: &mut Found,
) -> Result<(), Fault> {
    let mut harvest = Harvest::default();
    // The text was decoded when it was read.
    let options = &Options {
        encoding: None,
        ..options.clone()
    };
    format.read(file, options, &mut harvest)?;
    if options.limits.notes < harvest.drafts.len() {
        let what = format!(
            "it has {} cards, at most {} are read",
            harvest.drafts.len(),
            options.limits.notes
        );
        return Err(Fault::new(
            file.path,
            what,
            "part it, or raise `--max-notes`",
        ));
    }
    for draft in &mut harvest.drafts {
        draft.format = format.name();
        if draft.deck.is_empty() {
            draft.deck = own_names(file);
        }
    }
    found.join(Found {
        harvest,
        formats: vec![format.name()],
        passed_over: 0,
    });
    Ok(())
}

/// The folders and the stem of a file: the names of a deck that has none of its own.
fn own_names(file: &File) -> Vec<String> {
    let folders = file
        .path
        .rsplit_once('/')
        .map_or("", |(folders, _)| folders);
    let folders = folders
        .split('/')
        .filter(|name| !name.is_empty() && *name != ".");
    folders.chain([file.stem()]).map(str::to_string).collect()
}

impl Found {
    fn join(&mut self, other: Found) {
        for format in other.formats {
            if !self.formats.contains(&format) {
                self.formats.push(format);
            }
        }
        self.passed_over += other.passed_over;
        self.harvest.join(other.harvest);
    }
}

#[cfg(test)]
mod tests;
