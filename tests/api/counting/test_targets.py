from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

import counting
from backend.models import JournalLine, User
from counting.models import Activity, Target
from tests.cast import Cast
from tests.factories_counting import VISITS, activity_make, target_make

FILE = Path(counting.__file__).parent / "data" / "targets_gangcheng_2023.csv"
Clients = Callable[[User | None], APIClient]
EVERYBODY = {
    "inspector", "colleague", "supervisor", "leader", "legal_reviewer", "auditor", "industry_section",
    "liaison",
}  # fmt: skip
READERS = EVERYBODY - {"industry_section", "liaison"}
PLANNERS = {"supervisor", "leader"}
TARGET = {"year": 2026, "source": "年度工作要点", **VISITS}
ACTIVITY = {
    "kind": "street_enforcement_training",
    "title": "街道综合执法培训",
    "on": "2026-08-19",
    "people": 45,
}
EDIT = {"comparison": ">=", "value": 450, "reason": "停业 30 家"}


def table(data: bytes = b"", name: str = "2023 年工作要点.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data or FILE.read_bytes(), "text/csv")


def send(client: APIClient, data: bytes = b"", year: int = 2026, key: str = "") -> Any:
    extra: Any = {"HTTP_IDEMPOTENCY_KEY": key} if key else {}
    return client.post("/api/v1/targets/import", {"year": year, "file": table(data)}, **extra)


def test_the_real_table_is_loaded_and_again_changes_nothing(cast: Cast, client_of: Clients) -> None:
    client = client_of(cast.supervisor)
    said = [send(client).json(), send(client).json()]
    assert said == [{"new": 11, "same": 0}, {"new": 0, "same": 11}]
    shown = client.get("/api/v1/targets?year=2026").json()
    assert [(t["seq"], t["target"], t["figure"]["unit"]) for t in shown][:3] == [
        (1, 6, "件"),
        (2, 480, "家次"),
        (3, 500, "bp"),
    ]
    assert {t["source"] for t in shown} == {"2023 年工作要点.csv"}
    assert {tuple(t["verbs"]) for t in shown} == {("target.edit", "target.retire")}


def test_the_same_key_loads_the_table_once_and_gives_the_first_answer(cast: Cast, client_of: Clients) -> None:
    client = client_of(cast.supervisor)
    said = [send(client, key="import-1").json() for _ in range(2)]
    assert said == [{"new": 11, "same": 0}] * 2
    other = send(client, data=FILE.read_bytes() + b"\n", key="import-1")
    assert (other.status_code, other.json()["code"]) == (409, "receipt_differs")


def test_a_bad_table_names_row_field_and_reason(cast: Cast, client_of: Clients) -> None:
    text = FILE.read_text(encoding="utf-8").replace(",480,", ",many,").replace(",Q3", ",autumn")
    answer = send(client_of(cast.supervisor), text.encode())
    assert answer.status_code == 400
    assert answer.json()["data"]["rows"] == [
        {"row": 2, "field": "value", "message": "应为非负整数"},
        {"row": 9, "field": "window", "message": "只能是 year、H1、H2 或 Q1 至 Q4"},
    ]
    assert not Target.objects.everywhere("guard").exists()


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [(b"\xff\xfe\x00", 422, "file_unreadable"), (b"a\n" + b"1\n" * 600_000, 413, "body_too_big")],
)
def test_what_is_no_table_is_refused_whole(
    cast: Cast, client_of: Clients, data: bytes, status: int, code: str
) -> None:
    answer = send(client_of(cast.supervisor), data)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.parametrize("address", ["/api/v1/targets?year=2026", "/api/v1/activities"])
def test_targets_and_activities_are_read_by_the_brigade(cast: Cast, client_of: Clients, address: str) -> None:
    said = {who: client_of(getattr(cast, who)).get(address).status_code for who in EVERYBODY}
    assert said == {who: 200 if who in READERS else 403 for who in EVERYBODY}
    assert client_of(None).get(address).status_code == 401


WRITES: dict[str, tuple[str, dict[str, Any], int]] = {
    "set": ("/api/v1/targets", TARGET, 201),
    "edit": ("/api/v1/targets/{target}/edit", EDIT, 200),
    "retire": ("/api/v1/targets/{target}/retire", {"reason": "上级调整"}, 200),
    "enter": ("/api/v1/activities", ACTIVITY, 201),
    "withdraw": ("/api/v1/activities/{activity}/withdraw", {"reason": "录错"}, 200),
}


@pytest.mark.parametrize("act", list(WRITES))
def test_only_planners_write_and_a_stranger_finds_nothing(
    cast: Cast, stranger: User, client_of: Clients, act: str
) -> None:
    address, body, status = WRITES[act]
    there = {
        "target": target_make(cast, indicator="penalty_cases", unit="件").uuid,
        "activity": activity_make(cast).uuid,
    }
    address = address.format(**there)
    for who in sorted(EVERYBODY - PLANNERS):
        assert client_of(getattr(cast, who)).post(address, body, format="json").status_code == 403, who
    assert client_of(None).post(address, body, format="json").status_code == 401
    if "{" in WRITES[act][0]:
        assert client_of(stranger).post(address, body, format="json").status_code == 404
    answer = client_of(cast.leader).post(address, body, format="json")
    assert answer.status_code == status, answer.content


@pytest.mark.parametrize("act", list(WRITES))
def test_the_same_key_writes_once(cast: Cast, client_of: Clients, act: str) -> None:
    address, body, status = WRITES[act]
    there = {
        "target": target_make(cast, indicator="penalty_cases", unit="件").uuid,
        "activity": activity_make(cast).uuid,
    }
    client = client_of(cast.supervisor)
    before = JournalLine.objects.everywhere("guard").count()
    answers = [
        client.post(address.format(**there), body, format="json", HTTP_IDEMPOTENCY_KEY="once")
        for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [status, status]
    assert answers[0].json() == answers[1].json()
    assert JournalLine.objects.everywhere("guard").count() == before + 1


@pytest.mark.parametrize(
    ("act", "change", "fields"),
    [
        ("set", {"indicator": "arrests"}, {"indicator"}),
        ("set", {"value": -1}, {"value"}),
        ("set", {"unit": "家"}, {"unit"}),
        ("set", {"year": 1999}, {"year"}),
        ("set", {"verbatim": "长" * 201}, {"verbatim"}),
        ("edit", {"reason": ""}, {"reason"}),
        ("edit", {"comparison": "~"}, {"comparison"}),
        ("enter", {"kind": "venue_visits"}, {"kind"}),
        ("enter", {"on": "2026-12-31"}, {"on"}),
        ("enter", {"people": -5}, {"people"}),
        ("withdraw", {"reason": "\x00"}, {"reason"}),
    ],
)
def test_a_wrong_field_is_named(
    cast: Cast, client_of: Clients, act: str, change: dict[str, Any], fields: set[str]
) -> None:
    address, body, _ = WRITES[act]
    there = {
        "target": target_make(cast, indicator="penalty_cases", unit="件").uuid,
        "activity": activity_make(cast).uuid,
    }
    answer = client_of(cast.leader).post(address.format(**there), body | change, format="json")
    assert (answer.status_code, set(answer.json()["data"]["fields"])) == (400, fields)


def test_an_edited_target_is_shown_with_its_figure(cast: Cast, client_of: Clients) -> None:
    target = target_make(cast)
    shown = client_of(cast.leader).post(f"/api/v1/targets/{target.uuid}/edit", EDIT, format="json").json()
    assert [(t["comparison"], t["target"], t["verbatim"], t["met"]) for t in shown] == [
        (">=", 450, "经营单位检查不少于480家次", False)
    ]


def test_a_withdrawn_activity_is_no_longer_listed(cast: Cast, client_of: Clients) -> None:
    client = client_of(cast.supervisor)
    made = client.post("/api/v1/activities", ACTIVITY, format="json").json()
    assert client.get("/api/v1/activities").json()["rows"] == [made]
    gone = client.post(
        f"/api/v1/activities/{made['uuid']}/withdraw", {"reason": "录错"}, format="json"
    ).json()
    assert gone == {**made, "state": "withdrawn", "withdrawn_reason": "录错", "verbs": []}
    assert client.get("/api/v1/activities").json()["rows"] == []
    assert Activity.objects.everywhere("guard").count() == 1
