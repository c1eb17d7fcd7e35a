//! The native half of the Python package `sociogram`.

mod analyze;
mod annotation;
mod columns;
mod errors;
mod explained;
mod frames;
mod grouped;
mod json;
mod live;
mod numbers;
mod patient;
mod pickled;
mod progress;
mod reading;
mod recording;
mod result;
mod rows;
mod settings;
mod shown;
mod table;
mod turns;

/// What `sociogram/__init__.py` hands on.
#[pyo3::pymodule(name = "_native")]
mod native {
    #[pymodule_export]
    use super::analyze::analyze;
    #[pymodule_export]
    use super::live::{Live, Snapshot};
    #[pymodule_export]
    use super::pickled::{restore_analysis, restore_recording};
    #[pymodule_export]
    use super::reading::read;
    #[pymodule_export]
    use super::recording::Recording;
    #[pymodule_export]
    use super::result::Analysis;
    #[pymodule_export]
    use super::table::{Scores, Table, score_table};
}
