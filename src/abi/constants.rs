//! The numbers of the API, by family. Names and numbers are those of the published header.

#![allow(missing_docs)]

pub mod bits;
pub mod errors;
pub mod formats;
pub mod others;
pub mod params;
pub mod status;

#[cfg(test)]
mod tests {
    use crate::error::codes::{ERRORS, WARNINGS};

    /// The C constants and the table behind [`crate::error::ErrorCode`] are two lists of the same facts.
    #[test]
    fn errors_have_one_number() {
        let source = include_str!("constants/errors.rs");
        let constants: std::collections::BTreeMap<&str, i32> = source
            .lines()
            .filter_map(|l| l.strip_prefix("pub const ")?.strip_suffix(';')?.split_once(": JET_ERR = "))
            .map(|(name, number)| (name, number.parse().expect("a number")))
            .collect();
        assert!(constants.len() > 480);
        for (code, name, _) in ERRORS {
            assert_eq!(constants.get(name), Some(&(*code as i32)), "{name}");
        }
        for (number, name, _) in WARNINGS {
            assert_eq!(constants.get(name), Some(number), "{name}");
        }
        let known =
            |n: i32| n == 0 || crate::error::ErrorCode::from_number(n).is_some() || WARNINGS.iter().any(|w| w.0 == n);
        for (name, number) in constants {
            assert!(known(number), "{name} = {number}");
        }
    }
}
