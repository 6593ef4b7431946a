from dataclasses import replace
from datetime import date

import pytest

from enforcement.domain.publication import (
    COLUMNS,
    LEADS_TO,
    MAY_FOLLOW,
    STANDINGS,
    Decision,
    announcement,
    content,
    family_name,
    penalty_words,
    prepared_faults,
)

DECISION = Decision(
    organ="钢城区文化市场综合行政执法大队", number="(钢)文综罚字〔2026〕8号", decided_on=date(2026, 9, 15),
    party="蓝鲸网咖", party_kind="organisation", party_code="91370117MA3E0000X1",
    violation="接纳未成年人进入营业场所", basis="《未成年人保护法》第一百二十三条",
    classes=("fine", "warning", "confiscation"), fine_fen=800_050, confiscated_fen=20_000,
)  # fmt: skip


def test_v34_the_public_reads_organ_number_party_act_and_penalty() -> None:
    row = content(DECISION)
    assert list(row) == list(COLUMNS)
    assert announcement(row) == (
        "2026年9月15日，钢城区文化市场综合行政执法大队作出(钢)文综罚字〔2026〕8号行政处罚决定："
        "蓝鲸网咖接纳未成年人进入营业场所，警告、罚款 8000.50 元、没收违法所得、没收非法财物 200 元。"
    )
    assert (row["classes"], row["fine_yuan"], row["party_code"]) == (
        "警告、罚款、没收违法所得、没收非法财物", "8000.50", "91370117MA3E0000X1",
    )  # fmt: skip


@pytest.mark.parametrize(("name", "shown"), [("李雷", "李某"), ("欧阳若兰", "欧阳某"), ("王", "王某")])
def test_v34_a_citizen_is_named_by_the_family_name_alone(name: str, shown: str) -> None:
    assert family_name(name) == shown
    row = content(replace(DECISION, party=name, party_kind="citizen", party_code="370117199001011234"))
    assert (row["party"], row["party_code"], row["party_kind"]) == (shown, "", "自然人")
    assert name not in "".join(row.values()).replace(shown, "") or len(name) == 1


def test_a_class_without_a_sum_stands_alone() -> None:
    assert penalty_words(["suspension", "warning", "fine"], 0, 0) == "警告、罚款、责令停产停业"


def test_every_standing_has_its_words_and_its_next_acts() -> None:
    assert set(MAY_FOLLOW) == set(STANDINGS) == {"", *LEADS_TO.values()}
    assert {act for acts in MAY_FOLLOW.values() for act in acts} == set(LEADS_TO)


@pytest.mark.parametrize("standing", list(MAY_FOLLOW))
@pytest.mark.parametrize("act", list(LEADS_TO))
def test_an_act_of_publication_follows_only_its_standings_and_says_why(standing: str, act: str) -> None:
    wanted = ["reason"] if act != "publish" else []
    open_to = act in MAY_FOLLOW[standing]
    assert prepared_faults(act, standing, reason="") == (wanted if open_to else ["act_of_this_standing"])
    assert prepared_faults(act, standing, reason="有误") == ([] if open_to else ["act_of_this_standing"])
