from datetime import date
from typing import Any

import pytest

from registry.domain.officers import certified, officer_faults

ENTRY: dict[str, Any] = {
    "name": "沈知秋",
    "unit": "一中队",
    "cert_no": "R200400178",
    "cert_valid_to": date(2027, 12, 31),
    "quals": ["NET"],
    "lead_quals": ["NET"],
    "towns": ["370117001"],
}


def faults(**values: Any) -> dict[str, list[str]]:
    return officer_faults(ENTRY | values, categories={"NET", "KTV"}, townships={"370117001"})


def test_complete_entry_has_no_faults() -> None:
    assert faults() == {}
    assert faults(towns=["*"], quals=[], lead_quals=[]) == {}


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"name": ""}, {"name": ["请填写姓名"]}),
        ({"unit": ""}, {"unit": ["请填写单位"]}),
        ({"cert_valid_to": None}, {"cert_valid_to": ["请填写证件有效期"]}),
        ({"cert_no": "12"}, {"cert_no": ["执法证号应为 4 至 23 位数字或大写字母"]}),
        ({"cert_no": "1" * 24}, {"cert_no": ["执法证号应为 4 至 23 位数字或大写字母"]}),
        ({"quals": ["NET", "XXX"]}, {"quals": ["没有这个类别：XXX"]}),
        ({"lead_quals": ["XXX"]}, {"lead_quals": ["没有这个类别：XXX"]}),
        ({"lead_quals": ["KTV"]}, {"lead_quals": ["主检类别要先是资质类别：KTV"]}),
        ({"towns": ["370116001"]}, {"towns": ["辖区内没有这个街道乡镇：370116001"]}),
        ({"towns": ["*", "370117001"]}, {"towns": ["选择全部街道时，不再单列街道"]}),
    ],
)
def test_fault_names_its_field(values: dict[str, Any], told: dict[str, list[str]]) -> None:
    assert faults(**values) == told


@pytest.mark.parametrize(
    ("on", "revoked_on", "holds"),
    [
        (date(2027, 12, 31), None, True),
        (date(2028, 1, 1), None, False),
        (date(2027, 5, 1), date(2027, 5, 1), False),
        (date(2027, 4, 30), date(2027, 5, 1), True),
    ],
)
def test_certificate_holds_to_its_last_day_and_not_once_revoked(
    on: date, revoked_on: date | None, holds: bool
) -> None:
    assert certified(valid_to=date(2027, 12, 31), revoked_on=revoked_on, on=on) is holds
