from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from inspections.domain.checklist import Found, Item
from inspections.domain.irregularities import (
    SENTENCES,
    Form,
    Member,
    Situation,
    irregularities,
    sentence,
)
from inspections.domain.record import Fault, Given, Record, Scan, Signed

START = datetime(2026, 9, 15, 1, tzinfo=UTC)
END = START + timedelta(hours=1)
LIN, SONG, GUEST = UUID(int=1), UUID(int=2), UUID(int=3)
LIN_USER = UUID(int=11)
RECORD = Record(
    visit=UUID(int=5),
    rev=1,
    form_version="2026.1",
    outcome="done",
    codes=("1",),
    started_at=START,
    finished_at=END,
    answers=(Given("NET-01", conforms=True),),
    signatures=(
        Signed("officer", "林知远", officer=LIN, signed_at=END),
        Signed("officer2", "宋明岚", officer=SONG, signed_at=END),
        Signed("party", "韩山", signed_at=END),
    ),
    scan=Scan("before", START),
)
TEAM = (
    Member(LIN, LIN_USER, "林知远", date(2027, 12, 31), former=True),
    Member(SONG, UUID(int=12), "宋明岚", date(2027, 12, 31), former=True),
)
REGULAR = Situation(
    record=RECORD,
    on=date(2026, 9, 15),
    received_at=END + timedelta(minutes=1),
    submitter=LIN_USER,
    submitter_may=True,
    members=TEAM,
    items={"NET-01": Item("NET-01", ("NET-CONDITIONS",))},
    asked=["NET-01"],
    found=[],
    form=Form(True, "2026.1", START - timedelta(days=9)),
    visit_state="started",
    remote=False,
    approved_at=START - timedelta(days=1),
    retro=False,
    cap=(1, 2),
)


def _faults(**change: Any) -> list[Fault]:
    return irregularities(replace(REGULAR, **change))


def _of(**change: Any) -> list[Fault]:
    return _faults(record=replace(RECORD, **change))


def test_regular_record_has_no_irregularity() -> None:
    assert irregularities(REGULAR) == []


# V01 two certified officers ------------------------------------------------------------------------
def test_v01_one_officer_alone_is_too_few() -> None:
    alone = (RECORD.signatures[0], RECORD.signatures[2])
    assert _of(signatures=alone) == [Fault("V01", "officers_too_few", {"signed": 1})]


def test_v01_second_officer_who_confirmed_on_his_own_phone_was_there() -> None:
    alone = replace(RECORD, signatures=(RECORD.signatures[0], RECORD.signatures[2]))
    assert _faults(record=alone, members=(TEAM[0], replace(TEAM[1], confirmed=True))) == []


def test_v13_code_made_up_through_its_own_door_counts() -> None:
    owed = replace(RECORD, scan=Scan("backfill", None, "断网"))
    assert _faults(record=owed, made_up_scan=END + timedelta(days=10)) == []
    assert [one.code for one in _faults(record=owed, made_up_scan=END + timedelta(days=11))] == [
        "scan_overdue"
    ]


def test_v14_campaign_without_its_filing_number_is_stored_and_marked() -> None:
    assert _faults(campaign=["campaign_unfiled"]) == [Fault("V14", "campaign_unfiled")]


def test_v15_check_outside_the_district_without_a_reason_is_stored_and_marked() -> None:
    assert _faults(outside_unexplained=True) == [Fault("V15", "outside_unexplained")]


def test_v01_same_officer_twice_is_one_officer() -> None:
    twice = (RECORD.signatures[0], replace(RECORD.signatures[1], officer=LIN), RECORD.signatures[2])
    assert _of(signatures=twice) == [Fault("V01", "officers_too_few", {"signed": 1})]


def test_v01_officer_is_known_by_a_name_of_the_team() -> None:
    named = tuple(replace(one, officer=None) for one in RECORD.signatures)
    assert _of(signatures=named) == []


def test_v01_signature_of_nobody_known() -> None:
    stranger = replace(RECORD.signatures[1], name="某某", officer=GUEST)
    assert _of(signatures=(RECORD.signatures[0], stranger, RECORD.signatures[2])) == [
        Fault("V01", "officer_unknown", {"name": "某某"}),
        Fault("V01", "officers_too_few", {"signed": 1}),
    ]


def test_v01_unsigned_officer_does_not_count() -> None:
    blank = replace(RECORD.signatures[1], signed_at=None)
    assert _of(signatures=(RECORD.signatures[0], blank, RECORD.signatures[2])) == [
        Fault("V01", "officers_too_few", {"signed": 1})
    ]


def test_v01_certificate_must_be_valid_on_the_day() -> None:
    expired = replace(TEAM[1], cert_valid_to=date(2026, 9, 14))
    who = {"officer": str(SONG), "name": "宋明岚"}
    assert _faults(members=(TEAM[0], expired)) == [
        Fault("V01", "certificate_expired", {**who, "valid_to": "2026-09-14"})
    ]
    assert _faults(members=(TEAM[0], replace(expired, cert_valid_to=date(2026, 9, 15)))) == []


def test_v01_certificate_revoked_before_the_day() -> None:
    revoked = replace(TEAM[1], revoked_on=date(2026, 9, 15))
    who = {"officer": str(SONG), "name": "宋明岚"}
    assert _faults(members=(TEAM[0], revoked)) == [
        Fault("V01", "certificate_revoked", {**who, "revoked_on": "2026-09-15"})
    ]
    assert _faults(members=(TEAM[0], replace(revoked, revoked_on=date(2026, 9, 16)))) == []


@pytest.mark.parametrize("change", [{"submitter": UUID(int=77)}, {"submitter_may": False}])
def test_v01_sender_must_be_an_officer(change: dict[str, Any]) -> None:
    assert _faults(**change) == [Fault("V01", "submitter_not_officer")]


def test_v01_record_out_of_a_backup_file_says_who_sent_it() -> None:
    relayed = {"submitter": UUID(int=77), "submitter_may": False, "relayed_by": "邵某"}
    assert _faults(**relayed) == [Fault("V01", "relayed", {"name": "邵某"})]


def test_v01_sender_is_judged_though_he_did_not_sign() -> None:
    others = (
        replace(RECORD.signatures[0], officer=SONG),
        replace(RECORD.signatures[1], officer=GUEST),
        RECORD.signatures[2],
    )
    guest = Member(GUEST, None, "贺平", date(2027, 1, 1), former=True)
    lin = replace(TEAM[0], cert_valid_to=date(2026, 1, 1))
    faults = _faults(record=replace(RECORD, signatures=others), members=(lin, TEAM[1], guest))
    assert [fault.code for fault in faults] == ["certificate_expired"]


# V02, V03 ------------------------------------------------------------------------------------------
def test_v02_recused_officer() -> None:
    recused = replace(TEAM[1], recused=True)
    assert _faults(members=(TEAM[0], recused)) == [
        Fault("V02", "officer_recused", {"officer": str(SONG), "name": "宋明岚"})
    ]


def test_v03_former_member_made_the_record() -> None:
    former = replace(TEAM[0], seated=False)
    assert _faults(members=(former, TEAM[1])) == [
        Fault("V03", "visit_reassigned", {"officer": str(LIN), "name": "林知远"})
    ]


def test_v03_officer_who_was_never_in_the_team() -> None:
    outsider = replace(TEAM[1], seated=False, former=False)
    assert _faults(members=(TEAM[0], outsider)) == [
        Fault("V03", "officer_not_assigned", {"officer": str(SONG), "name": "宋明岚"})
    ]


# V07, V08, V16, V39 come through -------------------------------------------------------------------
def test_faults_of_codes_checklist_and_photos_come_in_order_of_their_rules() -> None:
    record = replace(
        RECORD,
        outcome="not_found",
        codes=("1", "6"),
        answers=(Given("NET-01", conforms=False), Given("X-1", conforms=True)),
    )
    found = [Found("NET-01", (), "", "", corrected=False)]
    faults = _faults(record=record, found=found, photos_differ=[UUID(int=8)])
    assert [(fault.rule, fault.code) for fault in faults] == [
        ("V07", "code_1_not_alone"),
        ("V07", "code_1_with_findings"),
        ("V07", "code_not_of_outcome"),
        ("V08", "call_record_missing"),
        ("V08", "door_photo_missing"),
        ("V10", "item_unknown"),
        ("V16", "evidence_missing"),
        ("V16", "finding_unmapped"),
        ("V39", "photo_differs"),
    ]


# V10 form ------------------------------------------------------------------------------------------
def test_v10_form_nobody_knows() -> None:
    assert _faults(form=Form(False, "2026.2", START)) == [Fault("V10", "form_unknown", {"version": "2026.1"})]


def test_v10_form_replaced_before_the_check_began() -> None:
    replaced = Form(True, "2026.2", START - timedelta(minutes=1))
    assert _faults(form=replaced) == [
        Fault("V10", "form_outdated", {"version": "2026.1", "current": "2026.2"})
    ]


def test_v10_draft_that_was_out_when_the_new_form_came_is_regular() -> None:
    assert _faults(form=Form(True, "2026.2", START + timedelta(minutes=1))) == []
    assert _faults(form=Form(True, "", None)) == []


# V11 -----------------------------------------------------------------------------------------------
def test_v11_cap_was_reached_before_this_visit() -> None:
    assert _faults(cap=(2, 2)) == [Fault("V11", "cap_reached", {"used": 2, "limit": 2})]
    assert _faults(cap=None) == []


def test_v11_leader_who_knew_the_cap_lifted_it() -> None:
    assert _faults(cap=(2, 2), cap_lifted=True) == []


def test_v11_second_record_of_one_arrival() -> None:
    assert _faults(other_record=UUID(int=6)) == [Fault("V11", "second_record", {"other": str(UUID(int=6))})]


# V12 -----------------------------------------------------------------------------------------------
def test_v12_nobody_approved() -> None:
    assert _faults(approved_at=None) == [Fault("V12", "no_approval")]


def test_v12_approval_came_after_the_beginning() -> None:
    late = START + timedelta(minutes=1)
    assert _faults(approved_at=late) == [Fault("V12", "approved_late", {"approved_at": late.isoformat()})]
    assert _faults(approved_at=late, retro=True) == []


@pytest.mark.parametrize("state", ["cancelled", "replaced"])
def test_v12_visit_was_called_off(state: str) -> None:
    assert _faults(visit_state=state) == [Fault("V12", "visit_cancelled", {"state": state})]


# V13 -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("scan", "faults"),
    [
        (None, [Fault("V13", "no_scan")]),
        (Scan("before"), [Fault("V13", "no_scan")]),
        (Scan("before", START + timedelta(minutes=10)), []),
        (Scan("before", START + timedelta(minutes=11)), [Fault("V13", "scan_late")]),
        (Scan("before_leave", END, "突发情况先行处置"), []),
        (Scan("before_leave", END), [Fault("V13", "scan_reason_missing", {"mode": "before_leave"})]),
        (Scan("before_leave", END + timedelta(seconds=1), "因故"), [Fault("V13", "scan_late")]),
        (Scan("before_leave", None, "因故"), [Fault("V13", "scan_late")]),
        (Scan("backfill", END + timedelta(days=10), "断网"), []),
        (Scan("backfill", END + timedelta(days=10, seconds=1), "断网"), [Fault("V13", "scan_overdue")]),
        (Scan("backfill", None, "断网"), [Fault("V13", "scan_outstanding", {"due_on": "2026-09-25"})]),
    ],
)
def test_v13_code_is_shown_before_the_check_or_made_up_in_ten_days(
    scan: Scan | None, faults: list[Fault]
) -> None:
    assert _of(scan=scan) == faults


def test_v13_asks_no_code_where_nobody_was_met() -> None:
    assert _of(outcome="closed", codes=(), answers=(), scan=None) == []
    assert _faults(record=replace(RECORD, scan=None), remote=True) == []


# V17 -----------------------------------------------------------------------------------------------
def test_v17_times_must_make_sense() -> None:
    assert _of(finished_at=START - timedelta(seconds=1)) == [Fault("V17", "times_reversed")]
    received = END - timedelta(minutes=6)
    assert _faults(received_at=received) == [
        Fault("V17", "time_in_future", {"received_at": received.isoformat()})
    ]


# words ---------------------------------------------------------------------------------------------
def test_sentences_are_filled_from_the_facts() -> None:
    assert sentence("cap_reached", {"used": 2, "limit": 2}) == "该单位本年度检查已达 2/2 次。"
    assert sentence("cap_reached", {"used": 2}, "en") == (
        "The venue had already been checked 2 of — times this year."
    )
    assert sentence("of_another_world", {}) == "of_another_world"


def test_every_sentence_is_given_in_both_languages() -> None:
    assert all(zh and en for zh, en in SENTENCES.values())
