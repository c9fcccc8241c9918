//! GUARANTEE: docs/functions.md, docs/options.md, docs/parameters.md and docs/errors.md say what the tables in the source say, so none can promise
//! what is not there.
//!
//! `ESENT_BLESS=1 cargo test --test docs_drift` writes the documents anew.

use std::fmt::Write as _;
use std::path::PathBuf;

use esent::abi::functions::{EXTENSIONS, FUNCTIONS, Forms, Support};
use esent::abi::options::{Answer, TABLES};
use esent::error::ErrorCode;
use esent::error::advice::advice;
use esent::error::codes::{ERRORS, WARNINGS};
use esent::instance::parameters::definition::{Access, Definition, Kind};
use esent::instance::parameters::id::CONFIG_STORE_SPEC;
use esent::instance::parameters::table::DEFINITIONS;
use esent::instance::settings::HEEDED;

fn check(name: &str, generated: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name);
    if std::env::var_os("ESENT_BLESS").is_some() {
        std::fs::write(&path, generated).expect(name);
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    let first = generated.lines().zip(committed.lines()).find(|(g, c)| g != c);
    assert!(
        generated == committed,
        "{name} is not what the source says, first {first:?}; ESENT_BLESS=1 cargo test --test docs_drift"
    );
}

fn forms(forms: Forms) -> &'static str {
    match forms {
        Forms::Plain => "",
        Forms::AnsiWidePlain => "A, W, plain",
        Forms::AnsiWide => "A, W",
        Forms::Wide => "W",
    }
}

#[test]
fn options() {
    let mut text = String::from(
        "# Options (grbits)\n\n\
         Generated from `src/abi/options.rs`; do not edit.\n\n\
         Every function that is available and has a grbit. What is not in its table is refused with JET_errInvalidGrbit\n\
         (-900) where nothing else is said, so nobody believes in vain that a bit was understood.\n",
    );
    for table in TABLES {
        let mut title = table.functions.to_owned();
        title[..1].make_ascii_uppercase();
        write!(text, "\n## {title}\n\n").expect("a String");
        if !table.rows.is_empty() {
            text += "| option | value | what it does here |\n|---|---|---|\n";
        }
        for row in table.rows {
            let answer = match row.answer {
                Answer::Honoured => "honoured",
                Answer::NoEffect => "accepted, without effect",
                Answer::Refused => "refused: JET_errFeatureNotAvailable",
            };
            let note = if row.note.is_empty() { String::new() } else { format!(": {}", row.note) };
            writeln!(text, "| {} | {:#x} | {answer}{note} |", row.name, row.bit).expect("a String");
        }
        if !table.rows.is_empty() && !table.remark.is_empty() {
            text.push('\n');
        }
        text += table.remark;
        if table.unknown != ErrorCode::InvalidGrbit {
            writeln!(text, "Any is refused with {} ({}).", table.unknown.name(), table.unknown as i32)
                .expect("a String");
        }
    }
    check("docs/options.md", &text);
}

#[test]
fn functions() {
    let count =
        |available: bool| FUNCTIONS.iter().filter(|f| (f.support != Support::NotAvailable) == available).count();
    let exports: usize = FUNCTIONS.iter().map(|f| f.names().len()).sum();
    let mut text = format!(
        "# Functions\n\n\
         Generated from `src/abi/functions.rs`; do not edit.\n\n\
         esent.dll exports {exports} names in {} families. All of them link. {} families do something here; the others\n\
         return `JET_errFeatureNotAvailable` (-1001).\n\n\
         | function | forms | what there is |\n|---|---|---|\n",
        FUNCTIONS.len(),
        count(true)
    );
    for f in FUNCTIONS {
        let support = match f.support {
            Support::Complete => "complete".to_string(),
            Support::Partial(missing) => format!("partial; missing: {missing}"),
            Support::NotAvailable => continue,
        };
        writeln!(text, "| `{}` | {} | {support} |", f.family, forms(f.forms)).expect("a String");
    }
    text += "\n## Extensions\n\nNot part of the engine's API; every name begins with `Esent`.\n\n";
    for name in EXTENSIONS {
        writeln!(text, "- `{name}`").expect("a String");
    }
    text += "\n## Not available\n\n";
    for f in FUNCTIONS.iter().filter(|f| f.support == Support::NotAvailable) {
        let forms = match forms(f.forms) {
            "" => String::new(),
            forms => format!(" ({forms})"),
        };
        writeln!(text, "- `{}`{forms}", f.family).expect("a String");
    }
    check("docs/functions.md", &text);
}

fn what_happens(d: &Definition) -> &'static str {
    match d.access {
        Access::Illegal => "refused",
        Access::ReadOnly => "can only be read",
        _ if d.id == CONFIG_STORE_SPEC => "refused with JET_errFeatureNotAvailable: there is no registry",
        _ if HEEDED.contains(&d.id) => "**heeded**",
        _ => "accepted, without effect",
    }
}

fn range(d: &Definition) -> String {
    let high = |n: usize| if n == usize::MAX { "any".to_string() } else { n.to_string() };
    match d.kind {
        Kind::Boolean => "0, 1".into(),
        Kind::Blob | Kind::Nothing | Kind::Pointer => String::new(),
        kind if kind.is_text() => format!("{} to {} characters", d.low, high(d.high)),
        _ => format!("{} to {}", d.low, high(d.high)),
    }
}

#[test]
fn parameters() {
    let mut text = String::from(
        "# System parameters\n\n\
         Generated from `src/instance/parameters/table.rs`; do not edit.\n\n\
         *Until* says when a parameter can be set for the last time: before the process runs in a mode (the first\n\
         instance), before its instance is initialised, or always. After that `JET_errAlreadyInitialized` (-1030) is\n\
         returned, unless a number is set to what it is already. A value out of its range is answered with\n\
         `JET_errInvalidParameter` (-1003). Folders and files may be longer than the range says where the system is not\n\
         Windows.\n\n\
         | number | JET_param | of | kind | range | default | until | here |\n|---|---|---|---|---|---|---|---|\n",
    );
    for d in DEFINITIONS {
        let until = match (d.is_frozen_by_mode(), d.is_frozen_by_init()) {
            (true, _) => "first instance",
            (false, true) => "JetInit",
            (false, false) => "always",
        };
        let of = if d.is_global() { "process" } else { "instance" };
        let default = if d.kind.is_text() { format!("\"{}\"", d.default_text) } else { d.default.to_string() };
        let default = if d.default == usize::MAX { "all ones".to_string() } else { default };
        let kind = format!("{:?}", d.kind).to_lowercase();
        writeln!(
            text,
            "| {} | {} | {of} | {kind} | {} | {default} | {until} | {} |",
            d.id,
            d.name,
            range(d),
            what_happens(d)
        )
        .expect("a String");
    }
    check("docs/parameters.md", &text);
}

#[test]
fn errors() {
    let mut text = String::from(
        "# Errors\n\n\
         Generated from `src/error/codes.rs` and `src/error/advice.rs`; do not edit.\n\n\
         Every function returns a `JET_ERR`: 0 for success, above 0 a warning, below 0 an error. The sentence that goes with a\n\
         failure (`EsentGetLastErrorMessageA`, the message of an exception in Python, the last line of `esentutl`) says which file,\n\
         which generation and which page; this table says what the number means in general.\n\n\
         ## What recovery may return\n\n\
         | number | name | meaning | what to do |\n|---|---|---|---|\n",
    );
    let (advised, others): (Vec<_>, Vec<_>) = ERRORS.iter().partition(|e| advice(e.0).is_some());
    for (code, name, sentence) in advised {
        writeln!(text, "| {} | {name} | {sentence} | {} |", code as i32, advice(code).unwrap_or_default())
            .expect("a String");
    }
    text += "\n## Warnings\n\n| number | name | meaning |\n|---|---|---|\n";
    for (number, name, sentence) in WARNINGS {
        writeln!(text, "| {number} | {name} | {sentence} |").expect("a String");
    }
    text += "\n## The others\n\nThey belong to parts of the engine that are not here.\n\n\
             | number | name | meaning |\n|---|---|---|\n";
    for (code, name, sentence) in others {
        writeln!(text, "| {} | {name} | {sentence} |", code as i32).expect("a String");
    }
    check("docs/errors.md", &text);
}
