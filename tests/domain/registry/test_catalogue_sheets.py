"""The catalogue as a workbook: what goes out comes back the same, and every wrong cell says why."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

import registry
from registry.domain.catalogue import merged, parse_catalogue
from registry.domain.catalogue.amending import Amended, amended, overlaid
from registry.domain.catalogue.plain import Plain, key_of, plain_catalogue
from registry.domain.catalogue.sheets import BY_TITLE, SHEETS, Given, cells_of, field_title, rows_of

DATA = Path(registry.__file__).parent / "data"

ON = date(2026, 9, 15)


@pytest.fixture(scope="module")
def whole() -> Plain:
    edition = parse_catalogue(merged(json.loads(path.read_text()) for path in sorted(DATA.rglob("*.json"))))
    return plain_catalogue(edition)


def row_of(whole: Plain, section: str, code: str, **values: Any) -> dict[str, Any]:
    return next(row for row in whole[section] if key_of(row) == code) | values


def judge(whole: Plain, *rows: tuple[str, dict[str, Any]]) -> Amended:
    return amended(whole, [Given(section, n, values) for n, (section, values) in enumerate(rows, 2)], ON)


def test_every_row_through_its_cells_is_the_same_row(whole: Plain) -> None:
    given = []
    for sheet in SHEETS:
        titles = [column.title for column in sheet.columns]
        grid = [titles, *(cells_of(sheet, row) for row in whole[sheet.section])]
        rows, wrong = rows_of(sheet, grid)
        assert wrong == []
        given += rows
    judged = amended(whole, given, ON)
    assert {one.verdict for one in judged.verdicts} == {"same"}
    assert (judged.changes, judged.refused) == ([], False)
    assert len(given) == sum(len(whole[sheet.section]) for sheet in SHEETS)


def test_edition_of_plain_rows_is_the_edition(whole: Plain) -> None:
    assert plain_catalogue(parse_catalogue(whole)) == whole


@pytest.mark.parametrize(
    ("title", "cell", "field", "why"),
    [
        ("罚款上限（元）", "五千", "fine_max_fen", "应为元，最多两位小数，这里是“五千”"),
        ("罚款上限（元）", "0.001", "fine_max_fen", "应为元，最多两位小数，这里是“0.001”"),
        ("施行日期", "2026年", "valid_from", "应为日期，如 2026-09-15，这里是“2026年”"),
        ("倍数下限", "1.5", "multiple_min", "应为整数，这里是“1.5”"),
        ("已核实", "大概", "verified", "应填“是”或“否”，这里是“大概”"),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_read_names_row_field_and_why(
    whole: Plain, title: str, cell: str, field: str, why: str
) -> None:
    sheet = BY_TITLE["法律依据"]
    titles = [column.title for column in sheet.columns]
    cells: list[Any] = cells_of(sheet, whole["bases"][0])
    cells[titles.index(title)] = cell
    (row,), _ = rows_of(sheet, [titles, cells])
    assert (row.row, row.faults) == (2, ((field, why),))
    (verdict,) = amended(whole, [row], ON).verdicts
    assert (verdict.verdict, verdict.faults) == ("refused", ((field, why),))


def test_rules_of_hours_and_data_are_read_or_refused() -> None:
    sheet = BY_TITLE["检查事项"]
    titles = [column.title for column in sheet.columns]

    def read(title: str, cell: Any) -> Given:
        cells: list[Any] = [None] * len(titles)
        cells[0], cells[titles.index(title)] = "X-1", cell
        return rows_of(sheet, [titles, cells])[0][0]

    assert read("时间规则", "closed_hours 02:00-08:00").values["time_rule"]["to"] == "08:00"
    assert read("时间规则", "？").faults[0][0] == "time_rule"
    assert read("追问", "[]").values["follow"] == []
    assert read("追问", "{").faults == (("follow", "不是有效的 JSON"),)
    assert read("停用日期", date(2026, 9, 15)).values["ended_on"] == "2026-09-15"
    assert read("停用日期", datetime(2026, 9, 15)).values["ended_on"] == "2026-09-15"  # noqa: DTZ001
    assert read("事先通知（工作日）", 3).values["notice_workdays"] == 3


def test_a_sheet_has_every_column_once_and_blank_lines_are_passed_over(whole: Plain) -> None:
    sheet = BY_TITLE["出处"]
    assert rows_of(sheet, []) == ([], [f"缺少“{column.title}”一列" for column in sheet.columns])
    _, wrong = rows_of(sheet, [["编号", "名称", "网址", "网址", "仅作线索", "说明", ""]])
    assert wrong == ["没有“说明”这一列", "“网址”一列重复"]
    rows, _ = rows_of(sheet, [["名称", "编号", "网址", "仅作线索"], [" ", None], ["原文", "S900"]])
    assert [(row.row, row.values["code"], row.values["addresses"]) for row in rows] == [(3, "S900", [])]


def test_sums_are_written_in_yuan_and_read_back_to_the_fen() -> None:
    sheet = BY_TITLE["裁量基准"]
    row = dict.fromkeys((column.field for column in sheet.columns), None) | {
        "code": "A", "fine_min_fen": 1, "fine_max_fen": 1_234_500, "source": [], "adopted": False,
        "verified": True,
    }  # fmt: skip
    cells = cells_of(sheet, row)
    assert cells[6:8] == ["0.01", "12345"]
    (read,), _ = rows_of(sheet, [[column.title for column in sheet.columns], cells])
    assert (read.values["fine_min_fen"], read.values["fine_max_fen"]) == (1, 1_234_500)


def test_a_new_version_needs_the_end_of_the_old_one(whole: Plain) -> None:
    old = row_of(whole, "bases", "ENTR-2020-48-3-ordinary")
    new = old | {"code": "ENTR-2027-48-3-ordinary", "version": "2027修订", "valid_from": "2027-01-01",
                 "fine_max_fen": 5_000_000}  # fmt: skip
    clash = judge(whole, ("bases", new))
    assert [(one.code, one.row, one.faults) for one in clash.verdicts if one.verdict == "refused"] == [
        (
            "ENTR-2027-48-3-ordinary",
            2,
            (("", "与同一条款的另一版本 ENTR-2020-48-3-ordinary 同时有效，请先填写其失效日期"),),
        )
    ]
    done = judge(whole, ("bases", new), ("bases", old | {"valid_to": "2026-12-31"}))
    assert [(one.code, one.verdict) for one in done.verdicts] == [
        ("ENTR-2027-48-3-ordinary", "new"),
        ("ENTR-2020-48-3-ordinary", "changed"),
    ]
    assert done.verdicts[1].changes == (("valid_to", None, "2026-12-31"),)
    kept = overlaid(whole, done.changes)["bases"]
    assert len(kept) == len(whole["bases"]) + 1
    assert kept[-1]["fine_max_fen"] == 5_000_000


def test_a_verified_provision_is_ended_but_never_written_over(whole: Plain) -> None:
    verified = row_of(whole, "bases", "ENTR-2020-48-3-ordinary", fine_max_fen=9_900_000)
    assert judge(whole, ("bases", verified)).verdicts[0].faults == (
        ("fine_max_fen", "已核实的条款不改写：请另加一行新版本，并填写本行的失效日期"),
    )
    unread = next(row for row in whole["bases"] if not row["verified"] and row["role"] == "penalty")
    (corrected,) = judge(
        whole, ("bases", unread | {"note": "对照原文改正", "article": "第九十九条"})
    ).verdicts
    assert corrected.verdict == "changed"


@pytest.mark.parametrize(
    ("section", "code", "values", "field", "why"),
    [
        ("violations", "NET-MINORS", {"bases": []}, "", "至少要有一个依据"),
        ("violations", "NET-MINORS", {"bases": ["NOWHERE-1"]}, "", "没有这个编号：NOWHERE-1"),
        ("violations", "NET-MINORS", {"source": ["OKU"], "verified": True}, "", "标为已核实，但出处是 OKU"),
        ("violations", "NET-MINORS", {"source": [], "verified": True}, "", "标为已核实，但没有出处"),
        ("violations", "NET-MINORS", {"zh": ""}, "zh", "填写的内容不符合格式"),
        ("violations", "NET-MINORS", {"extra": 1}, "extra", "没有“extra”这个字段"),
        ("items", "NET-06", {"violations": []}, "", "没有对应的违法行为或移送"),
        ("discretion_bands", "DZ-KTV-MINORS", {"fine_max_fen": 4_000_000}, "", "超出依据的法定幅度"),
        ("discretion_bands", "DZ-KTV-MINORS", {"fine_min_fen": 500}, "", "超出依据的法定幅度"),
        ("discretion_bands", "DZ-KTV-MINORS", {"multiple_min": 3, "multiple_max": 2}, "",
         "下限大于上限，或结束早于开始"),
        ("discretion_bands", "DZ-KTV-MINORS", {"valid_from": "2026-02-01", "valid_to": "2026-01-01"}, "",
         "下限大于上限，或结束早于开始"),
        ("discretion_bands", "DZ-KTV-MINORS", {"basis": "ENTR-2020-7"}, "", "没有这个编号：ENTR-2020-7"),
        ("lenient_rules", "GD-2022-1", {"correction": "someday"}, "", "没有这个编号：someday"),
        ("lenient_rules", "GD-2022-1", {"measures": ["hug"]}, "", "没有这个编号：hug"),
        ("hearing_thresholds", "SD-ALL-O", {"party": "king"}, "", "没有这个编号：king"),
        ("hearing_thresholds", "SD-ALL-O", {"field": "ZOO"}, "", "没有这个编号：ZOO"),
        ("hearing_thresholds", "SD-ALL-O", {"region": "山东"}, "region", "应为行政区划代码，如 37、370117"),
        ("hearing_thresholds", "SD-ALL-O", {"no_cap_fen": 0}, "no_cap_fen", "金额应大于零"),
        ("hearing_thresholds", "SD-ALL-O", {"never_below_fen": 0}, "never_below_fen", "金额应大于零"),
        ("hearing_thresholds", "SD-ALL-O", {"cap_percent": 200}, "cap_percent", "比例应为 1 至 100"),
        ("hearing_thresholds", "SD-ALL-O", {"valid_from": "2026-02-01", "valid_to": "2026-01-01"}, "",
         "下限大于上限，或结束早于开始"),
        ("hearing_thresholds", "SD-ALL-O", {"party": "citizen"}, "",
         "与同一条款的另一版本 SD-ALL-P 同时有效，请先填写其失效日期"),
        ("categories", "NET", {"licences": []}, "", "没有证照、备案或标牌"),
        ("categories", "NET", {"licences": [{"code": "X"}]}, "licences", "必填项为空"),
    ],
)  # fmt: skip
def test_a_row_that_breaks_the_catalogue_is_refused_with_its_reason(
    whole: Plain, section: str, code: str, values: dict[str, Any], field: str, why: str
) -> None:
    (verdict, *_rest) = judge(whole, (section, row_of(whole, section, code, **values))).verdicts
    assert verdict.verdict == "refused"
    assert (field, why) in verdict.faults


def test_a_row_not_given_that_would_no_longer_hold_is_named_too(whole: Plain) -> None:
    basis = row_of(whole, "bases", "ENTR-2020-48-3-ordinary", verified=False, source=["OKU"])
    loose = whole | {"bases": [basis if row["code"] == basis["code"] else row for row in whole["bases"]]}
    judged = judge(loose, ("bases", basis | {"fine_max_fen": 1_500_000}))
    assert [(one.section, one.code, one.row) for one in judged.verdicts if one.verdict == "refused"] == [
        ("discretion_bands", "DZ-KTV-MINORS", 0)
    ]


def test_doubles_and_rows_without_a_code_are_refused(whole: Plain) -> None:
    row = row_of(whole, "sources", "S30")
    judged = judge(whole, ("sources", row), ("sources", row), ("sources", {"title": "没有编号"}))
    assert [one.faults for one in judged.verdicts] == [
        (("code", "编号重复"),),
        (("code", "编号重复"),),
        (("code", "必填项为空"),),
    ]


def test_fields_are_told_by_the_titles_of_their_columns() -> None:
    assert [field_title(*one) for one in (("bases", "note"), ("bases", "x"), ("triggers", "x"))] == [
        "要点",
        "x",
        "x",
    ]


def test_a_threshold_that_is_verified_or_past_is_not_written_over(whole: Plain) -> None:
    verified = row_of(whole, "hearing_thresholds", "SD-ALL-O", verified=True, source=["S93"])
    past = row_of(whole, "hearing_thresholds", "SD-ALL-P", valid_to="2026-09-14")
    shut = amended(
        whole, [Given("hearing_thresholds", 2, verified), Given("hearing_thresholds", 3, past)], ON
    )
    after = whole | {"hearing_thresholds": [
        *(row for row in whole["hearing_thresholds"] if key_of(row) not in ("SD-ALL-O", "SD-ALL-P")),
        verified, past,
    ]}  # fmt: skip
    assert [one.verdict for one in shut.verdicts] == ["changed", "changed"]
    for row, why in ((verified, "已核实的条款"), (past, "已失效的版本")):
        (told,) = judge(after, ("hearing_thresholds", row | {"no_cap_fen": 700_000})).verdicts
        assert (told.verdict, told.faults) == (
            "refused", (("no_cap_fen", f"{why}不改写：请另加一行新版本，并填写本行的失效日期"),),
        )  # fmt: skip
    last = past | {"valid_to": "2026-09-15"}  # the last day it holds is today's
    still = judge(
        after | {"hearing_thresholds": [last]}, ("hearing_thresholds", last | {"no_cap_fen": 700_000})
    )
    assert [one.verdict for one in still.verdicts] == ["changed"]
