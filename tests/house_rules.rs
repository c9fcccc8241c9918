//! GUARANTEE: the rooms of the house keep to their places.
//!
//! The arrows go abi -> restore_process -> instance -> recovery -> dump -> btree -> storage -> format, `error` below all; only
//! `abi` is unsafe; only `storage/fs.rs`, `abi` and the program's `disk.rs` know which system this is; `format` does no I/O.

use std::fs;
use std::path::{Path, PathBuf};

/// From the top floor down: a room may use itself, what comes after it, and `error`.
const FLOORS: &[&str] =
    &["abi", "api", "restore_process", "instance", "recovery", "dump", "btree", "storage", "format", "error"];

/// A source file of the library: its path below `src` with forward slashes, and its lines without comments.
struct Source {
    name: String,
    lines: Vec<String>,
}

impl Source {
    fn room(&self) -> &str {
        self.name.split(['/', '.']).next().unwrap()
    }

    /// Asserts that no line contains one of `words`.
    fn refuse(&self, words: &[&str], why: &str) {
        for (number, line) in self.lines.iter().enumerate() {
            for word in words {
                // `DatabaseFile::open` is not `File::open`.
                let hit = line.match_indices(word).any(|(at, _)| !line[..at].ends_with(char::is_alphanumeric));
                assert!(!hit, "src/{}:{}: {word}: {why}", self.name, number + 1);
            }
        }
    }
}

fn collect(directory: &Path, root: &Path, found: &mut Vec<Source>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(directory).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            collect(&path, root, found);
        } else if path.extension().is_some_and(|x| x == "rs") {
            let parts: Vec<_> = path.strip_prefix(root).unwrap().iter().map(|p| p.to_str().unwrap()).collect();
            let text = fs::read_to_string(&path).unwrap();
            let lines = text.lines().map(|l| l.split("//").next().unwrap().to_owned()).collect();
            found.push(Source { name: parts.join("/"), lines });
        }
    }
}

/// All but the test modules, which may reach further.
fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    collect(&root, &root, &mut found);
    found.retain(|s| !s.name.ends_with("tests.rs") && !s.name.contains("/tests/"));
    for source in &mut found {
        let tests = source.lines.iter().position(|l| l.trim() == "#[cfg(test)]").unwrap_or(source.lines.len());
        source.lines.truncate(tests);
    }
    assert!(found.len() > 30, "only {} files found", found.len());
    found
}

fn floor(room: &str) -> Option<usize> {
    FLOORS.iter().position(|f| *f == room)
}

#[test]
fn the_arrows_go_down() {
    let mut arrows = 0;
    for source in sources() {
        let Some(own) = floor(source.room()) else { continue };
        for (number, line) in source.lines.iter().enumerate() {
            for used in line.split("crate::").skip(1) {
                let used = used.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap();
                let Some(other) = floor(used) else { continue };
                arrows += 1;
                assert!(
                    other >= own,
                    "src/{}:{}: {} uses {used}, which is above it",
                    source.name,
                    number + 1,
                    FLOORS[own]
                );
            }
        }
    }
    assert!(arrows > 100, "only {arrows} uses found");
}

#[test]
fn only_the_c_face_is_unsafe() {
    for source in sources() {
        // Checksums may have one corner for the processor's wide registers.
        if source.room() != "abi" && source.name != "format/checksum/simd.rs" {
            source.refuse(&["unsafe ", "unsafe(", "allow(unsafe_code"], "unsafe code belongs to abi");
        }
    }
}

#[test]
fn one_file_knows_the_system() {
    for source in sources() {
        if source.room() != "abi" && !["storage/fs.rs", "bin/esentutl/disk.rs"].contains(&&*source.name) {
            source.refuse(
                &[
                    "cfg(unix",
                    "cfg(windows",
                    "cfg(not(unix",
                    "cfg(not(windows",
                    "target_os",
                    "target_family",
                    "libc::",
                    "std::os::",
                ],
                "what differs between systems belongs to storage/fs.rs",
            );
        }
    }
}

#[test]
fn format_does_nothing_but_compute() {
    for source in sources().iter().filter(|s| s.room() == "format") {
        source.refuse(
            &[
                "std::fs",
                "std::io",
                "std::net",
                "std::env",
                "std::sync",
                "std::thread",
                "parking_lot",
                "static mut",
                "println!",
            ],
            "format does no I/O, holds no lock and has no state",
        );
    }
}

#[test]
fn files_are_touched_in_one_place() {
    for source in sources().iter().filter(|s| ["recovery", "dump", "btree", "storage", "format"].contains(&s.room())) {
        if source.name != "storage/fs.rs" {
            source.refuse(
                &["std::fs", "File::open", "File::create", "OpenOptions"],
                "files are opened through storage/fs.rs",
            );
        }
    }
}

/// `scripts/mutate.py` puts errors into places that it knows by their words: each must be there, once.
#[test]
fn every_mutation_has_its_place() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let in_one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let list = fs::read_to_string(root.join("scripts/mutations.txt")).unwrap();
    let lines: Vec<&str> = list.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    assert!(lines.len() > 100 && lines.len().is_multiple_of(3), "{} lines", lines.len());
    for mutation in lines.chunks(3) {
        let (file, there) = (mutation[0], in_one_line(&mutation[1][1..].replace("\\n", " ")));
        let source = in_one_line(&fs::read_to_string(root.join(file)).unwrap_or_else(|e| panic!("{file}: {e}")));
        assert_eq!(source.matches(&there).count(), 1, "{file}: {there}");
    }
}
