//! GUARANTEE: however a backup is bent, a restore neither panics nor hangs nor says success over wrong content, and
//! when it refuses, nothing has been changed.
//!
//! `BENDS` says how many (a few hundred otherwise), `BENDS_SEED` where to begin: bend number n of a set depends on
//! set, seed and n only, and every failure names them. The sample backup is bent, and recorded cases where they lie
//! beside the project.

#[path = "bends/bend.rs"]
mod bend;
#[path = "bends/disk.rs"]
mod disk;
#[path = "bends/set.rs"]
mod set;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use bend::{Bent, Random, bend};
use disk::{Disk, Files};
use esent::format::checksum::header_is_good;
use esent::format::node::node_flags;
use esent::format::page::{self, Page};
use esent::recovery::plan;
use esent::recovery::request::RestoreRequest;
use set::{Call, Set, restore};

/// Bends of each set in an ordinary test run.
const FEW: u64 = 300;
/// Nothing that a bend can do makes a restore of these small sets take longer, even without optimisation.
const LONGEST: Duration = Duration::from_secs(60);

const RECORDED: &[&str] = &[
    "first-4k/hard",
    "first-16k/hard",
    "first-32k/hard",
    "first-8k/forward",
    "incremental/hard",
    "three-databases/forward",
];

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().unwrap_or_else(|_| panic!("{name} is no number: {text}")))
}

/// The plan's own answer: the error it refuses with.
fn refusal(files: &Files, call: &Call) -> Option<i32> {
    let disk = Disk::new(files);
    let request = RestoreRequest {
        settings: call.settings.clone(),
        map: call.map.clone(),
        backup_log_path: Some(call.backup_logs.clone()),
        generation_low: call.range.0,
        generation_high: call.range.1,
        target: None,
        status: None,
    };
    let refusal = plan::restore(&disk, &request).err().map(|r| r.error.number());
    assert_eq!(disk.changes(), 0, "planning changes nothing");
    refusal
}

/// Whether the header says that the database was shut down in order.
fn is_clean(database: &[u8], page: usize) -> bool {
    database.get(..page).is_some_and(|h| header_is_good(h) && h[52..56] == 3u32.to_le_bytes())
}

/// Runs one bent restore and says what is wrong with what it did.
fn judge(set: &Set, bent: &Bent) -> Result<String, String> {
    let refused = refusal(&bent.files, &bent.call);
    let disk = Disk::new(&bent.files);
    let done = restore(&disk, &bent.call);
    if !done.progress_is_sane {
        return Err("progress ran backwards or beyond its end".into());
    }
    if let Some(code) = refused {
        if done.result.as_ref().err().map(|e| e.number()) != Some(code) {
            return Err(format!("the plan says {code}, the restore {:?}", done.result));
        }
        if disk.changes() != 0 || disk.files() != bent.files {
            return Err(format!("refused with {code}, but {} changes were made", disk.changes()));
        }
        return Ok(format!("refused {code}"));
    }
    match &done.result {
        Err(error) if !done.begun => Err(format!("{error} came before Begin, but not from the plan")),
        Err(error) if done.completed => Err(format!("{error} came after Complete")),
        Err(error) if error.number() == -107 => Err(format!("not understood: {error}")),
        Err(error) => Ok(format!("failed {}", error.number())),
        Ok(_) if !done.completed => Err("success without Complete".into()),
        Ok(_) if bent.forged => Ok("success over forged content".into()),
        Ok(_) if looks_like_one_bit(set, &bent.files) => Ok("success over damage that no checksum sees".into()),
        Ok(_) => compare(set, bent, &disk.files()).map(|()| "success".into()),
    }
}

/// Whether some block differs in three or more bits of which all, or all but one, cancel out in the XOR sum: the ECC takes
/// such damage for none or for a single wrong bit, in the reference as here. It cannot tell; nobody can.
fn looks_like_one_bit(set: &Set, files: &Files) -> bool {
    files.iter().any(|(path, now)| {
        let Some(before) = set.files.get(path).filter(|b| b.len() == now.len() && !std::sync::Arc::ptr_eq(b, now))
        else {
            return false;
        };
        let block =
            if set.databases.contains(path) && set.page_size() != 16384 { set.page_size().min(8192) } else { 4096 };
        now.chunks(block).zip(before.chunks(block)).any(|(now, before)| {
            let (mut bits, mut xor) = (0, 0);
            for (a, b) in now.chunks_exact(4).zip(before.chunks_exact(4)) {
                let word = |w: &[u8]| u32::from_le_bytes([w[0], w[1], w[2], w[3]]);
                bits += (word(a) ^ word(b)).count_ones();
                xor ^= word(a) ^ word(b);
            }
            bits >= 3 && xor.count_ones() <= 1
        })
    })
}

/// After a success every database is as some end of the logs leaves it; or it never took part and is untouched.
fn compare(set: &Set, bent: &Bent, after: &Files) -> Result<(), String> {
    let page = set.page_size();
    let mapped: Vec<&Path> = bent.call.map.iter().flatten().filter_map(|e| e.new_path.as_deref()).collect();
    let mut why = String::new();
    for outcome in &set.outcomes {
        let mut all = true;
        for (i, path) in set.databases.iter().enumerate() {
            let (Some(now), Some(before)) = (after.get(path), bent.files.get(path)) else { continue };
            let untouched = || now.get(2 * page..now.len() - page) == before.get(2 * page..now.len() - page);
            if !mapped.contains(&path.as_path()) {
                if now != before {
                    return Err(format!("{} is not in the map, but was changed", path.display()));
                }
            } else if is_clean(now, page) || !untouched() {
                let original = &set.files[path];
                if let Some(number) = first_difference(page, now, &outcome[i], before, original) {
                    all = false;
                    if why.is_empty() {
                        why = format!("success, but page {} of {} is wrong", number as i64 - 1, path.display());
                    }
                }
            }
        }
        if all {
            return Ok(());
        }
    }
    Err(why)
}

/// The first page that is neither as it should be, nor one that no record speaks of and that is as damaged as it was.
fn first_difference(page: usize, now: &[u8], right: &[u8], bent: &[u8], original: &[u8]) -> Option<usize> {
    let part = |bytes: &[u8], i: usize| bytes.get(i * page..(i + 1) * page).map(<[u8]>::to_vec);
    let pages = now.len().max(right.len()).div_ceil(page);
    (2..pages).find(|&i| {
        let (now, right) = (part(now, i), part(right, i));
        let unmentioned = right == part(original, i) && now == part(bent, i);
        let same = now == right || now.zip(right).is_some_and(|(now, right)| says_the_same(now, right));
        !same && !unmentioned
    })
}

/// A page that was replayed from its creation, because its copy in the backup was of no use, has its nodes in other
/// places, other rubbish between them, other marks of versions long gone, and other traces of how often it was written.
fn says_the_same(a: Vec<u8>, b: Vec<u8>) -> bool {
    let (Ok(a), Ok(b)) = (Page::from_bytes(a), Page::from_bytes(b)) else { return false };
    let head = |p: &Page| {
        let flags = p.flags() & !page::flags::FLUSH_TYPE_MASK;
        (p.dbtime(), p.previous(), p.next(), p.objid(), flags, p.free_bytes(), p.node_count(), p.stored_pgno())
    };
    let body = |p: &Page| {
        let flags = |line| Some(p.node_flags(line).ok()? & !node_flags::VERSION);
        // On large pages the flags stand in the bytes of the node.
        let key_length = if p.is_small() { 0xFF } else { 0x1F };
        let bytes = |line| -> Option<Vec<u8>> {
            let mut bytes = p.node_bytes(line).ok()?.to_vec();
            *bytes.get_mut(1)? &= key_length;
            Some(bytes)
        };
        let nodes = (0..p.node_count()).map(|line| Some((bytes(line)?, flags(line)?)));
        (p.external_header().ok().map(<[u8]>::to_vec), nodes.collect::<Vec<_>>())
    };
    a.check_structure().is_ok() && head(&a) == head(&b) && body(&a) == body(&b)
}

fn run(set: &Set, first: u64, count: u64, at_work: &AtomicU64) -> (BTreeMap<String, u64>, Vec<String>) {
    let mut verdicts = BTreeMap::new();
    let mut failures = Vec::new();
    for n in first..first + count {
        at_work.store(n, Ordering::Relaxed);
        let mut random = Random::new(n.wrapping_mul(0x5851_F42D_4C95_7F2D));
        let bent = bend(set, &mut random);
        let began = Instant::now();
        let verdict = catch_unwind(AssertUnwindSafe(|| judge(set, &bent)));
        let verdict = verdict.unwrap_or_else(|_| Err("panic".into()));
        let verdict = match verdict {
            Ok(_) if began.elapsed() > LONGEST => Err(format!("took {:?}", began.elapsed())),
            other => other,
        };
        match verdict {
            Ok(verdict) => *verdicts.entry(verdict).or_insert(0) += 1,
            Err(why) => failures.push(format!("{} bend {n}: {why}\n    {}", set.name, bent.story.join("\n    "))),
        }
    }
    (verdicts, failures)
}

#[test]
fn bent_sets_are_restored_right_or_refused() {
    let first = number("BENDS_SEED").unwrap_or(1);
    let count = number("BENDS").unwrap_or(FEW);
    let mut sets = vec![Set::sample()];
    sets.extend(RECORDED.iter().filter_map(|case| Set::recorded(case)));
    if let Ok(only) = std::env::var("BENDS_SET") {
        sets.retain(|set| set.name == only);
    }
    let mut failures = Vec::new();
    let mut all = 0;
    let ended = std::sync::Arc::new(AtomicU64::new(0));
    for set in &sets {
        // The recorded ones share what is left, so that an ordinary run stays short.
        let count = if set.name == "sample" || number("BENDS").is_some() { count } else { count / 10 };
        let at_work = std::sync::Arc::new(AtomicU64::new(0));
        watch(set.name.clone(), at_work.clone(), ended.clone());
        let (verdicts, failed) = run(set, first, count, &at_work);
        ended.fetch_add(1, Ordering::Relaxed);
        all += count;
        println!("{}: {count} bends, {} outcomes of the unbent set: {verdicts:?}", set.name, set.outcomes.len());
        failures.extend(failed);
    }
    assert!(failures.is_empty(), "{} of {all} bends:\n{}", failures.len(), failures.join("\n"));
}

/// Ends the process, with the number of the bend, when one of them hangs.
fn watch(name: String, at_work: std::sync::Arc<AtomicU64>, ended: std::sync::Arc<AtomicU64>) {
    let mine = ended.load(Ordering::Relaxed);
    std::thread::spawn(move || {
        let mut last = (u64::MAX, Instant::now());
        while ended.load(Ordering::Relaxed) == mine {
            std::thread::sleep(Duration::from_millis(200));
            let now = at_work.load(Ordering::Relaxed);
            if now != last.0 {
                last = (now, Instant::now());
            } else if last.1.elapsed() > 2 * LONGEST {
                eprintln!("{name} bend {now} hangs");
                std::process::abort();
            }
        }
    });
}
