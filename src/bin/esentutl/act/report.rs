//! The report of an act: what was read and written, which pages changed, what was rolled back.

use std::path::{Path, PathBuf};

use esent::format::database_header::DatabaseState;
use esent::format::primitives::Logtime;
use serde_json::{Value, json};

use super::engine::Outcome;
use super::pages::{PageChange, Prints};
use crate::failure::Failure;
use crate::info::database;
use crate::plan::{self, Plan};
use crate::text;

/// One file at the end of a run.
#[derive(Debug, Clone)]
pub struct FileFact {
    pub file: PathBuf,
    pub bytes: u64,
    pub sha256: String,
    /// `read`, `unchanged`, `changed`, `new`, `removed`.
    pub what: &'static str,
}

impl FileFact {
    pub fn new(path: &Path, sha256: String, what: &'static str) -> Result<Self, Failure> {
        let bytes = std::fs::metadata(path).map_err(|e| Failure::reading(&e, path))?.len();
        let file = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
        Ok(Self { file, bytes, sha256, what })
    }

    /// A file that was there.
    pub fn gone(path: &Path, sha256: &str) -> Self {
        Self { file: path.to_path_buf(), bytes: 0, sha256: sha256.to_owned(), what: "removed" }
    }

    fn to_json(&self) -> Value {
        json!({ "file": text::path(&self.file), "bytes": self.bytes, "sha256": self.sha256, "what": self.what })
    }
}

/// One database before and after.
#[derive(Debug, Clone)]
pub struct DatabaseFact {
    pub original: PathBuf,
    pub file: PathBuf,
    pub state: &'static str,
    pub clean: bool,
    pub pages_before: u32,
    pub pages_after: u32,
    pub changes: Vec<PageChange>,
}

pub struct Report {
    action: plan::Action,
    plan: Value,
    started: Logtime,
    finished: Option<Logtime>,
    error: Option<Value>,
    pub read: Vec<FileFact>,
    pub written: Vec<FileFact>,
    pub databases: Vec<DatabaseFact>,
    rolled_back: Vec<plan::rollback::OpenTransaction>,
    pub engine: Option<Outcome>,
}

impl Report {
    pub fn begin(plan: &Plan) -> Self {
        Self {
            action: plan.action,
            plan: plan::to_json(plan),
            started: Logtime::now(),
            finished: None,
            error: None,
            read: Vec::new(),
            written: Vec::new(),
            databases: Vec::new(),
            rolled_back: plan.reading.open.clone(),
            engine: None,
        }
    }

    /// The run is over.
    pub fn end(&mut self, failure: Option<&Failure>) {
        self.finished = Some(Logtime::now());
        self.error = failure.map(Failure::to_json);
        if failure.is_some() {
            self.rolled_back.clear();
        }
    }

    /// Notes what became of a database that now lies at `path` and will lie at `shown`.
    pub fn database(
        &mut self,
        original: &Path,
        shown: &Path,
        path: &Path,
        before: &Prints,
        after: &Prints,
    ) -> Result<(), Failure> {
        let header = database::read(path)?.header;
        self.databases.push(DatabaseFact {
            // A name in logs stays as it is.
            original: original.canonicalize().unwrap_or_else(|_| original.to_path_buf()),
            file: shown.to_path_buf(),
            state: text::state(header.state_number()),
            clean: header.state() == Some(DatabaseState::Clean),
            pages_before: before.len(),
            pages_after: after.len(),
            changes: before.changes(after),
        });
        Ok(())
    }

    pub fn all_clean(&self) -> bool {
        self.databases.iter().all(|d| d.clean)
    }

    /// The last lines on the screen.
    pub fn summary(&self, place: &Path) -> Vec<String> {
        let mut l = Vec::new();
        if let Some(engine) = &self.engine {
            let range =
                engine.generations.map_or(String::new(), |(a, b)| format!(" {}", plan::line::generations(a, b)));
            let warning = if engine.warning == 0 { String::new() } else { format!(", warning {}", engine.warning) };
            l.push(format!("Replayed{range} in {:.2} seconds{warning}.", engine.seconds));
        }
        for d in &self.databases {
            let pages = text::count(d.changes.len() as u64, "page");
            let length = match (d.pages_before, d.pages_after) {
                (a, b) if a > b => format!(", {} shorter", text::count((a - b).into(), "page")),
                (a, b) if a < b => format!(", {} longer", text::count((b - a).into(), "page")),
                _ => String::new(),
            };
            l.push(format!("{}: {}, {pages} changed{length}.", text::path(&d.file), d.state));
        }
        if self.action != plan::Action::Nothing {
            let n = text::count(self.rolled_back.len() as u64, "transaction");
            l.push(format!("{n} rolled back."));
        }
        if place.join("report.txt").exists() {
            l.push(format!("Report: {}", text::path(&place.join("report.txt"))));
        }
        l
    }

    /// Writes the report, as JSON or as text by the name's ending.
    pub fn save(&self, path: &Path) -> Result<(), Failure> {
        let is_json = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("json"));
        let text = if is_json {
            serde_json::to_string_pretty(&self.to_json()).unwrap_or_default() + "\n"
        } else {
            self.text()
        };
        std::fs::write(path, text).map_err(|e| Failure::writing(&e, path))
    }

    pub fn to_json(&self) -> Value {
        json!({
            "program": concat!("esentutl ", env!("CARGO_PKG_VERSION")),
            "action": self.action.word(),
            "started": text::time_json(self.started),
            "finished": self.finished.map(text::time_json),
            "error": self.error,
            "plan": self.plan,
            "engine": self.engine.as_ref().map(|e| json!({
                "warning": e.warning,
                "generations": e.generations.map(|(a, b)| json!({ "first": a, "last": b })),
                "records": e.records,
                "pages": e.pages,
                "seconds": e.seconds,
            })),
            "read": self.read.iter().map(FileFact::to_json).collect::<Vec<_>>(),
            "written": self.written.iter().map(FileFact::to_json).collect::<Vec<_>>(),
            "databases": self.databases.iter().map(|d| json!({
                "original": text::path(&d.original),
                "file": text::path(&d.file),
                "state": d.state,
                "clean": d.clean,
                "pages_before": d.pages_before,
                "pages_after": d.pages_after,
                "changed": d.changes.iter().map(|c| c.to_json()).collect::<Vec<_>>(),
            })).collect::<Vec<_>>(),
            "rolled_back": self.rolled_back.iter().map(|t| t.to_json()).collect::<Vec<_>>(),
        })
    }

    fn text(&self) -> String {
        let mut s = format!("esentutl {} {}\n", env!("CARGO_PKG_VERSION"), self.action.word());
        let mut line = |l: String| {
            s += &l;
            s.push('\n');
        };
        line(format!("started   {}", self.started));
        if let Some(finished) = self.finished {
            line(format!("finished  {finished}"));
        }
        if let Some(error) = &self.error {
            line(format!("failed    {}", error["message"].as_str().unwrap_or("")));
        }
        if let Some(e) = &self.engine {
            let range = e.generations.map_or("nothing".to_owned(), |(a, b)| plan::line::generations(a, b));
            line(format!("replayed  {range}"));
        }
        for (title, files) in [("Files read", &self.read), ("Files written", &self.written)] {
            line(format!("\n{title} (SHA-256, bytes, name)"));
            for f in files {
                let what = if f.what == "read" { String::new() } else { format!(" ({})", f.what) };
                line(format!("{}  {:>12}  {}{what}", f.sha256, f.bytes, text::path(&f.file)));
            }
        }
        line(format!("\nTransactions rolled back: {}", self.rolled_back.len()));
        for t in &self.rolled_back {
            line(format!("  {}", t.sentence()));
        }
        for d in &self.databases {
            line(format!("\n{} (from {})", text::path(&d.file), text::path(&d.original)));
            line(format!(
                "  {}; {} pages before, {} after, {} changed",
                d.state,
                d.pages_before,
                d.pages_after,
                d.changes.len()
            ));
            for c in &d.changes {
                let time = |t: Option<u64>| t.map_or("-".to_owned(), |t| format!("{t:#x}"));
                let (before, after) = (time(c.dbtime.0), time(c.dbtime.1));
                line(format!(
                    "  page {:>8}  {:<8} tree {:>6}  dbtime {before} -> {after}",
                    c.page,
                    c.what.word(),
                    c.objid
                ));
            }
        }
        s
    }
}
