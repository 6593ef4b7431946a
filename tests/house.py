"""The house's own code, read as syntax trees for the tests of its structure."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.ground import ROOT

# From the ground up: a floor imports and points only to itself and to those before it.
LAYERS = ("backend", "registry", "scheduling", "inspections", "enforcement", "counting")


@cache
def sources() -> dict[str, ast.Module]:
    """Every module of the six floors by its path, migrations left out."""
    found = {}
    for layer in LAYERS:
        for path in sorted((ROOT / layer).rglob("*.py")):
            if "migrations" not in path.parts:
                found[str(path.relative_to(ROOT))] = ast.parse(path.read_text(encoding="utf-8"))
    return found


def calls(tree: ast.AST, *names: str) -> Iterator[ast.Call]:
    """Calls of a function or method by one of these names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            if name in names:
                yield node


def texts(tree: ast.AST) -> Iterator[str]:
    """Every string written in the code."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def text(node: ast.expr | None) -> str | None:
    """The string a node is, or None."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def enclosing(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    """Every node with the dotted name of the class and function it stands in."""
    yield from _walk(tree, ())


def _walk(node: ast.AST, inside: tuple[str, ...]) -> Iterator[tuple[str, ast.AST]]:
    for child in ast.iter_child_nodes(node):
        yield ".".join(inside) or "(module)", child
        deeper = isinstance(child, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef)
        yield from _walk(child, (*inside, child.name) if deeper else inside)  # type: ignore[attr-defined]


def packages() -> set[str]:
    """The Python packages at the top of the tree."""
    return {path.parent.name for path in Path(ROOT).glob("*/__init__.py")}
