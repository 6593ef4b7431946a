"""New rows of the catalogue at the desk: an empty row, judged as a workbook's, in effect after review."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from rest_framework.test import APIClient

from backend import clock
from backend.clock import BEIJING
from backend.models import User
from registry.models import LegalBasis, LenientRule, Violation
from tests.cast import Cast
from tests.factories_registry import catalogue_make

Clients = Callable[[User | None], APIClient]
pytestmark = pytest.mark.django_db
BASIS: dict[str, Any] = {
    "code": "DEMO-2026-1", "lineage": "DEMO-1", "law": "虚构条例", "short": "虚构条例", "version": "2026",
    "article": "第一条", "role": "penalty", "note": "警告", "valid_from": "2026-01-01", "tier": "ordinary",
    "penalties": ["warning"], "source": ["OKU"],
}  # fmt: skip
RULE: dict[str, Any] = {
    "code": "DEMO-L-1", "violation": "DEMO-V", "region": "钢城", "conditions_zh": "首次被发现且当场改正",
    "first_time": True, "correction": "on_spot", "measures": ["education"], "basis": "行政处罚法第三十三条",
    "adopted": True, "source": ["OKU"],
}  # fmt: skip
BAND: dict[str, Any] = {
    "code": "DEMO-B-1", "basis": "DEMO-2026-1", "region": "钢城", "circumstance_zh": "初次",
    "document": "虚构基准", "adopted": True, "source": ["OKU"],
}  # fmt: skip
ACT: dict[str, Any] = {
    "code": "DEMO-V", "category": "NET", "zh": "虚构的违法行为", "en": "An invented act",
    "bases": ["DEMO-2026-1"], "source": ["OKU"],
}  # fmt: skip


def blank(client: APIClient, section: str, **given: Any) -> dict[str, Any]:
    """As the dialog sends a new row: the empty one filled, without its empty cells."""
    told = client.get("/api/v1/catalogue/row", {"section": section}).json()
    assert [one["field"] for one in told["columns"] if one["fixed"]] == ["verified"]
    values = told["values"] | given
    filled = {field: value for field, value in values.items() if value not in (None, "")}
    return {"section": section, "values": filled}


def test_new_rows_take_effect_unverified_after_the_review_of_another(cast: Cast, client_of: Clients) -> None:
    catalogue_make()
    legal, leader = client_of(cast.legal_reviewer), client_of(cast.leader)
    rows = [
        blank(legal, "bases", **BASIS), blank(legal, "violations", **ACT),
        blank(legal, "discretion_bands", **BAND), blank(legal, "lenient_rules", **RULE),
    ]  # fmt: skip
    check = legal.post("/api/v1/catalogue/check", {"rows": rows}, format="json").json()
    assert [(one["verdict"], one["faults"]) for one in check["rows"]] == [("new", [])] * 4
    change = legal.post("/api/v1/catalogue-changes", {"rows": rows, "note": "新增"}, format="json").json()
    assert leader.post(f"/api/v1/catalogue-changes/{change['uuid']}/approve").status_code == 200
    basis = LegalBasis.objects.everywhere("guard").get(key="DEMO-2026-1")
    act = Violation.objects.everywhere("guard").get(code="DEMO-V")
    rule = LenientRule.objects.everywhere("guard").get(code="DEMO-L-1")
    assert [basis.verified, act.verified, rule.verified] == [False] * 3


def test_a_new_row_without_its_code_source_or_basis_is_refused_by_name(
    cast: Cast, client_of: Clients
) -> None:
    catalogue_make()
    legal = client_of(cast.legal_reviewer)
    rows = [
        blank(legal, "bases", **BASIS | {"source": []}), blank(legal, "violations", **ACT | {"code": ""}),
        blank(legal, "lenient_rules", **RULE | {"violation": "NONE"}),
    ]  # fmt: skip
    check = legal.post("/api/v1/catalogue/check", {"rows": rows}, format="json").json()
    faults = [[(one["field"], one["why"]) for one in row["faults"]] for row in check["rows"]]
    assert faults[0] == [("source", "必填项为空")]
    assert faults[1][0] == ("code", "必填项为空")
    assert faults[2] == [("", "没有这个编号：NONE")]
    told = legal.post("/api/v1/catalogue-changes", {"rows": rows, "note": "新增"}, format="json")
    assert told.json()["code"] == "catalogue_refused"


def test_an_inspector_opens_no_empty_row(cast: Cast, client_of: Clients) -> None:
    catalogue_make()
    told = client_of(cast.inspector).get("/api/v1/catalogue/row", {"section": "bases"})
    assert told.status_code == 403


def thresholds(client: APIClient) -> dict[str, tuple[Any, ...]]:
    listed = client.get("/api/v1/catalogue/law").json()["thresholds"]
    return {
        one["code"]: (one["no_cap_fen"], one["valid_from"], one["valid_to"], one["in_force"])
        for one in listed
        if one["region"] == "37" and one["party"] == "organisation"
    }


def test_a_new_version_of_a_hearing_threshold_follows_the_old_after_the_review_of_another(
    cast: Cast, client_of: Clients
) -> None:
    """As the dialog sends it: the old row ends the day before the new one begins."""
    catalogue_make()
    legal, leader = client_of(cast.legal_reviewer), client_of(cast.leader)
    row = legal.get("/api/v1/catalogue/row", {"section": "hearing_thresholds", "code": "SD-ALL-O"}).json()
    assert [one["field"] for one in row["columns"] if one["fixed"]] == []
    new = row["values"] | {
        "code": "SD-ALL-O-2", "no_cap_fen": 2_000_000, "valid_from": "2026-10-01", "source": ["OKU"],
    }  # fmt: skip
    rows = [
        {"section": "hearing_thresholds", "values": row["values"] | {"valid_to": "2026-09-30"}},
        {"section": "hearing_thresholds", "values": new},
    ]
    both = {"rows": [rows[1]], "note": "新标准"}  # the old one still open: two would hold at once
    assert legal.post("/api/v1/catalogue-changes", both, format="json").json()["code"] == "catalogue_refused"
    change = legal.post("/api/v1/catalogue-changes", {"rows": rows, "note": "新标准"}, format="json").json()
    assert [one["field"] for one in change["rows"][1]["changes"]] == [
        "code", "region", "party", "no_cap_fen", "cap_percent", "never_below_fen", "valid_from", "rule",
        "source",
    ]  # fmt: skip
    assert legal.post(f"/api/v1/catalogue-changes/{change['uuid']}/approve").status_code == 403
    assert thresholds(legal) == {"SD-ALL-O": (1_000_000, None, None, True)}
    assert leader.post(f"/api/v1/catalogue-changes/{change['uuid']}/approve").status_code == 200
    assert thresholds(legal) == {
        "SD-ALL-O": (1_000_000, None, "2026-09-30", True),
        "SD-ALL-O-2": (2_000_000, "2026-10-01", None, False),
    }
    with clock.at(datetime(2026, 10, 1, 9, 0, tzinfo=BEIJING)):
        assert {code: one[3] for code, one in thresholds(legal).items()} == {
            "SD-ALL-O": False,
            "SD-ALL-O-2": True,
        }
        past = legal.get(
            "/api/v1/catalogue/row", {"section": "hearing_thresholds", "code": "SD-ALL-O"}
        ).json()
        assert "no_cap_fen" in [one["field"] for one in past["columns"] if one["fixed"]]
