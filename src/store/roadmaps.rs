//! Roadmaps as far as the learner is concerned: which are followed, which milestones are behind.

use super::{CardRow, Result, Store};
use crate::model::time::Day;
use rusqlite::params;

/// A roadmap that is followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowRow {
    pub roadmap: String,
    /// `None` for the roadmap's own order.
    pub path: Option<String>,
    /// The study day on which the learner began.
    pub since: Day,
}

/// A milestone that is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MilestoneRow {
    pub roadmap: String,
    pub milestone: String,
    pub day: Day,
    pub link: Option<String>,
    pub note: Option<String>,
}

/// The cards of a topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopicRow {
    pub topic: String,
    /// With text and not suspended.
    pub cards: u32,
    pub due: u32,
}

/// What is remembered of a card that was answered.
#[derive(Clone, Debug, PartialEq)]
pub struct SeenRow {
    pub topic: String,
    /// Days, above 0.
    pub stability: f32,
    pub difficulty: f32,
    pub last_day: Day,
}

/// One line of a roadmap: topic, roadmap, section, priority (empty for none).
pub type Listing<'a> = [&'a str; 4];

impl Store {
    /// The roadmaps that are followed, in the order of following.
    pub fn followed(&self) -> Result<Vec<FollowRow>> {
        self.read(|connection| {
            connection
                .prepare("select roadmap, path, since from follow order by position")?
                .query_map([], |row| {
                    Ok(FollowRow {
                        roadmap: row.get(0)?,
                        path: row.get(1)?,
                        since: Day(row.get(2)?),
                    })
                })?
                .collect()
        })
    }

    /// Replaces the list of roadmaps that are followed, and gives decks new ranks: topic, rank.
    ///
    /// Cards that are scheduled already are not touched: a rank only orders new ones.
    pub fn set_followed(&mut self, followed: &[FollowRow], ranks: &[(&str, i64)]) -> Result<()> {
        self.write(|transaction| {
            transaction.execute("delete from follow", [])?;
            for (position, row) in followed.iter().enumerate() {
                transaction.execute(
                    "insert into follow values (?, ?, ?, ?)",
                    params![position as i64, row.roadmap, row.path, row.since.0],
                )?;
            }
            let mut deck = transaction.prepare(
                "update deck set rank = ?2 where topic = ?1 and path is null returning id",
            )?;
            let mut cards = transaction.prepare(include_str!("set_rank.sql"))?;
            for (topic, rank) in ranks {
                let decks: Vec<i64> = deck
                    .query_map(params![topic, rank], |row| row.get(0))?
                    .collect::<rusqlite::Result<_>>()?;
                for id in decks {
                    cards.execute(params![id, super::decks::RANK_BITS, rank])?;
                }
            }
            Ok(())
        })
    }

    /// Replaces the copy of what the built-in roadmaps list.
    pub fn set_listings(&mut self, listings: &[Listing]) -> Result<()> {
        self.write(|transaction| {
            transaction.execute("delete from listing", [])?;
            let mut add =
                transaction.prepare("insert or ignore into listing values (?, ?, ?, ?)")?;
            for listing in listings {
                add.execute(*listing)?;
            }
            Ok(())
        })
    }

    /// Each roadmap and section once, as the built-in roadmaps name them.
    pub fn listed_sections(&self) -> Result<Vec<(String, String)>> {
        self.read(|connection| {
            connection
                .prepare("select distinct roadmap, section from listing order by 1, 2")?
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect()
        })
    }

    /// The milestones that are done, by roadmap and id.
    pub fn milestones(&self) -> Result<Vec<MilestoneRow>> {
        self.read(|connection| {
            connection
                .prepare("select roadmap, milestone, day, link, note from milestone order by 1, 2")?
                .query_map([], |row| {
                    Ok(MilestoneRow {
                        roadmap: row.get(0)?,
                        milestone: row.get(1)?,
                        day: Day(row.get(2)?),
                        link: row.get(3)?,
                        note: row.get(4)?,
                    })
                })?
                .collect()
        })
    }

    /// Keeps that a milestone is done. A second time keeps the day, and the link and note that are
    /// not given anew.
    pub fn keep_milestone(&mut self, row: &MilestoneRow) -> Result<()> {
        self.write(|transaction| {
            transaction.execute(
                "insert into milestone values (?, ?, ?, ?, ?)
                 on conflict do update set link = coalesce(excluded.link, link),
                     note = coalesce(excluded.note, note)",
                params![row.roadmap, row.milestone, row.day.0, row.link, row.note],
            )?;
            Ok(())
        })
    }

    /// Says whether there was one to forget.
    pub fn forget_milestone(&mut self, roadmap: &str, milestone: &str) -> Result<bool> {
        self.write(|transaction| {
            let sql = "delete from milestone where roadmap = ? and milestone = ?";
            Ok(0 < transaction.execute(sql, [roadmap, milestone])?)
        })
    }

    /// How many cards each topic has, and how many of them are due.
    pub fn topics(&self, today: Day) -> Result<Vec<TopicRow>> {
        self.read(|connection| {
            connection
                .prepare(
                    "select d.topic, count(*),
                            sum(c.phase > 0 and c.due <= ?1 and ifnull(c.buried, ?1 - 1) < ?1)
                     from card c join deck d on d.id = c.deck
                     where d.topic is not null and c.note is not null and not c.suspended
                     group by d.topic",
                )?
                .query_map([today.0], |row| {
                    Ok(TopicRow {
                        topic: row.get(0)?,
                        cards: row.get(1)?,
                        due: row.get(2)?,
                    })
                })?
                .collect()
        })
    }

    /// The cards that have one right choice or a typed answer, each with its topic.
    pub fn askable(&self) -> Result<Vec<(String, CardRow)>> {
        self.read(|connection| {
            connection
                .prepare(
                    "select d.topic, c.id from card c
                     join note n on n.id = c.note join deck d on d.id = c.deck
                     where d.topic is not null and n.kind in ('choices', 'typed')
                         and c.key not like '%/%/%' and not c.suspended
                     order by c.place, c.id",
                )?
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect()
        })
    }

    /// The keys of the cards that were never answered, each with its topic.
    pub fn new_of_topics(&self) -> Result<Vec<(String, String)>> {
        self.read(|connection| {
            connection
                .prepare(
                    "select d.topic, c.key from card c join deck d on d.id = c.deck
                     where d.topic is not null and c.note is not null and c.phase = 0
                         and not c.suspended",
                )?
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect()
        })
    }

    /// The memory of every card of a topic that was answered, has text and is not suspended.
    pub fn seen(&self) -> Result<Vec<SeenRow>> {
        self.read(|connection| {
            connection
                .prepare(
                    "select d.topic, c.stability, c.difficulty, c.last_day
                     from card c join deck d on d.id = c.deck
                     where d.topic is not null and c.note is not null and not c.suspended
                         and c.phase > 0",
                )?
                .query_map([], |row| {
                    Ok(SeenRow {
                        topic: row.get(0)?,
                        stability: row.get(1)?,
                        difficulty: row.get(2)?,
                        last_day: Day(row.get(3)?),
                    })
                })?
                .collect()
        })
    }
}
