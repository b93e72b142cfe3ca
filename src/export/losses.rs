//! What a format cannot hold, counted by kind.

/// What was left out, by kind, in the order in which the kinds were met.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Losses(Vec<Loss>);

/// One kind of loss.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// In words, without a number: `pictures and sounds`.
    pub what: &'static str,
    pub count: usize,
}

impl Losses {
    /// Counts one more of its kind.
    pub fn add(&mut self, what: &'static str) {
        self.add_many(what, 1);
    }

    /// Counts several more; none leave no trace.
    pub fn add_many(&mut self, what: &'static str, count: usize) {
        if count == 0 {
            return;
        }
        match self.0.iter_mut().find(|loss| loss.what == what) {
            Some(loss) => loss.count += count,
            None => self.0.push(Loss { what, count }),
        }
    }

    pub fn all(&self) -> &[Loss] {
        &self.0
    }
}
