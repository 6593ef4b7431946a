"""A penalty on the spot is a case: from the phone whatever is irregular, at the desk only within the law."""

from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from backend import clock
from backend.domain.errors import DomainError
from backend.models import Clock, Document, NumberUse
from backend.services.booklets import numbers_reserve
from counting.selectors.facts import case_facts, check_facts
from enforcement.models import Case, Payment
from enforcement.selectors.cases import case_get
from enforcement.selectors.credit import credit_facts
from enforcement.selectors.papers import file_papers, paper_offers
from enforcement.selectors.publications import ledger, ledger_counts, penalties_public, penalty_public
from enforcement.selectors.simple import papers_waiting
from enforcement.selectors.weighing import priors_of
from enforcement.services.cases import (
    case_close,
    case_end,
    case_file_simple,
    case_perform,
    case_publish,
    case_report,
    publication_prepare,
    publication_return,
    simple_follow,
)
from inspections.models import Finding, Inspection
from registry.models import LegalBasis
from tests.cast import Cast
from tests.factories_enforcement import MINORS, case_make, team_make, venue_make
from tests.factories_inspections import body_of, record_make, scene_of
from tests.factories_scheduling import officer_make
from tests.services.enforcement.course import on_day
from tests.services.inspections.test_spot_papers import paper

SAID: dict[str, Any] = {
    "party_kind": "法人或者其他组织", "penalty": "警告、罚款", "fine_fen": 100_00, "facts": "未悬挂禁入标志",
    "statement": "当事人未提出陈述申辩。",
}  # fmt: skip


@pytest.fixture
def team(cast: Cast) -> list[dict[str, str]]:
    return [{"name": row.name, "cert_no": row.cert_no} for row in team_make(cast)]


def arrived(
    cast: Cast,
    team: list[dict[str, str]],
    *,
    act: bool = True,
    picked: tuple[str, str] | None = None,
    **values: Any,
) -> Document:
    """A paper from the phone, with its finding about the act; `picked`: act and provision beside it."""
    number = numbers_reserve(
        kind="spot_penalty", count=2, device="phone-one", actor=cast.inspector, now=clock.now()
    )[0].number
    law = "《互联网上网服务营业场所管理条例》第1条"
    said = {
        "occurred_at": "2026-09-15T09:30", "penalty_basis": law, "officers": team, "collected_fen": None,
        "receipt": "", "hard_reason": "", **SAID, **values,
    }  # fmt: skip
    scene = scene_of(cast)
    told = paper("spot_penalty", number, **said)
    told |= dict(zip(("violation", "basis"), picked, strict=True)) if picked else {}
    record = record_make(scene, body_of(scene, photos=0, documents=[told]))
    if act:
        Finding.objects.everywhere("guard").filter(inspection=record).update(violations=[MINORS])
    else:
        Finding.objects.everywhere("guard").filter(inspection=record).update(violations=[])
    return Document.objects.everywhere("guard").get(noun_id=record.pk)


def followed(row: Document) -> Case:
    case = simple_follow(document_id=row.pk, now=clock.now())
    assert case is not None
    return case


def credited(case: Case) -> list[str]:
    """What of this case weighs on the credit of its venue."""
    facts = credit_facts(case.organ_id, clock.today())[case.venue_id]
    return [one.kind for one in facts if one.noun == "case"]


def days(case: Case) -> list[tuple[str, date]]:
    rows = Clock.objects.everywhere("guard").filter(noun="case", noun_id=case.pk, done_on__isnull=True)
    return sorted(rows.values_list("rule", "due_on"))


def test_paper_of_the_spot_is_a_case_decided_and_served_with_its_clocks(cast: Cast, team: Any) -> None:
    row = arrived(cast, team)
    case = followed(row)
    assert simple_follow(document_id=row.pk, now=clock.now()) is None  # twice is once
    assert (case.number, case.decision_number, case.state, case.procedure) == (
        row.number, row.number, "served", "simple",
    )  # fmt: skip
    assert (case.irregularities, case.counts, case.fine_fen, case.heaviest) == ([], True, 100_00, "fine")
    assert (case.basis_id, case.violation_id, case.cause_noun) == ("TEST-123", MINORS, "finding")
    assert [one for one, _ in days(case)] == [
        "case_payment", "case_publication", "court_application", "litigation_request", "review_request",
        "simple_report",
    ]  # fmt: skip
    assert dict(days(case))["simple_report"] == date(2026, 9, 18)
    assert [one.form for one in file_papers(case)] == []  # not made yet
    shown = case_get(case.pk, cast.supervisor, clock.today())
    assert [step["state"] for step in shown["course"]] == [
        "served", "reported", "performed", "closed", "archived",
    ]  # fmt: skip
    assert "case.report" in shown["verbs"] and "case.publish" not in shown["verbs"]
    assert [one["form"] for one in paper_offers(case)] == ["approval", "service_proof", "urging"]


def test_v23_irregular_penalty_is_kept_counts_when_settled_and_may_be_taken_back(
    cast: Cast, team: Any
) -> None:
    row = arrived(
        cast, team[:1], fine_fen=5_000_00, statement="", penalty_basis="某规定", collected_fen=200_00
    )
    case = followed(row)
    assert case.irregularities == [
        "paper_incomplete", "simple_fine", "simple_statement", "simple_officers", "simple_basis",
        "simple_hard_reason", "simple_receipt",
    ]  # fmt: skip
    whole = (cast.supervisor, date(2026, 9, 1), date(2026, 9, 30))
    assert case_facts(*whole) == []
    assert credited(case) == []  # nor does it weigh on the venue before it is settled
    with pytest.raises(DomainError) as unsettled:
        case_report(case_id=case.pk, actor=cast.supervisor, now=clock.now())
    assert unsettled.value.data["missing"] == ["settled"]
    with pytest.raises(DomainError) as hidden:
        publication_prepare(case_id=case.pk, act="publish", actor=cast.supervisor, now=clock.now())
    assert hidden.value.data["missing"] == ["reported"]
    case_report(
        case_id=case.pk,
        note="超限额，已约谈并报复核",
        basis="TEST-123",
        actor=cast.supervisor,
        now=clock.now(),
    )
    case.refresh_from_db()
    assert (case.reported_on, case.basis_id) == (date(2026, 9, 15), "TEST-123")
    assert [one.case for one in case_facts(*whole)] == [case.pk]
    assert credited(case) == ["fine"]
    assert [one.led_to for one in check_facts(*whole)] == ["penalty"]
    with pytest.raises(DomainError) as twice:
        case_report(case_id=case.pk, note="再报", actor=cast.supervisor, now=clock.now())
    assert twice.value.data["missing"] == ["already_reported_case"]
    case_end(
        case_id=case.pk,
        verb="case.withdraw",
        reason="超出当场处罚权限，撤销后立案",
        actor=cast.leader,
        now=clock.now(),
    )
    assert (case_facts(*whole), days(case)) == ([], [("case_archive", date(2026, 10, 15))])
    assert (credited(case), [one.led_to for one in check_facts(*whole)]) == ([], [""])


def test_art48_penalty_of_the_spot_withdrawn_after_its_publication_is_taken_down_within_three_workdays(
    cast: Cast, team: Any
) -> None:
    case = followed(arrived(cast, team))
    case_report(case_id=case.pk, actor=cast.supervisor, now=clock.now())
    prepare = partial(publication_prepare, case_id=case.pk, actor=cast.inspector, now=clock.now())
    prepare(act="publish")
    case_publish(case_id=case.pk, actor=cast.leader, now=clock.now())
    case_end(case_id=case.pk, verb="case.withdraw", reason="处罚错误", actor=cast.leader, now=clock.now())
    assert dict(days(case))["publication_withdrawal"] == date(2026, 9, 18)
    shown = case_get(case.pk, cast.inspector, clock.today())
    assert [one["code"] for one in shown["publication"]["acts"]] == ["withdraw"]
    assert "publication.prepare" in shown["verbs"]
    with pytest.raises(DomainError) as corrected:
        prepare(act="correct", reason="更正")
    assert corrected.value.data["missing"] == ["decision_stands"]
    prepare(act="withdraw", reason="处罚已撤销")
    case_publish(case_id=case.pk, actor=cast.leader, now=clock.now())
    assert [penalty_public(row, clock.today())["standing"] for row in penalties_public()] == ["withdrawn"]
    assert "publication_withdrawal" not in dict(days(case))
    assert "publication.prepare" not in case_get(case.pk, cast.inspector, clock.today())["verbs"]
    with pytest.raises(DomainError) as again:
        prepare(act="publish")
    assert again.value.data["missing"] == ["decision_stands"]


def test_penalty_of_the_spot_withdrawn_before_its_publication_owes_none_and_is_never_published(
    cast: Cast, team: Any
) -> None:
    case = followed(arrived(cast, team))
    case_report(case_id=case.pk, actor=cast.supervisor, now=clock.now())
    publication_prepare(case_id=case.pk, act="publish", actor=cast.inspector, now=clock.now())
    assert ledger_counts(cast.leader, "case", clock.today())["waiting"] == 1
    case_end(case_id=case.pk, verb="case.withdraw", reason="处罚错误", actor=cast.leader, now=clock.now())
    with pytest.raises(DomainError) as late:
        case_publish(case_id=case.pk, actor=cast.leader, now=clock.now())
    assert late.value.data["missing"] == ["decision_stands"]
    publication_return(case_id=case.pk, reason="已撤销", actor=cast.leader, now=clock.now())
    assert set(ledger_counts(cast.leader, "case", clock.today()).values()) == {0}
    assert not ledger(cast.leader, "case", clock.today())[0].exists()
    assert days(case) == [("case_archive", date(2026, 10, 15))]
    assert "publication.prepare" not in case_get(case.pk, cast.inspector, clock.today())["verbs"]


def test_art33_penalty_of_the_spot_that_was_withdrawn_is_no_earlier_violation(cast: Cast, team: Any) -> None:
    case = followed(arrived(cast, team))
    with on_day(2026, 9, 20):
        again = case_make(cast, venue=case.venue_id, occurred_on=date(2026, 9, 18))
    assert [one.number for one in priors_of(again)] == [case.number]
    case_end(case_id=case.pk, verb="case.withdraw", reason="处罚错误", actor=cast.leader, now=clock.now())
    assert priors_of(again) == []


def test_v21_a_warning_alone_on_the_spot_is_outside_a_provision_that_fines_from_a_lower_bound_up(
    cast: Cast, team: Any
) -> None:
    row = arrived(cast, team, penalty="警告", fine_fen=None)
    LegalBasis.objects.everywhere("guard").filter(key="TEST-123").update(fine_min_fen=50_00)
    assert followed(row).irregularities == ["simple_band"]


def test_sum_taken_on_the_spot_is_paid_and_handed_in_within_two_workdays(cast: Cast, team: Any) -> None:
    case = followed(arrived(cast, team, collected_fen=100_00, receipt="PJ-0001"))
    assert case.irregularities == []
    assert dict(days(case))["spot_money"] == date(2026, 9, 17)
    paid = Payment.objects.everywhere("guard").get(case=case)
    assert (paid.mode, paid.amount_fen, paid.receipt) == ("on_spot", 100_00, "PJ-0001")
    with pytest.raises(DomainError) as kept:
        case_report(case_id=case.pk, actor=cast.supervisor, now=clock.now())
    assert kept.value.data["missing"] == ["handed_in"]
    case_report(case_id=case.pk, handed_in="YH-77", actor=cast.supervisor, now=clock.now())
    case_perform(case_id=case.pk, actor=cast.inspector, now=clock.now())
    with pytest.raises(DomainError) as general:
        case_close(case_id=case.pk, closing_type="performed_general", actor=cast.inspector, now=clock.now())
    assert general.value.data["missing"] == ["closing_type"]
    case_close(case_id=case.pk, closing_type="performed_simple", actor=cast.inspector, now=clock.now())


def test_who_penalised_on_the_spot_does_not_settle_it_himself(cast: Cast, team: Any) -> None:
    case = followed(arrived(cast, team))
    case.officers.filter(officer__user=cast.colleague).update(officer=team_of_supervisor(cast))
    with pytest.raises(DomainError, match="own_record"):
        case_report(case_id=case.pk, actor=cast.supervisor, now=clock.now())


def team_of_supervisor(cast: Cast) -> Any:
    return officer_make(cast.organ, "37011700000077", user=cast.supervisor)


def renewed(cast: Cast, record: Inspection, **values: Any) -> tuple[Case, Document]:
    """The case and the later version of its paper."""
    former = Document.objects.everywhere("guard").get(noun_id=record.pk, replaced_by=None)
    later = Document.objects.create(
        organ=former.organ, created_at=clock.now(), form="spot_penalty", noun="inspection",
        noun_id=record.pk, number=former.number, year=former.year, seq=former.seq,
        version=former.version + 1, replaces=former, values=former.values | values,
        digest=str(former.version), origin="spot", issued_on=former.issued_on, requested_by=cast.inspector,
    )  # fmt: skip
    return followed(later), later


def test_a_warning_that_becomes_a_fine_is_owed_and_the_other_way_round(cast: Cast, team: Any) -> None:
    row = arrived(cast, team, fine_fen=None, penalty="警告")
    case = followed(row)
    owed = {"case_payment", "court_application"}
    assert not owed & {rule for rule, _ in days(case)}
    record = Inspection.objects.everywhere("guard").get(pk=row.noun_id)
    renewed(cast, record, fine_fen=50_00, penalty="警告、罚款")
    found = dict(days(case))
    assert (found["case_payment"], found["court_application"]) == (date(2026, 9, 30), date(2027, 6, 15))
    renewed(cast, record, fine_fen=None, penalty="警告")
    assert not owed & {rule for rule, _ in days(case)}


def test_changed_paper_changes_its_case_until_the_report(cast: Cast, team: Any) -> None:
    row = arrived(cast, team)
    case = followed(row)
    record = Inspection.objects.everywhere("guard").get(pk=row.noun_id)
    for fine, wanted in ((50_00, []), (30_00, ["simple_changed"])):
        changed, later = renewed(cast, record, fine_fen=fine)
        assert (changed.pk, changed.paper_id, changed.irregularities) == (case.pk, later.pk, wanted)
        assert changed.fine_fen == 50_00
        if not wanted:
            case_report(case_id=case.pk, actor=cast.supervisor, now=clock.now())


def test_second_penalty_for_one_act_is_marked_and_takes_a_number_of_its_own(cast: Cast, team: Any) -> None:
    row = arrived(cast, team)
    case = followed(row)
    Document.objects.everywhere("guard").filter(pk=row.pk).update(seq=None)
    twin = Document.objects.create(
        organ=row.organ, created_at=clock.now(), form="spot_penalty", noun="inspection", noun_id=row.noun_id,
        number=row.number, values=row.values, digest="twin", origin="spot", issued_on=row.issued_on,
        irregularities=[{"code": "number_twice", "data": {}}], requested_by=cast.inspector,
    )  # fmt: skip
    second = followed(twin)
    assert second.irregularities == ["number_twice", "simple_again"]
    assert (second.cause_noun, second.number == case.number) == ("inspection", False)


def test_paper_whose_act_nobody_can_tell_waits_for_the_desk(cast: Cast, team: Any) -> None:
    row = arrived(cast, team, act=False)
    assert simple_follow(document_id=row.pk, now=clock.now()) is None
    assert simple_follow(document_id=uuid4(), now=clock.now()) is None
    assert [one["paper"]["uuid"] for one in papers_waiting(cast.supervisor)] == [row.pk]
    given: dict[str, Any] = {
        "violation": MINORS,
        "paper": row.pk,
        "actor": cast.supervisor,
        "now": clock.now(),
    }
    case = case_file_simple(**given)
    assert (case.irregularities, case.basis_id, papers_waiting(cast.supervisor)) == ([], "TEST-123", [])
    with pytest.raises(DomainError, match="conflict"):
        case_file_simple(**given)
    with pytest.raises(DomainError, match="not_found"):
        case_file_simple(**{**given, "paper": uuid4()})
    with pytest.raises(DomainError, match="invalid"):
        case_file_simple(**{**given, "violation": "NONE"})


def test_act_and_provision_the_officer_picked_file_the_case_and_what_the_catalogue_lacks_is_passed_over(
    cast: Cast, team: Any
) -> None:
    picked = arrived(cast, team, act=False, picked=(MINORS, "TEST-123"), penalty_basis="某规定")
    case = followed(picked)
    assert (case.violation_id, case.basis_id, case.irregularities) == (MINORS, "TEST-123", [])
    strange = arrived(cast, team, act=False, picked=("GONE", "GONE"))
    assert simple_follow(document_id=strange.pk, now=clock.now()) is None


def by_hand(cast: Cast, **change: Any) -> Case:
    return case_file_simple(
        **{
            "violation": MINORS, "venue": venue_make(cast, uscc="91370117MA3E0001X1").pk,
            "basis": "TEST-123", "values": SAID, "officers": [row.pk for row in team_make(cast)],
            "actor": cast.inspector, "now": clock.now(), **change,
        }
    )  # fmt: skip


def test_v23_desk_refuses_what_the_spot_is_not_open_to(cast: Cast) -> None:
    with pytest.raises(DomainError) as much:
        by_hand(cast, values=SAID | {"fine_fen": 3_000_01, "collected_fen": 1})
    assert much.value.data["missing"] == ["simple_fine", "simple_receipt"]
    with pytest.raises(DomainError, match="invalid"):
        by_hand(cast, number="示〔2026〕9号")
    with pytest.raises(DomainError, match="invalid"):
        by_hand(cast, venue=None)
    with pytest.raises(DomainError, match="not_found"):
        by_hand(cast, finding=uuid4())
    assert not Case.objects.everywhere("guard").exists()  # and no number is lost
    assert not Document.objects.everywhere("guard").exists()


def test_penalty_written_by_hand_ends_the_number_of_the_booklet(cast: Cast) -> None:
    use = numbers_reserve(
        kind="spot_penalty", count=2, device="booklet", actor=cast.inspector, now=clock.now()
    )[0]
    case = by_hand(cast, number=use.number, on=date(2026, 9, 14))
    assert (case.number, case.decided_on, case.cause_noun) == (use.number, date(2026, 9, 14), "")
    use = NumberUse.objects.everywhere("guard").get(pk=use.pk)
    assert (use.state, use.document) == ("issued", case.paper_id)
    later = case_get(case.pk, cast.inspector, clock.today() + timedelta(days=1))
    assert later["paper"] == case.paper_id


def test_doors_list_what_waits_file_and_report(cast: Cast, team: Any, client_of: Any) -> None:
    row = arrived(cast, team, act=False)
    client: APIClient = client_of(cast.supervisor)
    assert [one["paper"]["uuid"] for one in client.get("/api/v1/cases/simple").json()] == [str(row.pk)]
    body = {"violation": MINORS, "paper": str(row.pk)}
    made = client.post("/api/v1/cases/simple", body, format="json")
    assert (made.status_code, made.json()["procedure"]) == (201, "simple")
    told = client.post(f"/api/v1/cases/{made.json()['uuid']}/report", {}, format="json")
    assert (told.status_code, told.json()["reported_on"]) == (200, "2026-09-15")
