"""What every request passes: maintenance mode, text a database can keep, and safe headers."""

from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

from backend.api import RETRY_SECONDS, language_of, refusal_body
from backend.domain.errors import DomainError
from backend.domain.framing import frame_options

Handler = Callable[[HttpRequest], HttpResponse]


def refuse(request: HttpRequest, code: str) -> JsonResponse:
    """A refusal outside the doors, in the shape of the house."""
    body = refusal_body(code, {}, language_of(request.headers.get("Accept-Language", "")))
    status = DomainError(code).status
    headers = {"Retry-After": RETRY_SECONDS[status]} if status in RETRY_SECONDS else {}
    return JsonResponse(body, status=status, headers=headers)


class Maintenance:
    """503 with Retry-After while MAINTENANCE is on: phones keep their records and come back."""

    def __init__(self, get_response: Handler) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 503 under /api/ in maintenance, else pass on."""
        if settings.MAINTENANCE and request.path.startswith("/api/"):
            response = refuse(request, "maintenance")
            response.headers["Retry-After"] = "120"
            return response
        return self.get_response(request)


class PlainText:
    """NUL characters in address or query are refused once, here: PostgreSQL cannot keep them."""

    def __init__(self, get_response: Handler) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 400 for a NUL anywhere before the body."""
        query = request.META.get("QUERY_STRING", "")
        if "\x00" in request.path or "%00" in query or "\x00" in query:
            return refuse(request, "malformed")
        return self.get_response(request)


# addresses that carry the code of a visit: no search engine keeps them, no link tells of them
UNSEEN = ("/p/v/", "/api/v1/public/visits/")


class SafeHeaders:
    """Content-Security-Policy for pages, no caching for the wire, no trace of the pages behind a code."""

    def __init__(self, get_response: Handler) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the headers to the response."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", policy(settings.FRAME_ANCESTORS))
        if older := frame_options(settings.FRAME_ANCESTORS):
            response.headers["X-Frame-Options"] = older
        if request.path.startswith("/api/"):
            response.headers.setdefault("Cache-Control", "no-store")
        if request.path.startswith(UNSEEN):
            response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
            response.headers["Referrer-Policy"] = "no-referrer"
        return response


@cache
def policy(ancestors: str) -> str:
    """The Content-Security-Policy of every answer, for whom the setting lets frame these pages."""
    return "; ".join(
        (
            "default-src 'self'",
            "img-src 'self' data: blob:",
            "style-src 'self' 'unsafe-inline'",
            "script-src 'self'",
            "connect-src 'self'",
            "media-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            f"frame-ancestors {ancestors}",
        )
    )
