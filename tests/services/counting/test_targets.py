from datetime import datetime
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

import counting
from backend import clock
from backend.domain.errors import DomainError
from backend.models import JournalLine, JournalNote, User
from counting.domain.indicators import ACTIVITY_KINDS
from counting.domain.sites import SITE_KINDS, SURVEYED
from counting.imports import read_csv
from counting.models import Activity, FigureSetting, Target
from counting.selectors.facts import facts_of
from counting.selectors.figures import target_cards
from counting.services.activities import activity_enter, activity_withdraw
from counting.services.readings import reading_set
from counting.services.sites import site_screen, site_step
from counting.services.targets import target_edit, target_retire, targets_load
from tests.cast import TODAY, Cast
from tests.factories_counting import activity_make, shot_of, target_make

FILE = Path(counting.__file__).parent / "data" / "targets_gangcheng_2023.csv"
pytestmark = pytest.mark.django_db


def load(cast: Cast, year: int = 2026, data: bytes = b"", now: datetime = TODAY) -> tuple[int, int]:
    rows = read_csv(data or FILE.read_bytes())
    return targets_load(year=year, rows=rows, source="2023 年工作要点", actor=cast.supervisor, now=now)


def test_the_eleven_targets_of_the_real_work_plan_load_with_their_wording(cast: Cast) -> None:
    assert load(cast) == (11, 0)
    rows = Target.objects.everywhere("guard").order_by("seq")
    assert [(t.seq, t.item, t.comparison, t.value, t.unit, t.window, t.verbatim) for t in rows] == [
        (1, "21", ">=", 6, "件", "year", "年内完成不少于六个行政处罚案件"),
        (2, "21", ">=", 480, "家次", "year", "经营单位检查不少于480家次"),
        (3, "21", ">=", 500, "bp", "year", "双随机一公开全年抽查比例不低于5%"),
        (4, "21", "=", 10000, "bp", "year", "达标覆盖率达到100%"),
        (5, "21", ">=", 1, "次", "year", "年内完成“扫黄打非•绿书签”进校园宣传活动1次"),
        (6, "21", ">=", 3, "个", "year", "牵头筛选创建“扫黄打非”基层示范点3个"),
        (7, "21", ">=", 3, "个", "year", "无“小耳朵”社区（村）3 个"),
        (8, "21", ">=", 2, "个", "year", "无“小耳朵”乡镇（街道） 2 个"),
        (9, "22", ">=", 1, "次", "Q3", "第三季度开展街道综合执法培训1次"),
        (10, "20", ">=", 4, "次", "year", "组织召开4次文旅安全生产委员会会议"),
        (11, "20", ">=", 2, "次", "year", "年内完成2次文旅行业安全生产培训和应急演练"),
    ]


def test_the_same_file_again_changes_nothing(cast: Cast) -> None:
    load(cast)
    before = list(Target.objects.everywhere("guard").values())
    lines = JournalLine.objects.everywhere("guard").count()
    assert load(cast) == (0, 11)
    assert list(Target.objects.everywhere("guard").values()) == before
    assert JournalLine.objects.everywhere("guard").count() == lines


def test_any_year_has_its_own_targets(cast: Cast) -> None:
    assert [load(cast, year) for year in (2023, 2026, 2030)] == [(11, 0)] * 3
    assert [len(target_cards(cast.auditor, year)) for year in (2023, 2024, 2030)] == [11, 0, 11]


def test_a_file_that_differs_from_a_target_is_refused_whole(cast: Cast) -> None:
    load(cast)
    text = FILE.read_text(encoding="utf-8")
    text = text.replace(">=,480,", ">=,500,").replace("年内完成不少于六个", "年内完成不少于6个")
    with pytest.raises(DomainError) as refusal:
        load(cast, data=text.encode())
    assert [(row["row"], row["field"]) for row in refusal.value.data["rows"]] == [
        (1, "verbatim"),
        (2, "value"),
    ]
    assert Target.objects.everywhere("guard").get(indicator="venue_visits").value == 480


def test_one_bad_row_loads_nothing(cast: Cast) -> None:
    text = FILE.read_text(encoding="utf-8").replace("penalty_cases", "arrests")
    with pytest.raises(DomainError) as refusal:
        load(cast, data=text.encode())
    assert refusal.value.data == {"rows": [{"row": 1, "field": "indicator", "message": "没有这个指标"}]}
    assert not Target.objects.everywhere("guard").exists()


def test_a_table_saved_by_an_old_office_reads_the_same(cast: Cast) -> None:
    assert read_csv(FILE.read_text(encoding="utf-8").replace("•", "·").encode("gb18030")) == read_csv(
        FILE.read_text(encoding="utf-8").replace("•", "·").encode("utf-8-sig")
    )


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_unreadable"),
        (b"# only a remark\n", "file_unreadable"),
        (b"item,value\n", "file_unreadable"),
        (b"item\n\x00\n", "file_unreadable"),
        (b"\xff\xff\xff", "file_unreadable"),
        (b'item\n"unclosed\n', "file_unreadable"),
        (b"item\n" + b"1\n" * 500_001, "body_too_big"),
    ],
)
def test_a_table_that_cannot_be_read_whole_is_not_read_at_all(data: bytes, code: str) -> None:
    with pytest.raises(DomainError) as refusal:
        read_csv(data)
    assert refusal.value.code == code


def test_a_target_is_edited_with_its_reason_and_the_journal_keeps_both(cast: Cast) -> None:
    target = target_make(cast)
    row = target_edit(
        target_id=target.uuid, comparison=">=", value=450, verbatim="经营单位检查不少于450家次",
        reason="停业 30 家", actor=cast.leader, now=TODAY,
    )  # fmt: skip
    assert (row.value, row.verbatim) == (450, "经营单位检查不少于450家次")
    line = JournalLine.objects.everywhere("guard").get(verb="target.edit")
    assert (line.before, line.after) == (">=480", ">=450")
    note = JournalNote.objects.everywhere("guard").get(line=line)
    assert note.text == "停业 30 家（原文：经营单位检查不少于480家次）"


@pytest.mark.parametrize("act", ["edit", "retire", "withdraw"])
def test_nothing_changes_without_a_reason(cast: Cast, act: str) -> None:
    target, activity = target_make(cast), activity_make(cast)
    with pytest.raises(DomainError) as refusal:
        if act == "edit":
            target_edit(
                target_id=target.uuid, comparison=">=", value=1, verbatim="", reason="", actor=cast.leader,
                now=TODAY,
            )  # fmt: skip
        elif act == "retire":
            target_retire(target_id=target.uuid, reason="", actor=cast.leader, now=TODAY)
        else:
            activity_withdraw(activity_id=activity.uuid, reason="", actor=cast.leader, now=TODAY)
    assert refusal.value.code == "reason_needed"
    assert Target.objects.everywhere("guard").filter(value=480, retired_at__isnull=True).exists()
    assert Activity.objects.everywhere("guard").filter(withdrawn_at__isnull=True).exists()


def test_a_retired_target_is_gone_from_the_year_and_may_be_set_anew(cast: Cast) -> None:
    target = target_make(cast)
    target_retire(target_id=target.uuid, reason="上级调整", actor=cast.leader, now=TODAY)
    assert target_cards(cast.auditor, 2026) == []
    for again in (target_retire, target_edit):
        values: Any = {} if again is target_retire else {"comparison": ">=", "value": 1, "verbatim": ""}
        with pytest.raises(DomainError) as refusal:
            again(target_id=target.uuid, reason="又一次", actor=cast.leader, now=TODAY, **values)
        assert refusal.value.code == "conflict"
    assert target_make(cast).seq == 2


def test_the_same_target_is_not_set_twice(cast: Cast) -> None:
    target_make(cast)
    with pytest.raises(DomainError) as refusal:
        target_make(cast)
    assert refusal.value.data["fields"].keys() == {"indicator"}
    assert target_make(cast, window="Q3").window == "Q3"


def test_targets_move_with_what_is_recorded(cast: Cast) -> None:
    load(cast)

    def standing() -> dict[str, tuple[int, bool]]:
        cards = target_cards(cast.auditor, 2026)
        return {card["figure"]["indicator"]: (card["figure"]["value"], card["met"]) for card in cards}

    assert standing()["street_enforcement_training"] == (0, False)
    activity = activity_make(cast)
    assert standing()["street_enforcement_training"] == (1, True)
    activity_withdraw(activity_id=activity.uuid, reason="录错", actor=cast.supervisor, now=TODAY)
    assert standing()["street_enforcement_training"] == (0, False)


@pytest.mark.parametrize("kind", [kind for kind in ACTIVITY_KINDS if kind not in SITE_KINDS])
def test_every_kind_of_activity_is_counted(cast: Cast, kind: str) -> None:
    activity_make(cast, kind=kind)
    assert [fact.kind for fact in facts_of(cast.auditor, 2026).activities] == [kind]


@pytest.mark.parametrize("kind", SITE_KINDS)
def test_a_demonstration_site_counts_by_its_course_and_not_as_an_activity(cast: Cast, kind: str) -> None:
    for state in ("held", "planned"):
        with pytest.raises(DomainError) as refusal:
            activity_enter(
                kind=kind, title="虚构社区", on=TODAY.date(), place="", people=None, note="", state=state,
                actor=cast.supervisor, now=clock.now(),
            )  # fmt: skip
        assert "命名" in refusal.value.data["fields"]["kind"][0]
    assert facts_of(cast.auditor, 2026).activities == []
    site = site_screen(
        kind=kind, name="虚构社区", place="艾山街道", why="基础好", actor=cast.supervisor, now=clock.now()
    )
    for verb in ("site.create", "site.survey", "site.check", "site.name"):
        if verb == "site.survey" and kind not in SURVEYED:
            continue
        numbers = {"households": 60, "found": 1, "self_removed": 1, "forced": 0}
        site_step(
            site_id=site.pk, verb=verb, text="已办", numbers=numbers, now=clock.now(),
            actor=cast.leader if verb == "site.name" else cast.supervisor,
            files=[shot_of(site, cast)] if verb == "site.check" else [],
        )  # fmt: skip
    assert [fact.kind for fact in facts_of(cast.auditor, 2026).activities] == [kind]


def test_an_activity_that_lies_ahead_is_not_counted_yet(cast: Cast) -> None:
    with pytest.raises(DomainError) as refusal:
        activity_make(cast, on=datetime(2026, 9, 16).date())  # noqa: DTZ001 a day
    assert refusal.value.data["fields"].keys() == {"on"}


def test_a_reading_is_set_with_its_reason_and_the_former_one_kept(cast: Cast) -> None:
    for value in ("tasks", "ratio"):
        reading_set(
            indicator="target_coverage", key="reading", value=value, reason="局务会议定", actor=cast.leader,
            now=clock.now(),
        )  # fmt: skip
    rows = FigureSetting.objects.everywhere("guard").order_by("created_at")
    assert [(row.value, row.ended_at is None) for row in rows] == [("tasks", False), ("ratio", True)]
    assert facts_of(cast.auditor, 2026).reading == "ratio"
    lines = JournalLine.objects.everywhere("guard").filter(verb="figure.read").order_by("pk")
    assert [(line.before, line.after) for line in lines] == [("", "tasks"), ("tasks", "ratio")]


@pytest.mark.parametrize(
    ("indicator", "key", "value"),
    [
        ("target_coverage", "reading", "as we like"),
        ("target_coverage", "target_bp", 0),
        ("target_coverage", "target_bp", None),
        ("venue_visits", "reading", "tasks"),
    ],
)
def test_no_other_reading_is_taken(cast: Cast, indicator: str, key: str, value: str | int | None) -> None:
    with pytest.raises(DomainError) as refusal:
        reading_set(indicator=indicator, key=key, value=value, reason="试试", actor=cast.leader, now=TODAY)
    assert refusal.value.code == "invalid"


def test_the_reading_of_another_organ_is_not_ours(cast: Cast, stranger: User) -> None:
    reading_set(
        indicator="target_coverage", key="target_bp", value=300, reason="本区", actor=stranger, now=TODAY
    )
    assert (facts_of(cast.auditor, 2026).target_bp, facts_of(stranger, 2026).target_bp) == (500, 300)


@pytest.mark.django_db(transaction=True)
def test_two_who_load_the_same_table_at_once_set_each_target_once(cast: Cast) -> None:
    gate = Barrier(2)
    said: list[object] = []

    def run() -> None:
        gate.wait()
        try:
            said.append(load(cast))
        except DomainError as refused:
            said.append(refused.code)
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (11, 0) in said
    assert set(said) <= {(11, 0), (0, 11), "invalid"}
    assert said.count((11, 0)) == 1
    assert Target.objects.everywhere("guard").count() == 11
