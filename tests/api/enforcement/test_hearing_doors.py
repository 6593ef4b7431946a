"""What the law asks before a penalty, at the doors: hearing, day of finding, basis, threshold of the day."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from rest_framework.test import APIClient

from backend import clock
from backend.models import User
from enforcement.models import Case, Lead
from inspections.models import Finding
from registry.models import HearingThreshold, Venue
from tests.cast import Cast
from tests.factories_enforcement import MINORS, PENALTY, case_make, finding_make, lead_make, step, team_make
from tests.factories_enforcement import venue_make as place_make
from tests.services.enforcement.course import on_day

pytestmark = pytest.mark.django_db
Clients = Callable[[User | None], APIClient]
HEAVY: dict[str, Any] = {**PENALTY, "classes": ["warning", "fine", "suspension"], "basis": "TEST-123"}
MORE = HEAVY | {"fine_fen": 900_000}
DECIDE = {"outcome": "penalty", "band_reason": "情节严重"}
NOTICE = {"place": "大队会议室", "chair": "季文度"}


@pytest.fixture
def told(cast: Cast) -> Case:
    """Told of a penalty of which the party may be heard."""
    return step(cast, case_make(cast, "reviewed"), "tell", **HEAVY)


def post(client: APIClient, path: str, **body: Any) -> Any:
    return client.post(f"/api/v1/{path}", body, format="json")


def beside(client: APIClient, case: Case, verb: str, **values: Any) -> Any:
    """An act of its hearing, the first one or the next."""
    track = case.tracks.filter(kind="hearing").first()
    where = f"case-tracks/{track.pk}" if track else f"cases/{case.pk}/tracks"
    return post(client, where, verb=f"hearing.{verb}", values=values)


def missing(answer: Any) -> list[str]:
    assert answer.status_code == 422, answer.content
    lacks: list[str] = answer.json()["data"]["missing"]
    return lacks


def test_art45_after_a_hearing_the_penalty_is_not_raised_at_any_door(
    cast: Cast, told: Case, client_of: Clients
) -> None:
    officer, legal, leader = (client_of(who) for who in (cast.inspector, cast.legal_reviewer, cast.leader))
    where = f"cases/{told.pk}"
    with on_day(2026, 9, 16):
        assert beside(officer, told, "request", on="2026-09-16", reason="处罚过重").status_code == 200
        given = {"on": "2026-09-16", "hearing_on": "2026-09-28", **NOTICE}
        assert beside(legal, told, "notify", **given).status_code == 200
    assert officer.get(f"/api/v1/{where}").json()["stated"] is False
    with on_day(2026, 9, 28):
        assert missing(post(leader, f"{where}/decide", **MORE, **DECIDE))[-1] == "notice_of_this_penalty"
        assert beside(legal, told, "hold", on="2026-09-28", record="双方陈述").status_code == 200
        assert officer.get(f"/api/v1/{where}").json()["stated"] is True
        assert missing(post(leader, f"{where}/decide", **MORE, **DECIDE))[-1] == "not_raised_after_statement"
        assert missing(post(officer, f"{where}/intend", **MORE)) == ["not_raised_after_statement"]
        assert beside(legal, told, "report", opinion="建议维持").status_code == 200
        begun = {"on": "2026-09-28", "people": "负责人", "conclusion": "同意"}
        assert post(leader, f"{where}/tracks", verb="discussion.record", values=begun).status_code == 200
        decided = post(leader, f"{where}/decide", **HEAVY, **DECIDE)
    assert (decided.status_code, decided.json()["state"]) == (200, "decided")


def test_art64_the_party_is_told_seven_working_days_before_the_hearing(
    cast: Cast, told: Case, client_of: Clients, stranger: User
) -> None:
    legal = client_of(cast.legal_reviewer)
    with on_day(2026, 9, 16):
        beside(client_of(cast.inspector), told, "request", on="2026-09-16", reason="处罚过重")
    with on_day(2026, 9, 22):
        days = legal.get(f"/api/v1/cases/{told.pk}").json()["tracks"][0]["notice_days"]
        assert days[0] == {"on": "2026-09-16", "earliest_on": "2026-09-24", "told_by": "2026-09-16"}
        early = {"on": "2026-09-17", "hearing_on": "2026-09-24", **NOTICE}
        assert missing(beside(legal, told, "notify", **early)) == ["seven_workdays"]
        right = early | {"on": "2026-09-16"}
        assert beside(client_of(stranger), told, "notify", **right).status_code == 404
        assert beside(client_of(cast.inspector), told, "notify", **right).status_code == 403
        answer = beside(legal, told, "notify", **right)
    assert (answer.status_code, answer.json()["tracks"][0]["state"]) == (200, "notified")


def test_art44_the_penalty_rests_on_the_basis_the_party_was_told_of(cast: Cast, client_of: Clients) -> None:
    case = step(cast, case_make(cast, "reviewed"), "tell", basis="TEST-123")
    step(cast, case, "statement")
    leader, where = client_of(cast.leader), f"cases/{case.pk}"
    assert leader.get(f"/api/v1/{where}").json()["informed_basis"] == "TEST-123"
    other = PENALTY | {"basis": "TEST-27", "classes": ["fine"], "fine_fen": 700_000}
    assert missing(post(leader, f"{where}/decide", **other, **DECIDE)) == ["notice_of_this_basis"]
    decided = post(leader, f"{where}/decide", **PENALTY, basis="TEST-123", outcome="penalty")
    assert (decided.status_code, decided.json()["basis"]["key"]) == (200, "TEST-123")


@pytest.mark.parametrize(("occurred_on", "lacks"), [("2026-06-30", []), ("2026-07-01", ["basis_in_force"])])
def test_v20_a_provision_holds_for_the_acts_of_its_days_alone(
    cast: Cast, client_of: Clients, occurred_on: str, lacks: list[str]
) -> None:
    case = case_make(cast, "reviewed", occurred_on=date.fromisoformat(occurred_on))
    desk = client_of(cast.inspector)
    shown = desk.get(f"/api/v1/cases/{case.pk}").json()["bases"]
    assert [row["in_force"] for row in shown if row["key"] == "TEST-OLD"] == [not lacks]
    answer = post(desk, f"cases/{case.pk}/intend", **PENALTY, basis="TEST-OLD")
    assert (answer.json().get("data") or {"missing": []})["missing"] == lacks


@pytest.mark.parametrize(("on", "reasons"), [("2026-09-16", []), ("2026-09-17", ["fine"])])
def test_art63_the_threshold_in_force_on_the_day_of_the_notice_decides(
    cast: Cast, client_of: Clients, on: str, reasons: list[str]
) -> None:
    case = case_make(cast, "reviewed")
    HearingThreshold.objects.everywhere("loader").all().delete()
    usual: dict[str, Any] = {"field": "*", "party": "organisation", "never_below_fen": 1, "rule": "本省规定"}
    HearingThreshold.objects.bulk_create(
        [
            HearingThreshold(code="OLD", no_cap_fen=900_000, valid_to=date(2026, 9, 16), **usual),
            HearingThreshold(code="NEW", no_cap_fen=800_000, valid_from=date(2026, 9, 17), **usual),
        ]
    )
    with on_day(2026, 9, 18):
        answer = post(
            client_of(cast.inspector), f"cases/{case.pk}/intend", **PENALTY, basis="TEST-123", on=on
        )
    assert answer.status_code == 200, answer.content
    assert [row["hearing_reasons"] for row in answer.json()["notices"]] == [reasons]


@pytest.mark.parametrize("cause", ["finding", "lead", "venue"])
def test_art36_a_case_is_found_on_the_day_its_cause_says(cast: Cast, client_of: Clients, cause: str) -> None:
    """The record's, the report's, or today where it is filed of its own."""
    team = [str(row.pk) for row in team_make(cast)]
    with on_day(2026, 9, 3):
        made: Finding | Lead | Venue
        if cause == "finding":
            made = finding_make(cast)
            found_on = made.found_on
        elif cause == "lead":
            made, found_on = lead_make(cast, verified="属实"), clock.today()
        else:
            made, found_on = place_make(cast), date(2026, 9, 14)
    body = {
        "violation": MINORS, "officers": team, "summary": "两名未成年人上网", "occurred_on": "2026-08-30",
        "source": "report", cause: str(made.pk),
    }  # fmt: skip
    with on_day(2026, 9, 14):
        answer = post(client_of(cast.leader), "cases", **body)
    assert (answer.status_code, answer.json().get("found_on")) == (201, found_on.isoformat())
