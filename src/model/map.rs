//! Maps and sets of many keys, which hash them more quickly than the standard ones. Their seeds are as random.

use foldhash::fast::RandomState;
use std::collections::{HashMap, HashSet};

pub type Map<K, V> = HashMap<K, V, RandomState>;
pub type Set<K> = HashSet<K, RandomState>;
