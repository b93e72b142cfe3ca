//! `retain roadmap follow`: in which order new cards enter.

use super::super::context::Context;
use super::super::failure::{Failure, Result};
use super::super::order;
use super::find;
use crate::catalogue::{Catalogue, roadmaps};
use crate::model::civil;
use crate::model::roadmap::Roadmap;
use crate::model::time::Day;
use crate::store::Store;
use crate::store::roadmaps::FollowRow;
use clap_complete::engine::ArgValueCompleter;

#[derive(Debug, clap::Args)]
pub struct FollowArgs {
    #[arg(add = ArgValueCompleter::new(super::super::complete::roadmap))]
    roadmap: String,
    /// Along this path of the roadmap; `retain roadmap about ID` lists them
    #[arg(long, value_name = "NAME")]
    path: Option<String>,
    /// The day on which you began; its windows count from there [default: today]
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
}

pub fn run(args: &FollowArgs, context: &Context) -> Result<()> {
    let roadmaps = roadmaps::built_in();
    let roadmap = find(&roadmaps, &args.roadmap)?;
    let path = args.path.as_deref();
    let path = path.map(|name| path_of(roadmap, name)).transpose()?;
    let since = args.since.as_deref().map(|text| {
        civil::parse_day(text).ok_or_else(|| {
            Failure::usage(format!("`{text}` is no date")).hint("write it as 2026-11-21")
        })
    });
    follow(roadmap, path, since.transpose()?, context)
}

/// Follows a roadmap, along a path where one is named; it counts from `since`, else from when it
/// was followed first, else from today.
pub fn follow(
    roadmap: &Roadmap,
    path: Option<&str>,
    since: Option<Day>,
    context: &Context,
) -> Result<()> {
    let mut store = context.store()?;
    let mut followed = store.followed()?;
    let before = followed.iter_mut().find(|row| row.roadmap == roadmap.id);
    let begun = before.as_ref().map(|row| row.since);
    let row = FollowRow {
        roadmap: roadmap.id.clone(),
        path: path.map(str::to_string),
        since: since.or(begun).unwrap_or(context.today()),
    };
    match before {
        Some(before) => *before = row,
        None => followed.push(row),
    }
    keep(&mut store, &followed)?;
    let along = path
        .map(|path| format!(" along `{path}`"))
        .unwrap_or_default();
    let behind = match &followed[0] {
        first if first.roadmap == roadmap.id => String::new(),
        first => format!(", behind `{}`", first.roadmap),
    };
    context.say(&format!(
        "new cards enter in the order of {}{along}{behind}",
        roadmap.title
    ));
    Ok(())
}

pub fn unfollow(name: &str, context: &Context) -> Result<()> {
    let roadmaps = roadmaps::built_in();
    let roadmap = find(&roadmaps, name)?;
    let mut store = context.store()?;
    let mut followed = store.followed()?;
    let before = followed.len();
    followed.retain(|row| row.roadmap != roadmap.id);
    if followed.len() == before {
        return Err(Failure::not_found(format!(
            "you do not follow `{}`",
            roadmap.id
        )));
    }
    keep(&mut store, &followed)
}

fn keep(store: &mut Store, followed: &[FollowRow]) -> Result<()> {
    let catalogue = Catalogue::built_in();
    let ranks = order::ranks_of(&catalogue, followed);
    Ok(store.set_followed(followed, &ranks)?)
}

fn path_of<'r>(roadmap: &'r Roadmap, name: &str) -> Result<&'r str> {
    let ids: Vec<&str> = roadmap.paths.iter().map(|path| path.id.as_str()).collect();
    let found = ids.iter().find(|id| **id == name).or_else(|| {
        let holds = |id: &&&str| id.contains(name);
        ids.iter()
            .find(holds)
            .filter(|_| ids.iter().filter(holds).count() == 1)
    });
    found.copied().ok_or_else(|| {
        let failure = Failure::not_found(format!("`{}` has no path `{name}`", roadmap.id));
        match ids.is_empty() {
            true => failure.hint("it has no paths: leave out `--path`"),
            false => failure.hint(format!("there are {}", ids.join(", "))),
        }
    })
}
