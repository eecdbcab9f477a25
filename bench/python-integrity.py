#!/usr/bin/env python3
"""What a change of a Python tree broke: first-party imports, names, syntax. Only `ast`; pyflakes for names, when installed.

    python3 bench/python-integrity.py BASE AFTER [--list N] [--roots .,src]

Compares two trees. An import is broken when its module is not in the tree though its first package is, or when the module
has no such name; compared as (file, module, name), so that what was broken before never counts. A file is in error when
it does not byte-compile. Exit code 1: worse.
"""
import argparse
import ast
import concurrent.futures
import json
import os
import pathlib
import sys
import warnings

warnings.simplefilter("ignore")
try:
    from pyflakes import checker, messages
except ImportError:
    checker = None

SKIP = {".git", "node_modules", ".ssot", "__pycache__", ".venv", "venv"}


def sources(root):
    for folder, dirs, files in os.walk(root):
        dirs[:] = sorted(name for name in dirs if name not in SKIP and not os.path.islink(os.path.join(folder, name)))
        for name in sorted(files):
            if name.endswith(".py"):
                yield os.path.relpath(os.path.join(folder, name), root).replace(os.sep, "/")


class Names(ast.NodeVisitor):
    """What a module binds at its top level, through ifs, tries and withs; and every import anywhere in it."""

    def __init__(self, path):
        self.path, self.bound, self.stars, self.imports, self.depth = path, set(), [], [], 0

    def bind(self, name):
        if self.depth == 0:
            self.bound.add(name)

    def visit_FunctionDef(self, node):
        self.bind(node.name)
        self.depth += 1
        self.generic_visit(node)
        self.depth -= 1

    visit_AsyncFunctionDef = visit_ClassDef = visit_FunctionDef

    def visit_Lambda(self, node):
        self.depth += 1
        self.generic_visit(node)
        self.depth -= 1

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = visit_Lambda

    def visit_Name(self, node):
        if not isinstance(node.ctx, ast.Load):
            self.bind(node.id)

    def visit_ExceptHandler(self, node):
        if node.name:
            self.bind(node.name)
        self.generic_visit(node)

    def visit_Global(self, node):
        self.bound.update(node.names)

    def visit_Import(self, node):
        for alias in node.names:
            self.bind(alias.asname or alias.name.split(".")[0])
            self.imports.append((0, alias.name, None))

    def visit_ImportFrom(self, node):
        for alias in node.names:
            if alias.name == "*":
                self.stars.append((node.level, node.module or ""))
            else:
                self.bind(alias.asname or alias.name)
            self.imports.append((node.level, node.module or "", alias.name))


def undefined(tree, path):
    if checker is None:
        return []
    found = checker.Checker(tree, filename=path)
    return sorted({m.message_args[0] for m in found.messages if isinstance(m, messages.UndefinedName)})


def read(job):
    root, path = job
    sys.setrecursionlimit(10000)
    try:
        tree = ast.parse(pathlib.Path(root, path).read_bytes())
    except (SyntaxError, ValueError) as error:
        # Without its line: what stands above it may come and go.
        return path, {"error": getattr(error, "msg", str(error))}
    names = Names(path)
    names.visit(tree)
    return path, {
        "bound": sorted(names.bound),
        "stars": names.stars,
        "imports": names.imports,
        "undefined": undefined(tree, path),
        "refused": refusal(tree, path),
    }


def refusal(tree, path):
    """Why a file that parses does not byte-compile (`from __future__` too late, `return` outside of a function); else None."""
    try:
        compile(tree, path, "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        return str(error)
    return None


class Tree:
    def __init__(self, root, roots):
        self.roots = roots
        paths = list(sources(root))
        with concurrent.futures.ProcessPoolExecutor() as pool:
            self.files = dict(pool.map(read, [(root, path) for path in paths], chunksize=64))
        self.dirs = {""}
        for path in paths:
            while "/" in path:
                path = path.rsplit("/", 1)[0]
                self.dirs.add(path)

    def find(self, dotted):
        """The file of a module, or the folder of a namespace package."""
        for root in self.roots:
            base = (root + "/" if root else "") + dotted.replace(".", "/")
            for path in (base + "/__init__.py", base + ".py"):
                if path in self.files:
                    return path
            if base in self.dirs:
                return base
        return None

    def absolute(self, path, level, module):
        if level == 0:
            return module
        parts = path.split("/")[:-1]
        base = parts[: len(parts) - (level - 1)]
        return ".".join([*base, *([module] if module else [])])

    def names(self, path, seen=()):
        """Names a module offers; None when that cannot be known."""
        info = self.files.get(path)
        if info is None or path in seen:
            return set()
        if "error" in info or "__getattr__" in info["bound"]:
            return None
        names = set(info["bound"]) | {"__name__", "__file__", "__doc__", "__path__", "__dict__", "__all__", "__package__", "__spec__"}
        for level, module in info["stars"]:
            target = self.find(self.absolute(path, level, module))
            more = self.names(target, (*seen, path)) if target in self.files else None
            if more is None:
                return None
            names |= more
        return names

    def broken(self):
        cache = {}
        for path, info in self.files.items():
            for level, module, name in info.get("imports", []):
                dotted = self.absolute(path, level, module)
                if level == 0 and not self.find(dotted.split(".")[0]):
                    continue
                target = self.find(dotted)
                if target is None:
                    yield (path, dotted, name or "")
                elif name not in (None, "*") and not self.find(f"{dotted}.{name}"):
                    if target not in cache:
                        cache[target] = self.names(target)
                    if cache[target] is not None and name not in cache[target]:
                        yield (path, dotted, name)

    def undefined(self):
        return {(path, name) for path, info in self.files.items() for name in info.get("undefined", [])}

    def errors(self):
        found = ((path, info.get("error") or info.get("refused")) for path, info in self.files.items())
        return {(path, error) for path, error in found if error}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base")
    parser.add_argument("after")
    parser.add_argument("--list", type=int, default=20, help="how many of the new ones to show")
    parser.add_argument("--roots", default="", help="import roots, comma separated (default: the tree's own)")
    options = parser.parse_args()
    roots = [root.strip("./") for root in options.roots.split(",")] if options.roots else [""]
    base, after = Tree(options.base, roots), Tree(options.after, roots)
    figures = {"files": [len(base.files), len(after.files)]}
    worse = {}
    for what in ("broken", "undefined", "errors"):
        was, now = set(getattr(base, what)()), set(getattr(after, what)())
        worse[what] = sorted(now - was)
        figures[what] = {"base": len(was), "after": len(now), "new": len(worse[what]), "files": len({one[0] for one in worse[what]})}
    if checker is None:
        figures["undefined"] = "pyflakes is not installed"
    print(json.dumps(figures, indent=2))
    for what, found in worse.items():
        for one in found[: options.list]:
            print(f"new {what}: {' '.join(map(str, one))}")
    return 1 if any(worse.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
