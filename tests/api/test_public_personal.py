"""No personal data in anything public: all that takes words is filled with them, every open door is asked.

The doors come from the router, their parameters from the schema: a new public address is walked by itself,
or fails here until somebody says what to ask it with.
"""

import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import TextField
from django.urls import get_resolver
from rest_framework.test import APIClient

from backend import clock
from backend.documents.catalogue import forms
from backend.documents.making import pdf_text, sample
from backend.domain.forms import LONG, TABLE, TEXT
from backend.models import Document, User
from backend.services.documents import document_make, document_request
from backend.services.files import file_bytes
from enforcement.services.cases import case_publish, publication_prepare
from inspections.models import Finding, Inspection
from inspections.services.publishing import inspection_correct
from inspections.services.rectifications import rectification_order
from registry.models import CheckItem, Officer, Venue
from scheduling.models import Draw, PlanRow, Visit
from scheduling.selectors.codes import code_of
from scheduling.services.draws import draw_void
from scheduling.services.plans import plan_publish
from tests.api.wire import PREFIX, Route, openapi, routes
from tests.cast import Cast
from tests.factories_counting import check_carry
from tests.factories_enforcement import case_carry, case_make, law_make, lead_make
from tests.factories_inspections import body_of, record_make, scene_of
from tests.factories_registry import listed_make
from tests.factories_scheduling import plan_of, recusal_make
from tests.personal import personal
from tests.services.scheduling.drawn import (
    District,
    at_moment,
    committed,
    district_make,
    replaced,
    visits_of_draw,
    whole,
)

Clients = Callable[[User | None], APIClient]
pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

MINORS = ("赵小禾", "钱小满")
HOME = "桃花源小区3号楼"
OTHERS = ("韩山", "韩大山", "周一一")
SECRETS = (*MINORS, *OTHERS, HOME, "与店主系亲属")
TOLD = (
    "未成年人赵小禾、钱小满（家住桃花源小区3号楼2单元501室，身份证370117201101012345）称，赵小禾的监护人电话13905310000；"
    "举报人周一一，电话0531-76210000；现场负责人韩山。"
)
# What a plan's row says in words.
PLANNED = (
    "item", "basis", "object_text", "initiating", "cooperating", "method", "quota_verbatim", "settled_reason",
    "deadline_verbatim",
)  # fmt: skip
# What a door is asked with: parameters of addresses, and of queries that must be given.
ASKED = ("plan_id", "draw_id", "token")
QUERY = ("code", "as")


@pytest.fixture
def published(cast: Cast) -> dict[str, list[str]]:
    """Plans, draws, checks, orders, cases, leads: carried to publication by the services, full of words."""
    law_make()
    district: District = district_make(cast.organ)
    draw = whole(cast.supervisor)
    plan = plan_of(cast.supervisor)
    plan_publish(plan_id=plan.uuid, actor=cast.supervisor, now=clock.now())
    plan.rows.update(**dict.fromkeys(PLANNED, TOLD), extra=[["联系人", TOLD], [TOLD, "联系人韩山"]])
    scene = scene_of(cast)
    for item, violations in (("NET-01", []), ("NET-02", ["NET-MINORS"])):  # what this catalogue knows of
        CheckItem.objects.everywhere("loader").filter(code=item).update(violations=violations)
    recusal_make(scene.lin, Venue.objects.everywhere("guard").exclude(pk=scene.venue.pk)[0], cast.supervisor)
    _register(scene.venue)
    record = _checked(cast, scene)
    case = case_make(
        cast, finding=record.findings.get().uuid, summary=TOLD, officers=[scene.lin.uuid, scene.song.uuid]
    )
    case = case_carry(cast, case, "served")
    type(case).objects.everywhere("guard").filter(pk=case.pk).update(
        facts_found=TOLD, proposal=TOLD, statement=TOLD, decision_text=TOLD, correction=TOLD[:300]
    )
    for act, reason in (("publish", ""), ("correct", TOLD[:300])):
        publication_prepare(case_id=case.uuid, act=act, reason=reason, actor=cast.supervisor, now=clock.now())
        case_publish(case_id=case.uuid, actor=cast.leader, now=clock.now())
    lead_make(cast, content=TOLD, verified=TOLD[:200])
    void = _changed(draw, cast)
    visits = Visit.objects.everywhere("guard").all()
    visits.update(basis=TOLD[:200])
    Draw.objects.everywhere("guard").update(basis=TOLD, name=TOLD)
    listed_make(cast, ground=TOLD[:200], basis=TOLD[:200])
    venue = district.venues[0] if hasattr(district, "venues") else scene.venue
    return {
        "plan_id": [str(plan.uuid)],
        "draw_id": [str(draw.uuid), str(void.uuid)],
        "token": [code_of(visit) for visit in visits[:6]] + [code_of(scene.visit)],
        "code": [venue.code, scene.venue.code, scene.venue.uscc or scene.venue.code],
        "as": ["csv", "xlsx"],
    }


def _changed(draw: Draw, cast: Cast) -> Draw:
    """A venue of the draw replaced and a further draw made void, both with reasons that tell of persons."""
    replaced(draw, cast.supervisor, visits_of_draw(draw)[0], reason=TOLD[:200])
    with at_moment(draw, timedelta(hours=6)):
        void = committed(cast.supervisor)
        draw_void(draw_id=void.uuid, code="order", reason=TOLD[:300], actor=cast.supervisor, now=clock.now())
    return void


def _register(venue: Venue) -> None:
    """What registers know of people."""
    Venue.objects.everywhere("guard").update(
        phone="13905310001", site_manager="韩山", legal_person="韩大山", registered_address=HOME
    )
    Venue.objects.everywhere("guard").filter(pk=venue.pk).update(name="韩大山", sign_name="")  # as its owner
    Officer.objects.everywhere("guard").update(phone="13905310002")
    Visit.objects.everywhere("guard").filter(venue=venue).update(
        assistants=[{"name": "周一一", "role": "翻译"}], cap_reason=TOLD[:200], scan_reason=TOLD[:200]
    )


def _checked(cast: Cast, scene: Any) -> Inspection:
    """A record whose every free text tells of persons, published with the order that follows."""
    body = body_of(scene, photos=0, statement=TOLD)
    body["answers"][1]["note"] = TOLD
    record = record_make(scene, body)
    rectification_order(
        inspection_id=record.pk, findings=[Finding.objects.everywhere("guard").get(inspection=record).pk],
        content=TOLD, basis=TOLD[:200], due_on=clock.today() + timedelta(days=7), actor=scene.inspector,
        now=clock.now(),
    )  # fmt: skip
    record = check_carry(cast, record, "published")
    return inspection_correct(
        inspection_id=record.pk, result_codes=["E"], reason=TOLD[:300], actor=cast.supervisor, now=clock.now()
    )


def doors() -> Iterator[Route]:
    """Every address nobody must sign in for."""
    yield from (route for route in routes() if route.public and route.method in ("GET", "POST"))


def addresses(route: Route, known: dict[str, list[str]]) -> Iterator[tuple[str, dict[str, str]]]:
    """Each filled in with everything that was published; a parameter nobody knows fails."""
    operation = openapi()["paths"][route.schema_path()][route.method.lower()]
    paths: list[str] = [route.schema_path()]
    queries: list[dict[str, str]] = [{}]
    for one in operation.get("parameters", []):
        name = one["name"]
        if one["in"] == "path":
            assert name in ASKED, f"say in ASKED what {route} is asked with: {name}"
            paths = [path.replace(f"{{{name}}}", value) for path in paths for value in known[name]]
        elif one["in"] == "query" and (one.get("required") or name in QUERY):
            assert name in QUERY, f"say in QUERY what {route} is asked with: {name}"
            queries = [{**query, name: value} for query in queries for value in known[name]]
    yield from ((path, query) for path in paths for query in queries)


def texts(answer: Any) -> list[str]:
    """Every text of an answer: a page, JSON, or the files of a ZIP."""
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if not data.startswith(b"PK"):
        return [data.decode("utf-8")]
    with zipfile.ZipFile(io.BytesIO(data)) as box:
        return [box.read(name).decode("utf-8", "replace") for name in box.namelist()]


def test_no_open_door_tells_of_a_person(published: dict[str, list[str]], client_of: Clients) -> None:
    anybody, told, answered = client_of(None), {}, set()
    for route in doors():
        for path, query in addresses(route, published):
            ask = anybody.get if route.method == "GET" else anybody.post
            answer: Any = ask(path, query) if route.method == "GET" else ask(path, {}, format="json")
            if answer.status_code == 200:
                answered.add(route.pattern)
            if found := personal(texts(answer), *SECRETS):
                told[f"{route.method} {path}"] = found[0][:300]
    for page in sorted(pages(published)):
        if found := personal(texts(anybody.get(page)), *SECRETS):
            told[page] = found[0][:300]
    assert told == {}
    reading = {route.pattern for route in doors() if route.method == "GET" and route.pattern != "session"}
    assert reading - answered == set(), "a door that answered nothing was not searched"


def test_every_word_of_a_plan_s_row_is_searched() -> None:
    said = {one.name for one in PlanRow._meta.concrete_fields if isinstance(one, TextField)}
    assert said - set(PLANNED) == set()


def pages(published: dict[str, list[str]]) -> set[str]:
    """What is not the wire's: the shell under every address, the schema, the administrators' sign-in."""
    found = {"/", "/p", *(f"/p/v/{token}" for token in published["token"]), "/nowhere"}
    for entry in get_resolver().url_patterns:
        where = str(entry.pattern)
        if where != PREFIX and not where.startswith("^"):
            found.add(f"/{where}")
    return found


def test_the_public_copy_of_a_paper_tells_of_no_person(cast: Cast) -> None:
    """Of every form that has one, with such words in every field that takes words."""
    case, read = case_make(cast), {}
    for form in forms().values():
        if not form.public:
            continue
        values = sample(form)
        for field in form.fields:
            if field.kind in (TEXT, LONG):
                values[field.key] = TOLD
            elif field.kind == TABLE:
                values[field.key] = [{column.key: TOLD for column in field.columns}]
        row = document_request(
            form=form.code,
            of=case.ref,
            organ=cast.organ,
            values=values,
            actor=cast.inspector,
            now=clock.now(),
        )
        made = document_make(document_id=row.uuid, now=clock.now())
        assert made is not None and made.state == Document.State.MADE and made.public_file, (
            made and made.problem
        )
        text = "".join(pdf_text(file_bytes(made.public_file)).split())
        read[form.code] = personal([text], *(name for name in SECRETS if name not in ("韩大山",)))
    assert read and not any(read.values()), read
