"""What a commit fixes: policy, mode, beacon, eligibility and quotas; anything malformed is refused."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.errors import DomainError
from scheduling.domain import beacon, commit, eligibility, policy, quota
from scheduling.domain.canonical import canon, parse
from scheduling.domain.encoding import SHA256
from scheduling.domain.quota import Quota, Share, class_quota
from scheduling.domain.roster import Venue
from tests.domain.scheduling import drawn
from tests.domain.scheduling.shares import quota_faults

SSQ = {"kind": "ssq", "issue": "2026112", "date": "2026-09-24"}
PL5 = {"kind": "pl5", "issue": "2026257", "date": "2026-09-24"}
D3 = {"kind": "3d", "issue": "2026257", "date": "2026-09-24"}
DRAND = {"kind": "drand", "chain": beacon.CHAIN, "round": beacon.drand_round(drawn.MOMENT)}
LOTTERIES = {"kind": "all", "of": [SSQ, PL5, D3]}
FIRST = {"kind": "first", "of": [LOTTERIES, drawn.DICE, DRAND]}
STRINGS = ["ssq:2026112:03-07-11-19-24-30+08", "pl5:2026257:07192", "3d:2026257:719"]


def changed(path: str, value: Any) -> dict[str, Any]:
    """The commit of the small district with one value replaced, or removed by `...`."""
    found: dict[str, Any] = parse(drawn.prepared().commit_bytes, "commit.json")
    *way, last = path.split(".")
    place = found
    for step in way:
        place = place[step]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return found


WRONG = [
    ("spec", "SSJ-DRAW/2"),
    ("spec", 1),
    ("scope", ""),
    ("scope", 1),
    ("venues", "AB" * 32),
    ("prev", ""),
    ("no", 0),
    ("no", "1"),
    ("moment", -1),
    ("quota", {"E": 1}),
    ("quota", []),
    ("secret", "00" * 32),
    ("escrow", "00" * 32),
    ("reveal_by", 1),
    ("extra", 1),
    ("verifier", ...),
    ("policy.extra", 1),
    ("policy.w", ...),
    ("policy.asof", "2026-9-1"),
    ("policy.asof", 1),
    ("policy.bp", {"A": -1}),
    ("policy.cap_step", "1"),
    ("policy.exclude_days", {"*": 1}),
    ("policy.max_extra", {}),
    ("policy.max_extra", [1]),
    ("policy.lift", ["case"]),
    ("policy.lift", "recent"),
    ("policy.relax", ["cap", "cap"]),
    ("policy.relax", ["qualification"]),
    ("policy.replace", ["rain"]),
    ("policy.rotation", "x"),
    ("policy.seats", []),
    ("policy.seats", {"*": ["lead"]}),
    ("policy.seats", {"*": [""] * 257}),
    ("policy.seats", {"*": ["lead", 1]}),
    ("policy.visit", ["2026-10-01", "2026-09-01"]),
    ("policy.visit", ["2026-10-01"]),
]


@pytest.mark.parametrize(("path", "value"), WRONG)
def test_a_commit_that_breaks_a_rule_is_refused_twice(path: str, value: Any) -> None:
    spoiled = changed(path, value)
    with pytest.raises(DomainError, match="draw_invalid"):
        commit.commit_read(canon(spoiled))
    with pytest.raises(drawn.verifier().Broken):
        drawn.verifier().check_commit(spoiled)
        drawn.verifier().need(spoiled["spec"] == "SSJ-DRAW/1", "spec")


def test_a_sealed_commit_names_secret_escrow_and_a_date_of_reveal() -> None:
    sealed = {"secret": "00" * 32, "escrow": "11" * 32, "reveal_by": drawn.MOMENT + 86400}
    assert commit.commit_check({**drawn.prepared().commit, **sealed})["secret"] == "00" * 32
    for late in (drawn.MOMENT, drawn.MOMENT + 93 * 86400):
        with pytest.raises(DomainError, match="draw_invalid"):
            commit.commit_check({**drawn.prepared().commit, **sealed, "reveal_by": late})


# beacon


def known(descriptor: Any, moment: int = drawn.MOMENT) -> bool:
    """Whether both implementations take a descriptor; they must agree."""
    theirs = drawn.verifier()
    try:
        options = theirs.alternatives(descriptor)
        for option in options:
            for source in option:
                theirs.check_source(source, moment)
        theirs.need(min(map(theirs.strength, options)) >= 48, "weak")
        second = True
    except theirs.Broken:
        second = False
    try:
        beacon.check(descriptor, moment)
    except DomainError:
        assert not second
        return False
    assert second
    return True


@pytest.mark.parametrize("right", [drawn.DICE, LOTTERIES, DRAND, FIRST, {"kind": "all", "of": [SSQ, DRAND]}])
def test_a_beacon_of_enough_bits_is_taken(right: Any) -> None:
    assert known(right)


@pytest.mark.parametrize(
    "wrong",
    [
        SSQ,
        {"kind": "all", "of": [SSQ, PL5]},
        {"kind": "all", "of": [SSQ, SSQ, PL5]},
        {"kind": "first", "of": [drawn.DICE, SSQ]},
        {"kind": "first", "of": []},
        {"kind": "first", "of": [FIRST]},
        {"kind": "all", "of": [LOTTERIES]},
        {"kind": "all", "of": drawn.DICE},
        {"kind": "first", "of": [1]},
        {"kind": "dice", "n": 39},
        {"kind": "dice", "n": "40"},
        {"kind": "dice", "n": 40, "by": "X"},
        {"kind": "coin", "n": 99},
        {},
        [],
        {**DRAND, "chain": "00" * 32},
        {**DRAND, "round": beacon.drand_round(drawn.MOMENT) - 1},
        {**DRAND, "round": beacon.drand_round(drawn.MOMENT) + 1},
        {"kind": "all", "of": [{**SSQ, "issue": "26112"}, PL5, D3]},
        {"kind": "all", "of": [{**SSQ, "issue": 2026112}, PL5, D3]},
        {"kind": "all", "of": [{**SSQ, "date": "2026-09-23"}, PL5, D3]},
        {"kind": "all", "of": [{**SSQ, "date": "24/09"}, PL5, D3]},
    ],
)
def test_a_beacon_that_is_weak_malformed_or_known_is_refused(wrong: Any) -> None:
    assert not known(wrong)


def test_bits_are_those_of_the_weakest_option() -> None:
    assert beacon.bits(FIRST) == 49
    assert beacon.bits(drawn.DICE) == 120
    with pytest.raises(DomainError) as refused:
        beacon.check(SSQ, drawn.MOMENT)
    assert (refused.value.code, refused.value.data) == ("draw_beacon_weak", {"bits": 24, "fewest": 48})


def test_a_lottery_is_not_known_before_half_past_nine_of_its_day() -> None:
    half_past_nine = drawn.MOMENT - drawn.MOMENT % 86400 + 13 * 3600 + 1800
    beacon.check(LOTTERIES, half_past_nine)
    with pytest.raises(DomainError, match="draw_invalid"):
        beacon.check(LOTTERIES, half_past_nine + 1)


VALUES: list[tuple[Mapping[str, Any], str, bool]] = [
    (SSQ, STRINGS[0], True),
    (SSQ, "ssq:2026112:07-03-11-19-24-30+08", False),
    (SSQ, "ssq:2026112:03-03-11-19-24-30+08", False),
    (SSQ, "ssq:2026112:00-03-11-19-24-30+08", False),
    (SSQ, "ssq:2026112:03-07-11-19-24-34+08", False),
    (SSQ, "ssq:2026112:03-07-11-19-24-30+00", False),
    (SSQ, "ssq:2026112:03-07-11-19-24-30+17", False),
    (SSQ, "ssq:2026112:3-7-11-19-24-30+8", False),
    (SSQ, "ssq:2026111:03-07-11-19-24-30+08", False),
    (PL5, STRINGS[1], True),
    (PL5, "pl5:2026257:7192", False),
    (PL5, "pl5:2026257:０7192", False),
    (D3, STRINGS[2], True),
    (D3, "3d:2026257:7190", False),
    (drawn.DICE, drawn.THROWN, True),
    (drawn.DICE, drawn.THROWN + "0", False),
    (drawn.DICE, drawn.THROWN[:-1] + "x", False),
]


@pytest.mark.parametrize(("source", "value", "right"), VALUES)
def test_a_value_is_exactly_the_string_of_its_source(source: Any, value: str, right: bool) -> None:
    theirs = drawn.verifier()
    if right:
        beacon.value_check(source, value)
        theirs.check_value(source, value, drawn.SHEET)
        return
    with pytest.raises(DomainError, match="draw_beacon_wrong"):
        beacon.value_check(source, value)
    with pytest.raises(theirs.Broken):
        theirs.check_value(source, value, drawn.SHEET)


def test_values_are_those_of_the_option_in_listed_order() -> None:
    beacon.values_check(FIRST, 0, STRINGS)
    beacon.values_check(FIRST, 1, [drawn.THROWN])
    beacon.values_check(FIRST, 2, ["00" * 32])
    for opt, values in ((0, STRINGS[::-1]), (0, STRINGS[:2]), (3, STRINGS), (-1, STRINGS), (2, ["0"])):
        with pytest.raises(DomainError, match="draw_beacon_wrong"):
            beacon.values_check(FIRST, opt, values)


def test_a_proof_is_a_digest_or_a_signature_that_hashes_to_its_value() -> None:
    beacon.proof_check(FIRST, 0, STRINGS, [drawn.SHEET] * 3)
    wrong = [(0, STRINGS, [drawn.SHEET] * 2), (0, STRINGS, ["x"] * 3), (2, ["00" * 32], ["x"])]
    for opt, values, proof in [*wrong, (2, ["00" * 32], ["00" * 48])]:
        with pytest.raises(DomainError, match="draw_beacon_wrong"):
            beacon.proof_check(FIRST, opt, values, proof)


# eligibility


def venue(**values: Any) -> Venue:
    return Venue("A1", "B", "艾山/网吧", "某店", "open", "", 0, "")._replace(**values)


@pytest.mark.parametrize(
    ("values", "verdict"),
    [
        ({}, "Y"),
        ({"status": "停业", "eligible": "case", "this_year": 9}, "closed"),
        ({"status": ""}, "closed"),
        ({"eligible": "case", "this_year": 9, "last": "2026-09-14"}, "case"),
        ({"this_year": 2, "last": "2026-09-14"}, "cap"),
        ({"this_year": 1, "last": "2026-09-14"}, "recent"),
        ({"last": "2026-03-20"}, "recent"),
        ({"last": "2026-03-19"}, "Y"),
    ],
)
def test_the_first_reason_that_applies_keeps_a_venue_out(values: dict[str, Any], verdict: str) -> None:
    found = eligibility.judged([venue(**values)], drawn.policy(overall=0, lift=[]))
    assert [row.eligible for row in found.venues] == [verdict]


@pytest.mark.parametrize("name", ["某\t店", "某\n店", "某店\tY\n"])
def test_a_separator_inside_a_name_is_refused_with_its_rule(name: str) -> None:
    with pytest.raises(DomainError) as refused:
        drawn.prepared(venues=[venue(), venue(id="A2", name=name)], blocked=())
    assert (refused.value.code, refused.value.data["rule"]) == ("draw_invalid", "N5")


def test_a_period_longer_than_the_calendar_excludes_whoever_was_inspected() -> None:
    assert eligibility.cutoff("2026-09-15", 10**9) == ""
    assert eligibility.cutoff("0001-01-02", 1) == "0001-01-01"


@pytest.mark.parametrize("table", [{}, {"网吧": {"A": 1}}, {"歌舞": {"B": 1}}])
def test_a_policy_that_says_nothing_of_a_venue_is_refused(table: dict[str, dict[str, int]]) -> None:
    with pytest.raises(DomainError, match="draw_invalid"):
        eligibility.judged([venue()], drawn.policy(max_count=table))


def recent(count: int) -> list[Venue]:
    return [venue(id=f"R{n}", cls="C", last=f"2026-09-0{1 + n % 3}") for n in range(count)]


def test_a_short_class_gets_its_oldest_inspected_venues_back() -> None:
    rows = [*recent(6), venue(id="B1"), venue(id="B2")]
    rules = drawn.policy(overall=0)
    found = eligibility.judged(rows, rules)
    assert found.lifted == ("R0", "R3")
    assert eligibility.check_verdicts(found.venues, rules).venues is found.venues
    assert (found.registered, found.eligible, found.excluded) == (
        {"B": 2, "C": 6},
        {"B": 2, "C": 2},
        {"recent": 4},
    )
    assert found.quota == Quota({"B": 1, "C": 2}, {})
    assert [v.id for v in found.venues if v.cls == "C" and v.eligible == "Y"] == ["R0", "R3"]


def test_without_the_lift_a_short_class_stays_short() -> None:
    found = eligibility.judged(recent(6), drawn.policy(overall=0, lift=[]))
    assert (found.lifted, found.quota) == ((), Quota({"C": 0}, {"C": 2}))


def test_a_verdict_that_does_not_follow_from_its_row_is_refused() -> None:
    rules = drawn.policy()
    rows = eligibility.judged(drawn.venues(), rules).venues
    assert eligibility.check_verdicts(rows, rules).venues == rows
    for index, row in enumerate(rows):
        other = "Y" if row.eligible != "Y" else "recent"
        if row.eligible == "case":
            continue  # what lies behind an open case cannot be seen in the row
        spoiled = [*rows[:index], row._replace(eligible=other), *rows[index + 1 :]]
        with pytest.raises(DomainError, match="draw_invalid"):
            eligibility.check_verdicts(spoiled, rules)


# quotas

COUNTS = st.integers(0, 60)
CLASS = st.tuples(COUNTS, COUNTS, st.integers(0, 10000), st.integers(0, 9), st.integers(0, 9)).map(
    lambda s: Share(max(s[0], s[1], 1), min(s[0], s[1]), *s[2:])
)


@given(st.dictionaries(st.sampled_from("ABCD"), CLASS, min_size=1), st.integers(0, 10000))
def test_quotas_reach_their_ratios_or_say_what_is_missing(shares: dict[str, Share], overall: int) -> None:
    assert quota_faults(shares, overall) == []


@given(st.dictionaries(st.sampled_from("ABCD"), CLASS, min_size=1), st.integers(0, 10000))
def test_both_implementations_share_alike(shares: dict[str, Share], overall: int) -> None:
    rows = [
        {"class": cls, "eligible": "Y" if number < s.eligible else "cap"}
        for cls, s in shares.items()
        for number in range(s.registered)
    ]
    rules = {
        "bp": {cls: s.bp for cls, s in shares.items()},
        "min": {cls: s.least for cls, s in shares.items()},
        "w": {cls: s.weight for cls, s in shares.items()},
        "overall": overall,
    }
    assert drawn.verifier().quotas(rows, rules) == tuple(class_quota(shares, overall))


def test_a_class_the_policy_forgets_is_refused() -> None:
    with pytest.raises(DomainError, match="draw_invalid"):
        quota.share({"A": 1}, {"A": 1}, drawn.policy(w={"B": 1}))


def test_minima_of_cells_beyond_the_quota_are_refused() -> None:
    drawn.prepared(policy=drawn.policy(cellmin={"D": 1}))
    with pytest.raises(DomainError, match="draw_invalid"):
        drawn.prepared(policy=drawn.policy(cellmin={"D": 1}, overall=0, bp=dict.fromkeys("ABCD", 0)))


def test_cells_refuse_minima_beyond_the_quota_too() -> None:
    laid = [quota.Cell("T1/x", 3), quota.Cell("T2/x", 2)]
    with pytest.raises(DomainError, match="draw_invalid"):
        quota.cells_with_least(SHA256, b"alloc", "A", 3, laid, 2)


def test_the_policy_is_typed_by_its_keys() -> None:
    assert policy.policy_read(parse(canon(dict(drawn.policy())), "policy")) == drawn.policy()
