"""Doors of forms, documents and numbers."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from rest_framework.test import APIClient

from backend import clock
from backend.documents.pdf import layout
from backend.models import Document, User
from backend.services.documents import document_make
from backend.services.numbers import number_take
from tests.api.objects import asked_document
from tests.cast import Cast

Clients = Callable[[User | None], APIClient]
API = "/api/v1"


@pytest.mark.django_db
def test_forms_are_read_with_their_fields_and_layout(inspector: User, client_of: Clients) -> None:
    shown = client_of(inspector).get(f"{API}/forms").json()
    order = next(form for form in shown if form["code"] == "rectification")
    assert (order["name"], order["series"], order["templates"]) == (
        "责令改正通知书",
        "rectification",
        {"typst": 0, "docx": 0},
    )
    assert {"key": "due_on", "label": "改正期限", "label_en": "Due on", "kind": "date", "required": True,
            "masked": False, "columns": []} in order["fields"]  # fmt: skip


def test_document_is_listed_opened_downloaded_and_voided(
    cast: Cast, client_of: Clients, django_assert_num_queries: Any
) -> None:
    name = asked_document(cast)
    document_make(document_id=name, now=clock.now())
    row = Document.objects.everywhere("guard").get(pk=name)
    reader, desk = client_of(cast.inspector), client_of(cast.supervisor)
    address = f"{API}/documents?noun=case&of={row.noun_id}"
    reader.get(address)
    with django_assert_num_queries(4):
        (listed,) = reader.get(address).json()
    assert (listed["state"], listed["progress"], listed["verbs"]) == ("made", 100, [])
    assert reader.get(f"{API}/documents/{name}").json()["of"] == {"noun": "case", "uuid": str(row.noun_id)}
    present = reader.get(f"{API}/documents/{name}").json()["present"]
    assert (present["version"], present["by"], present["templates"], len(present["sha256"])) == (
        1, row.requested_by.name, {"typst": 0, "docx": 0}, 64,
    )  # fmt: skip
    assert reader.get(f"{API}/documents/{name}/content").getvalue()[:5] == b"%PDF-"
    word = reader.get(f"{API}/documents/{name}/content?part=docx")
    assert word["Content-Disposition"].startswith("attachment")
    assert reader.get(f"{API}/documents/{name}/content?part=public").status_code == 404
    assert reader.get(f"{API}/documents/{name}/content?part=else").status_code == 400
    assert reader.post(f"{API}/documents/{name}/void", {"reason": "误"}, format="json").status_code == 403
    assert (
        desk.post(f"{API}/documents/{name}/void", {"reason": "误"}, format="json").json()["state"] == "void"
    )


def test_template_is_put_and_read_back(cast: Cast, client_of: Clients) -> None:
    desk = client_of(cast.supervisor)
    address = f"{API}/forms/closing_report/templates/typst"
    own = layout().replace("#v(5mm)", "#v(6mm)").encode()
    put = desk.post(address, own, content_type="application/octet-stream")
    assert put.json()["templates"] == {"typst": 1, "docx": 0}
    assert desk.get(address).content == own
    assert desk.get(f"{API}/forms/closing_report/templates/docx").content[:2] == b"PK"
    assert desk.get(f"{API}/forms/closing_report/templates/else").status_code == 404
    assert desk.post(address, b"#nonsense()", content_type="application/octet-stream").status_code == 422
    assert desk.post(address, b"", content_type="application/octet-stream").json()["templates"]["typst"] == 0
    told = desk.get(f"{API}/forms/closing_report/templates").json()
    assert [(one["kind"], one["version"], one["own"], one["by"]) for one in told] == [
        ("typst", 2, False, cast.supervisor.name),
        ("typst", 1, True, cast.supervisor.name),
    ]


def test_template_that_forgets_a_field_is_refused_with_the_field_and_a_form_is_previewed(
    cast: Cast, client_of: Clients
) -> None:
    desk = client_of(cast.supervisor)
    lame = layout().replace('b.kind == "long"', 'b.kind == "never"').encode()
    address = f"{API}/forms/closing_report"
    refused = desk.post(f"{address}/templates/typst", lame, content_type="application/octet-stream")
    assert refused.json()["code"] == "template_disagrees"
    lacking = {one["field"]: one["lacks"] for one in refused.json()["data"]["lacking"]}
    assert lacking["penalty"] == "pdf"
    assert desk.get(f"{address}/preview").content[:5] == b"%PDF-"
    assert desk.get(f"{address}/preview?part=docx").content[:2] == b"PK"
    assert desk.get(f"{address}/preview?part=else").status_code == 400


def test_numbers_are_reserved_returned_voided_and_registered(cast: Cast, client_of: Clients) -> None:
    phone, desk = client_of(cast.inspector), client_of(cast.supervisor)
    wanted = {"kind": "rectification", "count": 3, "device": str(uuid4())}
    held = phone.post(f"{API}/numbers/reserve", wanted, format="json").json()
    assert [row["seq"] for row in held] == [1, 2, 3]
    back = phone.post(f"{API}/numbers/return", {"numbers": [held[0]["uuid"]]}, format="json").json()
    assert [row["state"] for row in back] == ["returned"]
    lost = {"numbers": [held[1]["uuid"]], "reason": "手机遗失"}
    assert phone.post(f"{API}/numbers/void", lost, format="json").status_code == 403
    assert desk.post(f"{API}/numbers/void", lost, format="json").json()[0]["state"] == "void"
    assert [row["last"] for row in desk.get(f"{API}/numbers").json()] == [3]
    shown = desk.get(f"{API}/numbers/register?kind=rectification&year=2026").json()
    assert [(line["seq"], line["fate"], line["reason"]) for line in shown["lines"]] == [
        (3, "held", ""),
        (2, "void", "手机遗失"),
        (1, "returned", ""),
    ]
    assert desk.get(f"{API}/numbers/register?kind=else&year=2026").status_code == 404


@pytest.mark.django_db
def test_a_format_is_set_for_next_year_and_no_number_that_was_given_changes(
    cast: Cast, client_of: Clients
) -> None:
    desk = client_of(cast.supervisor)
    wish = {"kind": "rectification", "template": "钢文旅责改〔{year}〕第{seq3}号"}
    with transaction.atomic():
        first = number_take(organ=cast.organ, kind="rectification", year=2026)
    assert client_of(cast.inspector).post(f"{API}/numbers/series", wish, format="json").status_code == 403
    listed = desk.post(f"{API}/numbers/series", wish, format="json").json()
    assert [(row["year"], row["template"], row["last"]) for row in listed] == [
        (2027, wish["template"], 0), (2026, "({short})文综责改字〔{year}〕{seq}号", 1),
    ]  # fmt: skip
    (line,) = desk.get(f"{API}/numbers/register?kind=rectification&year=2026").json()["lines"]
    assert line["number"] == first[0] == "(钢)文综责改字〔2026〕1号"
    with transaction.atomic():
        taken = [
            number_take(organ=cast.organ, kind="rectification", year=year)[0] for year in (2026, 2027, 2028)
        ]
    assert taken == ["(钢)文综责改字〔2026〕2号", "钢文旅责改〔2027〕第001号", "钢文旅责改〔2028〕第001号"]
    late = desk.post(f"{API}/numbers/series", wish, format="json").json()
    assert late["data"]["fields"] == {"template": ["2027年已经用过编号，格式不再改"]}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("template", "why"),
    [
        ("责改〔{year}〕号", "要有 {year} 和 {seq}"),
        ("责改〔{year}〕{seq}号{name}", "要有 {year} 和 {seq}"),
        ("责改〔{year}〕{seq", "要有 {year} 和 {seq}"),
        ("责改〔{year}〕{seq}{seq:>900}号", "要有 {year} 和 {seq}"),
        ("责改〔{year}〕{seq}{seq.real}号", "要有 {year} 和 {seq}"),
        ("({short})文综罚字〔{year}〕{seq}号", "与另一种文书的格式相同"),
    ],
)
def test_a_format_that_cannot_be_one_is_refused(
    template: str, why: str, cast: Cast, client_of: Clients
) -> None:
    wish = {"kind": "rectification", "template": template}
    told = client_of(cast.supervisor).post(f"{API}/numbers/series", wish, format="json").json()
    assert told["data"]["fields"]["template"][0].startswith(why)
    unknown = client_of(cast.supervisor).post(f"{API}/numbers/series", wish | {"kind": "else"}, format="json")
    assert unknown.status_code == 404
