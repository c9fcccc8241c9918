//! One page of a database: checksums, header, tags; and one node of it. Windows' `/m /p` and `/m /n`.
//!
//! Source: `ese/cpage.cxx` (DumpHeader, DumpTags), `ese/dbutil.cxx` (ErrDBUTLDumpPage, ErrDBUTLDumpNode) of the reference.

use std::path::Path;

use crate::error::Result;
use crate::format::checksum::{page_checksum, stored_page_checksum};
use crate::format::node::node_flags;
use crate::format::page::{Page, PageCondition, flags};
use crate::storage::database_file::DatabaseFile;
use crate::storage::fs::{FileSystem, OpenMode};

/// What the flags of a page are called.
const FLAGS: [(u32, &str); 12] = [
    (flags::ROOT, "Root page"),
    (flags::LEAF, "Leaf page"),
    (flags::PARENT_OF_LEAF, "Parent of leaf"),
    (flags::EMPTY, "Empty page"),
    (flags::REPAIR, "Repair page"),
    (flags::SPACE_TREE, "Space tree page"),
    (flags::INDEX, "Index page"),
    (flags::LONG_VALUE, "Long value page"),
    (flags::NON_UNIQUE_KEYS, "Non-unique keys"),
    (flags::NEW_RECORD_FORMAT, "New record format"),
    (flags::SCRUBBED, "Scrubbed"),
    (flags::PREINIT, "Pre-init page"),
];

/// Bytes on a line of a raw dump.
const WIDTH: usize = 16;

/// Reads a page as it lies there, and checks it. The second says what is wrong with it.
fn read(fs: &dyn FileSystem, path: &Path, pgno: u32) -> Result<(Vec<u8>, Page, Result<PageCondition>)> {
    let (file, header) = DatabaseFile::open(fs, path, OpenMode::Read, None)?;
    let mut page = Page::zeroed(header.page_size() as usize);
    file.read_page(pgno, page.bytes_mut())?;
    let raw = page.bytes().to_vec();
    let condition = page.check(pgno).map_err(|e| e.file(path).page(pgno));
    Ok((raw, page, condition))
}

/// Everything that a page says. `verbose`: then also its bytes. The second is what is wrong with the page; the lines are
/// there all the same, as far as they go.
///
/// # Errors
/// The file cannot be read, has no good header, or does not have the page.
pub fn lines(fs: &dyn FileSystem, path: &Path, pgno: u32, verbose: bool) -> Result<(Vec<String>, Result<()>)> {
    let (raw, page, condition) = read(fs, path, pgno)?;
    let mut l = Vec::new();
    let blocks = if page.is_small() { 1 } else { 4 };
    let sums = stored_page_checksum(&raw).into_iter().zip(page_checksum(&raw, pgno));
    l.push("Checksum Information:".into());
    for (i, (stored, expected)) in sums.take(blocks).enumerate() {
        let verdict = if stored == expected { "" } else { "   DIFFERENT" };
        l.push(format!("  block {i}: expected 0x{expected:016x}, actual 0x{stored:016x}{verdict}"));
    }
    l.push(match &condition {
        Ok(PageCondition::Good) => "  The page is good.".into(),
        Ok(PageCondition::Corrected { bit }) => format!("  Bit {bit} is wrong; below it is corrected."),
        Ok(PageCondition::Uninitialized) => "  The page was never written.".into(),
        Err(e) => format!("  ERROR: {e}"),
    });
    l.push(String::new());
    header(&page, &mut l);
    l.push(String::new());
    if condition.is_ok() {
        tags(&page, &mut l);
    }
    if verbose {
        l.push(String::new());
        l.push(format!("Raw dump ({} bytes):", raw.len()));
        bytes(&raw, &mut l);
    }
    Ok((l, condition.map(|_| ())))
}

fn header(page: &Page, l: &mut Vec<String>) {
    let mut add = |label: &str, value: String| l.push(format!("{label:>20}: {value}"));
    add("dbtimeDirtied", format!("{0} (0x{0:x})", page.dbtime()));
    add("pgnoPrev", format!("{0} (0x{0:x})", page.previous()));
    add("pgnoNext", format!("{0} (0x{0:x})", page.next()));
    add("objidFDP", format!("{0} (0x{0:x})", page.objid()));
    add("cbFree", format!("{0} (0x{0:x})", page.free_bytes()));
    add("cbUncommittedFree", format!("{0} (0x{0:x})", page.uncommitted_free()));
    add("nodes", page.node_count().to_string());
    add("fFlags", format!("0x{:08x}", page.flags()));
    if let Some(pgno) = page.stored_pgno() {
        add("pgno", format!("{pgno} (0x{pgno:x})"));
    }
    l.extend(FLAGS.iter().filter(|f| page.flags() & f.0 != 0).map(|f| format!("\t\t{}", f.1)));
}

/// The letters of a node's flags.
fn letters(flags: u8) -> String {
    [(node_flags::VERSION, 'v'), (node_flags::DELETED, 'd'), (node_flags::COMPRESSED, 'c')]
        .iter()
        .map(|(bit, letter)| if flags & bit != 0 { *letter } else { ' ' })
        .collect()
}

fn tags(page: &Page, l: &mut Vec<String>) {
    match page.external_header() {
        Ok(header) => l.push(format!("external header: cb:0x{:04x}", header.len())),
        // A page that was never written, or only given out, has none.
        Err(_) => return l.push("no tags".into()),
    }
    for line in 0..page.node_count() {
        l.push(match page.node(line) {
            Ok(n) => format!(
                "LINE {line:3}: prefix:cb=0x{:04x} suffix:cb=0x{:04x} data:cb=0x{:04x} flags:0x{:04x} ({})",
                n.prefix.len(),
                n.suffix.len(),
                n.data.len(),
                n.flags,
                letters(n.flags)
            ),
            Err(e) => format!("LINE {line:3}: {e}"),
        });
    }
}

/// Key and data of one node.
///
/// # Errors
/// As [`lines`]; the page is damaged, or has no such line.
pub fn node(fs: &dyn FileSystem, path: &Path, pgno: u32, line: usize) -> Result<Vec<String>> {
    let (_, page, condition) = read(fs, path, pgno)?;
    condition?.require()?;
    let n = page.node(line).map_err(|e| e.file(path).page(pgno))?;
    let mut l = vec![
        format!("     Flags:  0x{:04x} ({})", n.flags, letters(n.flags)),
        "====================".into(),
        format!("Key Prefix:  {} bytes", n.prefix.len()),
    ];
    bytes(n.prefix, &mut l);
    l.push(format!("Key Suffix:  {} bytes", n.suffix.len()));
    bytes(n.suffix, &mut l);
    l.push(format!("      Data:  {} bytes", n.data.len()));
    bytes(n.data, &mut l);
    Ok(l)
}

/// Bytes in rows: place, hexadecimal digits, characters.
fn bytes(bytes: &[u8], l: &mut Vec<String>) {
    for (row, part) in bytes.chunks(WIDTH).enumerate() {
        let digits: String = part.iter().map(|b| format!("{b:02x} ")).collect();
        let shown: String = part.iter().map(|&b| if (0x20..0x7f).contains(&b) { char::from(b) } else { '.' }).collect();
        l.push(format!("0x{:04x}  {digits:<48} {shown}", row * WIDTH));
    }
}
