//! Threads that wait for jobs. The conductor is one of them when it has nothing else to do.

use super::job::Job;
use parking_lot::{Condvar, Mutex};
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::thread::{Builder, Scope};

/// Dropping it ends the threads.
pub struct Pool {
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    /// There is a job, or nothing will come any more.
    work: Condvar,
    /// A job is done.
    done: Condvar,
}

#[derive(Default)]
struct State {
    waiting: Vec<Job>,
    finished: Vec<Job>,
    under_way: usize,
    panic: Option<Box<dyn Any + Send>>,
    over: bool,
}

impl Pool {
    /// A pool of so many threads beside the calling one. When the system refuses some, there are fewer.
    pub fn start<'scope>(scope: &'scope Scope<'scope, '_>, threads: usize) -> Self {
        let shared = Arc::<Shared>::default();
        for _ in 0..threads {
            let shared = Arc::clone(&shared);
            let _ = Builder::new().name("esent-redo".into()).spawn_scoped(scope, move || shared.serve());
        }
        Self { shared }
    }

    /// These jobs are to be done, in this order when it matters to nobody else.
    pub fn give(&self, jobs: &mut Vec<Job>) {
        if jobs.is_empty() {
            return;
        }
        let mut state = self.shared.state.lock();
        jobs.reverse();
        state.waiting.append(jobs);
        drop(state);
        self.shared.work.notify_all();
    }

    /// Helps until all jobs are done, and gives them back.
    pub fn finish(&self, finished: &mut Vec<Job>) {
        let mut state = self.shared.state.lock();
        loop {
            if let Some(job) = state.waiting.pop() {
                state.under_way += 1;
                drop(state);
                state = self.shared.run(job);
            } else if state.under_way > 0 {
                self.shared.done.wait(&mut state);
            } else {
                break;
            }
        }
        finished.append(&mut state.finished);
        if let Some(panic) = state.panic.take() {
            drop(state);
            resume_unwind(panic);
        }
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        let mut state = self.shared.state.lock();
        state.over = true;
        state.waiting.clear();
        drop(state);
        self.shared.work.notify_all();
    }
}

impl Shared {
    fn serve(&self) {
        let mut state = self.state.lock();
        while !state.over {
            match state.waiting.pop() {
                Some(job) => {
                    state.under_way += 1;
                    drop(state);
                    state = self.run(job);
                }
                None => self.work.wait(&mut state),
            }
        }
    }

    /// A panic is the conductor's as if it had been its own.
    fn run(&self, mut job: Job) -> parking_lot::MutexGuard<'_, State> {
        let panic = catch_unwind(AssertUnwindSafe(|| job.run())).err();
        let mut state = self.state.lock();
        state.under_way -= 1;
        state.panic = state.panic.take().or(panic);
        state.finished.push(job);
        self.done.notify_one();
        state
    }
}
