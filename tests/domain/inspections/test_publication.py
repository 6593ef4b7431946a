from datetime import date

import pytest

from inspections.domain.publication import announcement, masked

ORGAN = "济南市钢城区文化市场综合行政执法大队"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("联系电话13800138000，", "联系电话138****8000，"),
        ("身份证370117199001011234", "身份证370117********1234"),
        ("身份证37011719900101123X。", "身份证370117********123X。"),
        ("座机0531-7688123", "座机0531-768****"),
        ("统一社会信用代码92370117MA3C12345X", "统一社会信用代码92370117MA3C12345X"),
        ("更正结果代码，2026年9月15日", "更正结果代码，2026年9月15日"),
    ],
)
def test_identity_numbers_and_telephones_are_masked(text: str, shown: str) -> None:
    assert masked(text) == shown


@pytest.mark.parametrize(
    ("outcome", "codes", "result"),
    [
        ("done", ["1"], "未发现问题"),
        ("done", ["A", "E"], "发现问题待后续处理；发现问题经责令已改正"),
        ("remote", ["1"], "以非现场方式检查；未发现问题"),
        ("closed", [], "现场未营业"),
        ("closed", ["closed_at_visit"], "未营业"),
        ("not_found", ["6"], "通过登记的住所（经营场所）无法联系"),
        ("refused", [], "当事人拒绝检查"),
    ],
)
def test_announcement_is_made_of_registers_and_codes_alone(
    outcome: str, codes: list[str], result: str
) -> None:
    said = announcement(organ=ORGAN, venue="云阶量贩KTV", on=date(2026, 9, 5), outcome=outcome, codes=codes)
    assert said == f"2026年9月5日，{ORGAN}对云阶量贩KTV开展检查，结果：{result}。"
