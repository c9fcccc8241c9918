//! Values as JSON has them, beside the words of [`esent::dump::text`].

pub use esent::dump::text::*;

use esent::format::primitives::{Lgpos, Logtime, Signature};
use serde_json::{Value, json};

/// `00000012,003F,00A0`, or null when unset.
pub fn lgpos_json(p: Lgpos) -> Value {
    if p.is_set() { json!(p.to_string()) } else { Value::Null }
}

/// `2026-11-22T04:03:58.059Z`; without the Z when the writer noted its local time; null when unset.
pub fn time_json(t: Logtime) -> Value {
    if !t.is_set() {
        return Value::Null;
    }
    let (year, month, day, hour, minute, second, ms) = t.fields();
    let zone = if t.is_utc() { "Z" } else { "" };
    json!(format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{ms:03}{zone}"))
}

pub fn signature_json(s: Signature) -> Value {
    if !s.is_set() {
        return Value::Null;
    }
    json!({ "random": s.random(), "created": time_json(s.created()), "computer": computer(s) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_say_their_zone() {
        let t = Logtime::from_unix(1_795_320_238, 59);
        assert_eq!(time_json(t), "2026-11-22T04:03:58.059Z");
        assert_eq!(time_json(Logtime::default()), Value::Null);
    }
}
