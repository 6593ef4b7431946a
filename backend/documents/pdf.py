"""The legal PDF: Typst in this process, fonts loaded once; a warning or a missing glyph is a failure."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson
import typst
from django.conf import settings

from backend.clock import BEIJING
from backend.documents.glyphs import undrawable

LAYOUT = Path(__file__).parent / "layout.typ"
FACE, FACE_FILE = "Noto Serif SC", "NotoSerifSC_400Regular.ttf"
SOURCE_MAX = 200_000
_ESCAPED = re.compile(r"\\u\{([0-9a-fA-F]{1,6})\}")
# A bureau's own template is text for a page: it reads no files, loads no packages, runs no plugins.
_FORBIDDEN = (
    "@preview",
    "@local",
    "plugin(",
    "read(",
    "#import",
    "#include",
    " import ",
    "yaml(",
    "csv(",
    "toml(",
    "xml(",
)


class PaperFault(Exception):
    """Why a paper cannot be made: a sentence for the officer."""


@lru_cache(maxsize=1)
def fonts() -> typst.Fonts:
    """The bundled fonts, read once for the life of the process; nothing of the machine's."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(settings.FONT_DIR)]
    )


@lru_cache(maxsize=1)
def layout() -> str:
    """The house's own layout."""
    return LAYOUT.read_text(encoding="utf-8")


def source_faults(source: str) -> list[str]:
    """Why a template is not even tried."""
    if len(source) > SOURCE_MAX:
        return ["模板过大"]
    faults = [f"模板不能使用 {word.strip()}" for word in _FORBIDDEN if word in source]
    lost = _lost(_ESCAPED.sub(lambda found: _sign(found[1]), source))
    return faults + ([f"模板中有字库没有的字符：{lost}"] if lost else [])


def _sign(code: str) -> str:
    """The character an escape of Typst names."""
    return chr(int(code, 16)) if int(code, 16) <= 0x10FFFF else ""


def _lost(text: str) -> str:
    """The first characters of a text that its font cannot draw."""
    return "".join(undrawable(text.lstrip("\ufeff"), Path(settings.FONT_DIR) / FACE_FILE)[:20])


def pdf(source: str, paper: Mapping[str, Any], files: Mapping[str, bytes], *, on: date) -> bytes:
    """The bytes of one paper; the same paper makes the same bytes. PaperFault says what is wrong."""
    lost = _lost("".join(_words(paper)))
    if lost:
        raise PaperFault(f"字库中没有这些字符：{lost}")
    inside: Any = {"main.typ": source.encode(), **files}  # its stubs do not know files in memory
    stamp = datetime(on.year, on.month, on.day, tzinfo=BEIJING)
    try:
        made, warnings = typst.compile_with_warnings(
            inside,
            font_paths=fonts(),
            ignore_system_fonts=True,
            sys_inputs={"paper": orjson.dumps({**paper, "face": FACE}).decode()},
            timestamp=int(stamp.timestamp()),
        )
    except typst.TypstError as error:
        raise PaperFault(f"排版失败：{error}"[:300]) from error
    if warnings:
        raise PaperFault(f"排版警告：{warnings[0]}"[:300])
    if not isinstance(made, bytes):
        raise PaperFault("排版没有结果")
    return made


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _words(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _words(inner)
