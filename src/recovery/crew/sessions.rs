//! What sessions do in a window, as the conductor sees it.

use crate::format::primitives::Lgpos;
use crate::recovery::transactions::{Ended, Procid};
use crate::recovery::versions::{Level, Rceid};

/// A change that its session may take back.
#[derive(Debug, Clone, Copy)]
struct Change {
    rceid: Rceid,
    /// By its number in the window.
    page: u32,
    level: Level,
}

/// What a session does in a window.
#[derive(Default)]
pub struct Session {
    /// Where its last transaction of this window ended.
    pub ended: Lgpos,
    /// How many of its transactions have ended.
    pub transactions: u32,
    /// It takes something back.
    pub undoes: bool,
    /// What its present transaction changed in this window and can still take back.
    changes: Vec<Change>,
    touched: bool,
}

impl Session {
    pub fn change(&mut self, rceid: Rceid, page: u32, level: Level) {
        self.changes.push(Change { rceid, page, level });
    }

    /// The page of a change that is taken back, if it was made in this window.
    pub fn take_back(&mut self, rceid: Rceid) -> Option<u32> {
        self.undoes = true;
        // Mostly the last one.
        let place = self.changes.iter().rposition(|change| change.rceid == rceid)?;
        Some(self.changes.remove(place).page)
    }

    /// Inner levels ended: their changes belong to what is outside them, or cannot be taken back any more.
    fn end_levels(&mut self, ended: &Ended) {
        if ended.committed() {
            self.changes.iter_mut().for_each(|change| change.level = change.level.min(ended.to));
        } else {
            self.changes.retain(|change| change.level <= ended.to);
        }
    }
}

/// The sessions of a window, by their numbers.
#[derive(Default)]
pub struct Sessions {
    all: Vec<Session>,
    /// Those that did something in this window.
    touched: Vec<Procid>,
    /// An end of a transaction of each session that had one.
    last_ends: Vec<Ended>,
}

impl Sessions {
    #[inline]
    pub fn get(&self, procid: Procid) -> Option<&Session> {
        self.all.get(usize::from(procid))
    }

    #[inline]
    pub fn get_mut(&mut self, procid: Procid) -> &mut Session {
        let place = usize::from(procid);
        if place >= self.all.len() {
            self.all.resize_with(place + 1, Session::default);
        }
        let session = &mut self.all[place];
        if !session.touched {
            session.touched = true;
            self.touched.push(procid);
        }
        session
    }

    /// An end of a transaction of each session that had one.
    pub fn ends(&self) -> impl Iterator<Item = &Ended> {
        self.last_ends.iter()
    }

    pub fn note_end(&mut self, lgpos: Lgpos, ended: &Ended) {
        let session = self.get_mut(ended.procid);
        if ended.to > 0 {
            session.end_levels(ended);
            return;
        }
        let is_first = session.ended == Lgpos::MIN;
        session.ended = lgpos;
        session.transactions += 1;
        session.changes.clear();
        if is_first {
            self.last_ends.push(*ended);
        }
    }

    /// Forgets everything but the memory.
    pub fn clear(&mut self) {
        self.last_ends.clear();
        for procid in self.touched.drain(..) {
            if let Some(session) = self.all.get_mut(usize::from(procid)) {
                session.ended = Lgpos::MIN;
                session.transactions = 0;
                session.undoes = false;
                session.changes.clear();
                session.touched = false;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recovery::transactions::Transactions;

    const HERE: Lgpos = Lgpos::new(1, 2, 3);

    /// A session at level 2, and its changes: one of each level.
    fn two_levels() -> (Transactions, Sessions) {
        let mut transactions = Transactions::new();
        transactions.begin(7, 0, 2, 1, HERE).unwrap();
        let mut sessions = Sessions::default();
        sessions.get_mut(7).change(11, 1, 1);
        sessions.get_mut(7).change(12, 2, 2);
        (transactions, sessions)
    }

    #[test]
    fn an_inner_rollback_leaves_nothing_to_take_back() {
        let (mut transactions, mut sessions) = two_levels();
        let ended = transactions.rollback_levels(7, 1).unwrap().unwrap();
        sessions.note_end(HERE, &ended);
        assert_eq!(sessions.get_mut(7).take_back(12), None);
        assert_eq!(sessions.get_mut(7).take_back(11), Some(1));
        assert_eq!(sessions.get_mut(7).take_back(11), None, "once");
        assert_eq!((sessions.ends().count(), sessions.get(7).unwrap().transactions), (0, 0), "it goes on");
    }

    #[test]
    fn an_inner_commit_hands_its_changes_over() {
        let (mut transactions, mut sessions) = two_levels();
        let ended = transactions.commit_levels(7, 1, None).unwrap().unwrap();
        sessions.note_end(HERE, &ended);
        transactions.begin(7, 1, 1, 0, HERE).unwrap();
        let ended = transactions.rollback_levels(7, 1).unwrap().unwrap();
        sessions.note_end(HERE, &ended);
        assert_eq!(sessions.get_mut(7).take_back(12), Some(2), "it was of the outer level by then");
    }

    #[test]
    fn a_transaction_that_ends_has_nothing_to_take_back() {
        let (mut transactions, mut sessions) = two_levels();
        let ended = transactions.commit_levels(7, 0, None).unwrap().unwrap();
        sessions.note_end(HERE, &ended);
        assert_eq!(sessions.get_mut(7).take_back(11), None);
        assert_eq!((sessions.ends().count(), sessions.get(7).unwrap().ended), (1, HERE));
        sessions.clear();
        assert_eq!((sessions.ends().count(), sessions.get(7).unwrap().ended), (0, Lgpos::MIN));
    }
}
