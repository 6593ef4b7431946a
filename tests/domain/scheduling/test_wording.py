"""The reader of quota wording: the published oracle, the words of bureaus, and what it must not guess."""

from __future__ import annotations

import csv
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.domain.wording import COLUMNS, FREQUENCY_KINDS, RATIO_KINDS, UNITS, Wording, parse_wording

VECTORS = Path(__file__).parents[2] / "vectors" / "quota_wording.csv"
SHORT = {
    "ratio_kind": "kind",
    "ratio_min": "min",
    "ratio_max": "max",
    "freq_kind": "freq",
    "freq_n": "n",
    "freq_window": "per",
}


def oracle() -> list[dict[str, str]]:
    lines = [line for line in VECTORS.read_text().splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines))


def said(wording: Wording) -> dict[str, Any]:
    """What a wording says, without blanks and without the columns that follow from others."""
    row = wording.as_row()
    kept = {SHORT.get(name, name): row[name] for name in COLUMNS[1:] if row[name] is not None}
    kept.pop("ratio_base", None)
    if kept["kind"] == "empty":
        del kept["kind"]
    if wording.parts:
        kept["parts"] = [{"of": part.verbatim} | said(part) for part in wording.parts]
    return ({"label": wording.label} if wording.label else {}) | kept


@pytest.mark.parametrize("row", oracle(), ids=lambda row: row["verbatim"])
def test_published_wording_reads_as_the_oracle_says(row: dict[str, str]) -> None:
    read = parse_wording(row["verbatim"]).as_row()

    assert {name: "" if read[name] is None else str(read[name]) for name in COLUMNS} == {
        name: row[name] for name in COLUMNS
    }


def test_the_oracle_has_eleven_rows_and_all_are_understood() -> None:
    assert [parse_wording(row["verbatim"]).understood for row in oracle()] == [True] * 11


def test_per_mille_is_an_exact_fraction_of_a_per_cent_and_prints_as_a_number() -> None:
    wording = parse_wording("抽查比例不少于2‰")

    assert (wording.ratio_min, wording.ratio_min_bp, wording.ratio_max_bp) == (Fraction(1, 5), 20, None)
    assert json.dumps(wording.as_row()["ratio_min"]) == "0.2"


def test_a_ratio_finer_than_a_basis_point_has_no_basis_points() -> None:
    assert [parse_wording(words).ratio_min_bp for words in ("三分之一", "10家", "2%-5%")] == [None, None, 200]
    assert parse_wording("2%-5%").ratio_max_bp == 500


RATIOS: dict[str, dict[str, Any]] = {
    "百分之五": {"kind": "exact", "min": 5, "max": 5, "unit": "%"},
    "百分之百": {"kind": "exact", "min": 100, "max": 100, "unit": "%", "remark": "full coverage"},
    "百分之零点五": {"kind": "exact", "min": 0.5, "max": 0.5, "unit": "%"},
    "千分之二": {"kind": "exact", "min": 0.2, "max": 0.2, "unit": "%"},
    "三分之一": {"kind": "exact", "min": 33.333333, "max": 33.333333, "unit": "%"},
    "5‱": {"kind": "exact", "min": 0.05, "max": 0.05, "unit": "%", "remark": "per ten thousand"},
    "不低于5%": {"kind": "floor", "min": 5, "unit": "%"},
    "不低于５％": {"kind": "floor", "min": 5, "unit": "%"},
    "5%以上": {"kind": "floor", "min": 5, "unit": "%"},
    "至少5%": {"kind": "floor", "min": 5, "unit": "%"},
    ">5%": {"kind": "floor", "min": 5, "unit": "%", "remark": "strictly more"},
    "原则上不超过5%": {"kind": "cap", "max": 5, "unit": "%", "remark": "CAP, not floor; in principle"},
    "低于5%": {"kind": "cap", "max": 5, "unit": "%", "remark": "strictly less; CAP, not floor"},
    "控制在5%以内": {"kind": "cap", "max": 5, "unit": "%", "remark": "CAP, not floor"},
    "不超过5%以内": {"kind": "cap", "max": 5, "unit": "%", "remark": "CAP, not floor"},
    "约5%": {"kind": "exact", "min": 5, "max": 5, "unit": "%", "remark": "approximate"},
    "约5%-8%": {"kind": "range", "min": 5, "max": 8, "unit": "%", "remark": "approximate"},
    "10家左右": {
        "kind": "exact",
        "min": 10,
        "max": 10,
        "unit": "count",
        "remark": "approximate; absolute count",
    },
    "不少于3家": {"kind": "floor", "min": 3, "unit": "count", "remark": "absolute count"},
    "不少于1,000户": {"kind": "floor", "min": 1000, "unit": "count", "remark": "absolute count"},
    "抽取一百零五家企业": {
        "kind": "exact",
        "min": 105,
        "max": 105,
        "unit": "count",
        "remark": "absolute count",
    },
    "两千家": {"kind": "exact", "min": 2000, "max": 2000, "unit": "count", "remark": "absolute count"},
    "不少于5家次": {
        "kind": "floor",
        "min": 5,
        "unit": "count",
        "remark": "visits (家次), not distinct venues",
    },
    "2~5%": {"kind": "range", "min": 2, "max": 5, "unit": "%"},
    "百分之二至五": {"kind": "range", "min": 2, "max": 5, "unit": "%"},
    "5%以上20%以下": {"kind": "range", "min": 5, "max": 20, "unit": "%"},
    "不高于10%且大于5%": {"kind": "range", "min": 5, "max": 10, "unit": "%", "remark": "strictly more"},
    "5%和10%之间": {"kind": "range", "min": 5, "max": 10, "unit": "%"},
    "全覆盖": {"kind": "exact", "min": 100, "max": 100, "unit": "%", "remark": "full coverage"},
    "全部": {"kind": "exact", "min": 100, "max": 100, "unit": "%", "remark": "full coverage"},
    "100%全覆盖": {"kind": "exact", "min": 100, "max": 100, "unit": "%", "remark": "full coverage"},
    "按照不低于5%的比例随机抽取": {"kind": "floor", "min": 5, "unit": "%"},
    "2023年度全年抽查比例≥5%": {"kind": "floor", "min": 5, "unit": "%"},
    "5%/年": {"kind": "exact", "min": 5, "max": 5, "unit": "%"},
    "10%/月": {"kind": "exact", "min": 10, "max": 10, "unit": "%", "remark": "per month"},
    "每次5%": {"kind": "exact", "min": 5, "max": 5, "unit": "%", "remark": "per draw"},
    "旅行社100%": {
        "kind": "exact",
        "min": 100,
        "max": 100,
        "unit": "%",
        "remark": "full coverage; for 旅行社",
    },
}
FREQUENCIES: dict[str, dict[str, Any]] = {
    "每年两次": {"freq": "exact", "n": 2, "per": "year"},
    "2次/年": {"freq": "exact", "n": 2, "per": "year"},
    "一次每年": {"freq": "exact", "n": 1, "per": "year"},
    "不少于每年一次": {"freq": "floor", "n": 1, "per": "year"},
    "至少1次以上/季度": {"freq": "floor", "n": 1, "per": "quarter"},
    "每季度一次": {"freq": "exact", "n": 1, "per": "quarter"},
    "每半年一次": {"freq": "exact", "n": 1, "per": "half-year"},
    "每月一次": {"freq": "exact", "n": 1, "per": "month"},
    "每周1次": {"freq": "exact", "n": 1, "per": "week"},
    "每两年一次": {"freq": "exact", "n": 1, "per": "2 years"},
    "每6个月1次": {"freq": "exact", "n": 1, "per": "6 months"},
    "1次/2年": {"freq": "exact", "n": 1, "per": "2 years"},
    "许可证有效期内1次": {"freq": "exact", "n": 1, "per": "licence validity"},
    "不少于1次": {"freq": "floor", "n": 1},
    "每年一至两次": {"freq": "range", "n": "1-2", "per": "year"},
    "每家每年检查1次": {"freq": "exact", "n": 1, "per": "year", "remark": "per object"},
    "不超过2次/家/年": {"freq": "cap per object", "n": 2, "per": "year", "remark": "per-object cap"},
    "同一企业两年一次": {"freq": "exact", "n": 1, "per": "2 years", "remark": "per object"},
    "每年不超过2次": {"freq": "cap", "n": 2, "per": "year"},
    "每年一次或两次": {
        "freq": "alternatives",
        "n": "1 or 2",
        "per": "year",
        "parts": [
            {"of": "每年一次", "freq": "exact", "n": 1, "per": "year"},
            {"of": "两次", "freq": "exact", "n": 2},
        ],
    },
    "每季度一次,每年不少于4次": {
        "freq": "compound",
        "parts": [
            {"of": "每季度一次", "freq": "exact", "n": 1, "per": "quarter"},
            {"of": "每年不少于4次", "freq": "floor", "n": 4, "per": "year"},
        ],
    },
    "每年1次以上,每年3次以下": {"freq": "range", "n": "1-3", "per": "year"},
}
BOTH: dict[str, dict[str, Any]] = {
    "每月１次，比例不低于２０％": {
        "kind": "floor",
        "min": 20,
        "unit": "%",
        "freq": "exact",
        "n": 1,
        "per": "month",
    },
    "每年全覆盖检查不少于1次": {
        "kind": "exact",
        "min": 100,
        "max": 100,
        "unit": "%",
        "freq": "floor",
        "n": 1,
        "per": "year",
        "remark": "full coverage",
    },
    "每年100%全覆盖1次": {
        "kind": "exact",
        "min": 100,
        "max": 100,
        "unit": "%",
        "freq": "exact",
        "n": 1,
        "per": "year",
        "remark": "full coverage",
    },
    "每月抽查10%，每年不少于1次": {
        "kind": "exact",
        "min": 10,
        "max": 10,
        "unit": "%",
        "freq": "floor",
        "n": 1,
        "per": "year",
        "remark": "per month",
    },
    "每年抽查2次,每次5%": {
        "kind": "exact",
        "min": 5,
        "max": 5,
        "unit": "%",
        "freq": "exact",
        "n": 2,
        "per": "year",
        "remark": "per draw",
    },
}
VAGUE: dict[str, dict[str, Any]] = {
    "按需": {"kind": "unspecified", "remark": "as needed"},
    "酌情": {"kind": "unspecified", "remark": "as needed"},
    "酌情确定": {"kind": "unspecified", "remark": "as needed"},
    "根据工作需要": {"kind": "unspecified", "remark": "as needed"},
    "不设上限": {"kind": "unspecified"},
    "比例不限,每年1次": {"kind": "unspecified", "freq": "exact", "n": 1, "per": "year"},
    "10%,按需": {
        "kind": "exact",
        "min": 10,
        "max": 10,
        "unit": "%",
        "freq": "unspecified",
        "remark": "as needed",
    },
    "按上级文件执行": {"kind": "by reference"},
    "按照上级统一部署执行": {"kind": "by reference"},
    "按照文旅发〔2023〕5号文件执行": {"kind": "by reference"},
    "按《全民健身条例》规定执行": {"kind": "by reference"},
    "结合日常检查一并开展": {"kind": "by reference"},
    "详见附件1": {"kind": "by reference"},
    "按年度计划执行，不少于1次/年": {"kind": "by reference", "freq": "floor", "n": 1, "per": "year"},
    "": {},
    " / ": {},
    "—": {},
}
SEVERAL: dict[str, dict[str, Any]] = {
    "不低于5%且不少于3家": {
        "kind": "compound",
        "parts": [
            {"of": "不低于5%", "kind": "floor", "min": 5, "unit": "%"},
            {"of": "不少于3家", "kind": "floor", "min": 3, "unit": "count", "remark": "absolute count"},
        ],
    },
    "3%（不足1家的按1家抽取）": {
        "kind": "compound",
        "parts": [
            {"of": "3%", "kind": "exact", "min": 3, "max": 3, "unit": "%"},
            {
                "of": "不足1家的按1家抽取",
                "kind": "floor",
                "min": 1,
                "unit": "count",
                "remark": "absolute count",
            },
        ],
    },
    "按计划执行或不少于5%": {
        "kind": "compound",
        "remark": "minimum or plan",
        "parts": [
            {"of": "按计划执行", "kind": "by reference"},
            {"of": "不少于5%", "kind": "floor", "min": 5, "unit": "%"},
        ],
    },
    "按计划执行,且不少于5%": {
        "kind": "compound",
        "parts": [
            {"of": "不少于5%", "kind": "floor", "min": 5, "unit": "%"},
            {"of": "按计划执行", "kind": "by reference"},
        ],
    },
    "5%或10家": {
        "kind": "alternatives",
        "parts": [
            {"of": "5%", "kind": "exact", "min": 5, "max": 5, "unit": "%"},
            {
                "of": "10家",
                "kind": "exact",
                "min": 10,
                "max": 10,
                "unit": "count",
                "remark": "absolute count",
            },
        ],
    },
    "每次5%，每月不超过2次，或10%": {
        "kind": "alternatives",
        "freq": "alternatives",
        "parts": [
            {
                "of": "每次5%,每月不超过2次",
                "kind": "exact",
                "min": 5,
                "max": 5,
                "unit": "%",
                "freq": "cap",
                "n": 2,
                "per": "month",
                "remark": "per draw",
            },
            {"of": "10%", "kind": "exact", "min": 10, "max": 10, "unit": "%"},
        ],
    },
    "网吧25%，娱乐场所50%": {
        "kind": "compound",
        "parts": [
            {"label": "网吧", "of": "网吧25%", "kind": "exact", "min": 25, "max": 25, "unit": "%"},
            {"label": "娱乐场所", "of": "娱乐场所50%", "kind": "exact", "min": 50, "max": 50, "unit": "%"},
        ],
    },
}
LEVELS: dict[str, dict[str, Any]] = {
    "A级≤5%，B级5%—20%；C级21%～60%；D级61%-100%": {
        "kind": "by level",
        "parts": [
            {
                "label": "A级",
                "of": "A级≤5%",
                "kind": "cap",
                "max": 5,
                "unit": "%",
                "remark": "CAP, not floor",
            },
            {"label": "B级", "of": "B级5%—20%", "kind": "range", "min": 5, "max": 20, "unit": "%"},
            {"label": "C级", "of": "C级21%~60%", "kind": "range", "min": 21, "max": 60, "unit": "%"},
            {"label": "D级", "of": "D级61%-100%", "kind": "range", "min": 61, "max": 100, "unit": "%"},
        ],
    },
    "A级(低风险)10%;D级100%": {
        "kind": "by level",
        "parts": [
            {
                "label": "A级(低风险)",
                "of": "A级(低风险)10%",
                "kind": "exact",
                "min": 10,
                "max": 10,
                "unit": "%",
            },
            {
                "label": "D级",
                "of": "D级100%",
                "kind": "exact",
                "min": 100,
                "max": 100,
                "unit": "%",
                "remark": "full coverage",
            },
        ],
    },
    "全年A、B级5%,C级按需": {
        "kind": "by level",
        "parts": [
            {"label": "A、B级", "of": "A、B级5%", "kind": "exact", "min": 5, "max": 5, "unit": "%"},
            {"label": "C级", "of": "C级按需", "kind": "unspecified", "remark": "as needed"},
        ],
    },
    "A级每年1次，B级每年2次": {
        "freq": "by level",
        "parts": [
            {"label": "A级", "of": "A级每年1次", "freq": "exact", "n": 1, "per": "year"},
            {"label": "B级", "of": "B级每年2次", "freq": "exact", "n": 2, "per": "year"},
        ],
    },
    "每年1次，A级5%，B级10%": {
        "kind": "by level",
        "freq": "exact",
        "n": 1,
        "per": "year",
        "parts": [
            {"label": "A级", "of": "A级5%", "kind": "exact", "min": 5, "max": 5, "unit": "%"},
            {"label": "B级", "of": "B级10%", "kind": "exact", "min": 10, "max": 10, "unit": "%"},
        ],
    },
    "按信用风险等级,低风险1%,高风险20%": {
        "kind": "by level",
        "parts": [
            {"label": "低风险", "of": "低风险1%", "kind": "exact", "min": 1, "max": 1, "unit": "%"},
            {"label": "高风险", "of": "高风险20%", "kind": "exact", "min": 20, "max": 20, "unit": "%"},
        ],
    },
    "根据信用风险等级确定抽查比例": {"kind": "by level"},
}


@pytest.mark.parametrize(
    ("words", "expected"), list((RATIOS | FREQUENCIES | BOTH | VAGUE | SEVERAL | LEVELS).items())
)
def test_words_of_bureaus_are_read_as_meant(words: str, expected: dict[str, Any]) -> None:
    wording = parse_wording(words)

    assert (wording.understood, wording.verbatim, said(wording)) == (True, words, expected)


NOT_UNDERSTOOD = [
    "大概吧",  # an approximation of nothing
    "抽查",
    "12名",
    "10月底前",
    "3% → 10%",
    "≥101%",
    "六七十家",
    "零分之五",
    "1 000家",
    "10 20%",
    "5%-3%",
    "2%-5家",
    "2%-",
    "10",
    "0.5家",
    "0.5次/年",
    "不少于2%-5%",
    "不低于5%以下",
    "不低于5%,不低于10%",
    "不低于10%,不超过5%",
    "5%,不少于2%",
    "不少于",
    "约不少于5%",
    "不少于全部",
    "每次",
    "每家5%",
    "每月每年",
    "每月",
    "10%,每年",
    "按照不少于三家的标准执行",
    "25%，每年不少于1次,适时开展",
    "10%,比例不限",
    "按需,比例不限",
    "按计划执行,按信用风险等级确定",
    "5%,按信用风险等级确定",
    "按计划执行,每年1次,按需",
    "A级5%，B级10%，每年1次",
    "5%,A级10%",
    "每年1次，A级每年2次，B级每年3次",
    "A级,B级",
    "A级网吧5%",
    "每年至少对辖区内所有网吧检查一次",
    "或5%",
]


@pytest.mark.parametrize("words", NOT_UNDERSTOOD)
def test_wording_not_understood_is_said_so_and_nothing_is_guessed(words: str) -> None:
    assert parse_wording(words) == Wording(verbatim=words, understood=False)


FRAGMENTS = [
    "不低于",
    "不少于",
    "不超过",
    "至少",
    "约",
    "≥",
    "≤",
    "5%",
    "2‰",
    "10家",
    "1次",
    "每年",
    "每月",
    "/年",
    "各",
    "每次",
    "或",
    "且",
    ",",
    ";",
    "A级",
    "B级",
    "网吧",
    "全覆盖",
    "按需",
    "按计划执行",
    "-",
    "至",
    "每家",
    "三",
    "百分之五",
    "按信用等级",
]


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=8).map("".join) | st.text(max_size=20))
def test_any_text_is_either_read_into_known_kinds_or_left_empty(words: str) -> None:
    wording = parse_wording(words)

    assert wording.ratio_kind in RATIO_KINDS
    assert wording.freq_kind in (None, *FREQUENCY_KINDS)
    assert wording.unit in (None, *UNITS)
    assert json.loads(json.dumps(wording.as_row()))["verbatim"] == words
    if not wording.understood:
        assert wording == Wording(verbatim=words, understood=False)


@given(st.integers(0, 10000), st.sampled_from(["", "不低于", "不超过"]))
def test_every_ratio_in_basis_points_survives_the_reading_exactly(bp: int, bound: str) -> None:
    wording = parse_wording(f"{bound}{bp // 100}.{bp % 100:02d}%")

    ends = {"": (bp, bp), "不低于": (bp, None), "不超过": (None, bp)}
    assert (wording.ratio_min_bp, wording.ratio_max_bp) == ends[bound]
