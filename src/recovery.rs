//! THE HEART. Plans what a replay would do, redoes the logs, undoes what never committed.

pub mod attach;
pub mod backup_note;
pub mod crew;
pub mod database;
pub mod database_view;
pub mod directory_restore;
pub mod external_restore;
pub mod finish;
pub mod finished_mark;
pub mod header_edit;
pub mod live;
pub mod pages;
pub mod plan;
pub mod progress;
pub mod read_ahead;
pub mod redo;
pub mod redo_map;
pub mod replay;
pub mod request;
pub mod restore_map;
pub mod roll;
pub mod shape;
pub mod soft_recovery;
pub mod transactions;
pub mod undo;
pub mod versions;
