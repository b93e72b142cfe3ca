//! What did not come through an import or an export, counted by kind.
//!
//! A loss is no fault: the card is right without it. Each kind keeps the places of the first few.

/// How many places of one kind of loss are kept.
const PLACES_MAX: usize = 3;

/// What was left out, by kind, in the order in which the kinds were met.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Losses(Vec<Loss>);

/// One kind of loss.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// In words, without a number: `pictures on other computers are left as links`, or what an
    /// export does not keep: `ways back of cards that ask both ways`.
    pub what: String,
    pub count: usize,
    /// The first three.
    pub places: Vec<String>,
}

impl Losses {
    /// Counts one more of its kind.
    pub fn add(&mut self, what: impl AsRef<str>, place: impl Into<String>) {
        let what = what.as_ref();
        let loss = match self.0.iter().position(|loss| loss.what == what) {
            Some(idx) => &mut self.0[idx],
            None => {
                self.0.push(Loss {
                    what: what.to_string(),
                    count: 0,
                    places: Vec::new(),
                });
                self.0.last_mut().expect("one was just added")
            }
        };
        loss.count += 1;
        if loss.places.len() < PLACES_MAX {
            loss.places.push(place.into());
        }
    }

    pub fn all(&self) -> &[Loss] {
        &self.0
    }

    /// Takes in what another part lost.
    pub fn join(&mut self, other: Losses) {
        for loss in other.0 {
            match self.0.iter_mut().find(|mine| mine.what == loss.what) {
                None => self.0.push(loss),
                Some(mine) => {
                    mine.count += loss.count;
                    mine.places.extend(loss.places);
                    mine.places.truncate(PLACES_MAX);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loss_counts_all_and_names_three() {
        let mut losses = Losses::default();
        for line in 1..=5 {
            losses.add("styles", format!("a:{line}"));
        }
        let mut other = Losses::default();
        other.add("styles", "b:1");
        other.add("scripts", "b:2");
        losses.join(other);
        assert_eq!(losses.all()[0].count, 6);
        assert_eq!(losses.all()[0].places, ["a:1", "a:2", "a:3"]);
        assert_eq!(losses.all()[1].what, "scripts");
    }
}
