from dataclasses import replace
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend import clock
from registry.models import CatalogueVersion, CheckItem, LegalBasis, ViolationBasis
from registry.selectors.catalogue import (
    base_in_force,
    catalogue_form,
    catalogue_list,
    catalogue_version,
    catalogue_wording,
)
from registry.services.catalogue import catalogue_digest, catalogue_load, shipped
from tests.factories_registry import catalogue_make

TODAY = date(2026, 9, 15)
pytestmark = pytest.mark.django_db


def test_shipped_catalogue_is_loaded_whole_and_only_once() -> None:
    first = catalogue_make()
    again, loaded = catalogue_load(edition=shipped(), now=clock.now())
    assert (again, loaded) == (first, False)
    assert CatalogueVersion.objects.everywhere("task").count() == 1
    assert CheckItem.objects.everywhere("task").count() == len(shipped().items)
    assert LegalBasis.objects.everywhere("task").count() == len(shipped().bases)
    assert ViolationBasis.objects.everywhere("task").count() == sum(
        len(v.bases) for v in shipped().violations
    )


def test_version_names_the_day_and_the_digest() -> None:
    assert catalogue_make().version == f"2026.09.15-{catalogue_digest(shipped())[:8]}"


def test_command_says_what_it_loaded_and_then_nothing() -> None:
    out = StringIO()
    call_command("catalogue_load", stdout=out)
    first = out.getvalue()
    call_command("catalogue_load", stdout=out)
    assert first == f"检查事项目录 {catalogue_version()}：{len(shipped().items)} 项\n"
    assert out.getvalue() == first


def test_new_edition_keeps_old_bases_and_retires_items_it_no_longer_has() -> None:
    catalogue_make()
    old = shipped()
    gone_item, gone_basis = old.items[0], old.bases[0]
    edition = replace(
        old,
        items=tuple(replace(i, question_zh="新问法") if n == 1 else i for n, i in enumerate(old.items))[1:],
        bases=old.bases[1:],
        violations=tuple(
            replace(v, bases=tuple(b for b in v.bases if b != gone_basis.code) or (old.bases[1].code,))
            for v in old.violations
        ),
    )
    version, loaded = catalogue_load(edition=edition, now=clock.now())
    assert loaded
    assert catalogue_version() == version.version
    item = CheckItem.objects.everywhere("task").get(code=gone_item.code)
    assert item.in_force_to == TODAY - timedelta(days=1)
    assert LegalBasis.objects.everywhere("task").filter(key=gone_basis.code).exists()
    asked = {i["code"]: i["question"] for s in form(item.category_id or "NET") for i in s["items"]}
    assert gone_item.code not in asked
    catalogue_load(edition=old, now=clock.now())
    assert CheckItem.objects.everywhere("task").get(code=gone_item.code).in_force_to is None


def test_wording_of_an_older_edition_stays_readable() -> None:
    first = catalogue_make()
    item = shipped().items[0]
    edition = replace(shipped(), items=(replace(item, violates_zh="改过的句子"), *shipped().items[1:]))
    second, _ = catalogue_load(edition=edition, now=clock.now())
    assert catalogue_wording(first.version)[item.code]["bad"] == item.violates_zh
    assert catalogue_wording(second.version)[item.code]["bad"] == "改过的句子"
    assert catalogue_wording("1999") == {}


def form(*categories: str, on: date = TODAY) -> list[dict[str, Any]]:
    sections: list[dict[str, Any]] = catalogue_form(categories=categories, on=on)["sections"]
    return sections


def test_form_asks_every_item_of_the_category_once_and_the_shared_ones_last() -> None:
    catalogue_make()
    sections = form("NET")
    asked = [item["code"] for section in sections for item in section["items"]]
    expected = [i.code for i in shipped().items if i.category == "NET"]
    shared = [i.code for i in shipped().items if i.category is None]
    assert sorted(asked) == sorted(expected + shared)
    assert asked[-len(shared) :] == shared
    assert len({section["key"] for section in sections}) == len(sections)


def test_form_item_keeps_the_published_question_and_says_which_answer_conforms() -> None:
    catalogue_make()
    items = {i["code"]: i for s in form("NET") for i in s["items"]}
    minors = items["NET-06"]
    assert (minors["question"], minors["conforms_answer"]) == ("是否接纳未成年人", "no")
    assert {basis["law_short"] for basis in minors["bases"]} >= {"未保法", "网吧条例"}


def test_two_categories_name_the_category_in_the_section() -> None:
    catalogue_make()
    titles = [str(section["title"]) for section in form("NET", "KTV")]
    assert any(title.startswith("网吧 · ") for title in titles)
    assert any(title.startswith("歌舞娱乐 · ") for title in titles)


def test_form_is_asked_of_the_database_once_per_edition_and_day() -> None:
    catalogue_make()
    form("NET")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        form("NET")
    assert len(queries) == 1


def test_basis_in_force_follows_the_day() -> None:
    """An article number that moved (2020): the version in force on the day is the one shown."""
    catalogue_make()
    moved = next(
        basis
        for basis in shipped().bases
        if basis.valid_to is not None and any(basis.code in v.bases for v in shipped().violations)
    )
    violation = next(v for v in shipped().violations if moved.code in v.bases)
    assert moved.valid_to is not None
    then = [row.key for row in base_in_force(violation=violation.code, on=moved.valid_to)]
    now = [row.key for row in base_in_force(violation=violation.code, on=moved.valid_to + timedelta(days=1))]
    assert moved.code in then
    assert moved.code not in now


def test_whole_catalogue_shows_versions_and_flags() -> None:
    catalogue_make()
    shown = catalogue_list(category="KTV", on=TODAY)
    assert {item["category"] for item in shown["items"]} == {"KTV", None}
    assert [row["code"] for row in shown["categories"]] == ["KTV"]
    bases = [b for item in shown["items"] for v in item["violations"] for b in v["bases"]]
    assert {True, False} == {b["verified"] for b in bases}
