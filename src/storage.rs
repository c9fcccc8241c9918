//! Files: everything that reads or writes one.

pub mod fs;
