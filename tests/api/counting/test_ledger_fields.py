"""Every fact a 台账 prints is one its list's door promises, however many rows the list has."""

from typing import Any

import pytest

from counting.domain.ledgers import Ledger
from counting.selectors.ledgers import LEDGERS
from tests.api.wire import PREFIX, openapi


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    """Through references, what may be null, and the rows of a list."""
    while True:
        if "$ref" in schema:
            schema = openapi()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        elif len(schema.get("allOf", [])) == 1:
            schema = schema["allOf"][0]
        elif found := [one for one in schema.get("oneOf", schema.get("anyOf", [])) if "$ref" in one]:
            schema = found[0]
        elif "items" in schema:
            schema = schema["items"]
        else:
            return schema


def promised(ledger: Ledger, path: str) -> bool:
    door = openapi()["paths"][f"/{PREFIX}{ledger.path.removeprefix('/' + PREFIX)}"]["get"]
    told = door["responses"]["200"]["content"]["application/json"]["schema"]
    whole = resolved(told)
    at = resolved(whole["properties"][ledger.rows]) if ledger.rows else whole
    for step in path.split("."):
        if step not in at.get("properties", {}):
            return "properties" not in at and at.get("type", "object") == "object"
        at = resolved(at["properties"][step])
    return True


@pytest.mark.parametrize("key", LEDGERS)
def test_every_field_of_a_ledger_stands_in_the_rows_of_its_list(key: str) -> None:
    ledger = LEDGERS[key]
    assert [one.path for one in ledger.fields if not promised(ledger, one.path)] == []
