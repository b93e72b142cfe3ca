//! Many rows by few statements: SQLite makes itself ready for each anew, and finds the end of a table anew.

use rusqlite::config::DbConfig;
use rusqlite::{CachedStatement, Connection, Result, Statement};

/// Runs `work`, which writes rows whose references are known to be there. To look at them would take time,
/// and a statement of many rows, which might fail at the last of them, would make SQLite keep a copy of each page
/// that it touches.
pub fn unchecked<T>(connection: &Connection, work: impl FnOnce() -> Result<T>) -> Result<T> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, false)?;
    let done = work();
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, true)?;
    done
}

/// An insert of one row, and of many.
pub struct Many<'c> {
    connection: &'c Connection,
    sql: &'static str,
    one: CachedStatement<'c>,
    /// Parameters of a row.
    width: usize,
}

/// Rows of one statement.
const TOGETHER: usize = 32;

impl<'c> Many<'c> {
    /// `sql` is an insert with `values` and the parameters of one row.
    pub fn of(connection: &'c Connection, sql: &'static str) -> Result<Many<'c>> {
        let one = connection.prepare_cached(sql)?;
        Ok(Many {
            width: one.parameter_count(),
            connection,
            sql,
            one,
        })
    }

    /// Inserts rows; `bind` binds one, whose first parameter has the number that it is given. `short` is
    /// handed each run of rows of which not all were inserted.
    pub fn put<T>(
        &mut self,
        rows: &[T],
        mut bind: impl FnMut(&mut Statement, usize, &T) -> Result<()>,
        mut short: impl FnMut(&[T]) -> Result<()>,
    ) -> Result<()> {
        let (runs, rest) = rows.as_chunks::<TOGETHER>();
        if !runs.is_empty() {
            let mut many = self.connection.prepare_cached(&self.repeated())?;
            for run in runs {
                for (idx, row) in run.iter().enumerate() {
                    bind(&mut many, 1 + idx * self.width, row)?;
                }
                if many.raw_execute()? < run.len() {
                    short(run)?;
                }
            }
        }
        for row in rest {
            bind(&mut self.one, 1, row)?;
            if self.one.raw_execute()? == 0 {
                short(std::slice::from_ref(row))?;
            }
        }
        Ok(())
    }

    /// The statement with as many rows as are inserted together.
    fn repeated(&self) -> String {
        let (insert, values) = self.sql.split_once("values (").expect("it inserts values");
        let (row, rest) = values.split_once(')').expect("the row ends");
        let rows = vec![format!("({row})"); TOGETHER].join(", ");
        format!("{insert}values {rows}{rest}")
    }
}
