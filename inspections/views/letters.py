"""Doors of letters about hazards at the organ they went to (移送来的隐患)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponseBase
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import found, page, person
from backend.domain.errors import DomainError
from backend.models import User
from backend.permissions import May
from backend.schema import LIST_PARAMETERS, binary, listing
from inspections.models import HazardTransfer
from inspections.selectors.letters import STATES, letter_cards, letter_get, letter_list, letter_paper
from inspections.serializers.hazards import LetterAnswerIn, LetterOut
from inspections.services.hazards import letter_answer, letter_receive
from registry.views.answers import KEY, answer_once, body, states_asked


def _shown(letter_id: UUID, actor: User) -> dict[str, Any]:
    return letter_cards([found(letter_get(letter_id, actor))], actor, clock.today())[0]


class LetterListView(APIView):
    """GET /hazard-letters: those that went to one's own organ."""

    permission_classes = [May]
    verbs = {"GET": "letter.receive"}

    @extend_schema(
        parameters=[*LIST_PARAMETERS, OpenApiParameter("state", str, enum=STATES)],
        responses=listing("LetterPage", LetterOut),
    )
    def get(self, request: Request) -> Response:
        """One page, the newest first."""
        actor, today = person(request), clock.today()
        rows = letter_list(actor, states=states_asked(request, STATES))
        return Response(page(rows, request, lambda got: letter_cards(got, actor, today), order="-created_at"))


class _Act(APIView):
    permission_classes = [May]

    def step(
        self, request: Request, letter_id: UUID, service: Callable[..., HazardTransfer], **values: Any
    ) -> Response:
        """Once per key."""
        actor = person(request)

        def act() -> tuple[int, Any]:
            service(letter_id=letter_id, actor=actor, now=clock.now(), **values)
            return 200, _shown(letter_id, actor)

        return answer_once(request, request.data, act)


class LetterReceiveView(_Act):
    """POST /hazard-letters/{uuid}/receive."""

    verbs = {"POST": "letter.receive"}

    @extend_schema(request=None, responses=LetterOut, parameters=[KEY])
    def post(self, request: Request, letter_id: UUID) -> Response:
        """签收."""
        return self.step(request, letter_id, letter_receive)


class LetterAnswerView(_Act):
    """POST /hazard-letters/{uuid}/answer."""

    verbs = {"POST": "letter.answer"}

    @extend_schema(request=LetterAnswerIn, responses=LetterOut, parameters=[KEY])
    def post(self, request: Request, letter_id: UUID) -> Response:
        """What was done about it."""
        return self.step(request, letter_id, letter_answer, **body(LetterAnswerIn, request))


class LetterPaperView(APIView):
    """GET /hazard-letters/{uuid}/paper."""

    permission_classes = [May]
    verbs = {"GET": "letter.receive"}

    @extend_schema(responses=binary("application/pdf"))
    def get(self, request: Request, letter_id: UUID) -> HttpResponseBase:
        """The letter itself."""
        file = letter_paper(letter_id, person(request))
        try:
            stream = default_storage.open(file.path, "rb")
        except Exception as error:  # a disk and S3 fail in many classes
            raise DomainError("storage_down") from error
        response = FileResponse(stream, content_type=file.media_type, filename=file.name)
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response
