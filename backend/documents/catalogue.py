"""The forms this house knows, read once from their data."""

import json
from functools import lru_cache
from pathlib import Path

from backend.domain.errors import DomainError
from backend.domain.forms import Form, form_of

FOLDER = Path(__file__).parent / "forms"
FILES = ("inspection", "evidence", "case")  # the order of the list on the page


@lru_cache(maxsize=1)
def forms() -> dict[str, Form]:
    """Code → form, in the order of the files."""
    shared = json.loads((FOLDER / "shared.json").read_text(encoding="utf-8"))
    rows = [
        row for name in FILES for row in json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    ]
    return {form.code: form for form in (form_of(row, shared) for row in rows)}


def form_get(code: str) -> Form:
    """The form of that code, or `not_found`."""
    form = forms().get(code)
    if form is None:
        raise DomainError("not_found", {"form": code})
    return form
