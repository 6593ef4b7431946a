import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from rest_framework.test import APIClient

from backend.models import User
from backend.tasks import sweep
from registry.models import RosterImport, Venue
from tests.factories_registry import catalogue_make, officer_make, uscc_make, venue_make
from tests.workbooks import OFFICER_ROWS, dirty_codes, dirty_workbook, officers, roster

Clients = Callable[[User | None], APIClient]
LIST = "/api/v1/imports"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(autouse=True)
def catalogue(db: None) -> None:
    catalogue_make()


def send(client: APIClient, data: bytes, kind: str = "venues", **headers: str) -> Any:
    file = SimpleUploadedFile("名录.xlsx", data, XLSX)
    return client.post(LIST, {"kind": kind, "file": file}, format="multipart", headers=headers)


def test_dirty_workbook_from_upload_to_register(supervisor: User, client_of: Clients) -> None:
    client, codes = client_of(supervisor), dirty_codes()
    venue_make(supervisor, name="已登记网吧", uscc=codes["registered"], address="艾山大街 5 号")
    answer = send(client, dirty_workbook(codes))
    assert (answer.status_code, answer.json()["state"], answer.json()["verbs"]) == (202, "uploaded", [])
    address = f"{LIST}/{answer.json()['uuid']}"
    sweep()
    card = client.get(address).json()
    assert (card["state"], card["progress"], card["total"], card["counts"], card["verbs"]) == (
        "previewed",
        11,
        11,
        {"new": 6, "changed": 1, "same": 0, "refused": 4},
        ["roster_import.fix", "roster_import.confirm"],
    )
    refused = client.get(f"{address}/rows?verdict=refused").json()
    assert [row["row_no"] for row in refused["rows"]] == [9, 10, 11, 12]
    assert refused["rows"][3]["reasons"] == [
        {"field": "categories", "code": "missing", "message": "请至少选择一个类别"}
    ]
    assert refused["rows"][3]["cells"]["name"] == "示例无类别"
    changed = client.get(f"{address}/rows?verdict=changed").json()["rows"]
    assert [row["changes"] for row in changed] == [[{"field": "phone", "before": "", "after": "0531-0001"}]]

    fixed = client.post(
        f"{address}/fix", {"row_no": 12, "values": {"categories": "网吧"}}, format="json"
    ).json()
    assert (fixed["row"]["verdict"], fixed["row"]["fixed"], fixed["roster"]["counts"]["refused"]) == (
        "new",
        ["categories"],
        3,
    )
    errors = client.get(f"{address}/errors.xlsx")
    assert errors["Content-Type"] == XLSX
    page = load_workbook(io.BytesIO(errors.content)).active
    assert page is not None
    assert page.max_row == 4

    told = client.post(f"{address}/confirm")
    assert (told.status_code, told.json()["state"]) == (202, "confirming")
    sweep()
    done = client.get(address).json()
    assert (done["state"], done["confirmed_by"], done["verbs"]) == ("done", supervisor.name, [])
    assert client.get("/api/v1/venues").json()["count"] == 8
    again = client.post(f"{address}/confirm")
    assert (again.status_code, again.json()["code"]) == (409, "move_not_open")


def test_same_key_takes_a_file_in_once(supervisor: User, client_of: Clients) -> None:
    client, data = client_of(supervisor), roster([["甲", uscc_make(), "一路 1 号", "网吧"]])
    key = {"Idempotency-Key": "k1"}
    first, again = send(client, data, **key), send(client, data, **key)
    other = send(client, roster([["乙", uscc_make(), "一路 2 号", "网吧"]]), **key)
    assert first.json() == again.json()
    assert other.json()["code"] == "receipt_differs"
    assert RosterImport.objects.within(supervisor).count() == 1


def test_file_over_the_limit_is_refused(supervisor: User, client_of: Clients, settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 1024
    answer = send(client_of(supervisor), b"x" * 1025)
    assert (answer.status_code, answer.json()["code"]) == (413, "file_too_big")


def test_upload_without_file_or_kind_is_told_by_field(supervisor: User, client_of: Clients) -> None:
    answer = client_of(supervisor).post(LIST, {"kind": "cats"}, format="multipart")
    assert answer.status_code == 400
    assert set(answer.json()["data"]["fields"]) == {"kind", "file"}


@pytest.mark.parametrize("role", ["inspector", "leader", "auditor", "legal_reviewer", "liaison"])
def test_who_may_not_import_sees_no_imports(
    role: str, request: pytest.FixtureRequest, supervisor: User, client_of: Clients
) -> None:
    uuid = send(client_of(supervisor), roster([["甲", uscc_make(), "一路 1 号", "网吧"]])).json()["uuid"]
    client = client_of(request.getfixturevalue(role))
    codes = [
        send(client, b"x").status_code,
        client.get(LIST).status_code,
        client.get(f"{LIST}/{uuid}").status_code,
        client.get(f"{LIST}/{uuid}/rows").status_code,
        client.get(f"{LIST}/{uuid}/errors.xlsx").status_code,
        client.post(f"{LIST}/{uuid}/confirm").status_code,
        client.get("/api/v1/venues/export").status_code,
        client.get("/api/v1/officers/export").status_code,
    ]
    assert codes == [403] * 8


def test_industry_section_imports_venues_and_never_sees_officers(
    supervisor: User, industry_section: User, client_of: Clients
) -> None:
    desk, section = client_of(supervisor), client_of(industry_section)
    uuid = send(desk, officers(OFFICER_ROWS), "officers").json()["uuid"]
    assert send(section, roster([["甲", uscc_make(), "一路 1 号", "网吧"]])).status_code == 202
    assert [row["kind"] for row in section.get(LIST).json()["rows"]] == ["venues"]
    assert section.get(f"{LIST}/{uuid}").status_code == 404
    assert send(section, officers(OFFICER_ROWS), "officers").status_code == 403
    assert desk.get(f"{LIST}?kind=officers").json()["count"] == 1


def test_stranger_finds_no_import(stranger: User, supervisor: User, client_of: Clients) -> None:
    uuid = send(client_of(supervisor), roster([["甲", uscc_make(), "一路 1 号", "网吧"]])).json()["uuid"]
    sweep()
    client = client_of(stranger)
    fix = {"row_no": 2, "values": {"name": "乙"}}
    codes = [
        client.get(f"{LIST}/{uuid}").status_code,
        client.get(f"{LIST}/{uuid}/rows").status_code,
        client.get(f"{LIST}/{uuid}/errors.xlsx").status_code,
        client.post(f"{LIST}/{uuid}/fix", fix, format="json").status_code,
        client.post(f"{LIST}/{uuid}/confirm").status_code,
    ]
    assert codes == [404] * 5
    assert client.get(LIST).json()["count"] == 0


def test_export_is_a_workbook_of_the_list(supervisor: User, client_of: Clients) -> None:
    venue_make(supervisor, name="甲", credit_grade="C")
    venue_make(supervisor, name="乙")
    officer_make(supervisor)
    client = client_of(supervisor)
    venues = client.get("/api/v1/venues/export?format=xlsx&grade=C", headers={"Accept": XLSX})
    people = client.get("/api/v1/officers/export?format=xlsx")
    assert venues["Content-Type"] == XLSX
    assert venues["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
    pages = [load_workbook(io.BytesIO(answer.content)).active for answer in (venues, people)]
    assert [page.max_row for page in pages if page] == [2, 2]
    assert client.get("/api/v1/venues/export?format=pdf").status_code == 400


def test_rows_page_through_the_preview_in_the_order_of_the_file(supervisor: User, client_of: Clients) -> None:
    client = client_of(supervisor)
    data = roster([[f"甲{n}", uscc_make(), f"一路 {n} 号", "网吧"] for n in range(25)])
    address = f"{LIST}/{send(client, data).json()['uuid']}/rows"
    sweep()
    first = client.get(f"{address}?limit=20").json()
    rest = client.get(f"{address}?limit=20&cursor={first['next']}").json()
    numbers = [row["row_no"] for row in first["rows"] + rest["rows"]]
    assert (numbers, first["count"], rest["next"]) == (list(range(2, 27)), 25, None)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    # session, person, roles, import, count, rows
    assert len(queries) == 6, [q["sql"][:80] for q in queries]


def test_two_supervisors_see_one_import_and_the_second_confirmation_is_refused(
    supervisor: User, second_supervisor: User, client_of: Clients
) -> None:
    data = roster([["甲", uscc_make(), "一路 1 号", "网吧"]])
    address = f"{LIST}/{send(client_of(supervisor), data).json()['uuid']}"
    sweep()
    codes = [
        client_of(user).post(f"{address}/confirm").status_code for user in (supervisor, second_supervisor)
    ]
    sweep()
    assert codes == [202, 409]
    assert Venue.objects.within(supervisor).count() == 1


def test_proposed_coordinates_are_reviewed_on_the_wire(
    supervisor: User, inspector: User, stranger: User, client_of: Clients, settings: Any
) -> None:
    venue = venue_make(supervisor)
    client = client_of(supervisor)
    off = client.post("/api/v1/geocodes", {}, format="json")
    assert (off.status_code, off.json()["code"]) == (422, "geocoder_off")
    settings.GEOCODER = "nominatim"
    assert client.post("/api/v1/geocodes", {}, format="json").json() == {"asked": 1}
    [card] = client.get("/api/v1/geocodes?state=asked").json()["rows"]
    assert (card["venue"]["uuid"], card["lng"], card["verbs"]) == (str(venue.uuid), None, [])
    early = client.post(f"/api/v1/geocodes/{card['uuid']}/accept")
    assert (early.status_code, early.json()["code"]) == (409, "move_not_open")
    assert client_of(inspector).get("/api/v1/geocodes").status_code == 403
    assert client_of(stranger).post(f"/api/v1/geocodes/{card['uuid']}/reject").status_code == 404
