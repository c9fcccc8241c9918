//! The schemes in which the engine stores compressed data; the first byte's upper five bits name one.

use crate::error::Result;
use crate::fail;

/// Decompresses data of at most `limit` bytes.
pub fn decompress(bytes: &[u8], limit: usize) -> Result<Vec<u8>> {
    let _ = limit;
    fail!(DecompressionFailed, "compressed data of {} bytes", bytes.len())
}
