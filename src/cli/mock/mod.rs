//! `retain interview mock`: a mock interview, from the draw to the report.

mod choose;
mod design;
mod drawn;
mod ends;
mod focus;
mod history;
mod keep;
mod list;
mod open;
mod parts;
mod rapid;
mod sitting;
mod step;
mod talk;
mod ticks;
mod written;

use super::clock;
use super::context::Context;
use super::failure::{Failure, Result};
use super::keep::Desk;
use crate::mock::{Mock, PartKind, plan};
use crate::model::prompt::Role;
use choose::Wish;
use clap_complete::engine::ArgValueCompleter;
use sitting::Sitting;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Rapid fire from ten cards, two deep dives, one system design in eight stages, and a behavioural
question if time is left; for staff two behavioural questions stand in for one deep dive. You
answer aloud or in your editor, tick off what you said, and get a report to show to a mentor.
Weak topics come first; no card changes its date. Each part is kept before the next begins.

Examples:
  retain interview mock                                45 minutes, drawn from everything
  retain interview mock --minutes 30 --focus area:databases
  retain interview mock --role staff --prompt chat     that prompt in place of one drawn
  retain interview mock --only design --minutes 35     one part alone
  retain interview mock --list --focus kafka           the prompts, without a sitting
  retain interview mock --history
  retain interview mock --show 3 > report.md"
)]
pub struct MockArgs {
    /// How long it shall take; the parts share the clock
    #[arg(long, value_name = "N", default_value_t = 45, value_parser = clap::value_parser!(u32).range(1..=600))]
    minutes: u32,
    /// Ask about these cards and their topics; see `retain help selectors`
    #[arg(long, value_name = "SELECTOR", add = ArgValueCompleter::new(super::complete::selector))]
    focus: Option<String>,
    /// Interview for this post [default: backend]
    #[arg(long, value_name = "ROLE")]
    role: Option<Post>,
    /// Only parts of this kind; may be given several times
    #[arg(long, value_name = "KIND")]
    only: Vec<Only>,
    /// Ask this prompt in place of one drawn
    #[arg(long, value_name = "ID", add = ArgValueCompleter::new(super::complete::prompt))]
    prompt: Option<String>,
    /// Draw the same again, as long as nothing else was asked since [default: by chance]
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// List the prompts: kind, minutes, topics
    #[arg(long, conflicts_with_all = ["history", "show", "prompt", "seed"])]
    list: bool,
    /// List the reports
    #[arg(long, conflicts_with_all = ["show", "focus", "prompt", "seed"])]
    history: bool,
    /// Print a report as Markdown
    #[arg(long, value_name = "N", conflicts_with_all = ["focus", "prompt", "seed"])]
    show: Option<u32>,
    /// Print JSON; with --list, --history or --show
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Post {
    Backend,
    Staff,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Only {
    RapidFire,
    DeepDive,
    Behaviour,
    Design,
}

impl MockArgs {
    fn role(&self) -> Option<Role> {
        self.role.map(|post| match post {
            Post::Backend => Role::Backend,
            Post::Staff => Role::Staff,
        })
    }

    fn only(&self) -> Vec<PartKind> {
        let kind = |only: &Only| match only {
            Only::RapidFire => PartKind::RapidFire,
            Only::DeepDive => PartKind::DeepDive,
            Only::Behaviour => PartKind::Behaviour,
            Only::Design => PartKind::Design,
        };
        self.only.iter().map(kind).collect()
    }
}

pub fn run(args: &MockArgs, context: &Context) -> Result<()> {
    let focus = args.focus.as_deref();
    if args.list {
        return list::run(args.role(), focus, args.json, &context.store()?, context);
    }
    if args.history {
        return history::list(args.json, &context.store()?, context);
    }
    if let Some(number) = args.show {
        return history::show(number, args.json, &context.store()?, context);
    }
    if args.json {
        let failure = Failure::usage("a sitting is no JSON");
        return Err(failure.hint("`retain interview mock --show N --json` prints its report"));
    }
    if context.global.no_input {
        return Err(Failure::usage(
            "a mock interview asks, and `--no-input` forbids it",
        ));
    }
    sit(args, context)
}

fn sit(args: &MockArgs, context: &Context) -> Result<()> {
    let desk = Desk::open(context)?;
    let role = args.role().unwrap_or(Role::Backend);
    // Short enough to be typed again.
    let seed = args.seed.unwrap_or_else(|| clock::seed() % 1_000_000);
    let slots = plan::plan(role, args.minutes, &args.only());
    let cards = desk.store.short_cards()?;
    let wish = Wish {
        role,
        focus: args.focus.as_deref(),
        prompt: args.prompt.as_deref(),
        seed,
    };
    let drawn = choose::draw(&wish, &slots, &cards, &desk.store, context)?;
    let mock = Mock {
        began: context.clock.local(context.clock.now()),
        role,
        minutes: args.minutes,
        focus: args.focus.clone(),
        seed,
        parts: Vec::new(),
        complete: false,
    };
    let mut sitting = Sitting::new(mock, cards, desk, context);
    parts::run(&mut sitting, &slots, drawn, args.only.is_empty())
}
