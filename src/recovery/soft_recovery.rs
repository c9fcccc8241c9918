//! Soft recovery: the databases of a log stream are brought to the end of its logs, and the instance runs.

use super::request::{SoftOutcome, SoftRequest};
use crate::error::Result;
use crate::fail;

/// Recovers, then leaves the instance running.
pub fn run(_request: SoftRequest<'_>) -> Result<SoftOutcome> {
    fail!(FeatureNotAvailable, "soft recovery is not connected yet")
}
