"""The Python files of the project as syntax trees, each parsed once for all tests that look at them."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Every node of a module, from the outside in."""
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


@cache
def texts(path: Path) -> tuple[str, ...]:
    """The strings of a module that are not documentation."""
    documentation = {id(node.value) for node in nodes(path) if isinstance(node, ast.Expr)}
    return tuple(
        node.value
        for node in nodes(path)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation
    )
