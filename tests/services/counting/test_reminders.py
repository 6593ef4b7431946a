"""Reminders are told once per stage, by however many workers, and only what stands today."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from backend import clock
from backend.clock import BEIJING
from backend.models import Clock, Reminder, User
from counting.domain.reminders import BY_CLOCK
from counting.selectors.reminders import reminders_due
from counting.serializers.figures import KINDS
from counting.services.activities import activity_confirm, activity_prove
from counting.services.reminders import remind
from counting.tasks import remind as task
from enforcement.domain.periods import REMINDED
from enforcement.models import Guidance
from enforcement.services.guidance import guidance_check
from inspections.models import Inspection
from inspections.services.hazards import hazard_transfer
from inspections.services.rectifications import rectification_order
from scheduling.models import Draw
from scheduling.services.draws import draw_commit, draw_draft
from scheduling.services.rota.swapping import swap_answer
from scheduling.services.visits import visit_approve, visit_cancel
from tests.cast import Cast
from tests.factories_counting import activity_held, check_make, evidence_of
from tests.factories_enforcement import guidance_make, lead_make
from tests.factories_inspections import hazard_make
from tests.factories_rota import leave_asked, rota_make, seats_of, swap_asked
from tests.factories_scheduling import catalogue_make, officer_make, venue_make, visit_make
from tests.racing import race
from tests.services.enforcement.test_guidance import sign
from tests.services.enforcement.visits_back import ask, planned

DAY = date(2026, 9, 1)


def told(person: User, *, standing: bool = True) -> list[tuple[str, str]]:
    rows = Reminder.objects.everywhere("guard").filter(person=person)
    if standing:
        rows = rows.filter(over_at__isnull=True)
    return sorted(rows.values_list("kind", "stage"))


def on(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 9, tzinfo=BEIJING)


def approved_visit(cast: Cast) -> UUID:
    catalogue_make()
    team = [
        officer_make(cast.organ, "37011700281", user=cast.inspector),
        officer_make(cast.organ, "37011700282"),
    ]
    visit = visit_make(venue_make(cast.organ, "91370117MA3C0001X1"), team, cast.supervisor)
    visit_approve(visit_id=visit.uuid, approve="approved", actor=cast.leader, now=clock.now())
    return visit.uuid


def test_duty_next_week_is_told_once_to_whoever_serves(cast: Cast) -> None:
    officers = rota_make(cast)
    first = remind(now=clock.now())
    assert remind(now=clock.now()) == 0
    rows = Reminder.objects.everywhere("guard").filter(kind="duty")
    next_week = seats_of(cast.organ, week__starts_on=date(2026, 9, 21), officer__in=officers[:2])
    serving = {seat.officer.user_id for seat in next_week if seat.officer}
    assert {row.person_id for row in rows} == serving
    assert first >= len(serving)


def test_request_waits_at_once_for_those_who_decide_and_is_over_when_decided(cast: Cast) -> None:
    leave_asked(cast)
    swap = swap_asked(cast)
    remind(now=clock.now())
    assert ("leave", "waiting") in told(cast.supervisor)
    assert ("leave", "waiting") in told(cast.leader)
    assert [kind for kind, _ in told(cast.colleague) if kind == "swap_answer"] == ["swap_answer"]
    assert "leave" not in dict(told(cast.inspector))
    swap_answer(swap_id=swap.uuid, agree="agreed", actor=cast.colleague, now=clock.now())
    remind(now=clock.now())
    assert "swap_answer" not in dict(told(cast.colleague))
    assert "swap_answer" in dict(told(cast.colleague, standing=False))
    assert "swap" in dict(told(cast.supervisor))


def test_visit_goes_from_soon_to_overdue_and_up_to_the_supervisor(cast: Cast) -> None:
    visit = approved_visit(cast)
    remind(now=on(9, 20))
    assert "visit" not in dict(told(cast.inspector))
    remind(now=on(9, 28))
    assert ("visit", "soon") in told(cast.inspector)
    remind(now=on(10, 8))
    assert told(cast.inspector) == [("visit", "overdue")]
    assert ("visit", "escalated") in told(cast.supervisor)
    assert "visit" not in dict(told(cast.leader))
    visit_cancel(visit_id=visit, reason="停业", actor=cast.supervisor, now=on(10, 8))
    remind(now=on(10, 9))
    assert told(cast.inspector) == []
    assert "visit" not in dict(told(cast.supervisor))


def test_after_three_weeks_without_a_worker_only_the_present_stage_is_told(cast: Cast) -> None:
    approved_visit(cast)
    with clock.at(on(9, 15) + timedelta(weeks=3)):
        task()
        assert task() == 0
    assert told(cast.inspector, standing=False) == [("visit", "overdue")]


def test_publication_is_told_at_its_milestones_once_and_overdue(cast: Cast) -> None:
    check_make(cast, DAY)
    name = Inspection.objects.everywhere("guard").get().visit.venue.name
    stages = []
    # twenty working days after the check: told at 15, 5 and 1 natural days, on its day and after it
    due = Clock.objects.everywhere("guard").get(rule="result_publication").due_on
    for rest in (16, 15, 14, 5, 1, 0, -1):
        day = due - timedelta(days=rest)
        remind(now=on(day.month, day.day))
        stages.append(dict(told(cast.supervisor)).get("result_publication"))
    assert stages == [None, "d15", "d15", "d5", "d1", "today", "overdue"]
    assert ("result_publication", "overdue") in told(cast.leader)
    rows = Reminder.objects.everywhere("guard").filter(person=cast.supervisor, kind="result_publication")
    assert {row.title.split(" ")[0] for row in rows} == {name}
    assert [row.stage for row in rows.order_by("created_at")] == ["d15", "d5", "d1", "today", "overdue"]
    assert "publish" not in dict(told(cast.supervisor, standing=False))  # told once, by its clock


def test_an_order_to_rectify_is_told_by_its_clock_and_goes_up(cast: Cast) -> None:
    row = check_make(cast, DAY, finding="标志缺失", codes=["A"])
    rectification_order(
        inspection_id=row.pk, findings=[row.findings.get().pk], content="限期改正", due_on=date(2026, 10, 15),
        actor=cast.supervisor, now=clock.now(),
    )  # fmt: skip
    stages = []
    for month, day in ((9, 16), (9, 30), (10, 10), (10, 14), (10, 16)):
        remind(now=on(month, day))
        stages.append(dict(told(cast.supervisor)).get("rectification_due"))
    assert stages == [None, "d15", "d5", "d1", "overdue"]
    assert ("rectification_due", "escalated") in told(cast.leader)
    assert "recheck" not in dict(told(cast.supervisor, standing=False))


def test_clocks_of_leads_and_hazards_are_told_at_their_milestones_and_go_up(cast: Cast) -> None:
    lead_make(cast)  # fifteen working days: 12 October
    hazard = hazard_make(cast)
    hazard_transfer(
        hazard_id=hazard.pk, authority="fire", to_organ="消防救援大队", text="通道堵塞",
        actor=cast.supervisor, now=clock.now(),
    )  # fmt: skip
    stages = []
    for month, day in ((9, 28), (10, 8), (10, 11), (10, 12), (10, 13)):
        remind(now=on(month, day))
        now = dict(told(cast.supervisor))
        stages.append((now.get("lead_check"), now.get("hazard_answer")))
    assert stages == [(stage, stage) for stage in ("d15", "d5", "d1", "today", "overdue")]
    assert {("lead_check", "escalated"), ("hazard_answer", "escalated")} <= set(told(cast.leader))


def test_draw_owes_its_result_once_the_moment_has_come(cast: Cast) -> None:
    visit_make_ready(cast)
    draft = draw_draft(
        items=["NET-01"], visit_from=date(2026, 9, 21), visit_to=date(2026, 9, 30), actor=cast.supervisor,
        now=clock.now(),
    )  # fmt: skip
    moment = clock.now() + timedelta(hours=2)
    draw_commit(
        draw_id=draft.uuid, beacon={"kind": "dice", "n": 40}, moment=moment, actor=cast.supervisor,
        now=clock.now(),
    )  # fmt: skip
    remind(now=clock.now())
    assert "result" not in dict(told(cast.supervisor))
    remind(now=moment + timedelta(minutes=1))
    assert ("result", "soon") in told(cast.supervisor)
    remind(now=moment + timedelta(days=4))
    assert ("result", "overdue") in told(cast.supervisor)
    assert ("result", "escalated") in told(cast.leader)
    assert Draw.objects.everywhere("guard").get().state == Draw.State.COMMITTED


def visit_make_ready(cast: Cast) -> None:
    catalogue_make()
    for number in (1, 2, 3):
        venue_make(cast.organ, f"91370117MA3C000{number}X1")
        officer_make(cast.organ, f"3701170028{number}")


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_tell_everything_once(cast: Cast) -> None:
    rota_make(cast)
    leave_asked(cast)
    now = clock.now()
    race(*[lambda: remind(now=now)] * 2)
    rows = list(Reminder.objects.everywhere("guard").values_list("noun_id", "kind", "stage", "person"))
    assert rows
    assert len(rows) == len(set(rows))


def test_one_bureau_in_trouble_does_not_silence_the_next(
    cast: Cast, stranger: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = reminders_due

    def broken(people: list[User], now: datetime) -> object:
        if people[0].organ_id == cast.organ.pk:
            raise ValueError("broken")
        return real(people, now)

    leave_asked(cast)
    monkeypatch.setattr("counting.services.reminders.reminders_due", broken)
    assert remind(now=clock.now()) == 0
    assert stranger.organ_id != cast.organ.pk


@pytest.mark.parametrize("language", ["zh", "en"])
def test_whatever_is_reminded_of_has_its_words(language: str) -> None:
    locales = Path(__file__).parents[3] / "web" / "src" / "locales"
    words = json.loads((locales / f"duty.{language}.json").read_text(encoding="utf-8"))
    kinds = {*KINDS, *REMINDED, "visit", "duty", "result", "reveal"} - BY_CLOCK - {"draw"}
    assert sorted(kind for kind in kinds if f"remind.{kind}" not in words) == []


def kinds(person: User, *wanted: str) -> list[tuple[str, str]]:
    return [row for row in told(person) if row[0] in wanted]


def test_activity_held_is_told_to_its_holder_then_to_who_confirms_and_goes_up(cast: Cast) -> None:
    row = activity_held(cast, date(2026, 9, 14))
    assert remind(now=on(9, 15)) > 0
    assert kinds(cast.supervisor, "activity", "activity_proof") == [("activity_proof", "waiting")]
    assert kinds(cast.leader, "activity", "activity_proof") == []
    activity_prove(
        activity_id=row.pk, files=[evidence_of(row, cast.supervisor)], actor=cast.supervisor, now=clock.now()
    )
    remind(now=on(9, 16))
    assert kinds(cast.supervisor, "activity", "activity_proof") == []
    assert kinds(cast.leader, "activity") == [("activity", "waiting")]
    remind(now=on(9, 22))
    assert remind(now=on(9, 22)) == 0
    assert kinds(cast.leader, "activity") == [("activity", "overdue")]
    activity_confirm(activity_id=row.pk, actor=cast.leader, now=clock.now())
    remind(now=on(9, 23))
    assert kinds(cast.leader, "activity") == []


def test_talk_without_its_signed_copy_is_told_to_who_gave_it_once_and_goes_up(cast: Cast) -> None:
    row = guidance_make(cast)
    remind(now=on(9, 15))
    assert remind(now=on(9, 16)) == 0
    assert kinds(cast.supervisor, "guidance") == [("guidance", "waiting")]
    assert kinds(cast.inspector, "guidance") == []
    remind(now=on(9, 23))
    assert kinds(cast.supervisor, "guidance") == [("guidance", "overdue")]
    assert kinds(cast.leader, "guidance") == [("guidance", "escalated")]
    sign(cast, row)
    remind(now=on(9, 24))
    assert kinds(cast.supervisor, "guidance") + kinds(cast.leader, "guidance") == []


def test_talk_of_somebody_who_left_is_told_to_the_supervisors(cast: Cast) -> None:
    guidance_make(cast)
    Guidance.objects.everywhere("guard").update(given_by=cast.colleague)
    remind(now=on(9, 15))
    assert kinds(cast.supervisor, "guidance") == []
    cast.colleague.is_active = False
    cast.colleague.save()
    remind(now=on(9, 15))
    assert kinds(cast.supervisor, "guidance") == [("guidance", "waiting")]


def test_commitment_is_told_the_day_after_its_end_until_it_is_checked(cast: Cast) -> None:
    row = sign(cast, guidance_make(cast, kind="pledge"))
    remind(now=on(12, 31))
    assert kinds(cast.supervisor, "pledge") == []
    after = datetime(2027, 1, 1, 9, tzinfo=BEIJING)
    remind(now=after)
    assert remind(now=after) == 0
    assert kinds(cast.supervisor, "pledge") == [("pledge", "waiting")]
    remind(now=after + timedelta(days=7))
    assert kinds(cast.leader, "pledge") == [("pledge", "escalated")]
    row = guidance_check(
        guidance_id=row.pk, kept="broken", text="仍未登记", actor=cast.supervisor,
        now=after + timedelta(days=8),
    )  # fmt: skip
    assert (row.state, row.kept, row.checked_on) == ("checked", False, date(2027, 1, 9))
    remind(now=after + timedelta(days=8))
    assert kinds(cast.supervisor, "pledge") + kinds(cast.leader, "pledge") == []


def test_visit_asked_for_without_officers_is_told_to_who_names_them(cast: Cast) -> None:
    ask(planned(cast), cast.industry_section, planned_to=date(2026, 9, 18))
    remind(now=on(9, 15))
    assert kinds(cast.supervisor, "seats") == [("seats", "soon")]
    remind(now=on(9, 18))
    assert kinds(cast.leader, "seats") == [("seats", "escalated")]
