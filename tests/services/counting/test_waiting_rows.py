"""What waits for somebody is told to him: new follow-ups, listings, changes, appeals, what to put right."""

from datetime import date, datetime, timedelta

import pytest

from backend import clock
from backend.clock import BEIJING
from backend.models import Reminder, User
from counting.selectors.workbench import tasks_now
from counting.services.reminders import remind
from enforcement.models import FollowUp
from enforcement.services.periods import period_start
from registry.services.credit import credit_appeal
from registry.services.dishonesty import dishonesty_propose
from scheduling.services.visits import visit_start
from tests.cast import Cast
from tests.factories_enforcement import case_make
from tests.factories_registry import change_make, graded_make
from tests.factories_scheduling import catalogue_make, officer_make, venue_make, visit_make

pytestmark = pytest.mark.django_db


def on(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 9, tzinfo=BEIJING)


def told(person: User, *kinds: str) -> list[tuple[str, str]]:
    rows = Reminder.objects.everywhere("guard").filter(person=person, kind__in=kinds, over_at__isnull=True)
    return sorted(rows.values_list("kind", "stage"))


def waits(person: User, kind: str) -> list[tuple[str, str, date | None]]:
    rows = tasks_now(person, clock.today())
    return [(row["noun"], row["title"], row["due_on"]) for row in rows if row["kind"] == kind]


def test_new_follow_up_is_told_to_the_section_once_and_goes_up_when_nobody_plans_it(cast: Cast) -> None:
    case = case_make(cast, "closed")
    row = FollowUp.objects.everywhere("guard").get(case=case)
    opened = clock.civil(row.created_at)
    for days in (0, 1, 2):
        remind(now=row.created_at + timedelta(days=days))
    assert told(cast.industry_section, "follow_up_new") == [("follow_up_new", "waiting")]
    assert told(cast.supervisor, "follow_up_new") == []
    assert waits(cast.industry_section, "follow_up_new") == [
        ("followup", case.venue.name, opened + timedelta(days=7))
    ]
    remind(now=row.created_at + timedelta(days=8))
    assert told(cast.supervisor, "follow_up_new") == [("follow_up_new", "escalated")]


def test_listing_waits_for_whoever_did_not_propose_it(cast: Cast) -> None:
    venue = graded_make(cast.supervisor)
    dishonesty_propose(
        venue_id=venue.uuid, level="minor", ground="多次违法", basis="部令第7号", actor=cast.supervisor,
        now=clock.now(),
    )  # fmt: skip
    due = clock.today() + timedelta(days=7)
    assert waits(cast.leader, "dishonesty") == [("dishonestyrecord", venue.name, due)]
    remind(now=clock.now())
    assert told(cast.leader, "dishonesty") == [("dishonesty", "waiting")]
    assert told(cast.supervisor, "dishonesty") == []


def test_change_of_the_catalogue_waits_for_another_person(cast: Cast) -> None:
    change_make(cast.legal_reviewer)
    assert waits(cast.legal_reviewer, "change") == []
    assert [noun for noun, _, _ in waits(cast.leader, "change")] == ["cataloguechange"]


def test_appeal_waits_with_the_day_of_its_clock_for_who_did_not_take_it_down(cast: Cast) -> None:
    venue = graded_make(cast.supervisor)
    credit_appeal(venue_id=venue.uuid, text="不服", disputed=[], actor=cast.supervisor, now=clock.now())
    assert waits(cast.leader, "appeal") == [("creditappeal", venue.name, date(2026, 10, 12))]
    assert waits(cast.supervisor, "appeal") == []


def test_publication_of_a_changed_decision_waits_to_be_put_right(cast: Cast) -> None:
    case = case_make(cast, "decided")
    assert waits(cast.supervisor, "amend_case") == []
    period_start(
        rule="publication_withdrawal", of=case, on=clock.today(), actor=cast.supervisor, now=clock.now()
    )
    assert [(noun, title) for noun, title, _ in waits(cast.supervisor, "amend_case")] == [
        ("case", case.party_name)
    ]


def test_period_whose_people_have_left_is_told_to_the_supervisors_and_goes_up(cast: Cast) -> None:
    case = case_make(cast, "served")
    for member in case.officers.select_related("officer__user"):
        user = member.officer.user
        assert user is not None
        user.is_active = False
        user.save()
    remind(now=on(9, 29))
    assert [kind for kind, _ in told(cast.supervisor, "case_payment")] == ["case_payment"]
    remind(now=on(10, 20))
    assert told(cast.leader, "case_payment") == [("case_payment", "escalated")]


def test_what_a_visit_still_owes_is_told_to_who_settles_it(cast: Cast) -> None:
    catalogue_make()
    team = [
        officer_make(cast.organ, "37011700281", user=cast.inspector),
        officer_make(cast.organ, "37011700282"),
    ]
    visit = visit_make(venue_make(cast.organ, "91370117MA3C0001X1"), team, cast.supervisor)
    visit_start(
        visit_id=visit.uuid, started_at=clock.now(), scan_mode="none", scanned_at=None, reason="二维码损坏",
        urgent="群众举报现场正在营业", actor=cast.inspector, now=clock.now(),
    )  # fmt: skip
    for days in (1, 14):
        remind(now=clock.now() + timedelta(days=days))
    assert told(cast.supervisor, "visit_approval", "visit_scan") == [
        ("visit_approval", "overdue"),
        ("visit_scan", "overdue"),
    ]
