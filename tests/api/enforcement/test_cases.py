from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from backend import clock
from backend.models import JournalLine, User
from enforcement.domain.archive import CODES
from enforcement.models import Case
from enforcement.services.cases import case_end
from tests.cast import Cast, user_of
from tests.factories_enforcement import (
    ACT,
    MINORS,
    PENALTY,
    case_make,
    finding_make,
    step,
    team_make,
    venue_make,
)
from tests.services.enforcement.course import on_day

Clients = Callable[[User | None], APIClient]
READERS = {"inspector", "colleague", "supervisor", "leader", "legal_reviewer", "auditor"}
EVERYBODY = READERS | {"industry_section", "liaison"}
BODIES: dict[str, dict[str, Any]] = {
    "investigate": {"facts": "接纳未成年人", "proposal": "警告并罚款"},
    "suspend": {"basis": "鉴定"},
    "resume": {},
    "review": {"opinion": "同意"},
    "intend": {**PENALTY, "basis": "TEST-123"},
    "inform": {"mode": "mail", "proof": "XA0000000CN"},
    "statement": {"text": "请求从轻"},
    "decide": {"outcome": "penalty", "basis": "TEST-123", **PENALTY},
    "serve": {"mode": "direct", "proof": "经营者签收"},
    "publication": {"act": "publish"},
    "publication/return": {"reason": "有误"},
    "publish": {},
    "pay": {"amount_fen": 800_000, "mode": "bank", "receipt": "SD-0001"},
    "perform": {},
    "mark": {"complex_case": True, "public_interest": False},
    "close": {"closing_type": "performed_general"},
    "archive": {"gaps": dict.fromkeys(CODES, "纸质文书另册")},
    "withdraw": {"reason": "定性有误"},
    "send-back": {"reason": "缺少当事人的询问笔录"},
    "transfer": {"reason": "涉嫌犯罪"},
}
TEAM = {"inspector", "colleague", "supervisor"}
LEADER = {"leader"}
MAY = {
    **dict.fromkeys(
        ("investigate", "intend", "inform", "statement", "serve", "pay", "perform", "close", "publication"),
        TEAM,
    ),
    **dict.fromkeys(("suspend", "resume", "decide", "withdraw", "transfer", "mark"), LEADER),
    "review": {"legal_reviewer"},
    "send-back": {"legal_reviewer"},
    "publish": {"supervisor", "leader"},
    "publication/return": {"supervisor", "leader"},
    "archive": {"supervisor"},
}


def filing(cast: Cast, **values: Any) -> dict[str, Any]:
    return {
        "violation": MINORS,
        "officers": [str(row.uuid) for row in team_make(cast)],
        "summary": "检查发现两名未成年人上网",
        "occurred_on": ACT.isoformat(),
        "venue": str(venue_make(cast).uuid),
        "source": "report",
        **values,
    }


def post(client: APIClient, case: Any, verb: str, body: dict[str, Any] | None = None, key: str = "") -> Any:
    extra: Any = {"HTTP_IDEMPOTENCY_KEY": key} if key else {}
    address = f"/api/v1/cases/{case}/{verb}"
    return client.post(address, BODIES[verb] if body is None else body, format="json", **extra)


@pytest.mark.parametrize("verb", list(BODIES))
def test_each_step_is_open_to_its_roles_alone(
    cast: Cast, stranger: User, client_of: Clients, verb: str
) -> None:
    case = case_make(cast)
    case_end(
        case_id=case.uuid, verb="case.withdraw", reason="定性有误", actor=cast.leader, now=clock.now()
    )  # from here its file is bound, and what was public taken down (422: nothing is); else 409
    said = {who: post(client_of(getattr(cast, who)), case.uuid, verb).status_code for who in EVERYBODY}
    told = {"archive": 200, "publication": 422, "publication/return": 422, "publish": 422}.get(verb, 409)
    assert said == {who: told if who in MAY[verb] else 403 for who in EVERYBODY}
    assert post(client_of(stranger), case.uuid, verb).status_code == 404
    assert post(client_of(None), case.uuid, verb).status_code == 401


@pytest.mark.parametrize("address", ["/api/v1/cases", "/api/v1/cases/{}", "/api/v1/penalties"])
def test_cases_are_read_by_those_who_work_with_them(
    cast: Cast, stranger: User, client_of: Clients, address: str
) -> None:
    case = case_make(cast)
    where = address.format(case.uuid)
    said = {who: client_of(getattr(cast, who)).get(where).status_code for who in EVERYBODY}
    assert said == {who: 200 if who in READERS else 403 for who in EVERYBODY}
    assert client_of(stranger).get(where).status_code == (404 if "{}" in address else 200)
    assert client_of(None).get(where).status_code == 401


def test_another_district_sees_an_empty_list(cast: Cast, stranger: User, client_of: Clients) -> None:
    case_make(cast)
    assert client_of(stranger).get("/api/v1/cases").json() == {"count": 0, "rows": [], "next": None}


@pytest.mark.parametrize("who", sorted(EVERYBODY - {"leader"}))
def test_only_the_leader_files(cast: Cast, client_of: Clients, who: str) -> None:
    answer = client_of(getattr(cast, who)).post("/api/v1/cases", filing(cast), format="json")
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    assert not Case.objects.everywhere("guard").exists()


def test_a_stranger_files_nothing_here(cast: Cast, stranger: User, client_of: Clients) -> None:
    body = filing(cast)
    answer = client_of(stranger).post("/api/v1/cases", body, format="json")
    assert (answer.status_code, list(answer.json()["data"]["fields"])) == (400, ["venue"])
    finding = filing(cast, finding=str(finding_make(cast).uuid))
    assert client_of(stranger).post("/api/v1/cases", finding, format="json").status_code == 404


def test_a_case_goes_its_whole_way_through_the_doors(cast: Cast, client_of: Clients) -> None:
    answer = client_of(cast.leader).post("/api/v1/cases", filing(cast), format="json")
    assert answer.status_code == 201
    case = answer.json()
    course = [
        ("inspector", "investigate", "investigated"),
        ("legal_reviewer", "review", "reviewed"),
        ("inspector", "intend", "reviewed"),
        ("inspector", "inform", "informed"),
        ("inspector", "statement", "informed"),
        ("leader", "decide", "decided"),
        ("inspector", "serve", "served"),
        ("inspector", "publication", "served"),
        ("supervisor", "publish", "served"),
        ("inspector", "pay", "served"),
        ("inspector", "perform", "performed"),
        ("inspector", "close", "closed"),
        ("supervisor", "archive", "archived"),
    ]
    for who, verb, state in course:
        client = client_of(getattr(cast, who))
        named = {"publication": "publication.prepare"}.get(verb, f"case.{verb}")
        assert named in client.get(f"/api/v1/cases/{case['uuid']}").json()["verbs"]
        body = {"waived": True} if verb == "statement" else None
        answer = post(client, case["uuid"], verb, body)
        assert (answer.status_code, answer.json()["state"]) == (200, state), answer.content
    shown = answer.json()
    assert shown["total_fen"] == 800_000
    assert shown["publication_text"].startswith("2026年9月15日")
    assert shown["verbs"] == ["publication.prepare"]


def test_review_sends_back_and_the_investigator_reads_why(cast: Cast, client_of: Clients) -> None:
    case = case_make(cast, "investigated")
    silent = post(client_of(cast.legal_reviewer), case.uuid, "send-back", {"reason": ""})
    assert (silent.status_code, silent.json()["data"]["missing"]) == (422, ["reason"])
    assert post(client_of(cast.legal_reviewer), case.uuid, "send-back").status_code == 200
    shown = client_of(cast.inspector).get(f"/api/v1/cases/{case.uuid}").json()
    assert (shown["state"], shown["verbs"], shown["sent_back"]["reason"]) == (
        "filed",
        ["case.investigate"],
        "缺少当事人的询问笔录",
    )


@pytest.mark.parametrize(
    ("until", "verbs"),
    [
        (
            "filed",
            {
                "inspector": ["case.investigate"],
                "leader": ["case.mark", "case.suspend", "case.withdraw", "case.transfer"],
            },
        ),
        ("investigated", {"legal_reviewer": ["case.review", "case.send_back"], "inspector": []}),
        ("informed", {"inspector": ["case.intend", "case.statement"], "legal_reviewer": []}),
        ("decided", {"inspector": ["case.serve", "publication.prepare"], "leader": []}),
        (
            "served",
            {
                "inspector": ["case.pay", "case.perform", "case.close", "publication.prepare"],
                "auditor": [],
            },
        ),
    ],
)
def test_a_case_carries_the_verbs_of_who_reads_it(
    cast: Cast, client_of: Clients, until: str, verbs: dict[str, list[str]]
) -> None:
    case = case_make(cast, until)
    address = f"/api/v1/cases/{case.uuid}"
    assert {who: client_of(getattr(cast, who)).get(address).json()["verbs"] for who in verbs} == verbs


def test_who_does_not_work_on_it_is_offered_nothing(cast: Cast, client_of: Clients) -> None:
    case = case_make(cast)
    other = user_of(cast.organ, "other", "韩雨桐", "inspector")
    assert client_of(other).get(f"/api/v1/cases/{case.uuid}").json()["verbs"] == []


def test_the_same_key_files_one_case_and_answers_the_same(cast: Cast, client_of: Clients) -> None:
    client, body = client_of(cast.leader), filing(cast)
    first, again = (
        client.post("/api/v1/cases", body, format="json", HTTP_IDEMPOTENCY_KEY="file-1") for _ in range(2)
    )
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert Case.objects.everywhere("guard").count() == 1
    other = client.post(
        "/api/v1/cases", {**body, "summary": "另一份"}, format="json", HTTP_IDEMPOTENCY_KEY="file-1"
    )
    assert (other.status_code, other.json()["code"]) == (409, "receipt_differs")


def test_a_lost_answer_to_a_decision_decides_once(cast: Cast, client_of: Clients) -> None:
    case = case_make(cast, "informed")
    step(cast, case, "statement")
    answers = [post(client_of(cast.leader), case.uuid, "decide", key="decide-1") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json()["decision_number"] == answers[1].json()["decision_number"]
    assert JournalLine.objects.everywhere("guard").filter(verb="case.decide").count() == 1


@pytest.mark.parametrize(
    ("verb", "body", "fields"),
    [
        ("investigate", {}, {"facts", "proposal"}),
        ("intend", {"classes": ["flogging"]}, {"classes"}),
        ("intend", {"classes": ["fine"], "fine_fen": -1}, {"fine_fen"}),
        ("intend", {"classes": ["fine"], "fine_fen": 10**14}, {"fine_fen"}),
        ("intend", {"classes": ["fine"], "fine_fen": 1, "on": "2026-02-30"}, {"on"}),
        ("inform", {"mode": "pigeon"}, {"mode", "proof"}),
        ("decide", {"outcome": "mercy"}, {"outcome"}),
        ("serve", {"mode": "pigeon"}, {"mode", "proof"}),
        ("close", {"closing_type": "forgotten"}, {"closing_type"}),
        ("withdraw", {"reason": "\x00"}, {"reason"}),
        ("suspend", {"basis": "长" * 201}, {"basis"}),
    ],
)
def test_a_wrong_field_is_named(
    cast: Cast, client_of: Clients, verb: str, body: dict[str, Any], fields: set[str]
) -> None:
    case = case_make(cast)
    who = next(iter(sorted(MAY[verb])))
    answer = post(client_of(getattr(cast, who)), case.uuid, verb, body)
    assert (answer.status_code, set(answer.json()["data"]["fields"])) == (400, fields)


def test_what_is_missing_is_named(cast: Cast, client_of: Clients) -> None:
    case = case_make(cast, "informed")
    answer = post(client_of(cast.leader), case.uuid, "decide")
    assert answer.status_code == 422
    assert answer.json()["data"] == {
        "missing": ["statement_window"],
        "state": "informed",
        "verb": "case.decide",
    }


def test_cases_are_narrowed_by_state_and_venue(cast: Cast, client_of: Clients) -> None:
    first, second = case_make(cast), case_make(cast, "investigated")
    client = client_of(cast.auditor)

    def found(query: str) -> list[str]:
        return [row["uuid"] for row in client.get(f"/api/v1/cases?{query}").json()["rows"]]

    assert found("state=investigated") == [str(second.uuid)]
    assert set(found("state=filed,investigated")) == {str(first.uuid), str(second.uuid)}
    assert found(f"venue={first.venue_id}") == [str(first.uuid)]
    assert found(f"venue={uuid4()}") == []
    assert client.get("/api/v1/cases?state=lost").json()["data"]["fields"].keys() == {"state"}
    assert client.get("/api/v1/cases?venue=x").json()["data"]["fields"].keys() == {"venue"}


def test_a_list_of_cases_asks_nine_queries_however_long(cast: Cast, client_of: Clients) -> None:
    client = client_of(cast.supervisor)
    case_make(cast)
    with CaptureQueriesContext(connection) as few:
        client.get("/api/v1/cases")
    for _ in range(4):
        case_make(cast, "decided")
    with CaptureQueriesContext(connection) as many:
        rows = client.get("/api/v1/cases").json()["rows"]
    assert len(rows) == 5
    # session, person, roles; count, cases, investigators, side tracks, clocks
    assert (len(few), len(many)) == (9, 9), [q["sql"][:80] for q in many]


def test_one_case_asks_twenty_queries(cast: Cast, client_of: Clients) -> None:
    case = case_make(cast, "served")
    client = client_of(cast.supervisor)
    with CaptureQueriesContext(connection) as queries:
        client.get(f"/api/v1/cases/{case.uuid}")
    # session, person, roles; case, investigators, side tracks, payments, notices, clocks, suspensions,
    # soonest clock, provisions, their bands, rules of no penalty, first day of payment, hearing thresholds,
    # cap of the fine, earlier cases and those of them whose decision fell
    assert len(queries) == 20, [q["sql"][:80] for q in queries]


def test_the_words_of_cases_are_given_in_both_languages(cast: Cast, client_of: Clients) -> None:
    words = client_of(cast.inspector).get("/api/v1/penalties").json()
    assert words["classes"][3] == {"code": "fine", "zh": "罚款", "en": "Fine"}
    assert [row["code"] for row in words["outcomes"]] == list(words["closing_of"])
    assert all(
        row["zh"] and row["en"] for table in ("sources", "modes", "closing_types") for row in words[table]
    )


def test_a_late_request_for_a_hearing_is_refused_at_the_door_by_legal_review_alone(
    cast: Cast, stranger: User, client_of: Clients
) -> None:
    heavy = {**PENALTY, "classes": ["warning", "fine", "suspension"]}
    case = step(cast, case_make(cast, "reviewed"), "tell", **heavy)
    with on_day(2026, 9, 22):
        asked = {"verb": "hearing.request", "values": {"on": "2026-09-22", "reason": "处罚过重"}}
        desk = client_of(cast.inspector)
        track = desk.post(f"/api/v1/cases/{case.uuid}/tracks", asked, format="json").json()["tracks"][0]
        body = {"verb": "hearing.refuse", "values": {"reason": "逾期申请"}}
        address = f"/api/v1/case-tracks/{track['uuid']}"
        said = {
            who: client_of(getattr(cast, who)).post(address, body, format="json").status_code
            for who in sorted(EVERYBODY - {"legal_reviewer"})
        }
        assert said == dict.fromkeys(said, 403)
        assert client_of(stranger).post(address, body, format="json").status_code == 404
        done = client_of(cast.legal_reviewer).post(address, body, format="json").json()["tracks"][0]
    assert (track["late"], done["state"], done["late"], done["notice_days"]) == (True, "unheard", True, [])
