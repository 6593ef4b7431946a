"""Doors of requests for leave and for swaps."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import page, person
from backend.models import User
from backend.permissions import May
from backend.schema import LIST_PARAMETERS, listing
from registry.views.answers import KEY, answer_once, body
from scheduling.selectors.duty_requests import (
    leave_request_cards,
    leave_request_get,
    leave_request_list,
    swap_request_cards,
    swap_request_get,
    swap_request_list,
)
from scheduling.serializers.rota import (
    DutyDecisionIn,
    LeaveAskIn,
    LeaveRequestFullOut,
    LeaveRequestOut,
    SwapAskIn,
    SwapRequestFullOut,
    SwapRequestOut,
)
from scheduling.services.rota.leaving import leave_ask, leave_decide, leave_end, leave_withdraw
from scheduling.services.rota.swapping import swap_answer, swap_ask, swap_decide, swap_withdraw

_STATE = OpenApiParameter("state", str, description="only those in this state")


class LeaveRequestListView(APIView):
    """GET and POST /leave-requests."""

    permission_classes = [May]
    verbs = {"GET": "duty.view", "POST": "leave.ask"}

    @extend_schema(
        parameters=[_STATE, *LIST_PARAMETERS], responses=listing("LeaveRequestPage", LeaveRequestOut)
    )
    def get(self, request: Request) -> Response:
        """One's own requests; all of them for those who decide."""
        actor = person(request)
        rows = leave_request_list(actor, state=request.query_params.get("state", ""))
        return Response(page(rows, request, lambda got: leave_request_cards(got, actor), order="-created_at"))

    @extend_schema(request=LeaveAskIn, responses={201: LeaveRequestFullOut}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        """Ask for days off."""
        actor, values = person(request), body(LeaveAskIn, request)

        def act() -> tuple[int, Any]:
            row = leave_ask(actor=actor, now=clock.now(), **values)
            return 201, leave_request_get(request_id=row.uuid, actor=actor)

        return answer_once(request, request.data, act)


class LeaveRequestView(APIView):
    """GET /leave-requests/{id}."""

    permission_classes = [May]
    verbs = {"GET": "duty.view"}

    @extend_schema(responses=LeaveRequestFullOut)
    def get(self, request: Request, request_id: UUID) -> Response:
        """One request with the visits and the duty it meets."""
        return Response(leave_request_get(request_id=request_id, actor=person(request)))


class _LeaveActView(APIView):
    """One act on one request for leave."""

    permission_classes = [May]

    def act(self, request_id: UUID, actor: User, reason: str) -> None:
        """What this door does."""
        raise NotImplementedError

    @extend_schema(request=DutyDecisionIn, responses=LeaveRequestFullOut, parameters=[KEY])
    def post(self, request: Request, request_id: UUID) -> Response:
        """Act, and answer with the request as it then stands."""
        actor, values = person(request), body(DutyDecisionIn, request)

        def act() -> tuple[int, Any]:
            self.act(request_id, actor, values["reason"])
            return 200, leave_request_get(request_id=request_id, actor=actor)

        return answer_once(request, request.data, act)


class LeaveApproveView(_LeaveActView):
    """POST /leave-requests/{id}/approve."""

    verbs = {"POST": "leave.approve"}

    def act(self, request_id: UUID, actor: User, reason: str) -> None:
        """Approve: leave begins, duty it touches is filled."""
        leave_decide(request_id=request_id, approve="approved", reason=reason, actor=actor, now=clock.now())


class LeaveRejectView(_LeaveActView):
    """POST /leave-requests/{id}/reject."""

    verbs = {"POST": "leave.reject"}

    def act(self, request_id: UUID, actor: User, reason: str) -> None:
        """Reject, with a reason."""
        leave_decide(request_id=request_id, approve="rejected", reason=reason, actor=actor, now=clock.now())


class LeaveWithdrawView(_LeaveActView):
    """POST /leave-requests/{id}/withdraw."""

    verbs = {"POST": "leave.withdraw"}

    def act(self, request_id: UUID, actor: User, reason: str) -> None:
        """Take one's own request back."""
        leave_withdraw(request_id=request_id, actor=actor, now=clock.now())


class LeaveEndView(_LeaveActView):
    """POST /leave-requests/{id}/end."""

    verbs = {"POST": "leave.end"}

    def act(self, request_id: UUID, actor: User, reason: str) -> None:
        """He is back from today on (销假)."""
        leave_end(request_id=request_id, reason=reason, actor=actor, now=clock.now())


class SwapRequestListView(APIView):
    """GET and POST /swap-requests."""

    permission_classes = [May]
    verbs = {"GET": "duty.view", "POST": "swap.ask"}

    @extend_schema(
        parameters=[_STATE, *LIST_PARAMETERS], responses=listing("SwapRequestPage", SwapRequestOut)
    )
    def get(self, request: Request) -> Response:
        """Swaps one is a side of; all of them for those who decide."""
        actor = person(request)
        rows = swap_request_list(actor, state=request.query_params.get("state", ""))
        return Response(page(rows, request, lambda got: swap_request_cards(got, actor), order="-created_at"))

    @extend_schema(request=SwapAskIn, responses={201: SwapRequestFullOut}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        """Ask another officer."""
        actor, values = person(request), body(SwapAskIn, request)

        def act() -> tuple[int, Any]:
            row = swap_ask(
                given_id=values["given"], taker_id=values["taker"], taken_id=values["taken"],
                reason=values["reason"], actor=actor, now=clock.now(),
            )  # fmt: skip
            return 201, swap_request_get(swap_id=row.uuid, actor=actor)

        return answer_once(request, request.data, act)


class SwapRequestView(APIView):
    """GET /swap-requests/{id}."""

    permission_classes = [May]
    verbs = {"GET": "duty.view"}

    @extend_schema(responses=SwapRequestFullOut)
    def get(self, request: Request, swap_id: UUID) -> Response:
        """One swap with the rules it would break."""
        return Response(swap_request_get(swap_id=swap_id, actor=person(request)))


class _SwapActView(APIView):
    """One act on one swap."""

    permission_classes = [May]

    def act(self, swap_id: UUID, actor: User, reason: str) -> None:
        """What this door does."""
        raise NotImplementedError

    @extend_schema(request=DutyDecisionIn, responses=SwapRequestFullOut, parameters=[KEY])
    def post(self, request: Request, swap_id: UUID) -> Response:
        """Act, and answer with the swap as it then stands."""
        actor, values = person(request), body(DutyDecisionIn, request)

        def act() -> tuple[int, Any]:
            self.act(swap_id, actor, values["reason"])
            return 200, swap_request_get(swap_id=swap_id, actor=actor)

        return answer_once(request, request.data, act)


class SwapAgreeView(_SwapActView):
    """POST /swap-requests/{id}/agree."""

    verbs = {"POST": "swap.agree"}

    def act(self, swap_id: UUID, actor: User, reason: str) -> None:
        """The other side agrees."""
        swap_answer(swap_id=swap_id, agree="agreed", actor=actor, now=clock.now())


class SwapDeclineView(_SwapActView):
    """POST /swap-requests/{id}/decline."""

    verbs = {"POST": "swap.decline"}

    def act(self, swap_id: UUID, actor: User, reason: str) -> None:
        """The other side does not."""
        swap_answer(swap_id=swap_id, agree="declined", actor=actor, now=clock.now())


class SwapApproveView(_SwapActView):
    """POST /swap-requests/{id}/approve."""

    verbs = {"POST": "swap.approve"}

    def act(self, swap_id: UUID, actor: User, reason: str) -> None:
        """Approve: the seats change."""
        swap_decide(swap_id=swap_id, approve="approved", reason=reason, actor=actor, now=clock.now())


class SwapRejectView(_SwapActView):
    """POST /swap-requests/{id}/reject."""

    verbs = {"POST": "swap.reject"}

    def act(self, swap_id: UUID, actor: User, reason: str) -> None:
        """Reject, with a reason."""
        swap_decide(swap_id=swap_id, approve="rejected", reason=reason, actor=actor, now=clock.now())


class SwapWithdrawView(_SwapActView):
    """POST /swap-requests/{id}/withdraw."""

    verbs = {"POST": "swap.withdraw"}

    def act(self, swap_id: UUID, actor: User, reason: str) -> None:
        """Whoever asked takes it back."""
        swap_withdraw(swap_id=swap_id, actor=actor, now=clock.now())
