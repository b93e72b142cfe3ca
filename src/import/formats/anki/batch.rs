//! Notes on their way to drafts, on as many threads as there are cores: converting their HTML takes
//! longer than everything else.

use super::notes::{Note, NoteType, Recipe};
use crate::import::draft::Harvest;
use crate::import::format::Options;
use std::collections::{BTreeMap, HashMap};
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread::Scope;

/// Notes that are converted together: as many as stay near the core that converts them.
const SIZE: usize = 128;

/// Up to how many notes no thread is started: it would save nothing, and each reserves memory.
const FEW: usize = 1024;

/// How many parts wait for each thread at the most, so that notes are not read faster than they are
/// converted.
const AHEAD: usize = 4;

/// Notes that wait, each with the recipe of its kind, and threads that convert those before them
/// while more are read.
pub struct Batch<'scope, 'env> {
    scope: &'scope Scope<'scope, 'env>,
    options: &'env Options<'env>,
    recipes: Vec<Arc<Recipe>>,
    /// By where the note type stands in memory, which does not change while notes are read.
    by_kind: HashMap<usize, usize>,
    waiting: Vec<(Note, usize)>,
    threads: Option<Threads>,
    /// What was converted before a part that comes first.
    early: BTreeMap<usize, Harvest>,
    n_sent: usize,
    n_joined: usize,
}

/// Threads that convert notes.
struct Threads {
    send: SyncSender<Part>,
    /// Drafts with the numbers of their parts.
    receive: Receiver<(usize, Harvest)>,
}

struct Part {
    number: usize,
    notes: Vec<(Note, usize)>,
    recipes: Vec<Arc<Recipe>>,
}

impl Threads {
    fn start<'scope>(scope: &'scope Scope<'scope, '_>, options: &'scope Options) -> Threads {
        let n_threads = std::thread::available_parallelism().map_or(1, usize::from);
        let (send, parts) = sync_channel::<Part>(AHEAD * n_threads);
        let (give, receive) = channel();
        let parts = Arc::new(Mutex::new(parts));
        for _ in 0..n_threads {
            let (parts, give) = (Arc::clone(&parts), give.clone());
            let next = move || parts.lock().ok()?.recv().ok();
            scope.spawn(move || {
                while let Some(part) = next() {
                    let harvest = converted(part.notes, &part.recipes, options);
                    if give.send((part.number, harvest)).is_err() {
                        break;
                    }
                }
            });
        }
        Threads { send, receive }
    }
}

impl<'scope, 'env> Batch<'scope, 'env> {
    pub fn new(scope: &'scope Scope<'scope, 'env>, options: &'env Options) -> Self {
        Batch {
            scope,
            options,
            recipes: Vec::new(),
            by_kind: HashMap::new(),
            waiting: Vec::new(),
            threads: None,
            early: BTreeMap::new(),
            n_sent: 0,
            n_joined: 0,
        }
    }

    pub fn add(&mut self, note: Note, kind: &NoteType, harvest: &mut Harvest) {
        let recipe = self.recipe(kind);
        // A way back belongs to the note before it, and must be converted with it.
        let room = self.threads.as_ref().map_or(FEW, |_| SIZE);
        if room <= self.waiting.len() && !self.recipes[recipe].is_way_back(&note) {
            self.send();
            self.join(harvest);
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

    /// Hands what waits to the threads.
    fn send(&mut self) {
        let part = Part {
            number: self.n_sent,
            notes: std::mem::replace(&mut self.waiting, Vec::with_capacity(SIZE)),
            recipes: self.recipes.clone(),
        };
        self.n_sent += 1;
        let start = || Threads::start(self.scope, self.options);
        let threads = self.threads.get_or_insert_with(start);
        threads.send.send(part).expect(NO_PANIC);
    }

    /// Adds what was converted meanwhile to the harvest, in the order in which its notes came.
    fn join(&mut self, harvest: &mut Harvest) {
        let threads = self.threads.iter();
        self.early
            .extend(threads.flat_map(|threads| threads.receive.try_iter()));
        while let Some(part) = self.early.remove(&self.n_joined) {
            harvest.join(part);
            self.n_joined += 1;
        }
    }

    /// Converts what waits, and adds all to the harvest.
    pub fn finish(mut self, harvest: &mut Harvest) {
        let last = converted(self.waiting.split_off(0), &self.recipes, self.options);
        while self.n_joined < self.n_sent {
            if let Some(threads) = &self.threads {
                self.early.extend([threads.receive.recv().expect(NO_PANIC)]);
            }
            self.join(harvest);
        }
        harvest.join(last);
    }
}

const NO_PANIC: &str = "converting a note does not panic";

fn converted(part: Vec<(Note, usize)>, recipes: &[Arc<Recipe>], options: &Options) -> Harvest {
    let mut harvest = Harvest::default();
    harvest.drafts.reserve(part.len());
    part.into_iter()
        .for_each(|(note, recipe)| drop(recipes[recipe].take(note, options, &mut harvest)));
    harvest
}
