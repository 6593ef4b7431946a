"""Doors of leads (线索)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import found, page, person, query_flag, query_uuid
from backend.models import User
from backend.permissions import May
from backend.schema import LIST_PARAMETERS, listing
from enforcement.models import Lead
from enforcement.selectors import (
    channel_cards,
    lead_cards,
    lead_detail,
    lead_get,
    lead_list,
    lead_summary,
)
from enforcement.selectors.leads import DUES
from enforcement.serializers import CaseReasonIn
from enforcement.serializers.leads import (
    LeadChannelCardOut,
    LeadDetailOut,
    LeadIn,
    LeadOut,
    LeadReporterOut,
    LeadSummaryOut,
    LeadTermIn,
)
from enforcement.services.leads import channel_term_set, lead_register, lead_see, lead_unmask
from registry.views.answers import KEY, STATES, answer_once, body, one_of_asked, states_asked

SORTS = ("due_on", "-created_at")


def shown(lead_id: UUID, actor: User) -> dict[str, Any]:
    """The lead with everything, as it stands now."""
    return lead_detail(found(lead_get(lead_id, actor)), actor)


class LeadListView(APIView):
    """GET /leads, POST /leads: the inbox, and a further lead."""

    permission_classes = [May]
    verbs = {"GET": "lead.view", "POST": "lead.report"}

    @extend_schema(
        parameters=[
            *LIST_PARAMETERS,
            STATES,
            OpenApiParameter("channel", str),
            OpenApiParameter("due", str, enum=list(DUES)),
            OpenApiParameter("unread", bool),
            OpenApiParameter("venue", OpenApiTypes.UUID),
            OpenApiParameter("q", str, description="number, external number, content or venue"),
            OpenApiParameter("sort", str, enum=list(SORTS)),
        ],
        responses=listing("LeadPage", LeadOut),
    )
    def get(self, request: Request) -> Response:
        """One page, newest first, or by the next day that is due."""
        actor = person(request)
        sort = one_of_asked(request, "sort", SORTS, "-created_at")
        rows = lead_list(
            actor,
            states=states_asked(request, Lead.State.values),
            channel=request.query_params.get("channel", ""),
            due=one_of_asked(request, "due", DUES, ""),
            unread=query_flag(request, "unread"),
            venue=query_uuid(request, "venue"),
            q=request.query_params.get("q", "").strip(),
        )
        return Response(page(rows, request, lambda got: lead_cards(got, actor), order=sort))

    @extend_schema(request=LeadIn, responses={201: LeadOut}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        """Register one; `lead_alike` names the open leads it may belong to."""
        actor, values = person(request), body(LeadIn, request)

        def act() -> tuple[int, Any]:
            lead = lead_register(actor=actor, now=clock.now(), **values)
            return 201, lead_cards([found(lead_get(lead.uuid, actor))], actor)[0]

        return answer_once(request, request.data, act)


class LeadSummaryView(APIView):
    """GET /leads/summary: the numbers above the inbox."""

    permission_classes = [May]
    verbs = {"GET": "lead.view"}

    @extend_schema(responses=LeadSummaryOut)
    def get(self, request: Request) -> Response:
        """By state, channel and clock."""
        return Response(lead_summary(person(request)))


class LeadChannelsView(APIView):
    """GET /lead-channels: the channels with their deadlines; POST: set one of them."""

    permission_classes = [May]
    verbs = {"GET": "lead.report", "POST": "lead.terms"}

    @extend_schema(responses=LeadChannelCardOut(many=True))
    def get(self, request: Request) -> Response:
        """As the person's organ has them."""
        return Response(channel_cards(person(request)))

    @extend_schema(request=LeadTermIn, responses=LeadChannelCardOut(many=True), parameters=[KEY])
    def post(self, request: Request) -> Response:
        """From now on; with basis and reason."""
        actor, values = person(request), body(LeadTermIn, request)

        def act() -> tuple[int, Any]:
            channel_term_set(actor=actor, now=clock.now(), **values)
            return 200, channel_cards(actor)

        return answer_once(request, request.data, act)


class LeadView(APIView):
    """GET /leads/{uuid}."""

    permission_classes = [May]
    verbs = {"GET": "lead.view"}

    @extend_schema(responses=LeadDetailOut)
    def get(self, request: Request, lead_id: UUID) -> Response:
        """One lead with all that belongs to it."""
        return Response(shown(lead_id, person(request)))


class LeadSeenView(APIView):
    """POST /leads/{uuid}/seen: this person has opened it."""

    permission_classes = [May]
    verbs = {"POST": "lead.view"}

    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, lead_id: UUID) -> Response:
        """It is no longer new to him."""
        lead_see(lead_id=lead_id, actor=person(request), now=clock.now())
        return Response(status=204)


class LeadReporterView(APIView):
    """POST /leads/{uuid}/reporter: who reported it, to whoever may know and says why."""

    permission_classes = [May]
    verbs = {"POST": "lead.unmask"}

    @extend_schema(request=CaseReasonIn, responses=LeadReporterOut)
    def post(self, request: Request, lead_id: UUID) -> Response:
        """Every look stands in the journal; no answer of it is kept."""
        values = body(CaseReasonIn, request)
        row = lead_unmask(lead_id=lead_id, actor=person(request), now=clock.now(), **values)
        answer = Response(LeadReporterOut(row).data)
        answer["Cache-Control"] = "no-store"
        return answer


def answered(request: Request, lead_id: UUID, act: Callable[[User], object]) -> Response:
    """Do one step once, and answer the lead as it stands after it."""
    actor = person(request)

    def once() -> tuple[int, Any]:
        act(actor)
        return 200, shown(lead_id, actor)

    return answer_once(request, request.data, once)
