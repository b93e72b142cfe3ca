//! Maps and sets of many keys, which hash them more quickly than the standard ones. No list of keys collides under
//! every seed; the seeds could be guessed only by who watches a program run for long, as none here does.

use foldhash::fast::RandomState;
use std::collections::{HashMap, HashSet};

pub type Map<K, V> = HashMap<K, V, RandomState>;
pub type Set<K> = HashSet<K, RandomState>;
