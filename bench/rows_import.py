"""Row `import`: a workbook of 50,000 venues to one verdict per row, 5,000 of them registered already."""

import io
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import uuid4

from bench.row import Comparison, row

ROWS = 50_000
KNOWN = 5_000
HEADER = (
    "序号", "单位名称", "统一社会信用代码", "法定代表人", "联系电话", "经营地址", "所属街道", "类别",
    "许可证编号", "有效期至", "营业时间", "状态",
)  # fmt: skip
COMPARED = ("name", "legal_person", "phone", "address")
NOW = datetime(2026, 9, 15, 2, 0, tzinfo=UTC)


def _values(number: int) -> list[object]:
    from registry.domain.uscc import check_sign

    body = f"91370117MAX{number:06d}"
    code = body + check_sign(body)
    if number % 50 == 49:
        code = code[:-1] + ("0" if code[-1] != "0" else "1")  # one in fifty has a wrong check sign
    return [
        number, f"示例场所{number}", code, "吴珊", f"138{number:08d}", f"虚构路 {number} 号", "艾山街道",
        ("网吧", "歌舞厅", "游艺")[number % 3], f"鲁{number:08d}", "2027-12-31", "08:00-24:00", "营业",
    ]  # fmt: skip


def _workbook() -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("名录")
        sheet.write_row(0, 0, ["虚构区文化市场经营单位名录"])
        sheet.write_row(1, 0, HEADER)
        for number in range(ROWS):
            sheet.write_row(number + 2, 0, _values(number))
    return out.getvalue()


def _house(data: bytes) -> str:
    """A district with its register: the first 5,000 rows of the workbook imported by the services."""
    from django.core.management import call_command

    from backend import storage
    from backend.models import Division, Organ, User
    from registry.models import RosterImport

    call_command("catalogue_load", stdout=io.StringIO())
    for code, name, parent, level in (
        ("370117", "钢城区", "3701", "county"),
        ("370117001", "艾山街道", "370117", "township"),
    ):
        Division.objects.create(code=code, name=name, parent=parent, level=level)
    organ = Organ.objects.create(
        code="WH370117", name="虚构大队", short_name="虚构大队", number_short="钢", division_id="370117",
        lo="WH370117", hi="WH370117~",
    )  # fmt: skip
    user = User.objects.create(username="bench", name="测", organ=organ, created_at=NOW)
    path = f"rosters/bench/{uuid4()}"
    storage.put(path, data)
    roster = RosterImport.objects.create(
        organ=organ, created_at=NOW, kind="venues", filename="名录.xlsx", sha256="0" * 64, path=path,
        uploaded_by=user,
    )  # fmt: skip
    _register(roster)
    return str(roster.uuid)


def _register(roster: object) -> None:
    from registry.models import RosterImport, Venue
    from registry.services.register import (
        categories_write,
        licences_write,
        venue_blank,
        venue_fill,
        venues_write,
    )
    from registry.services.rosters.judging import judge

    assert isinstance(roster, RosterImport)
    venues, categories, licences = [], {}, {}
    new = [r for r in judge(roster, lambda _: None, today_of=NOW).preview.rows if r.verdict == "new"]
    for one in new[:KNOWN]:
        entry = venue_blank() | dict(one.values)
        venue = Venue(organ=roster.organ, created_at=NOW, code=one.base, registered_on=NOW.date())
        venue_fill(venue, entry)
        venues.append(venue)
        categories[venue.uuid], licences[venue.uuid] = entry["categories"], entry["licences"]
    venues_write(venues)
    categories_write(categories, NOW.date())
    licences_write(licences, NOW.date())


def _ours(import_id: str) -> dict[str, int]:
    from registry.models import RosterImport
    from registry.services.rosters.judging import judge

    roster = RosterImport.objects.everywhere("task").select_related("organ").get(uuid=import_id)
    return judge(roster, lambda _: None, today_of=NOW).preview.counts()


def _other(data: bytes) -> dict[str, int]:
    """As a careful script would: openpyxl row by row, against the register read once into dictionaries."""
    from openpyxl import load_workbook

    from registry.domain.uscc import uscc_fault
    from registry.models import Category, Licence, Venue, VenueCategory
    from registry.selectors.townships import township_list

    categories = dict(Category.objects.everywhere("reference").values_list("short_zh", "code"))
    words = {"网吧": "NET", "歌舞厅": "KTV", "游艺": "GAM"} | categories
    towns = {name: code for code, name in township_list("370117").items()}
    rows = Venue.objects.everywhere("task").filter(organ="WH370117")
    venues = {code: tuple(told) for code, *told in rows.values_list("uscc", *COMPARED)}
    licences = Licence.objects.everywhere("task").filter(ended_on__isnull=True)
    licensed = {venue: told for venue, *told in licences.values_list("venue__uscc", "number", "valid_to")}
    of_kind = VenueCategory.objects.everywhere("task").filter(left_on__isnull=True)
    held = dict(of_kind.values_list("venue__uscc", "category_id"))
    counts: Counter[str] = Counter()
    sheet = load_workbook(io.BytesIO(data), read_only=True).worksheets[0]
    for values in sheet.iter_rows(min_row=3, values_only=True):
        name, code, person, phone, address, town, category = (str(value).strip() for value in values[1:8])
        number, until = str(values[8]).strip(), str(values[9]).strip()
        if uscc_fault(code) or category not in words or town not in towns:
            counts["refused"] += 1
            continue
        if code not in venues:
            counts["new"] += 1
            continue
        known = (*venues[code], held[code], licensed[code][0], str(licensed[code][1]))
        same = known == (name, person, phone, address, words[category], number, until)
        counts["same" if same else "changed"] += 1
    return dict(counts)


def _agreed(counts: dict[str, int]) -> None:
    """Both sides must come to the same verdicts, in every round."""
    expected = {"new": ROWS - KNOWN - ROWS // 50, "changed": 0, "same": KNOWN, "refused": ROWS // 50}
    found = dict.fromkeys(expected, 0) | counts
    if found != expected:
        raise AssertionError(f"verdicts {found}, expected {expected}")


@row("import")
def comparisons() -> Iterator[Comparison]:
    """From the bytes of the file to the verdict of the last row; nothing is written by either."""
    data = _workbook()
    import_id = _house(data)
    yield Comparison(
        work=f"{ROWS} rows of .xlsx to verdicts, {KNOWN} registered",
        ours=lambda: _agreed(_ours(import_id)),
        other_name="openpyxl read_only, register in dictionaries, no suffixes, no sameness by name",
        other=lambda: _agreed(_other(data)),
        rounds=3,
    )
