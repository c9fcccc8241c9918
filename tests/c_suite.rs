//! GUARANTEE: C and C++ programs compile against include/esent.h without a warning, link against the shared library,
//! and get the answers that tests-c asks for. With valgrind on the path they run under it once more.
//!
//! Also: the names that the library exports, the table in src/abi/functions.rs and the list of esent.dll's exports
//! (tests-c/exports.txt) are the same.

#![cfg(target_os = "linux")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use esent::abi::functions::{EXTENSIONS, FUNCTIONS};

const STRICT: &[&str] = &["-Wall", "-Wextra", "-pedantic", "-Werror", "-g"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The shared library that was built along with this test.
fn library() -> PathBuf {
    let test = std::env::current_exe().expect("this test's own path");
    let directory = test.parent().expect("a directory");
    let candidates = [directory.join("libesent.so"), directory.parent().expect("target").join("libesent.so")];
    let modified = |p: &PathBuf| std::fs::metadata(p).and_then(|m| m.modified()).ok();
    candidates.into_iter().filter(|p| p.exists()).max_by_key(modified).expect("libesent.so beside the tests")
}

fn has(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|o| o.status.success())
}

fn run(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|e| panic!("{command:?}: {e}"));
    let text = |b: &[u8]| String::from_utf8_lossy(b).into_owned();
    assert!(output.status.success(), "{command:?}\n{}{}", text(&output.stdout), text(&output.stderr));
    text(&output.stdout)
}

/// A directory with the library under its SONAME, and the list of exports for linkage.c.
fn workshop() -> tempfile::TempDir {
    let directory = tempfile::tempdir().expect("a temporary directory");
    for name in ["libesent.so", "libesent.so.0"] {
        std::os::unix::fs::symlink(library(), directory.path().join(name)).expect("a link");
    }
    let exports: String = exports().iter().map(|n| format!("EXPORT({n})\n")).collect();
    std::fs::write(directory.path().join("exports.inc"), exports).expect("a file");
    directory
}

fn exports() -> Vec<String> {
    let list = std::fs::read_to_string(root().join("tests-c/exports.txt")).expect("tests-c/exports.txt");
    list.lines().map(str::to_string).collect()
}

/// Compiles a program as C99 and as C++17 and runs both, then under valgrind. Gives what they printed.
fn build_and_run(source: &str, defines: &[&str]) -> Vec<String> {
    let mut printed = Vec::new();
    let workshop = workshop();
    let at = workshop.path();
    for (compiler, language) in [("cc", ["-x", "c", "-std=c99"]), ("c++", ["-x", "c++", "-std=c++17"])] {
        if !has(compiler) {
            eprintln!("no {compiler}: {source} is not built with it");
            continue;
        }
        let program = at.join(compiler);
        run(Command::new(compiler)
            .args(language)
            .args(STRICT)
            .args(defines)
            .arg("-I")
            .arg(root().join("include"))
            .arg("-I")
            .arg(at)
            .arg(root().join("tests-c").join(source))
            .args(["-x", "none", "-o"])
            .arg(&program)
            .arg("-L")
            .arg(at)
            .arg("-lesent"));
        let fixtures = root().join("tests/fixtures");
        let sample = root().join("examples/sample-backup/sample-backup.tar.gz");
        let crash = root().join("examples/sample-crash/sample-crash.tar.gz");
        printed.push(run(Command::new(&program)
            .env("LD_LIBRARY_PATH", at)
            .env("FIXTURES", &fixtures)
            .env("SAMPLE", &sample)
            .env("CRASH", &crash)
            .current_dir(at)));
        if has("valgrind") {
            // It is slow: programs that repeat themselves do so less.
            run(Command::new("valgrind")
                .args(["-q", "--error-exitcode=99", "--leak-check=full", "--errors-for-leak-kinds=definite"])
                .arg(&program)
                .env("LD_LIBRARY_PATH", at)
                .env("FIXTURES", &fixtures)
                .env("SAMPLE", &sample)
                .env("QUICK", "1")
                .env("CRASH", &crash)
                .current_dir(at));
        }
    }
    printed
}

#[test]
fn structures_have_the_layout_of_windows() {
    build_and_run("abi_layout.c", &[]);
}

#[test]
fn every_name_links() {
    build_and_run("linkage.c", &[]);
}

#[test]
fn every_name_is_declared() {
    build_and_run("linkage.c", &["-DWITH_HEADER"]);
    build_and_run("linkage.c", &["-DWITH_HEADER", "-DJET_UNICODE"]);
}

#[test]
fn backups_are_taken_and_restored() {
    build_and_run("backups.c", &[]);
}

#[test]
fn backups_in_directories_are_taken_and_restored() {
    build_and_run("directory_backups.c", &[]);
}

#[test]
fn names_of_every_kind_work() {
    build_and_run("names.c", &[]);
}

#[test]
fn calls_answer_as_they_should() {
    build_and_run("calls.c", &[]);
}

#[test]
fn utilities_print_what_files_say() {
    for printed in build_and_run("utilities.c", &[]) {
        // In this order, whatever stands between.
        let mut rest = &*printed;
        for line in [
            "first the program,",
            "\nDATABASE HEADER:\n",
            "            State: Dirty Shutdown\n",
            "     Log Required: 1-3 (0x1-0x3)",
            "then the program again\n\nDATABASE HEADER:\n",
            "stored_checksum: ",
            "      Checkpoint: (0x1,1,0)\n",
            "      lGeneration: 1 (0x1)\n",
            "Integrity check passed for log file: cr/edb00000001.log\nIntegrity check passed for log file: ",
            "\n>00000001,0001,0000 ",
            "Verifying log files...\n     Base name: edb\n\n      Log file: cr/edb00000001.log - OK\n",
            "No damaged log files were found.\n",
            "  The page is good.\n",
            "LINE   0: prefix:cb=0x",
            "Key Suffix:  ",
            "\n0 bad checksums\n",
            "ERROR: Log damaged (unusable).",
            "Missing log file: generation 0x2\n",
            "  ERROR: JET_errReadVerifyFailure",
            "\n1 bad checksums\n",
            "\nDATABASE SHADOW HEADER:\n",
        ] {
            let at = rest.find(line).unwrap_or_else(|| panic!("{line:?} is not where it should be in:\n{printed}"));
            rest = &rest[at + line.len()..];
        }
    }
}

fn exported(library: &Path) -> BTreeSet<String> {
    run(Command::new("nm").args(["-D", "--defined-only"]).arg(library))
        .lines()
        .filter_map(|l| l.split_whitespace().nth(2))
        .filter(|n| n.starts_with("Jet") || n.starts_with("Esent"))
        .map(str::to_string)
        .collect()
}

#[test]
fn table_library_and_list_name_the_same_functions() {
    let table: BTreeSet<String> = FUNCTIONS.iter().flat_map(|f| f.names()).collect();
    let list: BTreeSet<String> = exports().into_iter().collect();
    assert_eq!(list.len(), 379);
    assert_eq!(table, list);
    let mut expected = list;
    expected.extend(EXTENSIONS.iter().map(|e| (*e).to_string()));
    assert_eq!(exported(&library()), expected);
}
