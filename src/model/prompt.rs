//! What an interviewer asks at length: design prompts, deep dives, behavioural questions.

use serde::Deserialize;

/// One open question with the rubric by which its answer is heard.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prompt {
    pub id: String,
    pub title: String,
    pub kind: PromptKind,
    pub roles: Vec<Role>,
    /// How long it takes in an interview.
    pub minutes: u32,
    /// What the interviewer says; incomplete on purpose. Markdown.
    pub brief: String,
    /// Ids of topics that it exercises.
    pub topics: Vec<String>,
    /// Where the claims of its rubric can be checked.
    pub sources: Vec<String>,
    /// What the interviewer says when asked.
    #[serde(default)]
    pub facts: Vec<String>,
    /// Harder turns, one after the other.
    pub follow_ups: Vec<String>,
    #[serde(default, rename = "estimate")]
    pub estimates: Vec<Estimate>,
    /// All eight in a design prompt, none in a deep dive.
    #[serde(default, rename = "stage")]
    pub stages: Vec<Stage>,
    #[serde(rename = "point")]
    pub points: Vec<Point>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PromptKind {
    Design,
    DeepDive,
}

/// The post that the interview is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    Backend,
    Staff,
}

/// A figure to be worked out.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Estimate {
    pub question: String,
    pub working: String,
    pub answer: String,
}

/// A step of a design prompt, with the question that opens it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    pub id: StageId,
    pub ask: String,
}

/// The steps of a design interview, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StageId {
    Requirements,
    Estimates,
    Api,
    Data,
    HighLevel,
    DeepDive,
    Failure,
    TradeOffs,
}

/// Something that can be heard or not heard in an answer.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// Where it belongs, in a design prompt.
    pub stage: Option<StageId>,
    pub text: String,
    /// Ids of topics that teach it.
    pub topics: Vec<String>,
}

/// A question about what somebody did.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Behaviour {
    pub id: String,
    pub roles: Vec<Role>,
    /// Such as `conflict` or `failure`.
    pub theme: String,
    pub ask: String,
    /// What a strong answer contains.
    pub strong: Vec<String>,
    /// Signs of a weak one.
    pub weak: Vec<String>,
    pub follow_ups: Vec<String>,
    pub topics: Vec<String>,
}

impl PromptKind {
    pub fn name(self) -> &'static str {
        match self {
            PromptKind::Design => "design",
            PromptKind::DeepDive => "deep-dive",
        }
    }
}

impl Role {
    pub fn name(self) -> &'static str {
        match self {
            Role::Backend => "backend",
            Role::Staff => "staff",
        }
    }
}

impl StageId {
    pub const ALL: [StageId; 8] = [
        StageId::Requirements,
        StageId::Estimates,
        StageId::Api,
        StageId::Data,
        StageId::HighLevel,
        StageId::DeepDive,
        StageId::Failure,
        StageId::TradeOffs,
    ];

    /// What the learner reads.
    pub fn title(self) -> &'static str {
        match self {
            StageId::Requirements => "Requirements",
            StageId::Estimates => "Estimates",
            StageId::Api => "API",
            StageId::Data => "Data",
            StageId::HighLevel => "High-level design",
            StageId::DeepDive => "Deep dive",
            StageId::Failure => "Failure",
            StageId::TradeOffs => "Trade-offs",
        }
    }
}
