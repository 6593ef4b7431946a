"""台账, tables and reports as files: made by a task with the asker's sight, safe in every format."""

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document as Word
from openpyxl import load_workbook
from rest_framework.test import APIClient

from backend import clock
from backend.models import File, JournalLine, User
from backend.permissions import VERBS
from backend.tasks import sweep
from counting.domain.books import FORMATS
from counting.exports.paper import ROWS_MAX
from counting.models import Export
from counting.selectors.campaigns import PARTS
from counting.selectors.ledgers import LEDGERS
from counting.services.exports import export_make
from enforcement.models import Case
from registry.models import Venue
from tests.cast import Cast
from tests.factories_counting import activity_make, check_make, export_ask, target_make
from tests.factories_enforcement import case_carry, case_make, lead_make, venue_make
from tests.factories_registry import OBJECTS as REGISTERED
from tests.factories_scheduling import OBJECTS as SCHEDULED
from tests.factories_scheduling import plan_of

Clients = Callable[[User | None], APIClient]
V1 = "/api/v1/exports"
FORMULA = '=HYPERLINK("http://x")'
pytestmark = [pytest.mark.django_db, pytest.mark.embedded]


@pytest.fixture
def year(cast: Cast) -> Cast:
    """A check that found something, a case from it, a lead, an activity, a target; a bad name."""
    venue = venue_make(cast, FORMULA)
    row = check_make(cast, date(2026, 8, 3), finding="标志缺失", codes=["A"], venue=venue)
    case_carry(cast, case_make(cast, finding=row.findings.get().uuid), "decided")
    lead_make(cast)
    activity_make(cast)
    target_make(cast)
    return cast


NAMES = [words[1] for words in PARTS.values()]


def table_words(paper: Any) -> list[list[str]]:
    return [[cell.text for cell in line.cells] for table in paper.tables for line in table.rows]


def made(cast: Cast, actor: User | None = None, **values: Any) -> Export:
    row = export_ask(cast, actor, **values)
    done = export_make(export_id=row.uuid, now=clock.now())
    assert done is not None
    return done


def content(client: APIClient, row: Export) -> bytes:
    answer: Any = client.get(f"{V1}/{row.uuid}/content")
    assert answer.status_code == 200, answer.json()
    return b"".join(answer.streaming_content)


def test_the_ledger_of_any_list_holds_every_row_its_page_shows(year: Cast, client_of: Clients) -> None:
    client = client_of(year.supervisor)
    needed = {
        "numbers": {"kind": "case", "year": "2026"},
        "evaluation_texts": {"organ": year.organ.code, "month": "2026-08"},
        "found": {"kind": "case", "year": "2026"},
        "plan_rows": {"plan_id": str(plan_of(year.supervisor).uuid)},
        "import_rows": {"import_id": str(REGISTERED["imports"](year))},
        "picks": {"draw_id": str(SCHEDULED["draws"](year))},
        "figure_rows": {"indicator": "venue_visits", "year": "2026"},
        "statistic_rows": {"table": "cases", "by": "category", "year": "2026"},
        "cut_rows": {"rows": "class", "year": "2026"},
        "yearbook_rows": {"year": "2026"},
        "campaign_rows": {"campaign_id": str(SCHEDULED["campaigns"](year))},
        "feasibility_rows": {"number": "done", "year": "2026"},
    }
    for of, ledger in LEDGERS.items():
        query = needed.get(of, {})
        path, asked = ledger.door(query)
        told = client.get(path, {**asked, "limit": "500"}).json()
        listed = told[ledger.rows] if ledger.rows else told
        row = made(year, of=of, query=query)
        shown = len(listed) + (of in ("journal", "exports"))  # which tell of this very request too
        assert (row.state, row.rows, row.progress) == ("made", shown, 100), row.problem
        sheet = load_workbook(io.BytesIO(content(client, row))).active
        assert sheet is not None
        cells = [[cell.value for cell in line] for line in sheet.iter_rows()]
        assert cells[0][0] == f"{ledger.zh}台账"
        assert [one.title for one in ledger.fields] in cells
        assert not [line for line in sheet.iter_rows() for cell in line if cell.data_type == "f"]


def test_the_numbers_of_a_campaign_go_out_with_the_rows_behind_each(year: Cast, client_of: Clients) -> None:
    one = SCHEDULED["campaigns"](year)
    row = made(year, kind="campaign", of=str(one))
    assert (row.state, row.rows) == ("made", len(PARTS)), row.problem
    book = load_workbook(io.BytesIO(content(client_of(year.supervisor), row)))
    sheet = book.worksheets[0]
    cells = [[cell.value for cell in line] for line in sheet.iter_rows()]
    assert [words[1] for words in PARTS.values()] == [line[0] for line in cells if line[0] in NAMES]
    body = {"kind": "campaign", "format": "docx", "query": {}}
    client = client_of(year.supervisor)
    for of in ("nonsense", str(uuid4())):
        assert client.post(V1, body | {"of": of}, format="json").json()["code"] == "not_found"
    assert made(year, kind="campaign", of=str(one), format="docx").state == "made"


def test_a_stranger_takes_no_campaign_out(year: Cast, stranger: User, client_of: Clients) -> None:
    body = {"kind": "campaign", "of": str(SCHEDULED["campaigns"](year)), "format": "xlsx", "query": {}}
    told = client_of(stranger).post(V1, body, format="json")
    assert told.json()["code"] == "not_found"


def test_cases_by_the_way_they_closed_stand_on_that_day(year: Cast, client_of: Clients) -> None:
    case = case_make(year, "closed")
    Case.objects.everywhere("loader").filter(pk=case.pk).update(closed_on=date(2026, 9, 14))
    asked = {"rows": "closing", "year": "2026"}
    rows = client_of(year.supervisor).get("/api/v1/statistics/cases/rows", asked).json()["rows"]
    assert [(row["uuid"], row["on"]) for row in rows] == [(str(case.pk), "2026-09-14")]
    row = made(year, kind="cut", of="", query={"rows": "closing", "year": "2026", "period": "year"})
    assert row.title == "办结案件统计 2026年"


def test_the_head_says_filters_who_and_when(year: Cast, client_of: Clients) -> None:
    row = made(year, format="csv", query={"state": "decided,closed"})
    lines = list(csv.reader(io.StringIO(content(client_of(year.supervisor), row).decode("utf-8-sig"))))
    assert lines[:5] == [
        ["行政处罚案件台账"],
        ["筛选条件", "状态：已决定、已结案"],
        ["行数", "1"],
        ["制表", f"{year.organ.name}　{year.supervisor.name}"],
        ["制表时间", "2026-09-15 10:00"],
    ]
    assert len(lines) == 9  # head, empty line, columns, one case, sums
    assert lines[8][0] == "合计" and "8000.00" in lines[8]


def test_a_cell_that_looks_like_a_formula_is_only_text(year: Cast, client_of: Clients) -> None:
    client = client_of(year.supervisor)
    data = {kind: content(client, made(year, of="venues", format=kind)) for kind in FORMATS}
    lines = list(csv.reader(io.StringIO(data["csv"].decode("utf-8-sig"))))
    assert f"'{FORMULA}" in [cell for line in lines for cell in line]
    sheet = load_workbook(io.BytesIO(data["xlsx"])).active
    assert sheet is not None
    (cell,) = [cell for line in sheet.iter_rows() for cell in line if cell.value == FORMULA]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert any(FORMULA in line for line in table_words(Word(io.BytesIO(data["docx"]))))
    assert data["pdf"].startswith(b"%PDF-")


def test_the_same_list_is_narrower_for_a_stranger(year: Cast, stranger: User, client_of: Clients) -> None:
    row = made(year, stranger)
    assert (row.state, row.rows) == ("made", 0)
    assert client_of(year.supervisor).get(f"{V1}/{row.uuid}").status_code == 404, "made for another's eyes"
    assert client_of(year.supervisor).get(f"{V1}/{row.uuid}/content").status_code == 404
    assert [one["uuid"] for one in client_of(stranger).get(V1).json()["rows"]] == [str(row.uuid)]
    assert client_of(None).get(V1).status_code == 401


def test_what_the_list_refuses_the_ledger_refuses_too(year: Cast, client_of: Clients) -> None:
    row = made(year, year.industry_section)  # may take ledgers out, but sees no cases
    assert (row.state, row.file, row.problem) == ("failed", None, "您没有办理此事的权限。")
    row = made(year, query={"state": "nowhere"})
    assert (row.state, row.problem) == ("failed", "填写有误，请按提示修改。")
    client = client_of(year.supervisor)
    cases: list[tuple[dict[str, Any], str]] = [
        ({"of": "people"}, "not_found"),
        ({"query": {"grade": "D"}}, "invalid"),
        ({"kind": "gold"}, "invalid"),
        ({"kind": "platform", "of": "national_market", "format": "pdf"}, "invalid"),
        ({"kind": "platform", "of": "nowhere"}, "not_found"),
        ({"kind": "platform", "of": "supervision", "query": {"entered": "maybe"}}, "invalid"),
        ({"kind": "report", "format": "csv"}, "invalid"),
        ({"kind": "report", "format": "docx", "query": {"year": "long"}}, "invalid"),
        ({"kind": "report", "format": "docx", "query": {"year": "2026", "period": "M13"}}, "invalid"),
        ({"kind": "cut", "query": {"year": "2026", "rows": "officer"}}, "invalid"),
    ]
    for wrong, code in cases:
        body = {"kind": "ledger", "of": "cases", "format": "xlsx", "query": {}, **wrong}
        assert client.post(V1, body, format="json").json()["code"] == code, wrong
    assert not Export.objects.everywhere("guard").exclude(state="failed").exists()


def test_who_may_take_what_out(year: Cast, client_of: Clients) -> None:
    bodies = {
        "ledger.export": {"kind": "ledger", "of": "visits", "format": "xlsx"},
        "statistics.export": {"kind": "yearbook", "format": "docx", "query": {"year": "2026"}},
        "platform.enter": {"kind": "platform", "of": "national_market", "format": "csv"},
    }
    for role in (
        "inspector",
        "supervisor",
        "leader",
        "legal_reviewer",
        "industry_section",
        "liaison",
        "auditor",
    ):
        held = VERBS["street_liaison" if role == "liaison" else role]
        for verb, body in bodies.items():
            status = client_of(getattr(year, role)).post(V1, body, format="json").status_code
            assert status == (201 if verb in held else 403), (role, verb)


def test_an_export_is_made_once_and_recorded_with_who_and_what(year: Cast, client_of: Clients) -> None:
    client = client_of(year.supervisor)
    body = {"kind": "ledger", "of": "cases", "format": "xlsx"}
    answers = [client.post(V1, body, format="json", headers={"Idempotency-Key": "k"}) for _ in range(2)]
    sweep()  # as the worker does
    assert [one.status_code for one in answers] == [201, 201]
    (row,) = Export.objects.everywhere("guard").all()
    assert row.state == "made"
    before = File.objects.everywhere("guard").count()
    assert export_make(export_id=row.uuid, now=clock.now()) is None
    assert File.objects.everywhere("guard").count() == before
    lines = JournalLine.objects.everywhere("guard").filter(noun="export", noun_id=row.uuid)
    assert [(line.verb, line.actor_id) for line in lines.order_by("pk")] == [
        ("export.request", year.supervisor.uuid),
        ("export.make", year.supervisor.uuid),
    ]
    assert row.file is not None
    assert lines.latest("pk").data == {"kind": "ledger", "of": "cases", "rows": 1, "sha256": row.file.sha256}


def test_a_storage_that_is_away_leaves_the_export_to_be_made_again(
    year: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = export_ask(year)

    def away(_: bytes) -> str:
        raise OSError("away")

    monkeypatch.setattr("counting.services.exports.bytes_keep", away)
    with pytest.raises(OSError, match="away"):
        export_make(export_id=row.uuid, now=clock.now())
    monkeypatch.undo()
    done = export_make(export_id=row.uuid, now=clock.now())
    assert done is not None and done.state == "made"


def test_paper_says_what_it_cannot_print(year: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    Venue.objects.everywhere("guard").update(name="蓝鲸\U0001f433网咖")
    row = made(year, of="venues", format="pdf")
    assert row.state == "failed" and "字库中没有这些字符" in row.problem
    assert ROWS_MAX >= 5_000
    monkeypatch.setattr("counting.exports.paper.ROWS_MAX", 0)
    row = made(year, format="pdf")
    assert row.state == "failed" and "请缩小条件或导出 Excel" in row.problem


def test_case_tables_and_table_one_go_out_with_their_cases(year: Cast, client_of: Clients) -> None:
    client, words = client_of(year.leader), []
    narrow = {"year": "2026", "period": "Q3", "rows": "class", "columns": "month"}
    for kind, query in [("cut", narrow), ("yearbook", {"year": "2026"})]:
        for format in ("docx", "xlsx", "pdf"):
            row = made(year, year.leader, kind=kind, of="", format=format, query=query)
            assert row.state == "made", row.problem
            if format == "docx":
                words.append(table_words(Word(io.BytesIO(content(client, row)))))
    assert ["罚款", "1", "1"] in words[0] and ["合计", "8,000.00", "8,000.00"] in words[0]
    assert any(line[-2:] == ["1", "8,000.00"] for line in words[1])


def test_the_report_of_a_quarter_has_its_figures_and_the_rows_behind(year: Cast, client_of: Clients) -> None:
    row = made(year, year.leader, kind="report", of="", format="docx", query={"year": "2026", "period": "Q3"})
    assert row.title == "2026年第三季度工作报告"
    paper = Word(io.BytesIO(content(client_of(year.leader), row)))
    text = "\n".join(one.text for one in paper.paragraphs)
    assert "检查经营单位 1 家次（1 家）" in text and "作出行政处罚决定 1 件，罚没金额 8,000.00 元" in text
    lines = table_words(paper)
    assert any(line[:3] == ["检查经营单位", "1", "家次"] for line in lines)
    assert any("经营单位检查不少于480家次" in line[0] and line[3] == "尚未达到" for line in lines)
    assert "附件1 检查经营单位（1 家次）" in text
    assert any(FORMULA in line for line in lines)


def test_the_list_of_exports_costs_the_same_for_any_number(year: Cast, client_of: Clients) -> None:
    client = client_of(year.supervisor)
    costs = []
    for _ in range(2):
        made(year)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"{V1}?kind=ledger").status_code == 200
        costs.append(len(asked))
    assert costs == [4, 4]
