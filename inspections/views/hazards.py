"""Doors of hazards (隐患)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import found, page, person
from backend.models import User
from backend.permissions import May
from backend.schema import LIST_PARAMETERS, listing
from inspections.selectors.hazards import (
    hazard_cards,
    hazard_detail,
    hazard_get,
    hazard_list,
    hazard_summary,
)
from inspections.serializers.hazards import (
    HazardAnswerIn,
    HazardCloseIn,
    HazardCorrectIn,
    HazardDetailOut,
    HazardDropIn,
    HazardGradeIn,
    HazardIn,
    HazardOrderIn,
    HazardOut,
    HazardQuery,
    HazardSummaryOut,
    HazardTransferIn,
    HazardUrgeIn,
)
from inspections.services import hazards
from inspections.views.inspections import days
from registry.views.answers import KEY, answer_once, asked, body


def shown(hazard_id: UUID, actor: User) -> dict[str, Any]:
    """The hazard with everything, as it stands now."""
    return hazard_detail(found(hazard_get(hazard_id, actor)), actor, clock.today())


class HazardListView(APIView):
    """GET /hazards, POST /hazards: the ledger, and one more."""

    permission_classes = [May]
    verbs = {"GET": "hazard.view", "POST": "hazard.report"}

    @extend_schema(parameters=[*LIST_PARAMETERS, HazardQuery], responses=listing("HazardPage", HazardOut))
    def get(self, request: Request) -> Response:
        """One page, latest found first."""
        actor, today = person(request), clock.today()
        query = days(asked(HazardQuery, request))
        late = query.pop("overdue")
        rows = hazard_list(actor, overdue_on=today if late else None, **query)
        return Response(page(rows, request, lambda got: hazard_cards(got, actor, today), order="-found_on"))

    @extend_schema(request=HazardIn, responses={201: HazardDetailOut}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        """Enter one."""
        actor, values = person(request), body(HazardIn, request)
        hazard_id = values.pop("uuid")

        def act() -> tuple[int, Any]:
            hazards.hazard_report(hazard_id=hazard_id, actor=actor, now=clock.now(), **values)
            return 201, shown(hazard_id, actor)

        return answer_once(request, request.data, act)


class HazardSummaryView(APIView):
    """GET /hazards/summary: the numbers above the list."""

    permission_classes = [May]
    verbs = {"GET": "hazard.view"}

    @extend_schema(responses=HazardSummaryOut)
    def get(self, request: Request) -> Response:
        """By state, major ones, answers overdue."""
        return Response(hazard_summary(person(request), clock.today()))


class HazardView(APIView):
    """GET /hazards/{uuid}."""

    permission_classes = [May]
    verbs = {"GET": "hazard.view"}

    @extend_schema(responses=HazardDetailOut)
    def get(self, request: Request, hazard_id: UUID) -> Response:
        """One hazard with everything."""
        return Response(shown(hazard_id, person(request)))


class _Step(APIView):
    """One step: its body, its service; the answer is the hazard as it stands after it."""

    permission_classes = [May]
    takes: type[serializers.Serializer[Any]]
    service: Callable[..., object]

    def step(self, request: Request, hazard_id: UUID) -> Response:
        """Once per key."""
        actor, values = person(request), body(self.takes, request)

        def act() -> tuple[int, Any]:
            self.service(hazard_id=hazard_id, actor=actor, now=clock.now(), **values)
            return 200, shown(hazard_id, actor)

        return answer_once(request, request.data, act)


class HazardGradeView(_Step):
    """POST /hazards/{uuid}/grade: its level and place."""

    verbs = {"POST": "hazard.grade"}
    takes, service = HazardGradeIn, staticmethod(hazards.hazard_grade)

    @extend_schema(request=HazardGradeIn, responses=HazardDetailOut, parameters=[KEY])
    def post(self, request: Request, hazard_id: UUID) -> Response:
        """With the reason."""
        return self.step(request, hazard_id)


class HazardCorrectView(_Step):
    """POST /hazards/{uuid}/correct: the venue put it right itself."""

    verbs = {"POST": "hazard.correct"}
    takes, service = HazardCorrectIn, staticmethod(hazards.hazard_correct)

    @extend_schema(request=HazardCorrectIn, responses=HazardDetailOut, parameters=[KEY])
    def post(self, request: Request, hazard_id: UUID) -> Response:
        """With what shows it."""
        return self.step(request, hazard_id)


class HazardOrderView(_Step):
    """POST /hazards/{uuid}/order: to be put right by a day."""

    verbs = {"POST": "hazard.order"}
    takes, service = HazardOrderIn, staticmethod(hazards.hazard_order)

    @extend_schema(request=HazardOrderIn, responses=HazardDetailOut, parameters=[KEY])
    def post(self, request: Request, hazard_id: UUID) -> Response:
        """An order of its record, or the one it is under already."""
        return self.step(request, hazard_id)


class HazardTransferView(_Step):
    """POST /hazards/{uuid}/transfer: a letter to whose matter it is."""

    verbs = {"POST": "hazard.transfer"}
    takes, service = HazardTransferIn, staticmethod(hazards.hazard_transfer)

    @extend_schema(request=HazardTransferIn, responses=HazardDetailOut, parameters=[KEY])
    def post(self, request: Request, hazard_id: UUID) -> Response:
        """Its answer is then awaited."""
        return self.step(request, hazard_id)


class HazardUrgeView(_Step):
    """POST /hazards/{uuid}/urge: an overdue answer was asked for again."""

    verbs = {"POST": "hazard.urge"}
    takes, service = HazardUrgeIn, staticmethod(hazards.hazard_urge)

    @extend_schema(request=HazardUrgeIn, responses=HazardDetailOut, parameters=[KEY])
    def post(self, request: Request, hazard_id: UUID) -> Response:
        """How, and of whom."""
        return self.step(request, hazard_id)


class HazardAnswerView(_Step):
    """POST /hazards/{uuid}/answer: what an authority answered."""

    verbs = {"POST": "hazard.answer"}
    takes, service = HazardAnswerIn, staticmethod(hazards.hazard_answer)

    @extend_schema(request=HazardAnswerIn, responses=HazardDetailOut, parameters=[KEY])
    def post(self, request: Request, hazard_id: UUID) -> Response:
        """Stops its clock."""
        return self.step(request, hazard_id)


class HazardCloseView(_Step):
    """POST /hazards/{uuid}/close: it is gone."""

    verbs = {"POST": "hazard.close"}
    takes, service = HazardCloseIn, staticmethod(hazards.hazard_close)

    @extend_schema(request=HazardCloseIn, responses=HazardDetailOut, parameters=[KEY])
    def post(self, request: Request, hazard_id: UUID) -> Response:
        """By proof, or by a check made since."""
        return self.step(request, hazard_id)


class HazardDropView(_Step):
    """POST /hazards/{uuid}/drop: entered by mistake."""

    verbs = {"POST": "hazard.drop"}
    takes, service = HazardDropIn, staticmethod(hazards.hazard_drop)

    @extend_schema(request=HazardDropIn, responses=HazardDetailOut, parameters=[KEY])
    def post(self, request: Request, hazard_id: UUID) -> Response:
        """It stays, with the reason."""
        return self.step(request, hazard_id)
