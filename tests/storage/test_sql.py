"""What somebody types never becomes SQL: statements are written down in the code, values are parameters."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.source import ROOT, nodes

pytestmark = pytest.mark.slow

READ_FROM_THE_SCHEMA = ("tables_of_chats(db)",)
VERBS = {"execute", "executemany", "executescript", "query"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Code:
    """The syntax trees of the packages that speak to the database."""

    def __init__(self) -> None:
        paths = [path for folder in ("storage", "bot") for path in (ROOT / folder).rglob("*.py")]
        self.nodes = {path: nodes(path) for path in paths}
        self.imported = {path: imported(found) for path, found in self.nodes.items()}

    def statements(self) -> Iterator[tuple[Path, ast.expr]]:
        """The first argument of every call that runs SQL."""
        for path, found in self.nodes.items():
            for node in found:
                called = node.func if isinstance(node, ast.Call) and node.args else None
                if isinstance(node, ast.Call) and isinstance(called, ast.Attribute) and called.attr in VERBS:
                    yield path, node.args[0]

    def is_written_down(self, path: Path, node: ast.expr) -> bool:
        """Tell whether an expression is made of nothing but literals of ours."""
        match node:
            case ast.Constant():
                return True
            case ast.JoinedStr(values=parts):
                return all(self.is_written_down(path, part) for part in parts)
            case ast.FormattedValue(value=value) | ast.Starred(value=value):
                return self.is_written_down(path, value)
            case ast.BinOp(left=left, op=ast.Add(), right=right) | ast.IfExp(body=left, orelse=right):
                return self.is_written_down(path, left) and self.is_written_down(path, right)
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                return all(self.is_written_down(path, part) for part in parts)
            case ast.Call():
                return ast.unparse(node).startswith(READ_FROM_THE_SCHEMA)
            case ast.Name(id=name):
                return self._name_is(path, name)
        return False

    def _name_is(self, path: Path, name: str) -> bool:
        """A name is, if all that is ever assigned to it in its module, or handed over under it, is."""
        given = [*self._assigned(path, name), *self._imported(path, name), *self._handed_over(path, name)]
        return bool(given) and all(
            self.is_written_down(where, value) for where, value in given if ast.unparse(value) != name
        )

    def _assigned(self, path: Path, name: str) -> Iterator[tuple[Path, ast.expr]]:
        for node in self.nodes[path]:
            targets = node.targets if isinstance(node, ast.Assign) else []
            if any(isinstance(target, ast.Name) and target.id == name for target in targets):
                assert isinstance(node, ast.Assign)
                yield path, node.value
            if isinstance(node, ast.For | ast.comprehension) and name in names_in(node.target):
                yield path, node.iter

    def _imported(self, path: Path, name: str) -> Iterator[tuple[Path, ast.expr]]:
        for node in self.nodes[path]:
            if isinstance(node, ast.ImportFrom) and node.module:
                home = home_of(node)
                named = [alias.name for alias in node.names if (alias.asname or alias.name) == name]
                yield from (
                    given for each in named if home in self.nodes for given in self._assigned(home, each)
                )

    def _handed_over(self, path: Path, name: str) -> Iterator[tuple[Path, ast.expr]]:
        functions = [node for node in self.nodes[path] if isinstance(node, Function)]
        for function in functions:
            names = [argument.arg for argument in function.args.args]
            if name in names and is_literal(function.args.args[names.index(name)].annotation):
                yield path, ast.Constant(name)  # the type checker holds it
            elif name in names:
                place = names.index(name) - (names[0] in ("self", "cls"))
                yield from self._arguments(path, function.name, place, name)

    def _arguments(self, home: Path, function: str, place: int, name: str) -> Iterator[tuple[Path, ast.expr]]:
        for path, found in self.nodes.items():
            if path != home and (home, function) not in self.imported[path]:
                continue
            for node in found:
                if isinstance(node, ast.Call) and ast.unparse(node.func) in (function, f"self.{function}"):
                    named = [each.value for each in node.keywords if each.arg == name]
                    yield from ((path, value) for value in (*node.args[place : place + 1], *named))


def names_in(target: ast.expr) -> set[str]:
    return {node.id for node in ast.walk(target) if isinstance(node, ast.Name)}


def is_literal(annotation: ast.expr | None) -> bool:
    return annotation is not None and ast.unparse(annotation).startswith("Literal[")


def imported(module: Iterable[ast.AST]) -> set[tuple[Path, str]]:
    """What a module imports from others: from which file, and which name."""
    found = [node for node in module if isinstance(node, ast.ImportFrom) and node.module]
    return {(home_of(node), alias.name) for node in found for alias in node.names}


def home_of(node: ast.ImportFrom) -> Path:
    return ROOT.joinpath(*str(node.module).split(".")).with_suffix(".py")


@pytest.fixture(scope="module")
def code() -> Code:
    return Code()


def test_every_statement_is_made_of_literals(code: Code) -> None:
    statements = list(code.statements())
    assert len(statements) > 40
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {ast.unparse(node)}"
        for path, node in statements
        if not code.is_written_down(path, node)
    ]
    assert not wrong


def test_a_statement_with_a_value_in_it_would_be_found(code: Code) -> None:
    (path,) = (path for path in code.nodes if path.name == "leads.py" and path.parent.name == "storage")
    for source in (
        'f"SELECT {typed}"',
        '"SELECT " + typed',
        '"SELECT %s" % typed',
        '"SELECT {}".format(typed)',
    ):
        expression = ast.parse(source, mode="eval").body
        assert not code.is_written_down(path, expression), source
