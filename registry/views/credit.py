"""Doors of credit grades: list, one venue, override, appeals, policies; what everybody may read."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import page, person
from backend.permissions import May
from backend.public import PublicDoor
from backend.schema import LIST_PARAMETERS, listing
from registry.selectors.credit import (
    appeal_cards,
    appeal_get,
    appeal_list,
    credit_counts,
    credit_get,
    credit_list,
    credit_policy_list,
    credit_public,
    credit_rows,
    dishonesty_public,
)
from registry.serializers.credit import (
    CreditAppealIn,
    CreditAppealOut,
    CreditAppealQuery,
    CreditCountsOut,
    CreditOut,
    CreditOverrideIn,
    CreditPolicyIn,
    CreditPolicyOut,
    CreditQuery,
    CreditReasonIn,
    CreditRejectIn,
    CreditRowOut,
    CreditUpholdIn,
    PublicCreditOut,
    PublicCreditQuery,
    PublicDishonestyOut,
)
from registry.services.credit import (
    appeal_reject,
    appeal_uphold,
    credit_appeal,
    credit_override,
    credit_override_end,
    credit_policy_save,
)
from registry.views.answers import KEY, answer_once, asked, body


class CreditListView(APIView):
    """GET /credit?grade=C."""

    permission_classes = [May]
    verbs = {"GET": "credit.view"}

    @extend_schema(parameters=[*LIST_PARAMETERS, CreditQuery], responses=listing("CreditPage", CreditRowOut))
    def get(self, request: Request) -> Response:
        """One page of the register with grade and score, by code."""
        actor = person(request)
        rows = credit_list(actor, **asked(CreditQuery, request))
        return Response(page(rows, request, lambda got: credit_rows(list(got), actor), order="code"))


class CreditCountsView(APIView):
    """GET /credit/counts."""

    permission_classes = [May]
    verbs = {"GET": "credit.view"}

    @extend_schema(responses=CreditCountsOut)
    def get(self, request: Request) -> Response:
        """Venues by grade."""
        return Response(credit_counts(person(request)))


class VenueCreditView(APIView):
    """GET /venues/{uuid}/credit."""

    permission_classes = [May]
    verbs = {"GET": "credit.view"}

    @extend_schema(responses=CreditOut)
    def get(self, request: Request, venue_id: UUID) -> Response:
        """Why this grade, its history, override, appeals, records of dishonesty."""
        return Response(credit_get(venue_id, person(request), clock.today()))


class CreditOverrideView(APIView):
    """POST /venues/{uuid}/credit/override."""

    permission_classes = [May]
    verbs = {"POST": "credit.override"}

    @extend_schema(request=CreditOverrideIn, responses=CreditOut, parameters=[KEY])
    def post(self, request: Request, venue_id: UUID) -> Response:
        """Set the grade by hand until a day."""
        actor, values = person(request), body(CreditOverrideIn, request)

        def act() -> tuple[int, Any]:
            credit_override(venue_id=venue_id, actor=actor, now=clock.now(), **values)
            return 200, credit_get(venue_id, actor, clock.today())

        return answer_once(request, request.data, act)


class CreditOverrideEndView(APIView):
    """POST /venues/{uuid}/credit/override/end."""

    permission_classes = [May]
    verbs = {"POST": "credit.override"}

    @extend_schema(request=CreditReasonIn, responses=CreditOut, parameters=[KEY])
    def post(self, request: Request, venue_id: UUID) -> Response:
        """The computed grade holds again."""
        actor, values = person(request), body(CreditReasonIn, request)

        def act() -> tuple[int, Any]:
            credit_override_end(venue_id=venue_id, actor=actor, now=clock.now(), **values)
            return 200, credit_get(venue_id, actor, clock.today())

        return answer_once(request, request.data, act)


class VenueAppealView(APIView):
    """POST /venues/{uuid}/credit/appeal."""

    permission_classes = [May]
    verbs = {"POST": "credit.appeal"}

    @extend_schema(request=CreditAppealIn, responses={201: CreditAppealOut}, parameters=[KEY])
    def post(self, request: Request, venue_id: UUID) -> Response:
        """Take an objection in."""
        actor, values = person(request), body(CreditAppealIn, request)
        values["disputed"] = [str(uuid) for uuid in values["disputed"]]

        def act() -> tuple[int, Any]:
            row = credit_appeal(venue_id=venue_id, actor=actor, now=clock.now(), **values)
            return 201, appeal_get(row.uuid, actor, clock.today())

        return answer_once(request, request.data, act)


class AppealListView(APIView):
    """GET /credit-appeals?state=filed."""

    permission_classes = [May]
    verbs = {"GET": "credit.view"}

    @extend_schema(
        parameters=[*LIST_PARAMETERS, CreditAppealQuery],
        responses=listing("CreditAppealPage", CreditAppealOut),
    )
    def get(self, request: Request) -> Response:
        """One page, the newest first."""
        actor = person(request)
        rows = appeal_list(actor, **asked(CreditAppealQuery, request))
        return Response(
            page(rows, request, lambda got: appeal_cards(got, actor, clock.today()), order="-created_at")
        )


class AppealUpholdView(APIView):
    """POST /credit-appeals/{uuid}/uphold."""

    permission_classes = [May]
    verbs = {"POST": "credit.uphold"}

    @extend_schema(request=CreditUpholdIn, responses=CreditAppealOut, parameters=[KEY])
    def post(self, request: Request, appeal_id: UUID) -> Response:
        """It holds: the rows named count no more."""
        actor, values = person(request), body(CreditUpholdIn, request)
        values["struck"] = [str(uuid) for uuid in values["struck"]]

        def act() -> tuple[int, Any]:
            appeal_uphold(appeal_id=appeal_id, actor=actor, now=clock.now(), **values)
            return 200, appeal_get(appeal_id, actor, clock.today())

        return answer_once(request, request.data, act)


class AppealRejectView(APIView):
    """POST /credit-appeals/{uuid}/reject."""

    permission_classes = [May]
    verbs = {"POST": "credit.reject"}

    @extend_schema(request=CreditRejectIn, responses=CreditAppealOut, parameters=[KEY])
    def post(self, request: Request, appeal_id: UUID) -> Response:
        """It does not hold, for the reason told."""
        actor, values = person(request), body(CreditRejectIn, request)

        def act() -> tuple[int, Any]:
            appeal_reject(appeal_id=appeal_id, actor=actor, now=clock.now(), **values)
            return 200, appeal_get(appeal_id, actor, clock.today())

        return answer_once(request, request.data, act)


class CreditPolicyListView(APIView):
    """GET and POST /credit-policies."""

    permission_classes = [May]
    verbs = {"GET": "credit.view", "POST": "policy.edit"}

    @extend_schema(responses=CreditPolicyOut(many=True))
    def get(self, request: Request) -> Response:
        """All versions of the organ, newest first, the shipped default last."""
        return Response(credit_policy_list(person(request), clock.today()))

    @extend_schema(request=CreditPolicyIn, responses={201: CreditPolicyOut(many=True)}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        """Save a new version; the next nightly run grades by it."""
        actor, values = person(request), body(CreditPolicyIn, request)

        def act() -> tuple[int, Any]:
            credit_policy_save(actor=actor, now=clock.now(), **values)
            return 201, credit_policy_list(actor, clock.today())

        return answer_once(request, request.data, act)


class PublicCreditView(PublicDoor):
    """GET /public/credit?code=…"""

    @extend_schema(parameters=[PublicCreditQuery], responses=PublicCreditOut(many=True), auth=[])
    def get(self, request: Request) -> Response:
        """A venue's grade and what it rests on, by kind and day."""
        return Response(credit_public(**asked(PublicCreditQuery, request)))


class PublicDishonestyView(PublicDoor):
    """GET /public/dishonesty."""

    @extend_schema(responses=PublicDishonestyOut(many=True), auth=[])
    def get(self, request: Request) -> Response:
        """失信主体 listed today."""
        return Response(dishonesty_public(clock.today()))
