//! GUARANTEE: the examples do what they say, in Rust, C and Python: each restores the sample backup, and
//! the database that comes out is the one that the reference engine made of it.
//!
//! Reads the restored pages with code of its own, not the library's.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const PAGE_SIZE: usize = 8192;
const STATE_CLEAN: u32 = 3;

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

fn number<const N: usize>(bytes: &[u8], at: usize) -> u64 {
    let mut word = [0; 8];
    word[..N].copy_from_slice(&bytes[at..at + N]);
    u64::from_le_bytes(word)
}

/// As examples/sample-backup/README.md describes it; `None` for a page that is not in use.
fn digest(page: &[u8]) -> Option<u64> {
    const EMPTY: u64 = 0x8;
    const PRE_INIT: u64 = 0x2_0000;
    const NOT_CONTENT: u64 = 0x1_c000;
    let (dbtime, flags) = (number::<8>(page, 8), number::<4>(page, 36));
    if page[8..40].iter().all(|&b| b == 0) || dbtime == 0 || dbtime == u64::MAX || flags & (EMPTY | PRE_INIT) != 0 {
        return None;
    }
    let mut content = page[8..24].to_vec();
    content.extend_from_slice(&page[24..28]);
    content.extend_from_slice(&((flags & !NOT_CONTENT) as u32).to_le_bytes());
    let tags = (number::<2>(page, 34) & 0xfff) as usize;
    for tag in 1..=tags {
        let tag = PAGE_SIZE - 4 * tag;
        let length = (number::<2>(page, tag) & 0x1fff) as usize;
        let place = number::<2>(page, tag + 2);
        let start = 40 + (place & 0x1fff) as usize;
        content.push((place >> 13) as u8 & !1);
        content.extend_from_slice(&(length as u16).to_le_bytes());
        content.extend_from_slice(&page[start..start + length]);
    }
    Some(
        content
            .iter()
            .fold(0xcbf2_9ce4_8422_2325, |hash: u64, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)),
    )
}

fn check_restored(database: &Path) {
    let bytes = fs::read(database).unwrap();
    for copy in 0..2 {
        assert_eq!(number::<4>(&bytes, copy * PAGE_SIZE + 52), u64::from(STATE_CLEAN), "state in header {copy}");
    }
    let pages: Vec<String> = bytes
        .chunks_exact(PAGE_SIZE)
        .enumerate()
        .skip(2)
        .filter_map(|(place, page)| digest(page).map(|hash| format!("{} {hash:016x}", place - 1)))
        .collect();
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
    let before = digest(page).unwrap();
    page[48] ^= 1;
    assert_ne!(digest(page).unwrap(), before);
}
