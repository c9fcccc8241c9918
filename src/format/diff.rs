//! stub
use crate::error::Result;
pub fn apply(_diff: &[u8], _diff2: bool, _old: &[u8], _out: &mut Vec<u8>) -> Result<()> {
    crate::fail!(LogCorrupted, "stub")
}
