"""台账 of a list: which facts of its rows stand in which column, and the filters in force in words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import Any
from urllib.parse import quote

from counting.domain.books import TEXT, Column, Value

_PLACE = re.compile(r"{(\w+)}")
_BEIJING = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Field:
    """One fact of a row: `path` leads to it (`venue.name`); through a list it gathers all, joined by “、”."""

    key: str
    title: str
    path: str
    kind: str = TEXT
    width: int = 14
    words: Mapping[str, str] = field(default_factory=dict)
    by: str = ""  # a fact of the row that tells which words a code has: `case:closed`

    @property
    def column(self) -> Column:
        """As a column."""
        return Column(self.title, self.kind, self.width)


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list may be narrowed by, in words; values without a word are shown as they are.

    Without a title it narrows nothing (the order of the rows) and is not said.
    """

    title: str = ""
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ledger:
    """One list of the house: its door, its filters, its facts.

    `rows` names the list in the door's answer, "" where it is the answer; `{name}` in the path is a filter.
    """

    key: str
    zh: str
    en: str
    path: str
    fields: Sequence[Field]
    filters: Mapping[str, Filter] = field(default_factory=dict)
    rows: str = "rows"

    def named(self, key: str) -> Field | None:
        """A fact by its key."""
        return next((one for one in self.fields if one.key == key), None)

    def asked(self, query: Mapping[str, str]) -> dict[str, str]:
        """The part of a query this list knows; ValueError with the first name it does not."""
        known = {name: value for name, value in query.items() if value != ""}
        for name in known:
            if name not in self.filters:
                raise ValueError(name)
        return known

    @property
    def places(self) -> list[str]:
        """The filters that stand in its path."""
        return _PLACE.findall(self.path)

    def door(self, query: Mapping[str, str]) -> tuple[str, dict[str, str]]:
        """The address with its places filled, and what is asked beside; ValueError names one left empty."""
        for name in self.places:
            if not query.get(name):
                raise ValueError(name)
        path = self.path.format(**{name: quote(query[name], safe="") for name in self.places})
        return path, {name: value for name, value in query.items() if name not in self.places}

    def said(self, query: Mapping[str, str]) -> str:
        """The filters in force, one after the other; “全部” for none."""
        words = []
        for name, value in query.items():
            one = self.filters[name]
            if not one.title:
                continue
            words.append(f"{one.title}：{'、'.join(one.words.get(part, part) for part in value.split(','))}")
        return "；".join(words) or "全部"


def reached(card: Any, path: str) -> Any:
    """What lies at the end of a path; None where it breaks off, a list where it passes one."""
    head, _, rest = path.partition(".")
    if isinstance(card, list | tuple):
        return [reached(one, path) for one in card]
    if not isinstance(card, Mapping) or card.get(head) is None:
        return None
    return reached(card[head], rest) if rest else card[head]


def value_of(one: Field, card: Mapping[str, Any]) -> Value:
    """A fact of a row as a cell: numbers and days stay what they are, all else is text."""
    found = reached(card, one.path)
    if isinstance(found, list | tuple):
        return "、".join(_text(one, each) for each in _flat(found))
    if isinstance(found, bool):
        return one.words.get(str(found).lower(), "是" if found else "否")
    if isinstance(found, datetime):
        return found.astimezone(_BEIJING)
    if isinstance(found, int) and one.words:
        return _text(one, found)
    if found is None or isinstance(found, int | date):
        return found
    if one.by:
        return one.words.get(f"{reached(card, one.by)}:{found}", str(found))
    return _text(one, found)


def _flat(found: Sequence[Any]) -> list[Any]:
    """Lists within lists as one, without what is not there."""
    return [
        each
        for one in found
        if one is not None
        for each in (_flat(one) if isinstance(one, list | tuple) else [one])
    ]


def _text(one: Field, value: Any) -> str:
    return one.words.get(str(value), str(value))
