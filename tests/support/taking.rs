//! A program that takes backups: it copies what the engine gives out.

use std::path::Path;

use esent::recovery::live::Live;

/// Reads a file of the backup to its end.
pub fn copy(live: &mut Live<'_>, from: &Path, to: &Path) {
    let opened = live.open_backup_file(from, 0).unwrap();
    let mut buffer = vec![0; 1 << 16];
    let mut all = Vec::new();
    loop {
        let read = live.read_backup_file(opened.handle, &mut buffer).unwrap();
        if read == 0 {
            break;
        }
        all.extend_from_slice(&buffer[..read]);
    }
    assert_eq!(all.len() as u64, opened.length, "{}", from.display());
    live.close_backup_file(opened.handle).unwrap();
    std::fs::create_dir_all(to).unwrap();
    std::fs::write(to.join(from.file_name().unwrap()), all).unwrap();
}

/// Copies the logs of the backup and gives their range.
pub fn copy_logs(live: &mut Live<'_>, to: &Path) -> (u32, u32) {
    let list = live.log_info().unwrap();
    for log in &list.files {
        copy(live, log, to);
    }
    list.generations
}
