//! Many rows by few statements: SQLite makes itself ready for each anew, and finds the end of a table anew.

use rusqlite::{CachedStatement, Connection, Result, Statement};

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

    /// Inserts rows; `bind` binds one, whose first parameter has the number that it is given. Returns
    /// how many were inserted for each run of rows: whether all, or less.
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
        let start = self
            .sql
            .find("values (")
            .expect("it is an insert of values")
            + "values ".len();
        let end = start + self.sql[start..].find(')').expect("the row ends") + 1;
        let rows = vec![&self.sql[start..end]; TOGETHER].join(", ");
        [&self.sql[..start], &rows, &self.sql[end..]].concat()
    }
}
