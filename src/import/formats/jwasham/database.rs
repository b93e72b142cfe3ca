//! The two tables of the file: cards, and in newer files tags.

use crate::import::limits::Limits;
use crate::import::untrusted::Wrong;
use crate::import::untrusted::sqlite::{self, Expected, bare};

const EXPECTED: Expected = Expected {
    name: "deck of jwasham's flash cards",
    hint: "fetch it again",
};

/// Tags at the most; real files have a handful.
const TAGS_MAX: usize = 1000;

/// An open file.
pub struct Database {
    tables: sqlite::Database,
}

/// One card. A side is `None` where it is no text.
pub struct Row {
    pub id: i64,
    pub kind: i64,
    pub front: Option<String>,
    pub back: Option<String>,
    pub is_known: bool,
}

impl Database {
    pub fn open(bytes: &[u8], limits: &Limits) -> Result<Database, Wrong> {
        let tables = sqlite::Database::open(bare(bytes, limits)?, EXPECTED)?;
        Ok(Database { tables })
    }

    /// The names of types, where the file has them.
    pub fn tags(&self) -> Result<Vec<(i64, String)>, Wrong> {
        let mut tags = Vec::new();
        let columns = ["id", "tagName"];
        if self.tables.has("tags", &columns)? {
            self.tables.rows("tags", &columns, TAGS_MAX, |row| {
                let id = row.number(0).unwrap_or_default();
                tags.extend(row.written(1).map(|name| (id, name)));
                Ok(())
            })?;
        }
        Ok(tags)
    }

    /// Calls `take` for each card, as they stand in the file. Ends at the first error.
    pub fn cards(&self, mut take: impl FnMut(Row) -> Result<(), Wrong>) -> Result<(), Wrong> {
        let columns = ["id", "type", "front", "back", "known"];
        let has_known = self.tables.has("cards", &columns[4..])?;
        let columns = &columns[..if has_known { 5 } else { 4 }];
        self.tables.rows("cards", columns, usize::MAX, |row| {
            take(Row {
                id: row.number(0).unwrap_or_default(),
                kind: row.number(1).unwrap_or_default(),
                front: row.written(2),
                back: row.written(3),
                is_known: has_known && row.number(4) == Some(1),
            })
        })
    }
}
