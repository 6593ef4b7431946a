"""Talks and commitments of the year: one signed with the commitment made at it, one whose paper is still out."""

import hashlib
from datetime import date, timedelta
from random import Random
from typing import Any

from backend.models import User
from backend.services.files import Announced, file_receive
from counting.demonstration.draws import moment_of
from counting.demonstration.history import Story
from counting.demonstration.records import photo, uuid_of
from enforcement.models import Case, Guidance
from enforcement.services.guidance import guidance_give, guidance_sign
from inspections.models import Hazard

DICE = Random(21)  # nosec B311 # their own, so that the rest of the story stays as it is


def guidance_tell(story: Story) -> int:
    """Told by calling the services on the day; returns how many there are."""
    shao = story.users["shao"]
    case = Case.objects.everywhere("loader").select_related("venue").order_by("filed_on", "number").first()
    hazard = Hazard.objects.everywhere("loader").select_related("venue").get(place="二楼西侧")
    net = next(one for one in story.venues if story.category[one.uuid] == "NET")
    talked: dict[str, Any] = {"place": "大队会议室", "officers": [one.uuid for one in story.officers[:2]]}
    first = guidance_give(
        kind="talk", venue=case.venue_id if case else net.uuid,
        cause=("case", case.uuid) if case else None, **talked, came="贺兰舟",
        came_role="店长", reason="一年内两次被查出未按规定核对、登记上网消费者身份证件。",
        content="通报检查情况，学习《互联网上网服务营业场所管理条例》有关规定；要求逐人核对身份证件，"
        "前台每班两人复核，三日内报送整改情况。",
        statement="认可检查情况，已更换前台值班人员并安装读卡器。",
        actor=shao, now=moment_of(date(2026, 6, 30), 11), held_at=moment_of(date(2026, 6, 30), 9, 30),
    )  # fmt: skip
    _signed(first, shao)
    pledge = guidance_give(
        kind="pledge", venue=first.venue_id, talk=first.pk, came="贺兰舟", came_role="店长",
        reason="约谈后自愿承诺规范经营。",
        content="一、逐人核对、登记上网消费者的有效身份证件；\n二、不接纳未成年人；\n三、零时至八时不营业。",
        until=date(2027, 6, 29), held_at=moment_of(date(2026, 6, 30), 10, 40), actor=shao,
        now=moment_of(date(2026, 6, 30), 11),
    )  # fmt: skip
    _signed(pledge, shao)
    guidance_give(
        kind="talk", venue=hazard.venue_id, cause=("hazard", hazard.pk), **talked, came="温故里",
        came_role="经理",
        reason="营业中锁闭安全出口，已移送消防救援机构。",
        content="营业期间安全出口不得上锁；每日营业前由专人检查并登记。",
        held_at=moment_of(date(2026, 9, 14), 15), actor=shao, now=moment_of(date(2026, 9, 14), 16),
    )  # fmt: skip
    return Guidance.objects.everywhere("loader").count()


def _signed(row: Guidance, actor: User) -> None:
    """A picture of the signed paper, received before it is named."""
    data = photo(DICE, "signed")
    sha256 = hashlib.sha256(data).hexdigest()
    told = Announced(uuid_of(DICE), "evidence", sha256, len(data), "image/jpeg")
    later = row.held_at + timedelta(hours=6)
    file_receive(
        file_id=told.uuid, offset=0, data=data, total=len(data), sha256=sha256, owner=row.ref, actor=actor,
        now=later,
    )  # fmt: skip
    guidance_sign(guidance_id=row.pk, files=[told], actor=actor, now=later)
