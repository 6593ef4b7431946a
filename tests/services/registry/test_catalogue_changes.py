"""A change of the catalogue: judged, proposed, reviewed by another, and only then in effect."""

import io
from datetime import date
from typing import Any

import openpyxl
import pytest

from backend import clock
from backend.domain.errors import DomainError
from backend.models import JournalLine
from registry.models import CatalogueChange, CatalogueVersion, CheckItem, DiscretionBand, LegalBasis
from registry.selectors.catalogue import base_in_force
from registry.selectors.law import bands_of, change_get, change_whole, lenient_in_force
from registry.services.catalogue import catalogue_in_use, catalogue_load, shipped
from registry.services.catalogue_changes import (
    catalogue_approve,
    catalogue_check,
    catalogue_export,
    catalogue_propose,
    catalogue_reject,
    catalogue_row,
    catalogue_withdraw,
    given_of_rows,
    given_of_workbook,
)
from tests.cast import Cast
from tests.factories_registry import catalogue_make, change_make

pytestmark = pytest.mark.django_db


def rewritten(data: bytes, sheet: str, code: str, **cells: Any) -> bytes:
    """The workbook with some cells of a row typed over; a code that is not there is a new last row."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    page = book[sheet]
    titles = [cell.value for cell in page[1]]
    place = titles.index("编号") + 1
    found = [n for n in range(2, page.max_row + 1) if page.cell(n, place).value == code]
    row = found[0] if found else page.max_row + 1
    page.cell(row, place).value = code
    for title, value in cells.items():
        page.cell(row, titles.index(title) + 1).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def refusal(act: Any) -> DomainError:
    before = CatalogueChange.objects.everywhere("guard").count()
    with pytest.raises(DomainError) as refused:
        act()
    assert CatalogueChange.objects.everywhere("guard").count() == before
    return refused.value


def test_what_is_exported_comes_back_without_a_change(cast: Cast) -> None:
    catalogue_make()
    data = catalogue_export(actor=cast.legal_reviewer, now=clock.now())
    judged = catalogue_check(given=given_of_workbook(data, "目录.xlsx"), actor=cast.legal_reviewer)
    assert {one.verdict for one in judged.verdicts} == {"same"}
    same = refusal(
        lambda: catalogue_propose(
            given=given_of_workbook(data, "目录.xlsx"), note="无", actor=cast.legal_reviewer, now=clock.now()
        )
    )
    assert same.code == "catalogue_same"


def test_a_new_version_from_a_workbook_takes_effect_after_review_and_keeps_the_old(cast: Cast) -> None:
    catalogue_make()
    old = "ENTR-2020-48-3-ordinary"
    data = catalogue_export(actor=cast.legal_reviewer, now=clock.now())
    data = rewritten(data, "法律依据", old, 失效日期="2026-12-31")
    values = {
        "条款沿革": "ENTR-content-3", "法律": "娱乐场所管理条例", "简称": "娱乐条例", "版本": "2027修订",
        "条": "第四十八条", "款项": "第（三）项", "性质": "penalty", "要点": "虚构的新版本",
        "情节": "ordinary", "施行日期": date(2027, 1, 1), "处罚种类": "fine", "罚款上限（元）": "60000",
        "已核实": "否", "出处": "OKU",
    }  # fmt: skip
    data = rewritten(data, "法律依据", "ENTR-2027-48-3", **values)
    bases = "；".join(row_bases("KTV-MINORS", "ENTR-2027-48-3"))
    data = rewritten(data, "违法行为", "KTV-MINORS", 依据=bases)
    given = given_of_workbook(data, "目录.xlsx")
    change = catalogue_propose(
        given=given, note="条例修订", actor=cast.legal_reviewer, now=clock.now(), filename="目录.xlsx"
    )
    assert not LegalBasis.objects.everywhere("guard").filter(key="ENTR-2027-48-3").exists()
    catalogue_approve(change_id=change.uuid, actor=cast.leader, now=clock.now())

    def in_force(on: date) -> set[str]:
        return {row.key for row in base_in_force(violation="KTV-MINORS", on=on, role="penalty")}

    assert old in in_force(date(2026, 12, 31))
    assert old not in in_force(date(2027, 1, 1))
    assert "ENTR-2027-48-3" in in_force(date(2027, 1, 1))
    assert LegalBasis.objects.everywhere("guard").get(key=old).fine_max_fen == 3_000_000
    told = change_whole(change_get(change.uuid, cast.leader), cast.leader)
    assert (told["state"], told["decided_by"], told["filename"]) == (
        "effective",
        cast.leader.name,
        "目录.xlsx",
    )
    assert {(row["code"], row["new"]) for row in told["rows"]} == {
        (old, False), ("ENTR-2027-48-3", True), ("KTV-MINORS", False),
    }  # fmt: skip
    verbs = JournalLine.objects.everywhere("guard").filter(noun_id=change.uuid).order_by("pk")
    assert list(verbs.values_list("verb", "actor_id")) == [
        ("catalogue.edit", cast.legal_reviewer.uuid),
        ("catalogue.approve", cast.leader.uuid),
    ]


def row_bases(code: str, *more: str) -> list[str]:
    return [*next(row.bases for row in shipped().violations if row.code == code), *more]


def test_a_later_program_keeps_what_the_organ_changed(cast: Cast) -> None:
    catalogue_make()
    change = change_make(cast.legal_reviewer)
    catalogue_approve(change_id=change.uuid, actor=cast.leader, now=clock.now())
    versions = CatalogueVersion.objects.everywhere("guard").count()
    _, loaded = catalogue_load(edition=catalogue_in_use(), now=clock.now())
    assert (loaded, CatalogueVersion.objects.everywhere("guard").count()) == (False, versions)
    assert LegalBasis.objects.everywhere("guard").get(key="ENTR-2020-7").note.endswith("（要点改写）。")


def test_nothing_is_written_when_one_row_of_many_is_refused(cast: Cast) -> None:
    catalogue_make()
    actor = cast.legal_reviewer
    good = catalogue_row(section="violations", code="KTV-MINORS", actor=actor)["values"] | {
        "en": "Better words"
    }
    bad = catalogue_row(section="violations", code="NET-MINORS", actor=actor)["values"] | {"bases": []}
    long = good | {"zh": "长" * 200}

    def propose(*rows: dict[str, Any]) -> None:
        given = given_of_rows([{"section": "violations", "values": row} for row in rows])
        catalogue_propose(given=given, note="试", actor=actor, now=clock.now())

    first = refusal(lambda: propose(good, bad))
    assert (first.code, first.data["n"], first.data["rows"][0]["code"]) == (
        "catalogue_refused",
        1,
        "NET-MINORS",
    )
    second = refusal(lambda: propose(long))
    assert second.code == "catalogue_refused"
    judged = catalogue_check(given=given_of_rows([{"section": "violations", "values": long}]), actor=actor)
    assert judged.verdicts[0].faults == (("", "“名称”超过 120 个字"),)


def test_who_proposed_does_not_review_and_only_he_withdraws(cast: Cast) -> None:
    catalogue_make()
    change = change_make(cast.legal_reviewer)
    cases = [
        (catalogue_approve, cast.legal_reviewer, "own_record"),
        (catalogue_withdraw, cast.leader, "not_allowed"),
        (catalogue_approve, cast.supervisor, "not_allowed"),
    ]
    for act, actor, code in cases:
        assert refusal(lambda a=act, b=actor: a(change_id=change.uuid, actor=b, now=clock.now())).code == code
    done = catalogue_withdraw(change_id=change.uuid, actor=cast.legal_reviewer, now=clock.now())
    assert done.state == "withdrawn"
    back = change_make(cast.legal_reviewer)
    row = catalogue_reject(change_id=back.uuid, reason="出处不清", actor=cast.leader, now=clock.now())
    assert (row.state, row.reason) == ("rejected", "出处不清")
    late = refusal(lambda: catalogue_approve(change_id=back.uuid, actor=cast.leader, now=clock.now()))
    assert late.code == "move_not_open"


def test_a_proposal_whose_rows_were_changed_meanwhile_is_not_approved(cast: Cast) -> None:
    catalogue_make()
    first, second = change_make(cast.legal_reviewer), change_make(cast.legal_reviewer, note="另一种写法")
    catalogue_approve(change_id=first.uuid, actor=cast.leader, now=clock.now())
    late = refusal(lambda: catalogue_approve(change_id=second.uuid, actor=cast.leader, now=clock.now()))
    assert late.code == "catalogue_moved"
    second.refresh_from_db()
    assert second.state == "proposed"


def test_items_end_on_their_day_and_bands_hold_in_theirs(cast: Cast) -> None:
    catalogue_make()
    actor = cast.legal_reviewer
    item = catalogue_row(section="items", code="KTV-01", actor=actor)["values"] | {"ended_on": "2026-09-30"}
    band = catalogue_row(section="discretion_bands", code="DZ-KTV-MINORS", actor=actor)["values"]
    ours = band | {"code": "OURS-1", "region": "本区", "adopted": True, "valid_from": "2026-10-01"}
    given = given_of_rows(
        [{"section": "items", "values": item}, {"section": "discretion_bands", "values": ours}]
    )
    change = catalogue_propose(given=given, note="采用本区基准", actor=actor, now=clock.now())
    catalogue_approve(change_id=change.uuid, actor=cast.leader, now=clock.now())
    assert CheckItem.objects.everywhere("guard").get(code="KTV-01").in_force_to == date(2026, 9, 30)
    assert DiscretionBand.objects.everywhere("guard").filter(adopted=True).count() == 1
    steps = bands_of([band["basis"]], date(2026, 9, 30))[band["basis"]]
    assert [row.code for row in steps] == ["DZ-KTV-MINORS"]
    assert [row.code for row in lenient_in_force("NET-DISPLAY", date(2022, 8, 14))] == ["TJ-2021-2"]


def test_files_that_are_no_catalogue_say_what_is_missing(cast: Cast) -> None:
    book = openpyxl.Workbook()
    out = io.BytesIO()
    assert book.active is not None
    book.active.append(["a"])
    book.save(out)
    said = refusal(lambda: given_of_workbook(out.getvalue(), "x.xlsx"))
    assert said.data["why"].startswith("没有可用的工作表：出处、类别")
    assert refusal(lambda: given_of_workbook(b"", "x.xlsx")).code == "file_unreadable"
    book.active.title = "出处"
    out = io.BytesIO()
    book.save(out)
    assert "出处：缺少“编号”一列" in refusal(lambda: given_of_workbook(out.getvalue(), "x.xlsx")).data["why"]
    assert refusal(lambda: given_of_rows([{"section": "triggers", "values": {}}])).code == "invalid"
    catalogue_make()
    unknown = refusal(lambda: catalogue_row(section="bases", code="NOWHERE", actor=cast.legal_reviewer))
    assert unknown.code == "not_found"
