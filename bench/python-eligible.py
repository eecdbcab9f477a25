#!/usr/bin/env python3
"""How much of what could be rewritten was: references as CPython's `ast` sees them, before and after, against the findings.

    ssot plan --json --config M.json > plan.json          # in BASE
    ssot apply --all --yes --config M.json                # in AFTER, a copy of BASE
    python3 bench/python-eligible.py BASE AFTER --migration M.json --plan plan.json [--least 0.95] [--list N]

Eligible is every name imported from a module that the migration retires (a redirect: that one name; a factory: its declared
names, from every module that hands them on), every import of such a module as an object, and every `patch` string into one; not what stands there to fail (`pytest.raises(ImportError)`), not
what the module does not offer, and not the imports of the canonical module, the implementation and the retired modules
themselves. What is left must be named by a finding, with file and line. Exit code 1: too little, or something left unsaid.
"""
import argparse
import ast
import collections
import fnmatch
import json
import pathlib
import re
import sys
import warnings

warnings.simplefilter("ignore")
sys.path.insert(0, str(pathlib.Path(__file__).parent))
integrity = __import__("python-integrity")

PATCHERS = {"patch", "setattr", "delattr", "multiple", "dict", "object"}
FAILURES = {"ImportError", "ModuleNotFoundError"}


def dotted(module):
    return re.sub(r"(/__init__)?\.py$", "", module).replace("/", ".") if "/" in module or module.endswith(".py") else module


class Wanted:
    """What the migration file names: modules with all of their names, and single names (of factories: by every way)."""

    def __init__(self, path, tree):
        text = re.sub(r"^\s*//.*$", "", pathlib.Path(path).read_text(), flags=re.M)
        migration = json.loads(text)
        self.canonical = dotted(migration["canonical"]["module"])
        self.modules = {dotted(one) for one in migration.get("shims", [])}
        if "implementation" in migration:
            self.modules.add(dotted(migration["implementation"]))
        self.names, self.retired = collections.defaultdict(set), set(self.modules)
        for one in migration.get("redirects", []):
            module, name = one["from"].split("#")
            self.names[dotted(module)].add(name)
        for one in migration.get("factories", []):
            self.retired.add(dotted(one["module"]))
            for name in {re.match(r"\w+", call)[0] for call in one.get("calls", {})}:
                for path in carriers(tree, dotted(one["module"]), name):
                    self.names[dotted(path)].add(name)
        self.left_out = [*migration.get("exclude", []), *migration.get("obsolete", [])]

    def own(self, path):
        return dotted(path) in self.retired or dotted(path) == self.canonical

    def skips(self, path):
        return any(fnmatch.fnmatch(path, glob.replace("**/", "*")) for glob in self.left_out)

    def name(self, module, name):
        return module in self.modules or name in self.names.get(module, ())


def carriers(tree, module, name):
    """The factory's file, and every file that binds the name at its top level by importing it from one of these."""
    found = {tree.find(module)}
    while True:
        more = set()
        for path, info in tree.files.items():
            if path in found or "error" in info:
                continue
            for level, source, imported in info["imports"]:
                target = tree.find(tree.absolute(path, level, source))
                starred = imported == "*" and target in found
                if target in found and (starred or (imported == name and name in info["bound"])):
                    more.add(path)
        if not more:
            return found
        found |= more


def expects_failure(node):
    """`pytest.raises(ImportError)`, `self.assertRaises(ModuleNotFoundError)`, or a tuple of such."""
    names = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
    called = getattr(node, "func", None)
    tail = getattr(called, "attr", getattr(called, "id", ""))
    return tail in ("raises", "assertRaises", "assertRaisesRegex") and bool(names & FAILURES)


def is_failure(node):
    if isinstance(node, (ast.Import, ast.ImportFrom, ast.Raise, ast.Assert)):
        return True
    called = getattr(getattr(node, "value", None), "func", None)
    return getattr(called, "attr", getattr(called, "id", "")) == "fail"


class References(ast.NodeVisitor):
    """Every reference of one file as (kind, module, name, line)."""

    def __init__(self, tree, path, wanted):
        self.tree, self.path, self.wanted, self.found, self.guarded = tree, path, wanted, [], 0

    def add(self, kind, module, name, node):
        if not self.guarded:
            self.found.append((kind, module, name, node.lineno))

    def visit_With(self, node):
        guard = any(expects_failure(item.context_expr) for item in node.items)
        self.guarded += guard
        self.generic_visit(node)
        self.guarded -= guard

    visit_AsyncWith = visit_With

    def visit_Try(self, node):
        caught = any(one.type and {n.id for n in ast.walk(one.type) if isinstance(n, ast.Name)} & FAILURES for one in node.handlers)
        guard = caught and len(node.body) > 1 and sum(not isinstance(one, (ast.Import, ast.ImportFrom)) for one in node.body) and all(map(is_failure, node.body))
        self.guarded += bool(guard)
        for one in node.body:
            self.visit(one)
        self.guarded -= bool(guard)
        for one in [*node.handlers, *node.orelse, *node.finalbody]:
            self.visit(one)

    def visit_Import(self, node):
        for alias in node.names:
            if alias.name in self.wanted.modules:
                self.add("module", alias.name, "", node)

    def visit_ImportFrom(self, node):
        module = self.tree.absolute(self.path, node.level, node.module or "")
        for alias in node.names:
            if f"{module}.{alias.name}" in self.wanted.modules:
                self.add("module", f"{module}.{alias.name}", "", node)
            elif alias.name == "*" and module in self.wanted.modules:
                self.add("star", module, "*", node)
            elif self.wanted.name(module, alias.name):
                self.add("import", module, alias.name, node)

    def visit_Call(self, node):
        tail = getattr(node.func, "attr", getattr(node.func, "id", ""))
        first = node.args[0] if node.args else None
        if tail in PATCHERS and isinstance(first, ast.Constant) and isinstance(first.value, str):
            parts = first.value.split(".")
            for at in range(len(parts) - 1, 0, -1):
                if self.wanted.name(".".join(parts[:at]), parts[at]):
                    self.add("patch", ".".join(parts[:at]), parts[at], first)
                    break
        self.generic_visit(node)


def references(root, tree, wanted):
    words = {one.rsplit(".", 1)[-1] for one in (*wanted.modules, *wanted.names)}
    for path in tree.files:
        text = pathlib.Path(root, path).read_bytes()
        if wanted.own(path) or wanted.skips(path) or not any(word.encode() in text for word in words):
            continue
        try:
            parsed = ast.parse(text)
        except (SyntaxError, ValueError):
            continue
        visitor = References(tree, path, wanted)
        visitor.visit(parsed)
        for kind, module, name, line in visitor.found:
            yield path, kind, module, name, line


def offered(tree, cache, module, name):
    """Does the module have the name; of a redirect, or what cannot be known: yes."""
    if module not in cache:
        cache[module] = tree.names(tree.find(module)) if tree.find(module) in tree.files else None
    return name in ("", "*") or cache[module] is None or name in cache[module] or tree.find(f"{module}.{name}") is not None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base")
    parser.add_argument("after")
    parser.add_argument("--migration", required=True)
    parser.add_argument("--plan", required=True)
    parser.add_argument("--least", type=float, default=0.95)
    parser.add_argument("--list", type=int, default=20, help="how many to show of what no finding names")
    parser.add_argument("--rest", action="store_true", help="show everything that is left, with its finding")
    parser.add_argument("--under", default="", help="count files of this folder only")
    options = parser.parse_args()
    base, after = integrity.Tree(options.base, [""]), integrity.Tree(options.after, [""])
    wanted = Wanted(options.migration, base)
    cache, broken = {}, 0
    was = collections.defaultdict(list)
    for path, kind, module, name, line in references(options.base, base, wanted):
        if not path.startswith(options.under):
            continue
        if offered(base, cache, module, name):
            was[path, kind, module, name].append(line)
        else:
            broken += 1
    now = collections.defaultdict(list)
    for path, kind, module, name, line in references(options.after, after, wanted):
        now[path, kind, module, name].append(line)
    said, uses, held = collections.defaultdict(dict), {}, {}
    for phase in json.loads(pathlib.Path(options.plan).read_text())["phases"]:
        for one in phase["findings"]:
            text = f"{one['code']}: {one['message']}"
            said[one["path"]].setdefault(one["line"], text)
            {"factory-use": uses, "taken-name": held}.get(one["code"], {}).setdefault(one["path"], text)
    figures = collections.defaultdict(collections.Counter)
    unsaid = []
    for key, lines in sorted(was.items()):
        path, kind, module, _ = key
        left = now.get(key, [])[: len(lines)]
        of = figures[f"{module} {kind}"]
        of["eligible"] += len(lines)
        of["rewritten"] += len(lines) - len(left)
        for line in left:
            found = next((said[path][at] for at in (line, *lines) if at in said[path]), None)
            # An import of a factory stays for a use of it, a patch of one for the name that its module has to keep.
            found = found or (uses.get(path) if kind == "import" else held.get(base.find(module)) if kind == "patch" else None)
            of["left, named" if found else "left, unsaid"] += 1
            if found is None:
                unsaid.append((*key, line))
            elif options.rest:
                print(f"left: {path}:{line} {kind} {module} {key[3]} | {found}")
    total = sum(figures.values(), collections.Counter())
    share = total["rewritten"] / max(total["eligible"], 1)
    print(json.dumps({**figures, "all": {**total, "share": round(share, 4)}, "broken before": broken}, indent=2))
    for one in unsaid[: options.list]:
        print("left without a finding:", *one)
    return 1 if unsaid or share < options.least else 0


if __name__ == "__main__":
    sys.exit(main())
