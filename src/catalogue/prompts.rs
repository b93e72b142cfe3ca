//! The interview prompts that the binary carries.

use super::embedded;
use crate::model::prompt::{Behaviour, Prompt};
use serde::Deserialize;

/// Every prompt of a mock interview, each list by id.
#[derive(Clone, Debug, Default)]
pub struct Prompts {
    pub designs: Vec<Prompt>,
    pub deep_dives: Vec<Prompt>,
    pub behaviours: Vec<Behaviour>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Questions {
    #[serde(rename = "question")]
    questions: Vec<Behaviour>,
}

impl Prompts {
    /// Reads the built-in prompts. A test makes sure that they can be read.
    pub fn built_in() -> Prompts {
        let read = |text: String| toml::from_str(&text).expect("a built-in prompt is valid");
        let questions: Questions =
            toml::from_str(&embedded::behaviour()).expect("built-in questions are valid");
        Prompts {
            designs: embedded::prompts("design").into_iter().map(read).collect(),
            deep_dives: embedded::prompts("deep-dive")
                .into_iter()
                .map(read)
                .collect(),
            behaviours: questions.questions,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;
    use crate::model::prompt::{PromptKind, Role, StageId};
    use std::collections::HashSet;

    /// Fewer points say little, more are not heard.
    const RUBRIC: std::ops::RangeInclusive<usize> = 8..=14;

    #[test]
    fn the_built_in_prompts_read_and_name_known_topics() {
        let catalogue = Catalogue::built_in();
        let prompts = Prompts::built_in();
        for prompt in prompts.designs.iter().chain(&prompts.deep_dives) {
            let of_points = prompt.points.iter().flat_map(|point| &point.topics);
            for topic in prompt.topics.iter().chain(of_points) {
                assert!(catalogue.topic(topic).is_some(), "{} {topic}", prompt.id);
            }
            assert!(RUBRIC.contains(&prompt.points.len()), "{}", prompt.id);
            assert!(!prompt.follow_ups.is_empty(), "{}", prompt.id);
            assert!(!prompt.sources.is_empty(), "{}", prompt.id);
            assert!(
                !prompt.roles.is_empty() && 0 < prompt.minutes,
                "{}",
                prompt.id
            );
            let unlinked = |point: &&crate::model::prompt::Point| point.topics.is_empty();
            assert_eq!(prompt.points.iter().find(unlinked), None, "{}", prompt.id);
        }
        for question in &prompts.behaviours {
            for topic in &question.topics {
                assert!(catalogue.topic(topic).is_some(), "{} {topic}", question.id);
            }
            assert!((4..=7).contains(&question.strong.len()), "{}", question.id);
            assert!(!question.weak.is_empty() && !question.roles.is_empty());
        }
        assert!(45 <= prompts.designs.len() + prompts.deep_dives.len());
        assert!(40 <= prompts.behaviours.len());
    }

    #[test]
    fn no_two_prompts_share_an_id() {
        let prompts = Prompts::built_in();
        let of_prompts = prompts.designs.iter().chain(&prompts.deep_dives);
        let of_prompts = of_prompts.map(|prompt| prompt.id.as_str());
        let of_questions = prompts.behaviours.iter().map(|one| one.id.as_str());
        let mut seen = HashSet::new();
        for id in of_prompts.chain(of_questions) {
            assert!(seen.insert(id), "{id}");
        }
    }

    #[test]
    fn a_design_prompt_has_every_stage_and_points_in_each() {
        for prompt in Prompts::built_in().designs {
            assert_eq!(prompt.kind, PromptKind::Design, "{}", prompt.id);
            let stages: Vec<StageId> = prompt.stages.iter().map(|stage| stage.id).collect();
            assert_eq!(stages, StageId::ALL, "{}", prompt.id);
            for stage in StageId::ALL {
                let is_here = |point: &crate::model::prompt::Point| point.stage == Some(stage);
                assert!(prompt.points.iter().any(is_here), "{} {stage:?}", prompt.id);
            }
            assert!(!prompt.facts.is_empty() && !prompt.estimates.is_empty());
        }
    }

    #[test]
    fn a_deep_dive_has_no_stages() {
        for prompt in Prompts::built_in().deep_dives {
            assert_eq!(prompt.kind, PromptKind::DeepDive, "{}", prompt.id);
            assert!(prompt.stages.is_empty() && prompt.estimates.is_empty());
            assert!(prompt.points.iter().all(|point| point.stage.is_none()));
        }
    }

    #[test]
    fn there_is_something_to_ask_for_either_role() {
        let prompts = Prompts::built_in();
        for role in [Role::Backend, Role::Staff] {
            let fits = |roles: &[Role]| roles.contains(&role);
            assert!(prompts.designs.iter().any(|one| fits(&one.roles)));
            assert!(
                1 < prompts
                    .deep_dives
                    .iter()
                    .filter(|one| fits(&one.roles))
                    .count()
            );
            assert!(
                2 < prompts
                    .behaviours
                    .iter()
                    .filter(|one| fits(&one.roles))
                    .count()
            );
        }
    }
}
