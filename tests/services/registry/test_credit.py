"""Grades in the register: the change log, overrides, appeals, dishonesty; the next draw reads them."""

from copy import deepcopy
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest

from backend import clock
from backend.clock import BEIJING
from backend.domain.errors import DomainError
from backend.models import JournalLine
from enforcement.selectors.reminding import clocks_for
from registry.domain.credit import SHIPPED, Fact
from registry.models import CreditGrade, Venue
from registry.selectors.credit import credit_get, credit_public, dishonesty_public
from registry.services.credit import (
    appeal_reject,
    appeal_uphold,
    credit_appeal,
    credit_override,
    credit_override_end,
    credit_policy_save,
    venues_regrade,
)
from registry.services.dishonesty import (
    dishonesty_enlist,
    dishonesty_expire,
    dishonesty_propose,
    dishonesty_refuse,
    dishonesty_revoke,
)
from registry.services.venues import venue_edit
from tests.cast import Cast
from tests.factories_registry import graded_make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 15)


def fine(on: date = TODAY) -> Fact:
    return Fact("fine", "case", str(uuid4()), on, "(钢)文综罚字〔2026〕1号")


def at(year: int, month: int, day: int) -> Any:
    return clock.at(datetime(year, month, day, 2, 0, tzinfo=BEIJING))


def log(venue: Venue) -> list[tuple[str, int, str]]:
    rows = CreditGrade.objects.everywhere("guard").filter(venue=venue).order_by("no")
    return [(row.grade, row.score, row.cause) for row in rows]


def code_of(act: Any) -> str:
    with pytest.raises(DomainError) as refused:
        act()
    return refused.value.code


def test_a_second_run_changes_nothing_and_fading_points_are_a_new_row(cast: Cast) -> None:
    paid = fine()
    venue = graded_make(cast.supervisor, paid)
    facts = {venue.uuid: [paid]}
    assert venues_regrade(organ=venue.organ_id, facts=facts, now=clock.now()) == 0
    assert (venue.credit_grade, venue.credit_score, venue.graded_on) == ("C", 73, TODAY)
    with at(2027, 9, 15):
        assert venues_regrade(organ=venue.organ_id, facts=facts, now=clock.now()) == 1
    with at(2028, 9, 15):
        assert venues_regrade(organ=venue.organ_id, facts=facts, now=clock.now()) == 1
    assert log(venue) == [("C", 73, "computed"), ("B", 78, "computed"), ("B", 85, "computed")]
    lines = JournalLine.objects.everywhere("guard").filter(verb="credit.regrade")
    assert [row.data["rows"] for row in lines.order_by("pk")] == [1, 1, 1]


def test_a_computed_grade_is_not_typed_over(cast: Cast) -> None:
    venue = graded_make(cast.supervisor, fine())
    venue_edit(venue_id=venue.uuid, values={"credit_grade": "A"}, actor=cast.supervisor, now=clock.now())
    venue.refresh_from_db()
    assert venue.credit_grade == "C"


def test_an_override_holds_until_its_day_beside_what_was_computed(cast: Cast) -> None:
    venue = graded_make(cast.supervisor, fine())
    made: dict[str, Any] = {"venue_id": venue.uuid, "actor": cast.leader, "now": clock.now()}
    assert code_of(lambda: credit_override(grade="A", until=TODAY, reason="x", **made)) == "invalid"
    assert (
        code_of(lambda: credit_override(grade="A", until=date(2026, 10, 1), reason="", **made))
        == "reason_needed"
    )
    row = credit_override(grade="B", until=date(2026, 10, 1), reason="已全面整改", **made)
    assert (row.grade, row.computed, row.before, row.changed_by) == ("B", "C", "C", cast.leader)
    assert (
        code_of(lambda: credit_override(grade="A", until=date(2026, 10, 2), reason="再", **made))
        == "conflict"
    )
    facts = {venue.uuid: [Fact(*_first(row))]}
    assert venues_regrade(organ=venue.organ_id, facts=facts, now=clock.now()) == 0
    with at(2026, 10, 2):
        assert venues_regrade(organ=venue.organ_id, facts=facts, now=clock.now()) == 1
    venue.refresh_from_db()
    assert venue.credit_grade == "C"
    assert code_of(lambda: credit_override_end(reason="x", **made)) == "move_not_open"


def _first(row: CreditGrade) -> tuple[str, str, str, date, str]:
    one = row.reasons[0]
    return one["kind"], one["noun"], one["uuid"], date.fromisoformat(one["on"]), one["told"]


def test_an_override_may_end_earlier_with_a_reason(cast: Cast) -> None:
    venue = graded_make(cast.supervisor, fine())
    made: dict[str, Any] = {"venue_id": venue.uuid, "actor": cast.leader, "now": clock.now()}
    credit_override(grade="A", until=date(2026, 12, 1), reason="试", **made)
    assert code_of(lambda: credit_override_end(reason="", **made)) == "reason_needed"
    credit_override_end(reason="理由不再成立", **made)
    assert [row[::2] for row in log(venue)] == [("C", "computed"), ("A", "override"), ("C", "override_end")]


def test_an_appeal_that_holds_strikes_the_row_for_good_and_another_decides(cast: Cast) -> None:
    paid = fine()
    venue = graded_make(cast.supervisor, paid)
    given: dict[str, Any] = {"venue_id": venue.uuid, "actor": cast.supervisor, "now": clock.now()}
    assert code_of(lambda: credit_appeal(text="不符", disputed=[str(uuid4())], **given)) == "invalid"
    appeal = credit_appeal(text="处罚对象不是本店", disputed=[paid.uuid], contact="虚构联系人", **given)
    assert code_of(lambda: credit_appeal(text="又一次", disputed=[], **given)) == "conflict"
    step: dict[str, Any] = {"appeal_id": appeal.uuid, "now": clock.now()}
    assert code_of(
        lambda: appeal_uphold(struck=[paid.uuid], decision="查实", actor=cast.supervisor, **step)
    ) == ("not_allowed")
    assert code_of(lambda: appeal_uphold(struck=[], decision="查实", actor=cast.leader, **step)) == "invalid"
    appeal_uphold(struck=[paid.uuid], decision="查实", actor=cast.leader, **step)
    assert log(venue) == [("C", 73, "computed"), ("B", 85, "appeal")]
    assert venues_regrade(organ=venue.organ_id, facts={venue.uuid: [paid]}, now=clock.now()) == 0
    told = credit_get(venue.uuid, cast.auditor, clock.today())
    assert (told["reasons"][0]["counted"], told["appeals"][0]["contact"]) == (0, "")
    assert credit_get(venue.uuid, cast.supervisor, clock.today())["appeals"][0]["contact"] == "虚构联系人"


def test_an_appeal_is_decided_within_the_bureaus_fifteen_working_days_and_its_clock_ends_with_it(
    cast: Cast,
) -> None:
    venue = graded_make(cast.supervisor, fine())
    appeal = credit_appeal(
        venue_id=venue.uuid, text="不服", disputed=[], actor=cast.supervisor, now=clock.now()
    )
    due = credit_get(venue.uuid, cast.leader, clock.today())["appeals"][0]["due"]
    assert (due["rule"], due["unit"], due["due_on"], due["done_on"], due["label"]) == (
        "credit_appeal", "workdays", date(2026, 10, 12), None, venue.name,
    )  # fmt: skip
    assert due["basis"].endswith("（待核实）")
    told = {
        one.name: [row.rule for row, to in clocks_for([one]) if to] for one in (cast.leader, cast.inspector)
    }
    assert told == {cast.leader.name: ["credit_appeal"], cast.inspector.name: []}
    with at(2026, 9, 20):
        appeal_reject(appeal_id=appeal.uuid, decision="处罚已生效", actor=cast.leader, now=clock.now())
    assert credit_get(venue.uuid, cast.leader, clock.today())["appeals"][0]["due"]["done_on"] == date(
        2026, 9, 20
    )
    assert [row for row, _ in clocks_for([cast.leader])] == []


def test_an_appeal_that_does_not_hold_leaves_the_grade(cast: Cast) -> None:
    venue = graded_make(cast.supervisor, fine())
    appeal = credit_appeal(
        venue_id=venue.uuid, text="不服", disputed=[], actor=cast.supervisor, now=clock.now()
    )
    done = appeal_reject(appeal_id=appeal.uuid, decision="处罚已生效", actor=cast.leader, now=clock.now())
    assert (done.state, done.decision, log(venue)) == ("rejected", "处罚已生效", [("C", 73, "computed")])


def test_a_policy_is_a_new_version_and_grades_from_its_day(cast: Cast) -> None:
    paid = fine()
    venue = graded_make(cast.supervisor, paid)
    table = deepcopy(dict(SHIPPED))
    table["rules"]["fine"]["points"] = -40
    said: dict[str, Any] = {
        "number": "虚构〔2026〕1号",
        "title": "信用评价办法",
        "note": "加重",
        "now": clock.now(),
    }
    day = date(2026, 9, 16)
    broken = table | {"base": -1}
    assert (
        code_of(lambda: credit_policy_save(valid_from=day, table=broken, actor=cast.supervisor, **said))
        == "invalid"
    )
    unsourced = {"verified": True, **said}
    assert (
        code_of(lambda: credit_policy_save(valid_from=day, table=table, actor=cast.supervisor, **unsourced))
        == "invalid"
    )
    assert (
        code_of(lambda: credit_policy_save(valid_from=day, table=table, actor=cast.inspector, **said))
        == "not_allowed"
    )
    policy = credit_policy_save(valid_from=day, table=table, actor=cast.supervisor, **said)
    assert (policy.version, policy.verified) == (1, False)
    facts = {venue.uuid: [paid]}
    assert venues_regrade(organ=venue.organ_id, facts=facts, now=clock.now()) == 0
    with at(2026, 9, 16):
        assert venues_regrade(organ=venue.organ_id, facts=facts, now=clock.now()) == 1
    assert log(venue)[-1] == ("D", 45, "computed")


def test_serious_dishonesty_is_listed_by_another_makes_d_and_ends_with_its_term(cast: Cast) -> None:
    venue = graded_make(cast.supervisor)
    row = dishonesty_propose(
        venue_id=venue.uuid, level="serious", ground="伪造许可证", basis="部令第7号", actor=cast.supervisor,
        now=clock.now(),
    )  # fmt: skip
    step: dict[str, Any] = {"record_id": row.uuid, "now": clock.now()}
    assert dishonesty_public(TODAY) == []
    assert code_of(lambda: dishonesty_enlist(actor=cast.supervisor, **step)) == "not_allowed"
    listed = dishonesty_enlist(actor=cast.leader, **step)
    assert (listed.from_on, listed.to_on) == (TODAY, date(2029, 9, 15))
    assert log(venue)[-1] == ("D", 85, "computed")
    assert [(one["name"], one["to_on"]) for one in dishonesty_public(TODAY)] == [(venue.name, listed.to_on)]
    assert dishonesty_public(date(2029, 9, 16)) == []
    with at(2029, 9, 16):
        assert (dishonesty_expire(now=clock.now()), dishonesty_expire(now=clock.now())) == (1, 0)
        venues_regrade(organ=venue.organ_id, facts={}, now=clock.now())
    row.refresh_from_db()
    assert (row.state, row.repair_mode, log(venue)[-1]) == ("repaired", "automatic", ("B", 85, "computed"))


def test_a_wrong_record_is_refused_or_revoked(cast: Cast) -> None:
    venue = graded_make(cast.supervisor)
    made: dict[str, Any] = {
        "venue_id": venue.uuid, "level": "minor", "ground": "未履行承诺", "basis": "部令第7号",
        "actor": cast.supervisor, "now": clock.now(),
    }  # fmt: skip
    rows = [dishonesty_propose(**made) for _ in range(3)]
    step: dict[str, Any] = {"actor": cast.leader, "now": clock.now()}
    dishonesty_refuse(record_id=rows[0].uuid, reason="事实不清", **step)
    for row in rows[1:]:
        dishonesty_enlist(record_id=row.uuid, **step)
    gone = dishonesty_revoke(record_id=rows[2].uuid, reason="列错主体", **step)
    assert (gone.state, gone.ended_on, log(venue)) == ("revoked", TODAY, [("B", 85, "computed")])


def test_public_reads_grade_kinds_and_days_and_nothing_else(cast: Cast) -> None:
    venue = graded_make(cast.supervisor, fine(), legal_person="张虚构", phone="13800000000")
    credit_override(
        venue_id=venue.uuid, grade="B", until=date(2026, 12, 1), reason="私下说明", actor=cast.leader,
        now=clock.now(),
    )  # fmt: skip
    (told,) = credit_public(venue.code)
    assert told["reasons"] == [{"kind": "fine", "on": "2026-09-15", "points": -12, "counted": -12}]
    assert (told["grade"], told["overridden"]) == ("B", True)
    text = str(told)
    assert all(word not in text for word in ("张虚构", "13800000000", "私下说明", "罚字"))
    assert credit_public("91370117MA00000000") == []
