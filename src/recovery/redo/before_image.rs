//! The picture of a page that a split or merge record carries, as a page again.
//!
//! The picture was taken after the page got its new dbtime; the caller has to use it as the page
//! before. It may have been shortened twice: the gap between nodes and tags left out
//! ("dehydrated"), then compressed.
//!
//! Source: `ErrLGIDecompressPreimage` in `ese/_log/logredo.cxx`, `CPAGE::RehydratePage` in
//! `ese/cpage.cxx`.

use crate::error::Result;
use crate::fail;
use crate::format::compression;
use crate::format::log_record::BeforeImage;
use crate::format::page::{Page, TAG_SIZE};
use crate::format::primitives::Pgno;

/// Offset of the free-byte count in the page header.
const FREE: usize = 28;
/// Offset of the tag count in the page header; 12 bits count tags.
const TAG_STATE: usize = 34;

/// Decodes the picture into a page of `page_size` bytes.
///
/// # Errors
/// `DecompressionFailed` or `LogCorrupted` when the picture is not one of such a page.
pub fn decode(image: &BeforeImage<'_>, page_size: usize, pgno: Pgno) -> Result<Page> {
    if image.bytes.len() == page_size {
        return Page::from_bytes(image.bytes.to_vec());
    }
    let mut bytes = if image.flags.xpress() {
        compression::decompress(image.bytes, page_size).map_err(|e| e.page(pgno))?
    } else {
        image.bytes.to_vec()
    };
    if image.flags.dehydrated() {
        bytes = rehydrate(bytes, page_size, pgno)?;
    }
    if bytes.len() != page_size {
        fail!(LogCorrupted, "the picture of page {pgno} has {} bytes, not {page_size}", bytes.len());
    }
    Page::from_bytes(bytes)
}

/// Puts the gap back: the tags move to the page's end, the free bytes grow by as much.
fn rehydrate(mut bytes: Vec<u8>, page_size: usize, pgno: Pgno) -> Result<Vec<u8>> {
    let short = bytes.len();
    let word =
        |bytes: &[u8], at: usize| -> Option<u16> { Some(u16::from_le_bytes([*bytes.get(at)?, *bytes.get(at + 1)?])) };
    let (Some(free), Some(state)) = (word(&bytes, FREE), word(&bytes, TAG_STATE)) else {
        fail!(LogCorrupted, "the picture of page {pgno} has only {short} bytes");
    };
    let tags = usize::from(state & 0x0fff) * TAG_SIZE;
    let Some(growth) = page_size.checked_sub(short).filter(|_| tags <= short) else {
        fail!(LogCorrupted, "the picture of page {pgno} has {short} bytes and {tags} of tags");
    };
    let Ok(free) = u16::try_from(usize::from(free) + growth) else {
        fail!(LogCorrupted, "the picture of page {pgno} claims {free} free bytes");
    };
    bytes.resize(page_size, 0);
    bytes.copy_within(short - tags..short, page_size - tags);
    bytes[short - tags..(page_size - tags).min(short)].fill(0);
    bytes[FREE..FREE + 2].copy_from_slice(&free.to_le_bytes());
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::log_record::ImageFlags;
    use crate::format::node::NodeParts;
    use crate::format::page::flags;

    fn page() -> Page {
        let mut page = Page::zeroed(4096);
        page.init(7, 2, flags::LEAF, 0x40);
        for i in 0..10_u8 {
            page.insert(i.into(), &NodeParts { flags: 0, prefix_length: 0, suffix: &[i], data: &[i; 50] }).unwrap();
        }
        page
    }

    #[test]
    fn a_dehydrated_picture_becomes_the_page_again() {
        let page = page();
        let tags = 11 * TAG_SIZE;
        let mut short = page.bytes()[..700].to_vec();
        short.extend_from_slice(&page.bytes()[4096 - tags..]);
        let free = u16::from_le_bytes([short[FREE], short[FREE + 1]]) - (4096 - short.len()) as u16;
        short[FREE..FREE + 2].copy_from_slice(&free.to_le_bytes());
        let image = BeforeImage { flags: ImageFlags(ImageFlags::DEHYDRATED), bytes: &short };
        let decoded = decode(&image, 4096, 7).unwrap();
        assert_eq!(decoded.bytes(), page.bytes());
    }

    #[test]
    fn nonsense_is_an_error() {
        for length in [0, 10, 40, 100, 5000] {
            let bytes = vec![0xff; length];
            let image = BeforeImage { flags: ImageFlags(ImageFlags::DEHYDRATED), bytes: &bytes };
            assert!(decode(&image, 4096, 7).is_err(), "{length}");
        }
    }
}
