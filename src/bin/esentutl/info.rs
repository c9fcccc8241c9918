//! `info`: the headers of databases, logs and checkpoints, with the fields and in the order that people know from
//! Windows' `/mh`, `/ml` and `/mk`.
//! The words are the library's ([`esent::dump`]); here they are printed, and JSON is made.

pub mod checkpoint;
pub mod database;
pub mod log;

use std::path::Path;

use esent::format::attachments::Attachment;
use esent::format::environment::Environment;
use serde_json::{Value, json};

use crate::cli::InfoArgs;
use crate::failure::{Exit, Failure};
use crate::files::{self, Kind};
use crate::output::Output;
use crate::text;

pub fn run(arguments: &InfoArgs, output: &mut Output) -> Result<Exit, Failure> {
    if output.windows {
        output.line("Initiating FILE DUMP mode...")?;
    }
    for (i, path) in arguments.files.iter().enumerate() {
        let kind = match arguments.kind {
            Some(kind) => kind.into(),
            None => files::identify_or_fail(path)?,
        };
        if i > 0 {
            output.line("")?;
        }
        show(kind, path, output)?;
    }
    Ok(Exit::Done)
}

fn show(kind: Kind, path: &Path, output: &mut Output) -> Result<(), Failure> {
    match kind {
        Kind::Database => database::show(path, output),
        Kind::Checkpoint => checkpoint::show(path, output),
        Kind::Log => log::show(path, output),
        Kind::FlushMap => {
            output.line(format!("{}: a flush map (.jfm); recovery neither needs nor keeps it", text::path(path)))?;
            output.json(|| json!({ "file": text::path(path), "kind": "flush map" }));
            Ok(())
        }
    }
}

fn environment_json(e: &Environment) -> Value {
    json!({
        "system_path": e.system_path(),
        "log_path": e.log_path(),
        "circular_logging": e.circular_logging(),
        "sessions": e.sessions(),
        "open_tables": e.open_tables(),
        "version_pages": e.version_pages(),
        "cursors": e.cursors(),
        "log_buffers": e.log_buffers(),
        "log_file_sectors": e.log_file_sectors(),
        "cache_max": e.cache_max(),
    })
}

pub fn attachment_json(a: &Attachment) -> Value {
    json!({
        "dbid": a.dbid,
        "path": a.name,
        "sparse": a.sparse,
        "dbtime": a.dbtime,
        "last_objid": a.last_objid,
        "pages_max": a.pages_max,
        "last_attach": text::lgpos_json(a.lgpos_attach),
        "last_consistent": text::lgpos_json(a.lgpos_consistent),
        "signature": text::signature_json(a.signature),
    })
}

/// Every field of a header by name, numbers as numbers.
fn fields_json(fields: Vec<(usize, usize, &'static str, String)>) -> Value {
    let object = fields.into_iter().map(|(_, _, name, value)| {
        let value = value.parse::<u64>().map_or_else(|_| json!(value), |n| json!(n));
        (name.to_owned(), value)
    });
    Value::Object(object.collect())
}
