//! What the external header of a tree's root holds.
//!
//! Either the 16 bytes of the space header alone, or, in newer databases, a byte of flags and then the fields that
//! are flagged, in this order:
//!
//! | flag | size | field                                       |
//! |------|------|---------------------------------------------|
//! | 1    | 16   | space header of the tree                    |
//! | 2    | 8    | the highest value of an auto-increment column |
//!
//! Source of the facts: `inc/node.hxx` (NodeRootField), `ese/node.cxx` (NDGetPtrExternalHeader,
//! ErrNDISetExternalHeader), `inc/space.hxx` of the reference.

use super::Page;
use crate::error::Result;
use crate::fail;

/// Bytes of a space header.
const SPACE_HEADER_SIZE: usize = 16;
const FIELDS: [RootField; 2] = [RootField::SpaceHeader, RootField::AutoIncrement];

/// A field of a root's external header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RootField {
    SpaceHeader,
    AutoIncrement,
}

impl RootField {
    /// Bytes of the field.
    pub const fn size(self) -> usize {
        match self {
            Self::SpaceHeader => SPACE_HEADER_SIZE,
            Self::AutoIncrement => 8,
        }
    }

    const fn flag(self) -> u8 {
        match self {
            Self::SpaceHeader => 1,
            Self::AutoIncrement => 2,
        }
    }
}

impl Page {
    /// A field of the external header; `None` when it is not there. For roots of trees that are no space trees.
    ///
    /// # Errors
    /// `DatabaseCorrupted` when the header is shorter than its flags say; `PageTagCorrupted` when its tag is bad.
    pub fn root_field(&self, field: RootField) -> Result<Option<&[u8]>> {
        let (present, mut rest) = split(self.external_header()?);
        for candidate in FIELDS.into_iter().filter(|f| present & f.flag() != 0) {
            let Some((bytes, after)) = rest.split_at_checked(candidate.size()) else {
                fail!(DatabaseCorrupted, "the external header of a root ends within {candidate:?}");
            };
            if candidate == field {
                return Ok(Some(bytes));
            }
            rest = after;
        }
        Ok(None)
    }

    /// Writes a field of the external header, adding it and the flags byte as needed.
    ///
    /// # Errors
    /// `InvalidParameter` when `value` is not as long as the field; those of [`Page::root_field`] and
    /// [`Page::set_external_header`].
    pub fn set_root_field(&mut self, field: RootField, value: &[u8]) -> Result<()> {
        if value.len() != field.size() {
            fail!(InvalidParameter, "{} bytes for {field:?}", value.len());
        }
        let header = self.external_header()?;
        if field == RootField::SpaceHeader && matches!(header.len(), 0 | SPACE_HEADER_SIZE) {
            return self.set_external_header(value, 0);
        }
        let (present, stored) = split(header);
        let mut new = vec![present | field.flag()];
        let mut known = 0;
        for candidate in FIELDS {
            let old = self.root_field(candidate)?;
            known += old.map_or(0, <[u8]>::len);
            new.extend_from_slice(if candidate == field { value } else { old.unwrap_or_default() });
        }
        // Fields of a later version follow.
        new.extend_from_slice(&stored[known..]);
        self.set_external_header(&new, 0)
    }
}

/// (flags of the fields that are there, the fields).
fn split(header: &[u8]) -> (u8, &[u8]) {
    match header {
        [] => (0, header),
        _ if header.len() == SPACE_HEADER_SIZE => (RootField::SpaceHeader.flag(), header),
        [flags, fields @ ..] => (*flags, fields),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::page::flags;

    #[test]
    fn a_lone_space_header_becomes_a_list_of_fields() {
        let mut page = Page::zeroed(4096);
        page.init(7, 3, flags::ROOT | flags::LEAF, 1);
        assert_eq!(page.root_field(RootField::SpaceHeader).unwrap(), None);
        page.set_root_field(RootField::SpaceHeader, &[1; 16]).unwrap();
        assert_eq!(page.external_header().unwrap(), [1; 16]);
        page.set_root_field(RootField::AutoIncrement, &[2; 8]).unwrap();
        assert_eq!(page.external_header().unwrap(), [&[3][..], &[1; 16], &[2; 8]].concat());
        page.set_root_field(RootField::SpaceHeader, &[4; 16]).unwrap();
        assert_eq!(page.root_field(RootField::SpaceHeader).unwrap().unwrap(), [4; 16]);
        assert_eq!(page.root_field(RootField::AutoIncrement).unwrap().unwrap(), [2; 8]);
        assert!(page.set_root_field(RootField::AutoIncrement, &[0; 7]).is_err());
    }

    #[test]
    fn a_header_that_ends_early_is_refused() {
        let mut page = Page::zeroed(4096);
        page.init(7, 3, flags::ROOT | flags::LEAF, 1);
        page.set_external_header(&[3, 0, 0], 0).unwrap();
        assert!(page.root_field(RootField::SpaceHeader).is_err());
        assert!(page.set_root_field(RootField::AutoIncrement, &[2; 8]).is_err());
    }
}
