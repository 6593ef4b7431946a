"""A hazard transferred to an organ that works here too: at its desk, received, answered, told back."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from backend import clock
from backend.models import Clock, File, JournalLine, Organ, User
from backend.services.documents import document_make
from backend.services.files import file_receive
from counting.selectors.workbench import tasks_now
from inspections.models import Hazard, HazardTransfer
from inspections.services.hazards import hazard_answer, hazard_transfer
from tests.cast import Cast, user_of
from tests.factories_inspections import hazard_make

Clients = Callable[[User | None], APIClient]
pytestmark = pytest.mark.django_db
V1 = "/api/v1/hazard-letters"
PNG = b"\x89PNG\r\n\x1a\n seen to"
ANSWER: dict[str, Any] = {"outcome": "ordered", "text": "已责令限期整改", "number": "公函〔2026〕1号"}


@pytest.fixture
def police(stranger_organ: Organ) -> User:
    return user_of(stranger_organ, "police", "任若水", "supervisor")


def sent(cast: Cast, organ: Organ) -> HazardTransfer:
    """One hazard whose letter went to the organ beside the brigade."""
    hazard = hazard_make(cast)
    hazard_transfer(
        hazard_id=hazard.pk, authority="police", to_organ="", receiver=organ.code, text="保安员未持证",
        actor=cast.supervisor, now=clock.now(),
    )  # fmt: skip
    return HazardTransfer.objects.everywhere("guard").get(hazard=hazard)


def kinds(actor: User) -> list[Any]:
    return [one["uuid"] for one in tasks_now(actor, clock.today()) if one["kind"] == "letter"]


def test_a_letter_is_received_and_answered_at_its_organ_and_the_hazard_knows(
    cast: Cast, police: User, client_of: Clients
) -> None:
    assert police.organ is not None
    letter = sent(cast, police.organ)
    client = client_of(police)
    assert (letter.to_organ, kinds(police), kinds(cast.supervisor)) == (police.organ.name, [letter.pk], [])
    (card,) = client.get(V1).json()["rows"]
    assert (card["state"], card["organ"], card["content"], card["verbs"]) == (
        "sent", cast.organ.name, "保安员未持证", ["letter.receive"],
    )  # fmt: skip
    early = client.post(f"{V1}/{letter.pk}/answer", ANSWER, format="json")
    assert early.json()["code"] == "move_not_open"
    got = client.post(f"{V1}/{letter.pk}/receive").json()
    assert (got["state"], got["received_by"], got["verbs"]) == ("received", "任若水", ["letter.answer"])
    assert client.post(f"{V1}/{letter.pk}/receive").json()["code"] == "move_not_open"
    bare = client.post(f"{V1}/{letter.pk}/answer", ANSWER | {"text": " "}, format="json")
    assert bare.json()["data"]["missing"] == ["text"]
    done = client.post(f"{V1}/{letter.pk}/answer", ANSWER, format="json").json()
    assert (done["state"], done["answered_by"], done["verbs"], kinds(police)) == (
        "answered", "任若水", [], [],
    )  # fmt: skip
    shown = client_of(cast.supervisor).get(f"/api/v1/hazards/{letter.hazard_id}").json()
    assert (shown["state"], shown["transfers"][0]["answer"], shown["steps"][-1]["verb"]) == (
        "answered", "已责令限期整改", "hazard.answer",
    )  # fmt: skip
    assert Clock.objects.everywhere("guard").get(noun_id=letter.pk).done_on == clock.today()
    lines = JournalLine.objects.everywhere("guard").filter(noun="hazardtransfer", verb__startswith="letter.")
    assert [(line.verb, line.organ_id) for line in lines.order_by("pk")] == [
        ("letter.receive", police.organ.code), ("letter.answer", police.organ.code),
    ]  # fmt: skip


def told(
    letter: HazardTransfer, actor: User, data: bytes = PNG, arrived: int | None = None
) -> dict[str, Any]:
    """A photo sent up for the letter, all of it or its first bytes; as the answer names it."""
    name = uuid4()
    file_receive(
        file_id=name, offset=0, data=data[:arrived], total=len(data), sha256=sha256(data).hexdigest(),
        owner=letter.ref, actor=actor, now=clock.now(),
    )  # fmt: skip
    return {"id": str(name), "sha256": sha256(data).hexdigest(), "size": len(data), "type": "image/png"}


def test_files_of_an_answer_are_read_at_the_hazard_by_who_sent_the_letter(
    cast: Cast, police: User, client_of: Clients
) -> None:
    assert police.organ is not None
    letter = sent(cast, police.organ)
    client, brigade = client_of(police), client_of(cast.supervisor)
    client.post(f"{V1}/{letter.pk}/receive")
    shot, half = told(letter, police), told(letter, police, PNG + b" half", arrived=9)
    assert brigade.get(f"/api/v1/files/{shot['id']}/content").status_code == 404
    early = client.post(f"{V1}/{letter.pk}/answer", ANSWER | {"files": [shot, half]}, format="json")
    assert early.json()["data"]["fields"] == {"files": ["文件还没有传完"]}
    assert HazardTransfer.objects.everywhere("guard").get(pk=letter.pk).answered_on is None
    done = client.post(f"{V1}/{letter.pk}/answer", ANSWER | {"files": [shot]}, format="json").json()
    assert (done["state"], done["files"]) == ("answered", 1)
    shown = brigade.get(f"/api/v1/hazards/{letter.hazard_id}").json()["steps"][-1]
    assert [(one["uuid"], one["sha256"]) for one in shown["files"]] == [(shot["id"], shot["sha256"])]
    content: Any = brigade.get(f"/api/v1/files/{shot['id']}/content")
    assert b"".join(content.streaming_content) == PNG
    # the other organ handed it over; what never arrived stays its own, and out of the hazard
    assert client.get(f"/api/v1/files/{shot['id']}/content").status_code == 404
    kept = File.objects.everywhere("guard").get(pk=half["id"])
    assert (kept.noun, kept.organ_id) == ("hazardtransfer", police.organ.code)


def test_a_file_of_another_letter_does_not_go_with_the_answer(
    cast: Cast, police: User, client_of: Clients
) -> None:
    assert police.organ is not None
    one, other = sent(cast, police.organ), sent(cast, police.organ)
    client = client_of(police)
    client.post(f"{V1}/{one.pk}/receive")
    strange = client.post(f"{V1}/{one.pk}/answer", ANSWER | {"files": [told(other, police)]}, format="json")
    assert strange.json()["code"] == "content_differs"


def test_an_answer_on_paper_ends_the_letter_at_the_other_desk_too(
    cast: Cast, police: User, client_of: Clients
) -> None:
    assert police.organ is not None
    letter = sent(cast, police.organ)
    hazard_answer(
        hazard_id=letter.hazard_id, transfer=letter.pk, outcome="corrected", text="已整改", by="来函",
        actor=cast.supervisor, now=clock.now(),
    )  # fmt: skip
    (card,) = client_of(police).get(V1).json()["rows"]
    assert (card["state"], card["verbs"], kinds(police)) == ("answered", [], [])


def test_a_letter_is_for_its_organ_alone(cast: Cast, police: User, client_of: Clients) -> None:
    assert police.organ is not None
    letter = sent(cast, police.organ)
    document_make(document_id=letter.document_id, now=clock.now())
    paper = client_of(police).get(f"{V1}/{letter.pk}/paper")
    assert (paper.status_code, paper["Content-Type"]) == (200, "application/pdf")
    sender = client_of(cast.supervisor)
    assert sender.get(V1).json()["rows"] == []
    assert sender.get(f"{V1}/{letter.pk}/paper").status_code == 404
    assert sender.post(f"{V1}/{letter.pk}/receive").status_code == 404
    assert sender.post(f"{V1}/{letter.pk}/answer", ANSWER, format="json").status_code == 404
    assert client_of(cast.inspector).get(V1).status_code == 403
    assert client_of(police).get(f"/api/v1/hazards/{letter.hazard_id}").status_code == 404
    assert Hazard.objects.within(police).count() == 0


def test_a_hazard_goes_to_no_organ_that_is_not_here(cast: Cast, client_of: Clients) -> None:
    hazard = hazard_make(cast)
    for code in ("NOWHERE", cast.organ.code):
        told = client_of(cast.supervisor).post(
            f"/api/v1/hazards/{hazard.pk}/transfer",
            {"authority": "police", "receiver": code, "text": "保安员未持证"}, format="json",
        )  # fmt: skip
        assert told.json()["data"]["fields"].keys() == {"receiver"}


def test_a_list_of_letters_asks_as_often_for_many(cast: Cast, police: User, client_of: Clients) -> None:
    assert police.organ is not None
    for _ in range(3):
        sent(cast, police.organ)
    client = client_of(police)
    with CaptureQueriesContext(connection) as queries:
        client.get(f"{V1}?state=sent")
    # session, person, roles; count, letters, their clocks
    assert len(queries) == 6, [q["sql"][:80] for q in queries]
