#!/usr/bin/env bash
# Installs what C and C++ programs need, as `cargo cinstall` of cargo-c would: header, shared and static library,
# pkg-config file, CMake package; and the program esentutl with its man pages and completions.
#
#   scripts/install.sh                          to /usr/local
#   scripts/install.sh --prefix DIR             elsewhere
#
#   --libdir DIR        below the prefix [lib]
#   --destdir DIR       put everything below DIR, for packages
#   --dotnet            also the name esent.dll, for [DllImport("esent.dll")]
#   --library-only      without the program
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

usage() {
    sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "$0"
    exit "$1"
}

prefix=/usr/local libdir=lib destdir='' dotnet='' program=yes
while [ $# -gt 0 ]; do
    case $1 in
    --prefix | --libdir | --destdir)
        [ $# -gt 1 ] || { echo "$1 needs a directory" >&2; exit 2; }
        printf -v "${1#--}" %s "$2"
        shift
        ;;
    --dotnet) dotnet=yes ;;
    --library-only) program='' ;;
    -h | --help) usage 0 ;;
    *)
        echo "unknown: $1" >&2
        usage 2 >&2
        ;;
    esac
    shift
done
[[ $prefix = /* ]] || prefix=$PWD/$prefix
case $(uname -s) in
Linux) system=linux ;;
Darwin) system=macos ;;
*)
    echo "this script knows Linux and macOS; elsewhere copy include/esent.h and what cargo builds" >&2
    exit 1
    ;;
esac

version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1)
major=${version%%.*}
built=${CARGO_TARGET_DIR:-target}/release
if [ -n "$program" ]; then
    cargo build --locked --release --lib --bin esentutl
else
    cargo build --locked --release --lib --no-default-features
fi

root=$destdir$prefix
lib=$root/$libdir
install -d "$lib/pkgconfig" "$lib/cmake/esent" "$root/include"
install -m 644 include/esent.h "$root/include/"
install -m 644 "$built/libesent.a" "$lib/"
if [ $system = linux ]; then
    # The SONAME is libesent.so.0 (build.rs); the full name carries the version.
    shared=libesent.so.$major link=libesent.so
    install -m 755 "$built/libesent.so" "$lib/libesent.so.$version"
    ln -sf "libesent.so.$version" "$lib/$shared"
    needs='-lgcc_s -lutil -lrt -lpthread -lm -ldl -lc'
    command -v strip >/dev/null && strip --strip-debug "$lib/libesent.so.$version" "$lib/libesent.a"
else
    shared=libesent.$major.dylib link=libesent.dylib
    install -m 755 "$built/libesent.dylib" "$lib/$shared"
    install_name_tool -id "$prefix/$libdir/$shared" "$lib/$shared"
    needs='-liconv -lSystem -lc -lm'
fi
ln -sf "$shared" "$lib/$link"
# On Linux and macOS .NET looks for the very name that DllImport gives.
[ -z "$dotnet" ] || ln -sf "$shared" "$lib/esent.dll"

fill() {
    sed -e "s|@PREFIX@|$prefix|g" -e "s|@LIBDIR@|$libdir|g" -e "s|@VERSION@|$version|g" \
        -e "s|@MAJOR@|$major|g" -e "s|@SHARED@|$shared|g" -e "s|@NEEDS@|$needs|g" "packaging/$1.in"
}
fill esent.pc >"$lib/pkgconfig/esent.pc"
fill esent-config.cmake >"$lib/cmake/esent/esent-config.cmake"
fill esent-config-version.cmake >"$lib/cmake/esent/esent-config-version.cmake"

if [ -n "$program" ]; then
    install -d "$root/bin" "$root/share/man/man1" "$root/share/bash-completion/completions" \
        "$root/share/zsh/site-functions" "$root/share/fish/vendor_completions.d"
    install -m 755 "$built/esentutl" "$root/bin/"
    if command -v strip >/dev/null; then strip "$root/bin/esentutl"; fi
    "$built/esentutl" man --directory "$root/share/man/man1" >/dev/null
    "$built/esentutl" completions bash >"$root/share/bash-completion/completions/esentutl"
    "$built/esentutl" completions zsh >"$root/share/zsh/site-functions/_esentutl"
    "$built/esentutl" completions fish >"$root/share/fish/vendor_completions.d/esentutl.fish"
fi
echo "esent $version is in $root"
