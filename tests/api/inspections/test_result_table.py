"""The public list of results as a file for platforms: documented columns, narrowed, never cut."""

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook
from rest_framework.test import APIClient

from backend.models import User
from inspections.domain.publication import COLUMNS
from inspections.exports import HEADINGS
from inspections.models import Publication
from tests.cast import Cast
from tests.factories_counting import check_make
from tests.ground import ROOT

Clients = Callable[[User | None], APIClient]
TABLE = "/api/v1/public/results/table"


def lines(client: APIClient, query: str = "") -> list[list[str]]:
    answer: Any = client.get(f"{TABLE}?as=csv{query}")
    assert answer.status_code == 200, answer.content
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_the_file_of_results_has_the_documented_columns_and_names_nobody(
    cast: Cast, client_of: Clients
) -> None:
    row = check_make(cast, date(2026, 8, 3), "published")
    check_make(cast, date(2026, 8, 4), "submitted")
    told = Publication.objects.everywhere("guard").get(inspection=row)
    heads, *found = lines(client_of(None))
    page = (ROOT / "docs" / "publication.md").read_text(encoding="utf-8").partition("## Results")[2]
    described = [line.split("|") for line in page.splitlines() if line.startswith("| `")]
    assert tuple(heads) == HEADINGS == tuple(cells[2].strip() for cells in described)
    assert [cells[1].strip(" `") for cells in described] == list(COLUMNS)
    assert found == [[
        told.venue_name, told.venue_code, cast.organ.name, "2026-08-03", "1", "未发现问题", "公示",
        "2026-08-03",
    ]]  # fmt: skip
    answer: Any = client_of(None).get(f"{TABLE}?as=xlsx")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    assert [[str(cell.value) for cell in line] for line in sheet.iter_rows()] == [heads, *found]


def test_a_withdrawn_result_keeps_its_row_and_loses_what_it_said(cast: Cast, client_of: Clients) -> None:
    row = check_make(cast, date(2026, 8, 3), "published")
    desk = client_of(cast.supervisor)
    assert (
        desk.post(f"/api/v1/inspections/{row.pk}/withdraw", {"reason": "对象有误"}, format="json").status_code
        == 200
    )
    _, line = lines(client_of(None))
    assert line[4:7] == ["", "", "撤回"]
    assert "对象有误" not in "".join(line)


def test_the_file_is_narrowed_and_refused_where_it_would_be_cut(
    cast: Cast, client_of: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    check_make(cast, date(2026, 8, 3), "published")
    anybody = client_of(None)
    sizes = [len(lines(anybody, q)) - 1 for q in ("&organ=WH370116", "&year=2026", "&year=2025")]
    assert sizes == [0, 1, 0]
    monkeypatch.setattr("inspections.views.results.MOST", 0)
    refused = anybody.get(TABLE)
    assert (refused.status_code, refused.json()["data"]["fields"].keys()) == (400, {"year"})
    assert anybody.get(f"{TABLE}?as=pdf").status_code == 400
