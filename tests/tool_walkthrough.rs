//! GUARANTEE: what `docs/tool.md` shows is what the program prints.
//!
//! Every line that begins with `$ ` in a block marked `console` is run, one after the other, in a directory with the
//! two samples; what follows it must be the output. Times, and hashes of files that carry a time, are shown as `…`,
//! and copies as if no file system could share blocks.
//!
//! `ESENT_BLESS=1 cargo test --test tool_walkthrough` writes the document's outputs anew.

#![cfg(unix)]

use std::path::Path;
use std::process::Command;

/// Unpacks the samples.
fn prepare(place: &Path) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    for sample in ["sample-crash", "sample-backup"] {
        let archive = root.join(sample).join(format!("{sample}.tar.gz"));
        let done = Command::new("tar").arg("xzf").arg(archive).arg("-C").arg(place).status().unwrap();
        assert!(done.success());
    }
}

/// Runs one command line as a person would, in `place`.
fn run(place: &Path, line: &str) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_esentutl"));
    let path = format!("{}:{}", program.parent().unwrap().display(), std::env::var("PATH").unwrap());
    let output = Command::new("sh")
        .args(["-c", &format!("exec 2>&1; {line}")])
        .current_dir(place)
        .env("PATH", path)
        .env("COLUMNS", "100")
        .env("LC_ALL", "C")
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let place = place.canonicalize().unwrap();
    text.replace(place.to_str().unwrap(), "/cases").lines().map(|l| steady(l) + "\n").collect()
}

/// A line without what differs from run to run.
fn steady(line: &str) -> String {
    let line = &*line.trim_end().replace(", blocks shared, ", ", byte by byte, ");
    if let Some(start) = ["started   ", "finished  "].iter().find(|s| line.starts_with(**s)) {
        return format!("{start}…");
    }
    if let Some((before, after)) = line.split_once(" in ").filter(|(_, a)| a.contains(" seconds")) {
        let rest = &after[after.find(" seconds").unwrap()..];
        return format!("{before} in …{rest}");
    }
    let is_hash = |w: &str| w.len() == 64 && w.bytes().all(|b| b.is_ascii_hexdigit());
    match line.split_once(' ') {
        Some((hash, rest)) if is_hash(hash) && (line.ends_with("(changed)") || line.ends_with("(new)")) => {
            format!("{:<64} {rest}", "…")
        }
        _ => line.to_owned(),
    }
}

/// The document with every output as it is now.
fn rewrite(text: &str, place: &Path) -> String {
    let mut fresh = String::new();
    let mut in_console = false;
    for line in text.lines() {
        match line {
            "```console" => in_console = true,
            "```" if in_console => in_console = false,
            _ => {}
        }
        let command = line.strip_prefix("$ ").filter(|_| in_console);
        if !in_console || line == "```console" || command.is_some() {
            fresh += line;
            fresh += "\n";
        }
        if let Some(command) = command {
            fresh += &run(place, command);
        }
    }
    fresh
}

#[test]
fn the_walk_through_is_true() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/tool.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let place = tempfile::tempdir().unwrap();
    prepare(place.path());
    let fresh = rewrite(&text, place.path());
    assert!(text.matches("\n$ ").count() > 5, "the document has lost its commands");
    if std::env::var_os("ESENT_BLESS").is_some() {
        std::fs::write(&path, fresh).unwrap();
        return;
    }
    for (number, (old, new)) in text.lines().zip(fresh.lines()).enumerate() {
        assert_eq!(old, new, "docs/tool.md, line {}; ESENT_BLESS=1 writes it anew", number + 1);
    }
    assert_eq!(text.lines().count(), fresh.lines().count());
}
