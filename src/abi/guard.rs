//! The boundary that every exported function passes: panics end here, failures are told.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::types::JET_ERR;
use crate::error::Result;

thread_local! {
    static LAST_MESSAGE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Runs the body of an exported function. `Ok` carries a warning or 0. A panic becomes JET_errInternalError.
pub(super) fn guard(function: &'static str, body: impl FnOnce() -> Result<JET_ERR>) -> JET_ERR {
    // What the body leaves behind half-done is only its own; the shared state is put right by its own guards.
    let result = catch_unwind(AssertUnwindSafe(body)).unwrap_or_else(|panic| {
        let text = panic
            .downcast_ref::<&str>()
            .map(|s| (*s).to_string())
            .or_else(|| panic.downcast_ref::<String>().cloned())
            .unwrap_or_default();
        Err(crate::error!(InternalError, "a fault in this library: {text}"))
    });
    match result {
        Ok(warning) => warning,
        Err(error) => {
            let number = error.number();
            let message = error.to_string();
            tracing::error!(function, number, "{message}");
            // A thread that is ending has no place for the message any more.
            let _ = LAST_MESSAGE.try_with(|last| *last.borrow_mut() = message);
            number
        }
    }
}

/// The sentence of the last failure on this thread, "" when there was none.
pub(super) fn last_message() -> String {
    LAST_MESSAGE.try_with(|last| last.borrow().clone()).unwrap_or_default()
}
