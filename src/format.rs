//! GROUND FLOOR. What is on disk: bytes in, values out. No I/O, no locks, no globals, no unsafe.

pub mod attachments;
pub mod checkpoint;
pub mod checksum;
pub mod compression;
pub mod database_header;
pub mod diff;
pub mod environment;
pub mod fields;
pub mod log7;
pub mod log_header;
pub mod log_record;
pub mod log_segment;
pub mod logged_text;
pub mod node;
pub mod page;
pub mod patch_page;
pub mod primitives;
pub mod shadowed_header;
pub mod version;
