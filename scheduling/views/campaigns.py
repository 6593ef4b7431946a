"""Doors of special campaigns."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import found, page, person
from backend.models import User
from backend.permissions import May
from backend.schema import LIST_PARAMETERS, listing
from registry.views.answers import KEY, STATES, answer_once, asked, body, states_asked
from scheduling.models import Campaign
from scheduling.selectors.campaigns import campaign_cards, campaign_get, campaign_list, venue_cards
from scheduling.serializers.campaigns import (
    CampaignFileIn,
    CampaignIn,
    CampaignOut,
    CampaignQuery,
    CampaignReportIn,
    CampaignVenueOut,
    CampaignVisitOut,
    CampaignVisitsIn,
)
from scheduling.serializers.visits import DecisionIn, ReasonIn
from scheduling.services import campaigns as services


def _rows(rows: Any) -> Any:
    return rows.select_related("trigger", "made_by", "approval__decided_by")


def _answer(request: Request, given: Any, act: Callable[[User], Campaign], status: int = 200) -> Response:
    """Do one thing with a campaign, once; the answer is its card."""
    actor = person(request)

    def once() -> tuple[int, Any]:
        row = act(actor)
        fresh = _rows(campaign_list(actor)).get(pk=row.pk)
        return status, campaign_cards([fresh], actor, clock.today())[0]

    return answer_once(request, given, once)


class CampaignListView(APIView):
    """GET and POST /campaigns."""

    permission_classes = [May]
    verbs = {"GET": "campaign.view", "POST": "campaign.edit"}

    @extend_schema(
        parameters=[*LIST_PARAMETERS, STATES, CampaignQuery], responses=listing("CampaignPage", CampaignOut)
    )
    def get(self, request: Request) -> Response:
        """One page, newest first."""
        actor, today = person(request), clock.today()
        on = today if asked(CampaignQuery, request)["open"] else None
        rows = campaign_list(actor, states=states_asked(request, Campaign.State.values), on=on)
        return Response(
            page(_rows(rows), request, lambda got: campaign_cards(got, actor, today), order="-created_at")
        )

    @extend_schema(request=CampaignIn, responses={201: CampaignOut}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        """Draw one up."""
        values = body(CampaignIn, request)
        return _answer(
            request,
            request.data,
            lambda actor: services.campaign_make(values=values, actor=actor, now=clock.now()),
            201,
        )


class CampaignView(APIView):
    """GET and POST /campaigns/{uuid}."""

    permission_classes = [May]
    verbs = {"GET": "campaign.view", "POST": "campaign.edit"}

    @extend_schema(responses=CampaignOut)
    def get(self, request: Request, campaign_id: UUID) -> Response:
        """One campaign."""
        actor = person(request)
        row = found(_rows(campaign_list(actor)).filter(pk=campaign_id).first())
        return Response(campaign_cards([row], actor, clock.today())[0])

    @extend_schema(request=CampaignIn, responses=CampaignOut, parameters=[KEY])
    def post(self, request: Request, campaign_id: UUID) -> Response:
        """Change a draft."""
        found(campaign_get(campaign_id, person(request)))
        values = body(CampaignIn, request)
        return _answer(
            request,
            request.data,
            lambda actor: services.campaign_edit(
                campaign_id=campaign_id, values=values, actor=actor, now=clock.now()
            ),
        )


class CampaignAskView(APIView):
    """POST /campaigns/{uuid}/ask."""

    permission_classes = [May]
    verbs = {"POST": "campaign.ask"}

    @extend_schema(request=None, responses=CampaignOut, parameters=[KEY])
    def post(self, request: Request, campaign_id: UUID) -> Response:
        """Put it before the leader."""
        return _answer(
            request,
            None,
            lambda actor: services.campaign_ask(campaign_id=campaign_id, actor=actor, now=clock.now()),
        )


class CampaignApproveView(APIView):
    """POST /campaigns/{uuid}/approve."""

    permission_classes = [May]
    verbs = {"POST": "campaign.approve"}

    @extend_schema(request=DecisionIn, responses=CampaignOut, parameters=[KEY])
    def post(self, request: Request, campaign_id: UUID) -> Response:
        """The leader's decision."""
        values = body(DecisionIn, request)
        return _answer(
            request,
            request.data,
            lambda actor: services.campaign_approve(
                campaign_id=campaign_id, actor=actor, now=clock.now(), **values
            ),
        )


class CampaignFileView(APIView):
    """POST /campaigns/{uuid}/file."""

    permission_classes = [May]
    verbs = {"POST": "campaign.file"}

    @extend_schema(request=CampaignFileIn, responses=CampaignOut, parameters=[KEY])
    def post(self, request: Request, campaign_id: UUID) -> Response:
        """Its filing number and whom it was filed with."""
        values = body(CampaignFileIn, request)
        return _answer(
            request,
            request.data,
            lambda actor: services.campaign_file(
                campaign_id=campaign_id, actor=actor, now=clock.now(), **values
            ),
        )


class CampaignStartView(APIView):
    """POST /campaigns/{uuid}/start."""

    permission_classes = [May]
    verbs = {"POST": "campaign.start"}

    @extend_schema(request=None, responses=CampaignOut, parameters=[KEY])
    def post(self, request: Request, campaign_id: UUID) -> Response:
        """It runs from now on."""
        return _answer(
            request,
            None,
            lambda actor: services.campaign_start(campaign_id=campaign_id, actor=actor, now=clock.now()),
        )


class CampaignCloseView(APIView):
    """POST /campaigns/{uuid}/close."""

    permission_classes = [May]
    verbs = {"POST": "campaign.close"}

    @extend_schema(request=CampaignReportIn, responses=CampaignOut, parameters=[KEY])
    def post(self, request: Request, campaign_id: UUID) -> Response:
        """Over, with its report."""
        values = body(CampaignReportIn, request)
        return _answer(
            request,
            request.data,
            lambda actor: services.campaign_close(
                campaign_id=campaign_id, actor=actor, now=clock.now(), **values
            ),
        )


class CampaignCancelView(APIView):
    """POST /campaigns/{uuid}/cancel."""

    permission_classes = [May]
    verbs = {"POST": "campaign.cancel"}

    @extend_schema(request=ReasonIn, responses=CampaignOut, parameters=[KEY])
    def post(self, request: Request, campaign_id: UUID) -> Response:
        """Called off, with the visits that have not begun."""
        values = body(ReasonIn, request)
        return _answer(
            request,
            request.data,
            lambda actor: services.campaign_cancel(
                campaign_id=campaign_id, actor=actor, now=clock.now(), **values
            ),
        )


class CampaignVenueListView(APIView):
    """GET /campaigns/{uuid}/venues."""

    permission_classes = [May]
    verbs = {"GET": "campaign.view"}

    @extend_schema(responses=CampaignVenueOut(many=True))
    def get(self, request: Request, campaign_id: UUID) -> Response:
        """Every open venue in its scope."""
        actor = person(request)
        row = found(campaign_get(campaign_id, actor))
        return Response(venue_cards(row, actor, clock.today().year))


class CampaignVisitListView(APIView):
    """POST /campaigns/{uuid}/visits."""

    permission_classes = [May]
    verbs = {"POST": "campaign.plan"}

    @extend_schema(request=CampaignVisitsIn, responses=CampaignVisitOut(many=True), parameters=[KEY])
    def post(self, request: Request, campaign_id: UUID) -> Response:
        """One visit for each venue, put to approval; what could not be planned says why."""
        actor, values = person(request), body(CampaignVisitsIn, request)

        def act() -> tuple[int, Any]:
            return 200, services.campaign_visits(
                campaign_id=campaign_id, actor=actor, now=clock.now(), **values
            )

        return answer_once(request, request.data, act)
