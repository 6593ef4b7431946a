"""What no public answer may hold: telephones, identity numbers, and names that are not the page's to tell."""

import re
from collections.abc import Iterable
from typing import Any

_DIGITS = r"(?<![0-9A-Za-z])(?:%s)(?![0-9A-Za-z])"
PHONE = re.compile(_DIGITS % "1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8}")
IDENTITY = re.compile(_DIGITS % "[0-9]{17}[0-9Xx]")


def words(answer: Any) -> Iterable[str]:
    """Every text of an answer, however deep."""
    if isinstance(answer, dict):
        for value in answer.values():
            yield from words(value)
    elif isinstance(answer, list):
        for value in answer:
            yield from words(value)
    elif isinstance(answer, str):
        yield answer


def personal(answer: Any, *names: str) -> list[str]:
    """Texts that hold a telephone, an identity number, or one of these names."""
    return [
        text
        for text in words(answer)
        if PHONE.search(text) or IDENTITY.search(text) or any(name in text for name in names)
    ]
