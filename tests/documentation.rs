//! GUARANTEE: the documents say what the source says, and what they point to is there.
//!
//! `ESENT_BLESS=1 cargo test --test documentation` writes README's list of functions anew.

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use esent::abi::functions::{EXTENSIONS, FUNCTIONS, Function, Support};
use esent::format::log_record::fixed_size;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// README.md and everything in docs.
fn documents() -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(root().join("docs")).unwrap().map(|e| e.unwrap().path()).collect();
    found.retain(|p| p.extension().is_some_and(|x| x == "md"));
    found.push(root().join("README.md"));
    found.push(root().join("examples/sample-backup/README.md"));
    found.sort();
    assert!(found.len() > 4);
    found
}

fn names(functions: &[&Function]) -> usize {
    functions.iter().map(|f| f.names().len()).sum()
}

/// The functions of one kind of support.
fn those(wanted: impl Fn(&Support) -> bool) -> Vec<&'static Function> {
    FUNCTIONS.iter().filter(|f| wanted(&f.support)).collect()
}

fn complete() -> Vec<&'static Function> {
    those(|s| *s == Support::Complete)
}

fn partial() -> Vec<&'static Function> {
    those(|s| matches!(s, Support::Partial(_)))
}

fn missing() -> Vec<&'static Function> {
    those(|s| *s == Support::NotAvailable)
}

/// A function as `JetInit3` (A, W); A and the plain name are the same.
fn shown(function: &Function) -> String {
    let forms: Vec<String> =
        function.names().iter().filter_map(|n| n.strip_prefix(function.family)).map(str::to_owned).collect();
    let letters: Vec<&str> = forms.iter().map(String::as_str).filter(|f| !f.is_empty()).collect();
    if letters.is_empty() {
        function.family.to_owned()
    } else {
        format!("{} ({})", function.family, letters.join(", "))
    }
}

fn table() -> String {
    let mut text = String::from("| function | what there is |\n|---|---|\n");
    for function in complete() {
        writeln!(text, "| {} | complete |", shown(function)).unwrap();
    }
    for function in partial() {
        let Support::Partial(lacks) = function.support else { unreachable!() };
        writeln!(text, "| {} | partial; missing: {lacks} |", shown(function)).unwrap();
    }
    for extension in EXTENSIONS {
        writeln!(text, "| {extension} | ours, not in esent.dll |").unwrap();
    }
    writeln!(text, "| the other {} names | linkable; return `JET_errFeatureNotAvailable` (-1001) |", names(&missing()))
        .unwrap();
    text
}

/// Holds a file against what it should be, or writes it when blessed.
fn hold(path: &Path, should: &str) {
    if std::env::var_os("ESENT_BLESS").is_some() {
        fs::write(path, should).unwrap();
    }
    let is = fs::read_to_string(path).unwrap_or_default();
    let line = is.lines().zip(should.lines()).position(|(a, b)| a != b);
    assert!(
        is == should,
        "{} is out of date (first at line {:?}); ESENT_BLESS=1 cargo test --test documentation",
        path.display(),
        line.map(|l| l + 1)
    );
}

#[test]
fn the_readme_lists_the_functions_of_the_source() {
    const BEGIN: &str = "<!-- functions: generated from src/abi/functions.rs -->\n";
    const END: &str = "<!-- end of functions -->";
    let path = root().join("README.md");
    let readme = fs::read_to_string(&path).unwrap();
    let (before, rest) = readme.split_once(BEGIN).expect("the marker before the table");
    let (_, after) = rest.split_once(END).expect("the marker after the table");
    hold(&path, &format!("{before}{BEGIN}{}{END}{after}", table()));
}

#[test]
fn links_lead_somewhere() {
    let mut links = 0;
    for document in documents() {
        let text = fs::read_to_string(&document).unwrap();
        for target in text.split("](").skip(1).filter_map(|t| t.split(')').next()) {
            let file = target.split('#').next().unwrap();
            if file.is_empty() || file.contains("://") {
                continue;
            }
            links += 1;
            assert!(document.parent().unwrap().join(file).exists(), "{}: {target}", document.display());
        }
    }
    assert!(links > 10, "only {links} links");
}

#[test]
fn the_index_knows_every_document() {
    let index = fs::read_to_string(root().join("docs/README.md")).unwrap();
    for document in documents() {
        let name = document.file_name().unwrap().to_str().unwrap();
        // The book's own list of chapters is no document.
        let is_list = ["README.md", "SUMMARY.md"].contains(&name);
        assert!(is_list || index.contains(&format!("({name})")), "docs/README.md does not name {name}");
    }
}

#[test]
fn files_that_are_named_as_code_exist() {
    // `src/format/page.rs`, `docs/undo.md`, `scripts/test.sh` …
    let places = ["src/", "docs/", "tests/", "tests-c/", "examples/", "scripts/", "include/"];
    for document in documents() {
        let text = fs::read_to_string(&document).unwrap();
        for word in text.split(|c: char| c.is_whitespace() || "`()[]|,;:\"".contains(c)) {
            let word = word.split('#').next().unwrap().trim_end_matches(['.', '/']);
            if !places.iter().any(|p| word.starts_with(p)) || word.contains(['*', '<', '…']) {
                continue;
            }
            assert!(root().join(word).exists(), "{}: {word}", document.display());
        }
    }
}

/// The test files of redo and replay by their name without `.rs`.
fn record_tests() -> HashMap<String, String> {
    let folders = ["src/recovery/redo/tests", "src/recovery/replay/tests"].map(|folder| root().join(folder));
    let files = folders.iter().flat_map(|folder| fs::read_dir(folder).unwrap()).map(|entry| entry.unwrap().path());
    files.map(|path| (path.file_stem().unwrap().to_str().unwrap().into(), fs::read_to_string(&path).unwrap())).collect()
}

#[test]
fn every_type_of_log_record_names_its_tests() {
    let tests = record_tests();
    let document = fs::read_to_string(root().join("docs/log-records.md")).unwrap();
    let mut types = BTreeSet::new();
    for line in document.lines() {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [numbers, name, _, _, named] = cells[..] else { continue };
        for part in numbers.split(", ") {
            let Ok(ends) = part.split('–').map(str::parse::<u8>).collect::<Result<Vec<_>, _>>() else { continue };
            types.extend(ends[0]..=ends[ends.len() - 1]);
        }
        if !numbers.starts_with(|c: char| c.is_ascii_digit()) {
            continue;
        }
        // The file is named once, for all tests that follow.
        let mut file = "";
        for test in named.split('`').skip(1).step_by(2) {
            let test = test.split_once("::").map_or(test, |(f, test)| {
                file = f;
                test
            });
            let source = tests.get(file).unwrap_or_else(|| panic!("{name}: no file {file}"));
            assert!(
                source.contains(&format!("#[test]\nfn {test}()")) || source.contains(&format!("    fn {test}()")),
                "{name}: {file}::{test}"
            );
        }
        assert!(!file.is_empty(), "{name} names no test");
    }
    let known: BTreeSet<u8> = (0..=u8::MAX).filter(|kind| fixed_size(*kind).is_some()).collect();
    assert_eq!(types, known);
}
