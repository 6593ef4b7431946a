"""Document numbers (文号): a template per kind, gap-free per organ, kind and year."""

import re

_SLOTS = frozenset({"short", "kind", "year", "seq", "seq3"})
_SLOT = re.compile(r"\{(\w+)\}")


def check_template(template: str) -> None:
    """Refuse (ValueError) a template with unknown slots, other braces, or without year and sequence."""
    slots = set(_SLOT.findall(template))
    unknown = slots - _SLOTS
    if unknown:
        raise ValueError(f"unknown slots {sorted(unknown)}")
    if set("{}") & set(_SLOT.sub("", template)):
        raise ValueError("braces that are no slot")
    if "year" not in slots or not slots & {"seq", "seq3"}:
        raise ValueError("a number needs {year} and {seq}")


def number(template: str, *, short: str, kind: str, year: int, seq: int) -> str:
    """The printed number, e.g. `({short})文综罚字〔{year}〕{seq}号` → (钢)文综罚字〔2026〕8号."""
    check_template(template)
    return template.format(short=short, kind=kind, year=year, seq=seq, seq3=f"{seq:03d}")


def sequence(template: str, printed: str, *, year: int) -> int | None:
    """The sequence a printed number of this format and year holds; None where it is of another format."""
    parts = []
    for n, part in enumerate(_SLOT.split(template)):  # text and names of slots take turns
        if n % 2 == 0:
            parts.append(re.escape(part))
        elif part == "year":
            parts.append(str(year))
        else:
            parts.append(r"(\d+)" if part in ("seq", "seq3") else ".*?")
    found = re.fullmatch("".join(parts), printed)
    return int(found[1]) if found else None
