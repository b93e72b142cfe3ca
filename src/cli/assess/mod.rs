//! `retain assess`: a placement, from questions to first intervals.

mod place;
mod result;

use super::context::Context;
use super::failure::{Failure, Result};
use super::keep::Desk;
use super::view::View;
use crate::assess::{Assessment, GUESS_TYPED, Verdict, guess_of};
use crate::catalogue::Catalogue;
use crate::model::card::{Card, Kind};
use crate::model::chance::{SplitMix64, stable_hash};
use crate::quiz;
use crate::store::CardRow;
use crate::ui::face::Question;
use clap_complete::engine::ArgValueCompleter;
use std::collections::{HashMap, HashSet};
use std::io::BufRead;

/// More questions tell little more.
const QUESTIONS_MAX: usize = 40;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "A placement asks up to 40 questions and gives the new cards of topics that you know a
first date in some weeks, spread so that they never come in a flood. Nothing is kept before
you say so, nothing is marked known for ever, and `retain assess --undo` takes it all back."
)]
pub struct AssessArgs {
    /// Only topics of this area; may be given several times
    #[arg(long, value_name = "AREA", add = ArgValueCompleter::new(super::complete::area))]
    area: Vec<String>,
    /// Stop after so many minutes
    #[arg(long, value_name = "N", default_value_t = 15, value_parser = clap::value_parser!(u32).range(1..=600))]
    minutes: u32,
    /// Take back the last placement
    #[arg(long, conflicts_with_all = ["area", "minutes", "seed"])]
    undo: bool,
    /// Ask the same questions again [default: by chance]
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
}

pub fn run(args: &AssessArgs, context: &Context) -> Result<()> {
    let mut desk = Desk::open(context)?;
    if args.undo {
        return place::undo(&mut desk, context);
    }
    let catalogue = Catalogue::built_in();
    check_areas(&args.area, &catalogue)?;
    let seed = args.seed.unwrap_or_else(super::clock::chance);
    let mut questions = Questions::read(&desk, &catalogue, &args.area, seed)?;
    let mut assessment = Assessment::new(&catalogue.topics, seed);
    ask(&mut assessment, &mut questions, args, &desk, context)?;
    if assessment.n_answers() == 0 {
        context.say("no question was answered: nothing changes");
        return Ok(());
    }
    let mut verdicts = assessment.verdicts();
    let in_scope = |verdict: &Verdict| questions.in_scope.contains(&verdict.topic);
    verdicts.retain(in_scope);
    let placed = place::to_place(&verdicts, &desk)?;
    if args.json {
        context.print(&result::in_json(&verdicts, &assessment, placed.len()))?;
    } else {
        context.print(&result::in_words(
            &verdicts,
            &assessment,
            &catalogue,
            context,
        ))?;
    }
    place::offer(placed, args.json, &mut desk, context)
}

fn check_areas(areas: &[String], catalogue: &Catalogue) -> Result<()> {
    for area in areas {
        if !catalogue.areas.iter().any(|known| known.id == *area) {
            let ids: Vec<&str> = catalogue
                .areas
                .iter()
                .map(|area| area.id.as_str())
                .collect();
            let failure = Failure::not_found(format!("no area is called `{area}`"));
            return Err(failure.hint(format!("there are {}", ids.join(", "))));
        }
    }
    Ok(())
}

/// The cards that can be asked, by topic, in an order of chance.
struct Questions {
    by_topic: HashMap<String, Vec<CardRow>>,
    /// The topics about which something is said in the end.
    in_scope: HashSet<String>,
    random: SplitMix64,
}

impl Questions {
    fn read(desk: &Desk, catalogue: &Catalogue, areas: &[String], seed: u64) -> Result<Questions> {
        let mut random = SplitMix64::new(seed ^ stable_hash("questions"));
        let topics = catalogue.topics.iter();
        let wanted = topics.filter(|topic| areas.is_empty() || areas.contains(&topic.area));
        let in_scope: HashSet<String> = wanted.map(|topic| topic.id.clone()).collect();
        let mut by_topic: HashMap<String, Vec<CardRow>> = HashMap::new();
        for (topic, row) in desk.store.askable()? {
            if in_scope.contains(&topic) {
                by_topic.entry(topic).or_default().push(row);
            }
        }
        // Not in the order of the map, which is another one each time.
        for topic in &catalogue.topics {
            if let Some(rows) = by_topic.get_mut(&topic.id) {
                random.shuffle(rows);
            }
        }
        Ok(Questions {
            by_topic,
            in_scope,
            random,
        })
    }

    fn has(&self, topic: &str) -> bool {
        self.by_topic
            .get(topic)
            .is_some_and(|rows| !rows.is_empty())
    }

    /// The next question about the topic; none is asked twice.
    fn take(&mut self, topic: &str, desk: &Desk, context: &Context) -> Result<Option<View>> {
        let rows = self.by_topic.get_mut(topic);
        let Some(row) = rows.and_then(Vec::pop) else {
            return Ok(None);
        };
        match desk.store.card(row)? {
            Some(record) => View::of(record, desk, context.today()).map(Some),
            None => Ok(None),
        }
    }
}

/// What became of one question.
enum Reply {
    Answer(bool),
    Stop,
}

fn ask(
    assessment: &mut Assessment,
    questions: &mut Questions,
    args: &AssessArgs,
    desk: &Desk,
    context: &Context,
) -> Result<()> {
    let mut input = std::io::stdin().lock();
    let end = context.clock.now().0 + i64::from(args.minutes) * 60_000;
    tell(
        args,
        context,
        &format!(
            "At most {QUESTIONS_MAX} questions, {} min. Enter alone: I do not know. q: stop.\n",
            args.minutes
        ),
    )?;
    while assessment.n_answers() < QUESTIONS_MAX && context.clock.now().0 < end {
        let next = assessment
            .next(|topic| questions.has(topic))
            .map(str::to_string);
        let Some(topic) = next else {
            break;
        };
        let Some(view) = questions.take(&topic, desk, context)? else {
            continue;
        };
        let mut order: Vec<usize> = (0..view.card.choices.len()).collect();
        questions.random.shuffle(&mut order);
        let n_asked = assessment.n_answers() + 1;
        match put(&view, &order, n_asked, &mut input, args, context)? {
            Reply::Stop => break,
            Reply::Answer(right) => {
                let guess = match order.len() {
                    0 => GUESS_TYPED,
                    n_choices => guess_of(n_choices),
                };
                assessment.answer(&topic, right, guess);
            }
        }
    }
    Ok(())
}

/// Puts one question, until it is answered by something that can be an answer.
fn put(
    view: &View,
    order: &[usize],
    number: usize,
    input: &mut impl BufRead,
    args: &AssessArgs,
    context: &Context,
) -> Result<Reply> {
    let palette = context.palette();
    let shown = (!order.is_empty()).then_some(order);
    let mut question = Question::new(&view.card, view.part, shown);
    question.caption = view.text.deck_title.clone();
    let lines = question.lines(palette.page(context.width()));
    tell(args, context, &format!("\n{}", palette.paint_all(&lines)))?;
    loop {
        let how = if order.is_empty() {
            "your answer"
        } else {
            "a letter"
        };
        tell(args, context, &format!("[{number}] {how}: "))?;
        let mut line = String::new();
        let n_read = input.read_line(&mut line).unwrap_or(0);
        let line = line.trim();
        if n_read == 0 || line == "q" && !order.is_empty() || line == "/q" {
            return Ok(Reply::Stop);
        }
        match judged(&view.card, order, line) {
            Ok(right) => {
                tell(args, context, if right { "right\n" } else { "not right\n" })?;
                return Ok(Reply::Answer(right));
            }
            Err(reason) => tell(args, context, &format!("{reason}\n"))?,
        }
    }
}

/// A placement in all areas, as the first start offers it.
pub fn whole(context: &Context) -> Result<()> {
    let args = AssessArgs {
        area: Vec::new(),
        minutes: 15,
        undo: false,
        seed: None,
        json: false,
    };
    run(&args, context)
}

/// Whether a line answers the card; an empty one says that the learner does not know.
fn judged(card: &Card, order: &[usize], line: &str) -> std::result::Result<bool, String> {
    if line.is_empty() {
        return Ok(false);
    }
    if order.is_empty() {
        let Kind::Typed { accept } = &card.kind else {
            return Ok(false);
        };
        return Ok(quiz::typed::judge(line, accept) != quiz::Verdict::Wrong);
    }
    let shown = quiz::choice::read(line, order.len()).map_err(|fault| fault.to_string())?;
    let picked: Vec<usize> = shown.iter().map(|place| order[*place]).collect();
    Ok(quiz::choice::judge(&picked, &card.choices) == quiz::Verdict::Right)
}

/// Beside JSON the questions go to standard error.
fn tell(args: &AssessArgs, context: &Context, text: &str) -> Result<()> {
    if args.json {
        eprint!("{text}");
        return Ok(());
    }
    context.print(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_judged_by_what_was_shown() {
        let text = "## Q? {#q}\n\n- [ ] one\n- [x] two\n- [ ] three\n";
        let card = crate::deck::parse_card(text).unwrap();
        let order = [2, 1, 0];
        assert_eq!(judged(&card, &order, "b"), Ok(true));
        assert_eq!(judged(&card, &order, "a"), Ok(false));
        assert_eq!(judged(&card, &order, ""), Ok(false));
        assert!(judged(&card, &order, "z").is_err());
        let typed = crate::deck::parse_card("## Q? {#q .typed}\n\n429.\n\nAccept: 429\n").unwrap();
        assert_eq!(judged(&typed, &[], "429"), Ok(true));
        assert_eq!(judged(&typed, &[], "430"), Ok(false));
        assert_eq!(
            typed.kind,
            Kind::Typed {
                accept: vec!["429".to_string()]
            }
        );
    }
}
