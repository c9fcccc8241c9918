//! A part of a window: tasks in the order of the log, and the pages they change, done by one thread.

use super::notes::{Notes, Noting};
use super::window::{Task, Window};
use crate::error::{Error, Result};
use crate::format::log_record::LogRecord;
use crate::format::primitives::Lgpos;
use crate::recovery::pages::Pages;
use crate::recovery::redo::page_work::{self, PageWork};
use std::sync::Arc;

/// What stopped the replay, and where.
#[derive(Debug)]
pub struct Failure {
    pub lgpos: Lgpos,
    /// The record could not be read as one.
    pub unreadable: bool,
    pub error: Error,
}

impl Failure {
    /// For an error of the record at `lgpos`.
    pub fn at(lgpos: Lgpos) -> impl Fn(Error) -> Self + Copy {
        move |error| Self { lgpos, unreadable: false, error }
    }
}

/// Work for one thread.
#[derive(Default)]
pub struct Job {
    window: Option<Arc<Window>>,
    tasks: Vec<u32>,
    /// Lent pages, by the number of their database.
    pub pages: Vec<(u8, Pages)>,
    pub notes: Notes,
    pub failure: Option<Failure>,
    work: PageWork,
}

impl Job {
    /// Takes the tasks; the pages are there.
    pub fn begin(&mut self, window: &Arc<Window>, tasks: &mut Vec<u32>) {
        self.window = Some(Arc::clone(window));
        std::mem::swap(&mut self.tasks, tasks);
        self.notes.clear();
        self.failure = None;
    }

    /// Does everything, up to the first error.
    pub fn run(&mut self) {
        let Some(window) = self.window.take() else { return };
        for &number in &self.tasks {
            let Some(task) = window.tasks.get(number as usize) else { continue };
            let Some((_, pages)) = self.pages.iter_mut().find(|(dbid, _)| *dbid == task.dbid) else { continue };
            let mut notes = self.notes.of_task(&window, task);
            if let Err(failure) = run(&mut self.work, &window, task, pages, &mut notes) {
                self.failure = Some(failure);
                return;
            }
        }
    }
}

fn run(
    work: &mut PageWork,
    window: &Window,
    task: &Task,
    pages: &mut Pages,
    notes: &mut Noting<'_>,
) -> Result<(), Failure> {
    let lgpos = task.lgpos;
    let failed = Failure::at(lgpos);
    let mut bytes = window.records(task);
    if !task.is_macro {
        let record = LogRecord::parse_exact(bytes).map_err(|error| Failure { unreadable: true, ..failed(error) })?;
        return match (&record, record.node_operation()) {
            (LogRecord::NewPage(r), _) => page_work::new_page(pages, lgpos, r),
            (_, Some(operation)) => work.node(pages, notes, lgpos, &record, operation),
            _ => Ok(()),
        }
        .map_err(failed);
    }
    let mut records = Vec::new();
    while !bytes.is_empty() {
        let (record, size) = LogRecord::parse(bytes).map_err(failed)?;
        records.push(record);
        bytes = bytes.get(size..).unwrap_or_default();
    }
    page_work::reshape(pages, notes, lgpos, &records).map_err(failed)
}
