"""Doors of draw policies."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import person
from backend.domain.errors import DomainError
from backend.permissions import May
from registry.views.answers import KEY, answer_once, asked, body
from scheduling.domain.grading import table_read
from scheduling.selectors.policies import policy_effect, policy_list, standard
from scheduling.serializers.policies import (
    DrawPolicyIn,
    DrawPolicyOut,
    PolicyEffectOut,
    PolicyTableIn,
    StandardOut,
    StandardQuery,
)
from scheduling.services.policies import policy_save, table_check


class DrawPolicyListView(APIView):
    """GET and POST /draw-policies."""

    permission_classes = [May]
    verbs = {"GET": "draw.view", "POST": "policy.edit"}

    @extend_schema(responses=DrawPolicyOut(many=True))
    def get(self, request: Request) -> Response:
        """All versions of the organ, newest first, the shipped default last."""
        return Response(policy_list(person(request), clock.today()))

    @extend_schema(request=DrawPolicyIn, responses={201: DrawPolicyOut(many=True)}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        """Save a new version; the answer is the whole list."""
        actor, values = person(request), body(DrawPolicyIn, request)

        def act() -> tuple[int, Any]:
            policy_save(actor=actor, now=clock.now(), **values)
            return 201, policy_list(actor, clock.today())

        return answer_once(request, request.data, act)


class DrawPolicyEffectView(APIView):
    """POST /draw-policies/effect."""

    permission_classes = [May]
    verbs = {"POST": "policy.edit"}

    @extend_schema(request=PolicyTableIn, responses=PolicyEffectOut(many=True))
    def post(self, request: Request) -> Response:
        """What a table would change for the pool if it were saved; nothing is written."""
        actor, table = person(request), body(PolicyTableIn, request)["table"]
        if actor.organ is None:
            raise DomainError("not_allowed", {"verb": "policy.edit"})
        table_check(table)
        return Response(policy_effect(actor.organ, table_read(table), clock.today()))


class DrawStandardView(APIView):
    """GET /draw-policies/standard."""

    permission_classes = [May]
    verbs = {"GET": "draw.draft"}

    @extend_schema(parameters=[StandardQuery], responses=StandardOut)
    def get(self, request: Request) -> Response:
        """The rules a draw over these categories starts from, by the policy in force today."""
        actor, query = person(request), asked(StandardQuery, request)
        categories = [code for code in query["categories"].split(",") if code]
        return Response(standard(actor, categories, clock.today()))
