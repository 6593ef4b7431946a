"""Doors without sign-in: draws for everybody, and the code a team shows."""

from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.api import found, page
from backend.schema import LIST_PARAMETERS, listing
from registry.views.answers import asked
from scheduling.selectors.draws import public_draws, public_get, public_list, public_why
from scheduling.selectors.visits import public_visit
from scheduling.serializers.drafts import WhyQuery
from scheduling.serializers.public import PublicDrawCardOut, PublicDrawOut, WhyOut
from scheduling.serializers.visits import PublicVisitOut
from scheduling.views.draws import PACKAGE, PackageDoor, packed


class PublicDrawListView(APIView):
    """GET /public/draws."""

    permission_classes = [AllowAny]

    @extend_schema(
        parameters=LIST_PARAMETERS, responses=listing("PublicDrawPage", PublicDrawCardOut), auth=[]
    )
    def get(self, request: Request) -> Response:
        """Every draw that was ever committed, void ones too."""
        return Response(page(public_draws(), request, public_list, order="-committed_at"))


class PublicDrawView(APIView):
    """GET /public/draws/{uuid}."""

    permission_classes = [AllowAny]

    @extend_schema(responses=PublicDrawOut, auth=[])
    def get(self, request: Request, draw_id: UUID) -> Response:
        """One draw: commit, log, result."""
        return Response(found(public_get(draw_id)))


class PublicDrawWhyView(APIView):
    """GET /public/draws/{uuid}/why?code=…"""

    permission_classes = [AllowAny]

    @extend_schema(parameters=[WhyQuery], responses=WhyOut, auth=[])
    def get(self, request: Request, draw_id: UUID) -> Response:
        """Why a venue was drawn, or was not."""
        return Response(found(public_why(draw_id, asked(WhyQuery, request)["code"])))


class PublicDrawPackageView(PackageDoor):
    """GET /public/draws/{uuid}/package."""

    permission_classes = [AllowAny]

    @extend_schema(responses=PACKAGE, auth=[])
    def get(self, request: Request, draw_id: UUID) -> HttpResponse:
        """draw.zip: everything needed to run the draw again."""
        return packed(found(public_draws().filter(pk=draw_id).first()))


class PublicVisitView(APIView):
    """GET /public/visits/{token}."""

    permission_classes = [AllowAny]

    @extend_schema(responses=PublicVisitOut, auth=[])
    def get(self, request: Request, token: str) -> Response:
        """亮码: who comes, for what, and what they must not do."""
        return Response(found(public_visit(token)))
