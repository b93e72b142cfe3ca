//! The tables of a database and their rows.
//!
//! A view, a virtual table or a computed column under the name that is asked for could do anything,
//! and without end, as soon as it is read; so each table is looked at before.

use super::{Database, wrong};
use crate::import::untrusted::Wrong;
use rusqlite::types::ValueRef;

impl Database {
    /// Whether there is anything of that name.
    pub fn is_there(&self, table: &str) -> Result<bool, Wrong> {
        Ok(self.kind(table)?.is_some())
    }

    /// Whether there is a table of rows with these columns, none of them computed.
    pub fn has(&self, table: &str, columns: &[&str]) -> Result<bool, Wrong> {
        let is_table = self.kind(table)?.as_deref() == Some("table");
        Ok(is_table && self.missing(table, columns)?.is_none())
    }

    /// Makes sure of the same.
    fn require(&self, table: &str, columns: &[&str]) -> Result<(), Wrong> {
        let hint = self.expected.hint;
        match self.kind(table)?.as_deref() {
            Some("table") => (),
            Some(kind) => {
                let what = format!("its `{table}` is no plain table but of the kind `{kind}`");
                return Err(Wrong::new(what, hint));
            }
            None => {
                let name = self.expected.name;
                let what = format!("it is no {name}: it has no table `{table}`");
                return Err(Wrong::new(what, ""));
            }
        }
        match self.missing(table, columns)? {
            None => Ok(()),
            Some(column) => {
                let what = format!("its table `{table}` has no column `{column}`");
                Err(Wrong::new(what, hint))
            }
        }
    }

    /// Calls `take` with the rows of a table from the first on, with `most` of them at the most.
    pub fn rows(
        &self,
        table: &str,
        columns: &[&str],
        most: usize,
        mut take: impl FnMut(Row) -> Result<(), Wrong>,
    ) -> Result<(), Wrong> {
        self.require(table, columns)?;
        // An index that has all these columns may say something else than the table.
        let sql = format!("select {} from {table} not indexed", columns.join(", "));
        let mut statement = self.connection.prepare(&sql).map_err(wrong)?;
        let mut rows = statement.query([]).map_err(wrong)?;
        for _ in 0..most {
            match rows.next().map_err(wrong)? {
                Some(row) => take(Row(row))?,
                None => break,
            }
        }
        Ok(())
    }

    /// Returns what `read` makes of the first row of a table.
    pub fn first<T>(
        &self,
        table: &str,
        columns: &[&str],
        read: impl Fn(Row) -> T,
    ) -> Result<T, Wrong> {
        let mut first = None;
        self.rows(table, columns, 1, |row| {
            first = Some(read(row));
            Ok(())
        })?;
        first.ok_or_else(|| Wrong::damaged(&format!("its table `{table}` is empty")))
    }

    /// `table`, `view`, `virtual` or `shadow`, as SQLite itself understood the schema.
    fn kind(&self, table: &str) -> Result<Option<String>, Wrong> {
        let mut found = None;
        self.connection
            .pragma(None, "table_list", table, |row| {
                let schema: String = row.get("schema")?;
                if schema == "main" {
                    found = Some(row.get("type")?);
                }
                Ok(())
            })
            .map_err(wrong)?;
        Ok(found)
    }

    /// The first of `columns` that is not there, or is computed.
    fn missing<'c>(&self, table: &str, columns: &[&'c str]) -> Result<Option<&'c str>, Wrong> {
        let mut plain: Vec<String> = Vec::new();
        self.connection
            .pragma(None, "table_xinfo", table, |row| {
                // 0 is an ordinary column, others are hidden or computed.
                if row.get::<_, i64>("hidden")? == 0 {
                    plain.push(row.get("name")?);
                }
                Ok(())
            })
            .map_err(wrong)?;
        let is_there = |column: &str| plain.iter().any(|name| name.eq_ignore_ascii_case(column));
        Ok(columns.iter().copied().find(|column| !is_there(column)))
    }
}

/// One row; its columns are numbered as they were asked for. SQLite's columns do not hold to their
/// types, so any value may stand in any of them.
#[derive(Clone, Copy)]
pub struct Row<'r>(&'r rusqlite::Row<'r>);

impl<'r> Row<'r> {
    /// The text of a value, if it is text and UTF-8.
    pub fn text(self, column: usize) -> Option<&'r str> {
        match self.value(column)? {
            ValueRef::Text(bytes) => str::from_utf8(bytes).ok(),
            _ => None,
        }
    }

    /// The same, with numbers as they are written, and nothing as an empty text.
    pub fn written(self, column: usize) -> Option<String> {
        match self.value(column)? {
            ValueRef::Null => Some(String::new()),
            ValueRef::Integer(number) => Some(number.to_string()),
            ValueRef::Real(number) => Some(number.to_string()),
            _ => self.text(column).map(str::to_string),
        }
    }

    /// The whole number of a value, which may stand there as a fraction or as text.
    pub fn number(self, column: usize) -> Option<i64> {
        let fraction = match self.value(column)? {
            ValueRef::Integer(number) => return Some(number),
            ValueRef::Real(number) => number,
            ValueRef::Text(_) => self.text(column)?.trim().parse().ok()?,
            _ => return None,
        };
        fraction.is_finite().then_some(fraction as i64)
    }

    /// The bytes of a value, be it a blob or text.
    pub fn bytes(self, column: usize) -> Option<&'r [u8]> {
        match self.value(column)? {
            ValueRef::Blob(bytes) | ValueRef::Text(bytes) => Some(bytes),
            _ => None,
        }
    }

    fn value(self, column: usize) -> Option<ValueRef<'r>> {
        self.0.get_ref(column).ok()
    }
}
