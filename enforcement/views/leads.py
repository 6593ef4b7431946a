"""Doors of leads (线索)."""

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
from enforcement.models import Lead
from enforcement.selectors import lead_cards, lead_get, lead_list
from enforcement.serializers import CaseReasonIn, LeadIn, LeadOut, LeadVerifyIn
from enforcement.services.leads import lead_dismiss, lead_register, lead_verify
from registry.views.answers import KEY, STATES, answer_once, body, states_asked


class LeadListView(APIView):
    """GET /leads, POST /leads: list and register leads."""

    permission_classes = [May]
    verbs = {"GET": "lead.view", "POST": "lead.report"}

    @extend_schema(
        parameters=[*LIST_PARAMETERS, STATES],
        responses=listing("LeadPage", LeadOut),
    )
    def get(self, request: Request) -> Response:
        """One page, newest first."""
        actor = person(request)
        rows = lead_list(actor, states=states_asked(request, Lead.State.values))
        return Response(page(rows, request, lambda got: lead_cards(got, actor), order="-created_at"))

    @extend_schema(request=LeadIn, responses={201: LeadOut}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        """Register one."""
        actor, values = person(request), body(LeadIn, request)

        def act() -> tuple[int, Any]:
            lead = lead_register(actor=actor, now=clock.now(), **values)
            return 201, lead_cards([lead], actor)[0]

        return answer_once(request, request.data, act)


class LeadView(APIView):
    """GET /leads/{uuid}."""

    permission_classes = [May]
    verbs = {"GET": "lead.view"}

    @extend_schema(responses=LeadOut)
    def get(self, request: Request, lead_id: UUID) -> Response:
        """One lead."""
        actor = person(request)
        return Response(lead_cards([found(lead_get(lead_id, actor))], actor)[0])


class LeadVerifyView(APIView):
    """POST /leads/{uuid}/verify: the facts were checked."""

    permission_classes = [May]
    verbs = {"POST": "lead.verify"}

    @extend_schema(request=LeadVerifyIn, responses=LeadOut, parameters=[KEY])
    def post(self, request: Request, lead_id: UUID) -> Response:
        """Starts the period for filing."""
        actor, values = person(request), body(LeadVerifyIn, request)

        def act() -> tuple[int, Any]:
            lead = lead_verify(lead_id=lead_id, actor=actor, now=clock.now(), **values)
            return 200, lead_cards([lead], actor)[0]

        return answer_once(request, request.data, act)


class LeadDismissView(APIView):
    """POST /leads/{uuid}/dismiss: no case comes of it."""

    permission_classes = [May]
    verbs = {"POST": "lead.dismiss"}

    @extend_schema(request=CaseReasonIn, responses=LeadOut, parameters=[KEY])
    def post(self, request: Request, lead_id: UUID) -> Response:
        """With the reason."""
        actor, values = person(request), body(CaseReasonIn, request)

        def act() -> tuple[int, Any]:
            lead = lead_dismiss(lead_id=lead_id, actor=actor, now=clock.now(), **values)
            return 200, lead_cards([lead], actor)[0]

        return answer_once(request, request.data, act)
