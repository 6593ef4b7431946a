"""What every door of the registry does: read a query, answer a keyed request once, hand out a workbook."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from backend import clock
from backend.api import OrjsonRenderer, person
from backend.domain.errors import DomainError
from backend.services.receipts import once

KEY = OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, description="at most 80 characters")
STATES = OpenApiParameter("state", str, description="comma separated")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORKBOOK = {(200, XLSX): OpenApiResponse(OpenApiTypes.BINARY, description="a workbook")}


class WorkbookRenderer(OrjsonRenderer):
    """Lets a door that hands out workbooks be asked for one; its refusals stay JSON."""

    media_type = XLSX
    format = "xlsx"


def asked(kind: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    """The query parameters, checked by a serializer."""
    query = kind(data={name: request.query_params[name] for name in request.query_params})
    query.is_valid(raise_exception=True)
    return dict(query.validated_data)


def states_asked(request: Request, known: list[str]) -> list[str]:
    """The states named in `?state=a,b`; `invalid` for one that does not exist."""
    wanted = [name for name in request.query_params.get("state", "").split(",") if name]
    if any(name not in known for name in wanted):
        raise DomainError("invalid", {"fields": {"state": ["没有这个状态"]}})
    return wanted


def body(kind: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    """The JSON body, checked by a serializer."""
    given = kind(data=request.data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


def answer_once(request: Request, given: Any, act: Callable[[], tuple[int, Any]]) -> Response:
    """Run `act` unless this person sent this key before; `given` is what the key stands for."""
    status, answer = once(
        key=request.headers.get("Idempotency-Key", ""),
        user=person(request),
        path=request.path,
        body=[request.path, given],  # the same key at another door is another request
        now=clock.now(),
        act=act,
    )
    return Response(answer, status=status)


def workbook(data: bytes, name: str) -> HttpResponse:
    """A workbook as a download."""
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def one_of_asked(request: Request, name: str, known: tuple[str, ...], default: str = "") -> str:
    """One of the values the query may name; `invalid` for another."""
    value = str(request.query_params.get(name) or default)
    if value and value not in known:
        raise DomainError("invalid", {"fields": {name: ["没有这个选项"]}})
    return value
