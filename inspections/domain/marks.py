"""Marks (标注) on a photo: a layer of its own beside the original, which is never touched.

Coordinates are ten-thousandths of the upright picture's width and height, whole numbers from the upper left.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from inspections.domain.evidence import digest

KINDS = ("arrow", "box", "blur")
CORNERS = ("x1", "y1", "x2", "y2")
WHOLE = 10_000
MOST = 40

Mark = dict[str, Any]


def marks_read(marks: Iterable[Mapping[str, Any]]) -> list[Mark]:
    """The marks in their one spelling: kind and corners, nothing else."""
    return [{"kind": one["kind"], **{key: one[key] for key in CORNERS}} for one in marks]


def marks_digest(marks: Iterable[Mapping[str, Any]]) -> str:
    """SHA-256 of the canonical list; "" for a photo without marks."""
    listed = marks_read(marks)
    return digest(listed) if listed else ""


def pixels(mark: Mapping[str, Any], width: int, height: int) -> tuple[int, int, int, int]:
    """The corners on a picture of this size, in the order they were drawn."""
    return (
        mark["x1"] * width // WHOLE,
        mark["y1"] * height // WHOLE,
        mark["x2"] * width // WHOLE,
        mark["y2"] * height // WHOLE,
    )
