"""Marks on a photo: one spelling, one digest, whole pixels."""

from inspections.domain.marks import marks_digest, marks_read, pixels

ARROW = {"kind": "arrow", "x1": 100, "y1": 9999, "x2": 5000, "y2": 5000}


def test_marks_have_one_spelling_and_no_marks_no_digest() -> None:
    spelt = marks_read([{**ARROW, "colour": "red"}])
    assert spelt == [ARROW]
    assert marks_digest([{**ARROW, "colour": "red"}]) == marks_digest([ARROW]) != marks_digest([])
    assert marks_digest([]) == ""


def test_marks_fall_on_whole_pixels_of_any_size() -> None:
    assert pixels(ARROW, 4000, 3000) == (40, 2999, 2000, 1500)
