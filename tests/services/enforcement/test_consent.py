"""Electronic service (电子送达, 行政处罚法 Art 61), and the paper of a hearing that is refused."""

from datetime import date
from typing import Any

import pytest

from backend import clock
from backend.domain.errors import DomainError
from backend.models import JournalLine
from enforcement.selectors import case_get
from enforcement.selectors.papers import case_of, paper_offers
from enforcement.services.cases import case_consent, track_act, track_begin
from tests.cast import Cast
from tests.factories_enforcement import case_make, evidence_make, step
from tests.services.enforcement.course import on_day, refused
from tests.services.enforcement.test_tracks import HEAVY

pytestmark = pytest.mark.django_db
BY_MAIL = {"mode": "electronic", "proof": "邮件已送达回执"}


def test_art61_electronic_service_keeps_what_the_party_agreed_to_or_says_that_it_is_missing(
    cast: Cast,
) -> None:
    told, shown, neither, direct = (case_make(cast, "decided") for _ in range(4))
    file = evidence_make(cast, shown).file_id
    other = refused(cast, shown, "serve", **BY_MAIL, consent_file=evidence_make(cast, told).file_id)
    assert other.data["fields"].keys() == {"consent_file"}
    step(cast, told, "serve", **BY_MAIL, consent="a@example.cn，2026-09-14签订")
    step(cast, shown, "serve", **BY_MAIL, consent_file=file)
    step(cast, neither, "serve", **BY_MAIL)
    step(cast, direct, "serve", consent="不相干")
    cards = [case_get(one.pk, cast.leader, clock.today()) for one in (told, shown, neither, direct)]
    assert [
        (one["service_consent"], one["service_consent_file"], one["irregularities"]) for one in cards
    ] == [
        ("a@example.cn，2026-09-14签订", None, []),
        ("", file, []),
        ("", None, ["electronic_unagreed"]),
        ("", None, []),
    ]
    assert {one["state"] for one in cards} == {"served"}


def test_art64_a_hearing_asked_for_too_late_is_refused_on_paper(cast: Cast) -> None:
    case = step(cast, case_make(cast, "reviewed"), "tell", **HEAVY, basis="TEST-123")
    with on_day(2026, 9, 25):
        row = track_begin(
            case_id=case.pk, verb="hearing.request", values={"on": "2026-09-24", "reason": "要求听证"},
            actor=cast.inspector, now=clock.now(),
        )  # fmt: skip
        track_act(
            track_id=row.pk, verb="hearing.refuse", values={"reason": "超过五个工作日提出"},
            actor=cast.legal_reviewer, now=clock.now(),
        )  # fmt: skip
    row.refresh_from_db()
    offers = {one["form"]: one["values"] for one in paper_offers(case_of(case.pk, cast.inspector), row)}
    said = offers["hearing_refusal"]
    assert (said["asked_on"], said["last_on"], said["grounds"]) == (
        "2026-09-24", date(2026, 9, 21).isoformat(), "超过五个工作日提出",
    )  # fmt: skip


def test_the_agreement_found_later_settles_what_was_irregular(cast: Cast) -> None:
    case = step(cast, case_make(cast, "decided"), "serve", **BY_MAIL)
    file = evidence_make(cast, case).file_id
    given: dict[str, Any] = {"case_id": case.pk, "actor": cast.supervisor, "now": clock.now()}
    with pytest.raises(DomainError) as empty:
        case_consent(**given, consent=" ")
    with pytest.raises(DomainError) as foreign:
        case_consent(**given, consent_file=evidence_make(cast, case_make(cast, "decided")).file_id)
    with pytest.raises(DomainError) as led:
        case_consent(**given | {"actor": cast.leader}, consent_file=file)
    assert (empty.value.data["missing"], foreign.value.code, led.value.code) == (
        ["consent"], "invalid", "not_allowed",
    )  # fmt: skip
    assert "case.consent" in case_get(case.pk, cast.supervisor, clock.today())["verbs"]
    case_consent(**given, consent="2026-09-10签订", consent_file=file)
    shown = case_get(case.pk, cast.supervisor, clock.today())
    assert (shown["service_consent"], shown["service_consent_file"]) == ("2026-09-10签订", file)
    assert shown["irregularities"] == []
    assert "case.consent" not in shown["verbs"]
    assert JournalLine.objects.everywhere("guard").filter(verb="case.consent").count() == 1
    with pytest.raises(DomainError) as twice:
        case_consent(**given, consent="再来")
    assert twice.value.data["missing"] == ["electronic_unagreed"]
