//! GUARANTEE: include/esent.h says what src/abi says.
//!
//! `ESENT_BLESS=1 cargo test --test header_drift` writes the header anew.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// The files that the header is made of, in its order.
const SOURCES: &[&str] = &[
    "types.rs",
    "types/opaque.rs",
    "types/position.rs",
    "types/restore.rs",
    "types/database_info.rs",
    "types/log_info.rs",
    "types/recovery_control.rs",
    "types/instance.rs",
    "types/utilities.rs",
    "constants/errors.rs",
    "constants/params.rs",
    "constants/status.rs",
    "constants/bits.rs",
    "constants/formats.rs",
    "constants/others.rs",
    "parameters.rs",
    "instances.rs",
    "restore.rs",
    "information.rs",
    "files.rs",
    "utilities.rs",
    "sessions.rs",
    "backups.rs",
    "backup_files.rs",
    "directory_backups.rs",
    "extensions.rs",
    "restore_process.rs",
    "unavailable/sessions.rs",
    "unavailable/databases.rs",
    "unavailable/tables.rs",
    "unavailable/indexes.rs",
    "unavailable/records.rs",
    "unavailable/backup.rs",
    "unavailable/snapshots.rs",
    "unavailable/process.rs",
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// cbindgen does not look into macros, so the two that make items are written out for it.
fn written_out(source: &str) -> String {
    let mut out = String::new();
    let mut inside = "";
    for line in source.lines() {
        match (inside, line) {
            ("", "unavailable! {") => inside = "unavailable",
            ("", "opaque! {") => inside = "opaque",
            (_, "}") if !inside.is_empty() => inside = "",
            ("opaque", name) => {
                let name = name.trim().trim_end_matches(';');
                writeln!(out, "/// Only ever pointed at.\npub struct {name} {{ inside: u8 }}").expect("a String");
            }
            ("unavailable", line) => {
                let line = match line.strip_prefix("    fn ") {
                    Some(rest) => format!(
                        "/// Not available: returns JET_errFeatureNotAvailable.\n\
                         #[unsafe(no_mangle)] pub extern \"C\" fn {rest}"
                    ),
                    None => line.to_string(),
                };
                out += &line.replace("-> JET_ERR;", "-> JET_ERR { 0 }");
                out.push('\n');
            }
            // Every system has one calling convention but one, for which the header has JET_API.
            _ => out += &(line.replace("extern \"system\"", "extern \"C\"") + "\n"),
        }
    }
    out
}

fn generate() -> String {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let mut config = cbindgen::Config::from_file(root().join("cbindgen.toml")).expect("cbindgen.toml");
    let mut sources = Vec::new();
    for (number, name) in SOURCES.iter().enumerate() {
        let source = std::fs::read_to_string(root().join("src/abi").join(name)).expect(name);
        let path = directory.path().join(format!("{number}.rs"));
        let source = written_out(&source);
        // Also what no function mentions, for callbacks and information come as `void *`.
        let types = source.lines().filter_map(|l| {
            let rest = ["pub struct ", "pub union ", "pub type "].iter().find_map(|p| l.strip_prefix(p))?;
            rest.split([' ', ';']).next().map(str::to_string)
        });
        let excluded = config.export.exclude.clone();
        config.export.include.extend(types.filter(|t| !excluded.contains(t)));
        std::fs::write(&path, source).expect("a temporary file");
        sources.push(path);
    }
    let mut builder = cbindgen::Builder::new().with_config(config);
    for path in sources {
        builder = builder.with_src(path);
    }
    let mut header = Vec::new();
    builder.generate().expect("the sources parse").write(&mut header);
    finish(String::from_utf8(header).expect("UTF-8"))
}

/// What cbindgen cannot say: the calling convention, members without names, and the choice between A and W.
fn finish(header: String) -> String {
    let mut header = inline_anonymous(header);
    header =
        header.replace("\nJET_ERR Jet", "\nJET_ERR JET_API Jet").replace("\nJET_ERR Esent", "\nJET_ERR JET_API Esent");
    header = header.replace("(*JET_", "(JET_API *JET_");
    // Numbers without comments stand close together.
    while header.contains("\n\n#define JET_") {
        header = header.replace("\n\n#define JET_", "\n#define JET_");
    }
    let mut names: Vec<&str> = Vec::new();
    for line in header.lines() {
        let name = match line.strip_prefix("JET_ERR JET_API ") {
            Some(rest) => rest.split('(').next(),
            None => line
                .strip_prefix("} ")
                .or_else(|| line.strip_prefix("typedef struct "))
                .and_then(|r| r.split([';', ' ']).next()),
        };
        names.extend(name.filter(|n| n.starts_with("Jet") || n.starts_with("JET_")));
    }
    names.sort_unstable();
    names.dedup();
    let pair = |name: &&str| {
        let base = name.strip_suffix('A')?;
        names.binary_search(&format!("{base}W").as_str()).is_ok().then(|| base.to_string())
    };
    let bases: Vec<String> = names.iter().filter_map(pair).collect();
    let mut choice = String::from("/* Names without A or W. */\n");
    for (condition, suffix) in [("#if defined(JET_UNICODE)", 'W'), ("#else", 'A')] {
        choice += condition;
        choice.push('\n');
        for base in &bases {
            let plain = base.trim_end_matches('_');
            writeln!(choice, "#define {plain} {base}{suffix}").expect("a String");
        }
    }
    choice += "#endif\n\n";
    let end = header.rfind("#endif").expect("the include guard");
    header.insert_str(end, &choice);
    header
}

/// Puts the members of a type into the structure that has a field named `anonymous` of that type.
fn inline_anonymous(mut header: String) -> String {
    while let Some(at) = header.find(" anonymous;") {
        let line = header[..at].rfind('\n').expect("a line before") + 1;
        let (kind, type_name) = header[line..at].trim().split_once(' ').expect("a kind and a name");
        let (kind, type_name) = (kind.to_string(), type_name.to_string());
        let open = format!("typedef {kind} {type_name} {{\n");
        let close = format!("}} {type_name};\n");
        let start = header.find(&open).expect("the definition of the type");
        let end = start + header[start..].find(&close).expect("its end");
        let members: String = header[start + open.len()..end].lines().map(|l| format!("    {l}\n")).collect();
        let inlined = format!("    JET_ANONYMOUS {kind} {{\n{members}    }};");
        header.replace_range(line..at + " anonymous;".len(), &inlined);
        // The definition stands before its use, with its comment.
        let comment = header[..start].rfind("/**").expect("a comment");
        header.replace_range(comment..end + close.len() + 1, "");
    }
    header
}

#[test]
fn header_is_up_to_date() {
    let path: PathBuf = root().join("include/esent.h");
    let generated = generate();
    if std::env::var_os("ESENT_BLESS").is_some() {
        std::fs::write(&path, &generated).expect("include/esent.h");
    }
    let committed = std::fs::read_to_string(Path::new(&path)).unwrap_or_default();
    let differs = generated.lines().zip(committed.lines()).position(|(g, c)| g != c);
    assert!(
        generated == committed,
        "include/esent.h is not what src/abi says (first at line {:?}); ESENT_BLESS=1 cargo test --test header_drift",
        differs.map(|l| l + 1)
    );
}
