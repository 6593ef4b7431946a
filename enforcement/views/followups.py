"""Doors of follow-up supervision (处罚后续监管)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import found, page, person
from backend.permissions import May
from backend.schema import LIST_PARAMETERS, listing
from enforcement.models import FollowUp
from enforcement.selectors.follow_up_visits import follow_up_of, follow_up_visit_card
from enforcement.selectors.followups import follow_up_cards, follow_up_get, follow_up_list
from enforcement.selectors.latest import follow_up_moved_is_told
from enforcement.serializers.followups import (
    FollowUpAnswerIn,
    FollowUpCloseIn,
    FollowUpOut,
    FollowUpPlanIn,
    FollowUpSendIn,
    FollowUpStepIn,
    FollowUpVisitIn,
    FollowUpVisitPageOut,
    FollowUpVoidIn,
)
from enforcement.services.cases.follow_up_visits import follow_up_visit
from enforcement.services.cases.followups import follow_up_close, follow_up_plan, follow_up_step
from enforcement.services.cases.opinions import follow_up_answer, follow_up_send, follow_up_void
from registry.views.answers import KEY, STATES, answer_once, body, states_asked


class FollowUpListView(APIView):
    """GET /follow-ups."""

    permission_classes = [May]
    verbs = {"GET": "follow_up.view"}

    @extend_schema(parameters=[*LIST_PARAMETERS, STATES], responses=listing("FollowUpPage", FollowUpOut))
    def get(self, request: Request) -> Response:
        """One page, what waits for a plan first."""
        actor, today = person(request), clock.today()
        rows = follow_up_list(actor, states=states_asked(request, FollowUp.State.values))
        return Response(
            page(rows, request, lambda got: follow_up_cards(got, actor, today), order="-created_at")
        )


class FollowUpView(APIView):
    """GET /follow-ups/{uuid}."""

    permission_classes = [May]
    verbs = {"GET": "follow_up.view"}

    @extend_schema(responses=FollowUpOut)
    def get(self, request: Request, follow_up_id: UUID) -> Response:
        """One."""
        actor = person(request)
        row = found(follow_up_get(follow_up_id, actor))
        return Response(follow_up_cards([row], actor, clock.today())[0])


class FollowUpVisitPageView(APIView):
    """GET /follow-up-visits/{uuid}."""

    permission_classes = [May]
    verbs = {"GET": "follow_up.view"}

    @extend_schema(responses=FollowUpVisitPageOut)
    def get(self, request: Request, visit_id: UUID) -> Response:
        """A visit that a follow-up caused, to be read only."""
        actor = person(request)
        row = found(follow_up_of(visit_id, actor))
        return Response(follow_up_visit_card(row, visit_id, actor, clock.today()))


class FollowUpAct(APIView):
    """One act on a follow-up."""

    permission_classes = [May]

    def step(
        self, request: Request, follow_up_id: UUID, service: Callable[..., FollowUp], **values: Any
    ) -> Response:
        """Run `service` once per key and print the follow-up."""
        actor = person(request)

        def act() -> tuple[int, Any]:
            with follow_up_moved_is_told(follow_up_id, actor):
                service(follow_up_id=follow_up_id, actor=actor, now=clock.now(), **values)
            row = found(follow_up_get(follow_up_id, actor))
            return 200, follow_up_cards([row], actor, clock.today())[0]

        return answer_once(request, request.data, act)


class FollowUpPlanView(FollowUpAct):
    """POST /follow-ups/{uuid}/plan."""

    verbs = {"POST": "follow_up.plan"}

    @extend_schema(request=FollowUpPlanIn, responses=FollowUpOut, parameters=[KEY])
    def post(self, request: Request, follow_up_id: UUID) -> Response:
        """What will be done."""
        return self.step(request, follow_up_id, follow_up_plan, **body(FollowUpPlanIn, request))


class FollowUpStepView(FollowUpAct):
    """POST /follow-ups/{uuid}/step."""

    verbs = {"POST": "follow_up.step"}

    @extend_schema(request=FollowUpStepIn, responses=FollowUpOut, parameters=[KEY])
    def post(self, request: Request, follow_up_id: UUID) -> Response:
        """What was done."""
        return self.step(request, follow_up_id, follow_up_step, **body(FollowUpStepIn, request))


class FollowUpVisitView(FollowUpAct):
    """POST /follow-ups/{uuid}/visit."""

    verbs = {"POST": "follow_up.visit"}

    @extend_schema(request=FollowUpVisitIn, responses=FollowUpOut, parameters=[KEY])
    def post(self, request: Request, follow_up_id: UUID) -> Response:
        """A visit, which the brigade staffs."""
        return self.step(request, follow_up_id, follow_up_visit, **body(FollowUpVisitIn, request))


class FollowUpCloseView(FollowUpAct):
    """POST /follow-ups/{uuid}/close."""

    verbs = {"POST": "follow_up.close"}

    @extend_schema(request=FollowUpCloseIn, responses=FollowUpOut, parameters=[KEY])
    def post(self, request: Request, follow_up_id: UUID) -> Response:
        """With the conclusion."""
        return self.step(request, follow_up_id, follow_up_close, **body(FollowUpCloseIn, request))


class FollowUpSendView(FollowUpAct):
    """POST /follow-ups/{uuid}/send."""

    verbs = {"POST": "follow_up.send"}

    @extend_schema(request=FollowUpSendIn, responses=FollowUpOut, parameters=[KEY])
    def post(self, request: Request, follow_up_id: UUID) -> Response:
        """The opinion, to who licenses."""
        return self.step(request, follow_up_id, follow_up_send, **body(FollowUpSendIn, request))


class FollowUpAnswerView(FollowUpAct):
    """POST /follow-ups/{uuid}/answer."""

    verbs = {"POST": "follow_up.answer"}

    @extend_schema(request=FollowUpAnswerIn, responses=FollowUpOut, parameters=[KEY])
    def post(self, request: Request, follow_up_id: UUID) -> Response:
        """What the licensing side did or said."""
        return self.step(request, follow_up_id, follow_up_answer, **body(FollowUpAnswerIn, request))


class FollowUpVoidView(FollowUpAct):
    """POST /follow-ups/{uuid}/void."""

    verbs = {"POST": "follow_up.void"}

    @extend_schema(request=FollowUpVoidIn, responses=FollowUpOut, parameters=[KEY])
    def post(self, request: Request, follow_up_id: UUID) -> Response:
        """The paper of a prompt, or of an opinion nobody has answered."""
        return self.step(request, follow_up_id, follow_up_void, **body(FollowUpVoidIn, request))
