"""An officer (执法检查人员) as arithmetic: what makes an entry wrong, and when a certificate holds."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

ALL_TOWNS = "*"
_CERTIFICATE = re.compile(r"[0-9A-Z][0-9A-Z()-]{3,22}")


def officer_faults(
    values: Mapping[str, Any], *, categories: Collection[str], townships: Collection[str]
) -> dict[str, list[str]]:
    """What is wrong with a whole entry, by field; {} = nothing. `categories`, `townships`: what exists."""
    faults: dict[str, list[str]] = {}
    for field, words in (
        ("name", "请填写姓名"),
        ("unit", "请填写单位"),
        ("cert_valid_to", "请填写证件有效期"),
    ):
        if not values.get(field):
            faults[field] = [words]
    if not _CERTIFICATE.fullmatch(values.get("cert_no", "")):
        faults["cert_no"] = ["执法证号应为 4 至 23 位数字或大写字母"]
    for field in ("quals", "lead_quals"):
        unknown = [code for code in values.get(field, ()) if code not in categories]
        if unknown:
            faults[field] = [f"没有这个类别：{'、'.join(unknown)}"]
    lacking = [code for code in values.get("lead_quals", ()) if code not in values.get("quals", ())]
    if lacking and "lead_quals" not in faults:
        faults["lead_quals"] = [f"主检类别要先是资质类别：{'、'.join(lacking)}"]
    towns = values.get("towns", ())
    strange = [code for code in towns if code != ALL_TOWNS and code not in townships]
    if strange:
        faults["towns"] = [f"辖区内没有这个街道乡镇：{'、'.join(strange)}"]
    if ALL_TOWNS in towns and len(towns) > 1:
        faults["towns"] = ["选择全部街道时，不再单列街道"]
    return faults


def certified(*, valid_to: date, revoked_on: date | None, on: date) -> bool:
    """Whether the certificate (执法证) holds on the day: not after its validity, not once revoked."""
    return on <= valid_to and (revoked_on is None or on < revoked_on)
