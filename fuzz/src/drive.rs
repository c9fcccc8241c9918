//! Runs a target so many times, or so many seconds, on inputs made from its corpus, and counts. No nightly, no
//! instrumentation.
//!
//! ```sh
//! cargo run --release --bin drive -- TARGET EXECUTIONS [SEED]
//! cargo run --release --bin drive -- all 2s
//! ```
//!
//! A panic ends the program, with the input in `crash-TARGET`, and so does an execution of more than ten seconds.
//! `drive TARGET FILE` runs such an input again.

use std::path::{Path, PathBuf};
use std::process::exit;
use std::time::{Duration, Instant};

use esent_fuzz::TARGETS;
use esent_fuzz::mutate::{Random, mutate};

/// No execution may take longer.
const LONGEST: Duration = Duration::from_secs(10);

/// When a target has been run enough.
#[derive(Clone, Copy)]
enum Enough {
    Executions(u64),
    Time(Duration),
}

impl Enough {
    fn parse(text: &str) -> Option<Self> {
        match text.strip_suffix('s') {
            Some(seconds) => Some(Self::Time(Duration::from_secs_f64(seconds.parse().ok()?))),
            None => text.replace('_', "").parse().ok().map(Self::Executions),
        }
    }
}

/// The small committed corpus of a target, which cargo fuzz uses too.
fn corpus(target: &str) -> Vec<Vec<u8>> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target);
    let mut names: Vec<PathBuf> =
        std::fs::read_dir(directory).into_iter().flatten().filter_map(|e| Some(e.ok()?.path())).collect();
    names.sort();
    names.iter().filter_map(|name| std::fs::read(name).ok()).collect()
}

/// Runs one input, and ends the program when that goes wrong.
fn execute(name: &str, target: fn(&[u8]), input: &[u8], story: &dyn Fn() -> String) {
    let began = Instant::now();
    let outcome = std::panic::catch_unwind(|| target(input));
    let slow = began.elapsed() > LONGEST;
    if outcome.is_err() || slow {
        let path = format!("crash-{name}");
        let _ = std::fs::write(&path, input);
        let what = if slow { "took too long" } else { "panicked" };
        eprintln!("{name}: {} {what}; its input is in {path}", story());
        exit(1);
    }
}

fn run(name: &str, target: fn(&[u8]), enough: Enough, seed: u64) {
    let seeds = corpus(name);
    if seeds.is_empty() {
        eprintln!("{name}: corpus/{name} is missing; `cargo run --bin corpora` makes it");
        exit(1);
    }
    let began = Instant::now();
    for (number, input) in seeds.iter().enumerate() {
        execute(name, target, input, &|| format!("file {number} of the corpus"));
    }
    let mut random = Random(seed);
    let mut input = Vec::new();
    let mut executions = 0;
    loop {
        let over = match enough {
            Enough::Executions(wanted) => executions >= wanted,
            Enough::Time(limit) => executions % 16 == 0 && began.elapsed() >= limit,
        };
        if over {
            break;
        }
        input.clear();
        input.extend_from_slice(&seeds[random.below(seeds.len())]);
        let other = random.below(seeds.len());
        mutate(&mut input, &seeds[other], &mut random);
        execute(name, target, &input, &|| format!("execution {executions} with seed {seed}"));
        executions += 1;
    }
    let seconds = began.elapsed().as_secs_f64();
    println!("{name}: {executions} executions in {seconds:.1} s, seed {seed}, {} seeds: no panic", seeds.len());
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let wanted = arguments.first().map_or("all", String::as_str);
    let targets: Vec<_> = TARGETS.iter().filter(|(name, _)| wanted == "all" || wanted == *name).collect();
    if targets.is_empty() {
        let names: Vec<_> = TARGETS.iter().map(|(name, _)| name).collect();
        eprintln!("no target is called {wanted}; there are: {names:?}");
        exit(2);
    }
    let how_much = arguments.get(1).map_or("1s", String::as_str);
    let seed = arguments.get(2).and_then(|a| a.parse().ok()).unwrap_or(1);
    for (name, target) in targets {
        if let Some(enough) = Enough::parse(how_much) {
            run(name, *target, enough, seed);
        } else {
            let input = std::fs::read(how_much).unwrap_or_else(|e| panic!("{how_much}: {e}"));
            execute(name, *target, &input, &|| how_much.to_owned());
        }
    }
}
