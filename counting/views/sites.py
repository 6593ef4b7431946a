"""Doors of demonstration sites."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import found, page, person
from backend.permissions import May
from backend.schema import LIST_PARAMETERS, listing
from counting.domain.sites import SITE_KINDS
from counting.models import Site
from counting.selectors.sites import site_cards, site_get, site_list
from counting.serializers.sites import SiteIn, SiteNameIn, SiteOut, SiteStepIn
from counting.services.sites import NUMBERS, site_screen, site_step
from registry.views.answers import KEY, STATES, answer_once, body, states_asked


class SiteListView(APIView):
    """GET /sites, POST /sites: the sites, and one more that was chosen."""

    permission_classes = [May]
    verbs = {"GET": "target.view", "POST": "site.screen"}

    @extend_schema(
        parameters=[*LIST_PARAMETERS, STATES, OpenApiParameter("kind", str, enum=list(SITE_KINDS))],
        responses=listing("SitePage", SiteOut),
    )
    def get(self, request: Request) -> Response:
        """One page, newest first."""
        actor = person(request)
        states = states_asked(request, Site.State.values)
        rows = site_list(actor, states=states, kind=request.query_params.get("kind", ""))
        return Response(page(rows, request, lambda got: site_cards(got, actor), order="-created_at"))

    @extend_schema(request=SiteIn, responses={201: SiteOut}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        """Screened."""
        actor, values = person(request), body(SiteIn, request)

        def act() -> tuple[int, Any]:
            row = site_screen(actor=actor, now=clock.now(), **values)
            return 201, site_cards([found(site_get(row.uuid, actor))], actor)[0]

        return answer_once(request, request.data, act)


class SiteStepView(APIView):
    """POST /sites/{uuid}/step: one step of it; the service asks whether this person may take it."""

    permission_classes = [May]
    verbs = {"POST": "site.survey"}

    @extend_schema(request=SiteStepIn, responses=SiteOut, parameters=[KEY])
    def post(self, request: Request, site_id: UUID) -> Response:
        """Answers the site as it stands after it."""
        actor, values = person(request), body(SiteStepIn, request)
        numbers = {name: values.pop(name, None) for name in NUMBERS}

        def act() -> tuple[int, Any]:
            site_step(site_id=site_id, numbers=numbers, actor=actor, now=clock.now(), **values)
            return 200, site_cards([found(site_get(site_id, actor))], actor)[0]

        return answer_once(request, request.data, act)


class SiteNameView(APIView):
    """POST /sites/{uuid}/name: named by another than who accepted it."""

    permission_classes = [May]
    verbs = {"POST": "site.name"}

    @extend_schema(request=SiteNameIn, responses=SiteOut, parameters=[KEY])
    def post(self, request: Request, site_id: UUID) -> Response:
        """Answers the site as it stands after it."""
        actor, values = person(request), body(SiteNameIn, request)

        def act() -> tuple[int, Any]:
            site_step(site_id=site_id, verb="site.name", actor=actor, now=clock.now(), **values)
            return 200, site_cards([found(site_get(site_id, actor))], actor)[0]

        return answer_once(request, request.data, act)
