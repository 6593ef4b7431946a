"""Every operation under generated requests, as supervisor, inspector and nobody: the schema holds."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from backend.models import User
from tests.api.fuzz import SignedIn, operation_of
from tests.api.objects import OBJECTS
from tests.api.wire import Route, routes
from tests.cast import Cast

# Requests that fit the schema, and requests that break it: never fewer than 30 an operation. Whoever is not
# signed in is turned away before anything is read, so few do; an inspector meets what the supervisor met.
EXAMPLES = {"supervisor": (20, 6), "inspector": (2, 1), "nobody": (1, 0)}
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)
WHO = tuple(EXAMPLES)
DOORS = sorted({route.view.__module__ for route in routes()})


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("who", WHO)
def test_wire_keeps_its_word(
    who: str, door: str, cast: Cast, record_property: Callable[[str, object], None]
) -> None:
    user: User | None = getattr(cast, who, None)
    browser = SignedIn.as_user(user)
    here = [route for route in routes() if route.view.__module__ == door]
    broken: list[str] = []
    sent = 0
    for route in here:
        uuids = [OBJECTS[noun](cast) for noun in route.nouns() if noun in OBJECTS]
        trial = Trial(route, browser, uuids if user else [])
        fitting, breaking = EXAMPLES[who]
        trial.run(GenerationMode.POSITIVE, fitting)
        if breaking:
            trial.run(GenerationMode.NEGATIVE, breaking)
        trial.repeat(fitting + breaking)
        sent += trial.sent
        broken += trial.broken
    record_property("wire_operations", len(here))
    record_property("wire_examples", sent)
    assert broken == []


class Trial:
    """One operation as one person."""

    def __init__(self, route: Route, browser: SignedIn, uuids: list[Any]) -> None:
        self.route = route
        self.browser = browser
        self.uuids = uuids
        self.sent = 0
        self.last: Any = None
        self.broken: list[str] = []

    def run(self, mode: GenerationMode, examples: int) -> None:
        """Stops at the first answer that breaks the schema; every example leaves the tables as they were."""
        operation = operation_of(self.route)

        @settings(
            max_examples=examples,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.explicit, Phase.generate),
            deadline=None,
        )
        @given(case=operation.as_strategy(generation_mode=mode), real=st.booleans())
        def one(case: Any, real: bool) -> None:
            if real and len(self.uuids) == len(case.path_parameters):
                case.path_parameters = dict(zip(case.path_parameters, map(str, self.uuids), strict=True))
            with transaction.atomic():
                self.send(case)
                transaction.set_rollback(True)

        try:
            one()
        except Unsatisfiable:
            return  # nothing in this request can be broken
        except (FailureGroup, AssertionError) as failure:
            self.broken.append(f"{self.route} {mode.value}: {failure}")

    def repeat(self, examples: int) -> None:
        """An operation with fewer inputs than that is sent its last one again, on top of what it has done."""
        with transaction.atomic():
            while self.sent < examples and not self.broken:
                self.send(self.last)
            transaction.set_rollback(True)

    def send(self, case: Any) -> None:
        """One request, and every check on its answer."""
        self.sent, self.last = self.sent + 1, case
        case.validate_response(self.browser.call(case), checks=list(CHECKS))
