//! Operations on one node of one page. Pure: (record, page) -> page.

use crate::error::Result;
use crate::fail;
use crate::format::diff;
use crate::format::log_record::{Delta, Insert, Replace, SetExternalHeader};
use crate::format::node::{NodeParts, node_flags};
use crate::format::page::{Page, TAG_SIZE};

/// A version of the node is kept: its VERSION bit says so.
fn version_bit(versioned: bool) -> u8 {
    if versioned { node_flags::VERSION } else { 0 }
}

pub fn insert(page: &mut Page, record: &Insert<'_>) -> Result<()> {
    let parts = NodeParts {
        flags: version_bit(record.node.flags.versioned()),
        prefix_length: record.prefix.len(),
        suffix: record.suffix,
        data: record.data,
    };
    if parts.size() + TAG_SIZE > page.free_bytes().saturating_sub(page.uncommitted_free()) {
        page.set_uncommitted_free(0)?;
    }
    page.insert(record.node.line.into(), &parts)
}

/// A node that grows takes what was held back for a rollback: in recovery nobody keeps count of it.
fn replace_data(page: &mut Page, line: usize, data: &[u8]) -> Result<()> {
    if data.len() > page.node(line)?.data.len() && page.uncommitted_free() != 0 {
        page.set_uncommitted_free(0)?;
    }
    page.replace_data(line, &[data])
}

/// A flag-deleted node becomes visible again.
pub fn flag_insert(page: &mut Page, line: usize, versioned: bool) -> Result<()> {
    let flags = page.node_flags(line)?;
    page.set_node_flags(line, (flags & !node_flags::DELETED) | version_bit(versioned))
}

/// A flag-deleted node becomes visible again, with other data.
pub fn flag_insert_and_replace_data(page: &mut Page, line: usize, data: &[u8], versioned: bool) -> Result<()> {
    replace_data(page, line, data)?;
    flag_insert(page, line, versioned)
}

pub fn flag_delete(page: &mut Page, line: usize, versioned: bool) -> Result<()> {
    let flags = page.node_flags(line)?;
    page.set_node_flags(line, flags | node_flags::DELETED | version_bit(versioned))
}

/// The data that a node has after a replace: logged whole, or as differences to `old`.
pub fn after_image(record: &Replace<'_>, is_diff: bool, old: &[u8], out: &mut Vec<u8>) -> Result<()> {
    out.clear();
    if is_diff {
        diff::apply(record.data, record.diff2, old, out)?;
    } else {
        out.extend_from_slice(record.data);
    }
    if out.len() != usize::from(record.new_size) {
        fail!(
            LogCorrupted,
            "a replace record says that the node will have {} bytes, but its differences make {}",
            record.new_size,
            out.len()
        );
    }
    Ok(())
}

pub fn replace(page: &mut Page, line: usize, data: &[u8], versioned: bool) -> Result<()> {
    replace_data(page, line, data)?;
    let flags = page.node_flags(line)?;
    page.set_node_flags(line, flags | version_bit(versioned))
}

/// Raises a number inside the node's data; both widths wrap around.
pub fn delta(page: &mut Page, record: &Delta<'_>, is_64_bit: bool) -> Result<()> {
    let line = usize::from(record.node.line);
    let offset = usize::from(record.offset);
    let mut data = page.node(line)?.data.to_vec();
    let width = if is_64_bit { 8 } else { 4 };
    let Some(field) = data.get_mut(offset..offset + width) else {
        fail!(LogCorrupted, "a delta at offset {offset} of a node of {} bytes", page.node(line)?.data.len());
    };
    add_little_endian(field, record.delta);
    page.replace_data(line, &[&data])?;
    let flags = page.node_flags(line)?;
    page.set_node_flags(line, flags | version_bit(record.node.flags.versioned()))
}

/// `field` (4 or 8 bytes) += `delta`, wrapping.
pub fn add_little_endian(field: &mut [u8], delta: i64) {
    let mut wide = [0; 8];
    wide[..field.len()].copy_from_slice(field);
    let sum = i64::from_le_bytes(wide).wrapping_add(delta).to_le_bytes();
    field.copy_from_slice(&sum[..field.len()]);
}

/// A page's external header may not become shorter than a prefix that one of its nodes uses.
pub fn set_external_header(page: &mut Page, record: &SetExternalHeader<'_>) -> Result<()> {
    if !page.is_root() && !page.is_space_tree() {
        for line in 0..page.node_count() {
            let used = page.node(line)?.prefix.len();
            if used > record.data.len() {
                fail!(
                    LogOperationInconsistentWithDatabase,
                    "the new key prefix has {} bytes, but node {line} uses {used} of the old one",
                    record.data.len()
                );
            }
        }
    }
    page.set_external_header(record.data, 0)
}

#[cfg(test)]
mod tests {
    use super::add_little_endian;

    #[test]
    fn deltas_wrap_in_their_width() {
        let mut four = [0xff, 0xff, 0xff, 0xff];
        add_little_endian(&mut four, 2);
        assert_eq!(four, [1, 0, 0, 0]);
        let mut eight = 5_i64.to_le_bytes();
        add_little_endian(&mut eight, -6);
        assert_eq!(eight, (-1_i64).to_le_bytes());
    }
}
