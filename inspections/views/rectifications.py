"""Doors of findings and of orders to rectify."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import page, person
from backend.permissions import May
from backend.schema import LIST_PARAMETERS, listing
from inspections.models import Rectification
from inspections.selectors.rectifications import (
    finding_list,
    finding_rows,
    rectification_get,
    rectification_list,
    rectification_rows,
)
from inspections.serializers.queries import FindingQuery, RectificationQuery
from inspections.serializers.rectifications import (
    CloseIn,
    FindingOut,
    RectificationDetailOut,
    RectificationIn,
    RectificationOut,
    VisitWishIn,
)
from inspections.services.rectifications import (
    rectification_close,
    rectification_order,
    rectification_recheck,
)
from inspections.views.inspections import days
from registry.views.answers import KEY, answer_once, asked, body


class FindingListView(APIView):
    """GET /findings."""

    permission_classes = [May]
    verbs = {"GET": "inspection.view"}

    @extend_schema(parameters=[*LIST_PARAMETERS, FindingQuery], responses=listing("FindingPage", FindingOut))
    def get(self, request: Request) -> Response:
        """Findings, latest first."""
        actor = person(request)
        rows = finding_list(actor, **days(asked(FindingQuery, request)))
        return Response(page(rows, request, lambda got: finding_rows(got, actor), order="-found_on"))


class RectificationListView(APIView):
    """/rectifications."""

    permission_classes = [May]
    verbs = {"GET": "rectification.view", "POST": "rectification.order"}

    @extend_schema(
        parameters=[*LIST_PARAMETERS, RectificationQuery],
        responses=listing("RectificationPage", RectificationOut),
    )
    def get(self, request: Request) -> Response:
        """Orders, the soonest due first."""
        actor, today = person(request), clock.today()
        query = asked(RectificationQuery, request)
        states = query.get("state")
        rows = rectification_list(
            actor,
            states=states.split(",") if states else (),
            venue=query.get("venue"),
            inspection=query.get("inspection"),
            overdue_on=today if query["overdue"] else None,
        )
        return Response(
            page(rows, request, lambda got: rectification_rows(got, actor, today), order="due_on")
        )

    @extend_schema(request=RectificationIn, parameters=[KEY], responses={201: RectificationDetailOut})
    def post(self, request: Request) -> Response:
        """Order findings of one record to be put right by a day."""
        values = body(RectificationIn, request)
        inspection = values.pop("inspection")

        def order(**given: Any) -> Rectification:
            return rectification_order(inspection_id=inspection, **given)

        return _answer(request, values | {"inspection": inspection}, order, values, status=201)


class RectificationView(APIView):
    """GET /rectifications/{uuid}."""

    permission_classes = [May]
    verbs = {"GET": "rectification.view"}

    @extend_schema(responses=RectificationDetailOut)
    def get(self, request: Request, rectification_id: UUID) -> Response:
        """One order with its findings."""
        return Response(rectification_get(rectification_id, person(request), clock.today()))


class RectificationRecheckView(APIView):
    """POST /rectifications/{uuid}/recheck."""

    permission_classes = [May]
    verbs = {"POST": "rectification.recheck"}

    @extend_schema(request=VisitWishIn, parameters=[KEY], responses=RectificationDetailOut)
    def post(self, request: Request, rectification_id: UUID) -> Response:
        """Plan the recheck, outside the cap."""
        return _moved(request, rectification_id, rectification_recheck, VisitWishIn)


class RectificationCloseView(APIView):
    """POST /rectifications/{uuid}/close."""

    permission_classes = [May]
    verbs = {"POST": "rectification.close"}

    @extend_schema(request=CloseIn, parameters=[KEY], responses=RectificationDetailOut)
    def post(self, request: Request, rectification_id: UUID) -> Response:
        """Put right, or not by its day."""
        return _moved(request, rectification_id, rectification_close, CloseIn)


def _moved(
    request: Request,
    rectification_id: UUID,
    service: Callable[..., Rectification],
    given: type[serializers.Serializer[Any]],
) -> Response:
    values = body(given, request)

    def act(**more: Any) -> Rectification:
        return service(rectification_id=rectification_id, **more)

    return _answer(request, values, act, values, status=200)


def _answer(
    request: Request, key: Any, service: Callable[..., Rectification], values: dict[str, Any], *, status: int
) -> Response:
    """Run the service once and answer with the order as it is then."""
    actor, now = person(request), clock.now()

    def act() -> tuple[int, dict[str, Any]]:
        row = service(actor=actor, now=now, **values)
        return status, rectification_get(row.uuid, actor, clock.civil(now))

    return answer_once(request, key, act)
