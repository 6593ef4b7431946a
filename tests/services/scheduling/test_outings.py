"""Outings: who set out, in which vehicle; and calls at venues that check nothing."""

from datetime import timedelta
from typing import Any

import pytest

from backend import clock
from backend.domain.errors import DomainError
from backend.models import User
from counting.selectors.facts import outing_facts
from scheduling.models import ServiceVisit, Visit
from scheduling.selectors.outings import outing_card
from scheduling.services.outings import outing_edit, outing_set
from scheduling.services.service_visits import service_visit_log
from scheduling.services.visits import visit_finish
from tests.factories_scheduling import officer_make
from tests.services.scheduling.conftest import Field
from tests.services.scheduling.test_visits import DAY, approved, started


def test_people_are_counted_once_for_an_outing_and_as_it_was_put_right(
    field: Field, supervisor: User, leader: User, inspector: User
) -> None:
    driver, other = officer_make(field.organ, "37011700103"), officer_make(field.organ, "37011700104")
    people = [field.lead.uuid, driver.uuid]
    row = outing_set(on=DAY.date(), vehicle="鲁A·0117警", officers=people, actor=inspector, now=DAY)
    visits = [started(approved(field, supervisor, leader), inspector) for _ in range(2)]
    assert {visit.outing_id for visit in visits} == {row.pk}
    for visit in visits:
        visit_finish(visit=visit, finished_at=DAY, counts_to_cap=False, actor=None, now=DAY)
    assert [fact.officers for fact in outing_facts(supervisor, DAY.date(), DAY.date())] == [3]
    change: dict[str, Any] = {"outing_id": row.uuid, "vehicle": "鲁A·0118警", "actor": inspector, "now": DAY}
    with pytest.raises(DomainError) as refused:
        outing_edit(officers=[field.lead.uuid], **change)
    assert (refused.value.code, refused.value.data["officers"]) == ("conflict", [str(field.second.uuid)])
    outing_edit(officers=[field.lead.uuid, field.second.uuid, other.uuid], **change)
    card = outing_card(row, inspector)
    assert (card["people"], card["made"], card["vehicle"]) == (3, 2, "鲁A·0118警")
    assert [one["bound"] for one in card["officers"]] == [True, True, False]
    outing_edit(officers=[field.lead.uuid, field.second.uuid, driver.uuid], **change)
    assert [fact.officers for fact in outing_facts(supervisor, DAY.date(), DAY.date())] == [3]


def test_nobody_sets_out_twice_on_a_day_and_strangers_not_at_all(field: Field, inspector: User) -> None:
    given: dict[str, Any] = {"on": DAY.date(), "vehicle": "", "actor": inspector, "now": DAY}
    outing_set(officers=[field.lead.uuid], **given)
    for officers, code in (
        ([field.lead.uuid], "outing_twice"),
        ([field.venue.uuid], "invalid"),
        ([], "invalid"),
    ):
        with pytest.raises(DomainError) as refused:
            outing_set(officers=officers, **given)
        assert refused.value.code == code


def test_outing_told_afterwards_joins_whoever_is_out_already(field: Field, inspector: User) -> None:
    driver = officer_make(field.organ, "37011700103")
    given: dict[str, Any] = {"on": DAY.date(), "actor": inspector, "now": DAY}
    first = outing_set(officers=[field.lead.uuid], vehicle="", **given)
    told: dict[str, Any] = {"officers": [field.lead.uuid, driver.uuid], "vehicle": "鲁A·0117警", "join": True}
    for _ in range(2):
        row = outing_set(**told, **given)
        assert (row.pk, row.vehicle, outing_card(row, inspector)["people"]) == (first.pk, "鲁A·0117警", 2)
    assert [fact.officers for fact in outing_facts(inspector, DAY.date(), DAY.date())] == []


def test_a_service_visit_is_logged_and_counts_to_nothing(
    field: Field, inspector: User, stranger: User
) -> None:
    given: dict[str, Any] = {
        "venue_id": field.venue.uuid, "kind": "guidance", "subject": "消防台账填写指导", "note": "",
        "people": 2, "now": clock.now(),
    }  # fmt: skip
    row = service_visit_log(on=clock.today(), actor=inspector, **given)
    assert (row.kind, row.organ_id) == ("guidance", field.organ.pk)
    assert not Visit.objects.everywhere("guard").exists()
    assert outing_facts(inspector, clock.today(), clock.today()) == []
    with pytest.raises(DomainError) as refused:
        service_visit_log(on=clock.today() + timedelta(days=1), actor=inspector, **given)
    assert refused.value.code == "invalid"
    with pytest.raises(DomainError) as refused:
        service_visit_log(on=clock.today(), actor=stranger, **given)
    assert refused.value.code in ("not_found", "not_allowed")
    assert ServiceVisit.objects.everywhere("guard").count() == 1
