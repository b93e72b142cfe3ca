//! The first start in a terminal: three questions, each with an answer that Enter takes.

use super::context::Context;
use super::failure::Result;
use super::{assess, prompt, roadmap, settings};
use crate::catalogue::roadmaps;

/// New cards that fit into a minute a day once reviews come back: a new card costs about seven
/// answers in its first month.
const NEW_PER_MINUTE: f64 = 0.8;

/// Asks what a first start should know; a collection must not be there yet.
pub fn run(context: &Context) -> Result<()> {
    let roadmaps = roadmaps::built_in();
    let mut items = vec!["none: each topic after its groundwork"];
    items.extend(roadmaps.iter().map(|roadmap| roadmap.title.as_str()));
    let picked = prompt::pick("Roadmap to follow", &items, 0)?;
    let default = minutes(context.config.new_per_day);
    let wanted = prompt::number("Minutes a day", default, 1..=1440)?;
    let wants_placement = prompt::confirm(
        "Find out first what you know already? At most 40 questions, 15 minutes",
        false,
    )?;
    if wanted != default {
        settings::set_value(context, "new_per_day", &new_per_day(wanted).to_string())?;
    }
    if 0 < picked {
        roadmap::follow(&roadmaps[picked - 1], None, None, context)?;
    }
    if wants_placement {
        assess::whole(context)?;
    }
    context.say("`retain config`, `retain roadmap` and `retain assess` change all of this later");
    Ok(())
}

fn new_per_day(minutes: u32) -> u32 {
    ((f64::from(minutes) * NEW_PER_MINUTE).round() as u32).clamp(1, 9999)
}

fn minutes(new_per_day: u32) -> u32 {
    (f64::from(new_per_day) / NEW_PER_MINUTE).round() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_of_an_hour_is_twelve_new_cards_a_day() {
        assert_eq!(new_per_day(15), 12);
        assert_eq!(minutes(12), 15);
        assert_eq!(new_per_day(0), 1);
        assert_eq!(new_per_day(5), 4);
    }
}
