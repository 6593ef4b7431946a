"""Doors of cases (案件)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import page, person, query_uuid
from backend.permissions import May
from backend.schema import LIST_PARAMETERS, listing
from enforcement import selectors
from enforcement.models import Case
from enforcement.selectors.latest import too_late_is_told
from enforcement.selectors.leniency import Pointed
from enforcement.serializers import (
    CaseArchiveIn,
    CaseAssignIn,
    CaseCloseIn,
    CaseConsentIn,
    CaseDayIn,
    CaseDecideIn,
    CaseDetailOut,
    CaseFileIn,
    CaseInformIn,
    CaseIntendIn,
    CaseInvestigateIn,
    CaseMarkIn,
    CaseOut,
    CasePayIn,
    CasePerformIn,
    CaseReasonIn,
    CaseReviewIn,
    CaseSendBackIn,
    CaseServeIn,
    CaseSettleIn,
    CaseStatementIn,
    CaseSuspendIn,
    PenaltyWordsOut,
)
from enforcement.services import cases
from registry.views.answers import KEY, STATES, answer_once, body, one_of_asked, states_asked

SORTS = ("-filed_on", "due_on")


class CaseListView(APIView):
    """GET /cases, POST /cases: list and file cases."""

    permission_classes = [May]
    verbs = {"GET": "case.view", "POST": "case.file"}

    @extend_schema(
        parameters=[
            *LIST_PARAMETERS,
            STATES,
            OpenApiParameter("venue", UUID),
            OpenApiParameter("sort", str, enum=list(SORTS)),
        ],
        responses=listing("CasePage", CaseOut),
    )
    def get(self, request: Request) -> Response:
        """One page, newest filing first, or by the next day that is due."""
        actor, today = person(request), clock.today()
        sort = one_of_asked(request, "sort", SORTS, SORTS[0])
        rows = selectors.case_list(
            actor, states=states_asked(request, Case.State.values), venue=query_uuid(request, "venue")
        )
        if sort == "due_on":
            rows = selectors.by_clock(rows, actor, today)
        return Response(page(rows, request, lambda got: selectors.case_cards(got, actor, today), order=sort))

    @extend_schema(request=CaseFileIn, responses={201: CaseDetailOut}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        """File a case (立案)."""
        actor, values = person(request), body(CaseFileIn, request)
        values["harm"] = "yes" if values["harm"] else ""

        def act() -> tuple[int, Any]:
            case = cases.case_file(actor=actor, now=clock.now(), **values)
            return 201, selectors.case_get(case.uuid, actor, clock.today())

        return answer_once(request, request.data, act)


class CaseView(APIView):
    """GET /cases/{uuid}: one case with its course and clocks."""

    permission_classes = [May]
    verbs = {"GET": "case.view"}

    @extend_schema(responses=CaseDetailOut)
    def get(self, request: Request, case_id: UUID) -> Response:
        """In full."""
        return Response(selectors.case_get(case_id, person(request), clock.today()))


class CaseStepView(APIView):
    """What the doors of all steps share: parse, call the step's service, print the case."""

    permission_classes = [May]

    def step(self, request: Request, case_id: UUID, service: Callable[..., Case], **values: Any) -> Response:
        """Run `service` once per key."""
        actor = person(request)

        def act() -> tuple[int, Any]:
            with too_late_is_told(case_id, actor):
                service(case_id=case_id, actor=actor, now=clock.now(), **values)
            return 200, selectors.case_get(case_id, actor, clock.today())

        return answer_once(request, request.data, act)


class CaseInvestigateView(CaseStepView):
    """POST /cases/{uuid}/investigate: investigation ends."""

    verbs = {"POST": "case.investigate"}

    @extend_schema(request=CaseInvestigateIn, responses=CaseDetailOut, parameters=[KEY])
    def post(self, request: Request, case_id: UUID) -> Response:
        """With facts and proposal."""
        return self.step(request, case_id, cases.case_investigate, **body(CaseInvestigateIn, request))


class CaseSuspendView(CaseStepView):
    """POST /cases/{uuid}/suspend: the 90 days stand still."""

    verbs = {"POST": "case.suspend"}

    @extend_schema(request=CaseSuspendIn, responses=CaseDetailOut, parameters=[KEY])
    def post(self, request: Request, case_id: UUID) -> Response:
        """With the legal basis."""
        return self.step(request, case_id, cases.case_suspend, **body(CaseSuspendIn, request))


class CaseResumeView(CaseStepView):
    """POST /cases/{uuid}/resume: the 90 days run again."""

    verbs = {"POST": "case.resume"}

    @extend_schema(request=CaseDayIn, responses=CaseDetailOut, parameters=[KEY])
    def post(self, request: Request, case_id: UUID) -> Response:
        """From that day."""
        return self.step(request, case_id, cases.case_resume, **body(CaseDayIn, request))


class CaseReviewView(CaseStepView):
    """POST /cases/{uuid}/review: legal review."""

    verbs = {"POST": "case.review"}

    @extend_schema(request=CaseReviewIn, responses=CaseDetailOut, parameters=[KEY])
    def post(self, request: Request, case_id: UUID) -> Response:
        """With the opinion."""
        return self.step(request, case_id, cases.case_review, **body(CaseReviewIn, request))


class CaseSendBackView(CaseStepView):
    """POST /cases/{uuid}/send-back: legal review does not pass."""

    verbs = {"POST": "case.send_back"}

    @extend_schema(request=CaseSendBackIn, responses=CaseDetailOut, parameters=[KEY])
    def post(self, request: Request, case_id: UUID) -> Response:
        """With the reason."""
        return self.step(request, case_id, cases.case_send_back, **body(CaseSendBackIn, request))


class CaseIntendView(CaseStepView):
    """POST /cases/{uuid}/intend: the penalty intended, of which its prior notice tells."""

    verbs = {"POST": "case.intend"}

    @extend_schema(request=CaseIntendIn, responses=CaseDetailOut, parameters=[KEY])
    def post(self, request: Request, case_id: UUID) -> Response:
        """With its basis and sums."""
        return self.step(request, case_id, cases.case_intend, **body(CaseIntendIn, request))


class CaseInformView(CaseStepView):
    """POST /cases/{uuid}/inform: the prior notice was served."""

    verbs = {"POST": "case.inform"}

    @extend_schema(request=CaseInformIn, responses=CaseDetailOut, parameters=[KEY])
    def post(self, request: Request, case_id: UUID) -> Response:
        """With mode and proof."""
        return self.step(request, case_id, cases.case_inform, **body(CaseInformIn, request))


class CaseStatementView(CaseStepView):
    """POST /cases/{uuid}/statement: the party's statement or waiver."""

    verbs = {"POST": "case.statement"}

    @extend_schema(request=CaseStatementIn, responses=CaseDetailOut, parameters=[KEY])
    def post(self, request: Request, case_id: UUID) -> Response:
        """Recorded as it came."""
        values = body(CaseStatementIn, request)
        waived = "yes" if values["waived"] else ""
        return self.step(
            request, case_id, cases.case_statement, text=values["text"], waived_in_writing=waived
        )


class CaseDecideView(CaseStepView):
    """POST /cases/{uuid}/decide: the decision."""

    verbs = {"POST": "case.decide"}

    @extend_schema(request=CaseDecideIn, responses=CaseDetailOut, parameters=[KEY])
    def post(self, request: Request, case_id: UUID) -> Response:
        """With outcome, basis and sums."""
        values = body(CaseDecideIn, request)
        pointed = Pointed(
            rule=values.pop("rule"),
            order=values.pop("correction_order", None),
            file=values.pop("correction_file", None),
            guidance=values.pop("guidance"),
            education_file=values.pop("education_file", None),
        )
        return self.step(request, case_id, cases.case_decide, pointed=pointed, **values)


class CaseServeView(CaseStepView):
    """POST /cases/{uuid}/serve: service of the decision."""

    verbs = {"POST": "case.serve"}

    @extend_schema(request=CaseServeIn, responses=CaseDetailOut, parameters=[KEY])
    def post(self, request: Request, case_id: UUID) -> Response:
        """With mode and proof."""
        return self.step(request, case_id, cases.case_serve, **body(CaseServeIn, request))


class CasePublishView(CaseStepView):
    """POST /cases/{uuid}/publish: carry out the publication another has prepared."""

    verbs = {"POST": "case.publish"}

    @extend_schema(request=None, responses=CaseDetailOut, parameters=[KEY])
    def post(self, request: Request, case_id: UUID) -> Response:
        """Today."""
        return self.step(request, case_id, cases.case_publish)


class CasePerformView(CaseStepView):
    """POST /cases/{uuid}/perform: the penalty was performed."""

    verbs = {"POST": "case.perform"}

    @extend_schema(request=CasePerformIn, responses=CaseDetailOut, parameters=[KEY])
    def post(self, request: Request, case_id: UUID) -> Response:
        """On that day."""
        return self.step(request, case_id, cases.case_perform, **body(CasePerformIn, request))


class CasePayView(CaseStepView):
    """POST /cases/{uuid}/pay: one payment."""

    verbs = {"POST": "case.pay"}

    @extend_schema(request=CasePayIn, responses=CaseDetailOut, parameters=[KEY])
    def post(self, request: Request, case_id: UUID) -> Response:
        """With its receipt."""
        return self.step(request, case_id, cases.case_pay, **body(CasePayIn, request))


class CaseMarkView(CaseStepView):
    """POST /cases/{uuid}/mark: complex, or of public interest."""

    verbs = {"POST": "case.mark"}

    @extend_schema(request=CaseMarkIn, responses=CaseDetailOut, parameters=[KEY])
    def post(self, request: Request, case_id: UUID) -> Response:
        """Review and discussion follow."""
        return self.step(request, case_id, cases.case_mark, **body(CaseMarkIn, request))


class CaseCloseView(CaseStepView):
    """POST /cases/{uuid}/close: closing."""

    verbs = {"POST": "case.close"}

    @extend_schema(request=CaseCloseIn, responses=CaseDetailOut, parameters=[KEY])
    def post(self, request: Request, case_id: UUID) -> Response:
        """With its type."""
        return self.step(request, case_id, cases.case_close, **body(CaseCloseIn, request))


class CaseArchiveView(CaseStepView):
    """POST /cases/{uuid}/archive: archiving."""

    verbs = {"POST": "case.archive"}

    @extend_schema(request=CaseArchiveIn, responses=CaseDetailOut, parameters=[KEY])
    def post(self, request: Request, case_id: UUID) -> Response:
        """Today, with why anything of the checklist is not in the file."""
        return self.step(request, case_id, cases.case_archive, **body(CaseArchiveIn, request))


class CaseWithdrawView(CaseStepView):
    """POST /cases/{uuid}/withdraw: the filing is withdrawn."""

    verbs = {"POST": "case.withdraw"}

    @extend_schema(request=CaseReasonIn, responses=CaseDetailOut, parameters=[KEY])
    def post(self, request: Request, case_id: UUID) -> Response:
        """With the reason."""
        return self.step(
            request, case_id, cases.case_end, verb="case.withdraw", **body(CaseReasonIn, request)
        )


class CaseTransferView(CaseStepView):
    """POST /cases/{uuid}/transfer: transfer to the police."""

    verbs = {"POST": "case.transfer"}

    @extend_schema(request=CaseReasonIn, responses=CaseDetailOut, parameters=[KEY])
    def post(self, request: Request, case_id: UUID) -> Response:
        """With the reason."""
        return self.step(
            request, case_id, cases.case_end, verb="case.transfer", **body(CaseReasonIn, request)
        )


class PenaltyWordsView(APIView):
    """GET /penalties: the words of cases: classes, outcomes, sources, modes of service, closing types."""

    permission_classes = [May]
    verbs = {"GET": "case.view"}

    @extend_schema(responses=PenaltyWordsOut)
    def get(self, request: Request) -> Response:
        """Classes light to heavy."""
        return Response(selectors.penalty_words())


class CaseAssignView(CaseStepView):
    """POST /cases/{uuid}/assign: other investigators."""

    verbs = {"POST": "case.assign"}

    @extend_schema(request=CaseAssignIn, responses=CaseDetailOut, parameters=[KEY])
    def post(self, request: Request, case_id: UUID) -> Response:
        """With the reason."""
        return self.step(request, case_id, cases.case_assign, **body(CaseAssignIn, request))


class CaseConsentView(CaseStepView):
    """POST /cases/{uuid}/consent: the agreement an electronic service came without."""

    verbs = {"POST": "case.consent"}

    @extend_schema(request=CaseConsentIn, responses=CaseDetailOut, parameters=[KEY])
    def post(self, request: Request, case_id: UUID) -> Response:
        """Settles the irregularity."""
        return self.step(request, case_id, cases.case_consent, **body(CaseConsentIn, request))


class CaseSettleView(CaseStepView):
    """POST /cases/{uuid}/settle: an irregularity is settled."""

    verbs = {"POST": "case.settle"}

    @extend_schema(request=CaseSettleIn, responses=CaseDetailOut, parameters=[KEY])
    def post(self, request: Request, case_id: UUID) -> Response:
        """With the reason."""
        return self.step(request, case_id, cases.case_settle, **body(CaseSettleIn, request))
