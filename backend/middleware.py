"""What every request passes: maintenance mode and safe headers."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

Handler = Callable[[HttpRequest], HttpResponse]


class Maintenance:
    """503 with Retry-After while MAINTENANCE is on: phones keep their records and come back."""

    def __init__(self, get_response: Handler) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 503 under /api/ in maintenance, else pass on."""
        if settings.MAINTENANCE and request.path.startswith("/api/"):
            body = {"code": "maintenance", "message": "系统维护中，已录入的内容保存在手机上，稍后会自动上传。", "data": {}}
            return JsonResponse(body, status=503, headers={"Retry-After": "120"})
        return self.get_response(request)


class SafeHeaders:
    """Content-Security-Policy for pages, no caching for the wire."""

    def __init__(self, get_response: Handler) -> None:
        """Keep the next handler and build the policy once."""
        self.get_response = get_response
        self.policy = (
            "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; "
            "script-src 'self'; connect-src 'self'; media-src 'self' blob:; object-src 'none'; base-uri 'self'; "
            f"form-action 'self'; frame-ancestors {settings.FRAME_ANCESTORS}"
        )

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the headers to the response."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        if request.path.startswith("/api/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response
