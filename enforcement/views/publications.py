"""Doors of publication: one case's two persons, the ledger, and the public list."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import page, person
from backend.permissions import May
from backend.schema import LIST_PARAMETERS, listing
from enforcement import selectors
from enforcement.exports import HEADINGS, penalty_rows
from enforcement.selectors.latest import too_late_is_told
from enforcement.selectors.publications import (
    ledger,
    ledger_cards,
    ledger_counts,
    penalties_public,
    penalty_public,
)
from enforcement.serializers import CaseDetailOut, CaseReasonIn
from enforcement.serializers.publications import (
    NOUNS,
    LedgerCountOut,
    LedgerQuery,
    LedgerRowOut,
    PublicationPrepareIn,
    PublicPenaltyOut,
    PublicPenaltyQuery,
)
from enforcement.services import cases
from inspections.serializers.queries import TableQuery
from inspections.views.results import TABLE, table
from registry.views.answers import KEY, answer_once, asked, body

_CHANGES = ("party_name", "classes", "fine_fen", "confiscated_fen")


class CasePublicationView(APIView):
    """POST /cases/{uuid}/publication: prepare what the public will read."""

    permission_classes = [May]
    verbs = {"POST": "publication.prepare"}

    @extend_schema(request=PublicationPrepareIn, responses=CaseDetailOut, parameters=[KEY])
    def post(self, request: Request, case_id: UUID) -> Response:
        """For a second person to check."""
        actor, given = person(request), body(PublicationPrepareIn, request)

        def act() -> tuple[int, Any]:
            with too_late_is_told(case_id, actor):
                cases.publication_prepare(
                    case_id=case_id, act=given["act"], reason=given["reason"],
                    changes={name: given[name] for name in _CHANGES if name in given}, actor=actor,
                    now=clock.now(),
                )  # fmt: skip
            return 200, selectors.case_get(case_id, actor, clock.today())

        return answer_once(request, request.data, act)


class CasePublicationReturnView(APIView):
    """POST /cases/{uuid}/publication/return: back to who prepared it."""

    permission_classes = [May]
    verbs = {"POST": "publication.return"}

    @extend_schema(request=CaseReasonIn, responses=CaseDetailOut, parameters=[KEY])
    def post(self, request: Request, case_id: UUID) -> Response:
        """With the reason."""
        actor, given = person(request), body(CaseReasonIn, request)

        def act() -> tuple[int, Any]:
            with too_late_is_told(case_id, actor):
                cases.publication_return(case_id=case_id, actor=actor, now=clock.now(), **given)
            return 200, selectors.case_get(case_id, actor, clock.today())

        return answer_once(request, request.data, act)


class LedgerListView(APIView):
    """GET /publications?noun=case|inspection&standing=…: the ledger."""

    permission_classes = [May]
    verbs = {"GET": "case.view"}

    @extend_schema(parameters=[*LIST_PARAMETERS, LedgerQuery], responses=listing("LedgerPage", LedgerRowOut))
    def get(self, request: Request) -> Response:
        """One page, the latest decision or check first."""
        query, today = asked(LedgerQuery, request), clock.today()
        noun = query["noun"]
        rows, standings = ledger(person(request), noun, today)
        if query.get("standing"):
            rows = rows.filter(standings[query["standing"]])
        order = "-decided_on" if noun == "case" else "-finished_on"
        return Response(page(rows, request, lambda got: ledger_cards(got, noun, today), order=order))


class LedgerCountView(APIView):
    """GET /publications/counts: how many decisions and results stand where."""

    permission_classes = [May]
    verbs = {"GET": "case.view"}

    @extend_schema(responses=LedgerCountOut(many=True))
    def get(self, request: Request) -> Response:
        """Every standing of both."""
        actor, today = person(request), clock.today()
        return Response(
            [
                {"noun": noun, "standing": standing, "n": n}
                for noun in NOUNS
                for standing, n in ledger_counts(actor, noun, today).items()
            ]
        )


class PublicPenaltyListView(APIView):
    """GET /public/penalties: no sign-in."""

    authentication_classes = []
    permission_classes = [AllowAny]

    @extend_schema(
        auth=[],
        parameters=[*LIST_PARAMETERS, PublicPenaltyQuery],
        responses=listing("PublicPenaltyPage", PublicPenaltyOut),
    )
    def get(self, request: Request) -> Response:
        """The latest word on each decision, the latest first."""
        rows, today = penalties_public(**asked(PublicPenaltyQuery, request)), clock.today()
        return Response(
            page(rows, request, lambda got: [penalty_public(row, today) for row in got], order="-checked_at")
        )


class PublicPenaltyTableView(APIView):
    """GET /public/penalties/table?as=csv|xlsx: the machine-readable list; no sign-in."""

    authentication_classes = []
    permission_classes = [AllowAny]

    @extend_schema(**TABLE)
    def get(self, request: Request) -> HttpResponse:
        """In the shape of docs/publication.md; `year` is that of the decision."""
        query, today = asked(TableQuery, request), clock.today()
        rows = penalties_public(organ=query.get("organ", ""))
        if "year" in query:
            rows = rows.filter(case__decided_on__year=query["year"])
        return table(
            request, "行政处罚公示", HEADINGS, rows.order_by("-case__decided_on", "pk"),
            lambda got: penalty_rows(penalty_public(row, today) for row in got),
        )  # fmt: skip
