"""One object per kind that an address can name, for the tests that are generated from the router.

`OBJECTS` maps the words of an address right before its `<uuid:…>` to a factory: "venues" for
`/api/v1/venues/<uuid>` and all addresses below it, "plan-rows" for `/api/v1/plan-rows/<uuid>/edit`. The
factory is called with the cast (tests/cast.py) of district 370117, makes the object through the services of
its floor, and returns its UUID. A floor keeps its factories in `tests/factories_<app>.py`, in a table of the
same name and shape:

    OBJECTS: dict[str, Callable[[Cast], UUID]] = {"venues": lambda cast: venue_make(cast).uuid}

Those tables are joined here. An address without a factory fails `test_wire_stranger.py`.
"""

import hashlib
import importlib
import importlib.util
from collections.abc import Callable
from uuid import UUID, uuid4

from django.db import transaction

from backend import clock
from backend.documents.catalogue import form_get
from backend.documents.making import sample
from backend.services.clocks import clock_start
from backend.services.documents import document_request
from backend.services.files import file_receive
from tests.cast import Cast

Factory = Callable[[Cast], UUID]


def stored_file(cast: Cast) -> UUID:
    """A small stored file of the inspector."""
    data = b"%PDF-1.7 scene"
    row = file_receive(
        file_id=uuid4(),
        offset=0,
        data=data,
        total=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        owner=("inspection", uuid4()),
        actor=cast.inspector,
        now=clock.now(),
    )
    return row.uuid


def asked_document(cast: Cast) -> UUID:
    """An order for a paper with a value in every field."""
    form = form_get("closing_report")
    with transaction.atomic():
        row = document_request(
            form=form.code,
            of=("case", uuid4()),
            organ=cast.organ,
            values=sample(form),
            actor=cast.inspector,
            now=clock.now(),
        )
    return row.uuid


def running_clock(cast: Cast) -> UUID:
    """A clock of seven working days."""
    row = clock_start(
        organ=cast.organ,
        rule="case.file",
        noun="lead",
        noun_id=uuid4(),
        start_event="线索核实",
        starts_on=clock.today(),
        length=7,
        unit="workdays",
        basis="《行政处罚法》第八十五条",
        actor=cast.inspector,
        now=clock.now(),
    )
    return row.uuid


OBJECTS: dict[str, Factory] = {"files": stored_file, "clocks": running_clock, "documents": asked_document}

for _app in ("registry", "scheduling", "rota", "inspections", "enforcement", "counting"):
    _name = f"tests.factories_{_app}"
    if importlib.util.find_spec(_name) is not None:
        OBJECTS |= getattr(importlib.import_module(_name), "OBJECTS", {})
