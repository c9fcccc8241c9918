//! Hard recovery: a backed-up database and the logs of its backup become a clean database.

use super::request::{RestoreOutcome, RestoreRequest};
use crate::error::Result;
use crate::fail;

/// Restores what the map names.
pub fn run(_request: RestoreRequest<'_>) -> Result<RestoreOutcome> {
    fail!(FeatureNotAvailable, "hard recovery is not connected yet")
}
