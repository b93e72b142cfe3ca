//! Mock interviews: their reports, what they asked, and the cards that they may ask.

use super::{CardRow, Result, Store};
use crate::model::time::Timestamp;
use rusqlite::{OptionalExtension, Row, params};

/// A mock interview as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MockRow {
    pub number: u32,
    /// When it began.
    pub at: Timestamp,
    /// JSON.
    pub record: String,
    /// Markdown.
    pub report: String,
}

/// What was asked: the kind of the part, and the key of a card or the id of a prompt.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Asked {
    pub kind: String,
    pub id: String,
}

/// A card that may be asked in a few words.
#[derive(Clone, Debug, PartialEq)]
pub struct ShortCard {
    pub card: CardRow,
    pub key: String,
    pub topic: Option<String>,
    /// `None` for one never answered.
    pub stability: Option<f32>,
}

impl ShortCard {
    /// The heading that it belongs to: `deck/card`. Siblings share one, and answer each other.
    pub fn heading(&self) -> &str {
        let end = self.key.match_indices('/').nth(1).map(|(idx, _)| idx);
        &self.key[..end.unwrap_or(self.key.len())]
    }
}

impl Store {
    /// Keeps a sitting as far as it went; `None` begins a new one. Returns its number.
    pub fn keep_mock(
        &mut self,
        number: Option<u32>,
        at: Timestamp,
        texts: (&str, &str),
        asked: &[Asked],
    ) -> Result<u32> {
        let (record, report) = texts;
        self.write(|transaction| {
            let number = transaction.query_row(
                "insert into mock values (?1, ?2, ?3, ?4)
                 on conflict do update set record = excluded.record, report = excluded.report
                 returning number",
                params![number, at.0, record, report],
                |row| row.get(0),
            )?;
            for one in asked {
                transaction.execute(
                    "insert or ignore into mock_asked values (?, ?, ?)",
                    params![number, one.kind, one.id],
                )?;
            }
            Ok(number)
        })
    }

    /// All sittings, the last first.
    pub fn mocks(&self) -> Result<Vec<MockRow>> {
        self.read(|connection| {
            connection
                .prepare("select number, at, record, report from mock order by number desc")?
                .query_map([], mock_row)?
                .collect()
        })
    }

    pub fn mock(&self, number: u32) -> Result<Option<MockRow>> {
        self.read(|connection| {
            let sql = "select number, at, record, report from mock where number = ?";
            connection.query_row(sql, [number], mock_row).optional()
        })
    }

    /// Everything that was ever asked, and how many sittings ago it was last; 1 is the last one.
    pub fn asked(&self) -> Result<Vec<(Asked, u32)>> {
        self.read(|connection| {
            connection
                .prepare(
                    "select kind, id, (select count(*) from mock where number >= last)
                     from (select kind, id, max(mock) as last from mock_asked group by kind, id)",
                )?
                .query_map([], |row| {
                    let asked = Asked {
                        kind: row.get(0)?,
                        id: row.get(1)?,
                    };
                    Ok((asked, row.get(2)?))
                })?
                .collect()
        })
    }

    /// The cards that can be asked in a few words: no open ones, no steps to be put in order.
    pub fn short_cards(&self) -> Result<Vec<ShortCard>> {
        self.read(|connection| {
            connection
                .prepare(
                    "select c.id, c.key, d.topic, iif(c.phase > 0, c.stability, null)
                     from card c join note n on n.id = c.note join deck d on d.id = c.deck
                     where n.kind not in ('open', 'order') and c.key not like '%/reversed'
                         and not c.suspended
                     order by c.place, c.id",
                )?
                .query_map([], |row| {
                    Ok(ShortCard {
                        card: row.get(0)?,
                        key: row.get(1)?,
                        topic: row.get(2)?,
                        stability: row.get(3)?,
                    })
                })?
                .collect()
        })
    }
}

fn mock_row(row: &Row) -> rusqlite::Result<MockRow> {
    Ok(MockRow {
        number: row.get(0)?,
        at: Timestamp(row.get(1)?),
        record: row.get(2)?,
        report: row.get(3)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(kind: &str, id: &str) -> Asked {
        Asked {
            kind: kind.to_string(),
            id: id.to_string(),
        }
    }

    #[test]
    fn a_sitting_is_rewritten_as_it_grows() {
        let mut store = Store::in_memory().unwrap();
        let first = store
            .keep_mock(
                None,
                Timestamp(5),
                ("{}", "# One"),
                &[asked("design", "chat")],
            )
            .unwrap();
        let again = store
            .keep_mock(Some(first), Timestamp(5), ("{}", "# Two"), &[])
            .unwrap();
        assert_eq!((first, again), (1, 1));
        let row = store.mock(1).unwrap().unwrap();
        assert_eq!((row.at, row.report.as_str()), (Timestamp(5), "# Two"));
        assert_eq!(store.mocks().unwrap(), [row]);
        assert_eq!(store.mock(2).unwrap(), None);
    }

    #[test]
    fn what_was_asked_is_counted_back_from_the_last_sitting() {
        let mut store = Store::in_memory().unwrap();
        for ids in [&["chat"] as &[&str], &["chat", "feed"], &["files"]] {
            let all: Vec<Asked> = ids.iter().map(|id| asked("design", id)).collect();
            store
                .keep_mock(None, Timestamp(0), ("{}", ""), &all)
                .unwrap();
        }
        let told: Vec<(String, u32)> = store
            .asked()
            .unwrap()
            .into_iter()
            .map(|(asked, since)| (asked.id, since))
            .collect();
        let expected = [("chat", 2), ("feed", 2), ("files", 1)];
        assert_eq!(told, expected.map(|(id, since)| (id.to_string(), since)));
    }
}
