//! Work on several cores: the same on many values, or two things side by side.

use std::sync::mpsc::sync_channel;

/// Returns what `work` makes of each item, in their order.
///
/// The threads end with the work: an allocator can then use their memory again at once, which it
/// cannot with threads that wait for more.
pub fn map<T: Send, R: Send>(
    items: Vec<T>,
    work: impl Fn(T) -> R + Sync,
) -> impl Iterator<Item = R> {
    let work = |part: Vec<T>| part.into_iter().map(&work).collect::<Vec<R>>();
    let mut parts = parted(items);
    // The first part is done here.
    let first = parts.pop().unwrap_or_default();
    let made = std::thread::scope(|scope| {
        let threads: Vec<_> = { parts.into_iter().rev() }
            .map(|part| scope.spawn(|| work(part)))
            .collect();
        let mut made = vec![work(first)];
        for thread in threads {
            match thread.join() {
                Ok(part) => made.push(part),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        made
    });
    made.into_iter().flatten()
}

/// Does both at once, the second on a thread of its own.
pub fn both<A, B: Send>(here: impl FnOnce() -> A, there: impl FnOnce() -> B + Send) -> (A, B) {
    std::thread::scope(|scope| {
        let there = scope.spawn(there);
        let here = here();
        match there.join() {
            Ok(there) => (here, there),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

/// Up to how many items no thread is started: it would save nothing, and the system's allocator reserves
/// up to 128 MiB of addresses for each.
const FEW: usize = 5;

/// Does `work` with one item after the other, while another thread makes the next one. Ends at the
/// first error.
pub fn ahead<T: Send, E>(
    mut items: impl Iterator<Item = T> + Send,
    mut work: impl FnMut(T) -> Result<(), E>,
) -> Result<(), E> {
    if items.size_hint().1.is_some_and(|most| most <= FEW) {
        return items.try_for_each(work);
    }
    let (send, receive) = sync_channel(1);
    std::thread::scope(|scope| {
        scope.spawn(move || {
            for item in items {
                // Nobody takes it: there was an error.
                if send.send(item).is_err() {
                    break;
                }
            }
        });
        receive.into_iter().try_for_each(&mut work)
    })
}

/// A part for each core, the last one first.
fn parted<T>(mut items: Vec<T>) -> Vec<Vec<T>> {
    let n_threads = std::thread::available_parallelism().map_or(1, usize::from);
    let size = items.len().div_ceil(n_threads).max(1);
    let mut parts = Vec::with_capacity(n_threads);
    while size < items.len() {
        let start = (items.len() - 1) / size * size;
        parts.push(items.split_off(start));
    }
    parts.push(items);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_their_items() {
        for count in [0, 1, 2, 3, 7, 1000] {
            let expected: Vec<usize> = (0..count).map(|number| number * 2).collect();
            let made = map((0..count).collect(), |number: usize| number * 2);
            assert_eq!(made.collect::<Vec<usize>>(), expected);
        }
    }

    #[test]
    fn what_is_made_ahead_comes_in_order_up_to_an_error() {
        for (count, bad) in [(100, 7), (3, 1)] {
            let mut taken = Vec::new();
            let done = ahead(0..count, |number| {
                taken.push(number);
                if number == bad { Err(number) } else { Ok(()) }
            });
            assert_eq!((done, taken), (Err(bad), (0..=bad).collect()));
        }
    }
}
