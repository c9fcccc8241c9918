//! Headers and checkpoints of real files: read, understood, and rewritten to the same bytes.
//!
//! Needs a directory of files in `ESENT_DATABASES` (searched to the bottom), therefore ignored by default.

use std::path::{Path, PathBuf};

use esent::error::ErrorCode;
use esent::format::database_header::DatabaseState;
use esent::format::shadowed_header::Copies;
use esent::storage::fs::{FileSystem, OpenMode, RealFileSystem};
use esent::storage::{checkpoint_file, database_file};

fn files(suffixes: &[&str]) -> Vec<PathBuf> {
    fn walk(directory: &Path, suffixes: &[&str], found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, suffixes, found);
            } else if path.extension().is_some_and(|x| suffixes.iter().any(|s| x.eq_ignore_ascii_case(s))) {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    let root = std::env::var_os("ESENT_DATABASES").expect("ESENT_DATABASES names a directory");
    walk(Path::new(&root), suffixes, &mut found);
    found.sort();
    found
}

#[test]
#[ignore = "needs a directory of databases in ESENT_DATABASES"]
fn database_headers() {
    let (mut read, mut damaged, mut trailers) = (0, 0, 0);
    for path in files(&["edb", "dat", "ide"]) {
        let file = RealFileSystem.open(&path, OpenMode::Read).unwrap();
        match database_file::read_header(&*file, &path, None) {
            Ok((mut header, copies)) => {
                header.check_is_database().unwrap();
                header.check_version().unwrap();
                assert!([Some(DatabaseState::Dirty), Some(DatabaseState::Clean)].contains(&header.state()));
                assert!(header.min_required() <= header.max_required(), "{}", path.display());
                assert!(header.max_required() <= header.max_committed(), "{}", path.display());
                assert!(header.bytes()[748..].iter().all(|&b| b == 0), "{}", path.display());
                for (hole, size) in [(252, 28), (304, 12), (664, 3), (671, 1)] {
                    assert!(header.bytes()[hole..hole + size].iter().all(|&b| b == 0), "{} {hole}", path.display());
                }
                let before = header.clone();
                header.seal();
                assert!(header == before);
                if copies != Copies::Equal {
                    println!("{}: {copies:?}", path.display());
                }
                let (database, _) =
                    database_file::DatabaseFile::open(&RealFileSystem, &path, OpenMode::Read, None).unwrap();
                match database.read_trailer() {
                    Ok(trailer) => {
                        let page = trailer.to_page(header.page_size());
                        let mut last = vec![0; page.len()];
                        database.read_page(database.page_count(), &mut last).unwrap();
                        assert!(page == last, "{}: the trailer has more in it", path.display());
                        trailers += 1;
                        if header.needs_trailer() {
                            trailer.check_belongs_to(&header, &header.log_signature()).unwrap();
                        } else {
                            println!("{}: a trailer that is not needed", path.display());
                        }
                    }
                    Err(e) => {
                        assert_eq!(e.code(), ErrorCode::BadPatchPage);
                        if header.needs_trailer() {
                            println!("{}: the trailer is missing", path.display());
                        }
                    }
                }
                read += 1;
            }
            Err(e) => {
                assert_eq!(e.code(), ErrorCode::ReadVerifyFailure);
                println!("{e}");
                damaged += 1;
            }
        }
    }
    println!("{read} headers read, {damaged} damaged, {trailers} trailers");
    assert!(read > 0);
}

#[test]
#[ignore = "needs a directory of checkpoints in ESENT_DATABASES"]
fn checkpoints() {
    let (mut read, mut listed) = (0, 0);
    for path in files(&["chk", "jcp"]) {
        match checkpoint_file::read(&RealFileSystem, &path) {
            Ok(mut checkpoint) => {
                let before = checkpoint.clone();
                if let Some(list) = checkpoint.attachments().unwrap() {
                    println!("{}: {:?} {:?}", path.display(), checkpoint.lgpos(), list);
                    checkpoint.set_attachments(Some(&list)).unwrap();
                    listed += list.len();
                }
                checkpoint.seal();
                assert!(checkpoint.bytes()[..2727] == before.bytes()[..2727], "{}", path.display());
                read += 1;
            }
            Err(e) => println!("{e}"),
        }
    }
    println!("{read} checkpoints read, {listed} attachments");
    assert!(read > 0);
}
