#!/usr/bin/env python3
"""Holds every call of the status callback against what the reference engine was recorded to say.

    scripts/check_callbacks.py --lib target/release/libesent.so [--data ../shared/data/reference] [--only GLOB]

The recordings (case.json: `control`, `progress`) are not part of the project; `check_reference.py` beside them
compares pages and error codes, this script the rest: each recovery-control call with its details, in order, and each
percentage.  Only cases of hard recovery with a callback are run unless --soft is given.
"""
import argparse
import ctypes
import fnmatch
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TOOLS = os.path.join(HERE, "..", "..", "shared", "tools")
OPEN_LOG, OPEN_CHECKPOINT, MISSING_LOG, BEGIN_UNDO, EVENT, SIGNAL, ATTACHED, DETACHING = (
    1001, 1002, 1004, 1005, 1006, 1007, 1008, 1009)


class Log(ctypes.Structure):
    _fields_ = [("size", ctypes.c_uint32), ("generation", ctypes.c_int32), ("current", ctypes.c_ubyte),
                ("why", ctypes.c_ubyte), ("file", ctypes.c_void_p), ("databases", ctypes.c_uint32),
                ("infos", ctypes.c_void_p)]


class Undo(ctypes.Structure):
    _fields_ = [("size", ctypes.c_uint32), ("databases", ctypes.c_uint32), ("infos", ctypes.c_void_p)]


class Event(ctypes.Structure):
    _fields_ = [("size", ctypes.c_uint32), ("event", ctypes.c_uint32)]


class Named(ctypes.Structure):
    _fields_ = [("size", ctypes.c_uint32), ("file", ctypes.c_void_p)]


class Detail(ctypes.Union):
    _fields_ = [("log", Log), ("undo", Undo), ("event", Event), ("named", Named), ("room", ctypes.c_ubyte * 64)]


class Control(ctypes.Structure):
    _fields_ = [("size", ctypes.c_uint32), ("default", ctypes.c_int32), ("instance", ctypes.c_size_t),
                ("snt", ctypes.c_uint32), ("detail", Detail)]


def name(at):
    if not at:
        return None
    units = ctypes.cast(at, ctypes.POINTER(ctypes.c_uint16))
    n = 0
    while units[n]:
        n += 1
    text = bytes(memoryview((ctypes.c_uint16 * n).from_address(at))).decode("utf-16-le")
    return text.replace("\\", "/").rsplit("/", 1)[-1]


def told(snt, data):
    control = ctypes.cast(data, ctypes.POINTER(Control))[0]
    out = {"snt": snt, "errDefault": control.default}
    detail = control.detail
    if snt in (OPEN_LOG, MISSING_LOG):
        log = detail.log
        out.update(gen=log.generation, current=log.current)
        out["reason" if snt == OPEN_LOG else "next_action"] = log.why
        out.update(databases=log.databases, file=name(log.file))
    elif snt == BEGIN_UNDO:
        out["databases"] = detail.undo.databases
    elif snt == EVENT:
        out["event"] = detail.event.event
    elif snt in (ATTACHED, DETACHING):
        out["file"] = name(detail.named.file)
    return out


def call(library, case_file, root):
    """One case in a process of its own, by way of the checker that lies beside the recordings."""
    sys.path.insert(0, TOOLS)
    import check_reference as cr
    control, case = [], json.load(open(case_file))
    make = cr.STATUS

    def tapped(function):
        def status(session, snp, snt, data):
            if snp == cr.RECOVERY_CONTROL and data:
                control.append(told(snt, data))
            return function(session, snp, snt, data)
        return make(status)

    source = open(cr.__file__).read().replace("cb = STATUS(status)", "cb = TAP(status)")
    scope = {"__name__": "checker", "__file__": cr.__file__, "TAP": tapped}
    exec(compile(source.replace("STATUS = ctypes", "STATUS = MADE = ctypes"), cr.__file__, "exec"), scope)
    make = scope["STATUS"]
    scope["call"](library, case, root)
    print(json.dumps(control))


def difference(what, ours, theirs):
    for i in range(max(len(ours), len(theirs))):
        a = ours[i] if i < len(ours) else None
        b = theirs[i] if i < len(theirs) else None
        if a != b:
            return "%s %d of %d (recorded %d): %s, recorded %s" % (what, i, len(ours), len(theirs), a, b)
    return None


def run(directory, library):
    import check_reference as cr
    case_file = os.path.join(directory, "case.json")
    case = json.load(open(case_file))
    with tempfile.TemporaryDirectory(prefix="esent-callbacks-") as root:
        cr.unpack(os.path.join(directory, case.get("input_from", "input.tar.xz")), root)
        done = subprocess.run([sys.executable, os.path.abspath(__file__), "--call", library, case_file, root],
                              capture_output=True, text=True, timeout=600)
        try:
            lines = done.stdout.strip().splitlines()
            answer, control = json.loads(lines[-2]), json.loads(lines[-1])
        except (IndexError, ValueError):
            return ["the call died: " + (done.stderr or done.stdout)[-300:]]
    problems = []
    if answer["err"] != case["returns"]:
        problems.append("returned %d, recorded %d" % (answer["err"], case["returns"]))
    if case.get("control") is not None:
        problems.append(difference("control", control, case["control"]))
    if case.get("progress") is not None:
        problems.append(difference("progress", answer.get("progress") or [], case["progress"]))
    return [p for p in problems if p]


def main():
    if len(sys.argv) == 5 and sys.argv[1] == "--call":
        return call(*sys.argv[2:])
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lib", required=True)
    parser.add_argument("--data", default=os.path.join(HERE, "..", "..", "shared", "data", "reference"))
    parser.add_argument("--only", default="*")
    parser.add_argument("--soft", action="store_true")
    options = parser.parse_args()
    sys.path.insert(0, TOOLS)
    same = different = 0
    for directory, _, files in sorted(os.walk(options.data)):
        shown = os.path.relpath(directory, options.data)
        if "case.json" not in files or not fnmatch.fnmatch(shown, options.only):
            continue
        case = json.load(open(os.path.join(directory, "case.json")))
        if case.get("null_callback") or (case["kind"] != "hard" and not options.soft):
            continue
        if case.get("control") is None and case.get("progress") is None:
            continue
        problems = run(directory, os.path.abspath(options.lib))
        same, different = (same, different + 1) if problems else (same + 1, different)
        print("%-5s %s%s" % ("DIFF" if problems else "ok", shown, "".join("\n      " + p for p in problems)), flush=True)
    print("%d the same, %d different" % (same, different))
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
