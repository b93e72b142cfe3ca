//! Notes on their way to drafts, on as many threads as there are cores: converting their HTML takes
//! longer than everything else.

use super::notes::{Note, NoteType, Recipe};
use crate::import::draft::Harvest;
use crate::import::format::Options;
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::thread::{Scope, ScopedJoinHandle};

/// Notes that are converted together. More would need memory, fewer would wait for threads.
const SIZE: usize = 2048;

/// Notes that wait, each with the recipe of its kind, and threads that convert those before them
/// while more are read.
pub struct Batch<'scope, 'env> {
    scope: &'scope Scope<'scope, 'env>,
    options: &'env Options<'env>,
    recipes: Vec<Arc<Recipe>>,
    /// By where the note type stands in memory, which does not change while notes are read.
    by_kind: HashMap<usize, usize>,
    waiting: Vec<(Note, usize)>,
    /// In the order in which their notes came.
    running: VecDeque<ScopedJoinHandle<'scope, Harvest>>,
    n_threads: usize,
}

impl<'scope, 'env> Batch<'scope, 'env> {
    pub fn new(scope: &'scope Scope<'scope, 'env>, options: &'env Options) -> Self {
        Batch {
            scope,
            options,
            recipes: Vec::new(),
            by_kind: HashMap::new(),
            waiting: Vec::new(),
            running: VecDeque::new(),
            n_threads: std::thread::available_parallelism().map_or(1, usize::from),
        }
    }

    pub fn add(&mut self, note: Note, kind: &NoteType, harvest: &mut Harvest) {
        let recipe = self.recipe(kind);
        // A way back belongs to the note before it, and must be converted with it.
        if SIZE <= self.waiting.len() && !self.recipes[recipe].is_way_back(&note) {
            self.start(harvest);
        }
        self.waiting.push((note, recipe));
    }

    fn recipe(&mut self, kind: &NoteType) -> usize {
        let place = std::ptr::from_ref(kind) as usize;
        *self.by_kind.entry(place).or_insert_with(|| {
            let recipe = Recipe::new(kind.clone(), &self.options.limits);
            self.recipes.push(Arc::new(recipe));
            self.recipes.len() - 1
        })
    }

    /// Gives what waits to a thread of its own; with as many as there are cores, the first is
    /// waited for.
    fn start(&mut self, harvest: &mut Harvest) {
        let (waiting, recipes) = (std::mem::take(&mut self.waiting), self.recipes.clone());
        let options = self.options;
        let work = move || converted(waiting, &recipes, options);
        self.running.push_back(self.scope.spawn(work));
        if self.n_threads < self.running.len() {
            self.join_first(harvest);
        }
    }

    fn join_first(&mut self, harvest: &mut Harvest) {
        if let Some(thread) = self.running.pop_front() {
            harvest.join(thread.join().expect("converting a note does not panic"));
        }
    }

    /// Converts what waits, and adds all to the harvest in the order in which it came.
    pub fn finish(mut self, harvest: &mut Harvest) {
        let waiting = std::mem::take(&mut self.waiting);
        let last = converted(waiting, &self.recipes, self.options);
        while !self.running.is_empty() {
            self.join_first(harvest);
        }
        harvest.join(last);
    }
}

fn converted(part: Vec<(Note, usize)>, recipes: &[Arc<Recipe>], options: &Options) -> Harvest {
    let mut harvest = Harvest::default();
    harvest.drafts.reserve(part.len());
    part.into_iter()
        .for_each(|(note, recipe)| drop(recipes[recipe].take(note, options, &mut harvest)));
    harvest
}
