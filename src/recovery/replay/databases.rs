//! Records about a database as a whole: attach, detach, create, version, backup.
//!
//! Source: `ErrLGRISetupFMPFromAttach`, `ErrLGRIRedoAttachDb`, `ErrLGRIRedoBackupUpdate` and the database cases of
//! `ErrLGRIRedoOperations` in `ese/_log/logredo.cxx`; `ErrDBCreateDatabase`, `InitDBDbfilehdr` in `ese/db.cxx`;
//! `ErrIOTermUpdateAndWriteDatabaseHeader` in `ese/io.cxx`.

use super::{Attached, IGNORE_WHEN_MISSING, OVERWRITE_ON_CREATE, Replay, Standing, check_dbid};
use crate::error::{Error, ErrorCode, Result};
use crate::fail;
use crate::format::attachments::Attachment;
use crate::format::database_header::{BackupInfo, DatabaseHeader, DatabaseState, Generations, file_type};
use crate::format::log_record::{AttachDb, BackupHead, CreateDb, SetDbVersion};
use crate::format::primitives::{Lgpos, Logtime, Signature};
use crate::format::version::{self, FormatVersion};
use crate::recovery::database::{Database, DatabaseParts};
use crate::recovery::finished_mark;
use crate::recovery::plan::attach::{
    Attach, Circumstances, Logged, Occasion, Preparation, Reason, check_attach, check_create, check_version,
};
use crate::recovery::plan::database_files::claim_range;
use crate::recovery::restore_map::same_path;
use crate::recovery::shape;
use crate::recovery::{attach, backup_note};
use crate::storage::database_file::DatabaseFile;
use crate::storage::fs::OpenMode;
use crate::storage::page_cache::PageCache;
use std::path::{Path, PathBuf};

/// The version that a new database file starts with, whatever the engine; a SetDbVersion record raises it.
const CREATED_VERSION: FormatVersion = FormatVersion::new(0x620, 0x14, 0);
/// Pages of a new file before the log extends it.
const CREATED_PAGES: u32 = 30;
/// The clock of a new database.
const DBTIME_START: u64 = 0x40;
/// The pair of numbers in a create record whose pages are all logged.
const LOGGED_CREATION: u16 = 2;

impl Replay<'_, '_> {
    /// A database in the attachment list where replay begins.
    pub(super) fn attach_at_start(&mut self, info: Attachment) -> Result<()> {
        let stream = self.stream;
        self.set_up(info, Occasion::List, stream, Logtime::default())
    }

    pub(super) fn attach_record(&mut self, lgpos: Lgpos, r: &AttachDb<'_>, created: Logtime) -> Result<()> {
        let head = &r.head;
        // A position of another stream may lie ahead: it says nothing here.
        let consistent = if head.lgpos_consistent >= lgpos { Lgpos::MIN } else { head.lgpos_consistent };
        let info = Attachment {
            dbid: head.dbid,
            sparse: r.flags.sparse(),
            dbtime: 0,
            last_objid: 0,
            pages_max: head.pages_max,
            lgpos_attach: lgpos,
            lgpos_consistent: consistent,
            signature: head.signature,
            name: r.path.to_string(),
        };
        self.set_up(info, Occasion::Record(lgpos), head.log_signature, created)
    }

    /// Where the file of a logged database is, and the options of its map entry; `None` when it is not ours.
    fn locate(&mut self, info: &Attachment, creating: bool) -> Option<(PathBuf, u32)> {
        let Some(map) = &mut self.map else {
            return Some((self.default_path(&info.name), 0));
        };
        let found = map.find(&info.name, &info.signature).map(|m| m.index());
        let found = match found {
            None if creating => map.find_for_creation(&info.name, &info.signature),
            other => other,
        };
        match found {
            Some(i) => map.entries().get(i).map(|e| (e.destination.clone(), e.grbit)),
            None if self.policy.replay_unmapped => Some((self.default_path(&info.name), 0)),
            None => None,
        }
    }

    /// Without a map the file is where the logs say, or in the alternate path under its own name.
    fn default_path(&self, logged: &str) -> PathBuf {
        let file_name = || logged.rsplit(['\\', '/']).next().unwrap_or(logged).to_owned();
        match &self.settings.alternate_database_path {
            Some(directory) => directory.join(file_name()),
            None => PathBuf::from(logged),
        }
    }

    fn set_up(
        &mut self,
        info: Attachment,
        occasion: Occasion,
        logged_stream: Signature,
        created: Logtime,
    ) -> Result<()> {
        let dbid = info.dbid;
        check_dbid(dbid)?;
        if self.attached.get(&dbid).is_some_and(|a| a.standing == Standing::Open) {
            fail!(DatabaseDuplicate, "the logs attach a second database as number {dbid}: {}", info.name);
        }
        let Some((path, grbit)) = self.locate(&info, false) else {
            self.attached.insert(dbid, Attached { info, path: PathBuf::new(), standing: Standing::Skipped, grbit: 0 });
            return Ok(());
        };
        if self.attached.values().any(|a| a.standing == Standing::Open && a.path == path) {
            fail!(DatabaseDuplicate, "the logs attach {} twice", path.display());
        }
        let logged = Logged {
            signature: info.signature,
            lgpos_attach: info.lgpos_attach,
            lgpos_consistent: info.lgpos_consistent,
            log_signature: logged_stream,
        };
        let with = self.circumstances(grbit);
        let (opened, header) = split(self.open_file(&path));
        let answer = check_attach(header.as_ref(), &logged, occasion, &with).map_err(|e| e.file(&path))?;
        let standing = match (answer, opened, header) {
            (Attach::Now(mut preparation), Some(file), Ok(header)) => {
                preparation.bind_to_stream |= matches!(occasion, Occasion::Record(_));
                self.open_database(file, header, &info, occasion, preparation, created)?;
                Standing::Open
            }
            (Attach::Later(reason), _, _) => {
                tracing::info!(database = %path.display(), ?reason, at = %self.lgpos, "attachment put off");
                Standing::Deferred(reason)
            }
            _ => Standing::Deferred(Reason::StateUnusable),
        };
        self.attached.insert(dbid, Attached { info, path, standing, grbit });
        Ok(())
    }

    fn circumstances(&self, grbit: u32) -> Circumstances {
        Circumstances {
            log_signature: self.stream,
            generation: self.roll.generation(),
            hard: self.is_hard(),
            ignore: grbit & IGNORE_WHEN_MISSING != 0,
            overwrite: grbit & OVERWRITE_ON_CREATE != 0,
            pending_redo_map: false,
        }
    }

    fn open_file(&self, path: &Path) -> Result<(DatabaseFile, DatabaseHeader)> {
        DatabaseFile::open(self.fs, path, OpenMode::ReadWrite, Some(self.page_size)).map_err(|e| e.file(path))
    }

    /// A copy out of a backup goes through soft recovery only when the caller says so.
    fn check_backup_copy(&mut self, path: &Path) -> Result<()> {
        self.progress.signal_error(
            Error::new(
                ErrorCode::SoftRecoveryOnBackupDatabase,
                "the database is a copy out of a backup; restore it with JetExternalRestore",
            )
            .file(path),
        )
    }

    fn open_database(
        &mut self,
        file: DatabaseFile,
        mut header: DatabaseHeader,
        info: &Attachment,
        occasion: Occasion,
        preparation: Preparation,
        created: Logtime,
    ) -> Result<()> {
        check_version(&header).map_err(|e| e.file(file.path()))?;
        if preparation.ask_about_backup {
            self.check_backup_copy(file.path())?;
            let trailer = file.read_trailer()?;
            trailer.check_belongs_to(&header, &self.stream).map_err(|e| e.file(file.path()))?;
            header = claim_range(&header, trailer.backup.last_generation);
            file.write_header(&mut header)?;
            file.zero_trailer()?;
        }
        if preparation.rewind_to_logged {
            header.set_lgpos_attach(info.lgpos_attach);
            header.set_lgpos_consistent(info.lgpos_consistent);
        }
        let as_new = preparation.bind_to_stream;
        let (required_until, committed_until) = (header.max_required(), header.max_committed());
        let known = header.max_required_created();
        let known =
            if !known.is_set() && required_until == committed_until { header.max_committed_created() } else { known };
        let generation = self.roll.generation();
        if as_new {
            let keep = self.is_hard() && self.map_entry_is_in_place(file.path());
            attach::set_attached(&mut header, info.dbid, info.lgpos_attach, self.stream, created, keep, false);
        }
        if header.max_required() > 0 && header.lgpos_last_resize().generation > header.max_required() {
            header.set_lgpos_last_resize(Lgpos { generation: header.max_required(), ..Lgpos::MAX });
        }
        if header.min_required() > 0 && version::database_has(&header.version(), version::ENGINE_LOWER_MIN_REQUIRED) {
            lower_required(&mut header, generation);
        }
        header.set_min_consistent(header.min_required());
        if let Some((low, high)) = self.policy.restored {
            let mut backup = header.backup_full_current();
            backup.first_generation = low;
            backup.last_generation = high;
            header.set_backup_full_current(backup);
        }
        // Pages of later logs may reach the file before this run ends: another run has to know.
        let (last, _) = self.roll.highest();
        let last = last.max(generation);
        if last > header.max_required() {
            header.set_max_required(last);
            header.set_max_required_created(Logtime::default());
        }
        if last > header.max_committed() {
            header.set_max_committed(last);
            header.set_max_committed_created(Logtime::default());
        }
        header.renew_flush_signature(Signature::random_now());
        file.write_header(&mut header)?;
        file.protect(self.fs)?;
        let patched = header.state() == Some(DatabaseState::DirtyAndPatched);
        let start = occasion == Occasion::List;
        let may_be_ahead = start || self.lgpos.generation <= required_until;
        let database =
            self.make_database(file, header, info, may_be_ahead, patched, (required_until, committed_until, known));
        let path = database.cache.file().path().to_path_buf();
        self.databases.insert(database);
        if !may_be_ahead {
            self.progress.attached(&path)?;
        }
        Ok(())
    }

    fn make_database(
        &self,
        file: DatabaseFile,
        header: DatabaseHeader,
        info: &Attachment,
        may_be_ahead: bool,
        patched: bool,
        (required_until, committed_until, created): (u32, u32, Logtime),
    ) -> Database {
        let limit = self.cache_bytes();
        let logs_growth = self.roll.last_header().is_some_and(|h| h.version().logs_initial_size());
        Database::new(DatabaseParts {
            dbid: info.dbid,
            cache: PageCache::new(file, limit),
            dbtime: info.dbtime.max(header.dbtime()),
            objid_last: info.last_objid.max(header.last_objid()),
            attached: self.first_wanted(&header),
            required_until,
            committed_until,
            created_of_required: created.is_set().then_some(created),
            header,
            may_be_ahead,
            patched,
            grows_on_demand: !logs_growth,
        })
    }

    /// Records up to here are not for the database.
    fn first_wanted(&self, header: &DatabaseHeader) -> Lgpos {
        let attach = header.lgpos_attach();
        if !self.policy.skip_before_required || header.min_required() == 0 {
            return attach;
        }
        attach.max(Lgpos { generation: header.min_required() - 1, ..Lgpos::MAX })
    }

    /// The cache of one database: an equal part of the whole.
    fn cache_bytes(&self) -> usize {
        const DEFAULT: usize = 256 << 20;
        let wanted = self.settings.cache_size_max.saturating_mul(self.page_size as usize);
        let whole = if wanted == 0 { DEFAULT } else { wanted.min(DEFAULT) };
        let parts = self.map.as_ref().map_or(1, |m| m.entries().len().max(1));
        whole / parts
    }

    /// Whether the map leaves the database where the logs have it.
    fn map_entry_is_in_place(&self, path: &Path) -> bool {
        let Some(map) = &self.map else { return true };
        let entry = map.of_destination(path).and_then(|i| map.entries().get(i));
        entry.is_none_or(|e| same_path(&e.source, &e.destination.to_string_lossy()))
    }

    pub(super) fn create_database(&mut self, lgpos: Lgpos, r: &CreateDb<'_>) -> Result<()> {
        let info = Attachment {
            dbid: r.head.dbid,
            sparse: r.flags.sparse(),
            dbtime: 0,
            last_objid: 0,
            pages_max: r.head.pages_max,
            lgpos_attach: lgpos,
            lgpos_consistent: Lgpos::MIN,
            signature: r.head.signature,
            name: r.path.to_string(),
        };
        check_dbid(info.dbid)?;
        let Some((path, grbit)) = self.locate(&info, true) else {
            let standing = Standing::Skipped;
            self.attached.insert(info.dbid, Attached { info, path: PathBuf::new(), standing, grbit: 0 });
            return Ok(());
        };
        if self.attached.get(&info.dbid).is_some_and(|a| a.standing == Standing::Open) {
            fail!(DatabaseDuplicate, "the logs create a second database as number {}: {}", info.dbid, info.name);
        }
        let directory = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let directory_is_there = self.fs.metadata(directory).is_ok_and(|m| m.is_directory);
        let logged = Logged {
            signature: info.signature,
            lgpos_attach: lgpos,
            lgpos_consistent: Lgpos::MIN,
            log_signature: self.stream,
        };
        let (answer, opened, header) = if directory_is_there && !self.fs.exists(&path) {
            (Attach::Create, None, None)
        } else {
            let (opened, header) = split(self.open_file(&path));
            let with = self.circumstances(grbit);
            (check_create(header.as_ref(), &logged, &with).map_err(|e| e.file(&path))?, opened, header.ok())
        };
        let standing = match (answer, opened, header) {
            (Attach::Create, opened, _) => {
                drop(opened);
                self.create_file(&path, &info, r)?;
                Standing::Open
            }
            (Attach::Now(preparation), Some(file), Some(header)) => {
                self.open_database(file, header, &info, Occasion::Record(lgpos), preparation, Logtime::default())?;
                Standing::Open
            }
            (Attach::Later(reason), _, _) => Standing::Deferred(reason),
            _ => Standing::Deferred(Reason::StateUnusable),
        };
        self.attached.insert(info.dbid, Attached { info, path, standing, grbit });
        Ok(())
    }

    /// Makes the file as the engine had made it when it wrote the record.
    fn create_file(&mut self, path: &Path, info: &Attachment, r: &CreateDb<'_>) -> Result<()> {
        if r.version.is_none_or(|(version, _)| version != LOGGED_CREATION) {
            return Err(crate::error!(
                InvalidCreateDbVersion,
                "the logs create the database in the manner of engines before Windows 8, whose first pages are not logged"
            )
            .file(path));
        }
        let mut header = DatabaseHeader::new(self.page_size)?;
        header.set_version(CREATED_VERSION);
        header.set_created_version(CREATED_VERSION.major);
        header.set_created_update(CREATED_VERSION.update_major);
        header.set_dbid(u32::from(info.dbid));
        header.set_signature(info.signature);
        header.set_file_type(file_type::DATABASE);
        header.set_log_signature(self.stream);
        header.set_dbtime(DBTIME_START);
        let generation = info.lgpos_attach.generation;
        header.set_state(
            DatabaseState::JustCreated,
            Generations::Range { first: generation, last: generation, created: None },
        );
        header.set_lgpos_attach(info.lgpos_attach);
        header.renew_flush_signature(Signature::random_now());
        let file = DatabaseFile::create(self.fs, path, &mut header, CREATED_PAGES)?;
        file.protect(self.fs)?;
        let known = (generation, generation, Logtime::default());
        let database = self.make_database(file, header, info, false, false, known);
        self.databases.insert(database);
        Ok(())
    }

    pub(super) fn create_finish(&mut self, lgpos: Lgpos, dbid: u8) -> Result<()> {
        let created = self.roll.last_header().map(|h| h.created());
        let (last, _) = self.roll.highest();
        let Some(db) = self.databases.get_mut(dbid) else { return Ok(()) };
        if db.header.state() != Some(DatabaseState::JustCreated) {
            return Ok(());
        }
        let first = db.header.lgpos_attach().generation;
        let last = last.max(lgpos.generation);
        db.header.set_state(DatabaseState::Dirty, Generations::Range { first, last, created: None });
        db.created_of_required = created;
        db.header.set_time_attach(Logtime::now());
        db.pages.cache.file().write_header(&mut db.header)
    }

    /// The logs detach a database: it is clean from here on.
    pub(super) fn detach(&mut self, lgpos: Lgpos, dbid: u8) -> Result<()> {
        if let Some(db) = self.databases.get(dbid)
            && !db.may_be_ahead
        {
            let path = db.cache.file().path().to_path_buf();
            self.progress.detaching(&path)?;
            if let Some(db) = self.databases.get(dbid) {
                db.redo_map.verify()?;
            }
        }
        self.make_clean(dbid, lgpos)?;
        self.attached.remove(&dbid);
        Ok(())
    }

    /// Writes everything of a database and marks it clean as of `consistent`; it is not open any more.
    pub fn make_clean(&mut self, dbid: u8, consistent: Lgpos) -> Result<()> {
        let hard = self.is_hard();
        let Some(mut db) = self.databases.remove(dbid) else { return Ok(()) };
        shape::fit_file(&mut db)?;
        db.cache.flush_all()?;
        let counters = db.cache.counters();
        self.counts.pages_read += counters.pages_read;
        self.counts.pages_written += counters.pages_written;
        db.finish_header(consistent, hard);
        if let Some(created) = self.created_of(consistent.generation).filter(|_| hard) {
            finished_mark::leave(&mut db.header, created);
        }
        db.pages.cache.file().write_header(&mut db.header)?;
        db.cache.file().end_protection(self.fs)
    }

    /// When the log of this generation was made, if that is known.
    fn created_of(&self, generation: u32) -> Option<Logtime> {
        let last = self.roll.last_header()?;
        match self.mark_log {
            Some((written, created)) if written == generation => Some(created),
            _ if generation == last.generation() => Some(last.created()),
            _ if generation.checked_add(1) == Some(last.generation()) => Some(last.previous_created()),
            _ => None,
        }
    }

    pub(super) fn set_version(&mut self, r: &SetDbVersion) -> Result<()> {
        if let Some(db) = self.databases.get_mut(r.dbid) {
            db.set_version(FormatVersion::new(r.version, r.update_major, r.update_minor));
            db.header.check_version().map_err(|e| e.file(db.cache.file().path()))?;
        }
        Ok(())
    }

    pub(super) fn reattach(&mut self, lgpos: Lgpos, dbid: u8) -> Result<()> {
        if let Some(db) = self.databases.get_mut(dbid) {
            db.header.set_lgpos_reattach(lgpos);
            db.header.set_time_reattach(Logtime::now());
        }
        self.signal_attach(dbid)
    }

    pub(super) fn signal_attach(&mut self, dbid: u8) -> Result<()> {
        match self.databases.get(dbid) {
            Some(db) if !db.may_be_ahead => self.progress.attached(db.cache.file().path()),
            _ => Ok(()),
        }
    }

    /// A backup of the running database ended: its header remembers it.
    pub(super) fn backup_update(&mut self, head: &BackupHead) -> Result<()> {
        let lgpos = self.lgpos;
        let Some(db) = self.databases.get_mut(head.dbid).filter(|db| lgpos > db.attached) else { return Ok(()) };
        let info = BackupInfo {
            mark: head.lgpos_mark,
            time: head.logtime_mark,
            first_generation: head.generation_low,
            last_generation: head.generation_high,
        };
        backup_note::note(&mut db.header, head.scope, head.backup_type, info)
    }
}

fn split(opened: Result<(DatabaseFile, DatabaseHeader)>) -> (Option<DatabaseFile>, Result<DatabaseHeader>) {
    match opened {
        Ok((file, header)) => (Some(file), Ok(header)),
        Err(e) => (None, Err(e)),
    }
}

/// The required range begins where replay does, so that another run replays no less; what it was is kept.
fn lower_required(header: &mut DatabaseHeader, generation: u32) {
    if generation < header.min_required() {
        let before = header.pre_redo_min_required();
        if before == 0 || header.min_required() > before {
            header.set_pre_redo_min_required(header.min_required());
        }
        header.set_min_required(generation);
    }
    if generation < header.min_consistent() {
        let before = header.pre_redo_min_consistent();
        if before == 0 || header.min_consistent() > before {
            header.set_pre_redo_min_consistent(header.min_consistent());
        }
    }
}
