from datetime import date, datetime, timedelta
from functools import partial

import pytest

from backend import clock
from backend.domain.errors import DomainError
from backend.models import Clock, Reminder, User
from counting.selectors.workbench import tasks_now
from counting.services.reminders import remind
from enforcement.selectors.credit import credit_facts
from inspections.models import Finding, Inspection, Irregularity, Rectification
from inspections.selectors.rectifications import rectification_get
from inspections.services.following import inspection_follow
from inspections.services.publishing import inspection_withdraw
from inspections.services.rechecks import rechecks_plan
from inspections.services.rectifications import (
    rectification_close,
    rectification_order,
    rectification_recheck,
)
from inspections.services.reviewing import inspection_accept, inspection_settle
from inspections.tasks import rechecks_due
from registry.models import CheckItem, Officer
from scheduling.models import Visit
from tests.cast import Cast
from tests.factories_inspections import Scene, body_of, clean_body, record_make, scene_of


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return scene_of(cast)


@pytest.fixture
def record(scene: Scene) -> Inspection:
    return record_make(scene, body_of(scene, photos=0))


def order(record: Inspection, actor: User, due_on: date | None = None) -> Rectification:
    finding = Finding.objects.everywhere("guard").get(inspection=record)
    return rectification_order(
        inspection_id=record.pk,
        findings=[finding.pk],
        content="七日内在入口处悬挂未成年人禁入标志。",
        due_on=due_on or clock.today() + timedelta(days=7),
        actor=actor,
        now=clock.now(),
    )


def code_of(act: object) -> str:
    assert callable(act)
    with pytest.raises(DomainError) as error:
        act()
    return error.value.code


def test_order_has_a_number_its_findings_and_a_clock(scene: Scene, record: Inspection) -> None:
    row = order(record, scene.inspector)
    finding = Finding.objects.everywhere("guard").get()
    assert (row.number, row.state, row.findings, row.venue_id, row.due_on.isoformat()) == (
        "(钢)文综责改字〔2026〕1号",
        "ordered",
        [str(finding.pk)],
        scene.venue.pk,
        "2026-09-22",
    )
    due = Clock.objects.everywhere("guard").get(noun="rectification")
    assert (due.rule, due.noun_id, due.due_on, due.unit) == (
        "rectification_due",
        row.pk,
        row.due_on,
        "natural_days",
    )


def test_day_nobody_works_moves_to_the_next_working_day(scene: Scene, record: Inspection) -> None:
    row = order(record, scene.inspector, date(2026, 10, 1))
    assert row.due_on == date(2026, 10, 8)


def test_day_must_be_ahead(scene: Scene, record: Inspection) -> None:
    assert code_of(lambda: order(record, scene.inspector, clock.today())) == "invalid"


def test_finding_is_ordered_once_at_a_time(scene: Scene, record: Inspection, cast: Cast) -> None:
    row = order(record, scene.inspector)
    assert code_of(lambda: order(record, scene.inspector)) == "conflict"
    close(row, cast.supervisor, corrected=True)
    assert order(record, scene.inspector).number == "(钢)文综责改字〔2026〕2号"


def test_finding_of_another_record_is_not_ordered(scene: Scene, record: Inspection) -> None:
    other = record_make(scene)
    finding = Finding.objects.everywhere("guard").get(inspection=record)
    act = lambda: rectification_order(  # noqa: E731
        inspection_id=other.pk, findings=[finding.pk], content="x", due_on=date(2026, 9, 30),
        actor=scene.inspector, now=clock.now(),
    )  # fmt: skip
    assert code_of(act) == "not_found"


def test_refused_order_takes_no_number(scene: Scene, record: Inspection) -> None:
    order(record, scene.inspector)
    code_of(lambda: order(record, scene.inspector))
    assert Rectification.objects.everywhere("guard").count() == 1


def test_stranger_orders_nothing(record: Inspection, stranger: User) -> None:
    assert code_of(lambda: order(record, stranger)) == "not_found"


def test_supervisor_section_orders_nothing(record: Inspection, industry_section: User) -> None:
    assert code_of(lambda: order(record, industry_section)) == "not_allowed"


def recheck(row: Rectification, scene: Scene) -> Rectification:
    return rectification_recheck(
        rectification_id=row.pk,
        officers=[scene.lin.pk, scene.song.pk],
        planned_from=clock.today(),
        planned_to=date(2026, 9, 25),
        actor=scene.inspector,
        now=clock.now(),
    )


def close(row: Rectification, actor: User, *, corrected: bool) -> Rectification:
    return rectification_close(
        rectification_id=row.pk, corrected=corrected, result="复查情况", actor=actor, now=clock.now()
    )


def test_v37_recheck_is_a_visit_outside_the_cap(scene: Scene, record: Inspection) -> None:
    row = recheck(order(record, scene.inspector), scene)
    visit = row.recheck_visit
    assert visit is not None
    assert (visit.trigger_id, visit.items, visit.counts_to_cap, visit.cause_noun, visit.cause_id) == (
        "recheck",
        ["NET-02"],
        False,
        "rectification",
        row.pk,
    )


def test_accepted_record_of_the_recheck_tells_its_order(scene: Scene, record: Inspection, cast: Cast) -> None:
    row = recheck(order(record, scene.inspector), scene)
    assert row.recheck_visit is not None
    again = Scene(scene.inspector, scene.colleague, scene.venue, scene.lin, scene.song, row.recheck_visit)
    answers = [{"item": "NET-02", "conforms": True, "note": "", "photos": []}]
    second = record_make(again, clean_body(again, answers=answers))
    for fault in second.irregularities.all():
        inspection_settle(
            inspection_id=second.pk, irregularity=fault.pk, counts=True, reason="复查", actor=cast.supervisor,
            now=clock.now(),
        )  # fmt: skip
    inspection_accept(inspection_id=second.pk, actor=cast.supervisor, now=clock.now())
    row.refresh_from_db()
    assert row.state == "rechecked"
    row = close(row, cast.supervisor, corrected=True)
    assert (row.state, row.closed_on, row.result, row.closed_by_id) == (
        "closed",
        clock.today(),
        "复查情况",
        cast.supervisor.pk,
    )
    assert Clock.objects.everywhere("guard").get(noun="rectification").done_on == clock.today()


def test_order_fails_only_after_its_day(scene: Scene, record: Inspection, cast: Cast) -> None:
    row = order(record, scene.inspector)
    assert code_of(lambda: close(row, cast.supervisor, corrected=False)) == "facts_missing"
    with clock.at(clock.now() + timedelta(days=8)):
        assert close(row, cast.supervisor, corrected=False).state == "failed"


def test_closed_order_stays_closed(scene: Scene, record: Inspection, cast: Cast) -> None:
    row = close(order(record, scene.inspector), cast.supervisor, corrected=True)
    assert code_of(lambda: close(row, cast.supervisor, corrected=True)) == "move_not_open"
    assert code_of(lambda: recheck(row, scene)) == "move_not_open"
    assert Visit.objects.everywhere("guard").filter(trigger="recheck").count() == 0


PREPARED = {"items": ["NET-02"], "content": "补挂未成年人禁入标志。", "basis": "《网吧条例》第三十一条" * 30}


def test_order_prepared_on_the_spot_is_made_once_when_its_record_arrives(scene: Scene) -> None:
    orders = [PREPARED | {"due_on": "2026-09-22"}]
    row = record_make(scene, body_of(scene, photos=0, orders=orders))

    for _ in range(2):  # a delivery may come twice
        inspection_follow(inspection_id=row.pk, now=clock.now() + timedelta(days=3))

    order_ = Rectification.objects.everywhere("guard").get()
    assert (order_.ordered_on.isoformat(), order_.due_on.isoformat(), order_.ordered_by) == (
        "2026-09-15", "2026-09-22", scene.inspector,
    )  # fmt: skip
    assert (order_.content, len(order_.basis)) == (PREPARED["content"], 200)


def test_order_that_cannot_be_made_is_told_and_the_record_stands(scene: Scene) -> None:
    late = [PREPARED | {"due_on": "2026-09-15"}, PREPARED | {"items": ["NET-01"], "due_on": "2026-09-30"}]
    row = record_make(scene, body_of(scene, photos=0, orders=late))

    for _ in range(2):
        inspection_follow(inspection_id=row.pk, now=clock.now())

    told = Irregularity.objects.everywhere("guard").filter(inspection=row, code="order_not_made")
    assert sorted(one.data["items"] for one in told) == ["NET-01", "NET-02"]
    assert not Rectification.objects.everywhere("guard").exists()


def due(row: Rectification) -> datetime:
    return clock.now() + (row.due_on - clock.today())


def rechecks() -> list[Visit]:
    return list(Visit.objects.everywhere("guard").filter(trigger="recheck").order_by("number"))


def test_recheck_is_planned_by_itself_on_the_day_the_order_is_due_and_once(
    scene: Scene, record: Inspection
) -> None:
    row = order(record, scene.inspector)
    assert rechecks_plan(now=due(row) - timedelta(days=1)) == 0
    with clock.at(due(row)):
        assert (rechecks_due(), rechecks_due()) == (1, 0)
    visit = rechecks()[0]
    row.refresh_from_db()
    # the 22nd is a Tuesday; the 25th begins the Mid-Autumn holiday, so five working days end on the 30th
    assert (row.recheck_visit, visit.items, visit.counts_to_cap, visit.cause_id, visit.planned_from) == (
        visit, ["NET-02"], False, row.pk, row.due_on,
    )  # fmt: skip
    assert visit.planned_to.isoformat() == "2026-09-30"
    team = [seat.officer for seat in visit.team.order_by("seat")]
    assert (team, visit.approval and visit.approval.state) == ([scene.lin, scene.song], "asked")
    assert code_of(lambda: recheck(row, scene)) == "recheck_planned"


def test_officer_who_may_not_go_leaves_an_open_seat_of_the_recheck(scene: Scene, record: Inspection) -> None:
    row = order(record, scene.inspector)
    Officer.objects.everywhere("guard").filter(pk=scene.song.pk).update(cert_valid_to=clock.today())
    assert rechecks_plan(now=due(row)) == 1
    visit = rechecks()[0]
    assert ([seat.officer for seat in visit.team.all()], visit.seats, visit.approval) == (
        [scene.lin],
        2,
        None,
    )


def test_cancelled_recheck_is_planned_again_and_a_closed_order_is_not(
    scene: Scene, record: Inspection, cast: Cast
) -> None:
    row = order(record, scene.inspector)
    rechecks_plan(now=due(row))
    Visit.objects.everywhere("guard").filter(trigger="recheck").update(state="cancelled")
    assert rechecks_plan(now=due(row)) == 1
    Visit.objects.everywhere("guard").filter(trigger="recheck").update(state="cancelled")
    close(row, cast.supervisor, corrected=True)
    assert rechecks_plan(now=due(row)) == 0


def test_recheck_of_items_no_longer_on_the_list_is_left_to_the_supervisor(
    scene: Scene, record: Inspection
) -> None:
    row = order(record, scene.inspector)
    CheckItem.objects.everywhere("guard").filter(code="NET-02").update(in_force_to=clock.today())
    assert (rechecks_plan(now=due(row)), rechecks()) == (0, [])


def test_order_of_a_withdrawn_record_is_neither_rechecked_nor_held_against_the_venue(
    scene: Scene, record: Inspection, cast: Cast
) -> None:
    row = order(record, scene.inspector)
    inspection_withdraw(inspection_id=record.pk, reason="录错场所", actor=cast.supervisor, now=clock.now())
    assert (rechecks_plan(now=due(row)), rechecks()) == (0, [])
    late = row.due_on + timedelta(days=9)
    assert [one.kind for one in credit_facts(record.organ_id, late)[scene.venue.pk]] == []
    assert [one["kind"] for one in tasks_now(cast.supervisor, late) if one["uuid"] == row.pk] == []


def duties(actor: User) -> list[tuple[str, date | None]]:
    return [
        (one["kind"], one["due_on"])
        for one in tasks_now(actor, clock.today())
        if one["noun"] == "rectification"
    ]


def test_who_supervises_is_told_of_a_recheck_without_items_until_he_settles_it(
    cast: Cast, scene: Scene, record: Inspection
) -> None:
    row = order(record, scene.inspector)
    item = CheckItem.objects.everywhere("guard").filter(code="NET-02")
    item.update(in_force_to=clock.today())
    shown = partial(rectification_get, row.pk, cast.supervisor)
    assert (duties(cast.supervisor), shown(clock.today())["stuck"]) == ([("recheck", row.due_on)], False)
    with clock.at(due(row)):
        assert duties(cast.supervisor) == [("recheck_none", date(2026, 9, 25))]
        assert (duties(cast.inspector), shown(clock.today())["stuck"]) == ([], True)
        remind(now=clock.now())
    told = Reminder.objects.everywhere("guard").filter(kind="recheck_none")
    assert list(told.values_list("person", "stage")) == [(cast.supervisor.pk, "soon")]
    with clock.at(due(row) + timedelta(days=4)):
        remind(now=clock.now())
        assert set(told.values_list("person", "stage")) == {
            (cast.supervisor.pk, "soon"), (cast.supervisor.pk, "overdue"), (cast.leader.pk, "escalated"),
        }  # fmt: skip
        close(row, cast.supervisor, corrected=True)
        assert (duties(cast.supervisor), shown(clock.today())["stuck"]) == ([], False)


def test_an_item_back_on_the_list_gets_its_recheck_and_the_duty_goes(
    cast: Cast, scene: Scene, record: Inspection
) -> None:
    row = order(record, scene.inspector)
    item = CheckItem.objects.everywhere("guard").filter(code="NET-02")
    item.update(in_force_to=clock.today())
    with clock.at(due(row)):
        assert [kind for kind, _ in duties(cast.supervisor)] == ["recheck_none"]
        item.update(in_force_to=None)
        assert [kind for kind, _ in duties(cast.supervisor)] == ["recheck"]
        assert rechecks_plan(now=clock.now()) == 1


def test_trouble_with_one_recheck_is_noted_and_tried_again(
    scene: Scene, record: Inspection, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = order(record, scene.inspector)
    with monkeypatch.context() as broken:
        broken.setattr("inspections.services.rechecks.work_calendar", lambda: 1 / 0)
        assert rechecks_plan(now=due(row)) == 0
    assert rechecks_plan(now=due(row)) == 1
