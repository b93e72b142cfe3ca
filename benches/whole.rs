//! Whole processes, beside `retain --version` of the same binary in the same run.
//!
//! `cargo bench --bench whole -- DIR…` for collections that `cargo bench --bench collection` made;
//! without a DIR, those below cargo's target folder. `--runs N` runs each command so often.

#[allow(dead_code, reason = "each benchmark uses its part")]
mod generate;
#[allow(dead_code, reason = "each benchmark uses its part")]
mod process;

use process::{Case, Summary, in_turns, milliseconds};
use std::path::{Path, PathBuf};

fn main() {
    let (runs, collections) = arguments();
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR")).join("built-in");
    let empty = scratch.join("warm");
    Case::new("make", &empty, &["due"]).run();
    let mut cases = vec![Case::new("--version", &empty, &["--version"])];
    cases.extend(commands("built-in decks", &empty));
    for folder in &collections {
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        cases.extend(commands(&name, folder));
    }
    // Once each, so that the pages are warm and the index is that of this binary.
    in_turns(&cases, 1);
    print(&cases, &in_turns(&cases, runs));
    let mut cold = Vec::new();
    for folder in &collections {
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        cold.extend(
            commands(&format!("cold {name}"), folder).map(|case| Case { cold: true, ..case }),
        );
    }
    let first = Case::new(
        "first start ever",
        &scratch.join("fresh"),
        &["due", "--json"],
    );
    cold.push(Case {
        fresh: true,
        ..first
    });
    print(&cold, &in_turns(&cold, runs.min(20)));
}

fn commands(name: &str, folder: &Path) -> impl Iterator<Item = Case> {
    let commands: [&[&str]; 4] = [
        &["due", "--json"],
        &["next", "--json"],
        &[],
        &["search", "is:due", "--json"],
    ];
    commands
        .map(|command| Case::new(&format!("{name}: {}", command.join(" ")), folder, command))
        .into_iter()
}

fn print(cases: &[Case], summaries: &[Summary]) {
    let base = summaries[0];
    println!(
        "{:<34} {:>8} {:>8} {:>8} {:>8} {:>6} {:>8}",
        "", "wall ms", "min", "CPU ms", "min", "ratio", "MiB"
    );
    for (case, summary) in cases.iter().zip(summaries) {
        println!(
            "{:<34} {:>8.2} {:>8.2} {:>8.2} {:>8.2} {:>6.2} {:>8.1}",
            case.name,
            milliseconds(summary.wall.median),
            milliseconds(summary.wall.least),
            milliseconds(summary.cpu.median),
            milliseconds(summary.cpu.least),
            summary.wall.median.as_secs_f64() / base.wall.median.as_secs_f64(),
            summary.rss_kib as f64 / 1024.0,
        );
    }
}

fn arguments() -> (usize, Vec<PathBuf>) {
    let (mut runs, mut folders) = (101, Vec::new());
    let mut given = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench");
    while let Some(argument) = given.next() {
        match argument.as_str() {
            "--runs" => {
                runs = given
                    .next()
                    .and_then(|n| n.parse().ok())
                    .expect("a number stands behind --runs")
            }
            folder => folders.push(PathBuf::from(folder)),
        }
    }
    if folders.is_empty() {
        let below = std::fs::read_dir(env!("CARGO_TARGET_TMPDIR"))
            .into_iter()
            .flatten()
            .flatten();
        folders = below
            .map(|entry| entry.path())
            .filter(|path| path.join("log.jsonl").exists())
            .collect();
        folders.sort();
    }
    (runs, folders)
}
