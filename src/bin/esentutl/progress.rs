//! Progress on standard error: rate and remaining time on a terminal, nothing elsewhere.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::output::Output;

/// A phase whose size is known in bytes.
pub fn bytes(output: &Output, what: &str, total: u64) -> ProgressBar {
    bar(output, total, "{prefix:>12} {bar:30} {bytes}/{total_bytes} {bytes_per_sec} {eta} left {wide_msg}", what)
}

fn bar(output: &Output, total: u64, template: &str, what: &str) -> ProgressBar {
    let target = if output.interactive { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(Some(total), target);
    bar.set_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.set_prefix(what.to_owned());
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// A phase that tells of itself in percent.
pub fn percent(output: &Output, what: &str) -> ProgressBar {
    bar(output, 100, "{prefix:>12} {bar:30} {percent:>3} % {elapsed} {eta} left {wide_msg}", what)
}
