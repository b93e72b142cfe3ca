//! `retain config`: show and change the settings.

use super::config::{self, SETTINGS};
use super::context::Context;
use super::editor;
use super::failure::{Failure, Result};
use super::files::{make_private_folder, write_whole};
use clap_complete::engine::ArgValueCompleter;
use std::fs;
use std::path::Path;

#[derive(Debug, clap::Subcommand)]
pub enum ConfigCommand {
    /// List all settings with their values
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Print the value of one setting
    Get {
        #[arg(add = ArgValueCompleter::new(super::complete::setting))]
        key: String,
    },
    /// Change one setting, keeping the comments of the file
    Set {
        #[arg(add = ArgValueCompleter::new(super::complete::setting))]
        key: String,
        value: String,
    },
    /// Open the settings file in the editor
    Edit,
    /// Print where the settings file is
    Path,
}

impl ConfigCommand {
    /// Whether it serves to mend a settings file that cannot be read.
    pub fn mends(&self) -> bool {
        matches!(
            self,
            ConfigCommand::Edit | ConfigCommand::Path | ConfigCommand::Set { .. }
        )
    }
}

pub fn run(command: &ConfigCommand, context: &Context) -> Result<()> {
    match command {
        ConfigCommand::List { json: true } => list_json(context),
        ConfigCommand::List { json: false } => list(context),
        ConfigCommand::Get { key } => {
            context.print(&format!("{}\n", config::get(&context.config, key)?))
        }
        ConfigCommand::Set { key, value } => set_value(context, key, value),
        ConfigCommand::Edit => edit(context),
        ConfigCommand::Path => context.print_names(&format!("{}\n", context.config_path.display())),
    }
}

fn list(context: &Context) -> Result<()> {
    let mut text = String::new();
    for setting in SETTINGS {
        text.push_str(&format!(
            "# {}\n{} = {}\n",
            setting.about,
            setting.key,
            (setting.show)(&context.config)
        ));
    }
    text.push_str("# desired retention of single decks\n");
    for (deck, value) in &context.config.deck_retention {
        text.push_str(&format!(
            "{}.{deck} = {value:.2}\n",
            config::RETENTION_TABLE
        ));
    }
    context.print_names(&text)
}

fn list_json(context: &Context) -> Result<()> {
    let mut settings = serde_json::Map::new();
    for setting in SETTINGS {
        let shown = (setting.show)(&context.config);
        let value = serde_json::from_str(&shown).unwrap_or(serde_json::Value::String(shown));
        settings.insert(setting.key.to_string(), value);
    }
    let own = context.config.deck_retention.iter();
    let own: serde_json::Map<_, _> = own
        .map(|(deck, value)| (deck.clone(), super::json::rounded(*value, 2)))
        .collect();
    settings.insert(config::RETENTION_TABLE.to_string(), own.into());
    let path = context.config_path.display().to_string();
    context.print(&super::json::object(
        "config",
        serde_json::json!({ "path": path, "settings": settings }),
    ))
}

/// Changes one setting, keeping the comments of the file.
pub fn set_value(context: &Context, key: &str, value: &str) -> Result<()> {
    let path = &context.config_path;
    let changed = config::set(&read(path)?, key, value, path)?;
    write(path, &changed)
}

/// Adds one path to the list of places where decks stand, or takes it out.
pub fn set_decks(context: &Context, decks: &[std::path::PathBuf]) -> Result<()> {
    let paths: Vec<serde_json::Value> = decks
        .iter()
        .map(|path| path.to_string_lossy().into())
        .collect();
    set_value(
        context,
        "decks",
        &serde_json::Value::from(paths).to_string(),
    )
}

fn edit(context: &Context) -> Result<()> {
    let path = &context.config_path;
    if !path.exists() {
        write(
            path,
            "# Settings of retain; `retain config list` shows them all with their meaning.\n",
        )?;
    }
    editor::open(path, 1)?;
    let (_, warnings) = config::parse(&read(path)?, path)?;
    warnings.iter().for_each(|warning| context.warn(warning));
    Ok(())
}

fn read(path: &Path) -> Result<String> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(Failure::io("read", path, &error)),
    }
}

fn write(path: &Path, text: &str) -> Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    make_private_folder(folder)?;
    write_whole(path, text)
}
