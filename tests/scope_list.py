"""`python -m tests.scope_list [--write]`: every query that looks beyond one jurisdiction, with its reason."""

import ast
import sys
from collections import Counter

from backend.scope import REASONS
from tests.ground import ROOT
from tests.house import enclosing, sources, text

PAGE = ROOT / "docs" / "scope.md"
HEAD = """# Who looks everywhere

`Model.objects` refuses every query until it is narrowed: `.within(actor)` gives the rows of the person's
jurisdiction, `.everywhere(reason)` all rows. These are all uses of the second, by module and function. The
page is written by `python -m tests.scope_list --write` and compared with the code by
`tests/test_house_scope.py`.

| reason | what it is for |
|---|---|
| task | a worker's task, on rows a journal line named |
| loader | tables filled at installation or by a loader |
| published | pages for the public, of what has been published |
| sign-in | before somebody is known |
| reference | tables every signed-in person may read |
| administration | the audit administrator's own pages |
| guard | a check or a compare-and-set on rows already found within the jurisdiction |
| receipt | the answer to a request sent twice |

| module | function | model | reason | uses |
|---|---|---|---|---|
"""


def uses() -> Counter[tuple[str, str, str, str]]:
    """(module, function, model, reason) → how often."""
    found: Counter[tuple[str, str, str, str]] = Counter()
    for path, tree in sources().items():
        if path == "backend/scope.py":
            continue
        for where, node in enclosing(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "everywhere":
                reason = text(node.args[0]) if node.args else None
                found[path, where, _model(node.func), reason or "?"] += 1
    return found


def _model(called: ast.expr) -> str:
    """`Visit` of `Visit.objects.everywhere`."""
    assert isinstance(called, ast.Attribute)
    return ast.unparse(called.value).removesuffix(".objects")


def page() -> str:
    """docs/scope.md as it should be."""
    rows = [f"| {' | '.join(key)} | {count} |" for key, count in sorted(uses().items())]
    return HEAD + "\n".join(rows) + "\n"


def unknown_reasons() -> list[tuple[str, str, str, str]]:
    """Uses whose reason is not written out, or is none of the table."""
    return [key for key in sorted(uses()) if key[3] not in REASONS]


if __name__ == "__main__":
    if "--write" in sys.argv[1:]:
        PAGE.write_text(page(), encoding="utf-8")
    else:
        sys.stdout.write(page())
