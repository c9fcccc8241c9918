//! What differs between systems: shared blocks, free space. The one file of the program that knows which system this is.

use std::fs::File;
use std::path::Path;

/// Makes `to` share all blocks of `from`; tells whether the file system could.
#[cfg(target_os = "linux")]
pub fn reflink(from: &File, to: &File) -> bool {
    rustix::fs::ioctl_ficlone(to, from).is_ok()
}

#[cfg(not(target_os = "linux"))]
pub fn reflink(_from: &File, _to: &File) -> bool {
    false
}

/// Bytes that may still be written where `target` is or will be; `None` when nobody knows.
#[cfg(unix)]
pub fn free_space(target: &Path) -> Option<u64> {
    let existing = target.ancestors().find(|p| p.exists()).filter(|p| !p.as_os_str().is_empty());
    let stat = rustix::fs::statvfs(existing.unwrap_or(Path::new("."))).ok()?;
    Some(stat.f_bavail.saturating_mul(stat.f_frsize))
}

#[cfg(not(unix))]
pub fn free_space(_target: &Path) -> Option<u64> {
    None
}
