"""One field list per form of document (文书): what it asks, how it prints, what the public does not read.

A form's list feeds every rendering: the legal PDF, the copy for editing in Word, the page a phone prints off
line. Values are plain: text, ISO dates, ISO moments in Beijing time, whole fen, lists of rows.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from backend.domain.money import money_words
from backend.domain.persons import HIDDEN, name_cut, names_told, public_words, unit_named

TEXT, LONG, DATE, MOMENT, MONEY, PERSONS, TABLE, SIGNATURE = (
    "text", "long", "date", "moment", "money", "persons", "table", "signature",
)  # fmt: skip
KINDS = (TEXT, LONG, DATE, MOMENT, MONEY, PERSONS, TABLE, SIGNATURE)
WORDS = frozenset({TEXT, LONG, DATE, MOMENT, MONEY, PERSONS})  # kinds that print as running words
MASKS = ("", "name", "hide", "rows")
BLOCKS = frozenset({"to", "grid", "text", "long", "table", "sign", "seal", "note"})
HEADINGS = frozenset({"organ", "number", "issued_on"})  # what every form may say beside its own fields
EMPTY = "／"  # an item left blank is struck through, so that nothing is added later
_SLOT = re.compile(r"\{(\w+)\}")

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a form says."""

    key: str
    label: str
    label_en: str
    kind: str = TEXT
    required: bool = True
    mask: str = ""
    columns: tuple[Column, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """One form: its names, its law, the series of its number, its fields and the order they print in."""

    code: str
    no: int  # its number in the list of twenty-eight; 0: not of that list
    name: str
    name_en: str
    basis: str
    series: str  # kind of NumberSeries; "": the paper has no number of its own
    public: bool  # whether a masked copy is ever made for publication
    many: bool  # whether one matter has several of it: a further one is no further version
    fields: tuple[Field, ...]
    blocks: tuple[tuple[str, Any], ...]
    outside: bool = False  # an outside body gives it: neither our name on top nor our seal below
    numbered_by: str = ""  # the field with the number that body gave it; one of ours is never taken then

    def field(self, key: str) -> Field:
        """The field of that key."""
        return next(one for one in self.fields if one.key == key)


def form_of(row: Mapping[str, Any], shared: Mapping[str, Any]) -> Form:
    """The form of one row of data; a field may be the name of a shared one. ValueError when it is unsound."""
    fields = tuple(_field(one, shared) for one in row["fields"])
    blocks = tuple((kind, what) for kind, what in row.get("blocks") or _blocks(fields, row.get("series", "")))
    form = Form(
        row["code"], row.get("no", 0), row["name"], row["name_en"], row.get("basis", ""),
        row.get("series", ""), row.get("public", False), row.get("many", False), fields, blocks,
        row.get("outside", False), row.get("numbered_by", ""),
    )  # fmt: skip
    faults = form_faults(form)
    if faults:
        raise ValueError(f"{form.code}: {'; '.join(faults)}")
    return form


def _field(row: str | Mapping[str, Any], shared: Mapping[str, Any]) -> Field:
    if isinstance(row, str):
        key, optional = row.removesuffix("?"), row.endswith("?")
        row = {"key": key, **shared[key], **({"required": False} if optional else {})}
    columns = tuple(Column(key, label) for key, label in row.get("columns", ()))
    return Field(
        row["key"], row["label"], row["label_en"], row.get("kind", TEXT), row.get("required", True),
        row.get("mask", ""), columns,
    )  # fmt: skip


def _blocks(fields: Sequence[Field], series: str) -> Iterator[tuple[str, Any]]:
    """The order of a form without a layout of its own: short items in pairs, long ones below each other.

    What leaves the organ under a number bears its seal; an approval or a record inside has its signatures.
    """
    pair: list[str] = []
    rows: list[list[str]] = []
    later: list[tuple[str, Any]] = []
    signs: list[str] = []
    for field in fields:
        if field.kind in (TEXT, DATE, MOMENT, MONEY):
            pair.append(field.key)
            if len(pair) == 2:
                rows, pair = [*rows, pair], []
        elif field.kind == SIGNATURE:
            signs.append(field.key)
        elif field.kind == PERSONS:
            rows.append([field.key])
        else:
            later.append((field.kind, field.key))
    rows += [pair] if pair else []
    if rows:
        yield "grid", rows
    yield from later
    if signs:
        yield "sign", signs
    if series:
        yield "seal", ""


def form_faults(form: Form) -> list[str]:
    """What is unsound: unknown kinds, keys given twice, a layout that forgets a field or knows a stranger."""
    keys = [field.key for field in form.fields]
    faults = [f"twice {key}" for key in sorted({key for key in keys if keys.count(key) > 1})]
    for field in form.fields:
        if field.kind not in KINDS or field.mask not in MASKS:
            faults.append(f"kind of {field.key}")
        if (field.kind == TABLE) != bool(field.columns) or field.key in HEADINGS:
            faults.append(f"shape of {field.key}")
    said = [*_said(form.blocks), *([form.numbered_by] if form.numbered_by else [])]  # that one in the head
    faults += [f"layout lacks {key}" for key in keys if key not in said]
    faults += [f"layout says {key}" for key in said if key not in keys and key not in HEADINGS]
    if form.outside and any(kind == "seal" for kind, _ in form.blocks):
        faults.append("seal on a paper of an outside body")
    return faults + [f"block {kind}" for kind, _ in form.blocks if kind not in BLOCKS]


def _said(blocks: Sequence[tuple[str, Any]]) -> Iterator[str]:
    for kind, what in blocks:
        if kind == "grid":
            yield from (key for row in what for key in row)
        elif kind == "sign":
            yield from what
        elif kind in ("long", "table"):
            yield what
        else:
            yield from _SLOT.findall(what)


def missing(form: Form, values: Values) -> list[str]:
    """Required fields that say nothing; signatures are asked of the paper, not of its values."""
    return [
        field.key
        for field in form.fields
        if field.required and field.kind != SIGNATURE and not _given(values.get(field.key))
    ]


def _given(value: Any) -> bool:
    return value is not None and value != [] and (not isinstance(value, str) or bool(value.strip()))


def faults(form: Form, values: Values) -> dict[str, str]:
    """Fields whose value has not the shape of its kind, with the reason; unknown keys too."""
    found = {key: "不是本文书的栏目" for key in values if key not in {field.key for field in form.fields}}
    for field in form.fields:
        value = values.get(field.key)
        if _given(value) and not _shaped(field, value):
            found[field.key] = "格式不对"
    return found


def _shaped(field: Field, value: Any) -> bool:
    try:
        if field.kind == TABLE:
            return all(isinstance(cell, str) for row in value for cell in row.values())
        if field.kind == SIGNATURE:
            return isinstance(value, Mapping)
        printed(field, value)
    except (TypeError, ValueError, AttributeError, KeyError):
        return False
    return field.kind in (MONEY, PERSONS) or isinstance(value, str)


def printed(field: Field, value: Any) -> str:
    """The value as words of the document; a blank is struck through."""
    if not _given(value):
        return EMPTY
    if field.kind == DATE:
        return day_words(date.fromisoformat(value))
    if field.kind == MOMENT:
        return _moment_words(value)
    if field.kind == MONEY:
        return money_words(value)
    if field.kind == PERSONS:
        return "、".join(_person(one, CERT.get(field.key, "执法证号")) for one in value)
    return str(value).strip()


CERT = {"experts": "鉴定人证号"}  # theirs is another certificate


def _person(one: Mapping[str, str], word: str) -> str:
    cert = one.get("cert_no", "")
    return f"{one['name']}（{word} {cert}）" if cert else one["name"]


def day_words(on: date) -> str:
    """2026年9月15日."""
    return f"{on.year}年{on.month}月{on.day}日"


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above and below every form."""

    organ: str
    number: str
    issued_on: date

    def words(self) -> dict[str, str]:
        """As slots of the layout."""
        return {
            "organ": self.organ,
            "number": self.number or EMPTY,
            "issued_on": day_words(self.issued_on),
        }


def typed_number(form: Form, values: Values) -> str:
    """The number an outside body gave its paper; "" of a form of ours, or while nobody wrote it."""
    return str(values.get(form.numbered_by) or "").strip() if form.numbered_by else ""


def number_of(form: Form, values: Values, heading: Heading) -> str:
    """The number in the head: that of the body that gave the paper, else ours."""
    return typed_number(form, values) or heading.number


def words_of(form: Form, values: Values, heading: Heading) -> dict[str, str]:
    """Every running word of the paper by its key."""
    own = {f.key: printed(f, values.get(f.key)) for f in form.fields if f.kind in WORDS}
    return {**heading.words(), **own, "number": number_of(form, values, heading) or EMPTY}


def filled(form: Form, values: Values, heading: Heading) -> list[dict[str, Any]]:
    """The blocks with their words in place: what each rendering draws, in order."""
    words = words_of(form, values, heading)
    return [_filled(form, kind, what, values, words) for kind, what in form.blocks]


def _filled(form: Form, kind: str, what: Any, values: Values, words: Mapping[str, str]) -> dict[str, Any]:
    if kind == "grid":
        rows = [[{"label": form.field(key).label, "text": words[key]} for key in row] for row in what]
        return {"kind": kind, "rows": rows}
    if kind == "long":
        return {"kind": kind, "label": form.field(what).label, "text": words[what]}
    if kind == "table":
        return {"kind": kind, **_table(form.field(what), values.get(what) or [])}
    if kind == "sign":
        boxes = [{"key": key, "label": form.field(key).label, **_signed(values.get(key))} for key in what]
        return {"kind": kind, "boxes": boxes}
    if kind == "seal":
        return {"kind": kind, "organ": words["organ"], "on": words["issued_on"]}
    return {"kind": kind, "text": _SLOT.sub(lambda slot: words[slot[1]], what)}


def _table(field: Field, rows: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    return {
        "label": field.label,
        "columns": [column.label for column in field.columns],
        "rows": [[str(row.get(column.key) or EMPTY) for column in field.columns] for row in rows],
    }


def _signed(value: Mapping[str, Any] | None) -> dict[str, str]:
    """A signature as it prints: the name, when, the image's file, or the refusal with its witness."""
    value = value or {}
    refusal = value.get("refusal") or {}
    at = value.get("signed_at") or ""
    return {
        "name": str(value.get("name") or ""),
        "at": _moment_words(str(at)) if at else "",
        "file": str(value.get("file") or ""),
        "refusal": f"拒绝签名：{refusal['reason']}（见证人：{refusal.get('witness') or EMPTY}）"
        if refusal
        else "",
    }


def _moment_words(text: str) -> str:
    """A moment of which only the day is known prints as the day."""
    if len(text) == len("2026-09-15"):
        return day_words(date.fromisoformat(text))
    moment = datetime.fromisoformat(text)
    return f"{day_words(moment.date())}{moment.hour:02d}时{moment.minute:02d}分"


def masked(form: Form, values: Values) -> dict[str, Any]:
    """The values as the public may read them: names cut, numbers and addresses hidden wherever they stand.

    A unit keeps its name and its code, as in the public list; one that is called as its owner does not.
    """
    secret: dict[str, str] = {}
    party = [str(values.get(key) or "") for key in ("party_name", "party_id", "legal_rep")]
    known = ("party_name", "party_id") if unit_named(*party) else ()
    for field in form.fields:
        text = values.get(field.key) if field.key not in known else None
        if field.mask in ("name", "hide") and isinstance(text, str) and text.strip():
            secret[text.strip()] = name_cut(text.strip()) if field.mask == "name" else HIDDEN
        if field.kind == SIGNATURE and isinstance(text, Mapping) and field.mask and text.get("name"):
            secret[str(text["name"])] = name_cut(str(text["name"]))
    for text in _texts(form, values):
        for name in names_told(text):
            secret.setdefault(name, name_cut(name))
    return {
        f.key: values[f.key] if f.key in known else _masked(f, values[f.key], secret)
        for f in form.fields
        if f.key in values
    }


def _texts(form: Form, values: Values) -> Iterator[str]:
    """Every free text of a paper."""
    for field in form.fields:
        value = values.get(field.key)
        if isinstance(value, str) and field.kind in (TEXT, LONG):
            yield value
        elif field.kind == TABLE:
            for row in value or []:
                yield from (str(cell) for cell in row.values())


def _masked(field: Field, value: Any, secret: Mapping[str, str]) -> Any:
    if field.mask == "rows":
        return []
    if field.kind == SIGNATURE and isinstance(value, Mapping):
        return {
            "name": public_words(str(value.get("name") or ""), secret),
            "signed_at": value.get("signed_at"),
        }
    if field.kind == TABLE:
        return [{key: public_words(cell, secret) for key, cell in row.items()} for row in value or []]
    if isinstance(value, str) and field.kind in (TEXT, LONG):
        return HIDDEN if field.mask == "hide" and value.strip() else public_words(value, secret)
    return value
