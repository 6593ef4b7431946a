import json
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.workdays import DayKind, SpecialDay, WorkCalendar
from inspections.domain.checklist import (
    Found,
    Item,
    finding_faults,
    findings,
    item_faults,
    machine_day,
    missing,
    rule_forbids,
    script_day,
    within_hours,
)
from inspections.domain.record import Fault, Given, Photo, Record, Signed

AT = datetime(2026, 9, 15, 2, tzinfo=UTC)
PHOTO = Photo(UUID(int=1), "0" * 64, 10, "image/jpeg")
AFTER = Photo(UUID(int=2), "1" * 64, 10, "image/jpeg")
PARTY = Signed("party", "韩山", file=UUID(int=9))
WHOLE = Record(
    visit=UUID(int=5),
    rev=1,
    form_version="1",
    outcome="done",
    codes=("1",),
    started_at=AT,
    finished_at=AT,
    answers=(Given("NET-01", conforms=True), Given("NET-02", conforms=None)),
    photos=(PHOTO, AFTER),
    signatures=(PARTY,),
)


def test_whole_record_lacks_nothing() -> None:
    assert missing(WHOLE, ["NET-01", "NET-02"]) == []


def test_unanswered_item_is_missing() -> None:
    assert missing(WHOLE, ["NET-01", "NET-03"]) == [Fault("V16", "unanswered", {"item": "NET-03"})]


def test_closed_venue_answers_nothing() -> None:
    assert missing(replace(WHOLE, outcome="closed", answers=(), signatures=()), ["NET-01"]) == []


def test_remote_check_needs_answers_but_no_signature() -> None:
    bare = replace(WHOLE, outcome="remote", answers=(), signatures=())
    assert missing(bare, ["NET-01"]) == [Fault("V16", "unanswered", {"item": "NET-01"})]


@pytest.mark.parametrize(
    ("given_", "faults"),
    [
        (Given("A", conforms=False), [Fault("V16", "evidence_missing", {"item": "A"})]),
        (Given("A", conforms=False, note="  "), [Fault("V16", "evidence_missing", {"item": "A"})]),
        (Given("A", conforms=False, note="正门右侧标志缺失"), []),
        (Given("A", conforms=False, photos=(PHOTO.id,)), []),
        (
            Given("A", conforms=False, note="有", corrected=True),
            [Fault("V16", "correction_unproved", {"item": "A"})],
        ),
        (Given("A", conforms=False, note="有", corrected=True, corrected_photos=(AFTER.id,)), []),
        (Given("A", conforms=True), []),
        (
            Given("A", conforms=True, photos=(UUID(int=99),)),
            [Fault("V39", "photo_unannounced", {"item": "A", "photo": str(UUID(int=99))})],
        ),
        (
            Given("A", conforms=False, photos=(UUID(int=99),)),
            [
                Fault("V39", "photo_unannounced", {"item": "A", "photo": str(UUID(int=99))}),
                Fault("V16", "evidence_missing", {"item": "A"}),
            ],
        ),
    ],
)
def test_v16_non_conforming_answer_needs_photo_or_note(given_: Given, faults: list[Fault]) -> None:
    assert missing(replace(WHOLE, answers=(given_,)), []) == faults


REFUSED = Signed("party", "", refusal_reason="不愿签名", witness="社区网格员")


@pytest.mark.parametrize(
    ("signatures", "faults"),
    [
        ((), [Fault("V16", "party_unsigned")]),
        ((Signed("officer", "林知远", signed_at=AT),), [Fault("V16", "party_unsigned")]),
        ((Signed("party", "韩山"),), [Fault("V16", "party_unsigned")]),
        ((Signed("party", "韩山", signed_at=AT),), []),
        ((REFUSED,), []),
        ((replace(REFUSED, witness=""),), [Fault("V16", "refusal_without_witness")]),
        ((replace(REFUSED, witness=""), Signed("witness", "柳青")), []),
    ],
)
def test_party_signs_or_refuses_before_a_witness(signatures: tuple[Signed, ...], faults: list[Fault]) -> None:
    assert missing(replace(WHOLE, signatures=signatures), []) == faults


ITEMS = {
    "NET-06": Item("NET-06", ("NET-MINORS",)),
    "SAF-01": Item("SAF-01", (), "fire"),
    "OLD-01": Item("OLD-01", ("OLD",), "", date(2020, 1, 1), date(2026, 6, 30)),
}


def test_every_non_conforming_answer_is_a_finding() -> None:
    answers = [
        Given("NET-06", conforms=False, note="四名未成年人", corrected=True),
        Given("SAF-01", conforms=False),
        Given("X-99", conforms=False),
        Given("OLD-01", conforms=True),
        Given("NET-01", conforms=None),
    ]
    assert findings(answers, ITEMS) == [
        Found("NET-06", ("NET-MINORS",), "", "四名未成年人", corrected=True),
        Found("SAF-01", (), "fire", "", corrected=False),
        Found("X-99", (), "", "", corrected=False),
    ]


@pytest.mark.parametrize(
    ("chosen", "to"),
    [
        ((), "fire,police"),
        (("police",), "police"),
        (("police", "fire"), "fire,police"),
        (("navy",), "fire,police"),
    ],
)
def test_a_hazard_goes_to_the_organs_the_officer_chose(chosen: tuple[str, ...], to: str) -> None:
    item = Item("NET-11", ("NET-FIRE",), "fire,police")
    [found] = findings([Given("NET-11", conforms=False, transfer_to=chosen)], {"NET-11": item})
    assert found.transfer_to == to


def test_v16_finding_leads_to_a_violation_or_a_transfer() -> None:
    found = findings([Given(code, conforms=False) for code in ("NET-06", "SAF-01", "X-99")], ITEMS)
    assert finding_faults(found) == [Fault("V16", "finding_unmapped", {"item": "X-99"})]


def test_v10_item_must_be_in_force_on_the_day() -> None:
    answers = [Given(code, conforms=True) for code in ("NET-06", "OLD-01", "X-99")]
    unknown = Fault("V10", "item_unknown", {"item": "X-99"})
    retired = Fault("V10", "item_not_in_force", {"item": "OLD-01"})
    assert item_faults(answers, ITEMS, date(2026, 6, 30)) == [unknown]
    assert item_faults(answers, ITEMS, date(2026, 7, 1)) == [retired, unknown]
    assert item_faults(answers, ITEMS, date(2019, 12, 31)) == [retired, unknown]


# V17: KTV 02:00–08:00, NET 00:00–08:00 ------------------------------------------------------------
@pytest.mark.parametrize(
    ("at", "start", "end", "inside"),
    [
        ("02:00", "02:00", "08:00", True),
        ("07:59", "02:00", "08:00", True),
        ("08:00", "02:00", "08:00", False),
        ("01:59", "02:00", "08:00", False),
        ("23:30", "22:00", "06:00", True),
        ("05:59", "22:00", "06:00", True),
        ("06:00", "22:00", "06:00", False),
        ("12:00", "22:00", "06:00", False),
        ("12:00", "00:00", "00:00", True),
    ],
)
def test_v17_hours_cross_midnight(at: str, start: str, end: str, inside: bool) -> None:
    moments = [time.fromisoformat(text) for text in (at, start, end)]
    assert within_hours(*moments) is inside


@given(st.times(), st.times(), st.times())
def test_v17_every_moment_is_inside_or_in_the_rest_of_the_day(at: time, start: time, end: time) -> None:
    if start != end:
        assert within_hours(at, start, end) is not within_hours(at, end, start)


CALENDAR = WorkCalendar.of(
    [2026],
    [
        SpecialDay(date(2026, 10, 1), DayKind.STATUTORY, "国庆节"),
        SpecialDay(date(2026, 10, 5), DayKind.BRIDGE, "休"),
        SpecialDay(date(2026, 10, 10), DayKind.MAKEUP, "班"),
    ],
    [(date(2026, 7, 11), date(2026, 8, 31))],
)


@pytest.mark.parametrize(
    ("on", "machine", "script"),
    [
        (date(2026, 10, 1), True, True),
        (date(2026, 10, 5), False, True),
        (date(2026, 10, 10), False, False),
        (date(2026, 9, 12), False, True),
        (date(2026, 9, 15), False, False),
        (date(2026, 7, 13), False, True),
        (date(2027, 10, 1), True, True),
        (date(2027, 9, 15), None, None),
    ],
)
def test_v18_machines_need_a_statutory_holiday_and_scripts_a_free_day(
    on: date, machine: bool | None, script: bool | None
) -> None:
    assert (machine_day(on, CALENDAR), script_day(on, CALENDAR)) == (machine, script)


RULES = json.loads((Path(__file__).parents[2] / "vectors" / "rules.json").read_text())
TABLES = RULES["calendar"]
PUBLISHED = WorkCalendar.of(
    TABLES["years"],
    [SpecialDay(date.fromisoformat(on), DayKind(kind), name) for on, kind, name in TABLES["special"]],
    [(date.fromisoformat(first), date.fromisoformat(last)) for first, last in TABLES["vacations"]],
)


@pytest.mark.parametrize(
    "case", RULES["cases"], ids=lambda c: f"{(c['rule'] or {}).get('kind')} {c['on']} {c['at']}"
)
def test_v17_v18_rule_of_an_item_says_whether_the_moment_is_forbidden(case: dict[str, Any]) -> None:
    at, on = time.fromisoformat(case["at"]), date.fromisoformat(case["on"])
    assert rule_forbids(case["rule"], at, on, PUBLISHED) is case["forbids"]


def test_the_phone_reads_the_days_the_rules_are_asked_of() -> None:
    cards = [PUBLISHED.card(date.fromisoformat(day["on"])) for day in RULES["days"]]
    assert [{**day, "on": date.fromisoformat(day["on"])} for day in RULES["days"]] == [
        {name: value for name, value in card.items() if name != "label"} for card in cards
    ]
