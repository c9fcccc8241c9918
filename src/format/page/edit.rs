//! Changing what is on a page, so that its bytes and counters come out as the engine's own.
//!
//! Lines are laid one after the other; what is deleted leaves a gap. Only when the piece at the end is too small,
//! the lines are moved together, in the order of their places. A line that shrinks stays; one that grows stays
//! if it is the last and there is room after it, else it moves to the end.

use super::{Page, TAG_SIZE, at};
use crate::error::Result;
use crate::fail;
use crate::format::node::{LENGTH_MAX, LENGTH_SIZE, NodeParts};

/// More tags the header cannot count.
const TAG_COUNT_MAX: usize = 0x0FFF;

impl Page {
    /// Whether `bytes` more (with 4 for each new tag) can be taken, uncommitted space included.
    pub fn has_room_for(&self, bytes: usize) -> bool {
        bytes <= self.free_bytes()
    }

    /// Puts a node before line `line` (or after the last).
    ///
    /// # Errors
    /// `LogOperationInconsistentWithDatabase` when the page has no such line or not the room; `NodeCorrupted` when
    /// a length cannot be stored; `DatabaseCorrupted` when the page is damaged. The page is unchanged then.
    pub fn insert(&mut self, line: usize, node: &NodeParts<'_>) -> Result<()> {
        let tag = line.saturating_add(self.reserved_tags());
        if tag > self.tag_count() {
            fail!(LogOperationInconsistentWithDatabase, "node {line} would come after {}", self.node_count());
        }
        let head = Head::of(node)?;
        self.insert_tag(tag, node.size())?;
        self.write_line(tag, &[head.bytes(), node.suffix, node.data], node.stored_flags())
    }

    /// Takes a node away.
    ///
    /// # Errors
    /// Those of [`Page::node`]; `DatabaseCorrupted` when the counters cannot be. The page is unchanged then.
    pub fn delete(&mut self, line: usize) -> Result<()> {
        let tag = self.tag_of_line(line)?;
        let range = self.line_range(tag)?;
        let place = range.start - self.header_size();
        let free = self.free_bytes() + range.len() + TAG_SIZE;
        if free > self.size() - self.header_size() {
            fail!(DatabaseCorrupted, "deleting node {line} would leave {free} bytes free");
        }
        let last = self.tag_offset(self.tag_count() - 1)?;
        let own = self.tag_offset(tag)?;
        if place + range.len() == self.first_free() {
            self.set_u16(at::FIRST_FREE, place);
        }
        self.set_u16(at::FREE, free);
        self.bytes.copy_within(last..own, last + TAG_SIZE);
        self.set_tag_state(self.tag_count() - 1, self.reserved_tags());
        if free + TAG_SIZE + self.header_size() == self.size() {
            self.set_u16(at::FIRST_FREE, 0);
        }
        Ok(())
    }

    /// Takes `count` nodes away, from `first` on; the last of them first.
    ///
    /// # Errors
    /// Those of [`Page::delete`]; nodes behind the damaged one may be gone then.
    pub fn delete_range(&mut self, first: usize, count: usize) -> Result<()> {
        match first.checked_add(count) {
            Some(end) if end == self.node_count() => self.delete_from(first),
            Some(end) if end < self.node_count() => (first..end).rev().try_for_each(|line| self.delete(line)),
            _ => fail!(LogOperationInconsistentWithDatabase, "no {count} nodes from {first} on"),
        }
    }

    /// Takes all nodes away from `first` on, the last first: no tag has to move.
    fn delete_from(&mut self, first: usize) -> Result<()> {
        if first == self.node_count() {
            return Ok(());
        }
        let (mut free, mut first_free) = (self.free_bytes(), self.first_free());
        let left = first + self.reserved_tags();
        for tag in (left..self.tag_count()).rev() {
            let range = self.line_range(tag)?;
            let place = range.start - self.header_size();
            free += range.len() + TAG_SIZE;
            if place + range.len() == first_free {
                first_free = place;
            }
        }
        if free > self.size() - self.header_size() {
            fail!(DatabaseCorrupted, "deleting the nodes from {first} on would leave {free} bytes free");
        }
        if free + TAG_SIZE + self.header_size() == self.size() {
            first_free = 0;
        }
        self.set_u16(at::FIRST_FREE, first_free);
        self.set_u16(at::FREE, free);
        self.set_tag_state(left, self.reserved_tags());
        Ok(())
    }

    /// Gives a node new data (the pieces in turn); key and flags stay.
    ///
    /// # Errors
    /// Those of [`Page::insert`] and [`Page::node`]. The page is unchanged then.
    pub fn replace_data(&mut self, line: usize, data: &[&[u8]]) -> Result<()> {
        let tag = self.tag_of_line(line)?;
        let node = self.node_parts(line)?;
        let flags = node.flags;
        let key_size = NodeParts { data: &[], ..node }.size();
        let size = key_size + data.iter().map(|piece| piece.len()).sum::<usize>();
        // A line that moves loses its bytes.
        let key = if self.stays(tag, size)? { Vec::new() } else { self.node_bytes(line)?[..key_size].to_vec() };
        self.resize_line(tag, size)?;
        let start = self.line_range(tag)?.start;
        self.write_pieces(start, &[&key]);
        self.write_pieces(start + key_size, data);
        self.set_tag_flags(tag, flags)
    }

    /// Puts another node in the place of one.
    ///
    /// # Errors
    /// Those of [`Page::insert`] and [`Page::node`]. The page is unchanged then.
    pub fn replace(&mut self, line: usize, node: &NodeParts<'_>) -> Result<()> {
        let tag = self.tag_of_line(line)?;
        let head = Head::of(node)?;
        self.resize_line(tag, node.size())?;
        self.write_line(tag, &[head.bytes(), node.suffix, node.data], node.stored_flags())
    }

    /// Stores a node's key with another part of it taken from the prefix, as splits and merges do when the page gets
    /// another prefix. `old_prefix` is the prefix that the node was stored against; it may be off the page by now.
    ///
    /// # Errors
    /// `NodeCorrupted` when the key is shorter than `prefix_length`, or the old prefix than the node says; those of
    /// [`Page::replace`]. The page is unchanged then.
    pub fn change_prefix(&mut self, line: usize, old_prefix: &[u8], prefix_length: usize) -> Result<()> {
        let node = self.node_parts(line)?;
        let key = old_prefix.get(..node.prefix_length).map(|prefix| [prefix, node.suffix].concat());
        let data = node.data.to_vec();
        let Some(suffix) = key.as_deref().and_then(|key| key.get(prefix_length..)) else {
            fail!(NodeCorrupted, "the key of node {line} has no {prefix_length} bytes");
        };
        self.replace(line, &NodeParts { flags: node.flags, prefix_length, suffix, data: &data })
    }

    /// Sets all three flags of a node at once.
    ///
    /// # Errors
    /// Those of [`Page::node`].
    pub fn set_node_flags(&mut self, line: usize, flags: u8) -> Result<()> {
        let tag = self.tag_of_line(line)?;
        self.line_range(tag)?;
        self.set_tag_flags(tag, flags)
    }

    /// Replaces the external header. It has no flags; `flags` is what the engine's call takes and must be 0.
    ///
    /// # Errors
    /// `LogOperationInconsistentWithDatabase` when the room is missing, `DatabaseCorrupted` or `PageTagCorrupted`
    /// when the page is damaged. The page is unchanged then.
    pub fn set_external_header(&mut self, data: &[u8], flags: u8) -> Result<()> {
        self.resize_line(0, data.len())?;
        self.write_line(0, &[data], flags)
    }

    /// Moves all lines together, so that the free space is in one piece.
    ///
    /// # Errors
    /// `DatabaseCorrupted` when lines overlap. The page is unchanged then.
    pub fn compact(&mut self) -> Result<()> {
        if self.contiguous_free() != self.free_bytes() { self.reorganize(self.lines_by_place(None)?) } else { Ok(()) }
    }

    /// Fills every unused byte between header and tags.
    ///
    /// # Errors
    /// `DatabaseCorrupted` when lines overlap. The page is unchanged then.
    pub fn overwrite_unused(&mut self, fill: u8) -> Result<()> {
        let start = self.header_size();
        if self.contiguous_free() != self.free_bytes() {
            let lines = self.lines_by_place(None)?;
            let mut end = 0;
            for line in lines.into_iter().filter(|line| line.length() > 0) {
                self.bytes[start + end..start + line.place()].fill(fill);
                end = line.place() + line.length();
            }
            self.set_u16(at::FIRST_FREE, end);
        }
        let free = start + self.first_free().min(self.data_capacity())..start + self.data_capacity();
        self.bytes[free].fill(fill);
        Ok(())
    }

    /// Makes tag `tag` for a new line of `size` bytes.
    fn insert_tag(&mut self, tag: usize, size: usize) -> Result<()> {
        let need = size + TAG_SIZE;
        let count = self.tag_count();
        if need > self.free_bytes() || count >= TAG_COUNT_MAX {
            fail!(LogOperationInconsistentWithDatabase, "{need} bytes do not fit into {} free", self.free_bytes());
        }
        if self.contiguous_free() < need {
            self.reorganize_for(need, None)?;
        }
        let end = self.tag_offset(count)?;
        let own = self.tag_offset(tag)?;
        self.bytes.copy_within(end + TAG_SIZE..own + TAG_SIZE, end);
        self.set_tag_state(count + 1, self.reserved_tags());
        self.set_u16(at::FREE, self.free_bytes() - need);
        self.place_at_end(tag, size)
    }

    /// Gives a line another size. Its bytes are lost when it moves.
    fn resize_line(&mut self, tag: usize, size: usize) -> Result<()> {
        let old = self.line_range(tag)?.len();
        let (_, place) = self.tag(tag)?;
        let free = (self.free_bytes() + old).checked_sub(size);
        let Some(free) = free.filter(|&free| free <= self.size() - self.header_size()) else {
            fail!(
                LogOperationInconsistentWithDatabase,
                "{size} bytes do not fit in place of {old} with {} free",
                self.free_bytes()
            );
        };
        if self.stays(tag, size)? {
            if place + old == self.first_free() {
                self.set_u16(at::FIRST_FREE, place + size);
            }
            self.set_u16(at::FREE, free);
            return self.set_tag(tag, size, place);
        }
        if self.contiguous_free() < size {
            self.reorganize_for(size, Some(tag))?;
        }
        self.set_u16(at::FREE, free);
        self.place_at_end(tag, size)
    }

    /// Whether a line stays in its place when it gets this size.
    fn stays(&self, tag: usize, size: usize) -> Result<bool> {
        let (old, place) = self.tag(tag)?;
        let last = place + old == self.first_free();
        Ok(size <= old || last && self.contiguous_free() >= size - old)
    }

    /// Moves the lines together, of which one may be dropped, if that gives so many bytes in one piece.
    fn reorganize_for(&mut self, need: usize, dropped: Option<usize>) -> Result<()> {
        let lines = self.lines_by_place(dropped)?;
        let used = lines.iter().map(|line| line.length()).sum::<usize>();
        let free = self.data_capacity().saturating_sub(used);
        if free < need {
            fail!(DatabaseCorrupted, "{free} bytes are free, not {}", self.free_bytes());
        }
        self.reorganize(lines)
    }

    fn place_at_end(&mut self, tag: usize, size: usize) -> Result<()> {
        let place = self.first_free();
        self.set_u16(at::FIRST_FREE, place + size);
        self.set_tag(tag, size, place)
    }

    /// Writes length and place of a tag, leaving its upper bits as they are.
    pub(super) fn set_tag(&mut self, tag: usize, length: usize, place: usize) -> Result<()> {
        let offset = self.tag_offset(tag)?;
        let mask = self.tag_mask();
        for (offset, value) in [(offset, length), (offset + 2, place)] {
            let word = self.u16_at(offset) & !mask | value as u16 & mask;
            self.set_u16(offset, word.into());
        }
        Ok(())
    }

    /// Fills a line with its pieces, which are as long as it is, and sets its flags.
    fn write_line(&mut self, tag: usize, pieces: &[&[u8]], flags: u8) -> Result<()> {
        let start = self.line_range(tag)?.start;
        self.write_pieces(start, pieces);
        self.set_tag_flags(tag, flags)
    }

    /// Writes pieces one after the other into a line that was made for them.
    fn write_pieces(&mut self, start: usize, pieces: &[&[u8]]) {
        let mut at = start;
        for piece in pieces {
            self.bytes[at..at + piece.len()].copy_from_slice(piece);
            at += piece.len();
        }
    }

    fn set_tag_flags(&mut self, tag: usize, flags: u8) -> Result<()> {
        if let Some(offset) = self.flags_offset(tag)? {
            self.bytes[offset + 1] = self.bytes[offset + 1] & 0x1F | flags << 5;
        }
        Ok(())
    }

    /// All tags in the order of their places, then of their numbers; one line may be dropped, which then has no bytes
    /// and place 0.
    fn lines_by_place(&self, dropped: Option<usize>) -> Result<Vec<LineAt>> {
        let mut lines = Vec::with_capacity(self.tag_count());
        for tag in 0..self.tag_count() {
            let (length, place) = if Some(tag) == dropped { (0, 0) } else { self.tag(tag)? };
            lines.push(LineAt::new(place, tag, length));
        }
        if !lines.is_sorted() {
            lines.sort_unstable();
        }
        let mut end = 0;
        for line in lines.iter().filter(|line| line.length() > 0) {
            if line.place() < end || line.place() + line.length() > self.data_capacity() {
                fail!(DatabaseCorrupted, "tag {} overlaps another, or the tags", line.tag());
            }
            end = line.place() + line.length();
        }
        Ok(lines)
    }

    /// Moves the lines together; those that stand side by side go as one piece.
    fn reorganize(&mut self, lines: Vec<LineAt>) -> Result<()> {
        let start = self.header_size();
        let mut end = 0;
        let mut piece = 0..0;
        for line in lines {
            let (place, length) = (line.place(), line.length());
            self.set_tag(line.tag(), length, end)?;
            // A line without bytes may claim any place.
            if length == 0 {
                continue;
            }
            if place != piece.end {
                self.bytes.copy_within(start + piece.start..start + piece.end, start + end - piece.len());
                piece = place..place;
            }
            piece.end += length;
            end += length;
        }
        self.bytes.copy_within(start + piece.start..start + piece.end, start + end - piece.len());
        self.set_u16(at::FIRST_FREE, end);
        Ok(())
    }
}

/// Where a line is: place, tag and length in one number, so that sorting is quick. Each has 16 bits at most.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct LineAt(u64);

impl LineAt {
    fn new(place: usize, tag: usize, length: usize) -> Self {
        Self((place as u64) << 32 | (tag as u64 & 0xFFFF) << 16 | length as u64 & 0xFFFF)
    }

    fn place(self) -> usize {
        (self.0 >> 32) as usize
    }

    fn tag(self) -> usize {
        usize::from((self.0 >> 16) as u16)
    }

    fn length(self) -> usize {
        usize::from(self.0 as u16)
    }
}

/// The length words that begin a node.
struct Head {
    words: [u8; 2 * LENGTH_SIZE],
    from: usize,
}

impl Head {
    fn of(node: &NodeParts<'_>) -> Result<Self> {
        if node.prefix_length > LENGTH_MAX || node.suffix.len() > LENGTH_MAX {
            fail!(NodeCorrupted, "a key of {} + {} bytes", node.prefix_length, node.suffix.len());
        }
        let (prefix, suffix) = (node.prefix_length as u16, node.suffix.len() as u16);
        let [p0, p1] = prefix.to_le_bytes();
        let [s0, s1] = suffix.to_le_bytes();
        Ok(Self { words: [p0, p1, s0, s1], from: if prefix > 0 { 0 } else { LENGTH_SIZE } })
    }

    fn bytes(&self) -> &[u8] {
        &self.words[self.from..]
    }
}
