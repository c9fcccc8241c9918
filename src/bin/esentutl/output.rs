//! Where the words go: text or one JSON document on standard output, everything else on standard error.

use std::io::{self, IsTerminal, Write};

pub use esent::dump::Tone;
use serde_json::{Value, json};

use crate::cli::{Cli, ColorChoice};
use crate::failure::Failure;

/// Standard output and how to use it.
pub struct Output {
    stdout: io::BufWriter<io::Stdout>,
    /// What `--json` will print; `None` without it.
    json: Option<Vec<Value>>,
    color: bool,
    error_color: bool,
    pub quiet: bool,
    /// Progress may be drawn.
    pub interactive: bool,
    /// The Windows spelling was used: its frame around the output is printed.
    pub windows: bool,
}

impl Output {
    pub fn new(cli: &Cli) -> Self {
        let (out, err) = (io::stdout().is_terminal(), io::stderr().is_terminal());
        let wanted = |terminal: bool| match cli.color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => terminal && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty()),
        };
        Self {
            stdout: io::BufWriter::new(io::stdout()),
            json: cli.json.then(Vec::new),
            color: wanted(out) && !cli.json,
            error_color: wanted(err),
            quiet: cli.quiet,
            interactive: err && !cli.quiet,
            windows: cli.windows,
        }
    }

    /// Before the command line is understood.
    pub fn plain() -> Self {
        Self {
            stdout: io::BufWriter::new(io::stdout()),
            json: None,
            color: false,
            error_color: false,
            quiet: false,
            interactive: false,
            windows: false,
        }
    }

    pub fn is_json(&self) -> bool {
        self.json.is_some()
    }

    /// A line of text; nothing with `--json`.
    pub fn line(&mut self, text: impl AsRef<str>) -> Result<(), Failure> {
        if self.json.is_some() {
            return Ok(());
        }
        writeln!(self.stdout, "{}", text.as_ref()).map_err(|e| Failure::printing(&e))
    }

    /// Text as it is, without a line end.
    pub fn raw(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.stdout.write_all(bytes).map_err(|e| Failure::printing(&e))
    }

    /// Adds an object to what `--json` prints.
    pub fn json(&mut self, value: impl FnOnce() -> Value) {
        if let Some(list) = &mut self.json {
            list.push(value());
        }
    }

    /// Prints an object at once, on one line: for output too long to be kept.
    pub fn json_line(&mut self, value: &Value) -> Result<(), Failure> {
        writeln!(self.stdout, "{value}").map_err(|e| Failure::printing(&e))
    }

    /// The text in its colour.
    pub fn paint(&self, tone: Tone, text: impl AsRef<str>) -> String {
        paint(self.color, tone, text.as_ref())
    }

    /// The last line of Windows' own output, for who used its spelling.
    pub fn completed(&mut self, elapsed: std::time::Duration) -> Result<(), Failure> {
        if !self.windows {
            return Ok(());
        }
        self.line("")?;
        self.line(format!("Operation completed successfully in {:.2} seconds.", elapsed.as_secs_f64()))
    }

    /// A remark on standard error.
    pub fn note(&self, text: impl AsRef<str>) {
        if !self.quiet {
            eprintln!("{}", text.as_ref());
        }
    }

    /// Shows now what was printed so far: work follows.
    pub fn flush(&mut self) -> Result<(), Failure> {
        self.stdout.flush().map_err(|e| Failure::printing(&e))
    }

    /// Writes out everything that is kept. One object is printed as it is, several as a list.
    pub fn finish(&mut self) -> Result<(), Failure> {
        if let Some(mut list) = self.json.take()
            && !list.is_empty()
        {
            let all = if list.len() == 1 { list.remove(0) } else { Value::Array(list) };
            let text = serde_json::to_string_pretty(&all).unwrap_or_default();
            writeln!(self.stdout, "{text}").map_err(|e| Failure::printing(&e))?;
        }
        self.stdout.flush().map_err(|e| Failure::printing(&e))
    }

    /// Says why a run ended. With `--json` also there, so that a script needs one place only.
    pub fn failure(&mut self, failure: &Failure) {
        if let Some(list) = &mut self.json {
            // Beside what there is to say already: the plan that was refused.
            match &mut list[..] {
                [Value::Object(map)] => drop(map.insert("error".into(), failure.to_json())),
                _ => list.push(json!({ "error": failure.to_json() })),
            }
        }
        let _ = self.finish();
        eprintln!("{} {}", paint(self.error_color, Tone::Bad, "error:"), failure.message);
        if let Some(hint) = &failure.hint {
            eprintln!("{} {hint}", paint(self.error_color, Tone::Heading, "hint:"));
        }
    }
}

fn paint(color: bool, tone: Tone, text: &str) -> String {
    if !color {
        return text.to_owned();
    }
    let code = match tone {
        Tone::Good => "32",
        Tone::Warning => "33",
        Tone::Bad => "1;31",
        Tone::Heading => "1",
        Tone::Quiet => "2",
    };
    format!("\x1b[{code}m{text}\x1b[0m")
}
