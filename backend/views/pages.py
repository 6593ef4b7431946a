"""What is not the wire's: the page shell, and Django's own refusals in the shape of the house."""

import sys
from typing import Any

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

from backend.api import database_busy
from backend.middleware import refuse

log = structlog.get_logger()


def shell(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The built front end's page; every address that is not the wire's is the router's."""
    index = settings.WEB_DIST / "index.html"
    if not index.is_file():
        return HttpResponse("前端尚未构建：make run", status=503, content_type="text/plain; charset=utf-8")
    response = HttpResponse(index.read_bytes(), content_type="text/html; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


def csrf_failed(request: HttpRequest, reason: str = "") -> JsonResponse:  # noqa: ARG001
    """Django's CSRF refusal."""
    return refuse(request, "csrf_failed")


def locked_out(request: HttpRequest, *_: Any, **__: Any) -> JsonResponse:
    """The lockout's refusal at the administrators' sign-in."""
    return refuse(request, "locked_out")


def bad_request(request: HttpRequest, exception: Exception) -> JsonResponse:  # noqa: ARG001
    """400: a host, a cookie or a body Django distrusts."""
    return refuse(request, "malformed")


def not_allowed(request: HttpRequest, exception: Exception) -> JsonResponse:  # noqa: ARG001
    """403 of Django's own pages."""
    return refuse(request, "not_allowed")


def not_found(request: HttpRequest, exception: Exception) -> JsonResponse:  # noqa: ARG001
    """404: no such address."""
    return refuse(request, "not_found")


def broken(request: HttpRequest) -> JsonResponse:
    """500, a bug; or 503 when the database is away where no door could catch it."""
    error = sys.exc_info()[1]
    if isinstance(error, Exception) and database_busy(error):
        log.warning("database_busy", error=str(error))
        return refuse(request, "database_busy")
    return refuse(request, "broken")
