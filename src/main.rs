//! The `sociogram` command.
fn main() {}
