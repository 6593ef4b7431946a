"""The prompt to repair a credit record at the desk and the day of it in public; the stranger sees nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from backend import clock
from backend.models import Document, User
from backend.services.documents import document_make
from counting.services.reminders import remind
from enforcement.models import FollowUp
from tests.cast import Cast, user_of
from tests.factories_enforcement import case_make
from tests.personal import personal
from tests.services.enforcement.test_repairing import followed, prompt

Clients = Callable[[User | None], APIClient]
pytestmark = pytest.mark.django_db


def asked(row: FollowUp) -> dict[str, str]:
    return {"noun": "case", "record": str(row.case_id)}


def test_the_section_reads_the_day_makes_the_prompt_and_prints_it(cast: Cast, client_of: Clients) -> None:
    row = followed(cast)
    client, at = client_of(cast.industry_section), f"/api/v1/follow-ups/{row.uuid}"
    (record,) = client.get(f"{at}/repair").json()
    assert (record["from_on"], record["due"], record["why_not"], record["prompt"]) == (
        "2026-12-16", False, "", None,
    )  # fmt: skip
    assert [one["met"] for one in record["conditions"]] == [True, False, False]
    card = client.post(f"{at}/prompt", asked(row) | {"seen": 0}, format="json").json()
    (step,) = card["steps"]
    assert (step["kind"], step["number"], "follow_up.prompt" in card["verbs"]) == (
        "repair", "(钢)文综信修提字〔2026〕1号", True,
    )  # fmt: skip
    assert client.get(f"{at}/paper", {"document": step["paper"]}).status_code == 404  # not made yet
    document_make(document_id=step["paper"], now=clock.now())
    paper = client.get(f"{at}/paper", {"document": step["paper"]})
    assert (paper.status_code, paper["Content-Type"]) == (200, "application/pdf")
    assert b"".join(paper.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined] # a FileResponse
    word = client.get(f"{at}/paper", {"document": step["paper"], "part": "docx"})
    assert "attachment" in word["Content-Disposition"]
    (record,) = client.get(f"{at}/repair").json()
    assert (record["prompt"]["number"], record["prompt"]["state"]) == (step["number"], "made")
    again = client.post(f"{at}/prompt", asked(row), format="json")
    assert (again.status_code, again.json()["code"]) == (409, "repair_prompted")


def test_the_section_opens_no_other_paper_through_this_door(cast: Cast, client_of: Clients) -> None:
    row, other = followed(cast), followed(cast)
    prompt(other, cast.industry_section)
    paper = Document.objects.everywhere("guard").get(form="repair_prompt")
    document_make(document_id=paper.pk, now=clock.now())
    client = client_of(cast.industry_section)
    assert client.get(f"/api/v1/follow-ups/{row.uuid}/paper", {"document": str(paper.pk)}).status_code == 404
    assert client.get(f"/api/v1/documents/{paper.pk}/content").status_code == 403


def test_free_words_and_a_hidden_decision_are_refused_in_words(cast: Cast, client_of: Clients) -> None:
    row = FollowUp.objects.everywhere("guard").get(case=case_make(cast, "closed"))
    client, at = client_of(cast.industry_section), f"/api/v1/follow-ups/{row.uuid}"
    words = client.post(f"{at}/step", {"kind": "repair", "text": "已告知"}, format="json")
    assert (words.status_code, words.json()["code"]) == (422, "repair_needs_its_record")
    hidden = client.post(f"{at}/prompt", asked(row), format="json")
    assert (hidden.status_code, hidden.json()["message"]) == (
        409, "不能作信用修复提示：处罚决定没有公示，没有需要修复的信用信息。",
    )  # fmt: skip
    assert client.get(f"{at}/repair").json()[0]["why"].startswith("处罚决定没有公示")


def test_stranger_and_officer_read_and_make_none(cast: Cast, client_of: Clients, stranger_organ: Any) -> None:
    row = followed(cast)
    prompt(row, cast.industry_section)
    paper = Document.objects.everywhere("guard").get(form="repair_prompt").pk
    at = f"/api/v1/follow-ups/{row.uuid}"
    for person, status in (
        (user_of(stranger_organ, "section7", "外若木", "industry_section"), 404),
        (cast.inspector, 403),
        (None, 401),
    ):
        client = client_of(person)
        assert client.get(f"{at}/repair").status_code == status
        assert client.get(f"{at}/paper", {"document": str(paper)}).status_code == status
        assert client.post(f"{at}/prompt", asked(row), format="json").status_code == status


def test_anybody_reads_the_day_beside_the_decision_found_by_its_party_s_code(
    cast: Cast, client_of: Clients
) -> None:
    row = followed(cast)
    citizen = followed(cast, party_kind="citizen", party_name="李若竹")
    client, venue = client_of(None), row.case.venue
    shown = client.get("/api/v1/public/penalties", {"code": venue.code}).json()["rows"]
    assert [(one["number"], one["repair"]["from_on"]) for one in shown] == [
        (row.case.decision_number, "2026-12-16")
    ]
    assert client.get("/api/v1/public/penalties", {"code": citizen.case.venue.code}).json()["rows"] == []
    everything = client.get("/api/v1/public/penalties").json()["rows"]
    assert len(everything) == 2
    assert personal(everything, "李若竹", cast.inspector.name, cast.leader.name) == []


def test_public_list_asks_the_database_as_often_for_many(
    cast: Cast, client_of: Clients, django_assert_num_queries: Any
) -> None:
    for _ in range(3):
        followed(cast)
    client = client_of(None)
    with django_assert_num_queries(3):
        client.get("/api/v1/public/penalties")


def test_what_waits_leads_to_the_follow_up_the_section_by_its_reminder_else_the_workbench(
    cast: Cast, client_of: Clients
) -> None:
    row = followed(cast)
    with clock.at(clock.now().replace(month=12, day=16)):
        remind(now=clock.now())
        shown = client_of(cast.industry_section).get("/api/v1/reminders").json()["rows"]
        assert ("repair", "followup", str(row.uuid)) in [
            (one["kind"], one["noun"], one["noun_id"]) for one in shown
        ]
        supervisor = client_of(cast.supervisor)
        assert "repair" not in [one["kind"] for one in supervisor.get("/api/v1/workbench").json()["now"]]
        cast.industry_section.is_active = False
        cast.industry_section.save()
        duties = supervisor.get("/api/v1/workbench").json()["now"]
        assert [(one["noun"], one["uuid"], one["due_on"]) for one in duties if one["kind"] == "repair"] == [
            ("followup", str(row.uuid), None)
        ]
