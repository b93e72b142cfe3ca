//! One sitting: part after part, each kept before the next begins.

use super::super::context::Context;
use super::super::failure::{Failure, Result};
use super::super::keep::Desk;
use super::keep;
use super::step::End;
use super::talk::Talk;
use crate::catalogue::Catalogue;
use crate::mock::advice::Advice;
use crate::mock::{Mock, Part, PartKind, Slot, Written, report};
use crate::model::time::Timestamp;
use crate::store::mocks::{Asked, ShortCard};
use crate::ui::markdown;
use crate::ui::mock;

/// Whether the sitting goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    On,
    Stop,
}

pub struct Sitting<'a> {
    pub talk: Talk<'a>,
    pub context: &'a Context,
    pub desk: Desk<'a>,
    pub mock: Mock,
    pub cards: Vec<ShortCard>,
    catalogue: Catalogue,
    began: Timestamp,
    /// When the part began that is being asked; `None` between parts.
    part_began: Option<Timestamp>,
    asked: Vec<Asked>,
    /// Once it is kept.
    pub(super) number: Option<u32>,
    /// Why the last attempt to keep it failed.
    pub(super) unkept: Option<Failure>,
}

impl<'a> Sitting<'a> {
    pub fn new(mock: Mock, cards: Vec<ShortCard>, desk: Desk<'a>, context: &'a Context) -> Self {
        let now = context.clock.now();
        Sitting {
            talk: Talk::new(context),
            context,
            desk,
            mock,
            cards,
            catalogue: Catalogue::built_in(),
            began: now,
            part_began: None,
            asked: Vec::new(),
            number: None,
            unkept: None,
        }
    }

    /// The learner is ready: the clock starts.
    pub fn start(&mut self) {
        self.began = self.context.clock.now();
    }

    /// A part is over: what there is of it is kept.
    pub fn part_over(&mut self) {
        self.keep();
        self.part_began = None;
    }

    /// Begins a part: its heading, and its place in the record.
    pub fn begin(&mut self, slot: &Slot, id: Option<&str>, title: &str, brief: &str) -> Result<()> {
        self.part_began = Some(self.context.clock.now());
        let title = match title {
            "" => slot.title(),
            title => format!("{}: {title}", slot.title()),
        };
        let page = self.talk.page();
        self.talk.show(&mock::heading(&title, slot.share, page))?;
        self.talk.show(&markdown::render(brief, page))?;
        if let Some(id) = id {
            self.note_asked(slot.kind, id);
        }
        self.mock.parts.push(Part {
            kind: slot.kind,
            id: id.map(str::to_string),
            title,
            brief: brief.to_string(),
            share: slot.share,
            used: 0,
            answers: Vec::new(),
            points: Vec::new(),
            scored: false,
            weak: Vec::new(),
            sources: Vec::new(),
        });
        Ok(())
    }

    /// The part that is being asked.
    pub fn now(&mut self) -> &mut Part {
        self.mock.parts.last_mut().expect("a part was begun")
    }

    pub fn note_asked(&mut self, kind: PartKind, id: &str) {
        self.asked.push(Asked {
            kind: kind.name().to_string(),
            id: id.to_string(),
        });
    }

    /// Puts one step, keeps what is written at once, and says how it ended.
    pub fn step(&mut self, name: &str, question: &str, facts: &[String]) -> Result<End> {
        let place = self.now().answers.len();
        let mut text = String::new();
        loop {
            let end = super::step::take(&mut self.talk, question, facts, &mut text)?;
            if let Some(end) = end {
                return Ok(end);
            }
            let answers = &mut self.now().answers;
            answers.truncate(place);
            if !text.is_empty() {
                answers.push(Written {
                    step: name.to_string(),
                    text: text.clone(),
                });
            }
            self.keep();
        }
    }

    /// Says how the part went.
    pub fn scored(&mut self) -> Result<()> {
        self.now().scored = true;
        self.measure();
        let part = self.now();
        let score = part.score().words().unwrap_or_default();
        let (used, share) = (report::clock(part.used), mock::time(part.share));
        let noun = match part.kind {
            PartKind::RapidFire => "right",
            _ => "points",
        };
        let words = format!("{score} {noun}, {used} of {share}");
        self.talk.show(&mock::note(&words, self.talk.page()))?;
        let over = self.elapsed().saturating_sub(self.mock.minutes * 60);
        if 60 <= over {
            let words = format!("{} over the time; q ends it here.", mock::time(over));
            self.talk.show(&mock::note(&words, self.talk.page()))?;
        }
        Ok(())
    }

    /// Keeps the sitting as far as it went, unless there is nothing in it.
    pub fn keep(&mut self) {
        self.measure();
        let is_worth = |part: &Part| part.scored || !part.answers.is_empty();
        if !self.mock.parts.iter().any(is_worth) {
            return;
        }
        let advice = self.advice();
        let record = keep::record(&self.mock, self.began, &advice).to_string();
        let report = report::markdown(&self.mock, &advice);
        let texts = (record.as_str(), report.as_str());
        let store = &mut self.desk.store;
        match store.keep_mock(self.number, self.began, texts, &self.asked) {
            Ok(number) => {
                self.number = Some(number);
                self.unkept = None;
            }
            Err(error) => self.note_unkept(error.into()),
        }
    }

    /// An interview goes on where the disk is full or another program holds the collection: the
    /// next part tries again, and the end shows what could not be kept.
    fn note_unkept(&mut self, failure: Failure) {
        if self.unkept.is_none() {
            let words = format!("not kept so far: {}", failure.message);
            self.context.warn(&words);
        }
        self.unkept = Some(failure);
    }

    /// What follows from the gaps so far.
    pub fn advice(&self) -> Vec<Advice> {
        keep::advice(&self.mock, &self.cards, &self.catalogue)
    }

    fn measure(&mut self) {
        if let (Some(began), Some(part)) = (self.part_began, self.mock.parts.last_mut()) {
            part.used = seconds(began, self.context.clock.now());
        }
    }

    /// Seconds since it began.
    pub fn elapsed(&self) -> u32 {
        seconds(self.began, self.context.clock.now())
    }
}

/// Whole seconds; none where the clock was put back.
fn seconds(from: Timestamp, to: Timestamp) -> u32 {
    u32::try_from((to.0 - from.0) / 1000).unwrap_or(0)
}
