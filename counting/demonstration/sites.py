"""The demonstration sites of the year: two named, one being created, one only screened."""

import hashlib
from datetime import date
from random import Random
from typing import Any
from uuid import UUID

from backend.models import User
from backend.services.files import Announced, file_receive
from counting.demonstration.draws import moment_of
from counting.demonstration.records import photo, uuid_of
from counting.services.sites import site_screen, site_step

DICE = Random(7)  # nosec B311 # their own, so that the rest of the story stays as it is
PIRACY, COMMUNITY, TOWNSHIP = (
    "anti_piracy_demonstration_sites", "no_satellite_dish_communities", "no_satellite_dish_townships",
)  # fmt: skip
SURVEYED = {"households": 412, "found": 3, "self_removed": 2, "forced": 1}
# kind, name, place, why, then verb, day, words, numbers
SITES: tuple[tuple[str, str, str, str, tuple[tuple[str, date, str, dict[str, int]], ...]], ...] = (
    (PIRACY, "汶源街道“扫黄打非”示范点", "汶源街道", "有专人、有阵地、有制度", (
        ("site.create", date(2026, 3, 18), "建立站点，配齐宣传栏和联络员", {}),
        ("site.check", date(2026, 6, 30), "验收合格", {}),
        ("site.name", date(2026, 7, 15), "区“扫黄打非”办公室命名", {}),
    )),
    (COMMUNITY, "艾山街道虚构第一社区", "艾山街道", "多年无新装卫星设施", (
        ("site.create", date(2026, 3, 20), "张贴公告，发放明白纸", {}),
        ("site.survey", date(2026, 4, 28), "逐户排查", SURVEYED),
        ("site.check", date(2026, 5, 28), "抽查六十户，未发现", {}),
        ("site.name", date(2026, 6, 10), "街道办事处命名", {}),
        ("site.recheck", date(2026, 8, 26), "回访原使用户，未恢复安装", {}),
    )),
    (COMMUNITY, "里辛街道虚构第二社区", "里辛街道", "使用户少，便于集中清理", (
        ("site.create", date(2026, 8, 5), "张贴公告", {}),
        ("site.survey", date(2026, 9, 2), "还有一户外出", {"households": 268, "found": 2, "self_removed": 1}),
    )),
    (PIRACY, "里辛街道虚构书屋示范点", "里辛街道", "常年无违规记录", (
        ("site.create", date(2025, 7, 2), "设宣传栏和举报箱", {}),
        ("site.check", date(2025, 9, 10), "验收合格", {}),
        ("site.name", date(2025, 9, 24), "区“扫黄打非”办公室命名", {}),
    )),
    (TOWNSHIP, "汶源街道", "汶源街道", "辖区社区已过半命名", ()),
)  # fmt: skip


def sites_tell(actor: User, names: User) -> None:
    """Each by its services, on the day of its step; another than who accepted it names it."""
    for kind, name, place, why, steps in SITES:
        first = steps[0][1] if steps else date(2026, 9, 1)
        given: dict[str, Any] = {"kind": kind, "name": name, "place": place, "why": why, "actor": actor}
        site = site_screen(now=moment_of(first, 9), **given)
        for verb, on, text, numbers in steps:
            shots = [_shot(site.uuid, actor, on)] if numbers or verb == "site.check" else []
            site_step(
                site_id=site.uuid, verb=verb, files=shots, text=text, on=on, numbers=numbers,
                actor=names if verb == "site.name" else actor, now=moment_of(on, 16),
            )  # fmt: skip


def _shot(site: UUID, actor: User, on: date) -> Announced:
    """A small real picture of a survey, received before its step names it."""
    data = photo(DICE, on.isoformat())
    told = Announced(uuid_of(DICE), "evidence", hashlib.sha256(data).hexdigest(), len(data), "image/jpeg")
    file_receive(
        file_id=told.uuid, offset=0, data=data, total=len(data), sha256=told.sha256, owner=("site", site),
        actor=actor, now=moment_of(on, 15),
    )  # fmt: skip
    return told
