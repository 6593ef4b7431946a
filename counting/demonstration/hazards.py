"""The hazards of the demonstration: those of the year's records, and some of each state entered at the desk."""

import hashlib
from datetime import date
from random import Random
from typing import Any
from uuid import UUID

from backend.models import User
from backend.services.files import Announced, file_receive
from counting.demonstration.draws import moment_of
from counting.demonstration.history import Story
from counting.demonstration.partners import CODE
from counting.demonstration.records import photo, uuid_of
from inspections.models import Hazard, HazardTransfer, Inspection
from inspections.services.hazards import (
    hazard_answer,
    hazard_close,
    hazard_correct,
    hazard_report,
    hazard_transfer,
    hazard_urge,
    hazards_make,
)

DICE = Random(12)  # nosec B311 # their own, so that the rest of the story stays as it is
FIRE, HOUSING = "钢城区消防救援大队（演示）", "钢城区住房和城乡建设局（演示）"
# found on, category, level, place, what, whose matter
SEEN: tuple[tuple[date, str, str, str, str, tuple[str, ...]], ...] = (
    (date(2026, 6, 9), "KTV", "general", "一楼走廊", "两具灭火器过期", ("fire",)),
    (date(2026, 7, 21), "NET", "general", "后门", "疏散通道堆放纸箱", ("fire",)),
    (date(2026, 8, 12), "KTV", "major", "二楼西侧", "安全出口上锁，营业中有四十余名消费者", ("fire",)),
    (date(2026, 8, 20), "NET", "general", "临街外墙", "外墙饰面砖松动脱落", ("housing",)),
    (date(2026, 9, 10), "KTV", "general", "配电间", "电线裸露、私拉乱接", ("fire", "emergency")),
    (date(2026, 9, 14), "NET", "major", "二楼", "唯一疏散楼梯被装修隔断封堵", ("fire",)),
    (date(2026, 9, 11), "KTV", "general", "监控室", "保安员未持证上岗，监控室无人值守", ("police",)),
)


def hazards_tell(story: Story) -> int:
    """Told by calling the services on the day; returns how many there are."""
    records = Inspection.objects.everywhere("loader").filter(findings__transfer_to__gt="").distinct()
    for record in records.order_by("submitted_at", "visit__number"):
        hazards_make(record, now=record.submitted_at)
    shao = story.users["shao"]
    rows = [_seen(story, shao, n) for n in range(len(SEEN))]
    expired, blocked, locked, wall = rows[:4]
    _corrected(story, expired, date(2026, 6, 11), "场所当天更换灭火器并重新点检")
    hazard_close(
        hazard_id=expired.pk, text="照片核对，已更换", actor=shao, now=moment_of(date(2026, 6, 12), 10)
    )
    _corrected(story, blocked, date(2026, 9, 11), "场所已清走纸箱，并安排专人每日检查")
    _transferred(shao, locked, date(2026, 8, 12), "fire", FIRE)
    letter = HazardTransfer.objects.everywhere("loader").get(hazard=locked)
    hazard_answer(
        hazard_id=locked.pk, transfer=letter.pk, outcome="penalised", by="高远", number="钢消函〔2026〕9号（演示）",
        text="已当场拆除门锁，并依法立案处罚。", on=date(2026, 8, 18), actor=shao,
        now=moment_of(date(2026, 8, 18), 15), files=[_shot(locked, shao, date(2026, 8, 18))],
    )  # fmt: skip
    _transferred(shao, rows[6], date(2026, 9, 14), "police", "", CODE)
    _transferred(shao, wall, date(2026, 8, 21), "housing", HOUSING)
    letter = HazardTransfer.objects.everywhere("loader").get(hazard=wall)
    hazard_urge(
        hazard_id=wall.pk, transfer=letter.pk, text="电话催办，对方称正在组织鉴定", actor=shao,
        now=moment_of(date(2026, 9, 14), 11),
    )  # fmt: skip
    return Hazard.objects.everywhere("loader").count()


def _seen(story: Story, actor: User, n: int) -> Hazard:
    on, category, level, place, what, wanted = SEEN[n]
    venues = [venue for venue in story.venues if story.category[venue.uuid] == category]
    uuid = uuid_of(DICE)
    return hazard_report(
        hazard_id=uuid, venue=venues[20 + n].uuid, level=level, place=place, description=what, wanted=wanted,
        found_on=on, files=[_told(uuid, actor, on, what)], actor=actor, now=moment_of(on, 16),
    )  # fmt: skip


def _corrected(story: Story, row: Hazard, on: date, text: str) -> None:
    actor = story.users["shao"]
    hazard_correct(
        hazard_id=row.pk, text=text, files=[_shot(row, actor, on)], actor=actor, now=moment_of(on, 9)
    )


def _transferred(
    actor: User, row: Hazard, on: date, authority: str, to_organ: str, receiver: str = ""
) -> None:
    given: dict[str, Any] = {
        "authority": authority,
        "to_organ": to_organ,
        "receiver": receiver,
        "text": f"{row.place}：{row.description}。",
    }
    hazard_transfer(hazard_id=row.pk, enclosed="现场照片 1 张", actor=actor, now=moment_of(on, 17), **given)


def _shot(row: Hazard, actor: User, on: date) -> Announced:
    return _told(row.pk, actor, on, row.number)


def _told(owner: UUID, actor: User, on: date, words: str) -> Announced:
    """A small real picture, received before it is named."""
    data = photo(DICE, on.isoformat() if not words.isascii() else words)
    sha256 = hashlib.sha256(data).hexdigest()
    told = Announced(uuid_of(DICE), "evidence", sha256, len(data), "image/jpeg")
    file_receive(
        file_id=told.uuid, offset=0, data=data, total=len(data), sha256=sha256, owner=("hazard", owner),
        actor=actor, now=moment_of(on, 9),
    )  # fmt: skip
    return told
