"""Typed reading of a document's values: the right kind, within bounds, or refused."""

from collections.abc import Collection, Iterable
from typing import Any

from scheduling.domain.refusal import refuse
from scheduling.domain.text import CLASSES, LARGEST, is_date, is_digest


def members(value: Any, keys: Collection[str], rule: str, where: str) -> dict[str, Any]:
    """An object with exactly these keys."""
    found = mapping(value, rule, where)
    wrong = set(found) ^ set(keys)
    if wrong:
        refuse(rule, where, f"keys missing or unknown: {', '.join(sorted(wrong))}")
    return found


def mapping(value: Any, rule: str, where: str) -> dict[str, Any]:
    """An object."""
    if not isinstance(value, dict):
        refuse(rule, where, "not an object")
    return value


def array(value: Any, rule: str, where: str) -> list[Any]:
    """An array."""
    if not isinstance(value, list):
        refuse(rule, where, "not an array")
    return value


def whole(value: Any, rule: str, where: str, least: int = 0) -> int:
    """An integer not below `least`."""
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= LARGEST:
        refuse(rule, where, f"not an integer of {least} or more")
    return value


def text(value: Any, rule: str, where: str) -> str:
    """A string; its characters were checked with the document."""
    if not isinstance(value, str):
        refuse(rule, where, "not a string")
    return value


def word(value: Any, allowed: Iterable[str], rule: str, where: str) -> str:
    """One of a few strings."""
    found = text(value, rule, where)
    if found not in allowed:
        refuse(rule, where, f"not one of the words: {found!r}")
    return found


def words(value: Any, allowed: Iterable[str], rule: str, where: str) -> list[str]:
    """An array of different strings, each one of a few."""
    found = [word(item, allowed, rule, where) for item in array(value, rule, where)]
    if len(set(found)) != len(found):
        refuse(rule, where, "a word twice")
    return found


def digest(value: Any, rule: str, where: str, *, or_empty: bool = False) -> str:
    """Thirty-two bytes in lower hex, or "" where that is allowed."""
    found = text(value, rule, where)
    if not is_digest(found) and not (or_empty and found == ""):
        refuse(rule, where, "not 64 lower hex digits")
    return found


def day(value: Any, rule: str, where: str) -> str:
    """A civil day, YYYY-MM-DD."""
    found = text(value, rule, where)
    if not is_date(found):
        refuse(rule, where, f"not a date: {found!r}")
    return found


def per_class(value: Any, rule: str, where: str) -> dict[str, int]:
    """Class → integer."""
    found = mapping(value, rule, where)
    for cls, number in found.items():
        word(cls, CLASSES, rule, where)
        whole(number, rule, f"{where}.{cls}")
    return found
