"""Two rosters of one scope beside each other."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from scheduling.domain.rosterdiff import Differs, compare
from scheduling.domain.venues import Venue, Venues

TOWNS, TYPES = ("370117001", "370117002"), ("NET", "KTV")
VENUES = st.dictionaries(
    st.sampled_from([f"9137{n}" for n in range(8)]),
    st.tuples(
        st.sampled_from("ABCD"), st.sampled_from(TOWNS), st.sampled_from(TYPES),
        st.sampled_from(["open", "closed"]), st.integers(0, 2), st.sampled_from(["Y", "cap"]),
    ),
)  # fmt: skip


def venue(uid: str, cls: str = "B", cell: str = "370117001/NET", **more: Any) -> Venue:
    told = {"name": f"第{uid}家", "status": "open", "last": "", "this_year": 0, "eligible": "Y", **more}
    return Venue(uid, cls, cell, **told)


def roster(*rows: Venue) -> Venues:
    return Venues.of(rows)


def test_each_way_to_differ_is_named_and_verdicts_are_not_compared() -> None:
    before = roster(
        venue("1"), venue("2"), venue("3"), venue("4"), venue("5", this_year=0), venue("6"),
    )  # fmt: skip
    after = roster(
        venue("1", cls="A"), venue("3", cell="370117002/NET", status="closed"), venue("4"),
        venue("5", this_year=1, eligible="cap", last="2026-09-01"), venue("6"), venue("7"),
    )  # fmt: skip
    found = compare(before, after, whole=True)
    assert [(row.id, row.kinds) for row in found.rows] == [
        ("1", ("regraded",)), ("2", ("gone",)), ("3", ("moved", "status")), ("7", ("joined",)),
    ]  # fmt: skip
    assert found.rows[1] == Differs("2", venue("2"), None, ("gone",))


def test_of_draws_that_asked_for_different_venues_only_shared_places_are_compared() -> None:
    ktv = "370117001/KTV"
    before = roster(venue("1"), venue("2", cell=ktv))
    after = roster(venue("3"))
    assert [row.id for row in compare(before, after, whole=False).rows] == ["1", "3"]
    assert [row.id for row in compare(before, after, whole=True).rows] == ["1", "2", "3"]


@given(VENUES, VENUES)
def test_what_differs_is_what_a_plain_comparison_finds(
    one: dict[str, tuple[str, str, str, str, int, str]], other: dict[str, tuple[str, str, str, str, int, str]]
) -> None:
    def made(rows: dict[str, tuple[str, str, str, str, int, str]]) -> Venues:
        return roster(
            *(
                venue(uid, cls, f"{town}/{kind}", status=status, this_year=count, eligible=verdict)
                for uid, (cls, town, kind, status, count, verdict) in rows.items()
            )
        )

    found = compare(made(one), made(other), whole=True)
    plain = {uid for uid in {*one, *other} if one.get(uid, ())[:4] != other.get(uid, ())[:4]}
    assert {row.id for row in found.rows} == plain
    assert compare(made(one), made(one), whole=True).rows == ()
