//! TOP FLOOR, the C face: the only room with `extern`, raw pointers and `unsafe`. Converts, guards against
//! panics, calls down, maps errors.
//!
//! Every exported function has three parts: [`guard`] around it, [`text`] and [`types`] to read what it was given,
//! and a call into [`crate::instance`].

#![allow(unsafe_code)]
#![allow(non_snake_case, non_camel_case_types, non_upper_case_globals)]

pub mod backup_files;
pub mod backups;
mod console;
pub mod constants;
pub mod directory_backups;
pub mod extensions;
pub mod files;
pub mod functions;
mod guard;
pub mod information;
pub mod instances;
mod log_info;
pub mod options;
pub mod parameters;
mod plain;
pub mod restore;
pub mod restore_process;
pub mod sessions;
mod status;
mod text;
pub mod types;
pub mod unavailable;
pub mod utilities;
