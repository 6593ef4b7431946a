"""Doors of talks and letters of commitment (约谈、承诺书)."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import found, invalid, page, person, query_uuid
from backend.models import User
from backend.permissions import May
from backend.schema import LIST_PARAMETERS, listing
from enforcement.selectors.guidance import cause_list, guidance_cards, guidance_get, guidance_list
from enforcement.serializers.guidance import (
    GuidanceCauseChoiceOut,
    GuidanceCheckIn,
    GuidanceIn,
    GuidanceOut,
    GuidanceQuery,
    GuidanceSignIn,
    GuidanceWithdrawIn,
)
from enforcement.services.guidance import guidance_check, guidance_give, guidance_sign, guidance_withdraw
from inspections.views.inspections import days
from registry.views.answers import KEY, answer_once, asked, body


def shown(guidance_id: UUID, actor: User) -> dict[str, Any]:
    """As it stands now."""
    return guidance_cards([found(guidance_get(guidance_id, actor))], actor)[0]


class GuidanceListView(APIView):
    """GET /guidance, POST /guidance: talks and commitments, and one more."""

    permission_classes = [May]
    verbs = {"GET": "guidance.view", "POST": "guidance.give"}

    @extend_schema(
        parameters=[*LIST_PARAMETERS, GuidanceQuery], responses=listing("GuidancePage", GuidanceOut)
    )
    def get(self, request: Request) -> Response:
        """One page, the latest first."""
        actor = person(request)
        rows = guidance_list(actor, **days(asked(GuidanceQuery, request)))
        return Response(page(rows, request, lambda got: guidance_cards(got, actor), order="-held_at"))

    @extend_schema(request=GuidanceIn, responses={201: GuidanceOut}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        """With its paper and number."""
        actor, values = person(request), body(GuidanceIn, request)
        cause = values.pop("cause")

        def act() -> tuple[int, Any]:
            row = guidance_give(
                cause=(cause["noun"], cause["uuid"]) if cause else None,
                actor=actor,
                now=clock.now(),
                **values,
            )
            return 201, shown(row.pk, actor)

        return answer_once(request, request.data, act)


class GuidanceCauseView(APIView):
    """GET /guidance/causes?venue=: what a talk with this venue may be about."""

    permission_classes = [May]
    verbs = {"GET": "guidance.give"}

    @extend_schema(
        parameters=[OpenApiParameter("venue", UUID, required=True)],
        responses=GuidanceCauseChoiceOut(many=True),
    )
    def get(self, request: Request) -> Response:
        """Its leads, cases and hazards, and the campaigns on foot."""
        venue = query_uuid(request, "venue")
        if venue is None:
            raise invalid("venue", "应为标识")
        return Response(cause_list(venue, person(request)))


class GuidanceView(APIView):
    """GET /guidance/{uuid}."""

    permission_classes = [May]
    verbs = {"GET": "guidance.view"}

    @extend_schema(responses=GuidanceOut)
    def get(self, request: Request, guidance_id: UUID) -> Response:
        """One of them."""
        return Response(shown(guidance_id, person(request)))


class GuidanceSignView(APIView):
    """POST /guidance/{uuid}/sign: the signed paper is back."""

    permission_classes = [May]
    verbs = {"POST": "guidance.sign"}

    @extend_schema(request=GuidanceSignIn, responses=GuidanceOut, parameters=[KEY])
    def post(self, request: Request, guidance_id: UUID) -> Response:
        """With its picture, whose bytes are here."""
        actor, values = person(request), body(GuidanceSignIn, request)

        def act() -> tuple[int, Any]:
            guidance_sign(guidance_id=guidance_id, actor=actor, now=clock.now(), **values)
            return 200, shown(guidance_id, actor)

        return answer_once(request, request.data, act)


class GuidanceCheckView(APIView):
    """POST /guidance/{uuid}/check: the day of a commitment has ended."""

    permission_classes = [May]
    verbs = {"POST": "guidance.check"}

    @extend_schema(request=GuidanceCheckIn, responses=GuidanceOut, parameters=[KEY])
    def post(self, request: Request, guidance_id: UUID) -> Response:
        """It was kept, or not."""
        actor, values = person(request), body(GuidanceCheckIn, request)

        def act() -> tuple[int, Any]:
            guidance_check(guidance_id=guidance_id, actor=actor, now=clock.now(), **values)
            return 200, shown(guidance_id, actor)

        return answer_once(request, request.data, act)


class GuidanceWithdrawView(APIView):
    """POST /guidance/{uuid}/withdraw: it does not stand."""

    permission_classes = [May]
    verbs = {"POST": "guidance.withdraw"}

    @extend_schema(request=GuidanceWithdrawIn, responses=GuidanceOut, parameters=[KEY])
    def post(self, request: Request, guidance_id: UUID) -> Response:
        """It stays, with the reason; its paper is void."""
        actor, values = person(request), body(GuidanceWithdrawIn, request)

        def act() -> tuple[int, Any]:
            guidance_withdraw(guidance_id=guidance_id, actor=actor, now=clock.now(), **values)
            return 200, shown(guidance_id, actor)

        return answer_once(request, request.data, act)
