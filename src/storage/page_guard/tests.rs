use super::*;
use crate::format::primitives::Logtime;
use crate::storage::fs::RealFileSystem;

fn owner(n: u32) -> Signature {
    Signature::new(n, Logtime::default())
}

/// Pages with their numbers.
type Pages = Vec<(Pgno, Vec<u8>)>;

/// What the guard file of `database` says to the owner `n`: the last old page, and the pages. A copy of it is asked:
/// whoever writes it has it for itself.
fn said(database: &Path, n: u32, page_size: u32) -> Option<(Pgno, Pages)> {
    let elsewhere = tempfile::tempdir().unwrap();
    let copy = elsewhere.path().join("copy.edb");
    if path_of(database).exists() {
        std::fs::copy(path_of(database), path_of(&copy)).unwrap();
    }
    let mut pages = Vec::new();
    let mut note = |pgno, page: &[u8]| {
        pages.push((pgno, page.to_vec()));
        Ok(())
    };
    let old = repeat(&RealFileSystem, &copy, owner(n), page_size, &mut note).unwrap();
    old.map(|old| (old, pages))
}

#[test]
fn only_a_whole_batch_of_this_run_counts() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.edb");
    assert!(said(&path, 5, 4096).is_none());
    let mut guard = PageGuard::create(&RealFileSystem, &path).unwrap();
    assert!(said(&path, 5, 4096).is_none());
    let (one, two) = (vec![1; 4096], vec![2; 4096]);
    guard.write(owner(5), 4096, 20, &[(7, &one), (9, &two)]).unwrap();
    assert_eq!(said(&path, 5, 4096), Some((20, vec![(7, one), (9, two)])));
    assert!(said(&path, 6, 4096).is_none());
    assert!(said(&path, 5, 8192).is_none());
    let whole = std::fs::read(path_of(&path)).unwrap();
    for at in [0, 9, 36, 61, 64, 72, 84, 4096, 4096 + 8191] {
        let mut bent = whole.clone();
        bent[at] ^= 1;
        std::fs::write(path_of(&path), &bent).unwrap();
        assert!(said(&path, 5, 4096).is_none(), "{at}");
    }
    std::fs::write(path_of(&path), &whole[..whole.len() - 1]).unwrap();
    assert!(said(&path, 5, 4096).is_none());
    guard.remove(&RealFileSystem).unwrap();
    assert!(!path_of(&path).exists());
}

#[test]
fn batches_are_repeated_in_their_order_until_one_is_missing_or_old() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.edb");
    let mut guard = PageGuard::create(&RealFileSystem, &path).unwrap();
    let page = |n: u8| vec![n; 4096];
    for n in 1..=3 {
        guard.write(owner(5), 4096, 20, &[(7, &page(n)), (u32::from(n), &page(n))]).unwrap();
    }
    let numbers = |n| said(&path, n, 4096).map(|(_, pages)| pages.into_iter().map(|(_, p)| p[0]).collect::<Vec<_>>());
    assert_eq!(numbers(5).unwrap(), [1, 1, 2, 2, 3, 3]);
    // All are safe in their places: the next one stands first, and those behind it are of the past.
    guard.restart();
    guard.write(owner(5), 4096, 20, &[(7, &page(4)), (8, &page(4))]).unwrap();
    assert_eq!(numbers(5).unwrap(), [4, 4]);
    // So it is when the header is another.
    guard.write(owner(5), 4096, 20, &[(7, &page(5)), (8, &page(5))]).unwrap();
    guard.write(owner(6), 4096, 20, &[]).unwrap();
    assert_eq!((numbers(5), numbers(6).unwrap()), (None, vec![]));
    guard.write(owner(6), 4096, 20, &[(7, &page(6)), (9, &page(7))]).unwrap();
    assert_eq!(numbers(6).unwrap(), [6, 7]);
}

#[test]
fn a_large_batch_is_read_in_pieces() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.edb");
    let pages: Pages = (1..=1500).map(|n: u32| (n, vec![n as u8; 2048])).collect();
    let borrowed: Vec<_> = pages.iter().map(|(n, p)| (*n, &p[..])).collect();
    PageGuard::create(&RealFileSystem, &path).unwrap().write(owner(5), 2048, 9, &borrowed).unwrap();
    assert_eq!(said(&path, 5, 2048), Some((9, pages)));
}
