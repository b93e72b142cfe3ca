//! Work on several cores: the same on many values, or two things side by side.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Mutex;
use std::sync::mpsc::{channel, sync_channel};
use std::vec::IntoIter;

/// Returns what `work` makes of each item, in their order.
pub fn map<T: Send, R: Send>(items: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let mut made = Vec::with_capacity(items.len());
    let Ok(()) = each(items, work, |one| {
        made.push(one);
        Ok::<(), Infallible>(())
    });
    made
}

/// Hands what `work` makes of each item to `take`, in their order, while other threads make more. Ends at the
/// first error.
///
/// The threads end with the work: an allocator can then use their memory again at once, which it
/// cannot with threads that wait for more.
pub fn each<T: Send, R: Send, E>(
    items: Vec<T>,
    work: impl Fn(T) -> R + Sync,
    mut take: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let n_threads = std::thread::available_parallelism().map_or(1, usize::from);
    // Part by part, since a thread may be held up, and a long list is not copied as a whole.
    let size = (items.len() / (PARTS * n_threads)).clamp(1, MOST);
    let n_parts = items.len().div_ceil(size);
    let waiting = Mutex::new((0, items.into_iter()));
    let make = || {
        let (number, part) = next(&waiting, size)?;
        let mut made = Vec::with_capacity(part.len());
        made.extend(part.into_iter().map(&work));
        Some((number, made))
    };
    std::thread::scope(|scope| {
        let (send, receive) = sync_channel(WAITING);
        for _ in 1..n_threads.min(n_parts) {
            let send = send.clone();
            // Nobody takes it: there was an error.
            scope.spawn(move || while make().is_some_and(|part| send.send(part).is_ok()) {});
        }
        drop(send);
        let mut made = BTreeMap::new();
        for number in 0..n_parts {
            let part = loop {
                if let Some(part) = made.remove(&number) {
                    break part;
                }
                // Without one a thread has panicked, which the scope goes on with.
                let there = receive.try_recv().ok().or_else(make);
                let Some(part) = there.or_else(|| receive.recv().ok()) else {
                    return Ok(());
                };
                made.extend([part]);
            };
            part.into_iter().try_for_each(&mut take)?;
        }
        Ok(())
    })
}

/// The next items that wait, with the number of their part.
fn next<T>(waiting: &Mutex<(usize, IntoIter<T>)>, size: usize) -> Option<(usize, Vec<T>)> {
    let (number, items) = &mut *waiting.lock().expect("taking items does not panic");
    let part: Vec<T> = items.take(size).collect();
    *number += 1;
    (!part.is_empty()).then_some((*number - 1, part))
}

/// How many parts wait to be taken: who makes more would only fill the memory.
const WAITING: usize = 4;

/// How often a thread takes items, at the least, and how many at the most.
const PARTS: usize = 8;
const MOST: usize = 128;

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
/// first error. What `work` returns goes back to that thread to be dropped, which for many texts takes time.
pub fn ahead<T: Send, D: Send, E>(
    mut items: impl Iterator<Item = T> + Send,
    mut work: impl FnMut(T) -> Result<D, E>,
) -> Result<(), E> {
    if items.size_hint().1.is_some_and(|most| most <= FEW) {
        return items.try_for_each(|item| work(item).map(drop));
    }
    let (send, receive) = sync_channel(1);
    let (give_back, done) = channel();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            for item in items {
                // Nobody takes it: there was an error.
                if send.send(item).is_err() {
                    break;
                }
                done.try_iter().for_each(drop);
            }
            drop(send);
            done.into_iter().for_each(drop);
        });
        // The thread waits for what is given back until nobody can.
        let give_back = give_back;
        receive.into_iter().try_for_each(|item| {
            let _ = give_back.send(work(item)?);
            Ok(())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_their_items() {
        for count in [0, 1, 2, 3, 7, 1000] {
            let expected: Vec<usize> = (0..count).map(|number| number * 2).collect();
            let made = map((0..count).collect(), |number: usize| number * 2);
            assert_eq!(made, expected);
        }
    }

    #[test]
    fn an_error_ends_the_work() {
        let mut taken = Vec::new();
        let done = each(
            (0..5000).collect(),
            |number: i32| number,
            |number| {
                taken.push(number);
                if number == 700 { Err(number) } else { Ok(()) }
            },
        );
        assert_eq!((done, taken), (Err(700), (0..=700).collect()));
    }

    #[test]
    #[should_panic]
    fn a_panic_goes_on() {
        map((0..5000).collect(), |number: i32| assert_ne!(number, 700));
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
