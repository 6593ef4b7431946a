from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from backend import clock
from backend.clock import BEIJING
from backend.domain.errors import DomainError
from backend.models import Approval, JournalLine, User
from scheduling.domain.states import OPEN_VISIT
from scheduling.models import Leave, Outing, Visit
from scheduling.selectors.caps import cap_list
from scheduling.selectors.visits import visit_card, visit_cards, visits_of
from scheduling.services.visits import visit_approve, visit_ask, visit_cancel, visit_finish, visit_start
from tests.factories_scheduling import item_make, officer_make, recusal_make, venue_make, visit_make
from tests.services.scheduling.conftest import Field

DAY = datetime(2026, 9, 22, 9, 30, tzinfo=BEIJING)


def approved(field: Field, supervisor: User, leader: User, **values: Any) -> Visit:
    row = visit_make(field.venue, field.team, supervisor, **values)
    return visit_approve(visit_id=row.uuid, approve="approved", actor=leader, now=clock.now())


def started(row: Visit, actor: User, **values: Any) -> Visit:
    body = {"started_at": DAY, "scan_mode": "before", "scanned_at": DAY, "reason": ""}
    return visit_start(**{"visit_id": row.uuid, **body, "actor": actor, "now": DAY, **values})


def test_planned_visit_awaits_its_approval(field: Field, supervisor: User) -> None:
    row = visit_make(field.venue, field.team, supervisor)
    assert (row.state, row.number, row.counts_to_cap) == ("planned", "钢检〔2026〕001号", False)
    assert row.approval is not None
    assert (row.approval.state, row.approval.asked_by_id) == ("asked", supervisor.pk)
    content = row.approval.content
    assert content["items"] == ["NET-01", "NET-02"]
    assert content["basis"].startswith("《互联网")
    assert [o["cert_no"] for o in content["visits"][0]["officers"]] == ["37011700101", "37011700102"]
    assert content["visits"][0]["cap"] == "0/2"


def test_v01_one_officer_is_too_few(field: Field, supervisor: User) -> None:
    with pytest.raises(DomainError) as refused:
        visit_make(field.venue, [field.lead], supervisor)
    assert refused.value.code == "officers_too_few"


@pytest.mark.parametrize(
    "values", [{"cert_valid_to": date(2026, 9, 29)}, {"cert_revoked_on": date(2026, 9, 25)}]
)
def test_v01_certificate_that_ends_before_the_window_blocks_the_plan(
    field: Field, supervisor: User, values: dict[str, Any]
) -> None:
    expired = officer_make(field.organ, "37011700103", **values)
    with pytest.raises(DomainError) as refused:
        visit_make(field.venue, [field.lead, expired], supervisor)
    assert (refused.value.code, refused.value.data) == (
        "certificate_invalid",
        {"officers": [str(expired.uuid)]},
    )
    assert not Visit.objects.everywhere("guard").exists()


def test_v01_start_needs_two_certificates_of_that_day(
    field: Field, supervisor: User, leader: User, inspector: User
) -> None:
    row = approved(field, supervisor, leader)
    field.second.cert_valid_to = date(2026, 9, 21)
    field.second.save()
    with pytest.raises(DomainError) as refused:
        started(row, inspector)
    assert (refused.value.code, refused.value.data["missing"]) == (
        "facts_missing",
        ["two_certified_officers"],
    )


def test_v02_recused_officer_is_not_sent(field: Field, supervisor: User) -> None:
    recusal_make(field.second, field.venue, supervisor)
    with pytest.raises(DomainError) as refused:
        visit_make(field.venue, field.team, supervisor)
    assert (refused.value.code, refused.value.data) == (
        "officer_recused",
        {"officers": [str(field.second.uuid)]},
    )


def test_v02_ended_recusal_no_longer_counts(field: Field, supervisor: User) -> None:
    recusal = recusal_make(field.second, field.venue, supervisor)
    recusal.ended_on = date(2026, 9, 1)
    recusal.save()
    assert visit_make(field.venue, field.team, supervisor).state == "planned"


def test_officer_on_leave_all_the_time_is_not_sent(field: Field, supervisor: User) -> None:
    Leave.objects.create(
        organ=field.organ, created_at=clock.now(), officer=field.lead,
        starts_on=date(2026, 9, 20), ends_on=date(2026, 10, 8),
    )  # fmt: skip
    with pytest.raises(DomainError) as refused:
        visit_make(field.venue, field.team, supervisor)
    assert refused.value.code == "officer_away"


def test_v10_item_outside_the_list_in_force_is_not_planned(field: Field, supervisor: User) -> None:
    item_make("NET-09", "NET", 9, in_force_to=date(2026, 6, 30))
    with pytest.raises(DomainError) as refused:
        visit_make(field.venue, field.team, supervisor, items=["NET-01", "NET-09", "NET-77"])
    assert (refused.value.code, refused.value.data) == ("item_not_in_force", {"items": ["NET-09", "NET-77"]})


def finished_times(field: Field, supervisor: User, times: int, **values: Any) -> None:
    for number in range(times):
        row = visit_make(field.venue, field.team, supervisor, **values)
        visit_finish(
            visit=row, finished_at=clock.now() + timedelta(hours=number), counts_to_cap=True,
            actor=supervisor, now=clock.now(),
        )  # fmt: skip


def test_v11_venue_at_its_cap_gets_no_further_plan(field: Field, supervisor: User) -> None:
    finished_times(field, supervisor, 2)
    assert cap_list([field.venue], 2026) == {field.venue.uuid: (2, 0, 2)}
    with pytest.raises(DomainError) as refused:
        visit_make(field.venue, field.team, supervisor, trigger="annual_patrol")
    assert (refused.value.code, refused.value.data) == ("cap_reached", {"used": 2, "limit": 2, "year": 2026})


def test_v11_arranged_visits_count_when_one_more_is_planned(field: Field, supervisor: User) -> None:
    for _ in range(2):
        visit_make(field.venue, field.team, supervisor, trigger="annual_patrol")
    assert cap_list([field.venue], 2026) == {field.venue.uuid: (0, 2, 2)}
    with pytest.raises(DomainError) as refused:
        visit_make(field.venue, field.team, supervisor, trigger="annual_patrol")
    assert refused.value.code == "cap_reached"


@pytest.mark.parametrize("trigger", ["complaint", "recheck", "campaign_ordered", "enterprise_request"])
def test_v11_exempt_triggers_pass_the_cap(field: Field, supervisor: User, trigger: str) -> None:
    finished_times(field, supervisor, 2)
    row = visit_make(field.venue, field.team, supervisor, trigger=trigger)
    assert (row.state, row.counts_to_cap) == ("planned", False)


def test_v11_planner_may_ask_beyond_the_cap_and_the_leader_answers_with_a_reason(
    field: Field, supervisor: User, leader: User
) -> None:
    finished_times(field, supervisor, 2)
    row = visit_make(field.venue, field.team, supervisor, trigger="annual_patrol", cap_reason="重大节日保障")
    with pytest.raises(DomainError) as refused:
        visit_approve(visit_id=row.uuid, approve="approved", actor=leader, now=clock.now())
    assert refused.value.code == "reason_needed"
    row = visit_approve(visit_id=row.uuid, approve="approved", reason="同意", actor=leader, now=clock.now())
    assert (row.state, row.cap_used, row.cap_limit) == ("approved", 2, 2)


def test_v11_cap_is_asked_again_at_the_start(
    field: Field, supervisor: User, leader: User, inspector: User
) -> None:
    row = approved(field, supervisor, leader, trigger="annual_patrol")
    finished_times(field, supervisor, 2)
    with pytest.raises(DomainError) as refused:
        started(row, inspector)
    assert refused.value.code == "cap_reached"


def test_v12_unapproved_visit_is_not_started_on_line(field: Field, supervisor: User, inspector: User) -> None:
    row = visit_make(field.venue, field.team, supervisor)
    with pytest.raises(DomainError) as refused:
        started(row, inspector)
    assert (refused.value.code, refused.value.data["missing"]) == ("facts_missing", ["approval"])
    assert "visit.start" in visit_card(row, actor=inspector)["verbs"]  # in an emergency, with its reason


def test_v12_emergency_starts_without_approval_which_is_made_up_by_a_clock(
    field: Field, supervisor: User, inspector: User, leader: User
) -> None:
    row = started(
        visit_make(field.venue, field.team, supervisor), inspector, urgent="群众举报正在接纳未成年人"
    )
    assert (row.state, row.urgent_reason) == ("started", "群众举报正在接纳未成年人")
    owed = visit_card(row)["owed"]
    assert [(one["rule"], one["due_on"].isoformat()) for one in owed] == [("visit_approval", "2026-09-23")]
    assert "待核实" in owed[0]["basis"]
    visit_approve(visit_id=row.uuid, approve="approved", reason="情况紧急，同意补办", actor=leader, now=DAY)
    row.refresh_from_db()
    assert row.approval is not None
    assert (row.state, row.approval.retro, visit_card(row)["owed"]) == ("started", True, [])


def test_v12_approval_made_up_afterwards_needs_its_reason(
    field: Field, supervisor: User, leader: User
) -> None:
    row = visit_make(field.venue, field.team, supervisor)
    visit_finish(visit=row, finished_at=DAY, counts_to_cap=False, actor=None, now=DAY)
    with pytest.raises(DomainError) as refused:
        visit_approve(visit_id=row.uuid, approve="approved", actor=leader, now=DAY)
    assert refused.value.data["missing"] == ["reason"]
    row = visit_approve(visit_id=row.uuid, approve="approved", reason="紧急情况", actor=leader, now=DAY)
    assert row.approval is not None
    assert (row.state, row.approval.state, row.approval.retro) == ("finished", "approved", True)


def test_v13_start_without_the_code_needs_a_mode_and_a_reason(
    field: Field, supervisor: User, leader: User, inspector: User
) -> None:
    row = approved(field, supervisor, leader)
    with pytest.raises(DomainError) as refused:
        started(row, inspector, scanned_at=None)
    assert refused.value.data["missing"] == ["code_scan"]
    with pytest.raises(DomainError) as refused:
        started(row, inspector, scanned_at=None, scan_mode="backfill")
    assert refused.value.data["missing"] == ["reason"]
    row = started(row, inspector, scanned_at=None, scan_mode="backfill", reason="系统故障")
    assert (row.state, row.scan_mode) == ("started", "backfill")


def test_only_the_team_starts_a_visit(field: Field, supervisor: User, leader: User) -> None:
    from tests.cast import user_of

    row = approved(field, supervisor, leader)
    other = user_of(field.organ, "other", "另一人", "inspector")
    with pytest.raises(DomainError) as refused:
        started(row, other)
    assert refused.value.code == "not_allowed"


def test_leader_does_not_approve_what_he_asked_for(field: Field, organ: object, supervisor: User) -> None:
    from tests.cast import user_of

    both = user_of(field.organ, "both", "两职人", "supervisor", "leader")
    row = visit_make(field.venue, field.team, both)
    with pytest.raises(DomainError) as refused:
        visit_approve(visit_id=row.uuid, approve="approved", actor=both, now=clock.now())
    assert refused.value.code == "own_record"


def test_rejected_visit_stays_planned_and_can_be_asked_about_again(
    field: Field, supervisor: User, leader: User
) -> None:
    row = visit_make(field.venue, field.team, supervisor)
    with pytest.raises(DomainError) as refused:
        visit_approve(visit_id=row.uuid, approve="rejected", actor=leader, now=clock.now())
    assert refused.value.code == "reason_needed"
    row = visit_approve(
        visit_id=row.uuid, approve="rejected", reason="依据不足", actor=leader, now=clock.now()
    )
    assert row.approval is not None
    assert (row.state, row.approval.state, row.approval.reason) == ("planned", "rejected", "依据不足")
    row = visit_ask(visit_id=row.uuid, actor=supervisor, now=clock.now())
    row = visit_approve(visit_id=row.uuid, approve="approved", actor=leader, now=clock.now())
    assert row.state == "approved"
    assert Approval.objects.everywhere("guard").count() == 2


def test_one_team_on_one_day_is_one_outing(
    field: Field, supervisor: User, leader: User, inspector: User
) -> None:
    first = started(approved(field, supervisor, leader), inspector)
    second = started(approved(field, supervisor, leader), inspector, started_at=DAY + timedelta(minutes=5))
    assert first.outing_id == second.outing_id
    (outing,) = Outing.objects.everywhere("guard")
    assert outing.on == date(2026, 9, 22)
    assert outing.officers.count() == 2


def test_another_team_is_another_outing(
    field: Field, supervisor: User, leader: User, inspector: User
) -> None:
    third, fourth = officer_make(field.organ, "37011700103"), officer_make(field.organ, "37011700104")
    started(approved(field, supervisor, leader), inspector)
    other = visit_make(field.venue, [third, fourth], supervisor)
    visit_finish(visit=other, finished_at=DAY, counts_to_cap=False, actor=None, now=DAY)
    assert Outing.objects.everywhere("guard").count() == 2


@pytest.mark.parametrize("state", [*OPEN_VISIT, "finished", "replaced", "cancelled"])
def test_record_already_made_finishes_its_visit_whatever_the_state(
    field: Field, supervisor: User, state: str
) -> None:
    row = visit_make(field.venue, field.team, supervisor)
    Visit.objects.everywhere("guard").filter(pk=row.pk).update(state=state)
    visit_finish(
        visit=row,
        started_at=DAY,
        finished_at=DAY + timedelta(hours=1),
        counts_to_cap=True,
        actor=None,
        now=DAY,
    )
    row = Visit.objects.everywhere("guard").get(pk=row.pk)
    assert (row.state, row.finished_on, row.started_at, row.counts_to_cap) == (
        "finished",
        date(2026, 9, 22),
        DAY,
        True,
    )
    assert row.outing_id is not None


def test_cancelled_visit_keeps_its_reason(field: Field, supervisor: User) -> None:
    row = visit_make(field.venue, field.team, supervisor)
    with pytest.raises(DomainError) as refused:
        visit_cancel(visit_id=row.uuid, reason="", actor=supervisor, now=clock.now())
    assert refused.value.data["missing"] == ["reason"]
    row = visit_cancel(visit_id=row.uuid, reason="对象已注销", actor=supervisor, now=clock.now())
    assert (row.state, row.reason) == ("cancelled", "对象已注销")
    line = JournalLine.objects.everywhere("guard").get(verb="visit.cancel")
    assert (line.before, line.after) == ("planned", "cancelled")


def test_visits_of_an_officer_are_those_of_his_present_teams(
    field: Field, supervisor: User, inspector: User
) -> None:
    third = officer_make(field.organ, "37011700103")
    mine = visit_make(field.venue, field.team, supervisor)
    visit_make(field.venue, [field.second, third], supervisor)
    assert list(visits_of(inspector)) == [mine]


def test_stranger_sees_and_plans_nothing_here(field: Field, supervisor: User, stranger: User) -> None:
    row = visit_make(field.venue, field.team, supervisor)
    acts: tuple[Callable[[], object], ...] = (
        lambda: visit_make(field.venue, field.team, stranger),
        lambda: visit_approve(visit_id=row.uuid, approve="approved", actor=stranger, now=clock.now()),
        lambda: visit_ask(visit_id=row.uuid, actor=stranger, now=clock.now()),
        lambda: visit_cancel(visit_id=row.uuid, reason="无", actor=stranger, now=clock.now()),
        lambda: started(row, stranger),
    )
    for act in acts:
        with pytest.raises(DomainError) as refused:
            act()
        assert refused.value.code == "not_found"


def test_card_tells_the_whole_visit(field: Field, supervisor: User, leader: User, inspector: User) -> None:
    row = approved(field, supervisor, leader)
    card = visit_card(row, actor=inspector)
    assert card["verbs"] == ["visit.start", "visit.confirm", "visit.recuse"]
    assert card["venue"]["cap"] == {"used": 0, "limit": 2, "year": 2026}
    assert card["venue"]["categories"] == [{"code": "NET", "name": "互联网上网服务营业场所"}]
    assert [m["name"] for m in card["team"]] == ["林知远", "宋明岚"]
    assert card["approval"]["by"] == "顾承岳"
    assert card["notice"]["items_text"] == "主体资格与证照：是否符合NET-01、是否符合NET-02"
    assert len(card["notice"]["prohibitions"]) == 5
    assert card["draw"] is None


def test_cards_cost_the_same_for_one_as_for_many(
    field: Field, supervisor: User, inspector: User, django_assert_num_queries: Any
) -> None:
    rows = [visit_make(field.venue, field.team, supervisor) for _ in range(3)]
    rows.append(visit_make(venue_make(field.organ, "91370117MA3C0002X1"), field.team, supervisor))
    frozenset(inspector.roles)
    with django_assert_num_queries(15):
        visit_cards(rows[:1], actor=inspector)
    with django_assert_num_queries(15):
        visit_cards(rows, actor=inspector)
