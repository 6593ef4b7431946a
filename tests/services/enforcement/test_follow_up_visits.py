from datetime import date

import pytest

from backend import clock
from backend.domain.errors import DomainError
from backend.models import Delivery, JournalLine
from enforcement.models import FollowUp, FollowUpStep, FollowUpVisit
from enforcement.selectors.followups import follow_up_cards, follow_up_get
from enforcement.services.cases.follow_up_visits import follow_up_record
from enforcement.services.cases.followups import follow_up_close, follow_up_plan, follow_up_step
from enforcement.tasks import follow_up_record as follow_up_record_task
from inspections.models import Irregularity
from inspections.services.reviewing import inspection_accept, inspection_settle
from scheduling.models import Trigger, Visit
from scheduling.services.visits import visit_cancel
from tests.cast import Cast
from tests.factories_enforcement import team_make
from tests.factories_scheduling import visit_make
from tests.services.enforcement.visits_back import ask, planned, seen, visit_of

pytestmark = pytest.mark.django_db


def steps(row: FollowUp) -> list[tuple[str, date, str]]:
    rows = FollowUpStep.objects.everywhere("guard").filter(follow_up=row)
    return list(rows.values_list("kind", "on", "text"))


def test_visit_asked_for_has_the_follow_up_as_its_cause_and_open_seats(cast: Cast) -> None:
    row = ask(planned(cast), cast.industry_section)
    visit = visit_of(row)
    assert (visit.trigger_id, visit.cause_noun, visit.cause_id, visit.venue_id, visit.state) == (
        "follow_up", "follow_up", row.uuid, row.case.venue_id, "planned",
    )  # fmt: skip
    assert (visit.basis, visit.precheck, visit.precheck_reason) == (
        f"处罚后续监管（整改复核）：{row.case.decision_number}", "recheck", "复核实名登记整改",
    )  # fmt: skip
    assert (visit.seats, visit.approval, visit.counts_to_cap) == (2, None, True)


@pytest.mark.parametrize("counts", [True, False])
def test_whether_it_counts_to_the_cap_is_the_trigger_s_word(cast: Cast, counts: bool) -> None:
    row = planned(cast)
    Trigger.objects.everywhere("loader").filter(code="follow_up").update(counts_to_cap=counts)
    for _ in range(2):
        visit_make(row.case.venue, team_make(cast), cast.supervisor, trigger="annual_patrol")
    if not counts:
        assert not visit_of(ask(row, cast.industry_section)).counts_to_cap
        return
    with pytest.raises(DomainError) as full:
        ask(row, cast.industry_section)
    assert full.value.code == "cap_reached"
    visit = visit_of(ask(row, cast.industry_section, cap_reason="处罚后须复核"))
    assert (visit.counts_to_cap, visit.cap_reason) == (True, "处罚后须复核")


def test_accepted_record_is_written_as_the_step_once_with_the_record_named(cast: Cast) -> None:
    row = ask(planned(cast), cast.industry_section)
    record = seen(cast, row)
    assert steps(row) == []
    inspection_accept(inspection_id=record.pk, actor=cast.supervisor, now=clock.now())
    told = Delivery.objects.everywhere("guard").filter(task="enforcement.tasks.follow_up_record")
    assert told.count() == 1
    for _ in range(2):
        follow_up_record_task(str(record.pk))
    assert steps(row) == [("recheck", date(2026, 9, 15), f"{record.visit.number}：未发现问题")]
    step = FollowUpStep.objects.everywhere("guard").get()
    assert (step.inspection_id, step.recorded_by) == (record.pk, cast.supervisor)
    line = JournalLine.objects.everywhere("guard").get(verb="follow_up.record")
    assert line.data == {"inspection": str(record.pk), "visit": str(record.visit_id), "kind": "recheck"}
    found = follow_up_get(row.uuid, cast.industry_section)
    assert found is not None
    card = follow_up_cards([found], cast.industry_section, clock.today())[0]
    assert card["steps"][0]["record"] == record.pk
    assert (card["visits"][0]["state"], card["visits"][0]["record"], card["visits"][0]["officers"]) == (
        "finished", record.pk, ["林知远", "宋明岚"],
    )  # fmt: skip


def test_record_settled_not_to_count_is_no_step(cast: Cast) -> None:
    row = ask(planned(cast), cast.industry_section)
    record = seen(cast, row)
    fault = Irregularity.objects.create(
        inspection=record, rule="V13", code="scan_outstanding", data={}, found_at=clock.now()
    )
    inspection_settle(
        inspection_id=record.pk, irregularity=fault.pk, counts=False, reason="未亮码", now=clock.now(),
        actor=cast.supervisor,
    )  # fmt: skip
    inspection_accept(inspection_id=record.pk, actor=cast.supervisor, now=clock.now())
    follow_up_record(inspection_id=record.pk, now=clock.now())
    assert steps(row) == []


def test_record_of_any_other_visit_is_nobody_s_step(cast: Cast) -> None:
    row = ask(planned(cast), cast.industry_section)
    record = seen(cast, row)
    FollowUpVisit.objects.everywhere("guard").update(visit=_another(row, cast))
    inspection_accept(inspection_id=record.pk, actor=cast.supervisor, now=clock.now())
    follow_up_record(inspection_id=record.pk, now=clock.now())
    assert steps(row) == []


def _another(row: FollowUp, cast: Cast) -> Visit:
    return visit_make(row.case.venue, team_make(cast), cast.supervisor)


def test_visit_is_not_doubled_while_it_or_its_record_is_open(cast: Cast) -> None:
    row = ask(planned(cast), cast.industry_section)
    with pytest.raises(DomainError) as double:
        ask(row, cast.industry_section)
    assert (double.value.code, double.value.data["visit"]) == ("follow_up_visit_open", visit_of(row).number)
    seen(cast, row)
    with pytest.raises(DomainError) as unread:
        ask(row, cast.industry_section)
    assert unread.value.code == "follow_up_visit_open"
    assert FollowUpVisit.objects.everywhere("guard").count() == 1


def test_lost_visit_is_asked_for_again(cast: Cast) -> None:
    row = ask(planned(cast), cast.industry_section)
    visit_cancel(visit_id=visit_of(row).uuid, reason="场所停业装修", actor=cast.supervisor, now=clock.now())
    ask(row, cast.industry_section, kind="visit")
    assert [one.kind for one in FollowUpVisit.objects.everywhere("guard").order_by("id")] == [
        "recheck", "visit",
    ]  # fmt: skip


def test_follow_up_is_closed_when_its_visit_is_over(cast: Cast) -> None:
    row = planned(cast)
    follow_up_step(
        follow_up_id=row.uuid, kind="guidance", text="上门指导", actor=cast.industry_section, now=clock.now()
    )
    ask(row, cast.industry_section)
    with pytest.raises(DomainError) as early:
        follow_up_close(
            follow_up_id=row.uuid, conclusion="到位", actor=cast.industry_section, now=clock.now()
        )
    assert early.value.data["missing"] == ["visit_pending"]
    record = seen(cast, row)
    inspection_accept(inspection_id=record.pk, actor=cast.supervisor, now=clock.now())
    follow_up_record(inspection_id=record.pk, now=clock.now())
    row = follow_up_close(
        follow_up_id=row.uuid, conclusion="整改到位", actor=cast.industry_section, now=clock.now()
    )
    assert row.state == "closed"


def test_nobody_there_and_the_revisit_is_the_follow_up_s_too(cast: Cast) -> None:
    row = ask(planned(cast), cast.industry_section, kind="visit")
    record = seen(cast, row)
    type(record).objects.everywhere("guard").filter(pk=record.pk).update(result_codes=["6"])
    inspection_accept(inspection_id=record.pk, actor=cast.supervisor, now=clock.now())
    again = Visit.objects.everywhere("guard").get(revisit_of=record.visit)
    follow_up_record(inspection_id=record.pk, now=clock.now())
    kept = FollowUpVisit.objects.everywhere("guard").order_by("id")
    assert [(one.visit_id, one.kind) for one in kept] == [(record.visit_id, "visit"), (again.uuid, "visit")]
    with pytest.raises(DomainError) as waits:
        ask(row, cast.industry_section)
    assert waits.value.code == "follow_up_visit_open"


def test_only_the_section_asks_and_never_before_its_plan(cast: Cast) -> None:
    row = planned(cast)
    with pytest.raises(DomainError) as other:
        ask(row, cast.inspector)
    assert other.value.code == "not_allowed"
    FollowUp.objects.everywhere("guard").update(state="opened")
    with pytest.raises(DomainError) as early:
        ask(row, cast.industry_section)
    assert early.value.code == "move_not_open"
    with pytest.raises(DomainError) as silent:
        follow_up_plan(follow_up_id=row.uuid, plan="x", actor=cast.industry_section, now=clock.now())
        ask(row, cast.industry_section, reason="")
    assert silent.value.data["missing"] == ["reason"]
    assert not Visit.objects.everywhere("guard").filter(trigger="follow_up").exists()
