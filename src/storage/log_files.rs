//! The names of log files and what belongs to them, and which of them a directory has.
//!
//! | file                    | name, for the base name `edb`                                    |
//! |-------------------------|------------------------------------------------------------------|
//! | a finished generation   | `edb00000A1F.log`; with short names `edb00A1F.log` while it fits  |
//! | the current generation  | `edb.log`                                                        |
//! | the next one, in making | `edbtmp.log`                                                     |
//! | reserves for a full disk| `edbres00001.jrs`, `edbres00002.jrs`                             |
//! | checkpoint              | `edb.chk`                                                        |
//!
//! Two bits of a parameter of the instance rule them: 1 takes the old extensions `.log` and `.chk`
//! instead of `.jtx` and `.jcp`, 2 the short names. The extensions are only a first choice: where files with the
//! other ones are, those are used.
//!
//! Names are compared without regard to case, as on the systems where the logs were written; on a system that knows
//! the difference, the exact name wins.
//!
//! Source: `ese/_log/logstream.cxx` (ErrLGMakeLogNameBaselessEx, LGSzLogIdAppend, ErrLGGetGenerationRange),
//! `ese/_log/logutil.cxx` (ErrLGGetGeneration), `ese/_log/log.cxx`, `inc/daeconst.hxx`.

use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::fail;
use crate::storage::fs::FileSystem;

/// Bit of the legacy-names parameter: `.log` and `.chk`.
pub const OLD_EXTENSIONS: u32 = 1;
/// Bit of the legacy-names parameter: five digits while they suffice.
pub const SHORT_NAMES: u32 = 2;
/// What the parameter is when nobody sets it.
pub const DEFAULT_LEGACY_NAMES: u32 = OLD_EXTENSIONS | SHORT_NAMES;

/// The highest generation that recovery may make.
pub const GENERATION_MAX: u32 = 0x7fff_fa00;
/// The highest generation that five digits can say.
const SHORT_GENERATION_MAX: u32 = 0xf_ffff;

/// Which extensions are in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extensions {
    /// `.log`, `.chk`
    Old,
    /// `.jtx`, `.jcp`
    New,
}

impl Extensions {
    pub fn log(self) -> &'static str {
        match self {
            Self::Old => "log",
            Self::New => "jtx",
        }
    }

    pub fn checkpoint(self) -> &'static str {
        match self {
            Self::Old => "chk",
            Self::New => "jcp",
        }
    }

    pub fn other(self) -> Self {
        match self {
            Self::Old => Self::New,
            Self::New => Self::Old,
        }
    }
}

/// How the files of one log stream are named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogNames {
    base: String,
    extensions: Extensions,
    short: bool,
}

impl LogNames {
    /// `legacy` is the parameter of the instance.
    pub fn new(base: &str, legacy: u32) -> Self {
        let extensions = if legacy & OLD_EXTENSIONS != 0 { Extensions::Old } else { Extensions::New };
        Self { base: base.to_owned(), extensions, short: legacy & SHORT_NAMES != 0 }
    }

    pub fn with_extensions(self, extensions: Extensions) -> Self {
        Self { extensions, ..self }
    }

    /// With the extensions that logs in `directory` have, if there are any.
    ///
    /// Error: the directory cannot be listed.
    pub fn as_in(self, fs: &dyn FileSystem, directory: &Path) -> Result<Self> {
        let names = list(fs, directory)?;
        let here = |names_of: &Self| names.iter().any(|n| names_of.parse(n).is_some() || same(n, &names_of.current()));
        let other = self.clone().with_extensions(self.extensions.other());
        Ok(if !here(&self) && here(&other) { other } else { self })
    }

    pub fn base(&self) -> &str {
        &self.base
    }

    pub fn extensions(&self) -> Extensions {
        self.extensions
    }

    /// The name of a finished generation.
    pub fn generation(&self, generation: u32) -> String {
        let digits = if self.short && generation <= SHORT_GENERATION_MAX { 5 } else { 8 };
        format!("{}{generation:0digits$X}.{}", self.base, self.extensions.log())
    }

    /// The name of the generation that is being written.
    pub fn current(&self) -> String {
        format!("{}.{}", self.base, self.extensions.log())
    }

    /// The name under which the next generation is made.
    pub fn temporary(&self) -> String {
        format!("{}tmp.{}", self.base, self.extensions.log())
    }

    /// The name of the `number`th reserve, from 1.
    pub fn reserve(&self, number: u32) -> String {
        format!("{}res{number:05X}.jrs", self.base)
    }

    pub fn checkpoint(&self) -> String {
        format!("{}.{}", self.base, self.extensions.checkpoint())
    }

    /// The generation that a file name says, and with how many digits; `None` for any other file.
    pub fn parse(&self, name: &str) -> Option<(u32, usize)> {
        let (stem, extension) = name.rsplit_once('.')?;
        if !extension.eq_ignore_ascii_case(self.extensions.log()) {
            return None;
        }
        let head = stem.get(..self.base.len())?;
        let digits = stem.get(self.base.len()..)?;
        let hexadecimal = digits.bytes().all(|b| b.is_ascii_hexdigit());
        if !same(head, &self.base) || !hexadecimal || ![5, 8].contains(&digits.len()) {
            return None;
        }
        Some((u32::from_str_radix(digits, 16).ok()?, digits.len()))
    }

    /// The lowest and highest generation in a directory, the current one not counted; `None` when there are none.
    ///
    /// # Errors
    /// `LogGenerationMismatch` when there is one with five digits and short names are off; the directory cannot be
    /// listed.
    pub fn range(&self, fs: &dyn FileSystem, directory: &Path) -> Result<Option<(u32, u32)>> {
        let mut range: Option<(u32, u32)> = None;
        for name in list(fs, directory)? {
            let Some((generation, digits)) = self.parse(&name) else { continue };
            if digits == 5 && !self.short {
                fail!(LogGenerationMismatch, "{name} has a short name, but the instance has short names off");
            }
            // No engine made these: they cannot be what they say.
            if generation == 0 || generation > GENERATION_MAX {
                continue;
            }
            let (low, high) = range.unwrap_or((generation, generation));
            range = Some((low.min(generation), high.max(generation)));
        }
        Ok(range)
    }
}

/// The file of that name in a directory, whatever the case of its letters; `None` when there is none. The directory
/// may be missing.
pub fn find(fs: &dyn FileSystem, directory: &Path, name: &str) -> Option<PathBuf> {
    let exact = directory.join(name);
    if fs.exists(&exact) {
        return Some(exact);
    }
    // The order of a directory is nobody's choice: of several, the first by name.
    let found = list(fs, directory).ok()?.into_iter().filter(|n| same(n, name)).min()?;
    Some(directory.join(found))
}

/// Where a file of that name is, or is to be made.
pub fn path(fs: &dyn FileSystem, directory: &Path, name: &str) -> PathBuf {
    find(fs, directory, name).unwrap_or_else(|| directory.join(name))
}

/// Whether a Windows file system takes the two for one name.
pub fn same(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b) || a.to_uppercase() == b.to_uppercase()
}

/// The names in a directory; those that are no text cannot be logs.
fn list(fs: &dyn FileSystem, directory: &Path) -> Result<Vec<String>> {
    let names = fs.list(directory).map_err(|e| Error::from_io(&e, "listing a directory", directory))?;
    Ok(names.into_iter().filter_map(|n| n.into_os_string().into_string().ok()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorCode;
    use crate::storage::fs::RealFileSystem;

    #[test]
    fn names_follow_the_parameter() {
        let long = LogNames::new("edb", OLD_EXTENSIONS);
        assert_eq!(long.generation(0xa1f), "edb00000A1F.log");
        assert_eq!(long.current(), "edb.log");
        assert_eq!(long.temporary(), "edbtmp.log");
        assert_eq!(long.reserve(2), "edbres00002.jrs");
        assert_eq!(long.checkpoint(), "edb.chk");
        let short = LogNames::new("SRU", SHORT_NAMES);
        assert_eq!(short.generation(0x1e), "SRU0001E.jtx");
        assert_eq!(short.generation(0x10_0000), "SRU00100000.jtx");
        assert_eq!(short.checkpoint(), "SRU.jcp");
    }

    #[test]
    fn generations_are_read_from_names() {
        let names = LogNames::new("edb", DEFAULT_LEGACY_NAMES);
        assert_eq!(names.parse("edb00A1F.log"), Some((0xa1f, 5)));
        assert_eq!(names.parse("EDB00000a1f.LOG"), Some((0xa1f, 8)));
        let others = ["edb.log", "edbtmp.log", "edb0000ZZZZ.log", "edb00001.jtx", "edbres00001.jrs", "edb000001.log"];
        for other in
            others.into_iter().chain(["ed", "", "xyz00001.log", "edb+0001.log", "ed\u{e9}00001.log", "edb00001"])
        {
            assert_eq!(names.parse(other), None, "{other}");
        }
    }

    #[test]
    fn a_directory_is_searched_without_regard_to_case() {
        let dir = tempfile::tempdir().unwrap();
        let fs = RealFileSystem;
        let names = LogNames::new("edb", DEFAULT_LEGACY_NAMES);
        assert_eq!(names.range(&fs, dir.path()).unwrap(), None);
        for name in ["EDB00002.LOG", "edb00000010.log", "edb.log", "other.txt", "edb00000.log", "edbFFFFFFFF.log"] {
            std::fs::write(dir.path().join(name), "").unwrap();
        }
        assert_eq!(names.range(&fs, dir.path()).unwrap(), Some((2, 16)));
        assert_eq!(find(&fs, dir.path(), "edb00002.log"), Some(dir.path().join("EDB00002.LOG")));
        assert_eq!(find(&fs, dir.path(), "edb00003.log"), None);
        assert_eq!(find(&fs, &dir.path().join("missing"), "edb.log"), None);
        assert_eq!(path(&fs, dir.path(), "edb00003.log"), dir.path().join("edb00003.log"));
        let long = LogNames::new("edb", OLD_EXTENSIONS);
        assert_eq!(long.range(&fs, dir.path()).unwrap_err().code(), ErrorCode::LogGenerationMismatch);
        let missing = names.range(&fs, &dir.path().join("missing")).unwrap_err();
        assert_eq!(missing.code(), ErrorCode::FileNotFound);
    }

    #[test]
    fn the_extensions_found_are_those_used() {
        let dir = tempfile::tempdir().unwrap();
        let fs = RealFileSystem;
        let chosen = || LogNames::new("edb", SHORT_NAMES).as_in(&fs, dir.path()).unwrap().extensions();
        assert_eq!(chosen(), Extensions::New);
        std::fs::write(dir.path().join("edb.log"), "").unwrap();
        assert_eq!(chosen(), Extensions::Old);
        std::fs::write(dir.path().join("EDB00000001.JTX"), "").unwrap();
        assert_eq!(chosen(), Extensions::New);
    }
}
