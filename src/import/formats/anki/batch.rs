//! Notes on their way to drafts, on as many threads as there are cores: converting their HTML takes
//! longer than everything else.

use super::notes::{Note, NoteType, Recipe};
use crate::import::draft::Harvest;
use crate::import::format::Options;
use crate::import::limits::Limits;
use std::collections::HashMap;

/// Notes that are converted together. More would need memory, fewer would wait for threads.
const SIZE: usize = 4096;

/// Notes that wait, each with the recipe of its kind.
#[derive(Default)]
pub struct Batch {
    recipes: Vec<Recipe>,
    /// By where the note type stands in memory, which does not change while notes are read.
    by_kind: HashMap<usize, usize>,
    waiting: Vec<(Note, usize)>,
}

impl Batch {
    pub fn add(&mut self, note: Note, kind: &NoteType, options: &Options, harvest: &mut Harvest) {
        let recipe = self.recipe(kind, &options.limits);
        // A way back belongs to the note before it, and must be converted with it.
        if SIZE <= self.waiting.len() && !self.recipes[recipe].is_way_back(&note) {
            self.finish(options, harvest);
        }
        self.waiting.push((note, recipe));
    }

    fn recipe(&mut self, kind: &NoteType, limits: &Limits) -> usize {
        let place = std::ptr::from_ref(kind) as usize;
        *self.by_kind.entry(place).or_insert_with(|| {
            self.recipes.push(Recipe::new(kind.clone(), limits));
            self.recipes.len() - 1
        })
    }

    /// Converts what waits, and adds it to the harvest in the order in which it came.
    pub fn finish(&mut self, options: &Options, harvest: &mut Harvest) {
        let waiting = std::mem::take(&mut self.waiting);
        let n_threads = std::thread::available_parallelism().map_or(1, usize::from);
        if n_threads == 1 || waiting.len() < SIZE / 8 {
            let recipes = &self.recipes;
            waiting
                .into_iter()
                .for_each(|(note, recipe)| drop(recipes[recipe].take(note, options, harvest)));
            return;
        }
        let recipes = &self.recipes;
        let made: Vec<Harvest> = std::thread::scope(|scope| {
            let work: Vec<_> = self
                .parts(waiting, n_threads)
                .into_iter()
                .map(|part| scope.spawn(move || converted(part, recipes, options)))
                .collect();
            work.into_iter()
                .map(|thread| thread.join().expect("converting a note does not panic"))
                .collect()
        });
        made.into_iter().for_each(|part| harvest.join(part));
    }

    fn parts(&self, waiting: Vec<(Note, usize)>, n_parts: usize) -> Vec<Vec<(Note, usize)>> {
        let size = waiting.len().div_ceil(n_parts);
        let mut parts: Vec<Vec<(Note, usize)>> = vec![Vec::with_capacity(size)];
        for (note, recipe) in waiting {
            let is_full = parts.last().is_some_and(|part| size <= part.len());
            if is_full && !self.recipes[recipe].is_way_back(&note) {
                parts.push(Vec::with_capacity(size));
            }
            parts
                .last_mut()
                .expect("there is always a part")
                .push((note, recipe));
        }
        parts
    }
}

fn converted(part: Vec<(Note, usize)>, recipes: &[Recipe], options: &Options) -> Harvest {
    let mut harvest = Harvest::default();
    part.into_iter()
        .for_each(|(note, recipe)| drop(recipes[recipe].take(note, options, &mut harvest)));
    harvest
}
