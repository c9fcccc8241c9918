#!/usr/bin/env bash
# Installs below target/install and builds the C and C++ examples against that, by pkg-config and by CMake, shared and
# static; restores the sample backup with each; holds SONAME and symbols against tests-c/exports.txt.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

prefix=$PWD/target/install
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
rm -rf "$prefix"
scripts/install.sh --prefix "$prefix" --dotnet
lib=$prefix/lib

# Restores the sample with a program and looks at the state that the header then has.
restores() {
    local sample=$work/sample-backup
    rm -rf "$sample"
    tar -xzf examples/sample-backup/sample-backup.tar.gz -C "$work"
    "$@" "$sample/db0.edb" "$sample/logs/" "$sample/" 1 2 >"$work/said"
    [ "$(od -An -tu4 -j52 -N4 "$sample/db0.edb" | tr -d ' ')" = 3 ] || {
        echo "not clean after $*" >&2
        exit 1
    }
    echo "restored by $(basename "$1")"
}

for name in lib/libesent.a lib/pkgconfig/esent.pc lib/cmake/esent/esent-config.cmake include/esent.h bin/esentutl \
    lib/esent.dll share/man/man1/esentutl.1 share/bash-completion/completions/esentutl; do
    [ -s "$prefix/$name" ] || { echo "$name was not installed" >&2; exit 1; }
done
if [ "$(uname -s)" = Linux ] && command -v readelf >/dev/null; then
    readelf -d "$lib/libesent.so" >"$work/dynamic"
    grep -q 'SONAME.*\[libesent\.so\.0\]' "$work/dynamic"
    # Nothing of the machine that built it.
    if grep -e RPATH -e RUNPATH "$work/dynamic"; then exit 1; fi
fi
if command -v nm >/dev/null; then
    if [ "$(uname -s)" = Darwin ]; then list=(nm -gU); else list=(nm -D --defined-only); fi
    "${list[@]}" "$lib/$(readlink "$lib/esent.dll")" |
        awk '{ print $3 }' | sed 's/^_//' | grep -E '^(Jet|Esent)' >"$work/there"
    { cat tests-c/exports.txt; printf 'EsentGetLastErrorMessage%s\n' A W; } | LC_ALL=C sort >"$work/wanted"
    LC_ALL=C sort -o "$work/there" "$work/there"
    LC_ALL=C comm -13 "$work/there" "$work/wanted" >"$work/missing"
    if [ -s "$work/missing" ]; then
        echo "not exported:" && cat "$work/missing"
        exit 1
    fi >&2
    # More is fine only when it is an extension that the documents name.
    LC_ALL=C comm -23 "$work/there" "$work/wanted" | while read -r name; do
        grep -q "\`$name\`" docs/functions.md || { echo "exported, and in no document: $name" >&2; exit 1; }
    done
    echo "$(wc -l <"$work/there" | tr -d ' ') symbols"
fi

if command -v pkg-config >/dev/null && command -v cc >/dev/null; then
    export PKG_CONFIG_PATH=$lib/pkgconfig
    # shellcheck disable=SC2046
    cc -std=c99 -Wall -Wextra -pedantic -Werror -o "$work/pkg-config-shared" examples/restore.c \
        $(pkg-config --cflags --libs esent) -Wl,-rpath,"$lib"
    restores "$work/pkg-config-shared"
    # shellcheck disable=SC2046
    cc -std=c99 -o "$work/pkg-config-static" examples/restore.c $(pkg-config --cflags esent) "$lib/libesent.a" \
        $(pkg-config --static --libs-only-l esent | sed 's/-lesent//')
    restores "$work/pkg-config-static"
    if command -v c++ >/dev/null; then
        # shellcheck disable=SC2046
        c++ -std=c++17 -Wall -Wextra -pedantic -Werror -o "$work/state" examples/c-project/state.cpp \
            $(pkg-config --cflags --libs esent) -Wl,-rpath,"$lib"
        "$work/state" "$work/sample-backup/db0.edb" | grep ': clean, pages of 8192 bytes'
        if "$work/state" "$work/said" 2>"$work/why"; then exit 1; fi
        grep -q JET_err "$work/why"
    fi
else
    echo "SKIPPED: no pkg-config or no C compiler"
fi

cmake=$(command -v cmake || ls target/python/bin/cmake 2>/dev/null || true)
if [ -n "$cmake" ]; then
    "$cmake" -S examples/c-project -B "$work/cmake" -DCMAKE_PREFIX_PATH="$prefix" >"$work/log" ||
        { cat "$work/log" >&2; exit 1; }
    "$cmake" --build "$work/cmake" >"$work/log" || { cat "$work/log" >&2; exit 1; }
    restores "$work/cmake/restore"
    restores "$work/cmake/restore-static"
    "$work/cmake/state" "$work/sample-backup/db0.edb" >/dev/null
else
    echo "SKIPPED: no cmake, so find_package is not tested"
fi

# esent.dll under the name that .NET asks for.
if command -v python3 >/dev/null; then
    python3 -c 'import ctypes, sys; ctypes.CDLL(sys.argv[1]).JetInit3W' "$lib/esent.dll"
fi
"$prefix/bin/esentutl" --version
