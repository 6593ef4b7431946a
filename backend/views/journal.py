"""The door of the journal (日志)."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.api import page, person, query_uuid
from backend.models import JournalLine, User
from backend.permissions import May
from backend.schema import LIST_PARAMETERS, listing
from backend.selectors.journal import journal_cards
from backend.serializers import JournalLineOut


class JournalView(APIView):
    """GET /journal?noun_id=…: what was done, newest first."""

    permission_classes = [May]
    verbs = {"GET": "journal.view"}

    @extend_schema(
        parameters=[*LIST_PARAMETERS, OpenApiParameter("noun_id", OpenApiTypes.UUID)],
        responses=listing("JournalPage", JournalLineOut),
    )
    def get(self, request: Request) -> Response:
        """One page; the audit administrator sees the whole installation's lines, without words."""
        actor = person(request)
        rows = _rows(actor).select_related("seal", "note")
        noun_id = query_uuid(request, "noun_id")
        if noun_id is not None:
            rows = rows.filter(noun_id=noun_id)
        words = not _audits(actor)
        return Response(
            page(rows, request, lambda got: journal_cards(got, words=words), order="-id", key="id")
        )


def _audits(actor: User) -> bool:
    return "audit_admin" in actor.roles


def _rows(actor: User) -> Any:
    if _audits(actor):
        return JournalLine.objects.everywhere("administration")
    return JournalLine.objects.within(actor)
