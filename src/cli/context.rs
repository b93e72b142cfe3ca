//! What every command needs from outside: folders, settings, clock, output, the collection.
//!
//! Flags stand before the environment, the environment before the settings, the settings before
//! the defaults. It is resolved once; nothing behind it asks again.

use super::clock::{self, Clock};
use super::config::{self, Colour, Config, Theme};
use super::failure::{Failure, Result};
use super::files::{make_private_file, make_private_folder};
use super::index;
use crate::model::text::{harmless, harmless_line};
use crate::model::time::Day;
use crate::store::{Store, StoreError};
use crate::ui::palette::{self, Palette};
use crate::ui::style::Line;
use crate::ui::table;
use crate::ui::wrap::fold;
use etcetera::BaseStrategy;
use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// Flags that stand before every command.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Global options")]
pub struct GlobalArgs {
    /// Keep everything in this folder [default: $XDG_DATA_HOME/retain]
    #[arg(long, value_name = "FOLDER", global = true)]
    pub data_dir: Option<PathBuf>,
    /// Use this settings file [default: $XDG_CONFIG_HOME/retain/config.toml]
    #[arg(long, value_name = "FILE", global = true)]
    pub config: Option<PathBuf>,
    /// Colour the output: auto, always or never
    #[arg(long, visible_alias = "colour", value_name = "WHEN", global = true)]
    pub color: Option<When>,
    /// Use ASCII only: no boxes, bars or bullets
    #[arg(long, global = true)]
    pub ascii: bool,
    /// Do not use a pager
    #[arg(long, global = true)]
    pub no_pager: bool,
    /// Ask nothing but what is being learned; fail where a question would be asked
    #[arg(long, global = true)]
    pub no_input: bool,
    /// Take what Enter would take, and yes where there is a doubt; ask nothing
    #[arg(short, long, global = true)]
    pub yes: bool,
    /// Print errors only
    #[arg(short, long, global = true)]
    pub quiet: bool,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub enum When {
    Auto,
    Always,
    Never,
}

pub struct Context {
    pub global: GlobalArgs,
    pub config: Config,
    pub config_path: PathBuf,
    pub data_dir: PathBuf,
    /// Where stamps are kept that may be lost.
    pub state_dir: PathBuf,
    pub clock: Clock,
    warnings: Vec<String>,
}

impl Context {
    pub fn new(global: GlobalArgs) -> Result<Context> {
        let config_path = config_path(&global)?;
        let read = read_config(&config_path)?;
        Context::with(global, config_path, read)
    }

    /// The same for a command that mends the settings or does without them: settings that cannot be
    /// read are a warning, and the defaults stand in.
    pub fn lenient(global: GlobalArgs) -> Result<Context> {
        let config_path = config_path(&global)?;
        let read = read_config(&config_path)
            .unwrap_or_else(|failure| (Config::default(), vec![failure.message]));
        Context::with(global, config_path, read)
    }

    fn with(
        global: GlobalArgs,
        config_path: PathBuf,
        (config, warnings): (Config, Vec<String>),
    ) -> Result<Context> {
        let clock = Clock::new(config.rollover_hour).map_err(Failure::usage)?;
        let (data_dir, state_dir) = (data_dir(&global)?, state_dir(&global)?);
        let context = Context {
            global,
            config,
            config_path,
            data_dir,
            state_dir,
            clock,
            warnings,
        };
        for warning in &context.warnings {
            context.warn(warning);
        }
        Ok(context)
    }

    pub fn today(&self) -> Day {
        self.clock.today()
    }

    /// Where progress is kept.
    pub fn store_path(&self) -> PathBuf {
        self.data_dir.join("retain.db")
    }

    /// The learner's own folder of decks.
    pub fn deck_dir(&self) -> PathBuf {
        self.data_dir.join("decks")
    }

    /// All folders and files in which the learner's decks stand.
    pub fn deck_roots(&self) -> Vec<PathBuf> {
        let mut roots = vec![self.deck_dir()];
        roots.extend(self.config.decks.iter().map(|path| expand(path)));
        roots
    }

    /// Opens the collection and brings its index of deck text up to date.
    ///
    /// An index that cannot be written is a warning: the last good one serves.
    pub fn store(&self) -> Result<Store> {
        let mut store = self.store_as_it_is()?;
        super::import::finish_interrupted(&mut store, self);
        if let Err(error) = index::refresh(&mut store, &self.deck_roots()) {
            let failure = Failure::from(error);
            self.warn(&format!(
                "the decks could not be read anew: {}",
                failure.message
            ));
        }
        Ok(store)
    }

    /// Opens the collection without a look at the decks.
    pub fn store_as_it_is(&self) -> Result<Store> {
        let path = self.store_path();
        match fs::metadata(&path) {
            // A first start that was killed leaves an empty file, but no backup.
            Ok(metadata) if metadata.len() == 0 && super::copies::exists(&self.data_dir) => {
                let reason = "it is empty, although there are backups of it".to_string();
                return Err(StoreError::Damaged { path, reason }.into());
            }
            Ok(_) => (),
            Err(_) => {
                self.make_data_dir()?;
                make_private_file(&path);
            }
        }
        let store = Store::open(&path, |old| {
            let target =
                super::copies::path_for(&self.data_dir, "before-migration", self.clock.now());
            super::copies::make_folder(&target)?;
            old.back_up(&target)
        })?;
        Ok(store)
    }

    fn make_data_dir(&self) -> Result<()> {
        make_private_folder(&self.data_dir)?;
        if io::stderr().is_terminal() {
            self.say(&format!(
                "a new collection, kept in {}",
                self.data_dir.display()
            ));
        }
        Ok(())
    }

    /// The name of this machine in the log.
    pub fn device(&self, store: &mut Store) -> Result<String> {
        Ok(store.device(|| format!("{:016x}", clock::chance()))?)
    }

    /// Prints the result of a command. A reader that has gone away is no error.
    pub fn print(&self, text: &str) -> Result<()> {
        let mut out = io::stdout().lock();
        let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
        match written {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                Err(Failure::silent(super::failure::Kind::BrokenPipe))
            }
            Err(error) => Err(Failure::runtime(format!(
                "cannot write the result: {error}"
            ))),
            Ok(()) => Ok(()),
        }
    }

    /// Prints paths and keys: made harmless on a terminal, as they are in a pipe.
    pub fn print_names(&self, text: &str) -> Result<()> {
        match io::stdout().is_terminal() {
            true => self.print(&harmless(text)),
            false => self.print(text),
        }
    }

    /// Says something beside the result.
    pub fn say(&self, text: &str) {
        if !self.global.quiet {
            let mut text = harmless(text).to_string();
            if io::stderr().is_terminal() {
                text = fold(&text, self.width());
            }
            let _ = writeln!(io::stderr(), "{text}");
        }
    }

    pub fn warn(&self, text: &str) {
        self.say(&format!("warning: {text}"));
    }

    /// Whether a person sits at both ends, and wants to be asked.
    pub fn is_interactive(&self) -> bool {
        io::stdin().is_terminal() && io::stdout().is_terminal() && !self.global.no_input
    }

    /// The columns to write for: `COLUMNS`, the terminal's, else 80; from 20 to 1000.
    pub fn width(&self) -> usize {
        let columns = std::env::var("COLUMNS")
            .ok()
            .and_then(|text| text.parse().ok());
        let terminal = || {
            crossterm::terminal::size()
                .ok()
                .map(|(width, _)| usize::from(width))
        };
        let asked = columns.or_else(|| io::stdout().is_terminal().then(terminal).flatten());
        asked
            .filter(|width| 0 < *width)
            .unwrap_or(80)
            .clamp(20, 1000)
    }

    /// Whether standard output may carry colour: flag, `NO_COLOR`, `CLICOLOR_FORCE`, setting, terminal.
    pub fn colour(&self) -> bool {
        let is_set = |name: &str| std::env::var(name).is_ok_and(|value| !value.is_empty());
        match self.global.color {
            Some(When::Always) => return true,
            Some(When::Never) => return false,
            _ => (),
        }
        if is_set("NO_COLOR") {
            return false;
        }
        if std::env::var("CLICOLOR_FORCE").is_ok_and(|value| !value.is_empty() && value != "0") {
            return true;
        }
        let plain = std::env::var("CLICOLOR").is_ok_and(|value| value == "0");
        match self.config.colour {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => !plain && !is_dumb() && io::stdout().is_terminal(),
        }
    }

    /// How results are painted on standard output.
    pub fn palette(&self) -> Palette {
        let theme = match (self.colour(), self.is_dark()) {
            (false, _) => palette::Theme::Off,
            (true, true) => palette::Theme::Dark,
            (true, false) => palette::Theme::Light,
        };
        Palette {
            theme,
            links: io::stdout().is_terminal(),
            ascii: self.ascii(),
        }
    }

    /// Rows under a header, in columns that fit the width; one record a line where it is a pipe.
    pub fn columns(&self, header: &[&str], rows: &[Vec<String>]) -> String {
        if !io::stdout().is_terminal() {
            let line = |row: &Vec<String>| {
                row.iter()
                    .map(|cell| harmless_line(cell))
                    .collect::<Vec<_>>()
                    .join("\t")
                    + "\n"
            };
            return rows.iter().map(line).collect();
        }
        let rows: Vec<Vec<Line>> = rows
            .iter()
            .map(|row| row.iter().map(|cell| Line::from(cell.as_str())).collect())
            .collect();
        self.palette()
            .paint_all(&table::columns(header, &[], &rows, self.width()))
    }

    /// The same with the settings read anew.
    pub fn renewed(&self) -> Result<Context> {
        Context::new(self.global.clone())
    }

    /// Whether the terminal's background is dark: the setting, else `COLORFGBG`, else yes.
    pub fn is_dark(&self) -> bool {
        match self.config.theme {
            Theme::Dark => true,
            Theme::Light => false,
            Theme::Auto => {
                let background = std::env::var("COLORFGBG").ok();
                let number =
                    background.and_then(|text| text.rsplit(';').next()?.parse::<u8>().ok());
                !matches!(number, Some(7 | 15))
            }
        }
    }

    /// Whether only ASCII is to be written: the flag, a dumb terminal, or a locale without UTF-8.
    pub fn ascii(&self) -> bool {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
            .iter()
            .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
        let is_utf8 = |locale: &str| locale.to_lowercase().replace('-', "").contains("utf8");
        let other =
            locale.is_some_and(|locale| locale != "C" && locale != "POSIX" && !is_utf8(&locale));
        self.global.ascii || is_dumb() || other
    }
}

/// A path from the environment; an empty one counts as none.
pub fn env_path(name: &str) -> Option<PathBuf> {
    std::env::var_os(name)
        .filter(|value| !value.is_empty())
        .map(PathBuf::from)
}

/// `TERM=dumb`: no cursor movement, no colour.
pub fn is_dumb() -> bool {
    std::env::var("TERM").is_ok_and(|term| term == "dumb")
}

/// Replaces a leading `~/` by the home folder.
pub fn expand(path: &Path) -> PathBuf {
    match (path.strip_prefix("~"), etcetera::home_dir()) {
        (Ok(rest), Ok(home)) => home.join(rest),
        _ => path.to_path_buf(),
    }
}

fn config_path(global: &GlobalArgs) -> Result<PathBuf> {
    match global.config.clone().or_else(|| env_path("RETAIN_CONFIG")) {
        Some(path) => Ok(path),
        None => Ok(strategy()?.config_dir().join("retain").join("config.toml")),
    }
}

/// The folder that was named, by the flag or the environment.
fn data_root(global: &GlobalArgs) -> Option<PathBuf> {
    global
        .data_dir
        .clone()
        .or_else(|| env_path("RETAIN_DATA_DIR"))
}

fn data_dir(global: &GlobalArgs) -> Result<PathBuf> {
    let folder = match data_root(global) {
        Some(folder) => folder,
        None => strategy()?.data_dir().join("retain"),
    };
    std::path::absolute(&folder).map_err(|error| Failure::io("use the folder", &folder, &error))
}

fn state_dir(global: &GlobalArgs) -> Result<PathBuf> {
    if let Some(folder) = data_root(global) {
        return Ok(folder.join("state"));
    }
    let strategy = strategy()?;
    let folder = strategy.state_dir().unwrap_or_else(|| strategy.data_dir());
    Ok(folder.join("retain"))
}

fn strategy() -> Result<impl BaseStrategy> {
    etcetera::choose_base_strategy().map_err(|_| {
        Failure::usage("no home folder is known")
            .hint("set HOME, or name a folder with `--data-dir` and `--config`")
    })
}

fn read_config(path: &Path) -> Result<(Config, Vec<String>)> {
    match fs::read_to_string(path) {
        Ok(text) => config::parse(&text, path),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Ok((Config::default(), Vec::new()))
        }
        Err(error) => Err(Failure::io("read", path, &error)),
    }
}
