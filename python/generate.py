#!/usr/bin/env python3
"""Writes src/esent/_prototypes.py from ../include/esent.h, which is itself generated from the Rust sources.

    python3 generate.py            writes it anew
    python3 generate.py --check    exits with 1 when it is not what the header says

The header has one style throughout, so a small reader of declarations is enough; what it does not understand it
refuses, rather than to leave it out.
"""
from __future__ import annotations

import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
HEADER = HERE.parent / "include" / "esent.h"
OUTPUT = HERE / "src" / "esent" / "_prototypes.py"

BASIC = {
    "char": "c_char",
    "unsigned char": "c_ubyte",
    "double": "c_double",
    "float": "c_float",
    "int8_t": "c_int8",
    "int16_t": "c_int16",
    "int32_t": "c_int32",
    "int64_t": "c_int64",
    "uint8_t": "c_uint8",
    "uint16_t": "c_uint16",
    "uint32_t": "c_uint32",
    "uint64_t": "c_uint64",
    "uintptr_t": "c_size_t",
    # 16 bits wherever we are: ctypes.c_wchar has 32 of them outside Windows.
    "JET_WCHAR": "c_uint16",
}


class Header:
    """What has been read so far, in the order of the header."""

    def __init__(self, text: str) -> None:
        text = text[: text.index("/* Names without A or W. */")]
        self.constants = re.findall(r"^#define ((?:JET_|ESENT_|op)\w+) (-?\d+)$", text, re.M)
        text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
        text = re.sub(r"//.*", "", text)
        text = re.sub(r"^#.*$", "", text, flags=re.M)
        self.names: dict[str, str] = {name: f"ctypes.{kind}" for name, kind in BASIC.items()}
        self.opaque: set[str] = set()
        self.lines: list[str] = []
        self.functions: list[tuple[str, str, list[str]]] = []
        for declaration in self.split(text):
            self.declaration(declaration)

    @staticmethod
    def split(text: str) -> list[str]:
        """Declarations at the outermost level, white space made single."""
        text = re.sub(r'extern "C"\s*\{', "", text)
        parts, depth, begin = [], 0, 0
        for at, character in enumerate(text):
            if character == "{":
                depth += 1
            elif character == "}":
                # The one that closes extern "C" has nothing to close any more.
                if depth == 0:
                    begin = at + 1
                else:
                    depth -= 1
            elif character == ";" and depth == 0:
                parts.append(" ".join(text[begin:at].split()))
                begin = at + 1
        return parts

    def declaration(self, text: str) -> None:
        text = text.replace("JET_ANONYMOUS ", "")
        if text.startswith("typedef ") and text.endswith(" JET_WCHAR"):
            return
        if match := re.fullmatch(r"typedef struct (\w+) \{(.*)\} (\w+)", text):
            self.structure(match[1], match[2].strip())
        elif match := re.fullmatch(r"typedef struct (\w+) (\w+)", text):
            self.opaque.add(match[1])
        elif match := re.fullmatch(r"typedef ([\w ]+?)\s*\(JET_API \*(\w+)\)\((.*)\)", text):
            kinds = [self.kind(*self.named(p)) for p in match[3].split(", ")]
            self.define(match[2], f"_function({', '.join([self.kind(match[1]), *kinds])})")
        elif match := re.fullmatch(r"typedef void \*\(JET_API \*(\w+)\)\((.*)\)", text):
            kinds = [self.kind(*self.named(p)) for p in match[2].split(", ")]
            self.define(match[1], f"_function({', '.join(['ctypes.c_void_p', *kinds])})")
        elif match := re.fullmatch(r"typedef (.+?)(\w+)", text):
            self.define(match[2], self.kind(match[1]))
        elif match := re.fullmatch(r"(\w+) JET_API (\w+)\((.*)\)", text):
            parameters = [] if match[3] == "void" else match[3].split(", ")
            kinds = [self.kind(*self.named(p)) for p in parameters]
            self.functions.append((match[2], self.kind(match[1]), kinds))
        else:
            raise SystemExit(f"not understood: {text}")

    def define(self, name: str, kind: str) -> None:
        self.lines.append(f"{name} = {kind}")
        self.names[name] = name

    @staticmethod
    def named(declaration: str) -> tuple[str, str]:
        """`const char *sz` is the type `const char *` and the array `""`; `char sz[16]` has the array `16`."""
        match = re.fullmatch(r"(.*?[ *])(\w+)((?:\[\w+\])?)", declaration)
        if not match:
            raise SystemExit(f"no parameter: {declaration}")
        return match[1], match[3]

    def kind(self, text: str, array: str = "") -> str:
        text = re.sub(r"\b(const|struct)\b", "", text)
        stars = text.count("*")
        base = " ".join(text.replace("*", " ").split())
        if stars and (base == "void" or base in self.opaque):
            kind, stars = "ctypes.c_void_p", stars - 1
        elif stars and base == "char":
            kind, stars = "ctypes.c_char_p", stars - 1
        elif base in self.names:
            kind = self.names[base]
        else:
            raise SystemExit(f"no such type: {base}")
        if kind == "ctypes.c_char" and not array:
            # Numbers, where the header has a `char` on its own; texts are arrays.
            kind = "ctypes.c_int8"
        for _ in range(stars):
            kind = f"ctypes.POINTER({kind})"
        return f"{kind} * {array[1:-1]}" if array else kind

    def structure(self, name: str, body: str, base: str = "Structure") -> None:
        fields, anonymous = [], []
        for text in self.split(body):
            if match := re.fullmatch(r"(struct|union) \{(.*)\}", text):
                inner = f"u{len(anonymous)}" if match[1] == "union" else f"s{len(anonymous)}"
                self.structure(f"_{name.lstrip('_')}_{inner}", match[2].strip(), match[1].capitalize().replace("Struct", "Structure"))
                anonymous.append(inner)
                fields.append(f'("{inner}", _{name.lstrip("_")}_{inner})')
            elif match := re.fullmatch(r"(.*) (\w+) : (\d+)", text):
                fields.append(f'("{match[2]}", {self.kind(match[1])}, {match[3]})')
            else:
                kind = self.kind(*self.named(text))
                field = re.fullmatch(r".*?(\w+)(?:\[\w+\])?", text)[1]  # type: ignore[index]
                fields.append(f'("{field}", {kind})')
        self.lines += ["", "", f"class {name}(ctypes.{base}):"]
        if anonymous:
            self.lines.append(f"    _anonymous_ = ({', '.join(repr(a) for a in anonymous)},)".replace("'", '"'))
        self.lines += ["    _fields_ = [", *[f"        {f}," for f in fields], "    ]", "", ""]
        self.names[name] = name


def generate() -> str:
    header = Header(HEADER.read_text())
    out = [
        '"""Types, constants and prototypes of the C face. Generated by generate.py from include/esent.h; do not edit."""',
        "",
        "import ctypes",
        "import sys",
        "",
        '_function = ctypes.WINFUNCTYPE if sys.platform == "win32" else ctypes.CFUNCTYPE',
        "",
        *header.lines,
        "",
        "# Name: (what is returned, parameters).",
        "FUNCTIONS = {",
    ]
    for name, result, kinds in header.functions:
        short = f'    "{name}": ({result}, [{", ".join(kinds)}]),'
        if len(short) <= 120:
            out.append(short)
        else:
            out += [f'    "{name}": (', f"        {result},", "        [", *[f"            {k}," for k in kinds], "        ],", "    ),"]
    out += ["}", ""]
    out += [f"{name} = {value}" for name, value in header.constants]
    text = "\n".join(out) + "\n"
    return re.sub(r"\n{4,}", "\n\n\n", text)


def main() -> None:
    text = generate()
    if sys.argv[1:] == ["--check"]:
        if not OUTPUT.exists() or OUTPUT.read_text() != text:
            raise SystemExit(f"{OUTPUT.name} is not what include/esent.h says: python3 python/generate.py")
        return
    OUTPUT.write_text(text)


if __name__ == "__main__":
    main()
