//! Text as the log carries it: paths and names, in an old 8-bit code page or in UTF-16, usually
//! closed by a zero.

use std::fmt;

/// Borrowed text in one of the two encodings; shown with unknown characters replaced.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct LoggedText<'a> {
    /// The bytes as they stand in the log, with what closes them.
    pub bytes: &'a [u8],
    /// UTF-16LE; otherwise one byte per character.
    pub unicode: bool,
}

impl<'a> LoggedText<'a> {
    /// The text up to the first zero, and what follows that zero.
    pub fn split(self) -> (Self, Self) {
        let width = if self.unicode { 2 } else { 1 };
        let end = self.bytes.chunks_exact(width).position(|c| c.iter().all(|&b| b == 0));
        let (head, tail) = match end {
            Some(n) => (&self.bytes[..n * width], &self.bytes[(n + 1) * width..]),
            None => (self.bytes, &self.bytes[self.bytes.len()..]),
        };
        (Self { bytes: head, ..self }, Self { bytes: tail, ..self })
    }

    /// The bytes that store `text` in UTF-16 with its closing zero.
    pub fn encode_utf16(text: &str) -> Vec<u8> {
        text.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect()
    }
}

impl fmt::Display for LoggedText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.split().0.bytes;
        if self.unicode {
            let units = text.chunks_exact(2).map(|c| u16::from_le_bytes([c[0], c[1]]));
            for c in char::decode_utf16(units) {
                write!(f, "{}", c.unwrap_or(char::REPLACEMENT_CHARACTER))?;
            }
        } else {
            // The code page of the writing machine is not in the log: ASCII is sure, Latin-1 a guess.
            for &b in text {
                write!(f, "{}", char::from(b))?;
            }
        }
        Ok(())
    }
}

impl fmt::Debug for LoggedText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_encodings_read_and_split() {
        let wide = LoggedText::encode_utf16("C:\\d\u{e9}\u{1f600}");
        let text = LoggedText { bytes: &wide, unicode: true };
        assert_eq!(text.to_string(), "C:\\d\u{e9}\u{1f600}");
        let two = LoggedText { bytes: b"one\0two\0", unicode: false };
        let (one, rest) = two.split();
        assert_eq!((one.to_string(), rest.to_string()), ("one".into(), "two".into()));
        // Odd length and no closing zero.
        assert_eq!(LoggedText { bytes: b"a\0b", unicode: true }.to_string(), "a");
    }
}
