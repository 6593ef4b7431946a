"""Doors of the review: accept, return, settle, publish, correct, withdraw, revisit."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import person
from backend.permissions import May
from inspections.models import Inspection
from inspections.selectors.details import inspection_get
from inspections.serializers.rectifications import VisitMadeOut, VisitWishIn
from inspections.serializers.reviews import CorrectIn, InspectionOut, ReviewReasonIn, SettleIn
from inspections.services.publishing import inspection_correct, inspection_publish, inspection_withdraw
from inspections.services.reviewing import inspection_accept, inspection_return, inspection_settle
from inspections.services.revisiting import inspection_revisit
from registry.views.answers import KEY, answer_once, body


def _moved(
    request: Request,
    inspection_id: UUID,
    service: Callable[..., Inspection],
    given: type[serializers.Serializer[Any]] | None = None,
) -> Response:
    """One move, answered with the record as it is then."""
    values = body(given, request) if given else {}
    actor, now = person(request), clock.now()

    def act() -> tuple[int, dict[str, Any]]:
        service(inspection_id=inspection_id, actor=actor, now=now, **values)
        return 200, inspection_get(inspection_id, actor, clock.civil(now))

    return answer_once(request, values, act)


class InspectionAcceptView(APIView):
    """POST /inspections/{uuid}/accept."""

    permission_classes = [May]
    verbs = {"POST": "inspection.accept"}

    @extend_schema(request=None, parameters=[KEY], responses=InspectionOut)
    def post(self, request: Request, inspection_id: UUID) -> Response:
        """By somebody who did not make the record, when all is settled and has arrived."""
        return _moved(request, inspection_id, inspection_accept)


class InspectionReturnView(APIView):
    """POST /inspections/{uuid}/return."""

    permission_classes = [May]
    verbs = {"POST": "inspection.return"}

    @extend_schema(request=ReviewReasonIn, parameters=[KEY], responses=InspectionOut)
    def post(self, request: Request, inspection_id: UUID) -> Response:
        """Back to the officers, whose phone shows the reason."""
        return _moved(request, inspection_id, inspection_return, ReviewReasonIn)


class InspectionSettleView(APIView):
    """POST /inspections/{uuid}/settle."""

    permission_classes = [May]
    verbs = {"POST": "inspection.settle"}

    @extend_schema(request=SettleIn, parameters=[KEY], responses=InspectionOut)
    def post(self, request: Request, inspection_id: UUID) -> Response:
        """One irregularity or one photo: the record counts all the same, or not, with the reason."""
        return _moved(request, inspection_id, inspection_settle, SettleIn)


class InspectionPublishView(APIView):
    """POST /inspections/{uuid}/publish."""

    permission_classes = [May]
    verbs = {"POST": "inspection.publish"}

    @extend_schema(request=None, parameters=[KEY], responses=InspectionOut)
    def post(self, request: Request, inspection_id: UUID) -> Response:
        """Publish an accepted record that counts."""
        return _moved(request, inspection_id, inspection_publish)


class InspectionCorrectView(APIView):
    """POST /inspections/{uuid}/correct."""

    permission_classes = [May]
    verbs = {"POST": "inspection.correct"}

    @extend_schema(request=CorrectIn, parameters=[KEY], responses=InspectionOut)
    def post(self, request: Request, inspection_id: UUID) -> Response:
        """Other result codes, with the reason."""
        return _moved(request, inspection_id, inspection_correct, CorrectIn)


class InspectionWithdrawView(APIView):
    """POST /inspections/{uuid}/withdraw."""

    permission_classes = [May]
    verbs = {"POST": "inspection.withdraw"}

    @extend_schema(request=ReviewReasonIn, parameters=[KEY], responses=InspectionOut)
    def post(self, request: Request, inspection_id: UUID) -> Response:
        """Out, with the reason; sent again it is refused."""
        return _moved(request, inspection_id, inspection_withdraw, ReviewReasonIn)


class InspectionRevisitView(APIView):
    """POST /inspections/{uuid}/revisit."""

    permission_classes = [May]
    verbs = {"POST": "visit.plan"}

    @extend_schema(request=VisitWishIn, parameters=[KEY], responses={201: VisitMadeOut})
    def post(self, request: Request, inspection_id: UUID) -> Response:
        """Plan by hand the revisit a code 6 needs."""
        values = body(VisitWishIn, request)
        actor, now = person(request), clock.now()

        def act() -> tuple[int, dict[str, Any]]:
            visit = inspection_revisit(inspection_id=inspection_id, actor=actor, now=now, **values)
            return 201, {"uuid": visit.uuid, "number": visit.number, "state": visit.state}

        return answer_once(request, values, act)
