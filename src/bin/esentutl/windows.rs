//! Windows' spelling of the command line becomes the plain one.
//!
//! | Windows                          | plain                                   |
//! |----------------------------------|-----------------------------------------|
//! | `/r BASE /l DIR /s DIR /d DIR /i` | `recover --base BASE --logs DIR …`    |
//! | `/mh DB`, `/mk CHK`              | `info DB`, `info CHK`                   |
//! | `/ml LOG` or `BASE`, `/v`        | `logs LOG` or `BASE`, `--records`       |
//! | `/k FILE`                        | `check FILE`                            |
//! | `/y SRC /d DST`, `/i`            | `copy SRC DST`, `--ignore-read-errors`  |
//!
//! `/r` works on a copy, as `recover` does; add `--in-place` for what Windows' own program does.
//!
//! Letters may be large or small and come behind `/` or `-`; a value may be attached or follow. The plain spelling's
//! long options (`--json`) may be mixed in.

use std::ffi::{OsStr, OsString};

use crate::cli;
use crate::failure::{Exit, Failure};

/// The command line in the plain spelling. One that is in it already comes back as it is.
pub fn translate(arguments: Vec<OsString>) -> Result<Vec<OsString>, Failure> {
    let Some(mode) = arguments.get(1).and_then(|a| Mode::parse(a)) else { return Ok(arguments) };
    let (mode, attached) = mode?;
    let mut rest: Vec<OsString> = attached.into_iter().collect();
    rest.extend_from_slice(&arguments[2..]);
    let mut words = Words { rest: rest.into_iter().peekable(), plain: Vec::new() };
    let mut line = vec![arguments.first().cloned().unwrap_or_else(cli::program), OsString::from("--windows-spelling")];
    match mode {
        Mode::Help => return Ok(vec![cli::program(), "--help".into()]),
        Mode::Recover => words.recover()?,
        Mode::Dump(kind) => words.dump(kind)?,
        Mode::Check => words.check()?,
        Mode::Copy => words.copy()?,
    }
    line.append(&mut words.plain);
    Ok(line)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Help,
    Recover,
    /// h, k or l.
    Dump(char),
    Check,
    Copy,
}

impl Mode {
    /// The mode that the first word names, and what is attached to it. `None` when it is in the plain spelling.
    fn parse(word: &OsStr) -> Option<Result<(Self, Option<OsString>), Failure>> {
        let text = word.to_str()?;
        let body = text.strip_prefix('/').or_else(|| text.strip_prefix('-').filter(|b| !b.starts_with('-')))?;
        // Plain options that come before a command.
        if text.starts_with('-') && ["h", "V", "q"].contains(&body) {
            return None;
        }
        let mut letters = body.chars();
        let letter = letters.next()?.to_ascii_lowercase();
        let rest = letters.as_str();
        let attached = |rest: &str| (!rest.is_empty()).then(|| OsString::from(rest));
        Some(match (letter, rest) {
            ('?' | 'h', "") => Ok((Self::Help, None)),
            ('m', rest) => {
                let kind = rest.chars().next().map_or('h', |c| c.to_ascii_lowercase());
                match kind {
                    'h' | 'k' | 'l' => Ok((Self::Dump(kind), attached(rest.get(1..).unwrap_or("")))),
                    _ => Err(not_here(text, "dumps headers (/mh), checkpoints (/mk) and logs (/ml)")),
                }
            }
            ('r', rest) => Ok((Self::Recover, attached(rest))),
            ('k', rest) => Ok((Self::Check, attached(rest))),
            ('y', rest) => Ok((Self::Copy, attached(rest))),
            ('d' | 'g' | 'p' | 'b' | 'c' | 'z', _) => {
                Err(not_here(text, "does not defragment, repair, verify logically, back up or secure"))
            }
            _ => Err(Failure::usage(format!("{text}: Windows' esentutl has no such mode"))
                .hint("see esentutl --help; a file whose name begins with / or - needs a command before it")),
        })
    }
}

fn not_here(text: &str, what: &str) -> Failure {
    Failure::new(Exit::NotAvailable, format!("{text}: this program {what}"))
}

/// What follows the mode.
struct Words<I: Iterator<Item = OsString>> {
    rest: std::iter::Peekable<I>,
    plain: Vec<OsString>,
}

/// One word of the rest.
enum Word {
    /// Small letter, attached value.
    Switch(char, String),
    Plain(OsString),
}

impl<I: Iterator<Item = OsString>> Words<I> {
    fn push(&mut self, word: impl Into<OsString>) {
        self.plain.push(word.into());
    }

    /// The next word; a file that exists is never a switch, whatever its name looks like. Long options go through.
    fn next(&mut self) -> Option<Word> {
        loop {
            let word = self.rest.next()?;
            let Some(text) = word.to_str() else { return Some(Word::Plain(word)) };
            if text.len() > 2 && text.starts_with("--") {
                self.plain.push(word);
                continue;
            }
            let switch = text.strip_prefix('-').or_else(|| text.strip_prefix('/').filter(|b| !is_path(text, b)));
            return Some(match switch.and_then(|s| s.chars().next().map(|c| (c, &s[c.len_utf8()..]))) {
                Some((c, value)) => Word::Switch(c.to_ascii_lowercase(), value.trim_start_matches(':').to_owned()),
                None => Word::Plain(word),
            });
        }
    }

    /// The value of a switch, attached or in the next word.
    fn value(&mut self, switch: char, attached: String) -> Result<OsString, Failure> {
        if !attached.is_empty() {
            return Ok(attached.into());
        }
        self.rest.next().ok_or_else(|| Failure::usage(format!("/{switch} needs a value")))
    }

    /// The file that a mode is about.
    fn file(&mut self, mode: &str) -> Result<OsString, Failure> {
        self.rest.next().ok_or_else(|| Failure::usage(format!("{mode} needs the name of a file")))
    }

    fn recover(&mut self) -> Result<(), Failure> {
        let base = self.file("/r")?;
        self.push("recover");
        self.push("--base");
        self.push(base);
        let (mut logs, mut system, mut files) = (None, None, Vec::new());
        while let Some(word) = self.next() {
            match word {
                Word::Switch('l', value) => logs = Some(self.value('l', value)?),
                Word::Switch('s', value) => system = Some(self.value('s', value)?),
                Word::Switch('d', value) => {
                    // Without a value: the current directory.
                    let value = if value.is_empty() { self.value_if_any() } else { Some(value.into()) };
                    self.push("--databases");
                    self.push(value.unwrap_or_else(|| ".".into()));
                }
                Word::Switch('n', value) if value == "*" => {}
                Word::Switch('n', value) => {
                    let value = self.value('n', value)?;
                    files.push(new_place(&value));
                }
                Word::Switch('i', _) => self.push("--ignore-missing"),
                Word::Switch('a', _) => self.push("--allow-loss"),
                Word::Switch('o' | 'v' | '2' | '4' | '8' | '1' | '3', _) => {}
                Word::Switch(c @ ('t' | 'u' | 'b' | 'k' | 'p'), _) => {
                    return Err(not_here(&format!("/r … /{c}"), "knows /r with /l, /s, /d, /n, /i and /a only"));
                }
                other => return Err(unknown(other, "/r")),
            }
        }
        let logs = logs.unwrap_or_else(|| ".".into());
        self.push("--logs");
        self.push(logs);
        if let Some(system) = system {
            self.push("--system");
            self.push(system);
        }
        self.push("--");
        self.plain.extend(files);
        Ok(())
    }

    /// The next word when it is no switch.
    fn value_if_any(&mut self) -> Option<OsString> {
        let next = self.rest.peek()?;
        let is_switch = next.to_str().is_some_and(|t| t.starts_with('-') || t.starts_with('/') && !is_path(t, &t[1..]));
        if is_switch { None } else { self.rest.next() }
    }

    fn dump(&mut self, kind: char) -> Result<(), Failure> {
        let file = self.file(&format!("/m{kind}"))?;
        match kind {
            'l' => self.push("logs"),
            _ => {
                self.push("info");
                self.push("--as");
                self.push(if kind == 'h' { "database" } else { "checkpoint" });
            }
        }
        while let Some(word) = self.next() {
            match word {
                Word::Switch('v', _) if kind == 'l' => self.push("--records"),
                Word::Switch('v' | 'o' | '2' | '4' | '8' | '1' | '3', _) => {}
                other => return Err(unknown(other, &format!("/m{kind}"))),
            }
        }
        self.push("--");
        self.push(file);
        Ok(())
    }

    fn check(&mut self) -> Result<(), Failure> {
        let file = self.file("/k")?;
        self.push("check");
        while let Some(word) = self.next() {
            match word {
                Word::Switch('o' | 'p' | '2' | '4' | '8' | '1' | '3', _) => {}
                Word::Switch('t', value) => drop(self.value('t', value)?),
                other => return Err(unknown(other, "/k")),
            }
        }
        self.push("--");
        self.push(file);
        Ok(())
    }

    fn copy(&mut self) -> Result<(), Failure> {
        let source = self.file("/y")?;
        let mut destination = None;
        self.push("copy");
        while let Some(word) = self.next() {
            match word {
                Word::Switch('d', value) => destination = Some(self.value('d', value)?),
                Word::Switch('i', _) => self.push("--ignore-read-errors"),
                Word::Switch('o', _) => {}
                other => return Err(unknown(other, "/y")),
            }
        }
        self.push("--");
        self.push(source);
        self.plain.extend(destination);
        Ok(())
    }
}

/// The first path of `new:old`; the colon of a drive is none.
fn new_place(value: &OsStr) -> OsString {
    let Some(text) = value.to_str() else { return value.to_os_string() };
    let skip = if text.as_bytes().get(1) == Some(&b':') { 2 } else { 0 };
    match text[skip..].find(':') {
        Some(at) => text[..skip + at].into(),
        None => text.into(),
    }
}

/// `/mnt/x` and files that exist are paths; `/i` and `/lC:\logs` are switches.
fn is_path(text: &str, body: &str) -> bool {
    (body.contains('/') && std::path::Path::new(text).exists())
        || (body.len() > 1 && std::path::Path::new(text).exists())
}

fn unknown(word: Word, mode: &str) -> Failure {
    match word {
        Word::Switch(c, value) => Failure::usage(format!("{mode} has no switch /{c}{value} here")),
        Word::Plain(word) => Failure::usage(format!("{mode}: {} is one word too many", word.to_string_lossy())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(line: &str) -> Result<String, Failure> {
        let words = std::iter::once("esentutl").chain(line.split(' ')).map(OsString::from).collect();
        let words = translate(words)?;
        let words: Vec<_> = words[1..].iter().map(|w| w.to_string_lossy()).collect();
        Ok(words.join(" ").replace("--windows-spelling ", ""))
    }

    #[test]
    fn modes_become_commands() {
        for (windows, ours) in [
            ("/r SRU", "recover --base SRU --logs . --"),
            (
                "/r SRU /l logs /s chk /d db /i",
                "recover --base SRU --databases db --ignore-missing --logs logs --system chk --",
            ),
            ("/r edb /d /a --in-place", "recover --base edb --databases . --allow-loss --in-place --logs . --"),
            ("-R edb -lC:\\logs -nC:\\a.edb:D:\\b.edb", "recover --base edb --logs C:\\logs -- C:\\a.edb"),
            ("/mh SRUDB.dat", "info --as database -- SRUDB.dat"),
            ("/MH SRUDB.dat /o", "info --as database -- SRUDB.dat"),
            ("-m SRUDB.dat", "info --as database -- SRUDB.dat"),
            ("/mk SRU.chk", "info --as checkpoint -- SRU.chk"),
            ("/ml SRU /v --json", "logs --records --json -- SRU"),
            ("/kSRUDB.dat", "check -- SRUDB.dat"),
            ("/k SRUDB.dat /8", "check -- SRUDB.dat"),
            ("/y a.edb /d b.edb /i", "copy --ignore-read-errors -- a.edb b.edb"),
            ("/y a.edb /db.edb", "copy -- a.edb b.edb"),
            ("/y a.edb", "copy -- a.edb"),
        ] {
            assert_eq!(plain(windows).unwrap(), ours, "{windows}");
        }
    }

    #[test]
    fn the_plain_spelling_stays() {
        for line in ["info a.edb", "--json info a.edb", "-h", "-V", "copy a /d", "nonsense"] {
            assert_eq!(plain(line).unwrap(), line);
        }
    }

    #[test]
    fn what_is_not_here_says_so() {
        for (line, exit) in [
            ("/d a.edb", Exit::NotAvailable),
            ("/p a.edb", Exit::NotAvailable),
            ("/ms a.edb", Exit::NotAvailable),
            ("/r edb /t", Exit::NotAvailable),
            ("/r edb extra", Exit::Usage),
            ("/x a.edb", Exit::Usage),
            ("/mh", Exit::Usage),
            ("/mh a b", Exit::Usage),
            ("/y a /d", Exit::Usage),
            ("/mh a /q", Exit::Usage),
        ] {
            assert_eq!(plain(line).unwrap_err().exit, exit, "{line}");
        }
    }
}
