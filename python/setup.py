"""Builds the library and the program with cargo and puts both into the package.

maturin would be the usual choice, but it packs extension modules, cffi modules and programs; this is a plain shared
library that is loaded by ctypes, the same file for every version of Python. The wheel is therefore tagged
py3-none-PLATFORM.

ESENT_PREBUILT=DIR takes the two files from DIR instead of calling cargo.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

try:
    from setuptools.command.bdist_wheel import bdist_wheel
except ImportError:
    from wheel.bdist_wheel import bdist_wheel

HERE = Path(__file__).resolve().parent
SOURCES = HERE.parent
LIBRARY = {"win32": "esent.dll", "darwin": "libesent.dylib"}.get(sys.platform, "libesent.so")
PROGRAM = "esentutl.exe" if sys.platform == "win32" else "esentutl"


def built() -> Path:
    """Where the two files are, built now."""
    if prebuilt := os.environ.get("ESENT_PREBUILT"):
        return Path(prebuilt).resolve()
    if not (SOURCES / "Cargo.toml").exists():
        raise SystemExit("the Rust sources are not beside this folder: install from a checkout, or from a wheel")
    if not shutil.which("cargo"):
        raise SystemExit("cargo is needed to build the library: https://rustup.rs")
    target = Path(os.environ.get("CARGO_TARGET_DIR") or SOURCES / "target").resolve()
    command = ["cargo", "build", "--release", "--locked", "--lib", "--bin", "esentutl"]
    subprocess.run([*command, "--target-dir", os.fspath(target)], cwd=SOURCES, check=True)
    return target / "release"


class Build(build_py):
    """Adds _native/."""

    def run(self) -> None:
        super().run()
        source = built()
        native = Path(self.build_lib) / "esent" / "_native"
        native.mkdir(parents=True, exist_ok=True)
        for name in (LIBRARY, PROGRAM):
            shutil.copy2(source / name, native / name)
            # Without debug information it is a fraction of the size.
            if sys.platform != "win32" and shutil.which("strip"):
                option = "-x" if sys.platform == "darwin" else "--strip-debug"
                subprocess.run(["strip", option, os.fspath(native / name)], check=False)


class Wheel(bdist_wheel):
    """For every Python, but for one platform."""

    def finalize_options(self) -> None:
        super().finalize_options()
        self.root_is_pure = False

    def get_tag(self) -> "tuple[str, str, str]":
        return ("py3", "none", super().get_tag()[2])


setup(cmdclass={"build_py": Build, "bdist_wheel": Wheel})
