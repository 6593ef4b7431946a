"""What a typed text asks for: its words as names and numbers are written; what is shown of a hit."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

WORDS_MOST: Final = 8
AROUND: Final = 24
_BRACKETS: Final = str.maketrans({"[": "〔", "]": "〕", "【": "〔", "】": "〕", "［": "〔", "］": "〕"})


def words_asked(text: str) -> list[tuple[str, ...]]:
    """Each word with the ways it may be written: as typed, in half width, with the brackets of a 文号."""
    found = []
    for typed in text.split()[:WORDS_MOST]:
        plain = unicodedata.normalize("NFKC", typed)
        number = plain.replace("(", "〔").replace(")", "〕") if re.search(r"\(\d{4}\)", plain) else plain
        found.append(tuple(dict.fromkeys((typed, plain, number.translate(_BRACKETS)))))
    return found


def snippet(text: str, words: Sequence[tuple[str, ...]]) -> str:
    """The place of the first hit with what stands around it, on one line; "" where nothing hits."""
    line = " ".join(text.split())
    low = line.lower()
    places = [low.find(way.lower()) for ways in words for way in ways]
    first = min((place for place in places if place >= 0), default=-1)
    if first < 0:
        return ""
    begin, end = max(0, first - AROUND), first + 2 * AROUND
    return ("…" if begin else "") + line[begin:end] + ("…" if end < len(line) else "")
