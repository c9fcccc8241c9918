//! Restores a streaming backup: database and logs of the time of the backup become a clean database.
//!
//! ```sh
//! cargo run --release --example restore                    # the sample, unpacked to target/sample-restore
//! cargo run --release --example restore -- DATABASE LOGS   # a database file and the folder of its logs
//! ```
//!
//! The database is changed where it lies; logs and checkpoint of the restore go next to it.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;

use esent::instance::parameters::id;
use esent::instance::process;
use esent::instance::restore::{ExternalRestore, external_restore};
use esent::recovery::request::{MapEntry, OpenReason, StatusEvent};
use esent::storage::fs::{FileSystem, OpenMode, RealFileSystem};
use esent::storage::{database_file, log_reader};

fn main() -> ExitCode {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let done = match arguments.as_slice() {
        [] => unpack_sample().and_then(|(database, logs)| restore(&database, &logs)),
        [database, logs] => restore(database, logs),
        _ => Err("expected nothing, or a database and the folder of its logs".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn unpack_sample() -> Result<(PathBuf, PathBuf), Box<dyn Error>> {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let target = std::env::var_os("SAMPLE_RESTORE").map_or(project.join("target/sample-restore"), PathBuf::from);
    if target.exists() {
        std::fs::remove_dir_all(&target)?;
    }
    std::fs::create_dir_all(&target)?;
    let archive = project.join("examples/sample-backup/sample-backup.tar.gz");
    let tar = Command::new("tar").arg("-xzf").arg(archive).arg("-C").arg(&target).status()?;
    if !tar.success() {
        return Err("tar could not unpack the sample".into());
    }
    Ok((target.join("sample-backup/db0.edb"), target.join("sample-backup/logs")))
}

/// What the files say of themselves.
struct Backup {
    page_size: u32,
    base_name: String,
    generations: (u32, u32),
    /// Bytes of a log file.
    log_size: u64,
}

fn look_at(database: &Path, logs: &Path) -> Result<Backup, Box<dyn Error>> {
    let file = RealFileSystem.open(database, OpenMode::Read)?;
    let (header, _) = database_file::read_header(&*file, database, None)?;
    let mut backup =
        Backup { page_size: header.page_size(), base_name: String::new(), generations: (u32::MAX, 0), log_size: 0 };
    for name in RealFileSystem.list(logs)? {
        let path = logs.join(name);
        // edb0000001A.log: three characters, then the generation in eight or five digits.
        let name = path.file_stem().and_then(|n| n.to_str()).unwrap_or_default();
        let numbered = name.is_ascii() && [8, 11].contains(&name.len()) && u32::from_str_radix(&name[3..], 16).is_ok();
        if !numbered || !path.extension().is_some_and(|x| x == "log" || x == "jtx") {
            continue;
        }
        let log = RealFileSystem.open(&path, OpenMode::Read)?;
        let generation = log_reader::read_header(&*log)?.generation();
        backup.generations = (backup.generations.0.min(generation), backup.generations.1.max(generation));
        backup.log_size = log.len()?;
        backup.base_name = name[..3].to_owned();
    }
    if backup.base_name.is_empty() {
        return Err(format!("no logs in {}", logs.display()).into());
    }
    Ok(backup)
}

fn restore(database: &Path, logs: &Path) -> Result<(), Box<dyn Error>> {
    let backup = look_at(database, logs)?;
    println!("database     {} ({} bytes a page)", database.display(), backup.page_size);
    println!("logs         {}, generations {:#x} to {:#x}", logs.display(), backup.generations.0, backup.generations.1);

    // As JetSetSystemParameter with a null instance does: for every instance to come.
    let mut all = process();
    all.set_parameter(None, 0, id::DATABASE_PAGE_SIZE, backup.page_size as usize, None, None)?;
    all.set_parameter(None, 0, id::LOG_FILE_SIZE, (backup.log_size / 1024) as usize, None, None)?;
    all.set_parameter(None, 0, id::BASE_NAME, 0, Some(backup.base_name.as_ref()), None)?;
    drop(all);

    let beside = database.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let begin = Instant::now();
    // Recovery says which log it is about to open; that it was there shows in what comes after.
    let mut opening = None;
    let mut status = |_instance: usize, event: StatusEvent<'_>| {
        match &event {
            StatusEvent::Begin => println!("begin"),
            StatusEvent::OpenLog { generation, reason: OpenReason::Redo, .. } => {
                show_redo(opening.replace(*generation).filter(|before| before != generation));
            }
            StatusEvent::MissingLog { .. } => opening = None,
            StatusEvent::Progress { .. } => show_redo(opening.take()),
            StatusEvent::BeginUndo { .. } => {
                show_redo(opening.take());
                println!("  undo       what was never committed");
            }
            StatusEvent::Complete { .. } => println!("complete"),
            _ => {}
        }
        // Go on as if nobody had been asked.
        event.default_answer()
    };
    let outcome = external_restore(ExternalRestore {
        checkpoint_path: Some(beside.join("").into()),
        log_path: Some(beside.join("").into()),
        // The database is known by its signature; the name that the logs call it by only matters without one.
        map: Some(vec![MapEntry {
            old_name: Some(database.to_string_lossy().into_owned()),
            new_path: Some(database.to_path_buf()),
            grbit: 0,
        }]),
        backup_log_path: Some(logs.join("").into()),
        generation_low: i32::try_from(backup.generations.0)?,
        generation_high: i32::try_from(backup.generations.1)?,
        status: Some(&mut status),
        ..Default::default()
    })?;
    let time = begin.elapsed();

    if let Some((first, last)) = outcome.generations {
        println!("generations  {} ({first:#x} to {last:#x})", last - first + 1);
    }
    println!("records      {}", outcome.records);
    println!("pages        {}", outcome.pages);
    println!("time         {:.1} ms", time.as_secs_f64() * 1000.0);
    let file = RealFileSystem.open(database, OpenMode::Read)?;
    let (header, _) = database_file::read_header(&*file, database, None)?;
    println!("state        {}", header.state().map_or("unknown".to_owned(), |state| format!("{state:?}")));
    Ok(())
}

fn show_redo(generation: Option<u32>) {
    if let Some(generation) = generation {
        println!("  redo       generation {generation:#x}");
    }
}
