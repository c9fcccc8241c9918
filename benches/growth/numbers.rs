//! The numbers that tell one copy of a stream from another, and by how much each copy moves them.
//!
//! A copy of the stream says the same as the original about other pages, at a later time: only numbers differ, each kind
//! by a step that is at least as large as the original's range, so that no two copies share one.
//!
//! | number                      | step                                                   | stays                       |
//! |-----------------------------|--------------------------------------------------------|-----------------------------|
//! | generation                  | number of logs                                         | 0                           |
//! | page                        | size of the finished database, rounded up              | 0 (none)                    |
//! | dbtime                      | highest of all records and pages, rounded up           | 0, and the special values   |
//! | objid                       | highest, rounded up                                    | 0                           |
//! | transaction, rceid          | highest, rounded up                                    | 0                           |
//! | time                        | one year                                               | unset                       |
//! | session (procid), database  |                                                        | always                      |

use esent::format::primitives::{DBTIME_REVERT, Dbtime, Lgpos, Logtime, Objid, Pgno};

/// Something that is done to every such number of a record or page, and what it hears of the session.
pub trait Numbers {
    fn pgno(&mut self, pgno: &mut Pgno);
    fn dbtime(&mut self, dbtime: &mut Dbtime);
    fn objid(&mut self, objid: &mut Objid);
    fn procid(&mut self, _procid: u16) {}
    fn trx(&mut self, trx: &mut u32);
    fn rceid(&mut self, rceid: &mut u32);
}

/// The highest numbers of a stream and its database.
#[derive(Debug, Default, Clone, Copy)]
pub struct Highest {
    pub pgno: Pgno,
    pub dbtime: Dbtime,
    pub objid: Objid,
    pub trx: u32,
    pub rceid: u32,
}

impl Numbers for Highest {
    fn pgno(&mut self, pgno: &mut Pgno) {
        self.pgno = self.pgno.max(*pgno);
    }
    fn dbtime(&mut self, dbtime: &mut Dbtime) {
        if *dbtime < DBTIME_REVERT {
            self.dbtime = self.dbtime.max(*dbtime);
        }
    }
    fn objid(&mut self, objid: &mut Objid) {
        self.objid = self.objid.max(*objid);
    }
    fn trx(&mut self, trx: &mut u32) {
        self.trx = self.trx.max(*trx);
    }
    fn rceid(&mut self, rceid: &mut u32) {
        self.rceid = self.rceid.max(*rceid);
    }
}

/// By how much each copy lies behind the one before it.
#[derive(Debug, Clone, Copy)]
pub struct Steps {
    pub generations: u32,
    pub pages: Pgno,
    pub dbtimes: Dbtime,
    pub objids: Objid,
    pub trxs: u32,
    pub rceids: u32,
}

impl Steps {
    /// There is room behind the highest for what the copies add: the commits at their ends.
    pub fn new(generations: u32, highest: &Highest) -> Self {
        let above = |n: u32, multiple: u32| (n + multiple).next_multiple_of(multiple);
        Self {
            generations,
            pages: highest.pgno.next_multiple_of(256),
            dbtimes: (highest.dbtime + 1).next_multiple_of(0x1_0000),
            objids: above(highest.objid, 64),
            trxs: above(highest.trx, 0x1_0000),
            rceids: above(highest.rceid, 0x1_0000),
        }
    }

    pub fn of_copy(&self, copy: u32) -> Shift {
        Shift { copy, steps: *self }
    }
}

/// Moves numbers of the original to those of a copy (0 is the original).
#[derive(Debug, Clone, Copy)]
pub struct Shift {
    pub copy: u32,
    pub steps: Steps,
}

impl Shift {
    pub fn generation(&self, generation: u32) -> u32 {
        if generation == 0 { 0 } else { generation + self.copy * self.steps.generations }
    }

    pub fn lgpos(&self, lgpos: Lgpos) -> Lgpos {
        if lgpos.is_set() { Lgpos { generation: self.generation(lgpos.generation), ..lgpos } } else { lgpos }
    }

    /// Some years later.
    pub fn time(&self, time: Logtime) -> Logtime {
        const YEAR: usize = 5;
        let mut later = time;
        if time.is_set() {
            later.0[YEAR] += u8::try_from(self.copy).expect("not so many years");
        }
        later
    }

    /// A number of the original, moved; 0 means none and stays.
    fn moved(&self, what: &str, number: u32, step: u32) -> u32 {
        assert!(number <= step, "{what} {number} is higher than any of the original");
        if number == 0 { 0 } else { number + self.copy * step }
    }
}

impl Numbers for Shift {
    fn pgno(&mut self, pgno: &mut Pgno) {
        *pgno = self.moved("page", *pgno, self.steps.pages);
    }
    fn dbtime(&mut self, dbtime: &mut Dbtime) {
        if *dbtime != 0 && *dbtime < DBTIME_REVERT {
            assert!(*dbtime < self.steps.dbtimes, "dbtime {dbtime:#x} is higher than any of the original");
            *dbtime += u64::from(self.copy) * self.steps.dbtimes;
        }
    }
    fn objid(&mut self, objid: &mut Objid) {
        *objid = self.moved("objid", *objid, self.steps.objids);
    }
    fn trx(&mut self, trx: &mut u32) {
        *trx = self.moved("transaction", *trx, self.steps.trxs);
    }
    fn rceid(&mut self, rceid: &mut u32) {
        *rceid = self.moved("rceid", *rceid, self.steps.rceids);
    }
}
