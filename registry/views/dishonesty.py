"""Doors of records of dishonesty (失信主体)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import page, person
from backend.permissions import May
from backend.schema import LIST_PARAMETERS, listing
from registry.selectors.credit import dishonesty_cards, dishonesty_get, dishonesty_list, dishonesty_terms
from registry.serializers.credit import CreditReasonIn
from registry.serializers.dishonesty import (
    DishonestyIn,
    DishonestyOut,
    DishonestyQuery,
    DishonestyTermOut,
)
from registry.services.dishonesty import (
    dishonesty_enlist,
    dishonesty_propose,
    dishonesty_refuse,
    dishonesty_revoke,
)
from registry.views.answers import KEY, answer_once, asked, body


class VenueDishonestyView(APIView):
    """POST /venues/{uuid}/credit/dishonesty."""

    permission_classes = [May]
    verbs = {"POST": "dishonesty.propose"}

    @extend_schema(request=DishonestyIn, responses={201: DishonestyOut}, parameters=[KEY])
    def post(self, request: Request, venue_id: UUID) -> Response:
        """Propose that the venue be listed."""
        actor, values = person(request), body(DishonestyIn, request)
        case = values.pop("case")

        def act() -> tuple[int, Any]:
            row = dishonesty_propose(
                venue_id=venue_id, cause=("case", case) if case else None, actor=actor, now=clock.now(),
                **values,
            )  # fmt: skip
            return 201, dishonesty_get(row.uuid, actor, clock.today())

        return answer_once(request, request.data, act)


class DishonestyListView(APIView):
    """GET /dishonesty?state=listed."""

    permission_classes = [May]
    verbs = {"GET": "credit.view"}

    @extend_schema(
        parameters=[*LIST_PARAMETERS, DishonestyQuery], responses=listing("DishonestyPage", DishonestyOut)
    )
    def get(self, request: Request) -> Response:
        """One page, the newest first."""
        actor, today = person(request), clock.today()
        rows = dishonesty_list(actor, **asked(DishonestyQuery, request))
        return Response(
            page(rows, request, lambda got: dishonesty_cards(got, actor, today), order="-created_at")
        )


class DishonestyTermView(APIView):
    """GET /dishonesty/terms."""

    permission_classes = [May]
    verbs = {"GET": "credit.view"}

    @extend_schema(responses=DishonestyTermOut(many=True))
    def get(self, request: Request) -> Response:
        """How long each level is public, with its source."""
        return Response([term._asdict() for term in dishonesty_terms().values()])


def _answer(request: Request, record_id: UUID, values: dict[str, Any], step: Callable[..., Any]) -> Response:
    actor = person(request)

    def act() -> tuple[int, Any]:
        step(record_id=record_id, actor=actor, now=clock.now(), **values)
        return 200, dishonesty_get(record_id, actor, clock.today())

    return answer_once(request, request.data, act)


class DishonestyEnlistView(APIView):
    """POST /dishonesty/{uuid}/list."""

    permission_classes = [May]
    verbs = {"POST": "dishonesty.list"}

    @extend_schema(request=None, responses=DishonestyOut, parameters=[KEY])
    def post(self, request: Request, record_id: UUID) -> Response:
        """List it for its term; public from today."""
        return _answer(request, record_id, {}, dishonesty_enlist)


class DishonestyRefuseView(APIView):
    """POST /dishonesty/{uuid}/refuse."""

    permission_classes = [May]
    verbs = {"POST": "dishonesty.refuse"}

    @extend_schema(request=CreditReasonIn, responses=DishonestyOut, parameters=[KEY])
    def post(self, request: Request, record_id: UUID) -> Response:
        """Do not list it."""
        return _answer(request, record_id, body(CreditReasonIn, request), dishonesty_refuse)


class DishonestyRevokeView(APIView):
    """POST /dishonesty/{uuid}/revoke."""

    permission_classes = [May]
    verbs = {"POST": "dishonesty.revoke"}

    @extend_schema(request=CreditReasonIn, responses=DishonestyOut, parameters=[KEY])
    def post(self, request: Request, record_id: UUID) -> Response:
        """It should not have been listed."""
        return _answer(request, record_id, body(CreditReasonIn, request), dishonesty_revoke)
