"""GUARANTEE: `esent.lib` says what the header, the export list and the table of errors say, and its calls arrive."""

from __future__ import annotations

import ctypes
import pickle
import re
import subprocess
import sys
import unittest

import esent
from esent import errors, lib

from .support import PROJECT


class Prototypes(unittest.TestCase):
    def test_they_are_what_the_header_says(self) -> None:
        subprocess.run([sys.executable, str(PROJECT / "python/generate.py"), "--check"], check=True)

    def test_every_export_can_be_called(self) -> None:
        names = (PROJECT / "tests-c/exports.txt").read_text().split()
        self.assertGreater(len(names), 300)
        for name in names:
            function = getattr(lib, name)
            self.assertIs(function.restype, lib.JET_ERR, name)
            self.assertIn(name, {*dir(lib), function.__name__})

    def test_structures_have_the_sizes_of_the_c_suite(self) -> None:
        text = (PROJECT / "tests-c/abi_layout.c").read_text()
        sizes = re.findall(r"SIZE\((\w+), (\d+)\);", text)
        self.assertGreater(len(sizes), 30)
        if ctypes.sizeof(ctypes.c_void_p) != 8:
            self.skipTest("the sizes are those of 64 bits")
        for name, size in sizes:
            if name != "JET_WCHAR":
                self.assertEqual(ctypes.sizeof(getattr(lib, name)), int(size), name)

    def test_unknown_names(self) -> None:
        for name in ("JetMakeCoffee", "EsentMakeCoffee", "anything"):
            with self.assertRaises(AttributeError):
                getattr(lib, name)


class Errors(unittest.TestCase):
    def test_names_and_numbers_are_those_of_the_source(self) -> None:
        text = (PROJECT / "src/error/codes.rs").read_text()
        listed = [(name, int(number)) for name, number in re.findall(r"^    (\w+) = (-?\d+),", text, re.M)]
        self.assertGreater(len(listed), 400)
        for name, number in listed:
            self.assertIn(errors.NAMES.get(number), (f"JET_err{name}", f"JET_wrn{name}"), number)
        # And none besides, but success.
        self.assertEqual(set(errors.NAMES), {0} | {number for _, number in listed})

    def test_a_failed_call(self) -> None:
        with self.assertRaises(esent.JetError) as caught:
            lib.check(lib.JetSetSystemParameterA(None, 0, lib.JET_paramDatabasePageSize, 5000, None))
        e = caught.exception
        self.assertEqual((e.name, e.number), ("JET_errInvalidParameter", -1003))
        self.assertIn("5000", e.message)
        self.assertIn("JET_errInvalidParameter (-1003)", str(e))
        self.assertIsInstance(e, esent.Error)

    def test_it_can_be_sent_to_another_process(self) -> None:
        e = pickle.loads(pickle.dumps(esent.JetError(-501, "why")))
        self.assertEqual((e.name, e.number, e.message), ("JET_errLogFileCorrupt", -501, "why"))

    def test_numbers_of_callbacks(self) -> None:
        self.assertEqual(esent.JetError(-77).name, "JET_ERR -77")


class Calls(unittest.TestCase):
    def test_texts(self) -> None:
        lib.check(lib.JetSetSystemParameterA(None, 0, lib.JET_paramBaseName, 0, b"abc"))
        buffer = ctypes.create_string_buffer(16)
        number = lib.JET_API_PTR()
        get = lib.JetGetSystemParameterA
        lib.check(get(lib.JET_instanceNil, 0, lib.JET_paramBaseName, ctypes.byref(number), buffer, len(buffer)))
        self.assertEqual(buffer.value, b"abc")
        lib.check(lib.JetSetSystemParameterW(None, 0, lib.JET_paramBaseName, 0, lib.utf16("xyz")))
        wide = (ctypes.c_uint16 * 16)()
        get = lib.JetGetSystemParameterW
        lib.check(get(lib.JET_instanceNil, 0, lib.JET_paramBaseName, ctypes.byref(number), wide, ctypes.sizeof(wide)))
        self.assertEqual(bytes(wide).decode("utf-16-le").rstrip("\0"), "xyz")

    def test_helpers(self) -> None:
        self.assertIsNone(lib.utf16(None))
        self.assertEqual(bytes(lib.utf16("ä😀")).decode("utf-16-le"), "ä😀\0")
        self.assertTrue(lib.folder("x").endswith(b"x" + (b"\\" if sys.platform == "win32" else b"/")))
        self.assertEqual(lib.check(578), 578)
