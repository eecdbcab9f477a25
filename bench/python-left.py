#!/usr/bin/env python3
"""Does a refusal list exactly what is left? Every place that still leads to a name or a module, as CPython's `ast` sees it.

    python3 bench/python-left.py TREE --plan plan.json --phase 3 --name pkg.factory#create [--name …]
    python3 bench/python-left.py TREE --plan plan.json --phase 4 --module pkg.shim [--module …]

TREE is as the phase would leave it without its removals (`ssot plan --phase N --diff | git apply`). Left are: imports of a
name from any module that hands it on, star imports of such a module, `patch` strings, and strings that name a module (for a
name: in files that write the name too). Compared, by file and kind, with the blockers of the plan. Exit code 1: they differ.
"""
import argparse
import ast
import collections
import json
import pathlib
import sys
import warnings

warnings.simplefilter("ignore")
sys.path.insert(0, str(pathlib.Path(__file__).parent))
eligible = __import__("python-eligible")
Tree = eligible.integrity.Tree


class Left(ast.NodeVisitor):
    def __init__(self, tree, path, files, name, own):
        self.tree, self.path, self.files, self.name, self.own, self.guarded = tree, path, files, name, own, 0
        self.found = []
        self.prose = set()

    def add(self, kind, node):
        if not self.guarded:
            self.found.append((kind, node.lineno))

    visit_With = visit_AsyncWith = eligible.References.visit_With
    visit_Try = eligible.References.visit_Try

    def visit_ImportFrom(self, node):
        module = self.tree.absolute(self.path, node.level, node.module or "")
        target = self.tree.find(module)
        names = {alias.name for alias in node.names}
        if target in self.files and (self.name is None or names & {self.name, "*"}):
            offered = self.tree.names(target) or set()
            if self.name or not self.own or names & (offered | {"*"}):
                self.add("import", node)
        elif any(self.tree.find(f"{module}.{name}") in self.files for name in names):
            self.add("import", node)

    def visit_Import(self, node):
        if any(self.tree.find(alias.name) in self.files for alias in node.names):
            self.add("import", node)

    def visit_Expr(self, node):
        if isinstance(node.value, ast.Constant):
            return
        self.generic_visit(node)

    def visit_Call(self, node):
        tail = getattr(node.func, "attr", getattr(node.func, "id", ""))
        first = node.args[0] if node.args else None
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            if tail in ("import_module", "__import__", "importorskip"):
                if self.tree.find(first.value) in self.files:
                    self.add("dynamic", first)
                self.prose.add(first)
            elif tail in ("getLogger", "get_logger"):
                self.prose.add(first)
            elif tail in eligible.PATCHERS:
                if self.leads(first.value):
                    self.add("mock", first)
                self.prose.add(first)
        self.generic_visit(node)

    def leads(self, text):
        parts = text.split(".")
        for at in range(len(parts) - 1, 0, -1):
            target = self.tree.find(".".join(parts[:at]))
            if target in self.tree.files:
                offered = self.tree.names(target)
                return target in self.files and (self.name == parts[at] if self.name else offered is None or parts[at] in offered)
        return False

    def visit_Constant(self, node):
        text = node.value
        if not isinstance(text, str) or node in self.prose or not text.replace(".", "").replace("/", "").replace("_", "").isalnum():
            return
        target = text if text in self.tree.files else self.tree.find(text) if "." in text else None
        if target in self.files or self.leads(text):
            self.add("string", node)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tree")
    parser.add_argument("--plan", required=True)
    parser.add_argument("--phase", type=int, required=True)
    parser.add_argument("--name", action="append", default=[])
    parser.add_argument("--module", action="append", default=[])
    options = parser.parse_args()
    tree = Tree(options.tree, [""])
    wanted = [tuple(one.split("#")) for one in options.name] + [(one, None) for one in options.module]
    left = collections.defaultdict(set)
    for module, name in wanted:
        own = tree.find(module)
        files = eligible.carriers(tree, module, name) if name else {own}
        for path, info in tree.files.items():
            text = pathlib.Path(options.tree, path).read_bytes()
            if path == own or "error" in info or (name and name.encode() not in text and b"import *" not in text):
                continue
            visitor = Left(tree, path, files, name, own)
            visitor.visit(ast.parse(text))
            if name and name.encode() not in text:
                visitor.found = [one for one in visitor.found if one[0] != "string"]
            for kind, line in visitor.found:
                left[path, kind].add(line)
    said = collections.defaultdict(set)
    for phase in json.loads(pathlib.Path(options.plan).read_text())["phases"]:
        for one in phase["findings"] if phase["number"] == options.phase else []:
            if one["code"] == "still-referenced" and "(" in one["message"]:
                said[one["path"], one["message"].rsplit("(", 1)[1].split(" ")[0]].add(one["line"])
    missed = {key: sorted(left[key]) for key in left if len(left[key]) > len(said.get(key, ()))}
    more = {key: sorted(said[key]) for key in said if len(said[key]) > len(left.get(key, ()))}
    print(f"left by ast: {sum(map(len, left.values()))}, listed: {sum(map(len, said.values()))}")
    for what, found in (("left, not listed", missed), ("listed, not seen by ast", more)):
        for (path, kind), lines in sorted(found.items()):
            print(f"{what}: {path} {kind} {lines}")
    return 1 if missed or more else 0


if __name__ == "__main__":
    sys.exit(main())
