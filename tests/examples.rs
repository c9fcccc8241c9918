//! GUARANTEE: the examples do what they say, in Rust, C and Python: each restores the sample backup, and
//! the database that comes out is the one that the reference engine made of it.
//!
//! Reads the restored pages with code of its own, not the library's.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

#[path = "support/pages.rs"]
mod pages;

const PAGE_SIZE: usize = 8192;

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The shared library of this very build, which cargo put beside this test.
fn library() -> PathBuf {
    let name = format!("{}esent{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
    std::env::current_exe().unwrap().with_file_name(name)
}

fn run(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|e| panic!("{command:?}: {e}"));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "{command:?}: {}\n{said}\n{}",
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
    said
}

/// The sample, unpacked in a folder of its own.
struct Sample {
    folder: tempfile::TempDir,
}

impl Sample {
    fn unpack() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let archive = project().join("examples/sample-backup/sample-backup.tar.gz");
        run(Command::new("tar").arg("-xzf").arg(archive).arg("-C").arg(folder.path()));
        Self { folder }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("sample-backup")
    }

    fn database(&self) -> PathBuf {
        self.path().join("db0.edb")
    }

    fn with_slash(path: &Path) -> PathBuf {
        path.join("")
    }
}

fn check_restored(database: &Path) {
    let pages = pages::of_clean_database(database, PAGE_SIZE);
    let expected = fs::read_to_string(project().join("examples/sample-backup/expected-pages.txt")).unwrap();
    let expected: Vec<&str> = expected.lines().collect();
    assert_eq!(pages, expected, "page and digest");

    let mut beside: Vec<_> =
        fs::read_dir(database.parent().unwrap()).unwrap().map(|e| e.unwrap().file_name()).collect();
    beside.sort();
    assert_eq!(beside, ["db0.edb", "edb.chk", "edb.log", "logs"], "what the restore left");
}

#[test]
fn rust() {
    let folder = tempfile::tempdir().unwrap();
    // Through cargo, which also builds it when only this test was asked for.
    let said = run(Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--locked", "--example", "restore"])
        .current_dir(project())
        .env("SAMPLE_RESTORE", folder.path()));
    check_restored(&folder.path().join("sample-backup/db0.edb"));
    for expected in ["generations  2 (0x1 to 0x2)", "records ", "pages ", "time ", "state        Clean"] {
        assert!(said.contains(expected), "no {expected:?} in\n{said}");
    }
}

#[test]
fn c() {
    let sample = Sample::unpack();
    let program = sample.folder.path().join("restore-c");
    // The program asks for the library by its SONAME.
    for name in ["libesent.so", "libesent.so.0"] {
        fs::copy(library(), sample.folder.path().join(name)).unwrap();
    }
    run(Command::new("cc")
        .args(["-std=c99", "-Wall", "-Wextra", "-pedantic", "-Werror", "-I"])
        .arg(project().join("include"))
        .arg("-o")
        .arg(&program)
        .arg(project().join("examples/restore.c"))
        .arg("-L")
        .arg(sample.folder.path())
        .arg("-lesent"));
    let said = run(Command::new(&program)
        .env("LD_LIBRARY_PATH", sample.folder.path())
        .env("DYLD_LIBRARY_PATH", sample.folder.path())
        .arg(sample.database())
        .arg(Sample::with_slash(&sample.path().join("logs")))
        .arg(Sample::with_slash(&sample.path()))
        .args(["1", "2"]));
    check_restored(&sample.database());
    assert!(said.starts_with("begin\n") && said.contains("\ncomplete\n"), "{said}");
}

#[test]
fn python() {
    let sample = Sample::unpack();
    let said = run(Command::new("python3")
        .arg(project().join("examples/restore.py"))
        .env("ESENT_LIBRARY", library())
        .arg(sample.database())
        .arg(sample.path().join("logs"))
        .arg(sample.path())
        .args(["1", "2"]));
    check_restored(&sample.database());
    assert!(said.starts_with("begin\n") && said.contains("\ncomplete\n"), "{said}");
}

#[test]
fn the_check_can_fail() {
    let sample = Sample::unpack();
    let fails = std::panic::catch_unwind(|| check_restored(&sample.database()));
    assert!(fails.is_err(), "a backup passes for a restored database");
    let page = &mut fs::read(sample.database()).unwrap()[PAGE_SIZE * 2..PAGE_SIZE * 3];
    let before = pages::digest(page).unwrap();
    page[48] ^= 1;
    assert_ne!(pages::digest(page).unwrap(), before);
}
