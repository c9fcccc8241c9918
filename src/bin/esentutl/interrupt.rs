//! Ctrl-C: the work in hand stops at its next safe point, and what is half done is cleared away there.
//!
//! A second Ctrl-C ends the program at once; what is then left is still named `*.unfinished`.

use std::sync::atomic::{AtomicU32, Ordering};

use crate::failure::{Exit, Failure};

static ASKED: AtomicU32 = AtomicU32::new(0);

/// Listens from now on. Without a place for a handler the system's own holds: the program just ends.
pub fn install() {
    let _ = ctrlc::set_handler(|| {
        if ASKED.fetch_add(1, Ordering::SeqCst) > 0 {
            std::process::exit(Exit::Interrupted as i32);
        }
    });
}

/// Somebody asked us to stop.
pub fn asked() -> bool {
    ASKED.load(Ordering::SeqCst) > 0
}

/// Ends the work when somebody asked for it. Call it between steps.
pub fn check() -> Result<(), Failure> {
    if asked() { Err(Failure::interrupted()) } else { Ok(()) }
}
