"""Doors of what happens to a draw besides drawing it: seal, reveal, replace, supplement, delay, correct."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from backend import clock
from backend.api import found, person
from backend.permissions import May
from registry.views.answers import KEY, answer_once, asked, body
from scheduling.models import Draw
from scheduling.selectors.draws import draw_detail, draw_get, pick_next
from scheduling.serializers.drafts import (
    DrandQuery,
    DrawCorrectIn,
    DrawDelayIn,
    DrawReplaceIn,
    DrawRevealIn,
    DrawSealIn,
    DrawStampIn,
    DrawSupplementIn,
    WhyQuery,
)
from scheduling.serializers.draws import DrandRoundOut, DrawOut, NextPickOut, SealedOut
from scheduling.services.draws import (
    draw_correct,
    draw_delay,
    draw_replace,
    draw_reveal,
    draw_seal,
    draw_stamp,
    draw_supplement,
)
from scheduling.services.draws.drand import round_of
from scheduling.views.draws import answer


def _act(
    service: Callable[..., Draw], kind: type[Serializer[Any]], request: Request, draw_id: UUID
) -> Response:
    """A door whose body holds exactly what its service is told."""
    values = body(kind, request)
    return answer(
        request,
        request.data,
        lambda actor: service(draw_id=draw_id, actor=actor, now=clock.now(), **values),
    )


class DrawSealView(APIView):
    """POST /draws/{uuid}/seal."""

    permission_classes = [May]
    verbs = {"POST": "draw.seal"}

    @extend_schema(request=DrawSealIn, responses=SealedOut, parameters=[KEY])
    def post(self, request: Request, draw_id: UUID) -> Response:
        """Make the secret of a sealed draw; the answer holds the envelope for its keeper, to be printed."""
        values = body(DrawSealIn, request)

        def act() -> tuple[int, dict[str, Any]]:
            actor = person(request)
            made = draw_seal(draw_id=draw_id, actor=actor, now=clock.now(), **values)
            return 200, draw_detail(made.draw, actor) | {"envelope": made.envelope}

        return answer_once(request, request.data, act)


class DrawRevealView(APIView):
    """POST /draws/{uuid}/reveal."""

    permission_classes = [May]
    verbs = {"POST": "draw.reveal"}

    @extend_schema(request=DrawRevealIn, responses=DrawOut, parameters=[KEY])
    def post(self, request: Request, draw_id: UUID) -> Response:
        """Show the secret of a sealed draw; owed of a void one too."""
        return _act(draw_reveal, DrawRevealIn, request, draw_id)


class DrawReplaceView(APIView):
    """POST /draws/{uuid}/replace."""

    permission_classes = [May]
    verbs = {"POST": "draw.replace"}

    @extend_schema(request=DrawReplaceIn, responses=DrawOut, parameters=[KEY])
    def post(self, request: Request, draw_id: UUID) -> Response:
        """Replace a venue that is gone, or an officer who cannot come."""
        values = body(DrawReplaceIn, request)
        visit = values.pop("visit")
        return answer(
            request,
            request.data,
            lambda actor: draw_replace(
                draw_id=draw_id, visit_id=visit, actor=actor, now=clock.now(), **values
            ),
        )


class DrawNextView(APIView):
    """GET /draws/{uuid}/next?code=…"""

    permission_classes = [May]
    verbs = {"GET": "draw.replace"}

    @extend_schema(parameters=[WhyQuery], responses=NextPickOut)
    def get(self, request: Request, draw_id: UUID) -> Response:
        """Who would follow by the rule, before anybody confirms."""
        row = found(draw_get(draw_id, person(request)))
        pick = pick_next(row, asked(WhyQuery, request)["code"])
        blank = {"code": "", "name": "", "grade": "", "cell": "", "rank": None, "ticket": ""}
        if pick is None:
            return Response(blank)
        names = ("code", "grade", "cell", "rank", "ticket")
        return Response({name: getattr(pick, name) for name in names} | {"name": pick.venue.name})


class DrawSupplementView(APIView):
    """POST /draws/{uuid}/supplement."""

    permission_classes = [May]
    verbs = {"POST": "draw.supplement"}

    @extend_schema(request=DrawSupplementIn, responses=DrawOut, parameters=[KEY])
    def post(self, request: Request, draw_id: UUID) -> Response:
        """Draw the next supplement the commit announced."""
        return _act(draw_supplement, DrawSupplementIn, request, draw_id)


class DrawDelayView(APIView):
    """POST /draws/{uuid}/delay."""

    permission_classes = [May]
    verbs = {"POST": "draw.delay"}

    @extend_schema(request=DrawDelayIn, responses=DrawOut, parameters=[KEY])
    def post(self, request: Request, draw_id: UUID) -> Response:
        """Say that a source was not produced, and what is awaited instead."""
        return _act(draw_delay, DrawDelayIn, request, draw_id)


class DrawCorrectView(APIView):
    """POST /draws/{uuid}/correct."""

    permission_classes = [May]
    verbs = {"POST": "draw.correct"}

    @extend_schema(request=DrawCorrectIn, responses=DrawOut, parameters=[KEY])
    def post(self, request: Request, draw_id: UUID) -> Response:
        """Say that an earlier line was shown or uploaded wrongly (勘误)."""
        return _act(draw_correct, DrawCorrectIn, request, draw_id)


class DrawStampView(APIView):
    """POST /draws/{uuid}/stamp."""

    permission_classes = [May]
    verbs = {"POST": "draw.stamp"}

    @extend_schema(request=DrawStampIn, responses=DrawOut, parameters=[KEY])
    def post(self, request: Request, draw_id: UUID) -> Response:
        """Lay a time-stamp token (时间戳) beside the commit."""
        return _act(draw_stamp, DrawStampIn, request, draw_id)


class DrawDrandView(APIView):
    """GET /draws/{uuid}/drand."""

    permission_classes = [May]
    verbs = {"GET": "draw.draw"}

    @extend_schema(parameters=[DrandQuery], responses=DrandRoundOut)
    def get(self, request: Request, draw_id: UUID) -> Response:
        """The round this draw waits for, fetched where the settings allow it, its signature checked."""
        row = found(draw_get(draw_id, person(request)))
        return Response(round_of(row, asked(DrandQuery, request)["opt"])._asdict())
