"""What CPython's ast and symtable say about each file named on stdin: one JSON line per file, for python-exactness.mjs."""
import ast
import json
import symtable
import sys
import warnings

SAME = {'AsyncFunctionDef': 'FunctionDef', 'AsyncFor': 'For', 'AsyncWith': 'With', 'TryStar': 'Try', 'JoinedStr': 'Str'}
# Kinds that the two trees cut differently: operators in a row, and what has no place of its own in one of them.
OTHERWISE = {'Expr', 'BinOp', 'BoolOp', 'UnaryOp', 'arg', 'keyword', 'alias', 'ExceptHandler', 'FormattedValue'}
COMPREHENSIONS = {'listcomp', 'setcomp', 'dictcomp', 'genexpr'}


def kind(node):
    name = type(node).__name__
    if name == 'Constant' and isinstance(node.value, (str, bytes)):
        return 'Str'
    return SAME.get(name, name)


def nodes(tree):
    """Kind, name and place of each node; of what is inside f-strings only the names, since their places are wrong here."""
    found, inner, stack = [], [], [tree]
    while stack:
        node = stack.pop()
        what = kind(node)
        if hasattr(node, 'lineno') and what not in OTHERWISE and (what == 'Match' or not what.startswith('Match')):
            name = getattr(node, 'id', None) or getattr(node, 'attr', None) or getattr(node, 'name', None) or ''
            place = f'{node.lineno}:{node.col_offset}-{node.end_lineno}:{node.end_col_offset}'
            found.append(f'{place} {what} {name if isinstance(name, str) else ""}')
        if isinstance(node, ast.JoinedStr):
            inner += [one.id for one in ast.walk(node) if isinstance(one, ast.Name)]
        else:
            stack.extend(ast.iter_child_nodes(node))
    return sorted(found) + sorted(inner)


def imports(tree):
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [f'{one.lineno} {one.name} *>{one.asname or ""}' for one in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = ','.join(f'{one.name}>{one.asname or one.name}' for one in node.names)
            found.append(f'{node.lineno} {"." * node.level}{node.module or ""} {names}')
    return sorted(found)


def binds(symbol):
    return symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace() or symbol.is_annotated()


def tables(table, found):
    name, is_module = table.get_name(), table.get_type() == 'module'
    is_comprehension = name in COMPREHENSIONS
    symbols = []
    for symbol in table.get_symbols():
        key = symbol.get_name()
        said = (symbol.is_declared_global() and not is_module) or symbol.is_nonlocal() or symbol.is_parameter()
        # `[x := y for …]` is bound outside of the comprehension, and only there in our scopes.
        outside = is_comprehension and symbol.is_assigned() and not symbol.is_local() and not symbol.is_referenced()
        if key.startswith('.') or key == '__class__' or outside or not (symbol.is_referenced() or binds(symbol) or said):
            continue
        symbols.append(f'{key}={"L" if symbol.is_local() else "F" if symbol.is_free() else "G"}')
    if symbols:
        found.append(f'{"comprehension" if is_comprehension else name} {" ".join(sorted(symbols))}')
    for child in table.get_children():
        tables(child, found)
    return found


def exports(tree, table):
    names = {symbol.get_name() for symbol in table.get_symbols() if binds(symbol)}
    below = list(table.get_children())
    for child in below:
        names |= {one.get_name() for one in child.get_symbols() if one.is_declared_global() and binds(one)}
        below += child.get_children()
    return sorted(names)


def deleted(tree):
    """Names that statements of the module delete: whether they come back is not asked here."""
    return sorted({one.id for node in ast.walk(tree) if isinstance(node, ast.Delete) for one in ast.walk(node) if isinstance(one, ast.Name)})


def answer(path):
    with open(path, 'rb') as file:
        source = file.read()
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return {'path': path, 'error': True}
    said = {'path': path, 'nodes': nodes(tree), 'imports': imports(tree)}
    try:
        table = symtable.symtable(source, path, 'exec')
    except SyntaxError:
        return said
    return {**said, 'scopes': sorted(tables(table, [])), 'exports': exports(tree, table), 'deleted': deleted(tree)}


if __name__ == '__main__':
    warnings.simplefilter('ignore')
    sys.setrecursionlimit(20_000)
    for line in sys.stdin:
        print(json.dumps(answer(line.rstrip('\n'))), flush=True)
