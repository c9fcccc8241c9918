//! Redo of scrubbing: deleted data is overwritten, so that it cannot be read from the file.
//!
//! Source: `NDScrubOneUsedPage`, `NDScrubOneUnusedPage` in `ese/node.cxx`; the fill bytes in
//! `inc/daedef.hxx`.

use crate::error::Result;
use crate::fail;
use crate::format::log_record::Scrub;
use crate::format::node::node_flags;
use crate::format::page::Page;

/// Operations of a scrub, one per node.
const NOTHING: u8 = 0;
const DATA: u8 = 1;
const LONG_VALUE_DATA: u8 = 2;
/// Fill bytes: deleted data, long-value chunk, free space of a used and of an unused page.
const DELETED_FILL: u8 = b'D';
const LONG_VALUE_FILL: u8 = b'L';
const USED_PAGE_FILL: u8 = b'Z';
const UNUSED_PAGE_FILL: u8 = b'U';
/// First byte of a scrubbed long-value chunk: the "compression" that says so.
const SCRUBBED_CHUNK: u8 = 4 << 3;

pub fn scrub(page: &mut Page, record: &Scrub<'_>) -> Result<()> {
    if record.flags.unused_page() {
        page.delete_range(0, page.node_count())?;
        return page.overwrite_unused(UNUSED_PAGE_FILL);
    }
    let operations = record.operations();
    if operations.len() != page.node_count() {
        fail!(
            LogOperationInconsistentWithDatabase,
            "a scrub of {} nodes on a page of {}",
            operations.len(),
            page.node_count()
        );
    }
    for (line, operation) in operations.iter().enumerate() {
        let size = page.node(line)?.data.len();
        let data = match *operation {
            NOTHING => continue,
            DATA => vec![DELETED_FILL; size],
            LONG_VALUE_DATA => {
                let mut data = vec![LONG_VALUE_FILL; size];
                if let Some(first) = data.first_mut() {
                    *first = SCRUBBED_CHUNK;
                }
                data
            }
            other => fail!(LogCorrupted, "{other} is no scrub operation"),
        };
        page.replace_data(line, &[&data])?;
        let flags = page.node_flags(line)?;
        page.set_node_flags(line, flags & !node_flags::VERSION)?;
    }
    page.overwrite_unused(USED_PAGE_FILL)
}
