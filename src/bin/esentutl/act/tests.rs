//! Acts with a stand-in for the engine: what is around it.

use std::path::Path;

use clap::Parser;
use esent::format::database_header::{DatabaseHeader, DatabaseState, Generations};
use esent::format::log_header::LogHeader;
use esent::format::page::Page;
use esent::format::primitives::{Logtime, Signature};
use esent::format::version::NEWEST;
use esent::storage::database_file::DatabaseFile;
use esent::storage::fs::{OpenMode, RealFileSystem};
use serde_json::Value;

use super::engine::Outcome;
use super::*;
use crate::cli::{Cli, Command};

const PAGE: usize = 4096;

/// A dirty database of four pages in `directory`, and the one log it needs.
fn make(directory: &Path) {
    let signature = Signature::new(9, Logtime::from_unix(1_795_320_238, 0));
    let mut h = DatabaseHeader::new(PAGE as u32).unwrap();
    h.set_version(NEWEST.database);
    h.set_signature(Signature::new(7, Logtime::default()));
    h.set_log_signature(signature);
    h.set_state(DatabaseState::Dirty, Generations::Range { first: 1, last: 1, created: None });
    let file = DatabaseFile::create(&RealFileSystem, &directory.join("a.edb"), &mut h, 4).unwrap();
    for pgno in 1..=3 {
        file.write_page(pgno, page(pgno, 40).bytes()).unwrap();
    }
    let mut log = LogHeader::new(4);
    log.set_stored_page_size(PAGE as u16);
    log.set_generation(1);
    log.set_log_signature(signature);
    log.seal();
    let mut bytes = log.bytes().to_vec();
    bytes.resize(4 * 4096, 0);
    std::fs::write(directory.join("edb.log"), bytes).unwrap();
}

fn page(pgno: u32, dbtime: u64) -> Page {
    let mut page = Page::zeroed(PAGE);
    page.init(pgno, 0x2803, 5, dbtime);
    page.seal(pgno);
    page
}

/// Makes the first database clean, changes page 2, writes page 4 and a new log.
fn engine(_: &Plan, space: &Workspace, _: &ActArgs, _: &Output) -> Result<Outcome, Failure> {
    let path = &space.databases[0].path;
    let (file, mut header) = DatabaseFile::open(&RealFileSystem, path, OpenMode::ReadWrite, None)?;
    file.write_page(2, page(2, 50).bytes())?;
    file.write_page(4, page(4, 51).bytes())?;
    header.set_state(DatabaseState::Clean, Generations::None);
    file.write_header(&mut header)?;
    std::fs::write(space.logs.join("edb00000002.log"), "new").unwrap();
    Ok(Outcome { generations: Some((1, 1)), ..Outcome::default() })
}

fn cannot(_: &Plan, _: &Workspace, _: &ActArgs, _: &Output) -> Result<Outcome, Failure> {
    Err(esent::error!(LogFileCorrupt, "no luck").into())
}

fn stopped(_: &Plan, _: &Workspace, _: &ActArgs, _: &Output) -> Result<Outcome, Failure> {
    Err(Failure::interrupted())
}

type Engine = fn(&Plan, &Workspace, &ActArgs, &Output) -> Result<Outcome, Failure>;

/// Runs `recover` with these words.
fn recover(directory: &Path, more: &[&str], engine: Engine) -> Result<Exit, Failure> {
    let words = ["esentutl", "recover", directory.to_str().unwrap(), "--quiet"];
    let cli = Cli::try_parse_from(words.iter().chain(more)).unwrap();
    let Command::Recover(arguments) = &cli.command else { panic!() };
    let mut output = Output::new(&cli);
    let set = choose(plan::look(&arguments.place)?, arguments)?;
    let plan = plan::build(set, Options::default(), &mut |_| {})?;
    refuse(&plan, arguments)?;
    perform(&plan, arguments, &mut output, engine)
}

fn names(directory: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(directory).unwrap();
    let mut names: Vec<_> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn the_result_is_a_new_directory_with_a_report() {
    let dir = tempfile::tempdir().unwrap();
    make(dir.path());
    let before = std::fs::read(dir.path().join("a.edb")).unwrap();
    let out = dir.path().join("clean");
    let output = out.to_str().unwrap();
    assert_eq!(recover(dir.path(), &["-o", output], engine).unwrap(), Exit::Done);
    assert!(std::fs::read(dir.path().join("a.edb")).unwrap() == before, "the original is as it was");
    assert_eq!(names(&out), ["a.edb", "logs", "report.json", "report.txt"]);
    assert_eq!(names(&out.join("logs")), ["edb.log", "edb00000002.log"]);
    let report: Value = serde_json::from_slice(&std::fs::read(out.join("report.json")).unwrap()).unwrap();
    let database = &report["databases"][0];
    assert_eq!((&database["clean"], &database["pages_after"]), (&true.into(), &4.into()));
    let changed: Vec<_> = database["changed"].as_array().unwrap().iter().map(|c| (&c["page"], &c["what"])).collect();
    assert_eq!(changed, [(&2.into(), &"changed".into()), (&4.into(), &"new".into())]);
    let what: Vec<_> = report["written"].as_array().unwrap().iter().map(|f| f["what"].as_str().unwrap()).collect();
    assert_eq!(what, ["changed", "unchanged", "new"]);
    assert_eq!(report["read"].as_array().unwrap().len(), 2);
    let text = std::fs::read_to_string(out.join("report.txt")).unwrap();
    assert!(text.contains("Clean Shutdown; 4 pages before, 4 after, 2 changed"), "{text}");
    assert!(text.contains("dbtime 0x28 -> 0x32"), "{text}");

    let again = recover(dir.path(), &["-o", output], engine).unwrap_err();
    assert_eq!(again.exit, Exit::CannotWrite);
}

#[test]
fn in_place_the_originals_change() {
    let dir = tempfile::tempdir().unwrap();
    make(dir.path());
    let report = dir.path().join("r.json");
    let words = ["--in-place", "--report", report.to_str().unwrap()];
    assert_eq!(recover(dir.path(), &words, engine).unwrap(), Exit::Done);
    assert_eq!(names(dir.path()), ["a.edb", "edb.log", "edb00000002.log", "r.json"]);
    let report: Value = serde_json::from_slice(&std::fs::read(report).unwrap()).unwrap();
    assert_eq!(report["databases"][0]["changed"].as_array().unwrap().len(), 2);
    // Now there is nothing left to do; whoever names a place gets a copy.
    let out = dir.path().join("copy");
    let words = ["esentutl", "recover", dir.path().to_str().unwrap(), "-q", "-o", out.to_str().unwrap()];
    let cli = Cli::try_parse_from(words).unwrap();
    let Command::Recover(arguments) = &cli.command else { panic!() };
    assert_eq!(run(Action::Recover, arguments, &mut Output::new(&cli)).unwrap(), Exit::Done);
    assert_eq!(names(&out), ["a.edb", "report.json", "report.txt"]);
    let found = crate::discover::look(&[dir.path().to_path_buf()], &Default::default()).unwrap();
    let plan = plan::build(found.sets.into_iter().next().unwrap(), Options::default(), &mut |_| {}).unwrap();
    assert_eq!(plan.action, Action::Nothing);
}

#[test]
fn what_fails_or_is_stopped_leaves_nothing() {
    for (engine, exit) in [(cannot as Engine, Exit::Engine), (stopped, Exit::Interrupted)] {
        let dir = tempfile::tempdir().unwrap();
        make(dir.path());
        let out = dir.path().join("clean");
        let report = dir.path().join("why.txt");
        let words = ["-o", out.to_str().unwrap(), "--report", report.to_str().unwrap()];
        assert_eq!(recover(dir.path(), &words, engine).unwrap_err().exit, exit);
        assert_eq!(names(dir.path()), ["a.edb", "edb.log", "why.txt"]);
        assert!(std::fs::read_to_string(&report).unwrap().contains("failed "));
    }
}

#[test]
fn what_another_run_left_is_not_touched() {
    let dir = tempfile::tempdir().unwrap();
    make(dir.path());
    let left = dir.path().join("clean.unfinished");
    std::fs::create_dir(&left).unwrap();
    let failure = recover(dir.path(), &["-o", dir.path().join("clean").to_str().unwrap()], engine).unwrap_err();
    assert_eq!(failure.exit, Exit::CannotWrite);
    assert!(failure.message.contains("interrupted run") && left.exists());
}

#[test]
fn what_an_interrupted_run_kept_beside_the_database_comes_along() {
    fn engine_with_guard(plan: &Plan, space: &Workspace, a: &ActArgs, o: &Output) -> Result<Outcome, Failure> {
        let guard = esent::storage::page_guard::path_of(&space.databases[0].path);
        assert_eq!(std::fs::read(&guard).unwrap(), b"pages");
        std::fs::remove_file(guard).unwrap();
        engine(plan, space, a, o)
    }
    let dir = tempfile::tempdir().unwrap();
    make(dir.path());
    std::fs::write(dir.path().join("a.edb.guard"), "pages").unwrap();
    let out = dir.path().join("clean");
    assert_eq!(recover(dir.path(), &["-o", out.to_str().unwrap()], engine_with_guard).unwrap(), Exit::Done);
    assert_eq!(names(&out), ["a.edb", "logs", "report.json", "report.txt"]);
    assert!(dir.path().join("a.edb.guard").exists(), "the original stays as it was");
}
