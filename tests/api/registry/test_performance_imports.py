"""Performances that come as a workbook, and the templates of workbooks that are read at once."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from rest_framework.test import APIClient

from backend.models import JournalLine, User
from registry.models import Performance, Venue
from tests.cast import Cast
from tests.factories_enforcement import venue_make
from tests.workbooks import sheet

V1 = "/api/v1"
Clients = Callable[[User | None], APIClient]
HEAD = ["序号", "演出名称", "批准文号", "演出日期", "演出地点", "演出场所", "主办单位", "演员", "节目单"]
FIRST = [
    1, "夏夜民谣专场", "钢文演〔2026〕11号", "2026.9.18至2026.9.19", "虚构剧场", "虚构剧场",
    "虚构演艺公司", "青石乐队（甲、乙）；丙", "《归途，与海》、《南山》",
]  # fmt: skip
SECOND = [2, "儿童剧", "钢文演〔2026〕12号", date(2026, 9, 20), "虚构剧场", None, "虚构演艺公司", None, None]


def send(client: APIClient, rows: list[list[Any]], path: str = "", head: list[str] = HEAD) -> Any:
    file = SimpleUploadedFile("演出.xlsx", sheet([["九月演出"], head, *rows]))
    return client.post(f"{V1}/performances/import{path}", {"file": file}, format="multipart")


def verdicts(answer: Any) -> list[tuple[int, str]]:
    return [(one["row"], one["verdict"]) for one in answer.json()["rows"]]


def standing() -> list[tuple[Any, ...]]:
    rows = Performance.objects.everywhere("guard").order_by("approval_no")
    return list(rows.values_list("name", "approval_no", "starts_on", "ends_on", "performers", "programme"))


@pytest.fixture
def place(cast: Cast) -> Venue:
    return venue_make(cast, "虚构剧场")


@pytest.mark.usefixtures("place")
def test_a_list_is_checked_then_written_and_the_same_file_changes_nothing(
    cast: Cast, client_of: Clients
) -> None:
    client, rows = client_of(cast.supervisor), [FIRST, SECOND, ["合计", 2]]
    checked = send(client, rows, "/check")
    assert (checked.status_code, verdicts(checked), checked.json()["written"]) == (
        200, [(3, "new"), (4, "new")], False,
    )  # fmt: skip
    assert (checked.json()["unknown"], [one["row"] for one in checked.json()["left"]]) == (["序号"], [5])
    assert standing() == []
    made = send(client, rows)
    assert (made.status_code, made.json()["written"]) == (201, True)
    known = [
        (
            "夏夜民谣专场", "钢文演〔2026〕11号", date(2026, 9, 18), date(2026, 9, 19),
            ["青石乐队（甲、乙）", "丙"], ["《归途，与海》", "《南山》"],
        ),
        ("儿童剧", "钢文演〔2026〕12号", date(2026, 9, 20), date(2026, 9, 20), [], []),
    ]  # fmt: skip
    assert standing() == known
    listed = client.get(f"{V1}/performances?q=民谣").json()["rows"][0]
    assert (listed["venue"]["name"], made.json()["rows"][0]["performance"]["uuid"]) == (
        "虚构剧场",
        listed["uuid"],
    )
    lines = JournalLine.objects.everywhere("guard").filter(noun="performance")
    before = lines.count()
    again = send(client, rows)
    assert (verdicts(again), standing(), lines.count()) == ([(3, "same"), (4, "same")], known, before)


@pytest.mark.usefixtures("place")
def test_what_a_row_says_anew_is_shown_before_and_after_and_a_blank_cell_says_nothing(
    cast: Cast, client_of: Clients
) -> None:
    client = client_of(cast.industry_section)
    send(client, [FIRST])
    moved = [*FIRST[:3], "2026-09-25 19:30", *FIRST[4:7], None, None]
    [row] = send(client, [moved], "/check").json()["rows"]
    assert (row["verdict"], [(c["title"], c["before"], c["after"]) for c in row["changes"]]) == (
        "changed",
        [("开始日期", "2026-09-18", "2026-09-25"), ("结束日期", "2026-09-19", "2026-09-25")],
    )
    assert send(client, [moved]).status_code == 201
    [kept] = standing()
    assert kept[2:] == (date(2026, 9, 25),) * 2 + (
        ["青石乐队（甲、乙）", "丙"],
        ["《归途，与海》", "《南山》"],
    )
    verbs = JournalLine.objects.everywhere("guard").filter(noun="performance").values_list("verb", flat=True)
    assert sorted(verbs) == ["performance.edit", "performance.enter"]


@pytest.mark.parametrize(
    ("change", "title"),
    [
        ({1: None}, "演出名称"),
        ({2: None}, "批准文号"),
        ({2: "号" * 61}, "批准文号"),
        ({3: None}, "开始日期"),
        ({3: "近日"}, "演出日期"),
        ({3: "长期"}, "演出日期"),
        ({3: "2026.9.19至2026.9.18"}, "结束日期"),
        ({4: None}, "演出地点"),
        ({5: "没有的剧场"}, "名录内场所"),
        ({6: None}, "举办单位"),
        ({7: "名" * 121}, "演员、团体"),
    ],
)
@pytest.mark.usefixtures("place")
def test_one_wrong_row_is_named_with_its_field_and_nothing_is_written(
    cast: Cast, client_of: Clients, change: dict[int, Any], title: str
) -> None:
    wrong = [*FIRST]
    for at, cell in change.items():
        wrong[at] = cell
    client = client_of(cast.supervisor)
    refused = send(client, [SECOND, wrong])
    assert (refused.status_code, refused.json()["code"], refused.json()["data"]["rows"]) == (
        422, "rows_refused", [4],
    )  # fmt: skip
    shown = send(client, [SECOND, wrong], "/check").json()["rows"][1]
    assert [one["title"] for one in shown["faults"]] == [title]
    assert all(one["message"] for one in shown["faults"])
    assert standing() == []


@pytest.mark.usefixtures("place")
def test_a_number_twice_in_a_file_is_one_performance_or_refused(cast: Cast, client_of: Clients) -> None:
    client = client_of(cast.supervisor)
    other = ["2", "别的演出", *FIRST[2:]]
    [_, alike, different] = send(client, [FIRST, FIRST, other], "/check").json()["rows"]
    assert (alike["verdict"], alike["same_row"]) == ("same", 3)
    assert (different["verdict"], [one["title"] for one in different["faults"]]) == ("refused", ["批准文号"])
    assert send(client, [FIRST, FIRST]).status_code == 201
    assert len(standing()) == 1


def test_a_file_without_its_columns_or_its_rows_is_refused_in_words(cast: Cast, client_of: Clients) -> None:
    client = client_of(cast.supervisor)
    headless = send(client, [["甲"]], head=["演出名称"]).json()
    assert (headless["code"], "“批准文号”" in headless["data"]["why"]) == ("file_unreadable", True)
    empty = send(client, [], "/check").json()
    assert (empty["code"], empty["data"]["why"]) == ("file_unreadable", "应有 1 至 500 行，这里有 0 行")


@pytest.mark.parametrize(
    ("door", "head", "needed"),
    [
        ("performances", "演出名称", {"批准文号", "演出名称", "演出地点", "举办单位"}),
        ("leads", "来件编号", {"来件编号", "内容"}),
    ],
)
def test_a_template_is_empty_and_known_by_its_own_import(
    cast: Cast, client_of: Clients, door: str, head: str, needed: set[str]
) -> None:
    client = client_of(cast.supervisor)
    got = client.get(f"{V1}/{door}/import/template")
    book = load_workbook(io.BytesIO(got.content))
    [titles] = book.worksheets[0].values
    says = list(book["填写说明"].values)[1:]
    assert (titles[0], [row[0] for row in says]) == (head, list(titles))
    assert {row[0] for row in says if row[1]} == needed
    assert all(row[2] for row in says)
    file = SimpleUploadedFile("模板.xlsx", got.content)
    sent = {"file": file} | ({"channel": "12345"} if door == "leads" else {})
    answer = client.post(f"{V1}/{door}/import/check", sent, format="multipart").json()
    assert answer["data"]["why"] == "应有 1 至 500 行，这里有 0 行"


def test_who_imports_and_what_a_stranger_reaches(cast: Cast, stranger: User, client_of: Clients) -> None:
    said = {
        who: send(client_of(getattr(cast, who)), [SECOND]).status_code
        for who in ("inspector", "leader", "auditor", "industry_section")
    }
    assert said == {"inspector": 403, "leader": 403, "auditor": 403, "industry_section": 201}
    [met] = send(client_of(stranger), [SECOND], "/check").json().get("rows", [{"verdict": "new"}])
    assert met["verdict"] == "new"
    assert client_of(cast.inspector).get(f"{V1}/performances/import/template").status_code == 403


def test_a_check_asks_as_often_for_many_rows_as_for_one(cast: Cast, client_of: Clients) -> None:
    client, counts = client_of(cast.supervisor), []
    for size in (1, 20):
        rows = [[n, "演出", f"钢文演〔2026〕{n}号", *SECOND[3:]] for n in range(size)]
        with CaptureQueriesContext(connection) as queries:
            send(client, rows, "/check")
        counts.append(len(queries))
    assert counts[0] == counts[1]
