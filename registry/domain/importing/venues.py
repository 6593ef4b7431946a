"""Rosters of venues (检查对象名录库): from a sheet to one verdict per row."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from registry.domain.importing import cells
from registry.domain.importing.cells import Cell, Unreadable
from registry.domain.importing.columns import VENUE_COLUMNS, Header, find_header
from registry.domain.importing.licences import FIELDS, Licence, licences_after, named_licences
from registry.domain.importing.matching import Claim, claimed
from registry.domain.importing.rows import Reader, chosen, data_rows, limited, read_cells
from registry.domain.importing.verdicts import (
    CHANGED,
    NEW,
    REFUSED,
    SAME,
    Change,
    Fault,
    Preview,
    RowVerdict,
)
from registry.domain.states import status_verb
from registry.domain.venues import base_code, plain, venue_faults

Entry = dict[str, Any]

_STATUS: Final = {
    **dict.fromkeys(("营业", "营业中", "正常", "正常营业", "开业", "在业", "存续", "在营", "open"), "open"),
    **dict.fromkeys(("停业", "歇业", "暂停营业", "休业", "停业中", "closed"), "closed"),
    **dict.fromkeys(("注销", "已注销", "吊销", "cancelled"), "cancelled"),
    **dict.fromkeys(("失联", "无法联系", "查无下落", "lost"), "lost"),
}
_KINDS: Final = {
    "individual": ("个体", "individual"),
    "other": ("其他", "事业单位", "民办非企业", "社会团体", "机关", "other"),
    "enterprise": ("公司", "企业", "合伙", "合作社", "enterprise"),
}
_GRADES: Final = {grade + end: grade.upper() for grade in "abcd" for end in ("", "级")}
_DATUMS: Final = {
    "wgs84": "wgs84",
    "gps": "wgs84",
    "gcj02": "gcj02",
    "高德": "gcj02",
    "腾讯": "gcj02",
    "火星": "gcj02",
    "bd09": "bd09",
    "百度": "bd09",
    "cgcs2000": "cgcs2000",
    "国家2000": "cgcs2000",
    "天地图": "cgcs2000",
}
_CATEGORY_WORDS: Final = """
NET 网吧 网咖 上网服务 互联网上网 互联网上网服务 互联网上网服务场所
KTV 歌舞厅 KTV 歌厅 量贩KTV 歌舞娱乐 卡拉OK 舞厅
GAM 游艺厅 电玩城 游戏厅 游艺娱乐 电玩 游艺 游戏游艺场所
PER 演出 文艺表演团体 演出经纪机构 演出场所 个体演员 剧场
ART 艺术品 艺术品经营 画廊
INT 网络文化 互联网文化
SCR 剧本娱乐 剧本杀 密室 密室逃脱 剧本娱乐场所
EHT 电竞酒店
TRA 旅行社分社 旅行社服务网点 旅行社门市
SCN 景区 A级景区 旅游景区
HOT 星级饭店 饭店 民宿 酒店 星级酒店 宾馆
PUB 出版物发行 书店 音像 出版物零售 出版物批发 图书零售
PRI 印刷 复制 打字复印 印刷企业 印刷厂
FIL 电影 电影院 影院 影城 电影放映
SAT 卫星 卫星接收 小耳朵 卫星设施
BRO 广播电视 节目制作 广播电视节目制作
REL 文物 文物商店 文物拍卖 博物馆 文物保护单位
EXM 艺术考级 考级 社会艺术水平考级
SPT 高危体育 高危险性体育 高危险性体育项目 游泳馆 游泳场所 滑雪场
"""
_BLANK: Final[Entry] = {"name": "", "address": "", "categories": [], "licences": [], "datum": ""}


@dataclass(frozen=True)
class KnownVenue:
    """A registered venue: its code and its entry (with status) in the shape the registry keeps."""

    code: str
    entry: Mapping[str, Any]


@dataclass(frozen=True)
class VenueGround:
    """What a roster of venues is read against; `categories` comes from `category_words`."""

    categories: Mapping[str, str]
    licence_kinds: Mapping[str, str]
    township: Callable[[str], str | None]
    today: date
    known: Sequence[KnownVenue] = ()


@dataclass
class _Draft:
    number: int
    row: tuple[Cell, ...]
    values: Entry
    licences: list[Licence]
    faults: list[Fault]
    known: KnownVenue | None = None


def category_words(categories: Iterable[tuple[str, ...]]) -> dict[str, str]:
    """Every word for a category → its code; each category as its code and its names."""
    words = {_word(name): named[0] for named in categories for name in named}
    codes = set(words.values())
    for line in _CATEGORY_WORDS.strip().splitlines():
        code, *names = line.split()
        if code in codes:
            words |= {_word(name): code for name in names}
    return words


def read_venues(
    rows: Sequence[Sequence[Cell]], ground: VenueGround, told: Callable[[int], None] = lambda _: None
) -> Preview:
    """The verdicts of a sheet; a blank cell leaves what is registered. HeaderMissing without 单位名称.

    `told` hears the number of rows read so far, every thousand rows.
    """
    header = _categorised(find_header(rows, VENUE_COLUMNS, ("name",)), rows, ground)
    skipped: list[tuple[int, str]] = []
    readers = _readers(ground)
    datum = next((found for title in header.titles.values() if (found := _datum_in(title))), "")
    drafts = []
    for number, given, row in data_rows(rows, header, skipped):
        drafts.append(_draft(number, given, row, readers, datum))
        if len(drafts) % 1000 == 0:
            told(len(drafts))
    _match(drafts, ground)
    return Preview(
        header.row,
        header.columns,
        header.title_row,
        header.unknown,
        _verdicts(drafts, ground),
        tuple(skipped),
    )


def _categorised(header: Header, rows: Sequence[Sequence[Cell]], ground: VenueGround) -> Header:
    """Many rosters call the category 类型: then that column is read as categories."""
    place = next((column for column, field in header.columns.items() if field == "kind"), None)
    if place is None or "categories" in header.columns.values():
        return header
    said = (row[place] for row in rows[header.row :] if place < len(row) and not cells.blank(row[place]))
    if _word(cells.shown(next(said, None))) not in ground.categories:
        return header
    return replace(header, columns={**header.columns, place: "categories"})


def _readers(ground: VenueGround) -> dict[str, Reader]:
    def categories(cell: Cell) -> list[str]:
        return _categories(cells.text(cell), ground.categories)

    def township(cell: Cell) -> str:
        said = cells.text(cell)
        found = ground.township(said)
        if found is None:
            raise Unreadable("unknown_township", f"辖区内没有街道乡镇“{said}”，或者不能确定是哪一个")
        return found

    words = {
        "name": 120,
        "sign_name": 120,
        "legal_person": 60,
        "site_manager": 60,
        "registered_address": 200,
        "address": 200,
    }
    return {
        **{field: limited(cells.text, longest) for field, longest in words.items()},
        "code": limited(cells.code, 23),
        "uscc": cells.uscc,
        "kind": _kind,
        "phone": limited(cells.code, 30),
        "township": township,
        "lng": _coordinate,
        "lat": _coordinate,
        "coordinates": _coordinates,
        "datum": _datum,
        "categories": categories,
        "capacity": cells.whole,
        "area_m2": cells.area,
        "units": cells.whole,
        "hours": cells.hours,
        "credit_grade": chosen(_GRADES, cells.text, "A、B、C 或者 D"),
        "opened_on": cells.day,
        "status": chosen(_STATUS, lambda cell: plain(cells.text(cell)), "营业、停业、注销或者失联"),
    }  # fmt: skip


def _draft(
    number: int, given: Mapping[str, Cell], row: tuple[Cell, ...], readers: Mapping[str, Reader], datum: str
) -> _Draft:
    faults: list[Fault] = []
    values = read_cells(given, readers, faults)
    if "hours" in values:
        values["opens_at"], values["closes_at"] = values.pop("hours")
    if "coordinates" in values:
        values["lng"], values["lat"] = values.pop("coordinates")
    if datum and "lng" in values:
        values.setdefault("datum", datum)
    if "datum" in values and "lng" not in values and "lat" not in values:
        del values["datum"]
    swapped = values.get("lng"), values.get("lat")
    if None not in swapped and swapped[0] < 54 and swapped[1] > 73:  # type: ignore[operator]
        faults.append(Fault("lng", "swapped", "经度和纬度填反了"))
    return _Draft(number, row, values, named_licences(given, faults), faults)


def _match(drafts: Sequence[_Draft], ground: VenueGround) -> None:
    """Find the registered venue each row speaks of, each at most once; a second such row is refused."""
    by_code = {venue.code: venue for venue in ground.known}
    claims = []
    for draft in drafts:
        values = draft.values
        numbers = _numbers({"uscc": values.get("uscc", ""), "licences": draft.licences})
        broken = any(found.field in ("uscc", "code", "name") for found in draft.faults)
        code = values.get("code")
        if code and code not in by_code:
            draft.faults.append(Fault("code", "unknown_code", f"登记中没有对象编号“{code}”"))
        if not broken and (code or numbers):
            name, address = plain(values.get("name", "")), plain(values.get("address", ""))
            claims.append(Claim(draft.number, numbers, name, address, code if code in by_code else None))
    known = [
        Claim(
            place,
            _numbers(venue.entry),
            plain(venue.entry["name"]),
            plain(venue.entry["address"]),
            venue.code,
        )
        for place, venue in enumerate(ground.known)
    ]
    found, doubles = claimed(claims, known)
    for draft in drafts:
        if draft.number in doubles:
            first = doubles[draft.number]
            draft.faults.append(Fault("name", "duplicate_row", f"与第{first}行是同一家，只保留一行"))
        elif draft.number in found:
            draft.known = ground.known[found[draft.number]]


def _numbers(entry: Mapping[str, Any]) -> set[str]:
    licences = {plain(licence.get("number", "")).upper() for licence in entry.get("licences", ())}
    return {entry.get("uscc", ""), *licences} - {""}


def _verdicts(drafts: Sequence[_Draft], ground: VenueGround) -> tuple[RowVerdict, ...]:
    taken = {
        base_code(venue.entry.get("uscc", ""), venue.entry.get("licences", ())) for venue in ground.known
    }
    verdicts = []
    for draft in drafts:
        verdict = _verdict(draft, ground, taken)
        verdicts.append(verdict)
        if verdict.verdict == NEW:
            taken.add(verdict.base)
    return tuple(verdicts)


def _verdict(draft: _Draft, ground: VenueGround, taken: set[str]) -> RowVerdict:
    registered: Mapping[str, Any] = draft.known.entry if draft.known else {}
    values = {field: value for field, value in draft.values.items() if field != "code"}
    if draft.licences:
        categories = values.get("categories", registered.get("categories", ()))
        kinds = {ground.licence_kinds[code] for code in categories if code in ground.licence_kinds}
        values["licences"] = licences_after(draft.licences, registered.get("licences", ()), kinds)
    changes = []
    for field in list(values):
        if draft.known and _alike(values[field], registered.get(field)):
            values[field] = registered.get(field)
        elif draft.known:
            changes.append(Change(field, registered.get(field), values[field]))
    if any(change.field == "status" and _stuck(change) for change in changes):
        draft.faults.append(Fault("status", "move_not_open", "名录中已注销，不能用导入恢复；请另行登记"))
    entry = _BLANK | dict(registered) | values
    base = base_code(entry.get("uscc", ""), entry["licences"])
    faulted = {"licences" if found.field.startswith("licence_") else found.field for found in draft.faults}
    if not base and "uscc" not in faulted:
        draft.faults.append(Fault("uscc", "missing", "请填写统一社会信用代码；没有的，填写许可证编号"))
    for field, sentences in venue_faults(entry, today=ground.today).items():
        if field.split(".")[0] not in faulted:
            code = "invalid" if entry.get(field) else "missing"
            draft.faults += [Fault(field, code, sentence) for sentence in sentences]
    verdict = (CHANGED if changes else SAME) if draft.known else NEW
    return RowVerdict(
        row=draft.number,
        verdict=REFUSED if draft.faults else verdict,
        name=entry["name"],
        values=values,
        cells=draft.row,
        faults=tuple(draft.faults),
        changes=tuple(changes),
        code=draft.known.code if draft.known else None,
        base=base,
        suffix_needed=draft.known is None and base in taken,
    )


def _stuck(change: Change) -> bool:
    """Whether no move leads from the registered status to the one the row states."""
    return bool(change.before) and status_verb(change.before, change.after) is None


def _alike(after: Any, before: Any) -> bool:
    """Whether two values say the same: width and blanks do not count in texts."""
    if after == before:
        return True
    if isinstance(after, str) and isinstance(before, str):
        return plain(after) == plain(before)
    if isinstance(after, list) and isinstance(before, list) and after and isinstance(after[0], dict):
        return len(after) == len(before) and all(
            all(_alike(mine.get(field), theirs.get(field)) for field in FIELDS)
            for mine, theirs in zip(after, before, strict=True)
        )
    return False


def _word(name: str) -> str:
    return plain(name).casefold()


def _categories(said: str, words: Mapping[str, str]) -> list[str]:
    if _word(said) in words:
        return [words[_word(said)]]
    names = [name for name in re.split(r"[、,，;；/|+]+", said) if name.strip()]
    unknown = [name for name in names if _word(name) not in words]
    if unknown or not names:
        raise Unreadable("unknown_category", f"没有类别“{'、'.join(unknown) or said}”")
    return sorted({words[_word(name)] for name in names})


def _coordinate(cell: Cell) -> Decimal:
    return cells.decimal(cell).quantize(Decimal("1e-7"))


def _coordinates(cell: Cell) -> tuple[Decimal, Decimal]:
    parts = [part for part in re.split(r"[,，;；\s]+", cells.text(cell)) if part]
    if len(parts) != 2:
        raise Unreadable("bad_coordinates", "坐标应写成“经度,纬度”")
    return _coordinate(parts[0]), _coordinate(parts[1])


def _kind(cell: Cell) -> str:
    said = plain(cells.text(cell)).casefold()
    for kind, marks in _KINDS.items():
        if any(mark in said for mark in marks):
            return kind
    raise Unreadable("unknown_word", f"不认识类型“{cells.text(cell)}”，请填写企业、个体工商户或者其他")


def _datum(cell: Cell) -> str:
    found = _datum_in(cells.text(cell))
    if not found:
        known = "WGS-84、GCJ-02、BD-09 或者 CGCS2000"
        raise Unreadable("unknown_word", f"不认识坐标系“{cells.text(cell)}”，请填写{known}")
    return found


def _datum_in(words: str) -> str:
    key = re.sub(r"[\s_-]+", "", unicodedata.normalize("NFKC", words)).casefold()
    return next((datum for word, datum in _DATUMS.items() if word in key), "")
