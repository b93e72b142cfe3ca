//! A road through the curriculum, as its authors published it: sections, windows, milestones.

use serde::Deserialize;

/// One published roadmap. Lists stand in the roadmap's own order; what it does not say is absent.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Roadmap {
    pub id: String,
    pub title: String,
    /// The number of its root, where its nodes are numbered.
    pub number: Option<String>,
    /// Whom it is for.
    pub audience: String,
    pub summary: String,
    /// The public repository that it comes from.
    pub origin: Option<String>,
    pub url: Option<String>,
    pub licence: Option<String>,
    pub schedule: Option<Schedule>,
    /// Groups of sections.
    #[serde(default, rename = "part")]
    pub parts: Vec<Part>,
    /// What the priorities mean here, and their colours; empty where it has none.
    #[serde(default, rename = "priority")]
    pub priorities: Vec<PriorityNote>,
    #[serde(rename = "section")]
    pub sections: Vec<Section>,
    #[serde(default, rename = "path")]
    pub paths: Vec<Path>,
    #[serde(default, rename = "milestone")]
    pub milestones: Vec<Milestone>,
    #[serde(default, rename = "prerequisite")]
    pub prerequisites: Vec<Prerequisite>,
    #[serde(default, rename = "tip")]
    pub tips: Vec<Tip>,
    #[serde(default, rename = "resource")]
    pub resources: Vec<Resource>,
    /// What the roadmap says of itself.
    #[serde(default, rename = "feature")]
    pub features: Vec<Feature>,
    /// What its own site is made with.
    #[serde(default, rename = "tool")]
    pub tools: Vec<Tool>,
    #[serde(default, rename = "link")]
    pub links: Vec<Link>,
}

/// How long it takes, in the roadmap's words.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    pub duration: Option<String>,
    pub weekly_hours: Option<String>,
    /// An ISO date.
    pub ends: Option<String>,
    pub note: Option<String>,
    #[serde(default, rename = "activity")]
    pub activities: Vec<Activity>,
    #[serde(default, rename = "phase")]
    pub phases: Vec<Phase>,
}

/// What a week is spent on.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Activity {
    pub id: String,
    pub title: String,
    /// A week, `2-3`.
    pub hours: String,
}

/// A stretch of the schedule.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phase {
    pub id: String,
    /// Free text, `months 1-6`.
    pub window: String,
    pub focus: String,
    #[serde(default)]
    pub key_skills: Vec<String>,
}

/// A group of sections.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    pub id: String,
    pub title: String,
    pub window: String,
    pub focus: String,
}

/// How much a topic matters. The order is that in which topics are learned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Priority {
    Mandatory,
    Good,
    Optional,
    General,
}

impl Priority {
    pub const ALL: [Priority; 4] = [
        Priority::Mandatory,
        Priority::Good,
        Priority::Optional,
        Priority::General,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Priority::Mandatory => "mandatory",
            Priority::Good => "good",
            Priority::Optional => "optional",
            Priority::General => "general",
        }
    }

    pub fn from_name(name: &str) -> Option<Priority> {
        Priority::ALL
            .into_iter()
            .find(|priority| priority.name() == name)
    }

    /// How early it comes: groundwork that frames the rest stands with what must be known.
    pub fn rank(self) -> u8 {
        match self {
            Priority::Mandatory | Priority::General => 0,
            Priority::Good => 1,
            Priority::Optional => 2,
        }
    }
}

/// What a priority means in one roadmap.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PriorityNote {
    pub id: Priority,
    pub title: String,
    pub colour: String,
    pub meaning: String,
}

/// A step of the roadmap.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    pub id: String,
    pub title: String,
    pub kind: SectionKind,
    pub number: Option<String>,
    pub parent: Option<String>,
    /// The id of its part.
    pub part: Option<String>,
    /// Free text, `months 3-9` or `week 2`.
    pub window: Option<String>,
    pub priority: Option<Priority>,
    pub goal: Option<String>,
    /// The second name that the roadmap uses.
    pub alias: Option<String>,
    /// How much of it the roadmap calls written, in per cent.
    pub published_percent: Option<u32>,
    pub url: Option<String>,
    #[serde(rename = "topic")]
    pub entries: Vec<Entry>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SectionKind {
    /// The curriculum.
    Core,
    /// Projects, resources and the like.
    Supplement,
}

/// A topic as a section lists it. A topic may stand there more than once, under other labels.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The id of the topic.
    pub topic: String,
    /// The group above it.
    pub heading: Option<String>,
    /// What the roadmap calls it.
    pub label: String,
    pub terms: Vec<String>,
    pub number: Option<String>,
    pub parent: Option<String>,
    pub priority: Option<Priority>,
}

/// The sections for one audience, in its order.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Path {
    pub id: String,
    pub title: String,
    pub audience: String,
    pub experience: Option<String>,
    /// Ids of sections.
    pub sections: Vec<String>,
    /// One line a section.
    pub focus: Vec<String>,
}

/// Something to have built or reached.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Milestone {
    pub id: String,
    pub title: String,
    pub kind: MilestoneKind,
    pub summary: String,
    /// Ids of topics.
    pub topics: Vec<String>,
    pub window: Option<String>,
    /// `beginner`, `intermediate`, `advanced` or `senior`.
    pub level: Option<String>,
    pub section: Option<String>,
    pub part: Option<String>,
    pub quantity: Option<String>,
    /// Of these one is to be picked.
    #[serde(default)]
    pub choices: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MilestoneKind {
    Project,
    Checkpoint,
    Output,
    Capstone,
    Deliverable,
}

impl MilestoneKind {
    pub fn name(self) -> &'static str {
        match self {
            MilestoneKind::Project => "project",
            MilestoneKind::Checkpoint => "checkpoint",
            MilestoneKind::Output => "output",
            MilestoneKind::Capstone => "capstone",
            MilestoneKind::Deliverable => "deliverable",
        }
    }
}

/// What one should bring along.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prerequisite {
    pub id: String,
    pub title: String,
    pub text: String,
    pub topics: Vec<String>,
}

/// Advice of the roadmap.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tip {
    pub id: String,
    /// `how-to`, `run-locally`, `contributing` or `community`.
    pub kind: String,
    pub text: String,
    pub topics: Vec<String>,
    pub order: Option<u32>,
    pub command: Option<String>,
}

/// A book, course or place to practise.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resource {
    pub id: String,
    /// `book`, `course`, `course-platform`, `practice`, `documentation`, `certification` or
    /// `repository`.
    pub kind: String,
    pub title: String,
    pub topics: Vec<String>,
    pub author: Option<String>,
    pub provider: Option<String>,
    pub url: Option<String>,
    pub note: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Feature {
    pub group: String,
    pub items: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tool {
    pub name: String,
    pub role: String,
    pub version: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    pub kind: String,
    pub url: String,
}
