"""What is made up or confirmed beside the record, and what a plan must say first."""

from datetime import timedelta
from typing import Any

import pytest

from backend import clock
from backend.domain.errors import DomainError
from backend.models import Clock, Division, JournalLine, Organ, User
from registry.models import CheckItem
from scheduling.models import Visit
from scheduling.selectors.door import public_visit
from scheduling.selectors.near import near_visits
from scheduling.selectors.visits import visit_card
from scheduling.services.visits import (
    owed_start,
    visit_approve,
    visit_backfill,
    visit_confirm,
    visit_finish,
    visit_notify,
    visit_report,
)
from tests.factories_scheduling import venue_make, visit_make
from tests.services.scheduling.conftest import Field
from tests.services.scheduling.test_visits import DAY, approved, started


def refusal(act: Any, **values: Any) -> tuple[str, Any]:
    with pytest.raises(DomainError) as refused:
        act(**values)
    return refused.value.code, refused.value.data.get("missing")


def test_v13_the_owners_own_scan_stands_before_what_the_phone_says(
    field: Field, supervisor: User, leader: User, inspector: User
) -> None:
    planned = approved(field, supervisor, leader)
    seen = DAY - timedelta(minutes=5)
    Visit.objects.everywhere("guard").filter(pk=planned.pk).update(scanned_at=seen, scan_mode="before")
    row = started(planned, inspector, scan_mode="backfill", scanned_at=None, reason="断网")
    assert (row.scan_mode, row.scanned_at, row.scan_reason) == ("before", seen, "")
    assert not Clock.objects.everywhere("guard").filter(noun_id=row.uuid, rule="visit_scan").exists()


def test_v13_a_code_not_shown_is_owed_for_ten_days_and_made_up_once(
    field: Field, supervisor: User, leader: User, inspector: User
) -> None:
    row = started(
        approved(field, supervisor, leader), inspector, scan_mode="backfill", scanned_at=None, reason="断网"
    )
    owed = Clock.objects.everywhere("guard").get(noun_id=row.uuid)
    assert (owed.rule, owed.due_on.isoformat(), row.scan_reason) == ("visit_scan", "2026-10-08", "断网")
    made: dict[str, Any] = {
        "visit_id": row.uuid,
        "scan_mode": "backfill",
        "reason": "已恢复",
        "now": DAY + timedelta(days=3),
    }
    at = DAY + timedelta(days=3)
    assert refusal(visit_backfill, scanned_at=at, actor=supervisor, **made)[0] == "not_allowed"
    visit_backfill(scanned_at=at, actor=inspector, **made)
    owed.refresh_from_db()
    assert owed.done_on == at.date()
    assert refusal(visit_backfill, scanned_at=at, actor=inspector, **made) == (
        "facts_missing",
        ["already_scanned"],
    )


def test_second_officer_confirms_once_with_his_own_sign_in(
    field: Field, supervisor: User, leader: User, inspector: User, colleague: User
) -> None:
    row = started(approved(field, supervisor, leader), inspector)
    assert "visit.confirm" in visit_card(row, actor=colleague)["verbs"]
    visit_confirm(visit_id=row.uuid, actor=colleague, now=DAY)
    card = visit_card(row, actor=colleague)
    assert [member["confirmed_at"] for member in card["team"]] == [None, DAY]
    assert "visit.confirm" not in card["verbs"]
    assert refusal(visit_confirm, visit_id=row.uuid, actor=colleague, now=DAY)[1] == ["already_confirmed"]
    assert refusal(visit_confirm, visit_id=row.uuid, actor=supervisor, now=DAY)[0] == "not_allowed"
    line = JournalLine.objects.everywhere("guard").get(verb="visit.confirm")
    assert line.data == {"officer": str(field.second.uuid), "seat": 1}


def test_notice_is_given_on_arrival_unless_an_item_says_otherwise(
    field: Field, supervisor: User, leader: User
) -> None:
    row = approved(field, supervisor, leader)
    told: dict[str, Any] = {
        "visit_id": row.uuid,
        "noticed_at": clock.now(),
        "actor": supervisor,
        "now": clock.now(),
    }
    assert refusal(visit_notify, **told) == ("facts_missing", ["notice_on_arrival"])
    CheckItem.objects.everywhere("loader").filter(code="NET-02").update(notice_workdays=3)
    assert "visit.notify" in visit_card(row, actor=supervisor)["verbs"]
    card = visit_card(visit_notify(**told), actor=supervisor)
    assert (card["notice_workdays"], card["noticed_at"]) == (3, told["noticed_at"])
    assert "visit.notify" not in card["verbs"]


def test_v15_a_venue_outside_the_district_is_visited_for_a_reason_and_reported(
    field: Field, supervisor: User, leader: User
) -> None:
    Division.objects.create(code="370116001", name="邻区街道", parent="370116", level="township")
    far = venue_make(field.organ, "91370117MA3C0009X1", township_id="370116001")
    assert refusal(visit_make, venue=far, officers=field.team, actor=supervisor) == (
        "facts_missing",
        ["outside_reason"],
    )
    row = visit_make(far, field.team, supervisor, outside_reason="应邻区请求协助")
    visit_finish(visit=row, finished_at=DAY, counts_to_cap=False, actor=None, now=DAY)
    row = Visit.objects.everywhere("guard").select_related("approval").get(pk=row.pk)
    owed = {one.rule: one.due_on.isoformat() for one in owed_start(row, actor=None, now=DAY)}
    assert owed == {
        "visit_approval": "2026-09-23", "visit_scan": "2026-10-08", "outside_report": "2026-10-12",
    }  # fmt: skip
    assert len(owed_start(row, actor=None, now=DAY)) == 3
    assert Clock.objects.everywhere("guard").filter(noun_id=row.uuid).count() == 3
    assert "visit.report" in visit_card(row, actor=supervisor)["verbs"]
    row = visit_report(visit_id=row.uuid, number="钢文执报〔2026〕2号", actor=supervisor, now=DAY)
    card = visit_card(row, actor=supervisor)
    assert (card["outside_report"], "visit.report" in card["verbs"]) == ("钢文执报〔2026〕2号", False)
    assert {one["rule"] for one in card["owed"]} == {"visit_approval", "visit_scan"}


def test_v14_a_campaign_is_planned_with_its_filing_number_only(field: Field, supervisor: User) -> None:
    values = {"venue": field.venue, "officers": field.team, "actor": supervisor, "trigger": "campaign_own"}
    assert refusal(visit_make, filing_no=" ", **values) == ("facts_missing", ["filing_no"])
    row = visit_make(field.venue, field.team, supervisor, trigger="campaign_own")
    assert (row.filing_no, row.counts_to_cap, row.campaign_id is not None) == (
        "钢文专备〔2026〕3号",
        True,
        True,
    )


def test_before_a_visit_it_is_asked_whether_anybody_has_to_go_there(
    field: Field, supervisor: User, leader: User
) -> None:
    values = {"venue": field.venue, "officers": field.team, "actor": supervisor}
    assert refusal(visit_make, precheck="", **values)[1] == ["precheck"]
    assert refusal(visit_make, precheck_reason="", **values)[1] == ["precheck_reason"]
    row = visit_make(field.venue, field.team, supervisor)
    assert row.approval is not None
    assert row.approval.content["precheck"] == ["须到现场查看场所、设施或人员", "须查看现场"]
    remote = visit_make(field.venue, field.team, supervisor, precheck="shared", trigger="annual_patrol")
    assert (remote.remote, remote.counts_to_cap) == (True, False)
    Visit.objects.everywhere("guard").filter(pk=row.pk).update(precheck="")
    decision = {"visit_id": row.uuid, "approve": "approved", "actor": leader, "now": clock.now()}
    assert refusal(visit_approve, **decision)[1] == ["precheck"]


def test_assistants_are_named_beforehand_and_covered_in_public(field: Field, supervisor: User) -> None:
    row = visit_make(field.venue, field.team, supervisor, assistants=[{"name": "钱多识", "role": "消防专家"}])
    assert visit_card(row)["assistants"] == [{"name": "钱多识", "role": "消防专家"}]
    shown = public_visit(visit_card(row)["token"], row.planned_from)
    assert shown is not None
    assert shown["assistants"] == [{"name": "钱**", "role": "消防专家"}]


def test_visits_of_several_organs_near_each_other_are_warned_of(
    field: Field, supervisor: User, stranger_organ: Organ
) -> None:
    field.venue.uscc = "91370117MA3C0001X1"
    field.venue.save()
    theirs = venue_make(stranger_organ, "91370116MA3C0001X1", uscc=field.venue.uscc)
    row = visit_make(field.venue, field.team, supervisor)
    first, last = row.planned_from, row.planned_to
    for number, away in enumerate((5, 30, 31)):
        Visit.objects.create(
            organ=stranger_organ, created_at=clock.now(), number=f"邻{number}", venue=theirs,
            trigger_id="complaint", token=f"t{number}", planned_from=last + timedelta(days=away),
            planned_to=last + timedelta(days=away + 1),
        )  # fmt: skip
    Visit.objects.create(
        organ=stranger_organ, created_at=clock.now(), number="邻9", venue=theirs, trigger_id="complaint",
        token="t9", planned_from=first, planned_to=last, state=Visit.State.CANCELLED,
    )  # fmt: skip
    assert [(one["own"], one["days"]) for one in near_visits([row])[row.pk]] == [(False, 5), (False, 30)]
    assert visit_card(row)["near"][0]["organ"] == stranger_organ.name
    assert near_visits([]) == {}
