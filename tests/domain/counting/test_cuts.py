"""Cross tables: whichever way the same cases are cut, they sum to the same whole."""

from datetime import date, timedelta
from itertools import permutations
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from counting.domain.cuts import WHOLE, Cell, CutFact, cut

DIMENSIONS = ("category", "class", "month", "organ")


@st.composite
def facts(draw: st.DrawFn) -> list[CutFact]:
    made = []
    for number in range(draw(st.integers(0, 30))):
        on = date(2026, 1, 1) + timedelta(days=draw(st.integers(0, 364)))
        keys = {name: (f"{name}{n}", "", "") for name in DIMENSIONS if (n := draw(st.integers(0, 4))) >= 0}
        keys["month"] = (f"{on:%Y-%m}", "", "")
        made.append(CutFact(UUID(int=number + 1), on, keys, draw(st.integers(0, 10**9))))
    return made


@settings(max_examples=40, deadline=None)
@given(facts())
def test_every_cut_sums_to_the_same_whole(cases: list[CutFact]) -> None:
    ids, fen = {case.uuid for case in cases}, sum(case.fen for case in cases)
    for rows, columns in [*permutations(DIMENSIONS, 2), *((name, "") for name in DIMENSIONS)]:
        found = cut(cases, rows, columns)
        whole = found.cell(WHOLE, WHOLE)
        assert (set(whole.ids), len(whole.ids), whole.sum_fen) == (ids, len(ids), fen)
        lines = [found.cell(row[0], WHOLE) for row in found.rows]
        assert (sum(len(line.ids) for line in lines), sum(line.sum_fen for line in lines)) == (len(ids), fen)
        for row in found.rows:
            cells = [found.cell(row[0], column[0]) for column in found.columns]
            if columns:
                assert sum(len(cell.ids) for cell in cells) == len(found.cell(row[0], WHOLE).ids)
                assert sum(cell.sum_fen for cell in cells) == found.cell(row[0], WHOLE).sum_fen
        for column in found.columns:
            down = [found.cell(row[0], column[0]) for row in found.rows]
            assert sum(len(cell.ids) for cell in down) == len(found.cell(WHOLE, column[0]).ids)


def case(number: int, month: int, name: str, fen: int = 0) -> CutFact:
    keys = {"class": (name, name, name), "month": (f"2026-{month:02d}", f"{month}月", "")}
    return CutFact(UUID(int=number), date(2026, month, 3), keys, fen)


def test_a_known_order_comes_first_then_the_largest_and_months_stand_as_they_come() -> None:
    cases = [
        case(1, 9, "fine", 500),
        case(2, 3, "odd"),
        case(3, 3, "warning"),
        case(4, 1, "odd"),
        case(5, 1, "fine"),
    ]
    found = cut(cases, "class", "month", order={"class": ("warning", "fine")})
    assert [row[0] for row in found.rows] == ["warning", "fine", "odd"]
    assert [column[0] for column in found.columns] == ["2026-01", "2026-03", "2026-09"]
    assert found.cell("fine", "2026-09") == Cell((UUID(int=1),), 500)
    assert found.cell("warning", "2026-09") == Cell()
    assert found.cell("odd", WHOLE).ids == (UUID(int=2), UUID(int=4))  # newest first
    assert found.knows("odd", WHOLE) and not found.knows("odd", "2026-02") and not found.knows("none", WHOLE)
