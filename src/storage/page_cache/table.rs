//! Which frame a page is in: two levels, so that a large database takes memory only where it is touched.

use crate::format::primitives::Pgno;

/// Pages under one entry of the first level.
const CHUNK: usize = 1024;

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
            Some(Some(chunk)) => match chunk[pgno % CHUNK] {
                0 => None,
                n => Some(n as usize - 1),
            },
            _ => None,
        }
    }

    pub fn set(&mut self, pgno: Pgno, frame: Option<usize>) {
        let index = pgno as usize / CHUNK;
        if index >= self.chunks.len() {
            self.chunks.resize_with(index + 1, || None);
        }
        let chunk = self.chunks[index].get_or_insert_with(|| {
            self.made += 1;
            Box::new([0; CHUNK])
        });
        chunk[pgno as usize % CHUNK] = frame.map_or(0, |f| f as u32 + 1);
    }

    /// The table holds nothing now: gives memory back when it is much.
    pub fn emptied(&mut self) {
        const KEPT: usize = 64;
        if self.made > KEPT {
            *self = Self::default();
        }
    }
}
