"""The papers of a side track say what was recorded of it."""

from typing import Any

import pytest

from backend.documents.catalogue import forms
from enforcement.domain.acts import FIELDS
from enforcement.domain.trackpapers import FORMS, people, track_forms, track_words
from enforcement.domain.tracks import TRACKS

ITEMS = [{"name": "主机", "model": "T1", "count": 2, "unit": "台", "note": ""}]
THINGS = [{"name": "主机", "spec": "T1", "count": "2台", "state": "", "note": ""}]


def test_every_track_has_its_forms_after_acts_that_exist() -> None:
    assert list(FORMS) == list(TRACKS)
    assert all(form in forms() and act in FIELDS for rows in FORMS.values() for form, act in rows)


def test_forms_open_with_the_act_they_are_about() -> None:
    asked: dict[str, Any] = {"preservation.ask": {}}
    assert track_forms("preservation", asked) == ["approval"]
    assert track_forms("preservation", asked | {"preservation.approve": {}}) == [
        "approval", "preservation_notice", "item_list",
    ]  # fmt: skip


def test_preservation_says_things_place_days_and_what_became_of_them() -> None:
    acts: dict[str, Any] = {
        "preservation.ask": {"items": ITEMS, "place": "机房", "reason": "证据可能灭失"},
        "preservation.approve": {"on": "2026-09-08", "note": ""},
        "preservation.dispose": {"on": "2026-09-15", "result": "returned", "note": "当面清点"},
    }
    said = track_words(
        "preservation_notice", "preservation", acts, due="2026-09-17", number="登保〔2026〕1号"
    )
    assert (said["kept_from"], said["kept_until"], said["kept_place"]) == ("2026-09-08", "2026-09-17", "机房")
    assert (said["items"], said["of_number"]) == (THINGS, "登保〔2026〕1号")
    assert track_words("preservation_result", "preservation", acts)["result"] == "退还；当面清点"
    assert track_words("approval", "preservation", acts) == {
        "items": THINGS, "listed_on": "2026-09-08", "matter": "证据先行登记保存", "grounds": "证据可能灭失。",
    }  # fmt: skip
    assert track_words("item_list", "preservation", acts)["listed_on"] == "2026-09-08"


def test_what_began_a_track_is_told_whatever_order_its_acts_are_kept_in() -> None:
    acts: dict[str, Any] = {
        "hearing.refuse": {"reason": "超过五个工作日提出"},
        "hearing.request": {"on": "2026-09-24", "reason": "要求听证"},
    }
    assert track_words("hearing_refusal", "hearing", acts, due="2026-09-21") == {
        "asked_on": "2026-09-24", "last_on": "2026-09-21", "grounds": "超过五个工作日提出",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("form", "kind", "acts", "wanted"),
    [
        (
            "seizure", "seizure", {"seizure.ask": {"reason": "转移", "basis": "条例第27条"}},
            {"grounds": "转移", "law": "条例第27条"},
        ),
        (
            "seizure_release", "seizure",
            {"seizure.ask": {}, "seizure.lift": {"on": "2026-09-20", "result": "destroyed"}},
            {"released_on": "2026-09-20", "grounds": "销毁"},
        ),
        (
            "sampling", "sampling", {"sampling.take": {"on": "2026-09-08", "items": ITEMS, "place": "展厅"}},
            {"taken_at": "2026-09-08", "place": "展厅", "method": "随机抽取"},
        ),
        (
            "appraisal", "sampling",
            {"sampling.take": {"items": ITEMS},
             "sampling.result": {"result": "系侵权复制品", "number": "虚鉴12号"}},
            {"object": "主机", "finding": "系侵权复制品", "method": None, "body_number": "虚鉴12号"},
        ),
        (
            "hearing_notice", "hearing",
            {"hearing.notify": {"hearing_on": "2026-09-28", "place": "会议室", "chair": "林某"}},
            {"hearing_at": "2026-09-28", "hearing_place": "会议室", "host": "林某"},
        ),
        (
            "hearing_record", "hearing",
            {"hearing.notify": {"hearing_on": "2026-09-28", "hearing_hour": "09:30", "place": "会议室"}},
            {"started_at": "2026-09-28T09:30", "finished_at": "2026-09-28"},
        ),
        (
            "hearing_opinion", "hearing",
            {"hearing.request": {"reason": "罚款过重"}, "hearing.report": {"opinion": "维持"}},
            {"disputes": "罚款过重", "opinion": "维持"},
        ),
        (
            "discussion", "discussion",
            {"discussion.record": {"on": "2026-09-10", "people": "甲某、乙某", "conclusion": "同意"}},
            {"host": "甲某", "conclusion": "同意"},
        ),
        ("urging", "urging", {"urging.send": {"on": "2026-09-10"}}, {"due_on": "2026-09-24"}),
        (
            "approval", "instalments",
            {"instalments.ask": {"reason": "困难", "schedule": [{"on": "2026-10-01", "fen": 100000}]}},
            {"matter": "延期、分期缴纳罚款",
             "grounds": "困难。分期计划：2026年10月1日缴纳人民币壹仟元整（¥1,000.00）。"},
        ),
        (
            "approval", "urging",
            {"urging.send": {"on": "2026-10-08"}, "urging.apply": {"on": "2027-03-17", "court": "某法院"}},
            {"matter": "申请人民法院强制执行", "grounds": "本机关于2026年10月8日催告，期满当事人仍未履行。"
             "依据：《中华人民共和国行政强制法》第五十三条、第五十四条。申请法院：某法院。"},
        ),
        (
            "approval", "litigation", {"litigation.receive": {"body": "某区法院", "number": "行初1号"}},
            {"matter": "行政诉讼应诉", "grounds": "受理机关：某区法院。案号：行初1号。"},
        ),
    ],
)  # fmt: skip
def test_form_of_a_track_is_filled_from_its_acts(
    form: str, kind: str, acts: dict[str, Any], wanted: dict[str, Any]
) -> None:
    said = track_words(form, kind, acts, due="2026-09-24")
    assert {key: said.get(key) for key in wanted} == wanted


def test_people_are_names_however_they_are_set_apart() -> None:
    assert [one["name"] for one in people("甲某、乙某，丙某 丁某")] == ["甲某", "乙某", "丙某", "丁某"]
