//! The sign that a hard restore leaves in the header of a database that it has made clean.
//!
//! A restore that died after that, with other databases or the log still to be ended, is run again with a database that
//! is no copy out of a backup any more. By the sign it is told from a clean database of any other origin: the random half
//! of the header's flush signature follows from what else the header says, and from when the log was made in which the
//! database became clean. To everybody else that signature is a number like any other.

use crate::format::database_header::{DatabaseHeader, DatabaseState};
use crate::format::primitives::{Logtime, Signature};

/// Signs the header of a clean database. `log_created`: of the log that its consistent position stands in.
pub fn leave(header: &mut DatabaseHeader, log_created: Logtime) {
    let random = number(header, log_created);
    header.renew_flush_signature(Signature::new(random, Logtime::now()));
}

/// Whether a restore made this database clean, in a log that was made at `log_created`.
pub fn is_left(header: &DatabaseHeader, log_created: Logtime) -> bool {
    header.state() == Some(DatabaseState::Clean)
        && header.lgpos_consistent().is_set()
        && header.header_flush_signature().random() == number(header, log_created)
}

fn number(header: &DatabaseHeader, log_created: Logtime) -> u32 {
    let consistent = header.lgpos_consistent();
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut add = |bytes: &[u8]| {
        for byte in bytes {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    };
    add(&header.signature().0);
    add(&header.log_signature().0);
    add(&consistent.generation.to_le_bytes());
    add(&consistent.sector.to_le_bytes());
    add(&consistent.offset.to_le_bytes());
    add(&log_created.0);
    (hash ^ (hash >> 32)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::database_header::Generations;
    use crate::format::primitives::Lgpos;

    #[test]
    fn holds_for_this_state_and_log_only() {
        let mut h = DatabaseHeader::new(4096).unwrap();
        let created = Logtime::from_unix(1_700_000_000, 5);
        h.set_signature(Signature::random_now());
        h.set_lgpos_consistent(Lgpos::new(3, 1, 100));
        h.set_state(DatabaseState::Clean, Generations::None);
        assert!(!is_left(&h, created));
        leave(&mut h, created);
        assert!(is_left(&h, created));
        assert!(!is_left(&h, Logtime::from_unix(1_700_000_001, 5)));
        let mut other = h.clone();
        other.set_lgpos_consistent(Lgpos::new(3, 1, 101));
        assert!(!is_left(&other, created));
        h.set_state(DatabaseState::Dirty, Generations::None);
        assert!(!is_left(&h, created));
    }
}
