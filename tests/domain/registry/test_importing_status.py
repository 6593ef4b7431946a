from datetime import date

import pytest

from registry.domain.importing import KnownVenue, VenueGround, category_words, read_venues
from registry.domain.uscc import check_sign

BODY = "91370117MAW000001"
CODE = BODY + check_sign(BODY)
HEADER = ["单位名称", "统一社会信用代码", "经营地址", "类别", "状态"]


@pytest.mark.parametrize(
    ("before", "word", "verdict", "faults"),
    [
        ("open", "营业", "same", []),
        ("open", "停业", "changed", []),
        ("closed", "营业", "changed", []),
        ("lost", "注销", "changed", []),
        ("cancelled", "注销", "same", []),
        ("cancelled", "营业", "refused", ["move_not_open"]),
        ("cancelled", "失联", "refused", ["move_not_open"]),
    ],
)
def test_row_moves_a_status_only_where_a_move_leads(
    before: str, word: str, verdict: str, faults: list[str]
) -> None:
    entry = {
        "name": "甲",
        "uscc": CODE,
        "address": "一路1号",
        "categories": ["NET"],
        "licences": [],
        "status": before,
    }
    ground = VenueGround(
        categories=category_words([("NET", "网吧")]),
        licence_kinds={},
        township=lambda _: None,
        today=date(2026, 9, 15),
        known=[KnownVenue(CODE, entry)],
    )
    [row] = read_venues([HEADER, ["甲", CODE, "一路1号", "网吧", word]], ground).rows
    assert (row.verdict, [fault.code for fault in row.faults]) == (verdict, faults)
