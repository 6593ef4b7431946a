"""Doors of the ground: session, files, clocks, divisions, calendar, journal, the page shell."""

import re
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.middleware.csrf import get_token
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import found, page, person
from backend.domain.errors import DomainError
from backend.models import Clock, Division, File, JournalLine, User
from backend.permissions import May
from backend.schema import LIST_PARAMETERS, listing
from backend.selectors.clocks import clock_card
from backend.selectors.people import user_card
from backend.serializers import (
    CalendarDayOut,
    ClockDetailOut,
    ClockOut,
    DivisionOut,
    FileOut,
    JournalLineOut,
    SessionIn,
    SessionOut,
)
from backend.services.calendar import work_calendar
from backend.services.clocks import clock_reckoning
from backend.services.files import file_receive
from backend.services.people import session_begin, session_end


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Django's CSRF refusal in the shape of the house."""
    error = DomainError("csrf_failed")
    return JsonResponse({"code": error.code, "message": error.message(), "data": {}}, status=403)


def locked_out(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:  # noqa: ARG001
    """The lockout's refusal in the shape of the house."""
    error = DomainError("locked_out")
    return JsonResponse({"code": error.code, "message": error.message(), "data": {}}, status=429)


def shell(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The built front end's page; every address that is not the wire's is the router's."""
    index = settings.WEB_DIST / "index.html"
    if not index.is_file():
        return HttpResponse("前端尚未构建：make run", status=503, content_type="text/plain; charset=utf-8")
    response = HttpResponse(index.read_bytes(), content_type="text/html; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


def _session(request: Request, user: User | None) -> dict[str, Any]:
    years = work_calendar().years
    return {
        "user": user_card(user) if user else None,
        "csrf": get_token(request._request),
        "today": clock.today(),
        "now": clock.now(),
        "demo": settings.DEMONSTRATION,
        "calendar_until": date(max(years), 12, 31) if years else None,
    }


class SessionView(APIView):
    """Who is signed in; sign in."""

    permission_classes = [AllowAny]

    @extend_schema(responses=SessionOut)
    def get(self, request: Request) -> Response:
        """The signed-in person or null, and a CSRF token."""
        user = request.user if isinstance(request.user, User) else None
        return Response(SessionOut(_session(request, user)).data)

    @extend_schema(request=SessionIn, responses=SessionOut)
    def post(self, request: Request) -> Response:
        """Sign in by user name and password."""
        body = SessionIn(data=request.data)
        body.is_valid(raise_exception=True)
        user = session_begin(request=request._request, **body.validated_data)
        return Response(SessionOut(_session(request, user)).data)


class SessionEndView(APIView):
    """Sign out."""

    permission_classes = [May]
    verbs = {"POST": ""}

    @extend_schema(request=None, responses=SessionOut)
    def post(self, request: Request) -> Response:
        """End the session; unsent records stay on the phone."""
        session_end(request=request._request)
        return Response(SessionOut(_session(request, None)).data)


class RawParser(BaseParser):
    """The body as it came."""

    media_type = "application/octet-stream"

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> bytes:  # noqa: ARG002
        """Bytes, at most twice a chunk."""
        limit = settings.CHUNK_MAX_BYTES * 2
        data: bytes = stream.read(limit + 1)
        if len(data) > limit:
            raise DomainError("chunk_too_big", {"limit": settings.CHUNK_MAX_BYTES})
        return data


_SHA = re.compile(r"[0-9a-f]{64}")


def _file_card(row: File) -> dict[str, Any]:
    return {"uuid": row.uuid, "offset": row.offset, "complete": row.stored_at is not None, "state": row.state}


class FileChunkView(APIView):
    """POST /files/{uuid}/chunks?offset=N: one raw chunk of a file the client named."""

    permission_classes = [May]
    parser_classes = [RawParser]
    verbs = {"POST": "file.upload"}

    @extend_schema(
        request={"application/octet-stream": OpenApiTypes.BINARY},
        parameters=[
            OpenApiParameter("offset", int, required=True),
            OpenApiParameter("X-Total-Size", int, OpenApiParameter.HEADER, required=True),
            OpenApiParameter("X-Sha256", str, OpenApiParameter.HEADER, required=True),
            OpenApiParameter("X-Owner", str, OpenApiParameter.HEADER, required=True, description="noun:uuid"),
        ],
        responses={200: FileOut, 202: FileOut},
    )
    def post(self, request: Request, file_id: UUID) -> Response:
        """Store one chunk; 202 when no record has announced the file yet."""
        data = request.data
        if not isinstance(data, bytes):
            raise ParseError
        offset, total, sha256, owner = _chunk_headers(request)
        row = file_receive(
            file_id=file_id, offset=offset, data=data, total=total, sha256=sha256, owner=owner,
            actor=person(request), now=clock.now(),
        )  # fmt: skip
        return Response(FileOut(_file_card(row)).data, status=202 if row.state == File.State.PARKED else 200)


def _chunk_headers(request: Request) -> tuple[int, int, str, tuple[str, UUID]]:
    wrong: dict[str, list[str]] = {}
    numbers = {}
    for name, text in (("offset", request.query_params.get("offset")), ("X-Total-Size", request.headers.get("X-Total-Size"))):
        if text is None or not text.isascii() or not text.isdigit() or len(text) > 15:
            wrong[name] = ["应为非负整数"]
        else:
            numbers[name] = int(text)
    sha256 = request.headers.get("X-Sha256", "")
    if not _SHA.fullmatch(sha256):
        wrong["X-Sha256"] = ["应为 64 位小写十六进制"]
    noun, _, text = request.headers.get("X-Owner", "").partition(":")
    try:
        owner = (noun, UUID(text))
    except ValueError:
        wrong["X-Owner"] = ["应为 名称:标识"]
    if not noun.isascii() or not noun.isalpha() or len(noun) > 30:
        wrong["X-Owner"] = ["应为 名称:标识"]
    if wrong:
        raise DomainError("invalid", {"fields": wrong})
    return numbers["offset"], numbers["X-Total-Size"], sha256, owner


class FileView(APIView):
    """GET /files/{uuid}: how far the upload is (to go on after a restart)."""

    permission_classes = [May]
    verbs = {"GET": ""}

    @extend_schema(responses=FileOut)
    def get(self, request: Request, file_id: UUID) -> Response:
        """The true offset."""
        row = found(File.objects.within(person(request)).filter(uuid=file_id).first())
        return Response(FileOut(_file_card(row)).data)


class FileContentView(APIView):
    """GET /files/{uuid}/content: the original, or ?thumb=1 the thumbnail."""

    permission_classes = [May]
    verbs = {"GET": "file.view"}

    @extend_schema(
        parameters=[OpenApiParameter("thumb", bool)],
        responses={200: OpenApiResponse(OpenApiTypes.BINARY, description="bytes")},
    )
    def get(self, request: Request, file_id: UUID) -> HttpResponseBase:
        """Bytes; only photos and PDF open in the browser, everything else is a download."""
        row = found(File.objects.within(person(request)).filter(uuid=file_id, stored_at__isnull=False).first())
        thumb = request.query_params.get("thumb", "") in ("1", "true") and row.thumbnail
        stream = default_storage.open(row.thumbnail if thumb else row.path, "rb")
        kind = "image/jpeg" if thumb else row.media_type
        shown = kind in ("image/jpeg", "image/png", "image/webp", "application/pdf")
        response = FileResponse(stream, content_type=kind, as_attachment=not shown, filename=row.name or row.sha256[:12])
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response


class ClockListView(APIView):
    """GET /clocks: open clocks of the organ, soonest first."""

    permission_classes = [May]
    verbs = {"GET": "clock.view"}

    @extend_schema(parameters=LIST_PARAMETERS, responses=listing("ClockPage", ClockOut))
    def get(self, request: Request) -> Response:
        """One page."""
        today = clock.today()
        rows = Clock.objects.within(person(request)).filter(done_on__isnull=True)
        return Response(page(rows, request, lambda got: [clock_card(row, today) for row in got], order="due_on"))


class ClockView(APIView):
    """GET /clocks/{uuid}: one clock and why it is this day."""

    permission_classes = [May]
    verbs = {"GET": "clock.view"}

    @extend_schema(responses=ClockDetailOut)
    def get(self, request: Request, clock_id: UUID) -> Response:
        """With the reckoning day by day."""
        row = found(Clock.objects.within(person(request)).filter(uuid=clock_id).first())
        days = [{"on": d.on, "number": d.number, "why": d.why} for d in clock_reckoning(row).reckoning]
        return Response(clock_card(row, clock.today()) | {"reckoning": days})


class DivisionListView(APIView):
    """GET /divisions?parent=370117: the divisions below one."""

    permission_classes = [May]
    verbs = {"GET": ""}

    @extend_schema(parameters=[OpenApiParameter("parent", str)], responses=DivisionOut(many=True))
    def get(self, request: Request) -> Response:
        """Rows by code; without parent the provinces."""
        parent = request.query_params.get("parent", "").replace("\x00", "")
        rows = Division.objects.within(person(request)).filter(parent=parent)
        return Response([{"code": r.code, "name": r.name, "level": r.level} for r in rows])


class CalendarView(APIView):
    """GET /calendar?from=2026-09-01&to=2026-09-30: the working calendar, at most 400 days."""

    permission_classes = [May]
    verbs = {"GET": ""}

    @extend_schema(
        parameters=[OpenApiParameter("from", OpenApiTypes.DATE), OpenApiParameter("to", OpenApiTypes.DATE)],
        responses=CalendarDayOut(many=True),
    )
    def get(self, request: Request) -> Response:
        """One row a day; `workday` is null in a year without a table."""
        today = clock.today()
        start = _date(request, "from", today.replace(day=1))
        end = min(_date(request, "to", start + timedelta(days=41)), start + timedelta(days=400))
        calendar = work_calendar()
        days = (start + timedelta(days=i) for i in range((end - start).days + 1))
        return Response(
            [
                {"on": d, "workday": calendar.is_workday(d) if calendar.known(d) else None, "label": calendar.label(d)}
                for d in days
            ]
        )


def _date(request: Request, name: str, default: date) -> date:
    text = request.query_params.get(name)
    if not text:
        return default
    try:
        on = date.fromisoformat(text)
    except ValueError as error:
        raise DomainError("invalid", {"fields": {name: ["应为日期 YYYY-MM-DD"]}}) from error
    if not 1990 <= on.year <= 2100:
        raise DomainError("invalid", {"fields": {name: ["年份超出范围"]}})
    return on


class JournalView(APIView):
    """GET /journal?noun_id=…: what was done, newest first."""

    permission_classes = [May]
    verbs = {"GET": "journal.view"}

    @extend_schema(
        parameters=[*LIST_PARAMETERS, OpenApiParameter("noun_id", OpenApiTypes.UUID)],
        responses=listing("JournalPage", JournalLineOut),
    )
    def get(self, request: Request) -> Response:
        """One page; administrators of audit see the whole installation's lines without words."""
        actor = person(request)
        rows = JournalLine.objects.within(actor).select_related("seal", "note")
        if actor.organ is None:
            rows = JournalLine.objects.everywhere("administration").select_related("seal")
        if text := request.query_params.get("noun_id"):
            try:
                rows = rows.filter(noun_id=UUID(text))
            except ValueError as error:
                raise DomainError("invalid", {"fields": {"noun_id": ["应为标识"]}}) from error
        return Response(page(rows, request, lambda got: _lines(actor, got), order="-id", key="id"))


def _lines(actor: User, got: list[JournalLine]) -> list[dict[str, Any]]:
    ids = {row.actor_id for row in got if row.actor_id}
    names = dict(User.objects.everywhere("reference").filter(uuid__in=ids).values_list("uuid", "name"))
    shown = []
    for row in got:
        seal = getattr(row, "seal", None)
        note = getattr(row, "note", None) if actor.organ is not None else None
        shown.append(
            {"id": row.pk, "actor": names.get(row.actor_id) if row.actor_id else None, "verb": row.verb,
             "noun": row.noun, "noun_id": row.noun_id, "before": row.before, "after": row.after,
             "reason": note.text if note else "", "at": row.at, "seq": seal.seq if seal else None,
             "hash": seal.hash if seal else None}
        )  # fmt: skip
    return shown
