//! The list of attached databases that log headers and checkpoints carry: 2048 bytes, entry after entry, closed by a
//! zero byte.
//!
//! | offset | size | field                                                            |
//! |--------|------|------------------------------------------------------------------|
//! | 0      | 1    | dbid (never 0)                                                   |
//! | 1      | 1    | flags: 0x20 names are UTF-16, 0x40 sparse file                   |
//! | 2      | 2    | bytes of the name, its closing zero included                     |
//! | 4      | 8    | dbtime                                                           |
//! | 12     | 4    | last objid                                                       |
//! | 16     | 4    | largest size in pages (0: no limit)                              |
//! | 20     | 8    | lgpos of the attach                                              |
//! | 28     | 8    | lgpos where it was consistent before                             |
//! | 36     | 28   | signature of the database                                        |
//! | 64     | …    | name (path), with a closing zero                                 |
//!
//! Source: `inc/log.hxx` (ATTACHINFO), `ese/_log/log.cxx` (LGLoadAttachmentsFromFMP, ErrLGLoadFMPFromAttachments).

use super::fields::{get, put};
use super::primitives::{Dbtime, Lgpos, Objid, Signature};
use crate::error::Result;
use crate::fail;

/// Bytes of the list.
pub const LIST_BYTES: usize = 2048;
/// Bytes of an entry without its name.
const FIXED_BYTES: usize = 64;
const UNICODE: u8 = 0x20;
const SPARSE: u8 = 0x40;

/// One attached database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    pub dbid: u8,
    /// Free ranges of the file may be holes.
    pub sparse: bool,
    pub dbtime: Dbtime,
    pub last_objid: Objid,
    pub pages_max: u32,
    pub lgpos_attach: Lgpos,
    pub lgpos_consistent: Lgpos,
    pub signature: Signature,
    /// The path as the writing machine knew it.
    pub name: String,
}

/// Reads the list out of its [`LIST_BYTES`] bytes (fewer are taken as the whole).
///
/// Error: `LogFileCorrupt` for an entry or name that does not end within it; the caller knows better what is corrupt.
pub fn parse(list: &[u8]) -> Result<Vec<Attachment>> {
    let mut attachments = Vec::new();
    let mut rest = &list[..list.len().min(LIST_BYTES)];
    while rest.first().is_some_and(|&dbid| dbid != 0) {
        let Some((fixed, behind)) = rest.split_at_checked(FIXED_BYTES) else {
            fail!(LogFileCorrupt, "attachment {} runs over the end of the list", attachments.len());
        };
        let flags: u8 = get(fixed, 1);
        let name_bytes: u16 = get(fixed, 2);
        let Some((name, behind)) = behind.split_at_checked(usize::from(name_bytes)) else {
            fail!(LogFileCorrupt, "the name of attachment {} runs over the end of the list", attachments.len());
        };
        attachments.push(Attachment {
            dbid: fixed[0],
            sparse: flags & SPARSE != 0,
            dbtime: get(fixed, 4),
            last_objid: get(fixed, 12),
            pages_max: get(fixed, 16),
            lgpos_attach: get(fixed, 20),
            lgpos_consistent: get(fixed, 28),
            signature: get(fixed, 36),
            name: decode_name(name, flags & UNICODE != 0),
        });
        rest = behind;
    }
    Ok(attachments)
}

/// The list as its [`LIST_BYTES`] bytes. Of paths that are too long for it together, the longest lose their beginnings:
/// a database is found again by its signature, its path is for those who have no map.
///
/// Error: `TooManyAttachedDatabases` when there is no room for so many.
pub fn encode(attachments: &[Attachment]) -> Result<Vec<u8>> {
    let names = fit(attachments.iter().map(|a| a.name.encode_utf16().collect()).collect());
    let mut list = Vec::with_capacity(LIST_BYTES);
    for (a, name) in attachments.iter().zip(names) {
        let name: Vec<u8> = name.into_iter().chain([0]).flat_map(u16::to_le_bytes).collect();
        let Ok(name_bytes) = u16::try_from(name.len()) else {
            fail!(TooManyAttachedDatabases, "the path {} is too long", a.name);
        };
        let mut fixed = [0; FIXED_BYTES];
        fixed[0] = a.dbid;
        fixed[1] = UNICODE | if a.sparse { SPARSE } else { 0 };
        put(&mut fixed, 2, name_bytes);
        put(&mut fixed, 4, a.dbtime);
        put(&mut fixed, 12, a.last_objid);
        put(&mut fixed, 16, a.pages_max);
        put(&mut fixed, 20, a.lgpos_attach);
        put(&mut fixed, 28, a.lgpos_consistent);
        put(&mut fixed, 36, a.signature);
        list.extend_from_slice(&fixed);
        list.extend_from_slice(&name);
    }
    if list.len() >= LIST_BYTES {
        fail!(TooManyAttachedDatabases, "the list of attached databases takes {} bytes", list.len());
    }
    list.resize(LIST_BYTES, 0);
    Ok(list)
}

/// Cuts the longest names at their beginnings until all of them have room.
fn fit(names: Vec<Vec<u16>>) -> Vec<Vec<u16>> {
    let room = (LIST_BYTES - 1).saturating_sub((FIXED_BYTES + 2) * names.len()) / 2;
    let all = |most: usize| names.iter().map(|n| n.len().min(most)).sum::<usize>();
    let longest = names.iter().map(Vec::len).max().unwrap_or(0);
    let most = (0..=longest).rev().find(|most| all(*most) <= room).unwrap_or(0);
    let tail = |name: &Vec<u16>| {
        let mut tail = &name[name.len().saturating_sub(most)..];
        // Not the second half of a character.
        if tail.len() < name.len() && tail.first().is_some_and(|u| (0xdc00..0xe000).contains(u)) {
            tail = &tail[1..];
        }
        tail.to_vec()
    };
    names.iter().map(tail).collect()
}

/// Up to the first zero. Names that are not UTF-16 are in a code page that nobody wrote down: ASCII is sure, the rest is
/// taken as Latin-1.
fn decode_name(bytes: &[u8], unicode: bool) -> String {
    if unicode {
        let units = bytes.chunks_exact(2).map(|c| u16::from_le_bytes([c[0], c[1]])).take_while(|&u| u != 0);
        char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    } else {
        bytes.iter().take_while(|&&b| b != 0).map(|&b| char::from(b)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorCode;
    use crate::format::primitives::Logtime;
    use proptest::prelude::*;

    fn two() -> Vec<Attachment> {
        let one = Attachment {
            dbid: 1,
            sparse: true,
            dbtime: 77,
            last_objid: 9,
            pages_max: 0,
            lgpos_attach: Lgpos::new(1, 2, 3),
            lgpos_consistent: Lgpos::MIN,
            signature: Signature::new(5, Logtime::default()),
            name: "C:\\d\u{e4}ta\\\u{1f600}.edb".into(),
        };
        vec![one.clone(), Attachment { dbid: 2, sparse: false, name: "b.edb".into(), ..one }]
    }

    #[test]
    fn reads_back_what_it_wrote() {
        let list = encode(&two()).unwrap();
        assert_eq!(list.len(), LIST_BYTES);
        assert_eq!(parse(&list).unwrap(), two());
        assert_eq!(parse(&encode(&[]).unwrap()).unwrap(), []);
    }

    #[test]
    fn reads_names_of_one_byte_per_character() {
        let mut list = vec![0; 100];
        list[0] = 3;
        list[2] = 6;
        list[64..70].copy_from_slice(b"a.edb\0");
        assert_eq!(parse(&list).unwrap()[0].name, "a.edb");
    }

    #[test]
    fn long_paths_keep_their_ends() {
        let mut list = two();
        list[0].name = format!("/{}/db\u{1f600}.edb", "\u{1f600}".repeat(600));
        list[1].name = format!("/{}/b.edb", "x".repeat(5000));
        list.push(Attachment { dbid: 3, name: "/short/c.edb".into(), ..list[0].clone() });
        let read = parse(&encode(&list).unwrap()).unwrap();
        assert_eq!(read.len(), 3);
        for (read, given) in read.iter().zip(&list) {
            assert!(given.name.ends_with(&read.name) && read.name.ends_with(".edb"), "{}", read.name);
            assert!(!read.name.contains(char::REPLACEMENT_CHARACTER));
        }
        assert!(read[0].name.len() > 400 && read[1].name.len() > 400);
        assert_eq!(read[2].name, "/short/c.edb");
        // All of the room is used.
        list.truncate(1);
        let alone = encode(&list).unwrap();
        assert!(alone[LIST_BYTES - 8..].iter().any(|b| *b != 0) && alone[LIST_BYTES - 1] == 0);
    }

    #[test]
    fn what_does_not_fit_is_an_error() {
        let many = vec![two()[0].clone(); 32];
        assert_eq!(encode(&many).unwrap_err().code(), ErrorCode::TooManyAttachedDatabases);
        let list = encode(&two()).unwrap();
        assert!(parse(&list[..90]).is_err() && parse(&list[..30]).is_err());
        assert_eq!(parse(&[]).unwrap(), []);
    }

    proptest! {
        #[test]
        fn random_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..2100)) {
            let _ = parse(&bytes);
        }
    }
}
