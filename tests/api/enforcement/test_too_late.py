"""Two people on one case at once: the second is told who did what and when; and what waits for whom."""

from collections.abc import Callable

from rest_framework.test import APIClient

from backend import clock
from backend.models import User
from enforcement.domain.acts import FIELDS
from enforcement.domain.states import CASE
from enforcement.domain.words import CASE_WORDS, done_words
from enforcement.models import CaseTrack
from enforcement.services.cases import publication_prepare
from tests.cast import Cast, user_of
from tests.factories_enforcement import case_make, step, track_make

Clients = Callable[[User | None], APIClient]
FACTS = {"facts": "接纳未成年人", "proposal": "警告"}


def test_who_comes_second_is_told_who_did_what_and_when(cast: Cast, client_of: Clients) -> None:
    case = case_make(cast)
    address = f"/api/v1/cases/{case.uuid}/investigate"
    assert client_of(cast.colleague).post(address, FACTS, format="json").status_code == 200
    told = client_of(cast.inspector).post(address, FACTS, format="json")
    assert (told.status_code, told.json()["code"]) == (409, "case_moved")
    assert told.json()["message"] == (
        "宋明岚已于09月15日 10:00办理“调查终结”，案件现为“调查终结”。您的办理没有生效，请看过最新内容再定。"
    )


def test_who_comes_back_to_his_own_step_is_told_the_plain_refusal(cast: Cast, client_of: Clients) -> None:
    case = step(cast, case_make(cast), "investigate")
    told = client_of(cast.inspector).post(f"/api/v1/cases/{case.uuid}/investigate", FACTS, format="json")
    assert (told.status_code, told.json()["code"]) == (409, "move_not_open")


def test_who_approves_second_is_told_who_was_first(cast: Cast, client_of: Clients) -> None:
    track = track_make(cast)
    body = {"verb": "preservation.approve", "values": {"on": "2026-09-15"}}
    assert client_of(cast.leader).post(f"/api/v1/case-tracks/{track}", body, format="json").status_code == 200
    other = user_of(cast.organ, "leader2", "陶启年", "leader")
    told = client_of(other).post(f"/api/v1/case-tracks/{track}", body, format="json")
    assert (told.status_code, told.json()["data"]["did"]) == (409, "证据先行登记保存：批准")
    assert told.json()["data"]["who"] == cast.leader.name


def test_every_act_on_a_case_has_its_words() -> None:
    assert {verb for _, verb in CASE} | {"case.file"} == set(CASE_WORDS)
    assert all("：" in done_words(verb) for verb in FIELDS)
    assert done_words("clock.start") == "clock.start"


def waits(client: APIClient) -> list[tuple[str, str]]:
    answer = client.get("/api/v1/inbox")
    assert answer.status_code == 200
    return [(row["kind"], row["detail"]) for row in answer.json()]


def test_everything_that_waits_for_a_judgement_is_in_one_place(cast: Cast, client_of: Clients) -> None:
    case_make(cast, "investigated")
    track_make(cast)
    undecided = case_make(cast, "informed")
    public = case_make(cast, "decided")
    publication_prepare(case_id=public.uuid, act="publish", actor=cast.supervisor, now=clock.now())
    assert waits(client_of(cast.legal_reviewer)) == [("review", "警告并罚款")]
    leader = client_of(cast.leader)
    assert waits(leader) == [("publish", "公示"), ("approve", "证据先行登记保存")]
    step(cast, undecided, "statement")
    assert ("decide", "同意") in waits(leader)
    assert waits(client_of(cast.supervisor)) == []  # he has prepared it himself
    assert waits(client_of(cast.inspector)) == []
    row = CaseTrack.objects.everywhere("guard").get()
    assert row.state == "asked"
