//! `info`: the headers of databases, logs and checkpoints, with the fields and in the order that people know from
//! Windows' `/mh`, `/ml` and `/mk`.
//!
//! Names and order of the fields: `ese/dbdump.cxx`, `ese/_log/logdump.cxx` of the reference.

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

/// The two lines about the writing instance's parameters.
fn environment_lines(e: &Environment) -> [String; 2] {
    let circular = if e.circular_logging() { "     on" } else { "    off" };
    let numbers = [
        e.sessions(),
        e.open_tables(),
        e.version_pages(),
        e.cursors(),
        e.log_buffers(),
        e.log_file_sectors(),
        e.cache_max(),
    ];
    let numbers: String = numbers.iter().map(|n| format!(",{n:>7}")).collect();
    [
        "      Env (CircLog,Session,Opentbl,VerPage,Cursors,LogBufs,LogFile,Buffers)".into(),
        format!("          ({circular}{numbers})"),
    ]
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

/// What is said of an attached database; `indent` stands before every line.
fn attachment_lines(a: &Attachment, indent: &str) -> Vec<String> {
    vec![
        format!("{indent}dbtime: {} ({}-{})", a.dbtime, a.dbtime >> 32, a.dbtime & 0xffff_ffff),
        format!("{indent}objidLast: {}", a.last_objid),
        format!("{indent}Signature: {}", text::signature(a.signature)),
        format!("{indent}MaxDbSize: {} pages", a.pages_max),
        format!("{indent}Last Attach: {}", text::lgpos(a.lgpos_attach)),
        format!("{indent}Last Consistent: {}", text::lgpos(a.lgpos_consistent)),
    ]
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
