//! The same work for many numbers, on all cores where the feature `parallel` is on.

/// The results of `work` for 0, 1, … up to `count`, in that order whatever the number of threads.
#[cfg(feature = "parallel")]
pub(crate) fn map<T: Send>(count: usize, work: impl Fn(usize) -> T + Sync + Send) -> Vec<T> {
    use rayon::prelude::*;
    (0..count).into_par_iter().map(work).collect()
}

/// The results of `work` for 0, 1, … up to `count`, in that order.
#[cfg(not(feature = "parallel"))]
pub(crate) fn map<T: Send>(count: usize, work: impl Fn(usize) -> T + Sync + Send) -> Vec<T> {
    (0..count).map(work).collect()
}
