from datetime import date
from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from backend import clock
from backend.domain.errors import DomainError
from backend.models import JournalLine, NumberSeries
from enforcement.models import Case
from enforcement.selectors.papers import case_facts, case_of
from enforcement.services.cases import (
    case_end,
)
from enforcement.services.leads import lead_dismiss, lead_verify
from inspections.models import Finding
from tests.cast import Cast
from tests.factories_enforcement import (
    MINORS,
    case_make,
    finding_make,
    law_make,
    lead_make,
    team_make,
    venue_make,
)
from tests.factories_inspections import order_make, scene_of
from tests.factories_scheduling import officer_make, recusal_make
from tests.services.enforcement.course import due_of, on_day

pytestmark = pytest.mark.django_db


def test_filed_case_has_its_number_and_ninety_days(cast: Cast) -> None:
    case = case_make(cast)
    assert (case.state, case.number, case.filed_on, case.source) == (
        "filed",
        "(钢)文综立字〔2026〕1号",
        date(2026, 9, 15),
        "report",
    )
    due = due_of(case, "case_decision")
    assert (due.due_on, due.unit, due.length, due.basis) == (
        date(2026, 12, 14),
        "natural_days",
        90,
        "行政处罚法第六十条（待核实）",
    )
    assert JournalLine.objects.everywhere("guard").filter(verb="case.file").get().data == {
        "violation": MINORS,
        "year": 2026,
        "seq": 1,
        "cause": "",
    }


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"violation": "NET-NOTHING"}, "violation"),
        ({"occurred_on": date(2026, 9, 16)}, "occurred_on"),
        ({"venue": uuid4()}, "venue"),
        ({"officers": [uuid4(), uuid4()]}, "officers"),
    ],
)
def test_filing_names_the_field_that_is_wrong(cast: Cast, values: dict[str, Any], field: str) -> None:
    with pytest.raises(DomainError) as refusal:
        case_make(cast, **values)
    assert (refusal.value.code, list(refusal.value.data["fields"])) == ("invalid", [field])
    assert not NumberSeries.objects.everywhere("guard").filter(kind="case").exists()


@pytest.mark.parametrize(
    "certificate", [{"cert_valid_to": date(2026, 9, 14)}, {"cert_revoked_on": date(2026, 9, 15)}]
)
def test_v01_an_investigator_needs_a_certificate_valid_today(cast: Cast, certificate: dict[str, Any]) -> None:
    lin, _ = team_make(cast)
    other = officer_make(cast.organ, "37011700000009", **certificate)
    with pytest.raises(DomainError) as refusal:
        case_make(cast, officers=[lin.uuid, other.uuid])
    assert "officers" in refusal.value.data["fields"]


def test_v02_a_recused_officer_does_not_investigate(cast: Cast) -> None:
    _, song = team_make(cast)
    venue = venue_make(cast)
    recusal_make(song, venue, cast.supervisor)
    with pytest.raises(DomainError) as refusal:
        case_make(cast, venue=venue.uuid)
    assert (refusal.value.code, refusal.value.data) == ("officer_recused", {"officers": [str(song.uuid)]})


def test_a_finding_becomes_one_case_for_each_violation(cast: Cast) -> None:
    finding = finding_make(cast)
    case = case_make(cast, finding=finding.uuid)
    assert (case.venue_id, case.cause_noun, case.cause_id, case.source) == (
        finding.venue_id,
        "finding",
        finding.uuid,
        "inspection",
    )
    with pytest.raises(DomainError) as refusal:
        case_make(cast, finding=finding.uuid)
    assert refusal.value.code == "conflict"
    case_end(case_id=case.uuid, verb="case.withdraw", reason="定性有误", actor=cast.leader, now=clock.now())
    assert case_make(cast, finding=finding.uuid).number == "(钢)文综立字〔2026〕2号"


def test_v24_a_verified_lead_is_filed_within_seven_working_days_over_the_holidays(cast: Cast) -> None:
    with on_day(2026, 9, 24):
        lead = lead_make(cast, verified="属实")
    due = due_of(lead, "case_filing")
    # 中秋 9-25 to 9-27 and 国庆 10-1 to 10-7 are off, Sunday 9-20 and Saturday 10-10 are worked
    assert (due.due_on, due.unit, due.done_on) == (date(2026, 10, 12), "workdays", None)
    with on_day(2026, 9, 28):
        case = case_make(cast, lead=lead.uuid)
    lead.refresh_from_db()
    due.refresh_from_db()
    assert (lead.state, due.done_on, case.source, case.cause_noun) == (
        "filed",
        date(2026, 9, 28),
        "liaison",
        "lead",
    )


def test_art36_a_lead_is_found_on_the_day_it_was_received(cast: Cast) -> None:
    lead = lead_make(cast, verified="属实", received_on=date(2026, 7, 1))
    # two years after the act are over today; they were not when the report came in
    with on_day(2026, 9, 18):
        case = case_make(cast, lead=lead.uuid, occurred_on=date(2024, 8, 1))
    assert (case.found_on, lead.created_at.date()) == (date(2026, 7, 1), date(2026, 9, 15))
    assert case_facts(case_of(case.uuid, cast.inspector))["reported_at"] == "2026-07-01"
    other = case_make(cast, lead=lead_make(cast, verified="属实").uuid)
    assert other.found_on == date(2026, 9, 15)
    assert case_facts(case_of(other.uuid, cast.inspector))["reported_at"].startswith("2026-09-15T")


def test_art36_an_order_is_found_on_the_earliest_day_of_its_findings(cast: Cast) -> None:
    law_make()
    scene = scene_of(cast)
    order = order_make(scene)
    finding = Finding.objects.everywhere("guard").get(pk=order.findings[0])
    with on_day(2026, 9, 25):
        case = case_make(cast, rectification=order.uuid, occurred_on=date(2024, 9, 20))
        assert (case.found_on, case.filed_on) == (finding.found_on, date(2026, 9, 25))
    assert finding.found_on == date(2026, 9, 15)


def test_a_lead_is_filed_once(cast: Cast) -> None:
    lead = lead_make(cast, verified="属实")
    case_make(cast, lead=lead.uuid)
    with pytest.raises(DomainError) as refusal:
        case_make(cast, lead=lead.uuid)
    assert refusal.value.code == "move_not_open"
    assert Case.objects.everywhere("guard").count() == 1


def test_a_dismissed_lead_owes_no_filing(cast: Cast) -> None:
    lead = lead_make(cast, verified="属实")
    lead_dismiss(lead_id=lead.uuid, reason="超过两年", actor=cast.supervisor, now=clock.now())
    assert due_of(lead, "case_filing").done_on == date(2026, 9, 15)


def test_a_venue_named_at_the_check_is_asked_for_its_open_leads_as_at_the_registration(cast: Cast) -> None:
    known = lead_make(cast)
    lead = lead_make(cast, venue=None)
    ask = partial(
        lead_verify, lead_id=lead.uuid, note="已到场", venue=known.venue_id, actor=cast.supervisor,
        now=clock.now(),
    )  # fmt: skip
    with pytest.raises(DomainError) as refusal:
        ask()
    assert (refusal.value.code, [one["uuid"] for one in refusal.value.data["leads"]]) == (
        "lead_alike", [str(known.uuid)],
    )  # fmt: skip
    lead.refresh_from_db()
    assert (lead.state, lead.venue_id) == ("registered", None)
    told = ask(another="另一时间的另一件事")
    assert (told.state, told.venue_id, told.another_reason) == (
        "verified", known.venue_id, "另一时间的另一件事",
    )  # fmt: skip
    # its own venue is asked for nothing twice
    lead_verify(lead_id=known.uuid, note="属实", actor=cast.supervisor, now=clock.now())


def test_the_check_of_a_lead_may_name_its_venue(cast: Cast) -> None:
    lead = lead_make(cast, venue=None)
    with pytest.raises(DomainError) as refusal:
        case_make(cast, lead=lead.uuid)
    assert "lead" in refusal.value.data["fields"]
    venue = venue_make(cast)
    lead_verify(lead_id=lead.uuid, note="已到场", venue=venue.uuid, actor=cast.supervisor, now=clock.now())
    assert case_make(cast, lead=lead.uuid).venue_id == venue.uuid
