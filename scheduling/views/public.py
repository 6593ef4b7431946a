"""Doors without sign-in: plans and draws for everybody, 查一查, and the code a team shows."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from backend import clock
from backend.api import found, page, page_of
from backend.domain.errors import DomainError
from backend.public import CodeDoor, PublicDoor, signed_in
from backend.schema import LIST_PARAMETERS, listing
from registry.views.answers import asked
from scheduling.selectors.door import public_visit
from scheduling.selectors.draws import (
    beside_rows,
    log_heads,
    lookup_draws,
    lookup_list,
    public_draws,
    public_get,
    public_list,
    public_why,
    roster_beside,
)
from scheduling.selectors.published import (
    public_organs,
    public_plan_get,
    public_plan_list,
    public_plans,
    public_statistics,
)
from scheduling.serializers.drafts import WhyQuery
from scheduling.serializers.draws import LogHeadOut
from scheduling.serializers.public import (
    LookupOut,
    OrganNameOut,
    PublicDrawCardOut,
    PublicDrawOut,
    PublicDrawQuery,
    PublicPlanCardOut,
    PublicPlanOut,
    PublicQuery,
    PublicStatisticOut,
    RosterBesideOut,
    WhyOut,
)
from scheduling.serializers.visits import PublicVisitOut
from scheduling.services.visits import visit_scan
from scheduling.views.draws import PACKAGE, PackageDoor, packed

# a plan or the list of organs may be a little old; the state of a draw may not
PLAN_FRESH_SECONDS = 300


class PublicOrganListView(PublicDoor):
    """GET /public/organs."""

    fresh_seconds = PLAN_FRESH_SECONDS

    @extend_schema(responses=OrganNameOut(many=True), auth=[])
    def get(self, request: Request) -> Response:
        """The organs that publish here."""
        return Response(public_organs())


class PublicPlanListView(PublicDoor):
    """GET /public/plans."""

    fresh_seconds = PLAN_FRESH_SECONDS

    @extend_schema(
        parameters=[*LIST_PARAMETERS, PublicQuery],
        responses=listing("PublicPlanPage", PublicPlanCardOut),
        auth=[],
    )
    def get(self, request: Request) -> Response:
        """Annual plans as published, newest first."""
        rows = public_plans(**asked(PublicQuery, request))
        return Response(page(rows, request, public_plan_list, order="-published_on"))


class PublicPlanView(PublicDoor):
    """GET /public/plans/{uuid}."""

    fresh_seconds = PLAN_FRESH_SECONDS

    @extend_schema(responses=PublicPlanOut, auth=[])
    def get(self, request: Request, plan_id: UUID) -> Response:
        """One plan with its rows, the wording verbatim."""
        return Response(found(public_plan_get(plan_id)))


class PublicStatisticListView(PublicDoor):
    """GET /public/statistics."""

    @extend_schema(responses=PublicStatisticOut(many=True), auth=[])
    def get(self, request: Request) -> Response:
        """Draws, voids, replacements, supplements and secrets by organ and year, never by person."""
        return Response(public_statistics(clock.now()))


class PublicDrawListView(PublicDoor):
    """GET /public/draws."""

    @extend_schema(
        parameters=[*LIST_PARAMETERS, PublicDrawQuery],
        responses=listing("PublicDrawPage", PublicDrawCardOut),
        auth=[],
    )
    def get(self, request: Request) -> Response:
        """Every draw that was ever committed, void ones too."""
        now = clock.now()
        rows = public_draws(**asked(PublicDrawQuery, request), now=now)
        return Response(page(rows, request, lambda got: public_list(got, now), order="-committed_at"))


class PublicDrawHeadsView(PublicDoor):
    """GET /public/draw-heads."""

    @extend_schema(responses=LogHeadOut(many=True), auth=[])
    def get(self, request: Request) -> Response:
        """Where every log stands: to be compared with what a notice prints."""
        return Response(log_heads())


class PublicDrawView(PublicDoor):
    """GET /public/draws/{uuid}."""

    @extend_schema(responses=PublicDrawOut, auth=[])
    def get(self, request: Request, draw_id: UUID) -> Response:
        """One draw: commit, log, result."""
        return Response(found(public_get(draw_id, clock.now())))


class PublicLookupView(PublicDoor):
    """GET /public/lookup?code=…"""

    @extend_schema(
        parameters=[*LIST_PARAMETERS, WhyQuery], responses=listing("LookupPage", LookupOut), auth=[]
    )
    def get(self, request: Request) -> Response:
        """查一查: one venue over all published draws, newest first."""
        code, now = asked(WhyQuery, request)["code"], clock.now()
        return Response(
            page(
                lookup_draws(code), request, lambda rows: lookup_list(rows, code, now), order="-committed_at"
            )
        )


class PublicDrawWhyView(PublicDoor):
    """GET /public/draws/{uuid}/why?code=…"""

    @extend_schema(parameters=[WhyQuery], responses=WhyOut, auth=[])
    def get(self, request: Request, draw_id: UUID) -> Response:
        """Why a venue was drawn, or was not."""
        return Response(found(public_why(draw_id, asked(WhyQuery, request)["code"], clock.now())))


class PublicDrawRosterView(PublicDoor):
    """GET /public/draws/{uuid}/roster."""

    @extend_schema(parameters=LIST_PARAMETERS, responses=RosterBesideOut, auth=[])
    def get(self, request: Request, draw_id: UUID) -> Response:
        """The roster beside the one of the draw before: who came, who is gone, who is drawn otherwise."""
        beside = found(roster_beside(draw_id))
        told = {"before": beside.before, "whole": beside.whole, "kinds": beside.counts}
        scope = "" if beside.before is None else beside.before.scope
        shown = page_of(
            beside.rows, request, lambda rows: beside_rows(rows, scope), of="RosterBeside", key="id"
        )
        return Response(RosterBesideOut(told | shown).data)


class PublicDrawPackageView(PackageDoor):
    """GET /public/draws/{uuid}/package."""

    permission_classes = [AllowAny]

    @extend_schema(responses=PACKAGE, auth=[])
    def get(self, request: Request, draw_id: UUID) -> HttpResponse:
        """draw.zip: everything needed to run the draw again."""
        return packed(found(public_draws().filter(pk=draw_id).first()))


class PublicVisitView(CodeDoor):
    """GET /public/visits/{token}, POST /public/visits/{token}."""

    @extend_schema(responses=PublicVisitOut, auth=[])
    def get(self, request: Request, token: str) -> Response:
        """亮码: who comes, for what, and what they must not do."""
        return Response(_told(token))

    @extend_schema(request=None, responses=PublicVisitOut, auth=[])
    def post(self, request: Request, token: str) -> Response:
        """The other side has scanned: noted once, without place or person; not of who is signed in."""
        if not signed_in(request):
            visit_scan(token=token, now=clock.now())
        return Response(_told(token))


def _told(token: str) -> dict[str, Any]:
    shown = public_visit(token, clock.today())
    if shown is None:
        raise DomainError("code_unknown")
    return shown
