//! The text of `Restore.env`: UTF-8, one `key = value` in a line, sections in brackets, a checksum at the end.
//!
//! | part         | key               | value                                                          |
//! |--------------|-------------------|----------------------------------------------------------------|
//! | head         | `Restore.env`     | version of this form: 1                                        |
//! |              | `stage`           | copying, collecting, completing, completed                     |
//! |              | `storage group`   | text                                                           |
//! |              | `base name`       | text                                                           |
//! |              | `page size`       | bytes                                                          |
//! |              | `log signature`   | 28 bytes as on disk, in hexadecimal                            |
//! |              | `generations`     | first and last in hexadecimal: `3-1F`                          |
//! |              | `roll forward`    | text; the line is there when the end has begun that way        |
//! |              | `roll forward to` | a generation, when the storage group is a running instance     |
//! | `[database]` | `backed up as`    | text: the path that the logs know                              |
//! |              | `restored to`     | text: the path now                                             |
//! |              | `signature`       | as above                                                       |
//! |              | `streaming file`  | text; the line is there when the file is                       |
//! | `[set]`      | `kind`            | full, copy, incremental, differential                          |
//! |              | `generations`     | as above                                                       |
//! |              | `brought in`      | a moment in UTC: `2026-01-31T23:59:59Z`                        |
//! | end          | `checksum`        | CRC-32 (IEEE 802.3) of all bytes before this line, hexadecimal |
//!
//! Keys stand in this order. A text is quoted; `\\`, `\"`, `\n`, `\r` and `\u{hexadecimal}` stand for what could not be
//! read in a line. Empty lines and lines that begin with `#` say nothing.

use std::path::{Path, PathBuf};

use super::environment::{Database, Environment, Set, SetKind, Stage};
use crate::error::Result;
use crate::fail;
use crate::format::primitives::Signature;

/// The version of the form.
const VERSION: &str = "1";
const HEAD: &str = "Restore.env";
const CHECKSUM: &str = "checksum = ";
/// More databases than a log stream can have, and more sets than anyone takes.
const MOST_SECTIONS: usize = 10_000;

/// Writes it down. Error: `InvalidPath` for a path that is no Unicode.
pub fn write(environment: &Environment) -> Result<String> {
    let mut text = String::from("# A restore under way. The program that makes it writes this file; do not edit it.\n");
    let mut line = |key: &str, value: &str| text.push_str(&format!("{key} = {value}\n"));
    line(HEAD, VERSION);
    line("stage", environment.stage.name());
    line("storage group", &quote(&environment.storage_group));
    line("base name", &quote(&environment.base_name));
    line("page size", &environment.page_size.to_string());
    line("log signature", &hexadecimal(&environment.log_signature));
    line("generations", &range(environment.generations));
    if let Some(path) = &environment.roll_forward {
        line("roll forward", &quote(unicode(path)?));
    }
    if let Some(generation) = environment.roll_forward_to {
        line("roll forward to", &format!("{generation:X}"));
    }
    for database in &environment.databases {
        text.push_str("\n[database]\n");
        let mut line = |key: &str, value: &str| text.push_str(&format!("{key} = {value}\n"));
        line("backed up as", &quote(&database.name));
        line("restored to", &quote(unicode(&database.path)?));
        line("signature", &hexadecimal(&database.signature));
        if let Some(path) = &database.streaming_file {
            line("streaming file", &quote(unicode(path)?));
        }
    }
    for set in &environment.sets {
        let Set { kind, generations, when } = set;
        let (kind, generations) = (kind.name(), range(*generations));
        text.push_str(&format!("\n[set]\nkind = {kind}\ngenerations = {generations}\nbrought in = {when}\n"));
    }
    text.push('\n');
    let checksum = crc32(text.as_bytes());
    text.push_str(&format!("{CHECKSUM}{checksum:08x}\n"));
    Ok(text)
}

/// Reads it back.
///
/// Errors: `InvalidDatabaseVersion` for a later version of the form; `FileInvalidType` for anything that [`write`] does not
/// write, with the line.
pub fn read(text: &str) -> Result<Environment> {
    let mut lines = Lines::new(text);
    let version = lines.value(HEAD)?;
    if version != VERSION {
        fail!(
            InvalidDatabaseVersion,
            "Restore.env has version {version}, {VERSION} is understood; use a newer program"
        );
    }
    check_sum(text)?;
    let stage = lines.named("stage", Stage::from_name)?;
    let storage_group = lines.text("storage group")?;
    let base_name = lines.text("base name")?;
    let page_size = lines.named("page size", |v| v.parse().ok())?;
    let log_signature = lines.named("log signature", parse_signature)?;
    let generations = lines.named("generations", parse_range)?;
    let roll_forward = lines.optional_path("roll forward")?;
    let roll_forward_to = lines.optional("roll forward to", parse_generation)?;
    let (mut databases, mut sets) = (Vec::new(), Vec::new());
    while lines.next_is("[database]") && databases.len() < MOST_SECTIONS {
        databases.push(Database {
            name: lines.text("backed up as")?,
            path: PathBuf::from(lines.text("restored to")?),
            signature: lines.named("signature", parse_signature)?,
            streaming_file: lines.optional_path("streaming file")?,
        });
    }
    while lines.next_is("[set]") && sets.len() < MOST_SECTIONS {
        sets.push(Set {
            kind: lines.named("kind", SetKind::from_name)?,
            generations: lines.named("generations", parse_range)?,
            when: lines.value("brought in")?.to_owned(),
        });
    }
    lines.value("checksum")?;
    lines.end()?;
    let environment = Environment {
        stage,
        storage_group,
        base_name,
        page_size,
        log_signature,
        generations,
        roll_forward,
        roll_forward_to,
        databases,
        sets,
    };
    if !environment.is_sound() {
        fail!(FileInvalidType, "Restore.env contradicts itself: its databases, sets and generations cannot be");
    }
    Ok(environment)
}

fn check_sum(text: &str) -> Result<()> {
    let damaged = "Restore.env is damaged or was edited: its checksum is wrong; begin the restore again";
    let Some(at) = text.rfind(CHECKSUM) else { fail!(FileInvalidType, "{damaged}") };
    let (covered, line) = text.split_at(at);
    let said = line.strip_prefix(CHECKSUM).map(str::trim_end).and_then(|s| u32::from_str_radix(s, 16).ok());
    if said != Some(crc32(covered.as_bytes())) {
        fail!(FileInvalidType, "{damaged}");
    }
    Ok(())
}

/// The lines that say something, with their numbers.
struct Lines<'a> {
    rest: Vec<(usize, &'a str)>,
    number: usize,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Self {
        let numbered = text.lines().enumerate().map(|(i, l)| (i + 1, l.trim()));
        let mut rest: Vec<_> = numbered.filter(|(_, l)| !l.is_empty() && !l.starts_with('#')).collect();
        rest.reverse();
        Self { rest, number: 1 }
    }

    fn pair(&self) -> Option<(&'a str, &'a str)> {
        self.rest.last()?.1.split_once('=').map(|(key, value)| (key.trim(), value.trim()))
    }

    fn optional<T>(&mut self, key: &str, parse: impl Fn(&str) -> Option<T>) -> Result<Option<T>> {
        match self.pair() {
            Some((k, _)) if k == key => self.named(key, parse).map(Some),
            _ => Ok(None),
        }
    }

    fn optional_path(&mut self, key: &str) -> Result<Option<PathBuf>> {
        self.optional(key, |value| unquote(value).map(PathBuf::from))
    }

    fn next_is(&mut self, section: &str) -> bool {
        let is = self.rest.last().is_some_and(|(_, l)| *l == section);
        if is {
            self.rest.pop();
        }
        is
    }

    fn value(&mut self, key: &str) -> Result<&'a str> {
        if let Some((number, _)) = self.rest.last() {
            self.number = *number;
        }
        match self.pair() {
            Some((k, value)) if k == key => {
                self.rest.pop();
                Ok(value)
            }
            _ => fail!(FileInvalidType, "line {} of Restore.env should say \"{key}\"", self.number),
        }
    }

    fn named<T>(&mut self, key: &str, parse: impl Fn(&str) -> Option<T>) -> Result<T> {
        let value = self.value(key)?;
        match parse(value) {
            Some(parsed) => Ok(parsed),
            None => fail!(FileInvalidType, "line {} of Restore.env: {value} cannot be the \"{key}\"", self.number),
        }
    }

    fn text(&mut self, key: &str) -> Result<String> {
        self.named(key, unquote)
    }

    fn end(&self) -> Result<()> {
        match self.rest.last() {
            Some((number, _)) => fail!(FileInvalidType, "line {number} of Restore.env says more than there is to say"),
            None => Ok(()),
        }
    }
}

fn unicode(path: &Path) -> Result<&str> {
    match path.to_str() {
        Some(text) => Ok(text),
        None => Err(crate::error!(InvalidPath, "the path is no Unicode and cannot be noted").file(path)),
    }
}

fn quote(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '\\' => quoted.push_str("\\\\"),
            '"' => quoted.push_str("\\\""),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            c if c.is_control() => quoted.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

fn unquote(value: &str) -> Option<String> {
    let mut text = String::new();
    let mut inside = value.strip_prefix('"')?.strip_suffix('"')?.chars();
    while let Some(c) = inside.next() {
        match c {
            '"' => return None,
            '\\' => match inside.next()? {
                'n' => text.push('\n'),
                'r' => text.push('\r'),
                'u' => {
                    let digits: String = inside.by_ref().take_while(|c| *c != '}').collect();
                    text.push(char::from_u32(u32::from_str_radix(digits.strip_prefix('{')?, 16).ok()?)?);
                }
                c @ ('\\' | '"') => text.push(c),
                _ => return None,
            },
            c => text.push(c),
        }
    }
    Some(text)
}

fn range((low, high): (u32, u32)) -> String {
    format!("{low:X}-{high:X}")
}

fn parse_range(value: &str) -> Option<(u32, u32)> {
    let (low, high) = value.split_once('-')?;
    Some((parse_generation(low)?, parse_generation(high)?))
}

fn parse_generation(value: &str) -> Option<u32> {
    u32::from_str_radix(value, 16).ok()
}

fn hexadecimal(signature: &Signature) -> String {
    signature.0.iter().map(|b| format!("{b:02x}")).collect()
}

fn parse_signature(value: &str) -> Option<Signature> {
    let mut bytes = [0; 28];
    if value.len() != 56 || !value.is_ascii() {
        return None;
    }
    for (byte, at) in bytes.iter_mut().zip((0..).step_by(2)) {
        *byte = u8::from_str_radix(value.get(at..at + 2)?, 16).ok()?;
    }
    Some(Signature(bytes))
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |c, _| if c & 1 == 0 { c >> 1 } else { (c >> 1) ^ 0xedb8_8320 })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorCode;
    use crate::format::primitives::Logtime;
    use proptest::prelude::*;

    fn environment() -> Environment {
        let database = Database {
            name: "C:\\live\\\"db\"\u{7}.edb".into(),
            path: "/restored/Ünit\n.edb".into(),
            signature: Signature::new(5, Logtime::default()),
            streaming_file: None,
        };
        let second = Database { streaming_file: Some("/restored/a.stm".into()), ..database.clone() };
        let set = Set { kind: SetKind::Full, generations: (3, 15), when: "2026-01-31T23:59:59Z".into() };
        let added = Set { kind: SetKind::Incremental, generations: (12, 31), ..set.clone() };
        Environment {
            stage: Stage::Collecting,
            storage_group: "First # Storage Group".into(),
            base_name: "edb".into(),
            page_size: 8192,
            log_signature: Signature::new(7, Logtime::from_unix(1_700_000_000, 5)),
            generations: (3, 31),
            roll_forward: None,
            roll_forward_to: None,
            databases: vec![database, second],
            sets: vec![set, added],
        }
    }

    #[test]
    fn reads_back_what_it_wrote() {
        let text = write(&environment()).unwrap();
        assert_eq!(read(&text).unwrap(), environment());
        assert!(text.contains("generations = 3-1F\n"), "{text}");
        assert!(text.contains("\nbacked up as = \"C:\\\\live\\\\\\\"db\\\"\\u{7}.edb\"\n"), "{text}");
    }

    #[test]
    fn notes_where_the_end_rolls_forward() {
        let e = Environment { roll_forward: Some("/live/".into()), stage: Stage::Completing, ..environment() };
        assert_eq!(read(&write(&e).unwrap()).unwrap(), e);
        let e = Environment { roll_forward_to: Some(0x2A), ..e };
        let text = write(&e).unwrap();
        assert_eq!(read(&text).unwrap(), e);
        assert!(text.contains("\nroll forward = \"/live/\"\nroll forward to = 2A\n"), "{text}");
    }

    #[test]
    fn the_checksum_is_the_common_one() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    }

    #[test]
    fn the_documented_example_can_be_read() {
        let document = include_str!("../../docs/restore-process.md");
        let example = document.split("```text\n").nth(1).and_then(|t| t.split("```").next()).unwrap();
        let environment = read(example).unwrap();
        assert_eq!(environment.generations, (3, 0x14));
        assert_eq!(write(&environment).unwrap(), example);
    }

    #[test]
    fn notices_every_changed_byte() {
        let text = write(&environment()).unwrap();
        let comment = text.lines().next().unwrap().len() + 1;
        for at in comment..text.len() - 1 {
            let mut bytes = text.clone().into_bytes();
            bytes[at] = if bytes[at] == b'7' { b'8' } else { b'7' };
            if let Ok(changed) = String::from_utf8(bytes) {
                assert!(read(&changed).is_err(), "byte {at} changed unnoticed");
            }
        }
    }

    #[test]
    fn says_that_it_is_too_old_before_it_complains_of_the_checksum() {
        let text = write(&environment()).unwrap().replace("Restore.env = 1", "Restore.env = 2");
        assert_eq!(read(&text).unwrap_err().code(), ErrorCode::InvalidDatabaseVersion);
    }

    #[test]
    fn refuses_what_contradicts_itself() {
        let refused = |change: fn(&mut Environment)| {
            let mut e = environment();
            change(&mut e);
            read(&write(&e).unwrap()).unwrap_err().code()
        };
        assert_eq!(refused(|e| e.databases.clear()), ErrorCode::FileInvalidType);
        assert_eq!(refused(|e| e.sets.reverse()), ErrorCode::FileInvalidType);
        assert_eq!(refused(|e| e.generations = (0, 31)), ErrorCode::FileInvalidType);
        assert_eq!(refused(|e| e.generations = (3, 30)), ErrorCode::FileInvalidType);
    }

    proptest! {
        #[test]
        fn any_text_survives(text in any::<String>()) {
            prop_assert_eq!(unquote(&quote(&text)), Some(text));
        }

        #[test]
        fn garbage_is_no_reason_to_panic(text in any::<String>(), cut in 0usize..900) {
            let _ = read(&text);
            let good = write(&environment()).unwrap();
            let _ = read(&good.chars().take(cut).chain(text.chars()).collect::<String>());
        }
    }
}
