"""What a form says: its field list, how values print, what the public does not read."""

import json
from datetime import date
from typing import Any

import pytest

from backend.documents.catalogue import form_get, forms
from backend.domain.forms import (
    EMPTY,
    Heading,
    Values,
    faults,
    filled,
    form_of,
    masked,
    missing,
    printed,
    words_of,
)
from backend.domain.money import money_words
from backend.domain.persons import HIDDEN
from tests.ground import ROOT

SHARED = {"who": {"label": "当事人", "label_en": "Party", "mask": "name"}}
ROW: dict[str, Any] = {
    "code": "order",
    "name": "通知书",
    "name_en": "Order",
    "fields": [
        "who",
        {"key": "home", "label": "住所", "label_en": "Home", "mask": "hide", "required": False},
        {"key": "on", "label": "日期", "label_en": "Day", "kind": "date"},
        {"key": "sum", "label": "罚款", "label_en": "Fine", "kind": "money", "required": False},
        {"key": "story", "label": "事实", "label_en": "Facts", "kind": "long"},
        {"key": "team", "label": "执法人员", "label_en": "Officers", "kind": "persons"},
        {
            "key": "things", "label": "物品", "label_en": "Things", "kind": "table",
            "columns": [["name", "名称"], ["count", "数量"]],
        },
        {
            "key": "secret", "label": "底稿", "label_en": "Notes", "kind": "table", "mask": "rows",
            "required": False, "columns": [["line", "内容"]],
        },
        {"key": "hand", "label": "签名", "label_en": "Signature", "kind": "signature", "mask": "name"},
    ],
}  # fmt: skip
FORM = form_of(ROW, SHARED)
HEADING = Heading("示例大队", "示〔2026〕1号", date(2026, 9, 15))
VALUES: Values = {
    "who": "马小川",
    "home": "示例路 1 号",
    "on": "2026-09-15",
    "sum": 300_000,
    "story": "马小川（370101199001011234）在示例路 1 号经营，电话 13800001111。",
    "team": [{"name": "林知远", "cert_no": "R1"}, {"name": "邵明", "cert_no": ""}],
    "things": [{"name": "主机", "count": "1"}],
    "secret": [{"line": "甲"}],
    "hand": {"name": "马小川", "signed_at": "2026-09-15T10:05", "file": "f"},
}


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (0, "人民币零元整（¥0.00）"),
        (300_000, "人民币叁仟元整（¥3,000.00）"),
        (1_000_500, "人民币壹万零伍元整（¥10,005.00）"),
        (10_010_000_00, "人民币壹仟零壹万元整（¥10,010,000.00）"),
        (100_000_001_00, "人民币壹亿零壹元整（¥100,000,001.00）"),
        (1_020_304_05, "人民币壹佰零贰万零叁佰零肆元零伍分（¥1,020,304.05）"),
        (50, "人民币伍角整（¥0.50）"),
        (5, "人民币伍分（¥0.05）"),
        (123_45, "人民币壹佰贰拾叁元肆角伍分（¥123.45）"),
    ],
)
def test_money_prints_in_capital_figures_too(fen: int, words: str) -> None:
    assert money_words(fen) == words


@pytest.mark.parametrize("wrong", [-1, True, 1.5])
def test_money_is_whole_fen(wrong: Any) -> None:
    with pytest.raises(ValueError, match="whole number"):
        money_words(wrong)


def test_values_print_as_words_of_the_document() -> None:
    assert words_of(FORM, VALUES, HEADING) == {
        "organ": "示例大队",
        "number": "示〔2026〕1号",
        "issued_on": "2026年9月15日",
        "who": "马小川",
        "home": "示例路 1 号",
        "on": "2026年9月15日",
        "sum": "人民币叁仟元整（¥3,000.00）",
        "story": VALUES["story"],
        "team": "林知远（执法证号 R1）、邵明",
    }


def test_a_blank_is_struck_through() -> None:
    assert [printed(FORM.field(key), None) for key in ("home", "sum")] == [EMPTY, EMPTY]
    assert words_of(FORM, {}, Heading("示例大队", "", date(2026, 1, 1)))["number"] == EMPTY


def test_form_without_a_layout_lays_itself_out() -> None:
    drawn = filled(FORM, VALUES, HEADING)
    assert [block["kind"] for block in drawn] == ["grid", "long", "table", "table", "sign"]
    assert drawn[0]["rows"][0] == [
        {"label": "当事人", "text": "马小川"},
        {"label": "住所", "text": "示例路 1 号"},
    ]
    assert drawn[2] == {
        "kind": "table",
        "label": "物品",
        "columns": ["名称", "数量"],
        "rows": [["主机", "1"]],
    }
    assert drawn[4]["boxes"][0] == {
        "key": "hand", "label": "签名", "name": "马小川", "at": "2026年9月15日10时05分", "file": "f",
        "refusal": "",
    }  # fmt: skip


def test_refusal_prints_with_its_witness_and_words_fill_their_slots() -> None:
    row = {**ROW, "fields": [ROW["fields"][8], "who"], "blocks": [["to", "{who}："], ["sign", ["hand"]]]}
    refused = {"hand": {"name": "马小川", "refusal": {"reason": "不认可", "witness": ""}}, "who": "马小川"}
    to, sign = filled(form_of(row, SHARED), refused, HEADING)
    assert to == {"kind": "to", "text": "马小川："}
    assert sign["boxes"][0]["refusal"] == "拒绝签名：不认可（见证人：／）"
    (empty,) = filled(
        form_of({**row, "fields": [ROW["fields"][8]], "blocks": [["sign", ["hand"]]]}, {}), {}, HEADING
    )
    assert (empty["boxes"][0]["name"], empty["boxes"][0]["at"]) == ("", "")


def test_missing_and_misshapen_fields_are_named() -> None:
    assert missing(FORM, {"who": " "}) == ["who", "on", "story", "team", "things"]
    wrong = {
        "who": 1, "on": "2026-02-30", "sum": -1, "team": [{}], "things": [{"name": 1}], "hand": "x",
        "other": "x",
    }  # fmt: skip
    assert sorted(faults(FORM, wrong)) == ["hand", "on", "other", "sum", "team", "things", "who"]
    assert faults(FORM, VALUES) == {}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"fields": ["who", "who"]}, "twice who"),
        ({"fields": [{**ROW["fields"][1], "kind": "song"}], "blocks": [["text", "{home}"]]}, "kind of home"),
        (
            {"fields": [{**ROW["fields"][6], "columns": []}], "blocks": [["table", "things"]]},
            "shape of things",
        ),
        ({"blocks": [["text", "{who}"]]}, "layout lacks home"),
        ({"fields": ["who"], "blocks": [["text", "{who}{else}"]]}, "layout says else"),
        ({"fields": ["who"], "blocks": [["song", "{who}"]]}, "block song"),
    ],
)
def test_unsound_form_is_refused(change: dict[str, Any], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        form_of({**ROW, **change}, SHARED)


def test_optional_shared_field_says_so() -> None:
    assert not form_of({**ROW, "fields": ["who?"]}, SHARED).fields[0].required


def test_public_reads_no_name_number_or_address_wherever_it_stands() -> None:
    public = masked(FORM, VALUES)
    assert public == {
        **VALUES,
        "who": "马某某",
        "home": HIDDEN,
        "story": f"马某某（{HIDDEN}）在{HIDDEN}经营，电话 {HIDDEN}。",
        "things": [{"name": "主机", "count": "1"}],
        "secret": [],
        "hand": {"name": "马某某", "signed_at": "2026-09-15T10:05"},
    }
    assert masked(FORM, {"who": "马川", "home": "", "hand": {}}) == {
        "who": "马某", "home": "", "hand": {"name": "", "signed_at": None},
    }  # fmt: skip


def test_phone_and_server_print_the_same() -> None:
    told = json.loads((ROOT / "tests/vectors/papers.json").read_text(encoding="utf-8"))
    assert [[fen, money_words(fen)] for fen, _ in told["money"]] == told["money"]
    for case in told["filled"]:
        form = forms()[case["form"]]
        heading = Heading(
            **{**case["heading"], "issued_on": date.fromisoformat(case["heading"]["issued_on"])}
        )
        assert filled(form, case["values"], heading) == case["blocks"]
        assert missing(form, case["values"]) == case["missing"]


def test_form_without_short_items_has_no_grid() -> None:
    alone = form_of({**ROW, "fields": [ROW["fields"][4]]}, SHARED)
    assert alone.blocks == (("long", "story"),)


@pytest.mark.parametrize(
    ("said", "public"),
    [
        (
            {"party_name": "蓝鲸网咖", "party_id": "91370117MA3E0001X1", "legal_rep": "艾青禾"},
            {"party_name": "蓝鲸网咖", "party_id": "91370117MA3E0001X1", "legal_rep": "艾某某"},
        ),
        (
            {"party_name": "艾青禾", "party_id": "92370117MA3E0001X1", "legal_rep": "艾青禾"},
            {"party_name": "艾某某", "party_id": HIDDEN, "legal_rep": "艾某某"},
        ),
        (
            {"party_name": "艾青禾", "party_id": "110101199001011234", "legal_rep": ""},
            {"party_name": "艾某某", "party_id": HIDDEN, "legal_rep": ""},
        ),
    ],
)
def test_public_reads_who_a_unit_is_and_never_who_a_person_is(
    said: dict[str, str], public: dict[str, str]
) -> None:
    assert masked(form_get("decision"), said) == public
