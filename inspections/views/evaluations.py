"""Doors of evaluations: the blinded right and the anonymous word, and what the superior organ reads."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import page, page_of, person
from backend.domain.errors import DomainError
from backend.permissions import May
from backend.public import CodeDoor, PublicDoor, signed_in
from backend.schema import LIST_PARAMETERS, listing
from inspections.selectors.evaluations import (
    evaluation_cards,
    evaluation_keys,
    evaluation_list,
    evaluation_month_cards,
    evaluation_months,
    key_card,
)
from inspections.serializers.evaluations import (
    EvaluationIn,
    EvaluationKeyOut,
    EvaluationMonthOut,
    EvaluationMonthQuery,
    EvaluationOut,
    EvaluationQuery,
    EvaluationRightIn,
    EvaluationRightOut,
    EvaluationTakenOut,
)
from inspections.services.evaluations import evaluation_key, evaluation_right, evaluation_submit
from registry.views.answers import asked, body
from scheduling.selectors.door import visit_at_door


class PublicEvaluationKeyListView(PublicDoor):
    """GET /public/evaluation-keys."""

    @extend_schema(responses=EvaluationKeyOut(many=True), auth=[])
    def get(self, request: Request) -> Response:
        """Every key there is, to be compared with the one a page was given."""
        return Response(evaluation_keys())


class PublicVisitRightView(CodeDoor):
    """GET and POST /public/visits/{token}/evaluation-right."""

    @extend_schema(responses=EvaluationKeyOut, auth=[])
    def get(self, request: Request, token: str) -> Response:
        """The key of the visit's organ and year."""
        visit = visit_at_door(token, clock.today())
        if visit is None:
            raise DomainError("code_unknown")
        return Response(key_card(evaluation_key(organ=visit.organ_id, year=clock.today().year)))

    @extend_schema(request=EvaluationRightIn, responses=EvaluationRightOut, auth=[])
    def post(self, request: Request, token: str) -> Response:
        """Signed without being seen, once a visit; never for whoever is signed in."""
        if signed_in(request):
            raise DomainError("not_allowed", {"verb": "evaluation.make"})
        given = body(EvaluationRightIn, request)
        signature = evaluation_right(
            token=token, key=given["key"], blinded=bytes.fromhex(given["blinded"]), now=clock.now()
        )
        return Response({"signature": signature.hex()})


class PublicEvaluationListView(CodeDoor):
    """POST /public/evaluations."""

    @extend_schema(request=EvaluationIn, responses={201: EvaluationTakenOut}, auth=[])
    def post(self, request: Request) -> Response:
        """Kept with organ, month, score and text alone."""
        given = body(EvaluationIn, request)
        evaluation_submit(
            key=given["key"],
            message=bytes.fromhex(given["message"]),
            signature=bytes.fromhex(given["signature"]),
            score=given["score"],
            text=given["text"],
            now=clock.now(),
        )
        return Response({"taken": True}, status=201)


class EvaluationMonthListView(APIView):
    """GET /evaluation-months."""

    permission_classes = [May]
    verbs = {"GET": "evaluation.view"}

    @extend_schema(
        parameters=[*LIST_PARAMETERS, EvaluationMonthQuery],
        responses=listing("EvaluationMonthPage", EvaluationMonthOut),
    )
    def get(self, request: Request) -> Response:
        """Organs below one's own by month, never by officer."""
        rows = evaluation_months(person(request), clock.today(), **asked(EvaluationMonthQuery, request))
        return Response(page_of(rows, request, evaluation_month_cards, of="evaluations", key="place"))


class EvaluationListView(APIView):
    """GET /evaluations?organ=…&month=…"""

    permission_classes = [May]
    verbs = {"GET": "evaluation.view"}

    @extend_schema(
        parameters=[*LIST_PARAMETERS, EvaluationQuery], responses=listing("EvaluationPage", EvaluationOut)
    )
    def get(self, request: Request) -> Response:
        """The rows behind one month's figures."""
        rows = evaluation_list(person(request), **asked(EvaluationQuery, request), today=clock.today())
        return Response(page(rows, request, evaluation_cards, order="score"))
