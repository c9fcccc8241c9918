//! Backups to try restores on, on a [simulated disk](super::simulated_disk).
//!
//! The sample of `examples/` is always there. Recorded cases of the reference lie beside the project on the machines of
//! those who work on it, and are used when they are found ([`recorded`]).

#![allow(dead_code)] // Each test uses a part of it.

use std::path::{Path, PathBuf};
use std::process::Command;

use esent::error::Result;
use esent::format::primitives::Logtime;
use esent::recovery::request::{MapEntry, RestoreRequest, Running, Settings, SoftRequest};
use esent::recovery::{external_restore, soft_recovery};
use esent::storage::fs::FileSystem;

use super::simulated_disk::SimulatedDisk;

/// Where the set lies on the simulated disk.
pub const ROOT: &str = "/set";

/// A backup and how to restore it.
pub struct RestoreSet {
    pub name: String,
    pub disk: SimulatedDisk,
    pub page_size: u32,
    pub log_path: PathBuf,
    pub backup_log_path: PathBuf,
    pub system_path: PathBuf,
    pub generations: (i32, i32),
    pub map: Vec<MapEntry>,
    /// Pages of the cache; few of them make it write early.
    pub cache_pages: usize,
    /// As in [`Settings`].
    pub threads: usize,
    /// It is no backup but what a crash left: soft recovery is for it.
    pub soft: bool,
    /// Options of soft recovery.
    pub grbit: u32,
}

impl RestoreSet {
    /// The sample backup that comes with the project.
    pub fn sample() -> Self {
        let archive = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/sample-backup/sample-backup.tar.gz");
        let disk = unpack(&archive);
        let root = Path::new(ROOT).join("sample-backup");
        Self {
            name: "sample".into(),
            disk,
            page_size: 8192,
            log_path: root.clone(),
            backup_log_path: root.join("logs"),
            system_path: root.clone(),
            generations: (1, 2),
            map: vec![entry("C:\\ese\\live\\db0.edb", root.join("db0.edb"))],
            cache_pages: 0,
            threads: 0,
            soft: false,
            grbit: 0,
        }
    }

    /// A crashed database with its logs, which comes with the project.
    pub fn crashed() -> Self {
        let archive = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/crashed/crashed.tar.gz");
        let root = Path::new(ROOT).join("db");
        Self {
            name: "crashed".into(),
            disk: unpack(&archive),
            page_size: 4096,
            log_path: root.clone(),
            backup_log_path: PathBuf::new(),
            system_path: root.clone(),
            generations: (0, 0),
            map: vec![entry("C:\\ese\\live\\db0.edb", root.join("db0.edb"))],
            cache_pages: 0,
            threads: 0,
            soft: true,
            grbit: 0,
        }
    }

    /// A recorded case, by its folder ("first-8k/hard"); `None` when there are no recordings here.
    pub fn recorded(name: &str) -> Option<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/reference").join(name);
        let text = std::fs::read_to_string(folder.join("case.json")).ok()?;
        let case: serde_json::Value = serde_json::from_str(&text).unwrap();
        let input = case["input_from"].as_str().unwrap_or("input.tar.xz");
        let at = |v: &serde_json::Value| Path::new(ROOT).join(v.as_str().unwrap());
        let number = |v: &serde_json::Value| i32::try_from(v.as_i64().unwrap()).unwrap();
        let soft = case["kind"] == "soft";
        let pairs = case["map"].as_array().unwrap().iter();
        Some(Self {
            name: name.into(),
            disk: unpack(&folder.join(input)),
            page_size: number(&case["page"]) as u32,
            log_path: at(&case["dirs"]["logs"]),
            backup_log_path: if soft { PathBuf::new() } else { at(&case["dirs"]["backup_logs"]) },
            system_path: at(&case["dirs"]["checkpoint"]),
            generations: if soft { (0, 0) } else { (number(&case["gen"][0]), number(&case["gen"][1])) },
            map: pairs.map(|p| entry(p[0].as_str().unwrap(), at(&p[1]))).collect(),
            cache_pages: 0,
            threads: 0,
            soft,
            grbit: 0,
        })
    }

    pub fn with_cache(mut self, pages: usize) -> Self {
        self.name += &format!(", cache of {pages} pages");
        self.cache_pages = pages;
        self
    }

    pub fn with_grbit(mut self, grbit: u32) -> Self {
        self.name += &format!(", options {grbit:#x}");
        self.grbit = grbit;
        self
    }

    /// The databases, in the order of the map.
    pub fn databases(&self) -> impl Iterator<Item = &Path> {
        self.map.iter().filter_map(|e| e.new_path.as_deref())
    }

    /// Restores or recovers; an instance that runs then is ended.
    pub fn restore(&self, fs: &dyn FileSystem) -> Result<()> {
        if !self.soft {
            return external_restore::run_on(fs, self.request()).map(drop);
        }
        let request = SoftRequest {
            settings: self.settings(),
            map: Some(self.map.clone()),
            stop: None,
            stop_time: Logtime::default(),
            grbit: self.grbit,
            status: None,
        };
        let (_, mut running) = soft_recovery::run_on(fs, request)?;
        running.terminate(0)
    }

    pub fn request(&self) -> RestoreRequest<'static> {
        RestoreRequest {
            settings: self.settings(),
            map: Some(self.map.clone()),
            backup_log_path: Some(self.backup_log_path.clone()),
            generation_low: self.generations.0,
            generation_high: self.generations.1,
            target: None,
            status: None,
        }
    }

    pub fn settings(&self) -> Settings {
        Settings {
            system_path: self.system_path.clone(),
            temp_path: self.system_path.clone(),
            page_size: self.page_size,
            page_size_set: true,
            legacy_file_names: 1,
            cache_size_max: self.cache_pages,
            threads: self.threads,
            ..Settings::of_logs(&self.log_path)
        }
    }
}

/// The recorded cases that are here, by their folders.
pub fn names_of_recorded() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/reference");
    let mut names = Vec::new();
    for group in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        for case in std::fs::read_dir(group.path()).into_iter().flatten().flatten() {
            if case.path().join("case.json").is_file() {
                let name = |path: std::ffi::OsString| path.to_string_lossy().into_owned();
                names.push(format!("{}/{}", name(group.file_name()), name(case.file_name())));
            }
        }
    }
    names.sort();
    names
}

fn entry(old: &str, new: PathBuf) -> MapEntry {
    MapEntry { old_name: Some(old.into()), new_path: Some(new), grbit: 0 }
}

/// Unpacks an archive to a disk in memory.
fn unpack(archive: &Path) -> SimulatedDisk {
    let directory = tempfile::tempdir().unwrap();
    let done = Command::new("tar").arg("-xf").arg(archive).arg("-C").arg(directory.path()).status().expect("tar");
    assert!(done.success(), "{} cannot be unpacked", archive.display());
    SimulatedDisk::copy_of(directory.path(), Path::new(ROOT)).unwrap()
}
