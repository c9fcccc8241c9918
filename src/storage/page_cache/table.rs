//! Which frame a page is in, and whether it was written: two levels, so that a large database takes memory only where it
//! is touched.

use crate::format::primitives::Pgno;

/// Pages under one entry of the first level.
const CHUNK: usize = 1024;
/// The bit of an entry that says that the cache has written the page; below it is the number of its frame, from 1.
const WRITTEN: u32 = 1 << 31;

#[derive(Default)]
pub(super) struct Table {
    chunks: Vec<Option<Box<[u32; CHUNK]>>>,
    /// How many chunks there are.
    made: usize,
}

impl Table {
    #[inline]
    pub fn get(&self, pgno: Pgno) -> Option<usize> {
        let pgno = pgno as usize;
        match self.chunks.get(pgno / CHUNK) {
            Some(Some(chunk)) => match chunk[pgno % CHUNK] & !WRITTEN {
                0 => None,
                n => Some(n as usize - 1),
            },
            _ => None,
        }
    }

    /// The page was written by this cache.
    pub fn note_written(&mut self, pgno: Pgno) {
        *self.entry(pgno) |= WRITTEN;
    }

    pub fn is_written(&self, pgno: Pgno) -> bool {
        let pgno = pgno as usize;
        matches!(self.chunks.get(pgno / CHUNK), Some(Some(chunk)) if chunk[pgno % CHUNK] & WRITTEN != 0)
    }

    pub fn set(&mut self, pgno: Pgno, frame: Option<usize>) {
        let entry = self.entry(pgno);
        *entry = *entry & WRITTEN | frame.map_or(0, |f| f as u32 + 1);
    }

    fn entry(&mut self, pgno: Pgno) -> &mut u32 {
        let index = pgno as usize / CHUNK;
        if index >= self.chunks.len() {
            self.chunks.resize_with(index + 1, || None);
        }
        let chunk = self.chunks[index].get_or_insert_with(|| {
            self.made += 1;
            Box::new([0; CHUNK])
        });
        &mut chunk[pgno as usize % CHUNK]
    }

    /// The table holds nothing now: gives memory back when it is much.
    pub fn emptied(&mut self) {
        const KEPT: usize = 64;
        if self.made > KEPT {
            *self = Self::default();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_was_written_stays_so_wherever_it_is() {
        let mut table = Table::default();
        table.set(5000, Some(7));
        assert_eq!((table.get(5000), table.is_written(5000)), (Some(7), false));
        table.note_written(5000);
        assert_eq!((table.get(5000), table.is_written(5000)), (Some(7), true));
        table.set(5000, None);
        assert_eq!((table.get(5000), table.is_written(5000)), (None, true));
        table.set(5000, Some(0));
        assert_eq!((table.get(5000), table.is_written(5000)), (Some(0), true));
        assert_eq!((table.get(5001), table.is_written(5001)), (None, false));
        assert_eq!((table.get(1 << 30), table.is_written(1 << 30)), (None, false));
    }
}
