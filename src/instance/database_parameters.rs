//! The parameters that a database is attached with. They rule caching and growth, and mean nothing here; what could not be
//! meant is refused as the reference refuses it.
//!
//! | number | parameter                               | values                                        |
//! |--------|-----------------------------------------|-----------------------------------------------|
//! | 8193   | DbSizeMaxPages                          | any                                           |
//! | 8194   | CachePriority                           | 0 to 1000, or none (65535)                    |
//! | 8195   | ShrinkDatabaseOptions                   | flags of five options                         |
//! | 8196   | ShrinkDatabaseTimeQuota                 | milliseconds, up to a week; below 0: no limit |
//! | 8197   | ShrinkDatabaseSizeLimit                 | pages, not below 0                            |
//! | 8198   | LeakReclaimerEnabled                    | any                                           |
//! | 8199   | LeakReclaimerTimeQuota                  | as 8196                                       |
//! | 8200   | MaintainExtentPageCountCache            | any                                           |
//! | 8201   | Flight_SelfAllocSpBufReservationEnabled | any                                           |
//!
//! Each value has four bytes. Source: `ErrDBParseDbParams` in `ese/db.cxx`, `inc/daeconst.hxx`.

use crate::error::Result;
use crate::fail;

const FIRST: u32 = 8193;
const LAST: u32 = 8201;
const CACHE_PRIORITY: u32 = 8194;
const SHRINK_OPTIONS: u32 = 8195;
const SHRINK_TIME: u32 = 8196;
const SHRINK_LIMIT: u32 = 8197;
const RECLAIM_TIME: u32 = 8199;

const HIGHEST_PRIORITY: u32 = 1000;
const NO_PRIORITY: u32 = 0xffff;
/// JET_bitShrinkDatabase…
const KNOWN_SHRINK_OPTIONS: u32 = 0x1f;
/// Milliseconds.
const WEEK: i32 = 7 * 24 * 60 * 60 * 1000;

/// Checks parameters with their values; `None` for a value that has not four bytes.
///
/// # Errors
/// `InvalidDbparamId`, `InvalidBufferSize`, `InvalidParameter`, `InvalidGrbit`.
pub fn check(given: &[(u32, Option<u32>)]) -> Result<()> {
    let mut last = std::collections::BTreeMap::new();
    for &(number, value) in given {
        if !(FIRST..=LAST).contains(&number) {
            fail!(InvalidDbparamId, "there is no database parameter {number}");
        }
        let Some(value) = value else { fail!(InvalidBufferSize, "the value of parameter {number} has four bytes") };
        // The last one counts when a parameter is there twice.
        last.insert(number, value);
    }
    for (number, value) in last {
        let signed = value.cast_signed();
        match number {
            CACHE_PRIORITY if value != NO_PRIORITY && value > HIGHEST_PRIORITY => {
                fail!(InvalidParameter, "{value} is no cache priority")
            }
            SHRINK_OPTIONS if value & !KNOWN_SHRINK_OPTIONS != 0 => {
                fail!(InvalidGrbit, "{value:#x} has flags that mean nothing for shrinking")
            }
            SHRINK_TIME | RECLAIM_TIME if signed > WEEK => {
                fail!(InvalidParameter, "{value} milliseconds are more than a week")
            }
            SHRINK_LIMIT if signed < 0 => fail!(InvalidParameter, "{signed} is no number of pages"),
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorCode;

    #[test]
    fn takes_what_can_be_meant() {
        let code = |given: &[(u32, Option<u32>)]| check(given).map_err(|e| e.code());
        assert_eq!(code(&[]), Ok(()));
        let all: Vec<_> = (FIRST..=LAST).map(|n| (n, Some(1))).collect();
        assert_eq!(code(&all), Ok(()));
        assert_eq!(code(&[(FIRST - 1, Some(1))]), Err(ErrorCode::InvalidDbparamId));
        assert_eq!(code(&[(LAST + 1, Some(1))]), Err(ErrorCode::InvalidDbparamId));
        assert_eq!(code(&[(FIRST, None)]), Err(ErrorCode::InvalidBufferSize));
        assert_eq!(code(&[(CACHE_PRIORITY, Some(1000)), (SHRINK_TIME, Some(u32::MAX))]), Ok(()));
        assert_eq!(code(&[(CACHE_PRIORITY, Some(1001))]), Err(ErrorCode::InvalidParameter));
        assert_eq!(code(&[(CACHE_PRIORITY, Some(1001)), (CACHE_PRIORITY, Some(NO_PRIORITY))]), Ok(()));
        assert_eq!(code(&[(SHRINK_OPTIONS, Some(0x20))]), Err(ErrorCode::InvalidGrbit));
        assert_eq!(code(&[(RECLAIM_TIME, Some(604_800_001))]), Err(ErrorCode::InvalidParameter));
        assert_eq!(code(&[(SHRINK_LIMIT, Some(u32::MAX))]), Err(ErrorCode::InvalidParameter));
    }
}
