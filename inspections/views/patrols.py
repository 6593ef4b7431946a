"""Doors of online patrols (非现场监管)."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import found, page, person
from backend.permissions import May
from backend.schema import LIST_PARAMETERS, listing
from backend.services.files import Announced
from inspections.models import Patrol
from inspections.selectors.patrols import patrol_cards, patrol_get, patrol_list
from inspections.serializers.patrols import PatrolCloseIn, PatrolIn, PatrolOut, PatrolQuery
from inspections.services.patrols import patrol_close, patrol_record
from registry.views.answers import KEY, answer_once, asked, body, states_asked


class PatrolListView(APIView):
    """GET /patrols, POST /patrols."""

    permission_classes = [May]
    verbs = {"GET": "patrol.view", "POST": "patrol.record"}

    @extend_schema(parameters=[*LIST_PARAMETERS, PatrolQuery], responses=listing("PatrolPage", PatrolOut))
    def get(self, request: Request) -> Response:
        """One page, latest first."""
        actor = person(request)
        states = states_asked(request, Patrol.State.values)
        rows = patrol_list(actor, states=states, venue=asked(PatrolQuery, request).get("venue"))
        return Response(page(rows, request, lambda got: patrol_cards(got, actor), order="-seen_at"))

    @extend_schema(request=PatrolIn, responses={201: PatrolOut}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        """Keep what was seen."""
        actor, values = person(request), body(PatrolIn, request)
        files = [_announced(one) for one in values.pop("files")]
        patrol_id = values.pop("uuid")

        def act() -> tuple[int, Any]:
            row = patrol_record(patrol_id=patrol_id, files=files, actor=actor, now=clock.now(), **values)
            return 201, patrol_cards([found(patrol_get(row.pk, actor))], actor)[0]

        return answer_once(request, request.data, act)


def _announced(told: dict[str, Any]) -> Announced:
    return Announced(told["id"], "screenshot", told["sha256"], told["size"], told["type"])


class PatrolView(APIView):
    """GET /patrols/{uuid}."""

    permission_classes = [May]
    verbs = {"GET": "patrol.view"}

    @extend_schema(responses=PatrolOut)
    def get(self, request: Request, patrol_id: UUID) -> Response:
        """One patrol."""
        actor = person(request)
        return Response(patrol_cards([found(patrol_get(patrol_id, actor))], actor)[0])


class PatrolCloseView(APIView):
    """POST /patrols/{uuid}/close."""

    permission_classes = [May]
    verbs = {"POST": "patrol.close"}

    @extend_schema(request=PatrolCloseIn, responses=PatrolOut, parameters=[KEY])
    def post(self, request: Request, patrol_id: UUID) -> Response:
        """Nothing follows, with the reason."""
        actor, values = person(request), body(PatrolCloseIn, request)

        def act() -> tuple[int, Any]:
            row = patrol_close(patrol_id=patrol_id, actor=actor, now=clock.now(), **values)
            return 200, patrol_cards([row], actor)[0]

        return answer_once(request, request.data, act)
