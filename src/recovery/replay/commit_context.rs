//! What a program hung on its commit, told to recovery control: at once, or before and after the commit is redone.
//!
//! Source: the CommitCtx and Commit0 cases of `ErrLGRIRedoOperation` in `ese/_log/logredo.cxx`; the kinds of call in
//! `published/inc/jethdr.w`.

use super::Replay;
use crate::error::Result;
use crate::format::log_record::{Commit, CommitContext, LogRecord};
use crate::format::primitives::Lgpos;
use crate::recovery::transactions::Procid;
use std::collections::BTreeMap;

/// Kinds of call (`fCommitCtx…Callback`).
const AT_ONCE: u32 = 1;
const BEFORE_COMMIT: u32 = 2;
const AFTER_COMMIT: u32 = 3;

/// Words that wait for the commit of their session.
pub(super) type CommitContexts = BTreeMap<Procid, Vec<u8>>;

impl Replay<'_, '_> {
    /// The record stands before the commit. Logs from before the flags tell nobody.
    pub(super) fn commit_context(&mut self, r: &CommitContext<'_>) -> Result<()> {
        if !self.roll.last_header().is_some_and(|h| h.version().commit_context_has_flags()) {
            return Ok(());
        }
        let (flags, context) = r.with_flags();
        if flags.pre_commit_callback_needed() {
            if self.transactions.is_active(r.procid) {
                self.commit_contexts.insert(r.procid, context.to_vec());
            }
            Ok(())
        } else if flags.callback_needed() {
            self.progress.commit_context(context, AT_ONCE)
        } else {
            Ok(())
        }
    }

    pub(super) fn commit0(&mut self, lgpos: Lgpos, r: &Commit) -> Result<()> {
        let context = self.commit_contexts.remove(&r.procid);
        if let Some(context) = &context {
            self.progress.commit_context(context, BEFORE_COMMIT)?;
        }
        self.apply(lgpos, &LogRecord::Commit0(*r))?;
        context.map_or(Ok(()), |context| self.progress.commit_context(&context, AFTER_COMMIT))
    }
}
