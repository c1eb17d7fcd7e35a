//! Written with its reader.
