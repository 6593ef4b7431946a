from datetime import date
from typing import Any

import pytest
from django.db import transaction

from backend import clock
from backend.domain.errors import DomainError
from backend.models import Clock
from enforcement.models import Case
from enforcement.selectors import case_get
from enforcement.selectors.weighing import first_window
from enforcement.services.cases import case_resume, case_suspend
from enforcement.services.cases.deciding import law_within
from registry.models import DiscretionBand, LegalBasis, LenientRule, Violation
from tests.cast import Cast
from tests.factories_enforcement import MINORS, case_make, law_make, step
from tests.services.enforcement.course import due_of, on_day, refused

pytestmark = pytest.mark.django_db


def test_a_decision_is_numbered_counted_and_starts_its_clocks(cast: Cast) -> None:
    case = case_make(cast, "decided")
    assert (case.decision_number, case.outcome, case.heaviest, case.fine_fen, case.basis_id) == (
        "(钢)文综罚字〔2026〕1号",
        "penalty",
        "fine",
        800_000,
        "TEST-123",
    )
    clocks = Clock.objects.everywhere("guard").filter(noun_id=case.uuid)
    assert {row.rule: (row.due_on, row.done_on) for row in clocks} == {
        "case_decision": (date(2026, 12, 14), date(2026, 9, 15)),
        "case_statement": (date(2026, 9, 21), date(2026, 9, 15)),
        "case_service": (date(2026, 9, 23), None),
        "case_publication": (date(2026, 9, 23), None),
    }


IN_FORCE = ("TEST-27", "TEST-SALES")


def told_of(cast: Cast, basis: str) -> Case:
    """A case whose party was told of the usual penalty on this basis, and waived."""
    case = step(cast, case_make(cast, "reviewed"), "tell", basis=basis)
    return step(cast, case, "statement")


def test_decision_numbers_have_no_gap_whoever_is_refused(cast: Cast) -> None:
    first, second = case_make(cast, "informed"), case_make(cast, "informed")
    for case in (first, second):
        step(cast, case, "statement")
    refused(cast, first, "decide", basis="TEST-OLD")
    refused(cast, first, "decide", classes=["fine"], fine_fen=0)
    numbers = [step(cast, case, "decide").decision_number for case in (second, first)]
    assert numbers == ["(钢)文综罚字〔2026〕1号", "(钢)文综罚字〔2026〕2号"]


@pytest.mark.parametrize(
    ("values", "missing"),
    [
        ({"basis": "TEST-OLD"}, ["basis_in_force", "band_reason"]),
        ({"basis": "TEST-DUTY"}, ["basis_in_force", "band_reason"]),
        ({"basis": "NETR-NOWHERE"}, ["basis_in_force", "band_reason"]),
        ({"basis": "TEST-27"}, ["band_reason"]),
        ({"basis": "TEST-27", "classes": ["fine"], "amount_fen": 100_000}, ["band_reason"]),
        ({"basis": "TEST-SALES", "classes": ["fine"]}, ["band_reason"]),
        ({"basis": "TEST-SALES", "classes": ["fine"], "amount_fen": 300_000}, ["band_reason"]),
    ],
)
def test_v20_v21_a_basis_out_of_force_or_a_fine_outside_its_band_is_refused(
    cast: Cast, values: dict[str, Any], missing: list[str]
) -> None:
    case = told_of(cast, values["basis"] if values["basis"] in IN_FORCE else "TEST-123")
    assert refused(cast, case, "decide", **values).data["missing"] == missing


@pytest.mark.parametrize(
    "values",
    [
        {"basis": "TEST-27", "classes": ["fine"], "band_reason": "减轻处罚：主动消除危害后果"},
        {"basis": "TEST-SALES", "classes": ["fine"], "amount_fen": 400_000},
    ],
)
def test_v21_a_fine_outside_the_band_is_the_leaders_with_the_reason_kept(
    cast: Cast, values: dict[str, Any]
) -> None:
    case = told_of(cast, values["basis"])
    case = step(cast, case, "decide", **values)
    assert (case.band_reason, case.amount_fen) == (values.get("band_reason", ""), values.get("amount_fen"))


def test_v21_no_fine_under_a_provision_that_fines_from_a_lower_bound_up_needs_its_reason(cast: Cast) -> None:
    bare: dict[str, Any] = {"basis": "TEST-27", "classes": ["confiscation"], "fine_fen": 0}
    case = step(cast, step(cast, case_make(cast, "reviewed"), "tell", **bare), "statement")
    shown = {
        one["key"]: one["fine_optional"] for one in case_get(case.pk, cast.leader, clock.today())["bases"]
    }
    assert shown["TEST-27"] is False
    assert refused(cast, case, "decide", **bare).data["missing"] == ["band_reason"]
    law = LegalBasis.objects.everywhere("guard").get(key="TEST-27")
    for unbound in ({"detail": law.detail | {"fine_optional": True}}, {"fine_min_fen": None}):
        with transaction.atomic():
            LegalBasis.objects.everywhere("guard").filter(key="TEST-27").update(**unbound)
            law.refresh_from_db()
            assert law_within(law, ["confiscation"], 0, None)
            transaction.set_rollback(True)
    case = step(cast, case, "decide", **bare, band_reason="减轻处罚：主动消除危害后果")
    assert (case.fine_fen, case.band_reason) == (0, "减轻处罚：主动消除危害后果")


def test_v21_an_adopted_standard_binds_to_the_chosen_step_and_a_reason_leaves_it(cast: Cast) -> None:
    case = case_make(cast, "informed")
    step(cast, case, "statement")
    shape = {"basis_id": "TEST-123", "region": "本区", "document": "虚构裁量基准"}
    DiscretionBand.objects.bulk_create(
        [
            DiscretionBand(code="LIGHT", circumstance="首次", fine_max_fen=500_000, adopted=True, **shape),
            DiscretionBand(code="USUAL", circumstance="一般", fine_min_fen=500_000, fine_max_fen=900_000,
                           adopted=True, **shape),
            DiscretionBand(code="AWAY", circumstance="外地", fine_max_fen=100, **shape),
            DiscretionBand(code="PAST", circumstance="旧", adopted=True, valid_to=date(2026, 9, 9), **shape),
        ]
    )  # fmt: skip
    for chosen in ({}, {"step": "LIGHT"}, {"step": "AWAY"}, {"step": "PAST"}):
        assert refused(cast, case, "decide", **chosen).data["missing"] == ["band_reason"]
    offered = case_get(case.uuid, cast.leader, clock.today())["bases"][0]["bands"]
    assert [row["code"] for row in offered] == ["AWAY", "LIGHT", "USUAL"]
    assert step(cast, case, "decide", step="USUAL").discretion_step == "USUAL"
    other = case_make(cast, "informed")
    step(cast, other, "statement")
    done = step(cast, other, "decide", step="LIGHT", band_reason="另一未成年人受到伤害，从重")
    assert (done.discretion_step, done.fine_fen) == ("LIGHT", 800_000)


def test_v22_the_adopted_rule_says_how_long_the_venue_was_clean(cast: Cast) -> None:
    case = case_make(cast, "informed")
    rule: dict[str, Any] = {
        "violation_id": MINORS,
        "first_time": True,
        "correction": "on_spot",
        "window_months": 60,
    }
    LenientRule(code="OTHER", adopted=False, **rule).save()
    assert first_window(case) == 24
    LenientRule(code="OURS", adopted=True, **rule).save()
    assert first_window(case) == 60


def test_v20_an_ended_violation_is_not_filed_for_a_later_act(cast: Cast) -> None:
    law_make()
    Violation.objects.everywhere("guard").filter(code=MINORS).update(ended_on=date(2026, 9, 9))
    with pytest.raises(DomainError) as refusal:
        case_make(cast)
    assert refusal.value.data["fields"] == {"violation": ["这一违法行为在案发当日已经停用"]}
    assert case_make(cast, occurred_on=date(2026, 9, 9)).violation_id == MINORS


def test_an_unverified_provision_is_flagged_where_it_is_offered_and_where_it_was_used(cast: Cast) -> None:
    case = case_make(cast, "informed")
    offered = case_get(case.uuid, cast.leader, clock.today())["bases"]
    assert [(row["key"], row["in_force"], row["verified"]) for row in offered] == [
        ("TEST-123", True, True),
        ("TEST-OLD", False, False),
        ("TEST-27", True, False),
        ("TEST-SALES", True, False),
    ]
    case = told_of(cast, "TEST-SALES")
    step(cast, case, "decide", classes=["fine"], basis="TEST-SALES", amount_fen=400_000)
    used = case_get(case.uuid, cast.leader, clock.today())["basis"]
    assert (used["key"], used["verified"], used["multiple_max"]) == ("TEST-SALES", False, 2)


def test_only_a_penalty_needs_notice_sum_and_number(cast: Cast) -> None:
    case = case_make(cast, "reviewed")
    assert refused(cast, case, "decide").data["missing"] == ["prior_notice"]
    nothing = {"classes": [], "fine_fen": 0, "basis": ""}
    case = step(cast, case, "decide", outcome="not_established", **nothing)
    assert (case.decision_number, case.heaviest, case.basis_id) == ("", "", None)
    rules = Clock.objects.everywhere("guard").filter(noun_id=case.uuid, done_on__isnull=True)
    assert [row.rule for row in rules] == ["case_service"]


def test_v31_the_ninetieth_day_is_in_time_and_the_next_says_why(cast: Cast) -> None:
    case = case_make(cast, "informed")
    step(cast, case, "statement")
    with on_day(2026, 12, 15):
        assert refused(cast, case, "decide").data["missing"] == ["late_reason"]
        case = step(cast, case, "decide", late_reason="鉴定期间另行计算，负责人批准")
    assert case.late_reason == "鉴定期间另行计算，负责人批准"
    assert due_of(case, "case_decision").done_on == date(2026, 12, 15)


def test_v31_days_that_stand_still_are_not_counted(cast: Cast) -> None:
    case = case_make(cast, "informed")
    step(cast, case, "statement")
    held: dict[str, Any] = {"case_id": case.uuid, "actor": cast.leader}
    with on_day(2026, 10, 20):
        case_suspend(**held, basis="行政处罚法第六十条、鉴定", now=clock.now())
        with pytest.raises(DomainError) as twice:
            case_suspend(**held, basis="再次", now=clock.now())
        assert twice.value.code == "conflict"
        assert refused(cast, case, "decide").data["missing"] == ["resumed"]
    assert "case.decide" not in case_get(case.uuid, cast.leader, date(2026, 12, 30))["verbs"]
    with on_day(2026, 10, 30):
        case_resume(**held, now=clock.now())
    due = due_of(case, "case_decision")
    # ten days from 10-20 to 10-29: 2026-12-24
    assert (due.due_on, due.provisional) == (date(2026, 12, 24), False)
    with on_day(2026, 12, 24):
        assert step(cast, case, "decide").state == "decided"


def test_a_suspension_neither_overlaps_nor_ends_twice(cast: Cast) -> None:
    case = case_make(cast)
    held: dict[str, Any] = {"case_id": case.uuid, "actor": cast.leader}
    case_suspend(**held, basis="鉴定", now=clock.now())
    case_resume(**held, now=clock.now())
    with pytest.raises(DomainError) as over:
        case_suspend(**held, basis="鉴定", now=clock.now())
    assert over.value.data["fields"].keys() == {"on"}
    with pytest.raises(DomainError) as done:
        case_resume(**held, now=clock.now())
    assert done.value.code == "move_not_open"
    # the day of filing is not counted anyway
    assert due_of(case, "case_decision").due_on == date(2026, 12, 14)
