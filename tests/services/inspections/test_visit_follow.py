"""What is made up beside a visit, seen from the record: faults that hold no more, and new ones."""

from datetime import timedelta
from typing import Any

import pytest

from backend import clock
from backend.models import Clock, Organ, User
from inspections.models import Inspection, Irregularity
from inspections.services.following import inspection_follow, visit_follow
from scheduling.models import Visit
from scheduling.services.recusals import recusal_grant, recusal_request
from scheduling.services.visits import visit_backfill, visit_confirm
from tests.factories_inspections import Scene, clean_body, record_make, scene_make


@pytest.fixture
def scene(organ: Organ, inspector: User, colleague: User, leader: User, calendars: None) -> Scene:
    return scene_make(organ, inspector, colleague, leader=leader, started=False)


def faults(row: Inspection) -> list[tuple[str, str]]:
    rows = Irregularity.objects.everywhere("guard").filter(inspection=row, current=True)
    return list(rows.order_by("rule", "code").values_list("rule", "code"))


def alone(scene: Scene, **values: Any) -> Inspection:
    """A record only the lead signed on this phone."""
    body = clean_body(scene, **values)
    body["signatures"] = [one for one in body["signatures"] if one["kind"] != "officer2"]
    return record_make(scene, body)


def test_second_officer_who_confirmed_before_counts_as_one_who_signed(scene: Scene) -> None:
    visit_confirm(visit_id=scene.visit.uuid, actor=scene.colleague, now=clock.now())
    assert ("V01", "officers_too_few") not in faults(alone(scene))


def test_second_officer_who_confirms_afterwards_lifts_the_fault(scene: Scene) -> None:
    row = alone(scene)
    assert ("V01", "officers_too_few") in faults(row)
    visit_confirm(visit_id=scene.visit.uuid, actor=scene.colleague, now=clock.now())
    for _ in range(2):
        visit_follow(visit_id=scene.visit.uuid, now=clock.now())
    assert ("V01", "officers_too_few") not in faults(row)


def test_v13_code_made_up_in_time_lifts_the_fault_and_stops_its_clock(scene: Scene) -> None:
    row = alone(scene, scan={"mode": "backfill", "at": None, "reason": "断网"})
    inspection_follow(inspection_id=row.pk, now=clock.now())
    assert Clock.objects.everywhere("guard").get(noun_id=scene.visit.pk).rule == "visit_scan"
    assert ("V13", "scan_outstanding") in faults(row)
    visit_backfill(
        visit_id=scene.visit.uuid, scan_mode="backfill", scanned_at=clock.now(), reason="已恢复",
        actor=scene.inspector, now=clock.now(),
    )  # fmt: skip
    visit_follow(visit_id=scene.visit.uuid, now=clock.now())
    assert ("V13", "scan_outstanding") not in faults(row)
    assert Clock.objects.everywhere("guard").get(noun_id=scene.visit.pk).done_on == clock.today()


def test_v13_code_made_up_too_late_leaves_the_fault(scene: Scene) -> None:
    row = alone(scene, scan={"mode": "backfill", "at": None, "reason": "断网"})
    late = row.finished_at + timedelta(days=11)
    visit_backfill(
        visit_id=scene.visit.uuid, scan_mode="backfill", scanned_at=late, reason="忘了",
        actor=scene.inspector, now=late,
    )  # fmt: skip
    visit_follow(visit_id=scene.visit.uuid, now=late)
    assert ("V13", "scan_outstanding") in faults(row)


def test_scan_told_by_the_record_is_the_visit_s_too(scene: Scene) -> None:
    row = alone(scene)
    inspection_follow(inspection_id=row.pk, now=clock.now())
    visit = Visit.objects.everywhere("guard").get(pk=scene.visit.pk)
    assert (visit.scanned_at, visit.scan_mode) == (row.scanned_at, "before")
    assert not Clock.objects.everywhere("guard").filter(noun_id=visit.pk).exists()


def test_v12_emergency_told_by_the_record_alone_is_kept_with_its_visit(
    organ: Organ, inspector: User, colleague: User, calendars: None
) -> None:
    scene = scene_make(organ, inspector, colleague)
    row = alone(scene, urgent="正在接纳未成年人")
    inspection_follow(inspection_id=row.pk, now=clock.now())
    visit = Visit.objects.everywhere("guard").get(pk=scene.visit.pk)
    assert (visit.state, visit.urgent_reason) == ("finished", "正在接纳未成年人")
    assert ("V12", "no_approval") in faults(row)
    assert [one.rule for one in Clock.objects.everywhere("guard").filter(noun_id=visit.pk)] == [
        "visit_approval"
    ]


def test_v02_recusal_granted_after_the_record_is_marked_once(scene: Scene, leader: User) -> None:
    row = alone(scene)
    request = recusal_request(
        visit_id=scene.visit.uuid, officer_id=scene.lin.uuid, party="周老板", party_role="",
        reason="近亲属", actor=scene.colleague, now=clock.now(),
    )  # fmt: skip
    recusal_grant(request_id=request.uuid, actor=leader, now=clock.now())
    assert ("V02", "officer_recused") not in faults(row)
    for _ in range(2):
        visit_follow(visit_id=scene.visit.uuid, now=clock.now())
    assert faults(row).count(("V02", "officer_recused")) == 1
