"""Doors of draws."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import OrjsonRenderer, found, page, page_of, person
from backend.domain.errors import DomainError
from backend.models import User
from backend.permissions import May
from backend.schema import LIST_PARAMETERS, listing
from registry.views.answers import KEY, answer_once, asked, body
from scheduling.models import Draw
from scheduling.selectors.draws import (
    draw_cards,
    draw_detail,
    draw_get,
    draw_list,
    draw_minutes,
    draw_preview,
    pick_cards,
    pick_list,
)
from scheduling.selectors.packages import package_bytes
from scheduling.serializers.drafts import (
    DrawCommitIn,
    DrawDrawIn,
    DrawIn,
    DrawQuery,
    DrawVoidIn,
    PickQuery,
)
from scheduling.serializers.draws import (
    DrawCardOut,
    DrawMinutesOut,
    DrawOut,
    PickOut,
)
from scheduling.serializers.previews import DrawPreviewOut
from scheduling.serializers.rules import RulesIn
from scheduling.serializers.visits import DecisionIn
from scheduling.services.draws import (
    draw_approve,
    draw_ask,
    draw_commit,
    draw_draft,
    draw_draw,
    draw_edit,
    draw_void,
)

ZIP = "application/zip"
PACKAGE = {(200, ZIP): OpenApiResponse(OpenApiTypes.BINARY, description="draw.zip")}


class PackageRenderer(OrjsonRenderer):
    """Lets a door that hands out packages be asked for one."""

    media_type = ZIP
    format = "zip"


class PackageDoor(APIView):
    """A door that hands out draw.zip; its refusals are JSON and say so, whatever was asked for."""

    renderer_classes = [OrjsonRenderer, PackageRenderer]

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """As DRF does it; a refusal is printed by the house's renderer."""
        given = super().finalize_response(request, response, *args, **kwargs)
        if isinstance(given, Response):
            given.accepted_renderer = OrjsonRenderer()
            given.accepted_media_type = OrjsonRenderer.media_type
        return given


def packed(row: Draw) -> HttpResponse:
    """draw.zip as a download; a draft has none."""
    if row.state == Draw.State.DRAFTED:
        raise DomainError("move_not_open", {"state": row.state, "verb": "draw.export"})
    response = HttpResponse(package_bytes(row), content_type=ZIP)
    response["Content-Disposition"] = f'attachment; filename="draw-{row.scope}-{row.no}.zip"'
    return response


def answer(request: Request, given: Any, act: Callable[[User], Draw], status: int = 200) -> Response:
    """Do one thing with a draw, once; the answer is the whole draw."""
    actor = person(request)
    return answer_once(request, given, lambda: (status, draw_detail(act(actor), actor)))


class DrawListView(APIView):
    """GET and POST /draws."""

    permission_classes = [May]
    verbs = {"GET": "draw.view", "POST": "draw.draft"}

    @extend_schema(parameters=[*LIST_PARAMETERS, DrawQuery], responses=listing("DrawPage", DrawCardOut))
    def get(self, request: Request) -> Response:
        """Draws, newest first."""
        actor, query = person(request), asked(DrawQuery, request)
        rows = draw_list(actor, states=[query["state"]] if "state" in query else ())
        return Response(page(rows, request, lambda got: draw_cards(got, actor), order="-created_at"))

    @extend_schema(request=DrawIn, responses={201: DrawOut}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        """Draft a draw."""
        values = body(DrawIn, request)
        plan_row = values.pop("plan_row")
        return answer(
            request,
            request.data,
            lambda actor: draw_draft(plan_row_id=plan_row, actor=actor, now=clock.now(), **values),
            201,
        )


class DrawView(APIView):
    """GET /draws/{uuid}."""

    permission_classes = [May]
    verbs = {"GET": "draw.view"}

    @extend_schema(responses=DrawOut)
    def get(self, request: Request, draw_id: UUID) -> Response:
        """Everything about one draw."""
        actor = person(request)
        return Response(draw_detail(found(draw_get(draw_id, actor)), actor))


class DrawEditView(APIView):
    """POST /draws/{uuid}/edit."""

    permission_classes = [May]
    verbs = {"POST": "draw.draft"}

    @extend_schema(request=RulesIn, responses=DrawOut, parameters=[KEY])
    def post(self, request: Request, draw_id: UUID) -> Response:
        """Other rules for a draft."""
        values = body(RulesIn, request)
        return answer(
            request,
            request.data,
            lambda actor: draw_edit(draw_id=draw_id, rules=values, actor=actor, now=clock.now()),
        )


class DrawPreviewView(APIView):
    """GET /draws/{uuid}/preview."""

    permission_classes = [May]
    verbs = {"GET": "draw.draft"}

    @extend_schema(responses=DrawPreviewOut)
    def get(self, request: Request, draw_id: UUID) -> Response:
        """Pool, exclusions, quotas and whether teams can be found, before the commit."""
        row = found(draw_get(draw_id, person(request)))
        if row.state != Draw.State.DRAFTED:
            raise DomainError("move_not_open", {"state": row.state, "verb": "draw.draft"})
        return Response(draw_preview(row, clock.today()))


class DrawCommitView(APIView):
    """POST /draws/{uuid}/commit."""

    permission_classes = [May]
    verbs = {"POST": "draw.commit"}

    @extend_schema(request=DrawCommitIn, responses=DrawOut, parameters=[KEY])
    def post(self, request: Request, draw_id: UUID) -> Response:
        """Freeze the rosters, fix quotas and beacon, write the COMMIT line."""
        values = body(DrawCommitIn, request)
        return answer(
            request,
            request.data,
            lambda actor: draw_commit(draw_id=draw_id, actor=actor, now=clock.now(), **values),
        )


class DrawDrawView(APIView):
    """POST /draws/{uuid}/draw."""

    permission_classes = [May]
    verbs = {"POST": "draw.draw"}

    @extend_schema(request=DrawDrawIn, responses=DrawOut, parameters=[KEY])
    def post(self, request: Request, draw_id: UUID) -> Response:
        """Type in the beacon; the result and the visits follow. Of a void draw, only the beacon is kept."""
        values = body(DrawDrawIn, request)
        return answer(
            request,
            request.data,
            lambda actor: draw_draw(draw_id=draw_id, actor=actor, now=clock.now(), **values),
        )


class DrawVoidView(APIView):
    """POST /draws/{uuid}/void."""

    permission_classes = [May]
    verbs = {"POST": "draw.void"}

    @extend_schema(request=DrawVoidIn, responses=DrawOut, parameters=[KEY])
    def post(self, request: Request, draw_id: UUID) -> Response:
        """Void a committed draw, in sight of everybody."""
        values = body(DrawVoidIn, request)
        return answer(
            request,
            request.data,
            lambda actor: draw_void(draw_id=draw_id, actor=actor, now=clock.now(), **values),
        )


class DrawAskView(APIView):
    """POST /draws/{uuid}/ask."""

    permission_classes = [May]
    verbs = {"POST": "visit.ask"}

    @extend_schema(request=None, responses=DrawOut, parameters=[KEY])
    def post(self, request: Request, draw_id: UUID) -> Response:
        """Ask for the approval of all its visits in one act."""
        return answer(request, None, lambda actor: draw_ask(draw_id=draw_id, actor=actor, now=clock.now()))


class DrawApproveView(APIView):
    """POST /draws/{uuid}/approve."""

    permission_classes = [May]
    verbs = {"POST": "visit.approve"}

    @extend_schema(request=DecisionIn, responses=DrawOut, parameters=[KEY])
    def post(self, request: Request, draw_id: UUID) -> Response:
        """Approve all its visits in one act, or reject them with a reason."""
        values = body(DecisionIn, request)
        return answer(
            request,
            request.data,
            lambda actor: draw_approve(draw_id=draw_id, actor=actor, now=clock.now(), **values),
        )


class DrawPickListView(APIView):
    """GET /draws/{uuid}/picks."""

    permission_classes = [May]
    verbs = {"GET": "draw.view"}

    @extend_schema(parameters=[*LIST_PARAMETERS, PickQuery], responses=listing("PickPage", PickOut))
    def get(self, request: Request, draw_id: UUID) -> Response:
        """What became of every row of the roster."""
        row = found(draw_get(draw_id, person(request)))
        rows = pick_list(row, person(request), **asked(PickQuery, request))
        return Response(
            page_of(rows, request, lambda got: pick_cards(got, row), of=f"pick.{row.pk}", key="id")
        )


class DrawMinutesView(APIView):
    """GET /draws/{uuid}/minutes."""

    permission_classes = [May]
    verbs = {"GET": "draw.view"}

    @extend_schema(responses=DrawMinutesOut)
    def get(self, request: Request, draw_id: UUID) -> Response:
        """The minutes (抽取记录), ready to be printed."""
        actor = person(request)
        return Response(draw_minutes(found(draw_get(draw_id, actor)), actor))


class DrawPackageView(PackageDoor):
    """GET /draws/{uuid}/package."""

    permission_classes = [May]
    verbs = {"GET": "draw.export"}

    @extend_schema(responses=PACKAGE)
    def get(self, request: Request, draw_id: UUID) -> HttpResponse:
        """draw.zip, for the stand-alone verifier."""
        return packed(found(draw_get(draw_id, person(request))))
