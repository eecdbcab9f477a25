"""Runs generated programs, many in one process: each line of the input is a folder, each answer the lines that its main.py prints."""
import contextlib
import io
import json
import os
import sys

sys.dont_write_bytecode = True


def purge():
    """The modules of a program stand in these two packages."""
    for name in [*sys.modules]:
        if name.split(".")[0] in ("app", "tests"):
            del sys.modules[name]


def run(folder):
    import typing

    printed = io.StringIO()
    sys.path.insert(0, folder)
    try:
        with open(os.path.join(folder, "main.py"), "rb") as file:
            code = compile(file.read(), "main.py", "exec")
        with contextlib.redirect_stdout(printed):
            exec(code, {"__name__": "__main__"})
    except BaseException as error:
        printed.write(f"failed: {type(error).__name__}: {error}\n")
    finally:
        sys.path.remove(folder)
        sys.path_importer_cache.clear()
        purge()
        typing.TYPE_CHECKING = False
    return printed.getvalue().splitlines()


for line in sys.stdin:
    sys.stdout.write(json.dumps(run(json.loads(line))) + "\n")
    sys.stdout.flush()
