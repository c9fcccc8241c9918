//! Log streams as a person names them, and what is found in them as JSON.

use std::path::Path;

pub use esent::dump::streams::{Finding, LogFile, Stream, checkpoint_in, find, generation_of_name};
use esent::storage::fs::RealFileSystem;
use serde_json::{Value, json};

use crate::failure::{Exit, Failure};
use crate::text;

/// The streams that a person's word stands for: a directory, or a base name with or without a directory before it.
pub fn named(word: &Path) -> Result<Vec<Stream>, Failure> {
    if word.is_dir() {
        let found = find(&RealFileSystem, word, None)?;
        if found.is_empty() {
            return Err(Failure::new(Exit::NotFound, format!("{}: no logs in this directory", text::path(word))));
        }
        return Ok(found);
    }
    let base = word.file_name().and_then(|n| n.to_str()).unwrap_or_default();
    let directory = match word.parent() {
        Some(p) if !p.as_os_str().is_empty() => p,
        _ => Path::new("."),
    };
    if base.chars().count() != 3 || !directory.is_dir() {
        return Err(Failure::new(Exit::NotFound, format!("{}: there is no such file", text::path(word)))
            .hint("name a log file, a directory, or the three characters that the stream's logs begin with"));
    }
    let found = find(&RealFileSystem, directory, Some(base))?;
    if found.is_empty() {
        let directory = text::path(directory);
        return Err(Failure::new(Exit::NotFound, format!("no logs of a stream called {base} in {directory}")));
    }
    Ok(found)
}

pub fn finding_json(f: &Finding) -> Value {
    json!({
        "kind": f.kind,
        "name": f.code.name(),
        "file": f.file.as_deref().map(text::path),
        "generations": f.generations.map(|(low, high)| json!({ "first": low, "last": high })),
        "message": f.message,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_there_is_said() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("foo.log"), "hello").unwrap();
        assert_eq!(named(dir.path()).err().unwrap().exit, Exit::NotFound);
        assert_eq!(named(&dir.path().join("SRU")).err().unwrap().exit, Exit::NotFound);
    }
}
