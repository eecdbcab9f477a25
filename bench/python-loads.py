#!/usr/bin/env python3
"""Which files can be loaded: module level statements played in their order, as Python would import them. Only `ast`.

    python3 bench/python-loads.py BASE AFTER [--list N]

Each file of a tree is imported by itself, in an order of loading that begins with it: its packages first, then statement by
statement. `from m import n` fails when m is half loaded and has not come to n; a `try` that catches it goes on in its
handler. What is not of the tree is taken to load. Nothing is executed. Exit code 1: a file loads no more.
"""
import argparse
import ast
import concurrent.futures
import json
import pathlib
import sys
import warnings

warnings.simplefilter("ignore")
sys.path.insert(0, str(pathlib.Path(__file__).parent))
integrity = __import__("python-integrity")
CATCHES = {"ImportError", "ModuleNotFoundError", "Exception", "BaseException"}


class Failed(Exception):
    pass


def plain(node):
    """A statement as what matters of it: ("import", …), ("from", …), ("bind", names), ("try", …), ("block", …); or None."""
    if isinstance(node, ast.Import):
        return ("import", [(alias.name, alias.asname) for alias in node.names])
    if isinstance(node, ast.ImportFrom):
        return ("from", node.level, node.module or "", [(alias.name, alias.asname) for alias in node.names])
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return ("bind", [node.name])
    if isinstance(node, ast.ClassDef):
        return ("block", [("inner", plains(node.body)), ("bind", [node.name])])
    if isinstance(node, ast.Try):
        catches = any(
            one.type is None or {n.id for n in ast.walk(one.type) if isinstance(n, ast.Name)} & CATCHES for one in node.handlers
        )
        handlers = [each for one in node.handlers for each in plains(one.body)]
        raises = all(isinstance(one.body[-1], ast.Raise) for one in node.handlers) if node.handlers else True
        return ("try", plains([*node.body, *node.orelse]), handlers if catches and not raises else None, plains(node.finalbody))
    if isinstance(node, ast.If):
        test = ast.unparse(node.test)
        if test.endswith("TYPE_CHECKING") or "__name__" in test:
            return ("block", plains(node.orelse))
        return ("block", plains([*node.body, *node.orelse]))
    if isinstance(node, (ast.With, ast.AsyncWith, ast.For, ast.While)):
        return ("block", plains(node.body))
    names = sorted({one.id for one in ast.walk(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)})
    return ("bind", names) if names else None


def plains(body):
    return [one for one in map(plain, body) if one]


def read(job):
    root, path = job
    try:
        return path, plains(ast.parse(pathlib.Path(root, path).read_bytes()).body)
    except (SyntaxError, ValueError, RecursionError):
        return path, None


class World:
    def __init__(self, root):
        self.tree = integrity.Tree(root, [""])
        with concurrent.futures.ProcessPoolExecutor() as pool:
            self.code = dict(pool.map(read, [(root, path) for path in self.tree.files], chunksize=64))

    def fails(self, path):
        loading = Loading(self)
        dotted = path[:-3].replace("/", ".")
        try:
            loading.load(dotted[: -len(".__init__")] if dotted.endswith(".__init__") else dotted)
        except Failed as error:
            return str(error)
        except RecursionError:
            return None
        return None


class Loading:
    """One process: what is loaded, and what is on its way with the names that it has so far."""

    def __init__(self, world):
        self.world, self.bound, self.done = world, {}, set()

    def load(self, dotted):
        """The file or folder of a module; its packages are loaded first. None for what is not of the tree."""
        tree = self.world.tree
        if tree.find(dotted.split(".")[0]) is None:
            return None
        parts = dotted.split(".")
        for at in range(1, len(parts) + 1):
            target = tree.find(".".join(parts[:at]))
            if target is None:
                raise Failed(f"no module {'.'.join(parts[:at])}")
            self.run(target)
        return target

    def run(self, path):
        if path in self.bound or path not in self.world.code:
            return
        code = self.world.code[path]
        if code is None:
            raise Failed(f"{path} does not parse")
        self.bound[path] = set()
        try:
            self.play(path, code)
        except Failed:
            del self.bound[path]
            raise
        self.done.add(path)

    def play(self, path, code):
        for step in code:
            kind = step[0]
            if kind == "bind":
                self.bound[path].update(step[1])
            elif kind == "import":
                for name, asname in step[1]:
                    self.load(name)
                    self.bound[path].add(asname or name.split(".")[0])
            elif kind == "from":
                self.take(path, *step[1:])
            elif kind == "try":
                self.attempt(path, *step[1:])
            else:
                self.play(path, step[1])

    def attempt(self, path, body, handlers, final):
        try:
            self.play(path, body)
        except Failed:
            if handlers is None:
                raise
            self.play(path, handlers)
        self.play(path, final)

    def take(self, path, level, module, names):
        tree = self.world.tree
        dotted = tree.absolute(path, level, module)
        target = self.load(dotted)
        for name, asname in names:
            if target in self.bound and name == "*":
                self.bound[path] |= self.bound[target]
            elif target is not None and not self.offers(target, name):
                if tree.find(f"{dotted}.{name}") is None:
                    raise Failed(f"{path}: no {name} in {dotted}{'' if target in self.done else ', which is half loaded'}")
                self.load(f"{dotted}.{name}")
            self.bound[path].add(asname or name)

    def offers(self, target, name):
        if target not in self.bound:
            return False
        bound = self.bound[target]
        return name in bound or "__getattr__" in bound or (name.startswith("__") and name.endswith("__"))


def failures(root):
    global world
    world = World(root)
    with concurrent.futures.ProcessPoolExecutor() as pool:
        found = pool.map(fails, list(world.code), chunksize=64)
        return {path: why for path, why in zip(world.code, found) if why}


def fails(path):
    sys.setrecursionlimit(20000)
    return world.fails(path)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base")
    parser.add_argument("after")
    parser.add_argument("--list", type=int, default=20, help="how many of the new ones to show")
    options = parser.parse_args()
    was, now = failures(options.base), failures(options.after)
    worse = sorted(set(now) - set(was))
    print(json.dumps({"cannot be loaded": {"base": len(was), "after": len(now), "new": len(worse)}}))
    for path in worse[: options.list]:
        print(f"new: {path}: {now[path]}")
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
