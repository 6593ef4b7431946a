"""Doors of enforcement: leads and cases."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import found, page, person
from backend.domain.errors import DomainError
from backend.permissions import May
from backend.schema import LIST_PARAMETERS, listing
from backend.services.receipts import once
from enforcement import selectors
from enforcement.models import Case, Lead
from enforcement.serializers import (
    CaseCloseIn,
    CaseDecideIn,
    CaseDetailOut,
    CaseFileIn,
    CaseInformIn,
    CaseInvestigateIn,
    CaseOut,
    CaseReviewIn,
    CaseServeIn,
    CaseStatementIn,
    LeadIn,
    LeadOut,
    NoteIn,
    PenaltyWordsOut,
    ReasonIn,
)
from enforcement.services import cases, leads

KEY = OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, description="at most 80 characters")


def _body(shape: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    body = shape(data=request.data)
    body.is_valid(raise_exception=True)
    return dict(body.validated_data)


def _once(request: Request, act: Callable[[], tuple[int, Any]]) -> Response:
    key = request.headers.get("Idempotency-Key", "")
    if len(key) > 80:
        raise DomainError("invalid", {"fields": {"Idempotency-Key": ["最长 80 个字符"]}})
    status, answer = once(
        key=key, user=person(request), path=request.path, body=request.data, now=clock.now(), act=act
    )
    return Response(answer, status=status)


def _state(request: Request, states: list[str]) -> list[str]:
    wanted = [s for s in request.query_params.get("state", "").split(",") if s]
    if any(s not in states for s in wanted):
        raise DomainError("invalid", {"fields": {"state": ["没有这个状态"]}})
    return wanted


class CaseListView(APIView):
    """GET /cases, POST /cases: list and file cases."""

    permission_classes = [May]
    verbs = {"GET": "case.view", "POST": "case.file"}

    @extend_schema(
        parameters=[*LIST_PARAMETERS, OpenApiParameter("state", str), OpenApiParameter("venue", UUID)],
        responses=listing("CasePage", CaseOut),
    )
    def get(self, request: Request) -> Response:
        """One page, newest filing first."""
        actor = person(request)
        rows = selectors.case_list(actor)
        if wanted := _state(request, Case.State.values):
            rows = rows.filter(state__in=wanted)
        if text := request.query_params.get("venue"):
            rows = rows.filter(venue=_uuid(text, "venue"))
        today = clock.today()
        return Response(
            page(rows, request, lambda got: selectors.case_cards(got, actor, today), order="-filed_on")
        )

    @extend_schema(request=CaseFileIn, responses={201: CaseDetailOut}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        """File a case (立案)."""
        actor = person(request)
        body = _body(CaseFileIn, request)

        def act() -> tuple[int, Any]:
            case = cases.case_file(actor=actor, now=clock.now(), **body)
            return 201, _detail(case.uuid, actor)

        return _once(request, act)


def _uuid(text: str, name: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise DomainError("invalid", {"fields": {name: ["应为标识"]}}) from error


def _detail(case_id: UUID, actor: Any) -> dict[str, Any]:
    case = found(selectors.case_list(actor).filter(uuid=case_id).first())
    return selectors.case_get(case, actor, clock.today())


class CaseView(APIView):
    """GET /cases/{uuid}: one case with its course and clocks."""

    permission_classes = [May]
    verbs = {"GET": "case.view"}

    @extend_schema(responses=CaseDetailOut)
    def get(self, request: Request, case_id: UUID) -> Response:
        """In full."""
        return Response(_detail(case_id, person(request)))


class _Step(APIView):
    """What the doors of all steps share: parse, call the step's service, print the case."""

    permission_classes = [May]

    def step(self, request: Request, case_id: UUID, service: Callable[..., Case], **values: Any) -> Response:
        """Run `service` once per key."""
        actor = person(request)

        def act() -> tuple[int, Any]:
            service(case_id=case_id, actor=actor, now=clock.now(), **values)
            return 200, _detail(case_id, actor)

        return _once(request, act)


class CaseInvestigateView(_Step):
    """POST /cases/{uuid}/investigate: investigation ends."""

    verbs = {"POST": "case.investigate"}

    @extend_schema(request=CaseInvestigateIn, responses=CaseDetailOut, parameters=[KEY])
    def post(self, request: Request, case_id: UUID) -> Response:
        """With facts and proposal."""
        return self.step(request, case_id, cases.case_investigate, **_body(CaseInvestigateIn, request))


class CaseReviewView(_Step):
    """POST /cases/{uuid}/review: legal review."""

    verbs = {"POST": "case.review"}

    @extend_schema(request=CaseReviewIn, responses=CaseDetailOut, parameters=[KEY])
    def post(self, request: Request, case_id: UUID) -> Response:
        """With the opinion."""
        return self.step(request, case_id, cases.case_review, **_body(CaseReviewIn, request))


class CaseInformView(_Step):
    """POST /cases/{uuid}/inform: prior notice."""

    verbs = {"POST": "case.inform"}

    @extend_schema(request=CaseInformIn, responses=CaseDetailOut, parameters=[KEY])
    def post(self, request: Request, case_id: UUID) -> Response:
        """With the intended penalty."""
        return self.step(request, case_id, cases.case_inform, **_body(CaseInformIn, request))


class CaseStatementView(_Step):
    """POST /cases/{uuid}/statement: the party's statement or waiver."""

    verbs = {"POST": "case.inform"}

    @extend_schema(request=CaseStatementIn, responses=CaseDetailOut, parameters=[KEY])
    def post(self, request: Request, case_id: UUID) -> Response:
        """Recorded as it came."""
        body = _body(CaseStatementIn, request)
        waived = "yes" if body["waived"] else ""
        return self.step(request, case_id, cases.case_statement, text=body["text"], waived_in_writing=waived)


class CaseDecideView(_Step):
    """POST /cases/{uuid}/decide: the decision."""

    verbs = {"POST": "case.decide"}

    @extend_schema(request=CaseDecideIn, responses=CaseDetailOut, parameters=[KEY])
    def post(self, request: Request, case_id: UUID) -> Response:
        """With outcome, basis and sums."""
        return self.step(request, case_id, cases.case_decide, **_body(CaseDecideIn, request))


class CaseServeView(_Step):
    """POST /cases/{uuid}/serve: service of the decision."""

    verbs = {"POST": "case.serve"}

    @extend_schema(request=CaseServeIn, responses=CaseDetailOut, parameters=[KEY])
    def post(self, request: Request, case_id: UUID) -> Response:
        """With the mode."""
        return self.step(request, case_id, cases.case_serve, **_body(CaseServeIn, request))


class CasePerformView(_Step):
    """POST /cases/{uuid}/perform: the penalty was performed."""

    verbs = {"POST": "case.perform"}

    @extend_schema(request=None, responses=CaseDetailOut, parameters=[KEY])
    def post(self, request: Request, case_id: UUID) -> Response:
        """Today."""
        return self.step(request, case_id, cases.case_perform)


class CaseCloseView(_Step):
    """POST /cases/{uuid}/close: closing."""

    verbs = {"POST": "case.close"}

    @extend_schema(request=CaseCloseIn, responses=CaseDetailOut, parameters=[KEY])
    def post(self, request: Request, case_id: UUID) -> Response:
        """With its type."""
        return self.step(request, case_id, cases.case_close, **_body(CaseCloseIn, request))


class CaseArchiveView(_Step):
    """POST /cases/{uuid}/archive: archiving."""

    verbs = {"POST": "case.archive"}

    @extend_schema(request=None, responses=CaseDetailOut, parameters=[KEY])
    def post(self, request: Request, case_id: UUID) -> Response:
        """Today."""
        return self.step(request, case_id, cases.case_archive)


class CaseWithdrawView(_Step):
    """POST /cases/{uuid}/withdraw: the filing is withdrawn."""

    verbs = {"POST": "case.withdraw"}

    @extend_schema(request=ReasonIn, responses=CaseDetailOut, parameters=[KEY])
    def post(self, request: Request, case_id: UUID) -> Response:
        """With the reason."""
        return self.step(request, case_id, cases.case_end, verb="case.withdraw", **_body(ReasonIn, request))


class CaseTransferView(_Step):
    """POST /cases/{uuid}/transfer: transfer to the police."""

    verbs = {"POST": "case.transfer"}

    @extend_schema(request=ReasonIn, responses=CaseDetailOut, parameters=[KEY])
    def post(self, request: Request, case_id: UUID) -> Response:
        """With the reason."""
        return self.step(request, case_id, cases.case_end, verb="case.transfer", **_body(ReasonIn, request))


class LeadListView(APIView):
    """GET /leads, POST /leads: list and register leads."""

    permission_classes = [May]
    verbs = {"GET": "lead.view", "POST": "lead.report"}

    @extend_schema(
        parameters=[*LIST_PARAMETERS, OpenApiParameter("state", str)], responses=listing("LeadPage", LeadOut)
    )
    def get(self, request: Request) -> Response:
        """One page, newest first."""
        actor = person(request)
        rows = Lead.objects.within(actor).select_related("venue")
        if wanted := _state(request, Lead.State.values):
            rows = rows.filter(state__in=wanted)
        return Response(
            page(rows, request, lambda got: selectors.lead_cards(got, actor), order="-created_at")
        )

    @extend_schema(request=LeadIn, responses={201: LeadOut}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        """Register one."""
        actor = person(request)
        body = _body(LeadIn, request)

        def act() -> tuple[int, Any]:
            lead = leads.lead_register(actor=actor, now=clock.now(), **body)
            return 201, selectors.lead_cards([lead], actor)[0]

        return _once(request, act)


class LeadVerifyView(APIView):
    """POST /leads/{uuid}/verify: the facts were checked."""

    permission_classes = [May]
    verbs = {"POST": "lead.verify"}

    @extend_schema(request=NoteIn, responses=LeadOut)
    def post(self, request: Request, lead_id: UUID) -> Response:
        """Starts the period for filing."""
        actor = person(request)
        lead = leads.lead_verify(lead_id=lead_id, actor=actor, now=clock.now(), **_body(NoteIn, request))
        return Response(selectors.lead_cards([lead], actor)[0])


class LeadDismissView(APIView):
    """POST /leads/{uuid}/dismiss: no case comes of it."""

    permission_classes = [May]
    verbs = {"POST": "lead.dismiss"}

    @extend_schema(request=ReasonIn, responses=LeadOut)
    def post(self, request: Request, lead_id: UUID) -> Response:
        """With the reason."""
        actor = person(request)
        lead = leads.lead_dismiss(lead_id=lead_id, actor=actor, now=clock.now(), **_body(ReasonIn, request))
        return Response(selectors.lead_cards([lead], actor)[0])


class PenaltyWordsView(APIView):
    """GET /penalties: penalty classes and closing types."""

    permission_classes = [May]
    verbs = {"GET": "case.view"}

    @extend_schema(responses=PenaltyWordsOut)
    def get(self, request: Request) -> Response:
        """Light to heavy."""
        return Response(selectors.penalty_words())
