"""Doors of joint draws."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import person
from backend.permissions import May
from registry.views.answers import KEY, answer_once, body
from scheduling.selectors.joint import organ_list, partner_list
from scheduling.serializers.partners import DeclineIn, JoinIn, PartnerOrganOut, PartnerOut
from scheduling.services.draws import draw_decline, draw_join


class PartnerListView(APIView):
    """GET /draw-partners."""

    permission_classes = [May]
    verbs = {"GET": "draw.view"}

    @extend_schema(responses=PartnerOut(many=True))
    def get(self, request: Request) -> Response:
        """The draws the organ is asked to take part in, newest first."""
        return Response(partner_list(person(request)))


class PartnerOrganListView(APIView):
    """GET /draw-partners/organs."""

    permission_classes = [May]
    verbs = {"GET": "draw.draft"}

    @extend_schema(responses=PartnerOrganOut(many=True))
    def get(self, request: Request) -> Response:
        """The organs that can be asked."""
        return Response(organ_list(person(request)))


class PartnerJoinView(APIView):
    """POST /draw-partners/{uuid}/join."""

    permission_classes = [May]
    verbs = {"POST": "draw.join"}

    @extend_schema(request=JoinIn, responses=PartnerOut(many=True), parameters=[KEY])
    def post(self, request: Request, partner_id: UUID) -> Response:
        """Agree, with the items the organ will check."""
        actor, values = person(request), body(JoinIn, request)

        def act() -> tuple[int, Any]:
            draw_join(partner_id=partner_id, actor=actor, now=clock.now(), **values)
            return 200, partner_list(actor)

        return answer_once(request, request.data, act)


class PartnerDeclineView(APIView):
    """POST /draw-partners/{uuid}/decline."""

    permission_classes = [May]
    verbs = {"POST": "draw.join"}

    @extend_schema(request=DeclineIn, responses=PartnerOut(many=True), parameters=[KEY])
    def post(self, request: Request, partner_id: UUID) -> Response:
        """Not take part, with the reason."""
        actor, values = person(request), body(DeclineIn, request)

        def act() -> tuple[int, Any]:
            draw_decline(partner_id=partner_id, actor=actor, now=clock.now(), **values)
            return 200, partner_list(actor)

        return answer_once(request, request.data, act)
