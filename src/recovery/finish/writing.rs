//! The log and the databases, held together while both change: records first, headers that name their generation
//! next, pages last.

use std::cell::{Cell, RefCell};

use crate::error::Result;
use crate::format::log_header::LogHeader;
use crate::format::log_record::LogRecord;
use crate::format::primitives::{Lgpos, Logtime};
use crate::recovery::database::Databases;
use crate::recovery::transactions::Transactions;
use crate::recovery::undo::{self, UndoLog, Undone};
use crate::storage::log_writer::{GenerationStart, LogHost, LogWriter};
use crate::storage::page_store::PageStore;

/// Pages beyond its limit that a cache may keep before the log is made safe for their sake.
const EXCESS_MAX: usize = 4096;

/// What new generations want of this recovery.
pub struct Duties {
    start: GenerationStart,
    /// The generation that headers must name, and when it was made.
    current: Option<(u32, Logtime)>,
}

impl Duties {
    pub fn new(start: GenerationStart) -> Self {
        Self { start, current: None }
    }

    /// The log goes on in an existing generation.
    pub fn current(&mut self, header: &LogHeader) {
        self.current = Some((header.generation(), header.created()));
    }
}

impl LogHost for Duties {
    fn opening(&mut self, _generation: u32) -> Result<GenerationStart> {
        Ok(self.start.clone())
    }

    /// The headers follow before the next page is changed: they are busy at this moment.
    fn opened(&mut self, generation: u32, created: Logtime) -> Result<()> {
        self.current = Some((generation, created));
        Ok(())
    }
}

/// The open log and its duties.
pub struct Writing<'a> {
    inner: RefCell<(LogWriter<'a>, Duties)>,
    /// Pages beyond its limit that a cache may keep. More where they are held.
    excess_max: Cell<usize>,
}

impl<'a> Writing<'a> {
    pub fn new(writer: LogWriter<'a>, duties: Duties) -> Self {
        Self { inner: RefCell::new((writer, duties)), excess_max: Cell::new(EXCESS_MAX) }
    }

    pub fn append(&self, record: &LogRecord<'_>) -> Result<Lgpos> {
        let mut bytes = Vec::new();
        record.encode(&mut bytes)?;
        let (writer, duties) = &mut *self.inner.borrow_mut();
        writer.append(&bytes, duties)
    }

    pub fn flush(&self, fill: bool) -> Result<()> {
        let (writer, duties) = &mut *self.inner.borrow_mut();
        writer.flush(fill, duties)
    }

    /// The headers name the newest generation as required.
    pub fn write_headers(&self, databases: &mut Databases) -> Result<()> {
        let Some((generation, created)) = self.inner.borrow_mut().1.current.take() else { return Ok(()) };
        for db in databases.iter_mut() {
            if generation > db.header.max_required() {
                db.header.set_max_required(generation);
                db.header.set_max_required_created(created);
            }
            if generation > db.header.max_committed() {
                db.header.set_max_committed(generation);
                db.header.set_max_committed_created(created);
            }
            db.pages.cache.file().write_header(&mut db.header)?;
        }
        Ok(())
    }

    /// Rolls everything back.
    pub fn undo(&self, transactions: &mut Transactions, databases: &mut Databases) -> Result<Undone> {
        let mut log = Log(self);
        undo::undo_all(transactions, &mut Guarded { writing: self, databases }, &mut log)
    }

    /// The current log: its generation, and when it was made.
    pub fn generation(&self) -> Option<(u32, Logtime)> {
        self.inner.borrow().0.header().map(|h| (h.generation(), h.created()))
    }

    /// A new generation would begin with no database attached.
    pub fn forget_attachments(&self) {
        self.inner.borrow_mut().1.start.attachments.clear();
    }
}

struct Log<'w, 'a>(&'w Writing<'a>);

impl UndoLog for Log<'_, '_> {
    fn append(&mut self, record: &LogRecord<'_>) -> Result<()> {
        self.0.append(record).map(drop)
    }
}

/// The databases, which undo gets only when their headers name the current generation.
struct Guarded<'w, 'a, 'd> {
    writing: &'w Writing<'a>,
    databases: &'d mut Databases,
}

impl Guarded<'_, '_, '_> {
    fn prepare(&mut self, dbid: u8) -> Result<()> {
        self.writing.write_headers(self.databases)?;
        let Some(db) = self.databases.get_mut(dbid) else { return Ok(()) };
        let mut inner = self.writing.inner.borrow_mut();
        if let Some(info) = inner.1.start.attachments.iter_mut().find(|a| a.dbid == dbid) {
            info.dbtime = db.dbtime;
        }
        if db.cache.excess() > self.writing.excess_max.get() {
            let (writer, duties) = &mut *inner;
            writer.flush(true, duties)?;
            drop(inner);
            self.writing.write_headers(self.databases)?;
            if let Some(db) = self.databases.get_mut(dbid) {
                db.cache.flush()?;
                self.writing.excess_max.set(db.cache.excess() + EXCESS_MAX);
            }
        }
        Ok(())
    }
}

impl undo::Databases for Guarded<'_, '_, '_> {
    fn database(&mut self, dbid: u8) -> Result<Option<&mut dyn PageStore>> {
        self.prepare(dbid)?;
        Ok(self.databases.get_mut(dbid).map(|db| db as &mut dyn PageStore))
    }
}
