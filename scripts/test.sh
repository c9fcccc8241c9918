#!/usr/bin/env bash
# The test command: everything that must hold, from format and lints to recorded cases.
#
#   scripts/test.sh              all steps
#   scripts/test.sh lint tests   some of them (see the list at the end)
#
# Stops at the first step that fails. A step whose tools are not there says so and is left out.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

lint() {
    cargo fmt --all --check
    cargo fmt --manifest-path fuzz/Cargo.toml --check
    cargo clippy --locked --all-targets -- -D warnings
}

# The same sources for Windows, without linking.
windows() {
    local target=x86_64-pc-windows-gnu
    if ! [ -d "$(rustc --print sysroot)/lib/rustlib/$target" ] &&
        ! timeout 120 rustup target add "$target" >/dev/null 2>&1; then
        echo "SKIPPED: no standard library for $target on this machine and none could be fetched"
        return
    fi
    cargo check --locked --target "$target"
}

# Unit, integration, documentation and C tests, the header against the sources, the examples.
tests() {
    cargo test --locked
}

release() {
    cargo build --locked --release
}

# Every fuzz target for two seconds, without libFuzzer; docs/fuzzing.md says what longer runs were made.
fuzz() {
    local seconds=${FUZZ_SECONDS:-2}
    cargo build --locked --quiet --profile brief --bin drive --manifest-path fuzz/Cargo.toml --target-dir target/fuzz
    target/fuzz/brief/drive all "${seconds}s" "${FUZZ_SEED:-$(date +%Y%m%d)}"
}

# What the reference engine was recorded to do; the recordings are not part of the project.
reference() {
    if ! [ -f ../shared/tools/check_reference.py ]; then
        echo "SKIPPED: no recorded cases beside the project (../shared)"
        return
    fi
    scripts/reference.sh
}

# The package as it is installed, in an environment of its own; the readers and dask too, when they can be had.
python() {
    local home=target/python
    if ! command -v python3 >/dev/null; then
        echo "SKIPPED: python3 is missing"
        return
    fi
    if ! python3 -m venv "$home" >/dev/null 2>&1 || ! "$home/bin/pip" install --quiet --force-reinstall ./python; then
        echo "the package cannot be installed here (no venv, or no setuptools and no network): tested in the source tree"
        PYTHONPATH=python/src python3 -m unittest discover -s python/tests -t python
        return
    fi
    for package in dissect.esedb libesedb-python distributed mypy; do
        "$home/bin/pip" install --quiet "$package" || echo "$package cannot be had: what needs it is left out"
    done
    if [ -x "$home/bin/mypy" ]; then
        (cd python && "../$home/bin/mypy")
    fi
    "$home/bin/python" -m unittest discover -s python/tests -t python
}

# What C and C++ programs build against: pkg-config, CMake, static, symbols.
install() {
    if [[ $(uname -s) != Linux && $(uname -s) != Darwin ]]; then
        echo "SKIPPED: scripts/install.sh knows Linux and macOS only"
        return
    fi
    scripts/test-install.sh
}

# The commands of the documents, and the book with its links where there is mdbook (MDBOOK names it).
docs() {
    scripts/test-docs.py
    if command -v "${MDBOOK:-mdbook}" >/dev/null; then
        scripts/book.py
    else
        echo "SKIPPED: no mdbook, so the book is not built"
    fi
}

run() {
    local begin=$SECONDS
    printf '\n==== %s\n' "$1"
    "$1"
    printf '==== %s: %d s\n' "$1" $((SECONDS - begin))
}

[ $# -gt 0 ] || set -- lint windows tests fuzz release reference python install docs
for step in "$@"; do
    case $step in
    lint | windows | tests | fuzz | release | reference | python | install | docs) run "$step" ;;
    *)
        echo "no step is called $step; there are: lint windows tests fuzz release reference python install docs" >&2
        exit 2
        ;;
    esac
done
printf '\nNo step failed (%d s).\n' "$SECONDS"
