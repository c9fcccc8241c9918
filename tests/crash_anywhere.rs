//! GUARANTEE: a restore that is killed at any moment can simply be run again, and ends as if nothing had happened.
//!
//! One run on a disk that notes every change gives all the moments at which the power may go, and what the disk may hold
//! then ([`Unsynced`]). From each such disk the same restore is run again, and must leave the same databases as a run that
//! nobody disturbed. Then that second run loses its power, too, and there is a third.
//!
//! By default a part of the moments is tried. `ESENT_CRASH=all` tries them all, on recorded cases too where there are
//! some; `docs/durability.md` has the numbers.

#[path = "support/outcome.rs"]
mod outcome;
#[path = "support/restore_sets.rs"]
mod restore_sets;
#[path = "support/simulated_disk.rs"]
mod simulated_disk;

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use outcome::Outcome;
use restore_sets::RestoreSet;
use simulated_disk::{SimulatedDisk, Unsynced};

/// Whether everything is to be tried.
fn all() -> bool {
    std::env::var("ESENT_CRASH").is_ok_and(|v| v == "all")
}

/// How many moments, disks and runs were tried, and what went wrong.
#[derive(Default)]
struct Tried {
    crashes: usize,
    second_crashes: usize,
    failures: Vec<String>,
}

impl Tried {
    fn add(&mut self, other: Self) {
        self.crashes += other.crashes;
        self.second_crashes += other.second_crashes;
        self.failures.extend(other.failures);
    }

    fn assert_none_failed(&self, name: &str) {
        let shown = self.failures.iter().take(25).cloned().collect::<Vec<_>>().join("\n");
        assert!(self.failures.is_empty(), "{name}: {} failures, such as\n{shown}", self.failures.len());
    }
}

/// Small numbers by chance, the same for the same seed.
fn chance(seed: usize) -> usize {
    let mut x = seed as u64 ^ 0x9e37_79b9_7f4a_7c15;
    for _ in 0..3 {
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x ^= x >> 27;
    }
    (x >> 8) as usize
}

/// The power goes at every `step`th moment of a restore. As many moments at once as there are processors.
fn crash_everywhere(set: &RestoreSet, step: usize) {
    let whole = set.disk.crash(0, Unsynced::Dropped, 0);
    let expected = Outcome::of(set, &whole).unwrap_or_else(|e| panic!("{}: undisturbed: {e}", set.name));
    let changes = whole.changes();
    let moments: Vec<usize> = (0..=changes).step_by(step.max(1)).collect();
    let tried = at_once(&moments, |after| crash_at(set, &whole, &expected, after));
    println!(
        "{}: {changes} changes, {} crashes, {} more in the second runs",
        set.name, tried.crashes, tried.second_crashes
    );
    tried.assert_none_failed(&set.name);
}

/// Tries these moments, as many at once as there are processors.
fn at_once(moments: &[usize], try_one: impl Fn(usize) -> Tried + Sync) -> Tried {
    let (next, tried) = (AtomicUsize::new(0), Mutex::new(Tried::default()));
    let work = || {
        while let Some(&after) = moments.get(next.fetch_add(1, Ordering::Relaxed)) {
            let one = try_one(after);
            tried.lock().unwrap().add(one);
        }
    };
    std::thread::scope(|scope| {
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        let others: Vec<_> = (1..processors).map(|_| scope.spawn(work)).collect();
        work();
        others.into_iter().for_each(|other| other.join().unwrap());
    });
    tried.into_inner().unwrap()
}

/// The power goes after this change, with all that disks may hold then; and again in the runs that follow.
fn crash_at(set: &RestoreSet, whole: &SimulatedDisk, expected: &Outcome, after: usize) -> Tried {
    let again = |disk: &SimulatedDisk| Outcome::of(set, disk)?.compare(expected);
    let mut tried = Tried::default();
    for (m, mode) in Unsynced::ALL.into_iter().enumerate() {
        let seed = (after * 8 + m) as u64;
        let second = whole.crash(after, mode, seed);
        tried.crashes += 1;
        if let Err(e) = again(&second) {
            let changes = whole.changes();
            tried.failures.push(format!("after {after} of {changes} ({}), {mode:?}: {e}", whole.describe(after)));
            continue;
        }
        // Once more, at moments that are different for every disk.
        for turn in 0..if all() { 2 } else { 1 } {
            let at = chance(after * 64 + m * 8 + turn) % (second.changes() + 1);
            let next = Unsynced::ALL[chance(after + turn + m * 3) % Unsynced::ALL.len()];
            let third = second.crash(at, next, seed + 1);
            tried.second_crashes += 1;
            if let Err(e) = again(&third) {
                let (first, then) = (whole.describe(after), second.describe(at));
                tried.failures.push(format!("after {after} ({first}), {mode:?}, then {at} ({then}), {next:?}: {e}"));
            }
        }
    }
    tried
}

/// A process is killed at every `step`th moment, and before each time that it makes a log safe; the power goes while the
/// next one is at it. What the first one had written was there for the second one to rely on, and is lost then.
fn kill_everywhere(set: &RestoreSet, step: usize) {
    let whole = set.disk.crash(0, Unsynced::Dropped, 0);
    let expected = Outcome::of(set, &whole).unwrap_or_else(|e| panic!("{}: undisturbed: {e}", set.name));
    let moments: Vec<usize> =
        (0..=whole.changes()).filter(|&n| n % step == 0 || is_sync_of(&whole, n, "edb.log")).collect();
    let tried = at_once(&moments, |after| kill_at(set, &whole, &expected, after));
    let Tried { crashes, second_crashes, .. } = tried;
    println!("{}: killed {crashes} times, {second_crashes} times without power behind that", set.name);
    tried.assert_none_failed(&set.name);
}

/// The process is killed after this change, and the next one loses its power.
fn kill_at(set: &RestoreSet, whole: &SimulatedDisk, expected: &Outcome, after: usize) -> Tried {
    let again = |disk: &SimulatedDisk| Outcome::of(set, disk)?.compare(expected);
    let mut tried = Tried { crashes: 1, ..Tried::default() };
    let second = whole.killed(after);
    if let Err(e) = again(&second) {
        tried.failures.push(format!("killed after {after} ({}): {e}", whole.describe(after)));
        return tried;
    }
    let made = second.changes() - after;
    let turns = if all() { 3 * made } else { 6 };
    for turn in 0..turns {
        let at = if all() { after + turn / 3 } else { after + chance(after * 64 + turn) % (made + 1) };
        // Most is lost where nothing is left of what was not synced.
        let mode = if turn % 2 == 0 { Unsynced::Dropped } else { Unsynced::ALL[turn % Unsynced::ALL.len()] };
        let third = second.crash(at, mode, (after * 64 + turn) as u64);
        tried.second_crashes += 1;
        if let Err(e) = again(&third) {
            let (first, then) = (whole.describe(after), second.describe(at));
            let place = format!("killed after {after} ({first}), power gone after {at} ({then}), {mode:?}");
            tried.failures.push(format!("{place}: {e}"));
        }
    }
    tried
}

fn is_sync_of(disk: &SimulatedDisk, number: usize, name: &str) -> bool {
    let change = disk.describe(number);
    change.starts_with("sync ") && change.ends_with(name)
}

/// Before the second run changes a page, what it found in the log is safe.
fn check_log_is_safe_first(set: &RestoreSet) {
    let whole = set.disk.crash(0, Unsynced::Dropped, 0);
    Outcome::of(set, &whole).unwrap();
    let headers = [0, set.page_size].map(|offset| format!(" at {offset:#x} of "));
    let is_page = |change: &str| {
        change.starts_with("write ") && change.ends_with(".edb") && !headers.iter().any(|h| change.contains(h))
    };
    let mut moments = 0;
    for after in (0..whole.changes()).filter(|&n| is_sync_of(&whole, n, "edb.log")) {
        let second = whole.killed(after);
        if second.content(&set.log_path.join("edb.log")).is_none() {
            continue; // It still has another name, under which nobody reads it.
        }
        Outcome::of(set, &second).unwrap();
        let mut behind = after..second.changes();
        let synced = behind.clone().find(|&n| is_sync_of(&second, n, "edb.log"));
        let written = behind.find(|&n| is_page(&second.describe(n)));
        assert!(synced.is_some(), "{}, killed after {after}", set.name);
        assert!(written.is_none() || synced < written, "{}, killed after {after}: {synced:?}, {written:?}", set.name);
        moments += 1;
    }
    assert!(moments > 0, "{}: the log is never synced", set.name);
}

fn step(of_sample: usize) -> usize {
    if all() { 1 } else { of_sample }
}

#[test]
fn of_the_sample() {
    crash_everywhere(&RestoreSet::sample(), step(4));
}

#[test]
fn of_the_sample_with_a_small_cache() {
    crash_everywhere(&RestoreSet::sample().with_cache(1), step(5));
}

#[test]
fn of_a_crashed_database() {
    crash_everywhere(&RestoreSet::crashed(), step(3));
}

#[test]
fn of_a_crashed_database_with_a_small_cache() {
    crash_everywhere(&RestoreSet::crashed().with_cache(1), step(7));
}

/// JET_bitKeepDbAttachedAtEndOfRecovery: the instance has the databases until it ends.
#[test]
fn of_databases_that_stay_attached() {
    crash_everywhere(&RestoreSet::crashed().with_grbit(0x1000), step(11));
}

#[test]
fn of_a_killed_process() {
    kill_everywhere(&RestoreSet::sample().with_cache(1), step(9));
    kill_everywhere(&RestoreSet::crashed().with_cache(1), step(9));
    if let Some(set) = RestoreSet::recorded("first-8k/forward") {
        kill_everywhere(&set.with_cache(1), step(31));
    }
}

#[test]
fn what_a_killed_process_wrote_to_the_log_is_safe_before_pages_are() {
    check_log_is_safe_first(&RestoreSet::sample().with_cache(1));
    check_log_is_safe_first(&RestoreSet::crashed().with_cache(1));
}

/// Recorded cases, when there are any.
fn of_recorded(name: &str, cache: usize, every: usize) {
    let Some(set) = RestoreSet::recorded(name) else { return };
    crash_everywhere(&set.with_cache(cache), step(every));
}

#[test]
fn of_recorded_first_4k() {
    of_recorded("first-4k/hard", 1, 23);
    of_recorded("first-4k/forward", 1, 23);
}

#[test]
fn of_recorded_first_8k() {
    of_recorded("first-8k/hard", 1, 23);
    of_recorded("first-8k/forward", 1, 23);
}

#[test]
fn of_recorded_large_pages() {
    of_recorded("first-16k/hard", 1, 47);
    of_recorded("first-16k/forward", 1, 47);
    of_recorded("first-32k/hard", 1, 47);
    of_recorded("first-32k/forward", 1, 47);
}

#[test]
fn of_recorded_incremental() {
    of_recorded("incremental/hard", 1, 301);
}

#[test]
fn of_recorded_three_databases() {
    of_recorded("three-databases/hard", 1, 301);
    of_recorded("three-databases/forward", 1, 301);
}

#[test]
fn of_recorded_crashed_databases() {
    of_recorded("first-4k/soft", 1, 47);
    of_recorded("first-8k/soft", 1, 47);
    of_recorded("first-16k/soft", 1, 47);
    of_recorded("first-32k/soft", 1, 47);
    of_recorded("incremental/soft", 1, 601);
    of_recorded("three-databases/soft", 1, 601);
}
