//! Files: everything that reads or writes one.

pub mod any_log_reader;
pub mod backup_directory;
pub mod checkpoint_file;
pub mod database_file;
pub mod file_copy;
pub mod fs;
pub mod log7_reader;
pub mod log_files;
pub mod log_reader;
pub mod log_writer;
pub mod page_cache;
pub mod page_guard;
pub mod page_store;
