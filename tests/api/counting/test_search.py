"""Archive search: by number, party, venue, words, year and violation, within scope and rights."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from backend import clock
from backend.models import User
from counting.models import Activity
from enforcement.models import FollowUp, Guidance, Lead
from enforcement.services.cases.followups import follow_up_plan, follow_up_step
from registry.domain.venues import grams
from registry.models import Venue
from tests.cast import Cast
from tests.factories_counting import activity_held, check_make
from tests.factories_enforcement import case_make, guidance_make, lead_make

Clients = Callable[[User | None], APIClient]


def found(client: APIClient, **query: Any) -> dict[str, list[str]]:
    groups = client.get("/api/v1/search", query).json()
    return {group["kind"]: [row["title"] for row in group["rows"]] for group in groups if group["count"]}


def test_a_case_is_found_by_number_party_words_year_and_violation(cast: Cast, client_of: Clients) -> None:
    case = case_make(cast, "decided", summary="举报人电话13800000000，称深夜接纳未成年人")
    client = client_of(cast.supervisor)
    title = f"{case.party_name} {case.violation.title_zh}"
    assert found(client, q="罚字[2026]1号")["case"] == [title]
    assert found(client, q="（钢）文综立字 蓝鲸")["case"] == [title]
    assert "case" not in found(client, q="罚字[2025]1号")
    assert found(client, year=2026, violation=case.violation_id) == {"case": [title]}
    assert "case" not in found(client, q="蓝鲸", year=2025)
    assert "case" not in found(client, q="蓝鲸", state="filed")
    (hit,) = client.get("/api/v1/search/rows", {"kind": "case", "q": "深夜接纳"}).json()["rows"]
    assert (hit["to"], hit["number"]) == (str(case.uuid), case.decision_number)
    assert "深夜接纳" in hit["snippet"]
    assert "13800000000" not in hit["snippet"]


def test_an_archived_case_is_found_by_its_shelf_number_and_is_read_only(
    cast: Cast, client_of: Clients
) -> None:
    case = case_make(cast, "archived")
    assert case.shelf == "钢文综卷〔2026〕001号"
    client = client_of(cast.supervisor)
    (hit,) = client.get("/api/v1/search/rows", {"kind": "case", "q": "文综卷[2026]001"}).json()["rows"]
    assert (hit["number"], hit["state"]) == (case.shelf, "archived")
    told = client.get(f"/api/v1/cases/{case.uuid}").json()
    assert told["shelf"] == case.shelf
    assert [verb for verb in told["verbs"] if verb.startswith("case.")] == []


def test_a_talk_is_found_by_number_venue_reason_officer_and_year(cast: Cast, client_of: Clients) -> None:
    talk = guidance_make(cast, content="约谈当日来电13800000000，承诺逐人核验登记")
    guidance_make(cast, kind="pledge", reason="夜间噪声")
    client = client_of(cast.supervisor)
    title = f"{talk.venue.name} {talk.reason}"
    for words in ("约谈字[2026]1号", talk.venue.name, "未登记上网", "林知远", "逐人核验 林知远"):
        assert found(client, q=words)["talk"] == [title], words
    assert "talk" not in found(client, q="林知远", year=2025)
    assert "talk" not in found(client, q="夜间噪声")
    assert found(client, q="承诺字[2026]1号", year=2026)["pledge"] == [f"{_pledged().venue.name} 夜间噪声"]
    (hit,) = client.get("/api/v1/search/rows", {"kind": "talk", "q": "逐人核验"}).json()["rows"]
    assert (hit["noun"], hit["to"], hit["number"]) == ("guidance", str(talk.pk), talk.number)
    assert "逐人核验" in hit["snippet"]
    assert "13800000000" not in hit["snippet"]


def _pledged() -> Guidance:
    return Guidance.objects.everywhere("guard").select_related("venue").get(kind="pledge")


def test_follow_up_supervision_is_found_by_number_venue_words_person_and_violation(
    cast: Cast, client_of: Clients
) -> None:
    case = case_make(cast, "closed")
    row = FollowUp.objects.everywhere("guard").get(case=case)
    planned = follow_up_plan(
        follow_up_id=row.pk, plan="九月回访一次", actor=cast.industry_section, now=clock.now()
    )
    follow_up_step(
        follow_up_id=planned.pk, kind="guidance", text="指导张贴禁入标志", actor=cast.industry_section,
        now=clock.now(),
    )  # fmt: skip
    client = client_of(cast.industry_section)
    title = f"{case.venue.name} {case.violation.title_zh}"
    words = (
        case.decision_number,
        case.number,
        case.venue.name,
        "九月回访",
        "张贴禁入",
        cast.industry_section.name,
    )
    for word in words:
        assert found(client, q=word)["followup"] == [title], word
    assert found(client, year=2026, violation=case.violation_id)["followup"] == [title]
    assert "followup" not in found(client, q="张贴禁入", year=2025)
    assert "followup" not in found(client, q="没有写过的话")


def test_an_activity_is_found_by_its_title_kind_place_people_and_year(cast: Cast, client_of: Clients) -> None:
    row: Activity = activity_held(
        cast, title="暑期培训", place="艾山街道办", audience="street", note="到会签到"
    )
    client = client_of(cast.leader)
    for word in ("暑期", "街道综合执法培训", "艾山街道办", "街道执法人员", cast.supervisor.name, "到会签到"):
        assert found(client, q=word)["activity"] == [row.title], word
    assert found(client, q="暑期", year=2026)["activity"] == [row.title]
    assert "activity" not in found(client, q="暑期", year=2025)


def test_a_lead_and_a_record_are_found_by_their_numbers_and_a_lead_by_the_year_it_came_in(
    cast: Cast, client_of: Clients
) -> None:
    lead = lead_make(cast, external_number="12345-0078")
    visit = check_make(cast, clock.today()).visit
    client = client_of(cast.supervisor)
    hits = {}
    for words in (lead.number, "12345-0078", visit.number):
        hits[words] = [kind for kind in ("lead", "record") if kind in found(client, q=words)]
    assert hits == {lead.number: ["lead"], "12345-0078": ["lead"], visit.number: ["record"]}
    assert "lead" not in found(client, q="12345-0078", year=2025)


def test_every_kind_is_found_by_its_venue_in_a_fixed_number_of_queries(
    cast: Cast, client_of: Clients
) -> None:
    case = case_make(cast, "closed")
    Lead.objects.create(
        organ=cast.organ, created_at=clock.now(), source="report", content="蓝鲸夜间噪声",
        reported_by=cast.liaison, venue=case.venue,
    )  # fmt: skip
    talk = guidance_make(cast, venue=case.venue_id)
    guidance_make(cast, kind="pledge", venue=case.venue_id, talk=talk.pk)
    Venue.objects.everywhere("guard").filter(pk=case.venue_id).update(bigrams=grams(case.venue.name))
    client = client_of(cast.supervisor)
    with CaptureQueriesContext(connection) as queries:
        groups = found(client, q="蓝鲸")
    assert {"case", "lead", "talk", "pledge", "followup", "venue"} <= groups.keys()
    # session, person, roles; of each of ten kinds: count, rows
    assert len(queries) == 24, [q["sql"][:80] for q in queries]


def test_strangers_find_nothing_and_rights_close_kinds(
    cast: Cast, stranger: User, client_of: Clients
) -> None:
    case = case_make(cast, "closed")
    guidance_make(cast, venue=case.venue_id)
    activity_held(cast, title="蓝鲸网咖现场培训")
    assert found(client_of(stranger), q="蓝鲸") == {}
    groups = client_of(cast.industry_section).get("/api/v1/search", {"q": "蓝鲸"}).json()
    assert {group["kind"] for group in groups} == {"record", "order", "followup", "venue"}
    for kind in ("case", "talk", "activity"):
        rows = client_of(cast.industry_section).get("/api/v1/search/rows", {"kind": kind, "q": "蓝鲸"}).json()
        assert rows == {"count": 0, "rows": [], "next": None}
    assert "talk" not in found(client_of(cast.industry_section), q="蓝鲸")
    assert client_of(cast.liaison).get("/api/v1/search", {"q": "蓝鲸"}).status_code == 403
    assert found(client_of(cast.supervisor)) == {}


def test_the_state_of_a_case_narrows_cases_alone(cast: Cast, client_of: Clients) -> None:
    case = case_make(cast, "closed")
    client = client_of(cast.supervisor)
    assert {"case", "followup"} <= found(client, q=case.venue.name).keys()
    assert set(found(client, q=case.venue.name, state="closed")) == {"case"}
    assert found(client, q=case.venue.name, state="planned") == {}
