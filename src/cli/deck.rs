//! `retain deck`: list, show, check, format, write, edit, add and remove decks.

use super::context::{Context, expand};
use super::failure::{Failure, Result};
use super::files::{make_private_folder, write_whole};
use super::import::{self, Manner, Reading, UpdateArgs};
use super::settings::set_decks;
use super::{edit, json, lint, pager, select};
use crate::catalogue::embedded;
use crate::deck;
use crate::store::decks::DeckRow;
use crate::ui::{markdown, words};
use clap_complete::engine::ArgValueCompleter;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
pub struct DeckArgs {
    /// What to do; without it the decks are listed
    #[command(subcommand)]
    command: Option<DeckCommand>,
}

#[derive(Debug, clap::Subcommand)]
enum DeckCommand {
    /// List the decks, in the order in which their new cards enter
    List {
        /// Only decks with a card that matches: `area:security`, `roadmap:backend-roadmap`
        #[arg(add = ArgValueCompleter::new(super::complete::selector))]
        selector: Vec<String>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Show a deck: what it teaches, and its questions
    Show {
        #[arg(add = ArgValueCompleter::new(super::complete::deck))]
        deck: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Check deck files; silent where all is well
    Lint {
        /// Files and folders [default: your own decks]
        paths: Vec<PathBuf>,
        /// Apply the rules for built-in decks too, and count warnings as faults
        #[arg(long)]
        strict: bool,
    },
    /// Write missing ids and bring deck files into the usual form
    Fmt {
        /// Files and folders [default: your own decks]
        paths: Vec<PathBuf>,
        /// Change nothing; exit with 5 where a file would change
        #[arg(long)]
        check: bool,
    },
    /// Write a first deck to fill, in your own folder
    New {
        /// Its id: a-z, 0-9 and -
        deck: String,
        /// Its title [default: from the id]
        #[arg(long)]
        title: Option<String>,
        /// Do not open it in the editor
        #[arg(long)]
        no_edit: bool,
    },
    /// Open a deck, or a card (`deck/card`), in the editor
    Edit {
        #[arg(add = ArgValueCompleter::new(super::complete::card))]
        card: String,
    },
    /// Take decks in and remember where they came from; a file or folder of retain's own decks stays
    /// where it stands
    Add {
        /// A file, a folder, an https address or a git repository
        source: String,
        #[command(flatten)]
        reading: Box<Reading>,
        #[command(flatten)]
        manner: Manner,
    },
    /// Fetch decks anew from where they came, and merge what changed with your edits
    Update(UpdateArgs),
    /// Let go of a deck of yours, or of a folder that was added; progress is kept
    Remove {
        /// The deck, or the path as it was added
        #[arg(add = ArgValueCompleter::new(super::complete::deck))]
        deck: String,
    },
}

pub fn run(args: &DeckArgs, context: &Context) -> Result<()> {
    let Some(command) = &args.command else {
        return list(&[], false, context);
    };
    match command {
        DeckCommand::List { selector, json } => list(selector, *json, context),
        DeckCommand::Show { deck, json } => show(deck, *json, context),
        DeckCommand::Lint { paths, strict } => lint::lint(paths, *strict, context),
        DeckCommand::Fmt { paths, check } => lint::fmt(paths, *check, context),
        DeckCommand::New {
            deck,
            title,
            no_edit,
        } => new(deck, title.as_deref(), *no_edit, context),
        DeckCommand::Edit { card } => open(card, context),
        DeckCommand::Add {
            source,
            reading,
            manner,
        } => match **reading == Reading::default() && is_own(source, context) {
            true => add(Path::new(source), context),
            false => import::add(source, reading, manner, context),
        },
        DeckCommand::Update(args) => import::update(args, context),
        DeckCommand::Remove { deck } => remove(deck, context),
    }
}

fn list(selector: &[String], as_json: bool, context: &Context) -> Result<()> {
    let store = context.store()?;
    let mut decks = store.decks()?;
    if !selector.is_empty() {
        let cards = select::matching(&store, selector, context)?;
        let wanted = store.decks_of(&cards)?;
        decks.retain(|deck| wanted.contains(&deck.id));
    }
    let counts = store.deck_counts(context.today())?;
    let count = |deck: &DeckRow| counts.get(&deck.id).copied().unwrap_or_default();
    if as_json {
        let decks: Vec<Value> = decks
            .iter()
            .map(|deck| {
                let count = count(deck);
                let counts =
                    json!({ "due": count.due, "new": count.new, "review_cards": count.all });
                json::joined(fields(deck), counts)
            })
            .collect();
        return context.print(&json::object("decks", json!({ "decks": decks })));
    }
    let rows: Vec<Vec<String>> = decks
        .iter()
        .map(|deck| {
            let count = count(deck);
            let origin = deck.path.as_ref().map_or("built in", |_| "yours");
            vec![
                deck.slug.clone(),
                deck.n_notes.to_string(),
                count.due.to_string(),
                count.new.to_string(),
                origin.to_string(),
                deck.title.clone(),
            ]
        })
        .collect();
    pager::print(
        context,
        &context.columns(&["deck", "cards", "due", "new", "from", "title"], &rows),
    )
}

fn fields(deck: &DeckRow) -> Value {
    json!({
        "deck": deck.slug,
        "title": deck.title,
        "topic": deck.topic,
        "area": deck.area,
        "level": deck.level,
        "tags": deck.tags,
        "licence": deck.licence,
        "path": deck.path,
        "cards": deck.n_notes,
    })
}

fn show(slug: &str, as_json: bool, context: &Context) -> Result<()> {
    let store = context.store()?;
    let deck = select::deck(&store, slug)?;
    let notes = store.notes(&deck.slug)?;
    let question = |source: &str| super::search::question(source);
    if as_json {
        let cards: Vec<Value> = notes
            .iter()
            .map(|note| json!({ "card": format!("{}/{}", deck.slug, note.slug), "line": note.line, "question": question(&note.source) }))
            .collect();
        let text = json!({ "about": deck.about, "questions": cards });
        return context.print(&json::object("deck", json::joined(fields(&deck), text)));
    }
    let mut text = format!("# {}\n\n{}\n\n", deck.title, deck.about.trim());
    let known = [
        ("topic", &deck.topic),
        ("area", &deck.area),
        ("level", &deck.level),
        ("licence", &deck.licence),
    ];
    for (name, value) in known {
        text.extend(value.as_ref().map(|value| format!("- {name}: {value}\n")));
    }
    let place = deck.path.as_deref().unwrap_or("built in");
    text.push_str(&format!(
        "- {}, {place}\n\n",
        words::count(notes.len(), "card")
    ));
    for note in &notes {
        text.push_str(&format!("- {} ({})\n", question(&note.source), note.slug));
    }
    let palette = context.palette();
    pager::print(
        context,
        &palette.paint_all(&markdown::render(&text, palette.page(context.width()))),
    )
}

fn new(slug: &str, title: Option<&str>, no_edit: bool, context: &Context) -> Result<()> {
    if !crate::model::card::is_slug(slug) {
        return Err(Failure::usage(format!("`{slug}` is no deck id"))
            .hint("use a-z, 0-9 and -, at most 64 of them"));
    }
    let path = context.deck_dir().join(format!("{slug}.md"));
    let mut store = context.store()?;
    if path.exists() || store.decks()?.iter().any(|deck| deck.slug == slug) {
        return Err(Failure::usage(format!("there is a deck `{slug}` already"))
            .hint(format!("`retain deck edit {slug}` opens it")));
    }
    make_private_folder(&context.deck_dir())?;
    let title = title.map_or_else(|| slug.replace('-', " "), str::to_string);
    let title = serde_json::Value::from(title).to_string();
    write_whole(
        &path,
        &include_str!("help/new-deck.md")
            .replace("DECK", slug)
            .replace("TITLE", &title),
    )?;
    context.say(&format!("wrote {}", path.display()));
    if no_edit || !context.is_interactive() {
        super::index::refresh(&mut store, &context.deck_roots())?;
        return Ok(());
    }
    super::index::refresh(&mut store, &context.deck_roots())?;
    edit::deck(slug, &mut store, context)
}

fn open(card: &str, context: &Context) -> Result<()> {
    let mut store = context.store()?;
    match card.contains('/') {
        true => edit::card(card, &mut store, context),
        false => edit::deck(card, &mut store, context),
    }
}

/// Whether a path holds decks of retain's own, which are read where they stand.
fn is_own(source: &str, context: &Context) -> bool {
    let path = expand(Path::new(source));
    let path = std::path::absolute(&path).unwrap_or(path);
    path.exists()
        && lint::read(&[path], context).is_ok_and(|checked| {
            checked
                .iter()
                .any(|file| deck::looks_like_deck(file.text.as_bytes()))
        })
}

fn add(path: &Path, context: &Context) -> Result<()> {
    let absolute =
        std::path::absolute(expand(path)).map_err(|error| Failure::io("use", path, &error))?;
    let checked = lint::read(std::slice::from_ref(&absolute), context)?;
    if checked.is_empty() {
        return Err(
            Failure::invalid(format!("`{}` holds no deck", path.display()))
                .hint("a deck is a Markdown file with front matter: `retain help decks`"),
        );
    }
    let mut decks = context.config.decks.clone();
    if !context.deck_roots().contains(&absolute) {
        decks.push(absolute);
        set_decks(context, &decks)?;
    }
    let context = context.renewed()?;
    let store = context.store()?;
    for file in &checked {
        let shown = match &file.deck {
            Ok(deck) => format!(
                "{}  {}  {}",
                deck.front.id,
                words::count(deck.cards.len(), "card"),
                file.path
            ),
            Err(faults) => format!("{}: {}", file.path, words::count(faults.len(), "fault")),
        };
        context.say(&crate::model::text::harmless(&shown));
    }
    drop(store);
    let faults: Vec<String> = checked
        .iter()
        .filter_map(|file| file.deck.as_ref().err().map(|faults| (file, faults)))
        .flat_map(|(file, faults)| faults.iter().map(|fault| fault.render(&file.path)))
        .collect();
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Failure::invalid(faults.join("\n")))
    }
}

fn remove(name: &str, context: &Context) -> Result<()> {
    let absolute = std::path::absolute(expand(Path::new(name))).unwrap_or_default();
    let is_named = |path: &PathBuf| expand(path) == absolute || path == Path::new(name);
    if context.config.decks.iter().any(is_named) {
        let kept: Vec<PathBuf> = context
            .config
            .decks
            .iter()
            .filter(|path| !is_named(path))
            .cloned()
            .collect();
        set_decks(context, &kept)?;
        context.renewed()?.store()?;
        context.say(&format!(
            "let go of {name}; its files are untouched, progress is kept"
        ));
        return Ok(());
    }
    let mut store = context.store()?;
    let deck = select::deck(&store, name)?;
    let Some(path) = &deck.path else {
        return Err(
            Failure::usage(format!("`{name}` is built in")).hint(format!(
                "`retain suspend deck:{name}` keeps it out of reviews"
            )),
        );
    };
    if Path::new(path).exists() {
        return Err(Failure::usage(format!("`{name}` stands in {path}"))
            .hint("delete or move the file first, or remove the folder that was added"));
    }
    store.unindex(std::slice::from_ref(&deck.slug), std::slice::from_ref(path))?;
    // A built-in deck that the file lay over comes back.
    if embedded::deck(name).is_some() {
        store.set_meta("decks_hash", "")?;
        super::index::refresh(&mut store, &context.deck_roots())?;
    }
    context.say(&format!(
        "let go of {name}; its progress is kept, and comes back with it"
    ));
    Ok(())
}
