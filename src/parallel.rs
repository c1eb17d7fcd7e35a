//! The same work many times, on all cores where the feature `parallel` is on.

#[cfg(feature = "parallel")]
use rayon::prelude::*;

/// The results of `work` for 0, 1, … up to `count`, in that order whatever the number of threads.
#[cfg(feature = "parallel")]
pub(crate) fn map<T: Send>(count: usize, work: impl Fn(usize) -> T + Sync + Send) -> Vec<T> {
    (0..count).into_par_iter().map(work).collect()
}

/// The results of `work` for 0, 1, … up to `count`, in that order.
#[cfg(not(feature = "parallel"))]
pub(crate) fn map<T: Send>(count: usize, work: impl Fn(usize) -> T + Sync + Send) -> Vec<T> {
    (0..count).map(work).collect()
}

/// The results of `work` for all items, which it takes, in their order whatever the number of
/// threads.
#[cfg(feature = "parallel")]
pub(crate) fn map_each<I: Send, T: Send>(
    items: Vec<I>,
    work: impl Fn(I) -> T + Sync + Send,
) -> Vec<T> {
    items.into_par_iter().map(work).collect()
}

/// The results of `work` for all items, which it takes, in their order.
#[cfg(not(feature = "parallel"))]
pub(crate) fn map_each<I: Send, T: Send>(
    items: Vec<I>,
    work: impl Fn(I) -> T + Sync + Send,
) -> Vec<T> {
    items.into_iter().map(work).collect()
}

/// Does two things, at the same time where a thread is free.
#[cfg(all(feature = "formats", feature = "parallel"))]
pub(crate) fn both<A: Send, B: Send>(
    one: impl FnOnce() -> A + Send,
    other: impl FnOnce() -> B + Send,
) -> (A, B) {
    rayon::join(one, other)
}

/// Does two things, one after the other.
#[cfg(all(feature = "formats", not(feature = "parallel")))]
pub(crate) fn both<A: Send, B: Send>(
    one: impl FnOnce() -> A + Send,
    other: impl FnOnce() -> B + Send,
) -> (A, B) {
    (one(), other())
}

/// Does work that hands out much more of it: among the threads, which saves coming to them each
/// time.
#[cfg(all(feature = "formats", feature = "parallel"))]
pub(crate) fn inside<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    rayon::scope(|_| work())
}

/// Does work.
#[cfg(all(feature = "formats", not(feature = "parallel")))]
pub(crate) fn inside<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    work()
}

/// Does work on all threads at the same time; those that are not free come later.
#[cfg(all(feature = "formats", feature = "parallel"))]
pub(crate) fn on_all_threads(work: impl Fn() + Sync) {
    rayon::scope(|scope| {
        for _ in 1..rayon::current_num_threads() {
            scope.spawn(|_| work());
        }
        work();
    });
}

/// Does work on all threads: this one.
#[cfg(all(feature = "formats", not(feature = "parallel")))]
pub(crate) fn on_all_threads(work: impl Fn() + Sync) {
    work();
}

/// How many threads there are.
#[cfg(all(feature = "formats", feature = "parallel"))]
pub(crate) fn threads() -> usize {
    rayon::current_num_threads()
}

/// How many threads there are: this one.
#[cfg(all(feature = "formats", not(feature = "parallel")))]
pub(crate) fn threads() -> usize {
    1
}
