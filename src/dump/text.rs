//! Values as people of Windows' esentutl read them.

use crate::format::primitives::{Lgpos, Logtime, Signature};

/// `(0x12,3F,A0)`.
pub fn lgpos(p: Lgpos) -> String {
    format!("(0x{:X},{:X},{:X})", p.generation, p.sector, p.offset)
}

/// Date and time without the zone: `11/22/2026 04:03:58.059`.
pub fn moment(t: Logtime) -> String {
    let (year, month, day, hour, minute, second, ms) = t.fields();
    format!("{month:02}/{day:02}/{year:04} {hour:02}:{minute:02}:{second:02}.{ms:03}")
}

/// The name of the computer in a signature; no longer written.
pub fn computer(s: Signature) -> String {
    s.0[12..].iter().take_while(|&&b| b != 0).map(|&b| char::from(b)).collect()
}

/// `Create time:11/22/2026 04:03:58.059 Rand:1574838482 Computer:`.
pub fn signature(s: Signature) -> String {
    format!("Create time:{} Rand:{} Computer:{}", moment(s.created()), s.random(), computer(s))
}

/// `1-2 (0x1-0x2)`.
pub fn range(first: u32, last: u32) -> String {
    format!("{first}-{last} (0x{first:x}-0x{last:x})")
}

/// `17 MiB`.
pub fn bytes(n: u64) -> String {
    const UNITS: [&str; 5] = ["bytes", "KiB", "MiB", "GiB", "TiB"];
    let mut value = n as f64;
    let mut unit = 0;
    while value >= 1024.0 && unit + 1 < UNITS.len() {
        value /= 1024.0;
        unit += 1;
    }
    let number = format!("{value:.1}");
    format!("{} {}", number.strip_suffix(".0").unwrap_or(&number), UNITS[unit])
}

/// `1 page`, `3 pages`.
pub fn count(n: u64, one: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") }
}

/// Text out of a file, safe to print: control characters, which could drive a terminal, are escaped.
pub fn safe(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut s, c| {
        if c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') {
            s.extend(c.escape_unicode());
        } else {
            s.push(c);
        }
        s
    })
}

/// A path, safe to print.
pub fn path(path: &std::path::Path) -> String {
    let text = path.to_string_lossy();
    safe(text.strip_prefix("./").filter(|rest| !rest.is_empty()).unwrap_or(&text))
}

/// The state of a database, in the words that scripts look for.
pub fn state(number: u32) -> &'static str {
    match number {
        1 => "Just Created",
        2 => "Dirty Shutdown",
        3 => "Clean Shutdown",
        4 => "Being Converted",
        6 => "Incremental Reseed In Progress",
        7 => "Dirty and Patched Shutdown",
        8 => "Database Revert in Progress",
        _ => "Illegal",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_as_on_windows() {
        let t = Logtime::from_unix(1_795_320_238, 59);
        assert_eq!(moment(t), "11/22/2026 04:03:58.059");
        assert_eq!(lgpos(Lgpos::new(0x12, 0x3f, 0xa0)), "(0x12,3F,A0)");
        assert_eq!(signature(Signature::new(7, t)), "Create time:11/22/2026 04:03:58.059 Rand:7 Computer:");
        assert_eq!(range(9, 18), "9-18 (0x9-0x12)");
        assert_eq!(
            (bytes(512), bytes(65536), bytes(1_600_000)),
            ("512 bytes".into(), "64 KiB".into(), "1.5 MiB".into())
        );
    }
}
