"""Canonical JSON and its digest: the same bytes on the phone and on the server (tests/vectors/canon.json)."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

LARGEST = 2**53 - 1  # what every JSON reader holds exactly


class NotCanonical(ValueError):
    """A value that has no canonical form."""


def canonical(value: Any) -> str:
    """Keys sorted by code point, no spaces, text as it was typed, whole numbers only."""
    _check(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _check(value: Any) -> None:
    """Walk without recursion: a body may be nested deeper than Python's stack."""
    open_: list[Any] = [value]
    while open_:
        one = open_.pop()
        if isinstance(one, str):
            _check_text(one)
        elif isinstance(one, Mapping):
            for key, inner in one.items():
                if not isinstance(key, str):
                    raise NotCanonical("a key that is not text")
                _check_text(key)
                open_.append(inner)
        elif isinstance(one, list | tuple):
            open_.extend(one)
        elif isinstance(one, float) or (isinstance(one, int) and abs(one) > LARGEST):
            raise NotCanonical(f"not a whole number: {one}")
        elif not (one is None or isinstance(one, int)):
            raise NotCanonical(f"not a JSON value: {type(one).__name__}")


def _check_text(text: str) -> None:
    if text.isascii():
        return
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        raise NotCanonical("half a surrogate pair")


def digest(value: Any) -> str:
    """SHA-256 of the canonical bytes, lower-case hex."""
    return text_digest(canonical(value))


def text_digest(text: str) -> str:
    """SHA-256 of canonical text already at hand."""
    return hashlib.sha256(text.encode()).hexdigest()


def manifest_digest(photos: Sequence[tuple[str, str, int]]) -> str:
    """One digest for all announced files (id, sha256, size), in the order of their ids."""
    return digest([list(photo) for photo in sorted(photos)])


def holds_nul(value: Any) -> bool:
    """Whether any text holds U+0000, which no database column can keep."""
    open_: list[Any] = [value]
    while open_:
        one = open_.pop()
        if isinstance(one, str):
            if "\x00" in one:
                return True
        elif isinstance(one, Mapping):
            open_.extend(one.keys())
            open_.extend(one.values())
        elif isinstance(one, list | tuple):
            open_.extend(one)
    return False
