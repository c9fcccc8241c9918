//! Counts what this thread and others allocate, so that a test can say how much that may be. What the simulated disk
//! needs for itself is not counted: see [`aside`].

#![allow(unsafe_code)] // An allocator cannot be written without; it does nothing but count.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::sync::atomic::{AtomicIsize, AtomicUsize, Ordering::Relaxed};

/// To be the `#[global_allocator]` of a test program.
pub struct Counting;

static LARGEST: AtomicUsize = AtomicUsize::new(0);
static LIVE: AtomicIsize = AtomicIsize::new(0);
static PEAK: AtomicIsize = AtomicIsize::new(0);

thread_local! {
    static ASIDE: Cell<bool> = const { Cell::new(false) };
}

fn count(bytes: usize, more: bool) {
    // A thread that ends has no such variable any more.
    if ASIDE.try_with(Cell::get).unwrap_or(true) {
        return;
    }
    if more {
        LARGEST.fetch_max(bytes, Relaxed);
        let live = LIVE.fetch_add(bytes as isize, Relaxed) + bytes as isize;
        PEAK.fetch_max(live, Relaxed);
    } else {
        LIVE.fetch_sub(bytes as isize, Relaxed);
    }
}

// SAFETY: every call is the system allocator's.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size(), true);
        // SAFETY: as the caller promises.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count(layout.size(), true);
        // SAFETY: as the caller promises.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        count(layout.size(), false);
        // SAFETY: as the caller promises.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(layout.size(), false);
        count(size, true);
        // SAFETY: as the caller promises.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

/// What happens in `work` is not counted.
pub fn aside<T>(work: impl FnOnce() -> T) -> T {
    let before = ASIDE.replace(true);
    let result = work();
    ASIDE.set(before);
    result
}

/// Bytes of the largest allocation, and of all that were there at once, while `work` ran. One at a time.
pub fn measure<T>(work: impl FnOnce() -> T) -> (T, usize, usize) {
    LARGEST.store(0, Relaxed);
    let before = LIVE.load(Relaxed);
    PEAK.store(before, Relaxed);
    let result = work();
    (result, LARGEST.load(Relaxed), (PEAK.load(Relaxed) - before).max(0) as usize)
}
