//! The program as a person or a script meets it: its words, its JSON, its exit codes. Files are made here, from the
//! library's own formats.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use esent::format::checkpoint::Checkpoint;
use esent::format::database_header::{DatabaseHeader, DatabaseState, Generations};
use esent::format::log_header::LogHeader;
use esent::format::log_record::{Begin, Commit, LogRecord};
use esent::format::log_segment::{self, SEGMENT_HEADER_SIZE, SEGMENT_SIZE};
use esent::format::page::Page;
use esent::format::primitives::{Lgpos, Logtime, Signature};
use esent::format::version::NEWEST;
use esent::storage::checkpoint_file;
use esent::storage::database_file::DatabaseFile;
use esent::storage::fs::RealFileSystem;
use serde_json::Value;

const PAGE: usize = 8192;
const SEGMENTS: u16 = 8;

fn moment(n: u64) -> Logtime {
    Logtime::from_unix(1_795_320_238 + n, 59)
}

fn stream() -> Signature {
    Signature::new(0x5DDE_4ABC, moment(0))
}

/// A directory with a dirty database `a.edb`, generations 1 to 3 of stream `edb` (3 is the current log) and a
/// checkpoint.
struct Case {
    dir: tempfile::TempDir,
}

impl Case {
    fn new() -> Self {
        let case = Self { dir: tempfile::tempdir().unwrap() };
        case.database("a.edb", DatabaseState::Dirty);
        let mut checksum = 0;
        for (generation, name) in [(1, "edb00000001.log"), (2, "edb00000002.log"), (3, "edb.log")] {
            checksum = case.log(name, generation, stream(), checksum);
        }
        let mut checkpoint = Checkpoint::default();
        checkpoint.set_lgpos(Lgpos::new(2, 1, 0));
        checkpoint.set_database_consistency(checkpoint.lgpos());
        checkpoint.set_log_signature(stream());
        checkpoint_file::write(&RealFileSystem, &case.path("edb.chk"), &mut checkpoint).unwrap();
        case
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn database(&self, name: &str, state: DatabaseState) {
        let mut h = DatabaseHeader::new(PAGE as u32).unwrap();
        h.set_version(NEWEST.database);
        h.set_signature(Signature::new(7, moment(1)));
        h.set_log_signature(stream());
        h.set_dbid(1);
        let needs = match state {
            DatabaseState::Clean => Generations::None,
            _ => Generations::Range { first: 2, last: 3, created: Some(moment(3)) },
        };
        h.set_state(state, needs);
        let file = DatabaseFile::create(&RealFileSystem, &self.path(name), &mut h, 4).unwrap();
        for pgno in 1..=3 {
            let mut page = Page::zeroed(PAGE);
            page.init(pgno, 0x2803, 1, 40 + u64::from(pgno));
            page.seal(pgno);
            file.write_page(pgno, page.bytes()).unwrap();
        }
    }

    /// A log of two records; gives the checksum for the next one's header.
    fn log(&self, name: &str, generation: u32, signature: Signature, previous_checksum: u64) -> u64 {
        let mut h = LogHeader::new(SEGMENTS);
        h.set_stored_page_size(PAGE as u16);
        h.set_generation(generation);
        h.set_created(moment(generation.into()));
        if generation > 1 {
            h.set_previous_created(moment(u64::from(generation) - 1));
        }
        h.set_previous_checksum(previous_checksum);
        h.set_log_signature(signature);
        h.seal();
        let mut records = Vec::new();
        LogRecord::Begin0(Begin { procid: 5, level_from: 0, levels: 1, trx_begin0: Some(4) })
            .encode(&mut records)
            .unwrap();
        LogRecord::Commit0(Commit { procid: 5, level_to: 0, trx_commit0: Some(8) }).encode(&mut records).unwrap();
        let mut segment = [0; SEGMENT_SIZE];
        segment[SEGMENT_HEADER_SIZE..SEGMENT_HEADER_SIZE + records.len()].copy_from_slice(&records);
        log_segment::seal(&mut segment, Lgpos::new(generation, 1, 0), moment(generation.into()));
        let mut file = h.bytes().to_vec();
        file.extend_from_slice(&segment);
        file.resize(usize::from(SEGMENTS) * SEGMENT_SIZE, 0);
        std::fs::write(self.path(name), file).unwrap();
        log_segment::SegmentHeader::read(&segment).unwrap().checksum
    }

    /// Runs the program in this directory.
    fn run(&self, arguments: &[&str]) -> Run {
        Run(Command::new(env!("CARGO_BIN_EXE_esentutl"))
            .args(arguments)
            .current_dir(self.dir.path())
            .env("COLUMNS", "100")
            .output()
            .unwrap())
    }

    fn damage(&self, name: &str, offset: usize) {
        let mut bytes = std::fs::read(self.path(name)).unwrap();
        bytes[offset] ^= 0x55;
        std::fs::write(self.path(name), bytes).unwrap();
    }

    /// Every file's name and content.
    fn snapshot(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut all: Vec<_> = std::fs::read_dir(self.dir.path())
            .unwrap()
            .map(|e| e.unwrap().path())
            .map(|p| (p.clone(), if p.is_file() { std::fs::read(&p).unwrap() } else { Vec::new() }))
            .collect();
        all.sort();
        all
    }
}

struct Run(Output);

impl Run {
    fn text(&self) -> String {
        String::from_utf8(self.0.stdout.clone()).unwrap()
    }

    fn errors(&self) -> String {
        String::from_utf8(self.0.stderr.clone()).unwrap()
    }

    fn json(&self) -> Value {
        serde_json::from_slice(&self.0.stdout).unwrap_or_else(|e| panic!("{e}: {}", self.text()))
    }

    #[track_caller]
    fn exits(self, code: i32) -> Self {
        assert_eq!(self.0.status.code(), Some(code), "{}\n{}", self.text(), self.errors());
        self
    }
}

#[test]
fn shows_a_database_as_windows_does() {
    let case = Case::new();
    let text = case.run(&["/mh", "a.edb"]).exits(0).text();
    for line in [
        "Initiating FILE DUMP mode...",
        "         Database: a.edb",
        "            State: Dirty Shutdown",
        "     Log Required: 2-3 (0x2-0x3) [Min. Req. Pre-Redo: 0 (0x0)]",
        "    Log Committed: 0-3 (0x0-0x3)",
        "         cbDbPage: 8192",
        "    Log Signature: Create time:11/22/2026 04:03:58.059 Rand:1574849212 Computer:",
        "Operation completed successfully in 0.00 seconds.",
    ] {
        assert!(
            text.lines().any(|l| l == line || line.starts_with("Operation") && l.starts_with("Operation")),
            "{line}\n{text}"
        );
    }
    // The plain spelling has the same fields without the frame.
    let plain = case.run(&["info", "a.edb"]).exits(0).text();
    assert!(plain.contains("State: Dirty Shutdown") && !plain.contains("Operation"));
    let json = case.run(&["info", "a.edb", "--json"]).exits(0).json();
    assert_eq!(json["state"], "Dirty Shutdown");
    assert_eq!(json["log_required"]["first"], 2);
    assert_eq!(json["page_size"], 8192);
    assert_eq!(json["signature"]["random"], 7);
    assert_eq!(json["fields"]["max_committed"], 3);
}

#[test]
fn tells_files_apart_by_themselves() {
    let case = Case::new();
    std::fs::copy(case.path("a.edb"), case.path("database")).unwrap();
    let json = case.run(&["info", "database", "edb.log", "edb.chk", "--json"]).exits(0).json();
    let kinds: Vec<_> = json.as_array().unwrap().iter().map(|v| v["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["database", "log", "checkpoint"]);
    assert_eq!(json[1]["generation"], 3);
    assert_eq!(json[2]["checkpoint"], "00000002,0001,0000");
    std::fs::write(case.path("letter.txt"), "Dear all").unwrap();
    assert!(case.run(&["info", "letter.txt"]).exits(3).errors().contains("no database, log or checkpoint"));
    assert!(case.run(&["info", "nothing.edb"]).exits(3).errors().contains("there is no such file"));
}

#[test]
fn verifies_a_stream_of_logs() {
    let case = Case::new();
    let text = case.run(&["/ml", "edb"]).exits(0).text();
    assert_eq!(text.matches(" - OK").count(), 3);
    assert!(text.contains("No damaged log files were found."));
    std::fs::remove_file(case.path("edb00000002.log")).unwrap();
    let run = case.run(&["logs", ".", "--json"]).exits(1).json();
    assert_eq!(run["findings"][0]["kind"], "missing");
    assert_eq!(run["findings"][0]["generations"]["first"], 2);
    assert!(case.run(&["/ml", "edb"]).exits(1).text().contains("Missing log file: generation 0x2"));
}

#[test]
fn finds_foreign_damaged_and_misnamed_logs() {
    let case = Case::new();
    case.log("edb00000002.log", 2, Signature::new(1, moment(0)), 0);
    let json = case.run(&["logs", "edb", "--json"]).exits(1).json();
    let kinds: Vec<_> = json["findings"].as_array().unwrap().iter().map(|f| f["kind"].clone()).collect();
    assert_eq!(kinds, ["foreign", "foreign"], "the one after it does not continue it either: {json}");

    let case = Case::new();
    case.damage("edb00000002.log", SEGMENT_SIZE + 100);
    let json = case.run(&["logs", "edb00000002.log", "--json"]).exits(1).json();
    assert_eq!(json["findings"][0]["kind"], "damaged");

    let case = Case::new();
    std::fs::rename(case.path("edb00000002.log"), case.path("edb00000009.log")).unwrap();
    let json = case.run(&["logs", "edb", "--json"]).exits(1).json();
    assert!(json["findings"].as_array().unwrap().iter().any(|f| f["kind"] == "misnamed"));
}

#[test]
fn prints_records_one_on_a_line() {
    let case = Case::new();
    let text = case.run(&["logs", "edb00000001.log", "--records"]).exits(0).text();
    assert!(
        text.contains("\n>00000001,0001,0000 Begin0    (5,from:0,to:1) 4\n>00000001,0001,0030 Commit0   (5,to:0) 8\n"),
        "{text}"
    );
    let run = case.run(&["logs", "edb", "--records", "--json", "--generations", "2-"]).exits(0);
    let lines: Vec<Value> = run.text().lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(lines.len(), 4);
    assert_eq!((&lines[1]["name"], &lines[1]["session"]), (&"Commit0".into(), &5.into()));
}

#[test]
fn checks_every_checksum() {
    let case = Case::new();
    let files = ["a.edb", "edb.log", "edb.chk"];
    let json = case.run(&[&["check", "--json"], &files[..]].concat()).exits(0).json();
    assert!(json.as_array().unwrap().iter().all(|f| f["sound"] == true), "{json}");
    assert_eq!(json[0]["pages_seen"], 4);
    assert_eq!(json[0]["uninitialized_pages"], 1);
    assert_eq!(json[0]["highest_dbtime"]["dbtime"], 43);
    // Page 2 lies at three page sizes.
    case.damage("a.edb", 3 * PAGE + 1000);
    let run = case.run(&["/k", "a.edb"]).exits(1);
    assert!(run.text().contains("1 bad checksums"), "{}", run.text());
    assert!(run.text().contains("page 2 (0x2): JET_errReadVerifyFailure (-1018)"));
    // The first copy of the header.
    let case = Case::new();
    case.damage("a.edb", 100);
    let json = case.run(&["check", "a.edb", "--json"]).exits(1).json();
    assert_eq!(json["header"], "the first copy of the header is damaged; the second is good");
    assert!(case.run(&["/mh", "a.edb"]).exits(0).text().contains("DATABASE SHADOW HEADER:"));
    case.damage("a.edb", PAGE + 100);
    let run = case.run(&["info", "a.edb", "--json"]).exits(5);
    assert_eq!(run.json()["error"]["name"], "JET_errReadVerifyFailure");
    assert_eq!(run.json()["error"]["number"], -1018);
}

#[test]
fn looking_changes_nothing() {
    let case = Case::new();
    let before = case.snapshot();
    for words in
        [&["/mh", "a.edb"][..], &["/ml", "edb", "/v"], &["/mk", "edb.chk"], &["/k", "a.edb"], &["check", "edb"]]
    {
        case.run(words).exits(0);
    }
    assert!(case.snapshot() == before);
}

#[test]
fn copies_and_says_what_it_copied() {
    let case = Case::new();
    let json = case.run(&["copy", "a.edb", "b.edb", "--json"]).exits(0).json();
    assert_eq!(std::fs::read(case.path("a.edb")).unwrap(), std::fs::read(case.path("b.edb")).unwrap());
    assert_eq!(json["sha256"].as_str().unwrap().len(), 64);
    let run = case.run(&["/y", "a.edb", "/d", "b.edb"]).exits(6);
    assert!(run.errors().contains("exists already") && run.errors().contains("--overwrite"));
    assert!(!Path::new(&case.path("b.edb.unfinished")).exists());
}

#[test]
fn what_is_not_here_is_said() {
    let case = Case::new();
    assert!(case.run(&["/d", "a.edb"]).exits(7).errors().contains("does not defragment"));
    case.run(&["/q", "a.edb"]).exits(2);
    case.run(&["info"]).exits(2);
    case.run(&["nonsense"]).exits(2);
    case.run(&[]).exits(2);
}

#[test]
fn help_man_page_and_completions() {
    let case = Case::new();
    let help = case.run(&["--help"]).exits(0).text();
    assert!(help.contains("Exit codes:") && help.contains("Examples:"));
    assert_eq!(case.run(&["/?"]).exits(0).text(), help);
    assert!(case.run(&["man"]).exits(0).text().contains(".TH esentutl"));
    case.run(&["man", "--directory", "pages"]).exits(0);
    assert!(case.path("pages/esentutl-info.1").exists());
    for shell in ["bash", "zsh", "fish", "powershell"] {
        assert!(case.run(&["completions", shell]).exits(0).text().contains("esentutl"), "{shell}");
    }
    assert!(!case.run(&["info", "a.edb"]).text().contains('\x1b'), "no colours but on a terminal");
}

#[test]
fn plans_a_recovery_without_touching_anything() {
    let case = Case::new();
    let before = case.snapshot();
    let text = case.run(&["plan"]).exits(0).text();
    for words in [
        "a.edb: Dirty Shutdown",
        "needs generations 0x2-0x3; has committed work up to 0x3",
        "generations 0x1-0x3; 0x3 is the current log",
        "checkpoint (0x2,1,0)",
        "esentutl recover can be done",
        "replay generations 0x2-0x3 from the checkpoint on: 4 records",
        "roll back nothing",
        "nothing that was committed",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    let json = case.run(&["plan", "a.edb", "--json"]).exits(0).json();
    let plan = &json["plans"][0];
    assert_eq!((&plan["action"], &plan["possible"]), (&"recover".into(), &true.into()));
    assert_eq!(plan["replay"].as_array().unwrap().len(), 2);
    assert!(case.snapshot() == before);
}

#[test]
fn a_plan_says_what_is_missing_and_what_that_means() {
    // Required: the database cannot become consistent.
    let case = Case::new();
    std::fs::remove_file(case.path("edb00000002.log")).unwrap();
    let json = case.run(&["plan", "--json"]).exits(1).json();
    let plan = &json["plans"][0];
    assert_eq!(plan["possible"], false);
    assert_eq!(plan["generations"]["missing"][0], serde_json::json!({ "first": 2, "last": 2 }));
    assert!(case.run(&["recover"]).exits(8).errors().contains("generation 0x2 is required and missing"));

    // The logs lie elsewhere, and without a checkpoint.
    let case = Case::new();
    std::fs::create_dir(case.path("logs")).unwrap();
    for name in ["edb00000001.log", "edb00000002.log", "edb.log"] {
        std::fs::rename(case.path(name), case.path("logs").join(name)).unwrap();
    }
    let plan = &case.run(&["plan", "a.edb", "--json"]).exits(0).json()["plans"][0];
    assert_eq!(plan["generations"]["replayed"], serde_json::json!({ "first": 2, "last": 3 }));

    // Another stream's log in the way.
    let case = Case::new();
    case.log("edb.log", 3, Signature::new(1, moment(0)), 0);
    let plan = &case.run(&["plan", "--json"]).exits(1).json()["plans"][0];
    assert_eq!(plan["findings"][0]["kind"], "foreign");
    assert_eq!(plan["possible"], false);

    // No logs at all.
    let case = Case::new();
    for name in ["edb00000001.log", "edb00000002.log", "edb.log", "edb.chk"] {
        std::fs::remove_file(case.path(name)).unwrap();
    }
    assert!(case.run(&["plan"]).exits(1).text().contains("no log of the databases' stream was found"));
}

#[test]
fn committed_work_is_not_lost_unasked() {
    let case = Case::new();
    // Generation 4 was being written when the machine died; it is not here.
    let (file, mut h) =
        DatabaseFile::open(&RealFileSystem, &case.path("a.edb"), esent::storage::fs::OpenMode::ReadWrite, None)
            .unwrap();
    h.set_max_committed(4);
    file.write_header(&mut h).unwrap();
    drop(file);
    let run = case.run(&["recover", "--dry-run"]).exits(1);
    assert!(run.text().contains("committed work in generation 0x4 would be lost"), "{}", run.text());
    let run = case.run(&["recover", "--dry-run", "--allow-loss"]).exits(0);
    assert!(run.text().contains("what was committed in generation 0x4"), "{}", run.text());
}

#[test]
fn a_clean_database_needs_nothing() {
    let case = Case::new();
    case.database("a.edb", DatabaseState::Clean);
    assert!(case.run(&["plan"]).exits(0).text().contains("clean: nothing to do"));
    let before = case.snapshot();
    case.run(&["recover"]).exits(0);
    assert!(case.snapshot() == before);
}

#[test]
fn strange_places_get_a_clear_answer() {
    let case = Case::new();
    std::fs::create_dir(case.path("empty")).unwrap();
    let errors = case.run(&["plan", "empty", "--logs", "empty"]).exits(3).errors();
    assert!(errors.contains("no database and no log in empty"), "{errors}");

    // Two streams, a database of each.
    let other = Case::new();
    for name in ["edb00000001.log", "edb00000002.log", "edb.log"] {
        std::fs::remove_file(other.path(name)).unwrap();
    }
    let mut checksum = 0;
    for (generation, name) in [(1, "xyz00000001.log"), (2, "xyz00000002.log"), (3, "xyz.log")] {
        checksum = other.log(name, generation, Signature::new(3, moment(0)), checksum);
    }
    let (file, mut h) =
        DatabaseFile::open(&RealFileSystem, &other.path("a.edb"), esent::storage::fs::OpenMode::ReadWrite, None)
            .unwrap();
    h.set_log_signature(Signature::new(3, moment(0)));
    file.write_header(&mut h).unwrap();
    drop(file);
    std::fs::rename(other.path("a.edb"), case.path("b.edb")).unwrap();
    for name in ["xyz00000001.log", "xyz00000002.log", "xyz.log"] {
        std::fs::rename(other.path(name), case.path(name)).unwrap();
    }
    assert_eq!(case.run(&["plan", "--json"]).exits(0).json()["plans"].as_array().unwrap().len(), 2);
    let errors = case.run(&["recover"]).exits(4).errors();
    assert!(errors.contains("2 log streams") && errors.contains("--base"), "{errors}");
    case.run(&["recover", "b.edb", "--dry-run"]).exits(0);

    // A directory where a file should be, and the other way round.
    case.run(&["info", "empty"]).exits(2);
    case.run(&["plan", "no/such/place"]).exits(3);
}

#[cfg(target_os = "linux")]
#[test]
fn names_in_odd_encodings_are_no_trouble() {
    use std::os::unix::ffi::OsStrExt;
    let case = Case::new();
    let odd = std::ffi::OsStr::from_bytes(b"d\xe9\x1b[31m");
    let directory = case.dir.path().join(odd);
    std::fs::create_dir(&directory).unwrap();
    for name in ["a.edb", "edb00000001.log", "edb00000002.log", "edb.log", "edb.chk"] {
        std::fs::rename(case.path(name), directory.join(name)).unwrap();
    }
    let run = Run(Command::new(env!("CARGO_BIN_EXE_esentutl")).arg("plan").arg(&directory).output().unwrap()).exits(0);
    assert!(run.text().contains("can be done"));
    assert!(!run.text().contains('\x1b'), "a name cannot drive the terminal");
}

/// The sample backup, restored in steps.
#[test]
fn copies_are_told_apart_or_asked_about() {
    let case = Case::new();
    // The same stream under another base name, not as far.
    for name in ["edb00000001.log", "edb00000002.log"] {
        std::fs::copy(case.path(name), case.path(&name.replace("edb", "abc"))).unwrap();
    }
    let plan = case.run(&["plan", ".", "--json"]).json();
    let with_database = &plan["plans"][0];
    assert_eq!((&with_database["logs"]["base_name"], plan["plans"].as_array().unwrap().len()), (&"edb".into(), 2));
    assert_eq!(with_database["possible"], true, "{plan}");
    // A copy of the database: nobody but the person knows which one is meant.
    case.database("copy of a.edb", DatabaseState::Clean);
    let refused = case.run(&["recover", "."]).exits(8);
    assert!(refused.errors().contains("a.edb and copy of a.edb are copies of one database"), "{}", refused.errors());
    assert_eq!(case.run(&["plan", "a.edb", "--json"]).json()["plans"][0]["possible"], true);
}

#[test]
fn a_restore_step_by_step() {
    let directory = tempfile::tempdir().unwrap();
    let archive = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/sample-backup/sample-backup.tar.gz");
    let tar = Command::new("tar").arg("-xzf").arg(archive).arg("-C").arg(directory.path()).status();
    if !tar.is_ok_and(|s| s.success()) {
        eprintln!("SKIPPED: no tar");
        return;
    }
    let restore = |arguments: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_esentutl"));
        command.current_dir(directory.path()).arg("restore").args(arguments.split(' ')).arg("--json");
        let output = command.output().unwrap();
        let json: Value = serde_json::from_slice(&output.stdout).unwrap();
        (output.status.code().unwrap(), json)
    };
    assert_eq!(restore("status work").0, 3);
    let (code, error) = restore("add work --logs sample-backup/logs");
    assert_eq!((code, &error["error"]["name"]), (5, &Value::from("JET_errMissingFullBackup")));
    let begin = "begin work --group mail --logs sample-backup/logs --database sample-backup/db0.edb --into restored";
    let (code, begun) = restore(begin);
    assert_eq!(code, 0, "{begun}");
    assert_eq!(begun["stage"], "collecting");
    assert_eq!(begun["databases"][0]["restored_to"], directory.path().join("restored/db0.edb").to_str().unwrap());
    let (_, status) = restore("status work");
    assert_eq!(status["storage_group"], "mail");
    let (code, completed) = restore("complete work");
    assert_eq!((code, &completed["stage"]), (0, &Value::from("completed")));
    assert_eq!(restore("status work").0, 3);
    assert!(directory.path().join("restored/db0.edb").exists());
}

#[cfg(unix)]
#[test]
fn ctrl_c_leaves_nothing_half_written() {
    use std::process::Stdio;
    let case = Case::new();
    // Holes take no space, but time to hash.
    let file = std::fs::File::create(case.path("big.edb")).unwrap();
    file.set_len(8 << 30).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_esentutl"))
        .args(["copy", "big.edb", "copy.edb", "--no-reflink"])
        .current_dir(case.dir.path())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let begun = case.path("copy.edb.unfinished");
    while !begun.exists() {
        if child.try_wait().unwrap().is_some() {
            // No place for such a file here: refused beforehand.
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    let run = Run(child.wait_with_output().unwrap()).exits(130);
    assert!(run.errors().contains("interrupted"));
    assert!(!begun.exists() && !case.path("copy.edb").exists());
}
