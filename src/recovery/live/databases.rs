//! The databases that are attached to a running instance.
//!
//! Their pages do not change, so every new generation of the log leaves nothing to replay before it: the headers require
//! that generation alone, and the checkpoint may follow.

use std::path::Path;

use crate::error::Result;
use crate::format::attachments::Attachment;
use crate::format::database_header::{DatabaseHeader, DatabaseState, Generations};
use crate::format::primitives::{Lgpos, Logtime, Signature};
use crate::format::version;
use crate::storage::database_file::DatabaseFile;

/// Databases of one log stream; number 0 is the temporary one.
const DBID_MAX: u8 = 6;

/// An attached database.
pub struct LiveDatabase {
    pub dbid: u8,
    pub header: DatabaseHeader,
    pub file: DatabaseFile,
}

impl LiveDatabase {
    pub fn path(&self) -> &Path {
        self.file.path()
    }

    /// Writes the header and returns when it is safe.
    pub fn write_header(&mut self) -> Result<()> {
        self.header.renew_flush_signature(Signature::random_now());
        self.file.write_header(&mut self.header)
    }

    /// The database is clean, as of `lgpos`.
    pub fn make_clean(&mut self, lgpos: Lgpos) -> Result<()> {
        let now = Logtime::now();
        let header = &mut self.header;
        header.set_state(DatabaseState::Clean, Generations::None);
        header.set_recovering_generation(0);
        header.set_lgpos_consistent(lgpos);
        header.set_lgpos_detach(lgpos);
        header.set_time_consistent(now);
        header.set_time_detach(now);
        if version::database_has(&header.version(), version::ENGINE_LGPOS_LAST_RESIZE) {
            header.set_lgpos_last_resize(lgpos);
        }
        self.write_header()
    }

    fn attachment(&self) -> Attachment {
        Attachment {
            dbid: self.dbid,
            sparse: false,
            dbtime: self.header.dbtime(),
            last_objid: self.header.last_objid(),
            pages_max: 0,
            lgpos_attach: self.header.lgpos_attach(),
            lgpos_consistent: self.header.lgpos_consistent(),
            signature: self.header.signature(),
            name: self.path().to_string_lossy().into_owned(),
        }
    }
}

/// All of them, by number.
#[derive(Default)]
pub struct LiveDatabases {
    list: Vec<LiveDatabase>,
}

impl LiveDatabases {
    pub fn iter(&self) -> impl Iterator<Item = &LiveDatabase> {
        self.list.iter()
    }

    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut LiveDatabase> {
        self.list.iter_mut()
    }

    pub fn by_path(&self, path: &Path) -> Option<&LiveDatabase> {
        self.list.iter().find(|d| d.path() == path)
    }

    pub fn by_dbid(&mut self, dbid: u8) -> Option<&mut LiveDatabase> {
        self.list.iter_mut().find(|d| d.dbid == dbid)
    }

    /// A number that no database has.
    pub fn free_dbid(&self) -> Option<u8> {
        (1..=DBID_MAX).find(|n| self.list.iter().all(|d| d.dbid != *n))
    }

    pub fn insert(&mut self, database: LiveDatabase) {
        self.list.push(database);
        self.list.sort_by_key(|d| d.dbid);
    }

    pub fn remove(&mut self, dbid: u8) {
        self.list.retain(|d| d.dbid != dbid);
    }

    /// What the header of a new generation, and the checkpoint, say.
    pub fn attachments(&self) -> Vec<Attachment> {
        self.list.iter().map(LiveDatabase::attachment).collect()
    }

    /// A new generation lies in its place: the headers name it.
    pub fn name_generation(&mut self, generation: u32, created: Logtime) -> Result<()> {
        for database in &mut self.list {
            let range = Generations::Range { first: generation, last: generation, created: Some(created) };
            database.header.set_state(DatabaseState::Dirty, range);
            database.write_header()?;
        }
        Ok(())
    }

    /// The instance ends: all are clean, as of `lgpos`, and let go.
    pub fn make_clean(&mut self, lgpos: Lgpos) -> Result<()> {
        while let Some(database) = self.list.last_mut() {
            database.make_clean(lgpos)?;
            self.list.pop();
        }
        Ok(())
    }
}
