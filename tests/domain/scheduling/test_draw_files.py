"""Texts, canonical JSON and tables of a draw: one spelling, and everything else refused."""

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.errors import DomainError
from scheduling.domain import roster, text
from scheduling.domain.canonical import canon, parse
from scheduling.domain.characters import ranges
from scheduling.domain.encoding import SHA256, profile_named
from scheduling.domain.roster import Officer, Pair, Result, Rosters, Venue
from scheduling.domain.tables import table_bytes
from tests.domain.scheduling import drawn

INVISIBLE = {0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0}
SELECTORS = {*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)}
UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs")


def refusal(act: Callable[[], Any]) -> tuple[str, Any]:
    """Code and rule of the refusal an act meets."""
    with pytest.raises(DomainError) as refused:
        act()
    return refused.value.code, refused.value.data.get("rule")


def test_the_table_of_characters_is_unicode_14_without_the_unseen() -> None:
    listed = {code for first, last in ranges() for code in range(first, last + 1)}
    assert {chr(code) for code in listed} == drawn.verifier().ALLOWED
    assert len(listed) == 144_249
    if unicodedata.unidata_version != "14.0.0":
        return  # later versions assign more; the table must not
    seen = {c for c in range(0x110000) if c == 0x20 or unicodedata.category(chr(c)) not in UNSEEN}
    assert listed == seen - INVISIBLE - SELECTORS


@pytest.mark.parametrize(
    "wrong",
    ["a\tb", "e\u0301", "a\u200bb", "\u202eabc", " a", "a ", "a\u3000b", "\ud800", "\u3164", "\U000323b0"],
)
def test_text_that_is_not_seen_as_written_is_refused(wrong: str) -> None:
    assert text.text_fault(wrong)
    assert not drawn.verifier().good_text(wrong)


@pytest.mark.parametrize("right", ["", "a b", "钢城区", "é", "\U0001f600", "\U00030000"])
def test_text_that_is_seen_is_taken(right: str) -> None:
    assert not text.text_fault(right)
    assert drawn.verifier().good_text(right)


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "-",
        "a1",
        "A B",
        "A,B",
        "A/B",
        'A"',
        "A\\",
        "A" * 24,
        "黄" * 8,
        "\uff21",
        "A\u200b",
        "①",
        "A\u0301\u200b",
    ],
)
def test_what_is_not_an_id_is_refused(wrong: str) -> None:
    assert refusal(lambda: text.check_id(wrong, "here")) == ("draw_invalid", "N3")
    assert not drawn.verifier().good_id(wrong)


@pytest.mark.parametrize("right", ["A", "91310000MA1K35X26N-01", "黄浦-网吧-7", "310101-0001", "A" * 23])
def test_an_id_is_taken(right: str) -> None:
    text.check_id(right, "here")
    assert drawn.verifier().good_id(right)


@pytest.mark.parametrize("wrong", ["20260915", "2026-9-15", "2026-02-30", "2026-W38-2", "", "2026-09-15 "])
def test_what_is_not_a_date_is_none(wrong: str) -> None:
    assert not text.is_date(wrong)
    assert not drawn.verifier().good_date(wrong)


@pytest.mark.parametrize("wrong", ["", "01", "-1", "+1", "1.0", "１", "9007199254740992", "1" * 17])
def test_what_is_not_a_whole_number_is_none(wrong: str) -> None:
    assert not text.is_whole(wrong)


JSON = st.recursive(
    st.integers(-(2**53) + 1, 2**53 - 1) | st.text('ab"\\网 é\U0001f600').filter(lambda t: t == t.strip(" ")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("ab\\网\U0001f600\uffee"), inner),
)


@given(JSON)
def test_canonical_json_reads_back_and_both_writers_agree(value: Any) -> None:
    data = canon(value)
    assert parse(data, "here") == value
    assert drawn.verifier().spell(value).encode() == data
    assert drawn.verifier().unspell(data) == value


def test_keys_go_by_code_point_beyond_the_basic_plane() -> None:
    assert canon({"\U0001f600": 1, "\uffee": 2}) == '{"\uffee":2,"\U0001f600":1}'.encode()


@pytest.mark.parametrize(
    "wrong",
    [
        b'{"a":1.0}',
        b'{"a":1e2}',
        b'{"a":NaN}',
        b'{"a":null}',
        b'{"a":true}',
        b'{"a": 1}',
        b'{"b":1,"a":1}',
        b'{"a":1,"a":1}',
        b'{"a":-0}',
        b'{"a":9007199254740992}',
        b'{"a":"\\u0041"}',
        b'{"a":"\\/"}',
        b"{}\n",
        b"\xef\xbb\xbf{}",
        b'"\xff"',
        b"[" * 9999,
        b"",
        b'{"a":"\\ud800"}',
        '"e\u0301"'.encode(),
        '{"\u200b":1}'.encode(),
    ],
)
def test_another_spelling_is_refused(wrong: bytes) -> None:
    assert refusal(lambda: parse(wrong, "here"))[0] == "draw_invalid"
    with pytest.raises(drawn.verifier().Broken):
        drawn.verifier().unspell(wrong)


@pytest.mark.parametrize("wrong", [None, True, 1.5, {1: 2}, b"a", 2**53, "a ", {"a ": 1}])
def test_a_value_without_canonical_form_is_refused(wrong: Any) -> None:
    assert refusal(lambda: canon(wrong))[0] == "draw_invalid"


ROSTERS = Rosters(
    drawn.venues(),
    drawn.officers(),
    [Pair("370117000", "91370117MA3C0000XK"), Pair("370117000", "91370117MA3C0002XK")],
    [Pair("370117000", "91370117MA3C0000XK")],
)
RESULT = Result("91370117MA3C0000XK", "A", "艾山街道/网吧", ("370117000", "-"))


def filed() -> dict[str, bytes]:
    judged = [venue._replace(eligible=venue.eligible or "Y") for venue in ROSTERS.venues]
    return {
        **Rosters(judged, ROSTERS.officers, ROSTERS.blocked).files(),
        "lifted.tsv": roster.pairs_write(ROSTERS.lifted),
        "results.tsv": roster.results_write([RESULT]),
    }


def test_rosters_read_back_as_they_were_written() -> None:
    files = filed()
    read = Rosters.read(files)
    judged = [venue._replace(eligible=venue.eligible or "Y") for venue in ROSTERS.venues]
    assert read == Rosters(judged, ROSTERS.officers, ROSTERS.blocked, ROSTERS.lifted)
    assert Rosters.read({name: files[name] for name in files if name != "lifted.tsv"}).lifted == ()


def test_rows_are_written_sorted_whatever_their_order() -> None:
    backwards = Rosters(ROSTERS.venues[::-1], ROSTERS.officers[::-1], ROSTERS.blocked[::-1])
    assert backwards.files() == Rosters(ROSTERS.venues, ROSTERS.officers, ROSTERS.blocked).files()


VENUE = "91370117MA3C0000XK\tA\t艾山街道/网吧\t某店\topen\t2026-01-11\t0\tY"
OFFICER = "370117000\t一中队\tNET,lead\t*\t2026-01-01\t2026-12-31\t2028-01-01\t0\t6"


def spoiled(row: str, field: int, value: str) -> str:
    fields = row.split("\t")
    fields[field] = value
    return "\t".join(fields)


@pytest.mark.parametrize("other", ["91370117MA3A0000XK", "91370117MA3C0000XK"])
def test_venues_out_of_order_or_named_twice_are_refused(other: str) -> None:
    rows = [VENUE.split("\t"), spoiled(VENUE, 0, other).split("\t")]
    assert refusal(lambda: roster.venues_read(table_bytes(roster.VENUE_COLUMNS, rows))) == (
        "draw_invalid",
        "N5",
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (0, ""),
        (0, "a"),
        (1, "E"),
        (1, ""),
        (2, "网吧"),
        (2, "/网吧"),
        (2, "艾山/"),
        (2, "艾/山/网"),
        (2, "艾,山/网吧"),
        (2, "艾山 /网吧"),
        (3, "某\u200b店"),
        (3, "e\u0301"),
        (3, " 某店"),
        (3, "某店 "),
        (5, "2026-02-30"),
        (6, ""),
        (6, "00"),
        (6, "-1"),
        (7, ""),
        (7, "N"),
    ],
)
def test_a_venue_row_that_breaks_a_rule_is_refused(field: int, value: str) -> None:
    data = table_bytes(roster.VENUE_COLUMNS, [spoiled(VENUE, field, value).split("\t")])
    assert refusal(lambda: roster.venues_read(data))[0] == "draw_invalid"
    with pytest.raises(drawn.verifier().Broken):
        for row in drawn.verifier().table("venues.tsv", data):
            drawn.verifier().check_venue(row)


@pytest.mark.parametrize(
    ("field", "value"),
    [(2, "lead,NET"), (2, "NET,NET"), (2, ",NET"), (3, "b,a"), (4, "2026-1-1"), (7, ""), (8, "六"), (0, "x")],
)
def test_an_officer_row_that_breaks_a_rule_is_refused(field: int, value: str) -> None:
    data = table_bytes(roster.OFFICER_COLUMNS, [spoiled(OFFICER, field, value).split("\t")])
    assert refusal(lambda: roster.officers_read(data))[0] == "draw_invalid"
    with pytest.raises(drawn.verifier().Broken):
        for row in drawn.verifier().table("officers.tsv", data):
            drawn.verifier().check_officer(row)


def test_officers_may_leave_fields_empty_that_nothing_needs() -> None:
    bare = Officer("370117000", "", (), (), "", "", "", 0, 0)
    data = roster.officers_write([bare])
    assert roster.officers_read(data) == [bare]
    (row,) = drawn.verifier().table("officers.tsv", data)
    drawn.verifier().check_officer(row)


BLOCKED = b"SSJ-DRAW/1\tofficer\tvenue\n"


@pytest.mark.parametrize(
    "wrong",
    [
        b"",
        b"SSJ-DRAW/1\tofficer\tvenue",
        b"SSJ-DRAW/1\tofficer\tplace\n",
        b"\xef\xbb\xbf" + BLOCKED,
        BLOCKED + b"A\tB\r\n",
        BLOCKED + b"A\tB\n\n",
        BLOCKED + b"A\n",
        BLOCKED + b"A\tB\tC\n",
        BLOCKED + b"A\tB\nA\tB\n",
        BLOCKED + b"A\tC\nA\tB\n",
        BLOCKED + b"B\tA\nA\tB\n",
        BLOCKED + b"A\tb\n",
        BLOCKED + b"\xff\tB\n",
    ],
)
def test_a_file_that_is_not_the_only_spelling_is_refused(wrong: bytes) -> None:
    assert refusal(lambda: roster.pairs_read("blocked.tsv", wrong))[0] == "draw_invalid"
    with pytest.raises(drawn.verifier().Broken):
        drawn.verifier().table("blocked.tsv", wrong)


def test_a_pair_is_sorted_by_officer_then_venue() -> None:
    pairs = [Pair("A", "B"), Pair("A-", "A"), Pair("A", "A")]
    data = roster.pairs_write(pairs)
    assert data == BLOCKED + b"A\tA\nA\tB\nA-\tA\n"
    assert roster.pairs_read("blocked.tsv", data) == sorted(pairs)
    assert len(drawn.verifier().table("blocked.tsv", data)) == 3


@pytest.mark.parametrize("name", ["某\t店", "某\n店"])
def test_a_separator_inside_a_field_is_refused_when_written(name: str) -> None:
    venue = Venue("A", "A", "艾山/网吧", name, "open", "", 0, "Y")
    assert refusal(lambda: roster.venues_write([venue])) == ("draw_invalid", "N5")


def test_a_comma_inside_a_code_is_refused_when_written() -> None:
    officer = drawn.officers(1)[0]._replace(quals=("a,b",))
    assert refusal(lambda: roster.officers_write([officer])) == ("draw_invalid", "N6")


def test_results_read_back_as_they_were_written() -> None:
    (read,) = drawn.verifier().table("results.tsv", filed()["results.tsv"])
    assert (read["id"], read["class"], read["cell"], read["team"].split(",")) == (
        RESULT.id, RESULT.cls, RESULT.cell, list(RESULT.team),
    )  # fmt: skip


@pytest.mark.parametrize("row", ["A\tE\t艾山/网吧\t-", "A\tA\t网吧\t-"])
def test_a_result_row_of_no_class_or_cell_is_refused(row: str) -> None:
    (read,) = drawn.verifier().table("results.tsv", table_bytes(roster.RESULT_COLUMNS, [row.split("\t")]))
    with pytest.raises(drawn.verifier().Broken, match="no such"):
        drawn.verifier().check_place(read)


def test_an_unknown_profile_is_refused() -> None:
    assert refusal(lambda: profile_named("SSJ-DRAW/2")) == ("draw_invalid", "N4")
    assert profile_named("SSJ-DRAW/1") is SHA256


@pytest.mark.parametrize("unit", ["一中\t队", "一中队\n"])
def test_a_separator_inside_an_officers_unit_is_refused(unit: str) -> None:
    officer = drawn.officers()[0]._replace(unit=unit)
    assert refusal(lambda: roster.officers_write([officer])) == ("draw_invalid", "N5")
