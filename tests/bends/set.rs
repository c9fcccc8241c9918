//! A backup to bend, and what a restore of it gives when nothing is bent.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use esent::error::Error;
use esent::recovery::external_restore;
use esent::recovery::request::{MapEntry, RestoreOutcome, RestoreRequest, Settings, StatusEvent};
use esent::storage::fs::FileSystem;

use super::disk::{Disk, Files};

pub const SEGMENT: usize = 4096;

/// How a restore is asked for.
#[derive(Debug, Clone)]
pub struct Call {
    pub settings: Settings,
    pub map: Option<Vec<MapEntry>>,
    pub backup_logs: PathBuf,
    pub range: (i32, i32),
}

pub struct Set {
    pub name: String,
    pub files: Files,
    pub call: Call,
    pub databases: Vec<PathBuf>,
    /// In the order in which they are played.
    pub logs: Vec<PathBuf>,
    /// The databases as a restore leaves them: whole, and for each place at which the last logs may end early.
    pub outcomes: Vec<Vec<Arc<Vec<u8>>>>,
}

/// What one restore did.
pub struct Done {
    pub result: Result<RestoreOutcome, Error>,
    pub begun: bool,
    pub completed: bool,
    pub progress_is_sane: bool,
}

pub fn restore(disk: &dyn FileSystem, call: &Call) -> Done {
    let (mut begun, mut completed, mut sane, mut last) = (false, false, true, 0);
    let mut status = |event: StatusEvent<'_>| {
        match event {
            StatusEvent::Begin => {
                sane &= !begun;
                begun = true;
            }
            StatusEvent::Progress { done, total } => {
                sane &= begun && done > last && done <= total;
                last = done;
            }
            StatusEvent::Complete { .. } => completed = true,
            other => return other.default_answer(),
        }
        0
    };
    let request = RestoreRequest {
        settings: call.settings.clone(),
        map: call.map.clone(),
        backup_log_path: Some(call.backup_logs.clone()),
        generation_low: call.range.0,
        generation_high: call.range.1,
        target: None,
        status: Some(&mut status),
    };
    let result = external_restore::run_on(disk, request);
    Done { result, begun, completed, progress_is_sane: sane }
}

pub fn settings(page_size: u32) -> Settings {
    Settings {
        system_path: "/new/system/".into(),
        temp_path: "/new/temp/".into(),
        page_size,
        page_size_set: true,
        legacy_file_names: 1,
        create_path_if_not_exist: true,
        ..Settings::of_logs("/new/logs/".as_ref())
    }
}

fn unpack(archive: &Path) -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    let done = Command::new("tar").arg("-xf").arg(archive).arg("-C").arg(directory.path()).status().unwrap();
    assert!(done.success(), "{} cannot be unpacked", archive.display());
    directory
}

fn collect(from: &Path, to: &Path, files: &mut Files) {
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            collect(&entry.path(), &to, files);
        } else {
            files.insert(to, Arc::new(std::fs::read(entry.path()).unwrap()));
        }
    }
}

/// The project's folder, from its tests and from its fuzz targets.
fn project() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    if here.ends_with("fuzz") { here.parent().unwrap_or(here) } else { here }
}

impl Set {
    /// The sample backup, which is part of the project.
    pub fn sample() -> Self {
        let archive = project().join("examples/sample-backup/sample-backup.tar.gz");
        let mut files = Files::new();
        collect(unpack(&archive).path(), Path::new("/"), &mut files);
        let map = vec![("C:\\ese\\live\\db0.edb".to_owned(), PathBuf::from("/sample-backup/db0.edb"))];
        Self::measure("sample", files, settings(8192), map, "/sample-backup/logs".into(), (1, 2))
    }

    /// A recorded case of a hard restore beside the project.
    pub fn recorded(case: &str) -> Option<Self> {
        let base = project().join("../shared/data/reference").join(case);
        let text = std::fs::read_to_string(base.join("case.json")).ok()?;
        let json: serde_json::Value = serde_json::from_str(&text).unwrap();
        let input = json["input_from"].as_str().unwrap_or("input.tar.xz");
        let mut files = Files::new();
        collect(unpack(&base.join(input)).path(), Path::new("/"), &mut files);
        let place = |v: &serde_json::Value| Path::new("/").join(v.as_str().unwrap());
        let map = json["map"].as_array().unwrap().iter();
        let map = map.map(|line| (line[0].as_str().unwrap().to_owned(), place(&line[1]))).collect();
        let mut settings = settings(json["page"].as_u64().unwrap() as u32);
        settings.log_path = place(&json["dirs"]["logs"]);
        settings.system_path = place(&json["dirs"]["checkpoint"]);
        let number = |i: usize| json["gen"][i].as_i64().unwrap() as i32;
        let backup_logs = place(&json["dirs"]["backup_logs"]);
        Some(Self::measure(case, files, settings, map, backup_logs, (number(0), number(1))))
    }

    fn measure(
        name: &str,
        files: Files,
        settings: Settings,
        map: Vec<(String, PathBuf)>,
        backup_logs: PathBuf,
        range: (i32, i32),
    ) -> Self {
        let numbered = |directory: &Path, g: i32| directory.join(format!("edb{g:08X}.log"));
        let mut logs: Vec<PathBuf> = (range.0..=range.1).map(|g| numbered(&backup_logs, g)).collect();
        let backup = logs.len();
        let mut next = range.1 + 1;
        while files.contains_key(&numbered(&settings.log_path, next)) {
            logs.push(numbered(&settings.log_path, next));
            next += 1;
        }
        let current = settings.log_path.join("edb.log");
        if files.contains_key(&current) {
            logs.push(current);
        }
        let databases: Vec<PathBuf> = map.iter().map(|(_, path)| path.clone()).collect();
        let entry = |(old, new)| MapEntry { old_name: Some(old), new_path: Some(new), grbit: 0 };
        let map = map.into_iter().map(entry).collect();
        let call = Call { settings, map: Some(map), backup_logs, range };
        let mut set = Self { name: name.to_owned(), files, call, databases, logs, outcomes: Vec::new() };
        set.learn_outcomes(backup);
        // After an incremental backup a range that ends earlier is good too.
        let whole = set.call.range;
        while set.call.range.1 > whole.0 {
            set.call.range.1 -= 1;
            let Some(outcome) = set.outcome(&set.files) else { break };
            set.outcomes.push(outcome);
        }
        set.call.range = whole;
        set
    }

    fn learn_outcomes(&mut self, backup: usize) {
        let whole = self.outcome(&self.files).expect("the set can be restored");
        self.outcomes.push(whole);
        for last in backup - 1..self.logs.len() {
            let mut files = self.files.clone();
            for later in &self.logs[last + 1..] {
                files.remove(later);
            }
            let segments = files[&self.logs[last]].len() / SEGMENT;
            for end in (1..=segments).rev() {
                let log = Arc::make_mut(files.get_mut(&self.logs[last]).unwrap());
                if log[end * SEGMENT - SEGMENT..].iter().all(|b| *b == 0) && end < segments {
                    continue;
                }
                if let Some(outcome) = self.outcome(&files)
                    && !self.outcomes.contains(&outcome)
                {
                    self.outcomes.push(outcome);
                }
                let log = Arc::make_mut(files.get_mut(&self.logs[last]).unwrap());
                log[(end - 1) * SEGMENT..].fill(0);
            }
        }
    }

    fn outcome(&self, files: &Files) -> Option<Vec<Arc<Vec<u8>>>> {
        let disk = Disk::new(files);
        restore(&disk, &self.call).result.ok()?;
        let files = disk.files();
        Some(self.databases.iter().map(|path| files[path].clone()).collect())
    }

    pub fn page_size(&self) -> usize {
        self.call.settings.page_size as usize
    }
}
