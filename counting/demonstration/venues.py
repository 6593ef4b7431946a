"""The fictional venues of the demonstration: names nobody bears, codes that say DEM."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from backend.models import User
from registry.domain.uscc import check_sign
from registry.models import Venue
from registry.services.venues import venue_create

TOWNSHIPS = {
    "370117001": ("艾山街道", 117.815, 36.070, ("钢都大街", "双元大街", "永兴路", "艾山路")),
    "370117002": ("里辛街道", 117.790, 36.105, ("里辛大街", "九龙路", "里兴街")),
    "370117003": ("汶源街道", 117.835, 36.058, ("汶源大街", "府前大街", "友谊大街")),
    "370117004": ("颜庄街道", 117.745, 36.110, ("颜庄大街", "颜兴路")),
    "370117005": ("辛庄街道", 117.870, 36.120, ("辛庄大街", "砟峪路")),
}
WEIGHTS = (9, 4, 7, 3, 2)
FIRST = (
    "云阶", "蓝鲸", "星渡", "飞鱼", "红石榴", "青柠", "白鹭", "木棉", "松果", "云雀", "竹里", "半山", "听澜", "雁回", "枕书",
    "拾光", "渡口", "南风", "北岸", "知更", "鹿鸣", "溪上", "月白", "暮云", "银杏", "麦田", "浮光", "逐浪", "晴川", "折枝",
    "望舒", "清和", "小满", "谷雨", "长汀", "远帆", "栖霞", "问渠", "墨池", "橙子", "极昼", "蜂巢", "回声", "微澜", "石榴籽",
    "风铃", "海棠", "青瓦", "灯塔", "朝露",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    """A category of the district: how many, how they are called, licensed and open."""

    code: str
    count: int
    suffixes: tuple[str, ...]
    licence: str
    years: int | None
    hours: tuple[str, str]
    units: tuple[int, int] | None


KINDS = (
    Kind("NET", 40, ("网咖", "网吧", "电竞网咖"), "网络文化经营许可证", None, ("08:00", "24:00"), (40, 160)),
    Kind("KTV", 34, ("量贩KTV", "音乐KTV", "歌厅"), "娱乐经营许可证", 2, ("13:00", "02:00"), (8, 40)),
    Kind("GAM", 12, ("电玩城", "游艺厅"), "娱乐经营许可证", 2, ("10:00", "22:00"), (30, 90)),
    Kind("PER", 12, ("演艺文化", "艺术团"), "营业性演出许可证", 2, ("09:00", "18:00"), None),
    Kind("ART", 10, ("画廊", "艺术馆"), "艺术品经营单位备案证明", None, ("09:00", "18:00"), None),
    Kind("SCR", 14, ("剧本推理馆", "沉浸剧场"), "剧本娱乐经营场所备案", None, ("10:00", "23:00"), (4, 12)),
    Kind("EHT", 10, ("电竞酒店",), "特种行业许可证", None, ("00:00", "24:00"), (20, 60)),
    Kind(
        "TRA",
        30,
        ("旅行社", "国际旅行社", "假日旅行社"),
        "旅行社业务经营许可证",
        None,
        ("08:30", "17:30"),
        None,
    ),
    Kind("PUB", 48, ("书店", "书屋", "文具图书"), "出版物经营许可证", 6, ("08:00", "20:00"), None),
    Kind("PRI", 30, ("印务", "图文", "彩印"), "印刷经营许可证", None, ("08:00", "18:00"), None),
    Kind("FIL", 6, ("影城",), "电影放映经营许可证", None, ("09:00", "24:00"), (4, 9)),
    Kind("SAT", 14, ("宾馆", "商务酒店"), "接收卫星传送的电视节目许可证", None, ("00:00", "24:00"), None),
)
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
GIVEN = ("某甲", "某乙", "某丙", "某丁")


def uscc(number: int, individual: int) -> str:
    """A code of the right form whose body says DEM: fictional, and its check digit holds."""
    body = f"9{2 if individual else 1}370117DEM{number:06d}"
    return body + check_sign(body)


def entries(seed: int) -> Iterator[dict[str, Any]]:
    """The 260 entries in the order they were listed; two pairs of premises share a code."""
    dice = Random(seed)  # nosec B311 # a fixed seed makes the same district every time
    number = 0
    towns = list(TOWNSHIPS)
    for kind in KINDS:
        names = dice.sample(FIRST, kind.count)
        for place in range(kind.count):
            number += 1
            code = uscc(number - 1 if place and number in (7, 53) else number, place % 3 == 0)
            yield _entry(kind, names[place], place, number, code, dice, towns)


def _entry(
    kind: Kind, first: str, place: int, number: int, code: str, dice: Random, towns: list[str]
) -> dict[str, Any]:
    town = dice.choices(towns, WEIGHTS)[0]
    street, lng, lat, roads = TOWNSHIPS[town]
    name = f"济南市钢城区{first}{kind.suffixes[place % len(kind.suffixes)]}"
    issued = date(2024, 3, 1) + timedelta(days=dice.randrange(0, 620))
    valid_to = issued.replace(year=issued.year + kind.years, day=min(issued.day, 28)) if kind.years else None
    address = f"钢城区{street}{dice.choice(roads)}{dice.randrange(1, 199)}号"
    owner = dice.choice(SURNAMES) + dice.choice(GIVEN)
    low, high = kind.units or (0, 0)
    return {
        "name": name, "sign_name": f"{first}{kind.suffixes[place % len(kind.suffixes)]}", "uscc": code,
        "kind": "individual" if place % 3 == 0 else "enterprise", "legal_person": owner, "site_manager": owner,
        "phone": f"0531-5550{number:04d}", "registered_address": address, "address": address, "township": town,
        "lng": Decimal(f"{lng + dice.randrange(-120, 121) / 10_000:.4f}"),
        "lat": Decimal(f"{lat + dice.randrange(-90, 91) / 10_000:.4f}"),
        "datum": "cgcs2000", "capacity": dice.randrange(60, 400) if kind.units else None,
        "area_m2": dice.randrange(60, 900), "units": dice.randrange(low, high) if kind.units else None,
        "opens_at": kind.hours[0], "closes_at": kind.hours[1],
        "credit_grade": dice.choices("ABCD", (30, 52, 14, 4))[0], "opened_on": issued.replace(day=1),
        "categories": [kind.code],
        "licences": [
            {"kind": kind.licence, "number": f"DEM{kind.code}{number:04d}", "scope": kind.suffixes[0],
             "issued_on": issued, "valid_to": valid_to}
        ],
    }  # fmt: skip


def venues_load(actor: User, now: datetime, seed: int) -> list[Venue]:
    """All of them through the registry's own service."""
    return [venue_create(values=values, actor=actor, now=now) for values in entries(seed)]
