#!/usr/bin/env python3
"""Restores a streaming backup through ctypes; nothing but the shared library is needed.

    cargo build --release
    python3 examples/restore.py                     the sample, in a temporary folder
    python3 examples/restore.py DATABASE LOGS FOLDER FIRST LAST [PAGE_SIZE LOG_KILOBYTES]

The database is changed where it lies; checkpoint and logs of the restore go to FOLDER. The library is
taken from the environment variable ESENT_LIBRARY or from target/release.
"""
import ctypes
import os
import sys
import tarfile
import tempfile

# Types of fixed width: c_long and wintypes.DWORD have 8 bytes outside Windows, JET's longs have 4.
i32, u32, pointer, text = ctypes.c_int32, ctypes.c_uint32, ctypes.c_void_p, ctypes.c_char_p
windows = sys.platform == "win32"
Status = (ctypes.WINFUNCTYPE if windows else ctypes.CFUNCTYPE)(i32, ctypes.c_size_t, u32, u32, pointer)

PARAM_BASE_NAME, PARAM_LOG_FILE_SIZE, PARAM_PAGE_SIZE = 3, 11, 64
SNP_RESTORE, SNP_RECOVERY_CONTROL = 8, 18
SNT_PROGRESS, SNT_BEGIN, SNT_COMPLETE, SNT_BEGIN_UNDO = 0, 5, 6, 1005


class RestoreMap(ctypes.Structure):
    """JET_RSTMAP_A: the name that the logs know a database by, and where it is now."""

    _fields_ = [("database_name", text), ("new_database_name", text)]


class Progress(ctypes.Structure):
    """JET_SNPROG"""

    _fields_ = [("size", u32), ("done", u32), ("total", u32)]


class RecoveryControl(ctypes.Structure):
    """The beginning of JET_RECOVERYCONTROL."""

    _fields_ = [("size", u32), ("default_error", i32)]


def load():
    here = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "target", "release")
    name = {"win32": "esent.dll", "darwin": "libesent.dylib"}.get(sys.platform, "libesent.so")
    path = os.environ.get("ESENT_LIBRARY") or os.path.join(here, name)
    library = (ctypes.WinDLL if windows else ctypes.CDLL)(path)
    library.JetSetSystemParameterA.argtypes = [pointer, ctypes.c_size_t, u32, ctypes.c_size_t, text]
    library.JetSetSystemParameterA.restype = i32
    library.JetExternalRestoreA.argtypes = [
        text, text, ctypes.POINTER(RestoreMap), i32, text, i32, i32, Status,
    ]
    library.JetExternalRestoreA.restype = i32
    library.EsentGetLastErrorMessageA.argtypes = [text, u32]
    library.EsentGetLastErrorMessageA.restype = i32
    return library


@Status
def status(_session, what, step, detail):
    if what == SNP_RECOVERY_CONTROL:
        if step == SNT_BEGIN_UNDO:
            print("undo")
        # What is answered here is the error to go on with.
        return ctypes.cast(detail, ctypes.POINTER(RecoveryControl)).contents.default_error
    if what == SNP_RESTORE:
        if step == SNT_PROGRESS:
            progress = ctypes.cast(detail, ctypes.POINTER(Progress)).contents
            print(f"{progress.done} of {progress.total}")
        else:
            print({SNT_BEGIN: "begin", SNT_COMPLETE: "complete"}.get(step, step))
    return 0


def restore(database, logs, folder, first, last, page_size=8192, log_kilobytes=128):
    library = load()

    def check(error):
        if error < 0:
            why = ctypes.create_string_buffer(1024)
            library.EsentGetLastErrorMessageA(why, len(why))
            sys.exit(f"error {error}: {os.fsdecode(why.value)}")

    def path(name):
        return os.fsencode(name)

    def folder_path(name):
        return os.fsencode(os.path.join(name, ""))

    for parameter, number, value in [
        (PARAM_PAGE_SIZE, page_size, None),
        (PARAM_LOG_FILE_SIZE, log_kilobytes, None),
        (PARAM_BASE_NAME, 0, b"edb"),
    ]:
        check(library.JetSetSystemParameterA(None, 0, parameter, number, value))
    # The database's signature finds it whatever the first name says.
    entry = RestoreMap(path(database), path(database))
    check(
        library.JetExternalRestoreA(
            folder_path(folder), folder_path(folder), ctypes.byref(entry), 1, folder_path(logs), first, last, status
        )
    )
    print("restored", database)


def main():
    if len(sys.argv) > 1:
        restore(*sys.argv[1:4], *map(int, sys.argv[4:]))
        return
    sample = os.path.join(os.path.dirname(os.path.abspath(__file__)), "sample-backup", "sample-backup.tar.gz")
    with tempfile.TemporaryDirectory() as folder, tarfile.open(sample) as archive:
        archive.extractall(folder)
        folder = os.path.join(folder, "sample-backup")
        restore(os.path.join(folder, "db0.edb"), os.path.join(folder, "logs"), folder, 1, 2)


if __name__ == "__main__":
    main()
