//! What log headers and checkpoints tell of the instance that wrote them.
//!
//! | offset | size | field                                              |
//! |--------|------|----------------------------------------------------|
//! | 0      | 261  | system path, zero-terminated, for people only      |
//! | 261    | 261  | log path, likewise                                 |
//! | 522    | 1    | flags: 1 circular logging                          |
//! | 523    | 4    | sessions                                           |
//! | 527    | 4    | open tables                                        |
//! | 531    | 4    | version pages                                      |
//! | 535    | 4    | cursors                                            |
//! | 539    | 4    | log buffers                                        |
//! | 543    | 4    | sectors of a log file                              |
//! | 547    | 4    | largest cache                                      |
//! | 551    | 16   | zero                                               |
//!
//! Source: `inc/daedef.hxx` (DBMS_PARAM), `ese/jetapi.cxx` (SaveDBMSParams).

use super::fields::{Field, header_fields};

/// Bytes on disk.
pub const ENVIRONMENT_BYTES: usize = 567;
/// Bytes of a path with its closing zero.
const PATH_BYTES: usize = 261;
const CIRCULAR_LOGGING: u8 = 1;

/// The writing instance's parameters.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Environment {
    image: [u8; ENVIRONMENT_BYTES],
}

header_fields!(Environment {
    /// Flags as stored; see [`Environment::circular_logging`].
    522 flags / set_flags: u8;
    /// Most sessions at a time.
    523 sessions / set_sessions: u32;
    /// Most open tables.
    527 open_tables / set_open_tables: u32;
    /// Most pages of the version store.
    531 version_pages / set_version_pages: u32;
    /// Most cursors.
    535 cursors / set_cursors: u32;
    /// Log buffers, in sectors.
    539 log_buffers / set_log_buffers: u32;
    /// Sectors of a log file, its header included.
    543 log_file_sectors / set_log_file_sectors: u32;
    /// Largest cache, in pages.
    547 cache_max / set_cache_max: u32;
});

impl Default for Environment {
    fn default() -> Self {
        Self { image: [0; ENVIRONMENT_BYTES] }
    }
}

impl Environment {
    /// As stored.
    pub fn bytes(&self) -> &[u8; ENVIRONMENT_BYTES] {
        &self.image
    }

    /// Logs that are no longer needed were deleted.
    pub fn circular_logging(&self) -> bool {
        self.flags() & CIRCULAR_LOGGING != 0
    }

    pub fn set_circular_logging(&mut self, on: bool) {
        self.set_flags(if on { CIRCULAR_LOGGING } else { 0 });
    }

    pub fn system_path(&self) -> String {
        path(&self.image[..PATH_BYTES])
    }

    pub fn log_path(&self) -> String {
        path(&self.image[PATH_BYTES..2 * PATH_BYTES])
    }

    /// Characters outside ASCII become `?`, long paths are cut: nobody but people reads them.
    pub fn set_system_path(&mut self, value: &str) {
        set_path(&mut self.image[..PATH_BYTES], value);
    }

    /// See [`set_system_path`](Self::set_system_path).
    pub fn set_log_path(&mut self, value: &str) {
        set_path(&mut self.image[PATH_BYTES..2 * PATH_BYTES], value);
    }
}

fn path(bytes: &[u8]) -> String {
    bytes.iter().take_while(|&&b| b != 0).map(|&b| char::from(b)).collect()
}

fn set_path(place: &mut [u8], value: &str) {
    place.fill(0);
    for (byte, c) in place[..PATH_BYTES - 1].iter_mut().zip(value.chars()) {
        *byte = if c.is_ascii() { c as u8 } else { b'?' };
    }
}

impl Field for Environment {
    const SIZE: usize = ENVIRONMENT_BYTES;
    fn load(bytes: &[u8]) -> Self {
        let mut image = [0; ENVIRONMENT_BYTES];
        image.copy_from_slice(bytes);
        Self { image }
    }
    fn store(self, bytes: &mut [u8]) {
        bytes.copy_from_slice(&self.image);
    }
}

impl std::fmt::Debug for Environment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut s = f.debug_struct("Environment");
        s.field("system_path", &self.system_path()).field("log_path", &self.log_path());
        for (_, _, name, value) in self.fields() {
            s.field(name, &format_args!("{value}"));
        }
        s.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_paths_and_numbers() {
        let mut e = Environment::default();
        e.set_system_path("C:\\d\u{e4}ta\\");
        e.set_log_path(&"x".repeat(300));
        e.set_cache_max(0x1234_5678);
        e.set_circular_logging(true);
        let mut bytes = [0; ENVIRONMENT_BYTES];
        e.store(&mut bytes);
        let read = Environment::load(&bytes);
        assert!(read == e && read.circular_logging());
        assert_eq!((read.system_path().as_str(), read.log_path().len()), ("C:\\d?ta\\", 260));
        assert_eq!(bytes[547..551], [0x78, 0x56, 0x34, 0x12]);
    }
}
