"""No penalty (V22, 行政处罚法 Art 33): proven by records, bound by the adopted rule, explained."""

from datetime import date, timedelta
from typing import Any

import pytest

from backend import clock
from enforcement.models import Case
from enforcement.selectors import case_get
from enforcement.selectors.leniency import Pointed, leniency_card
from enforcement.selectors.papers import case_facts, case_of
from enforcement.services.cases.evidence import evidence_set_aside
from enforcement.services.guidance import guidance_sign
from inspections.models import Finding, Rectification
from inspections.services.rectifications import rectification_close, rectification_order
from inspections.services.reviewing import inspection_accept
from registry.models import LenientRule
from tests.cast import Cast
from tests.factories_enforcement import CORRECTED, MINORS, case_make, evidence_make, guidance_make, step
from tests.factories_inspections import Scene, body_of, record_make, scene_of
from tests.services.enforcement.course import refused
from tests.services.enforcement.test_guidance import scan

pytestmark = pytest.mark.django_db
SAID: dict[str, Any] = {key: value for key, value in CORRECTED.items() if key != "pointed"}


def order_make(cast: Cast, finding: Finding) -> Rectification:
    return rectification_order(
        inspection_id=finding.inspection_id, findings=[finding.pk], content="立即改正", actor=cast.inspector,
        due_on=clock.today() + timedelta(days=7), now=clock.now(),
    )  # fmt: skip


def met(cast: Cast, order: Rectification) -> Rectification:
    return rectification_close(
        rectification_id=order.pk, corrected=True, result="已改正", actor=cast.supervisor, now=clock.now()
    )


def of_a_finding(cast: Cast, scene: Scene | None = None) -> tuple[Case, Finding]:
    """A reviewed case from a finding of this venue."""
    scene = scene or scene_of(cast)
    record = record_make(scene, body_of(scene, photos=0))
    finding = Finding.objects.everywhere("guard").get(inspection=record)
    return case_make(cast, "reviewed", finding=finding.pk, source="inspection"), finding


def rule_make(**values: Any) -> LenientRule:
    given: dict[str, Any] = {
        "code": "LOCAL-1", "violation_id": MINORS, "region": "本区", "conditions": "首次且及时改正",
        "first_time": False, "correction": "on_spot", "adopted": True, **values,
    }  # fmt: skip
    row = LenientRule(**given)
    row.save(force_insert=True)
    return row


def test_art33_words_alone_prove_no_correction(cast: Cast) -> None:
    case = case_make(cast, "reviewed")
    of_another = evidence_make(cast, case_make(cast))
    aside = evidence_make(cast, case)
    evidence_set_aside(evidence_id=aside.pk, text="与本案无关", actor=cast.inspector, now=clock.now())
    for pointed in (None, Pointed(file=of_another.file_id), Pointed(file=aside.file_id)):
        assert refused(cast, case, "decide", **SAID, pointed=pointed).data["missing"] == ["correction_proof"]


def test_art33_an_order_of_this_case_proves_it_once_it_was_met(cast: Cast) -> None:
    case, finding = of_a_finding(cast)
    order = order_make(cast, finding)
    _, elsewhere = of_a_finding(cast)
    strange = met(cast, order_make(cast, elsewhere))
    for pointed in (Pointed(order=order.pk), Pointed(order=strange.pk)):
        assert refused(cast, case, "decide", **SAID, pointed=pointed).data["missing"] == ["correction_proof"]
    met(cast, order)
    case = step(cast, case, "decide", **SAID, pointed=Pointed(order=order.pk))
    words = f"责令改正通知书{order.number}，2026-09-15复查已改正"
    assert case.leaned == {
        "rule": "",
        "rule_words": "",
        "proofs": [{"of": "correction", "noun": "rectification", "uuid": str(order.pk), "words": words}],
    }
    assert case_facts(case_of(case.pk, cast.leader))["education"] == f"已批评教育；当场改正（{words}）"


def test_art33_the_adopted_rule_binds_to_its_day_and_its_measures(cast: Cast) -> None:
    case = case_make(cast, "reviewed")
    rule_make(measures=["education", "pledge"])
    late = evidence_make(cast, case, collected_at=clock.now()).file_id
    bare = Pointed(file=late)
    assert refused(cast, case, "decide", **SAID, pointed=bare).data["missing"] == ["rule_reason"]
    for code in ("GONE", "AWAY"):
        asked = refused(cast, case, "decide", **SAID, pointed=Pointed(rule=code, file=late))
        assert asked.data["missing"] == ["lenient_rule", "rule_reason"]
    leaning = Pointed(rule="LOCAL-1", file=late)
    assert refused(cast, case, "decide", **SAID, pointed=leaning).data["missing"] == [
        "education_proof", "pledge_proof",
    ]  # fmt: skip
    pledge = guidance_make(cast, venue=case.venue_id, kind="pledge")
    whole = Pointed(rule="LOCAL-1", file=late, guidance=[pledge.pk])
    assert len(refused(cast, case, "decide", **SAID, pointed=whole).data["missing"]) == 2  # not signed yet
    guidance_sign(guidance_id=pledge.pk, files=[scan(cast, pledge)], actor=cast.supervisor, now=clock.now())
    case = step(cast, case, "decide", **SAID, pointed=whole)
    assert (case.leaned["rule"], [one["noun"] for one in case.leaned["proofs"]]) == (
        "LOCAL-1", ["file", "guidance"],
    )  # fmt: skip


def test_art33_what_was_put_right_later_was_not_put_right_on_the_spot(cast: Cast) -> None:
    case, finding = of_a_finding(cast)
    rule_make()
    Finding.objects.everywhere("guard").filter(pk=finding.pk).update(found_on=date(2026, 9, 14))
    finding.inspection.__class__.objects.everywhere("guard").filter(pk=finding.inspection_id).update(
        finished_on=date(2026, 9, 14)
    )
    file = evidence_make(cast, case).file_id
    pointed = Pointed(rule="LOCAL-1", file=file)
    assert refused(cast, case, "decide", **SAID, pointed=pointed).data["missing"] == ["correction_on_spot"]
    LenientRule.objects.everywhere("guard").update(correction="within_days")
    assert step(cast, case, "decide", **SAID, pointed=pointed).outcome == "no_penalty"


def test_v22_findings_orders_and_running_cases_of_the_period_are_shown_and_explained(cast: Cast) -> None:
    scene = scene_of(cast)
    record = record_make(scene, body_of(scene, photos=0))
    inspection_accept(inspection_id=record.pk, actor=cast.supervisor, now=clock.now())
    finding = Finding.objects.everywhere("guard").get(inspection=record)
    Finding.objects.everywhere("guard").update(found_on=date(2026, 9, 1))
    order = order_make(cast, finding)
    Rectification.objects.everywhere("guard").update(ordered_on=date(2026, 9, 1))
    running = case_make(cast, venue=scene.venue.pk, occurred_on=date(2026, 9, 2))
    case = case_make(cast, "reviewed", venue=scene.venue.pk)
    traces = leniency_card(case_of(case.pk, cast.leader))["traces"]
    assert [(one["noun"], one["uuid"], one["same"]) for one in traces] == [
        ("finding", finding.pk, MINORS in finding.violations),
        ("rectification", order.pk, MINORS in finding.violations),
        ("case", running.pk, True),
    ]  # fmt: skip
    first = SAID | {"ground": "first", "pointed": Pointed(file=evidence_make(cast, case).file_id)}
    assert refused(cast, case, "decide", **first).data["missing"] == ["first_reason"]
    case = step(cast, case, "decide", **first, ground_reason="此前的责令改正与未成年人无关")
    shown = case_get(case.pk, cast.leader, clock.today())
    assert (shown["ground_reason"], shown["leaned"]["proofs"][0]["of"]) == (
        "此前的责令改正与未成年人无关", "correction",
    )  # fmt: skip


def test_art33_case_of_an_earlier_act_decided_after_this_act_speaks_against_a_first_time(cast: Cast) -> None:
    earlier = case_make(cast, "decided", occurred_on=date(2026, 8, 1))  # decided on 15 September
    case = case_make(cast, "reviewed", venue=earlier.venue_id, occurred_on=date(2026, 9, 10))
    assert [one["number"] for one in case_get(case.pk, cast.leader, clock.today())["priors"]] == [
        earlier.number
    ]
    first = SAID | {"ground": "first", "pointed": Pointed(file=evidence_make(cast, case).file_id)}
    assert refused(cast, case, "decide", **first).data["missing"] == ["no_prior"]
