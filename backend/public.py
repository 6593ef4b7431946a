"""Doors without sign-in: what their answers may be kept for."""

from typing import Any

from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView


@method_decorator(conditional_page, name="dispatch")
class PublicDoor(APIView):
    """A door for everybody. Answers carry an ETag: whoever asks again is told cheaply that nothing changed.

    `fresh_seconds` is how long a copy may be shown without asking; 0 where it must tell the present state.
    """

    permission_classes = [AllowAny]
    authentication_classes: list[type[BaseAuthentication]] = []
    fresh_seconds = 0

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """As DRF does it, with the age a copy may have; refusals are never kept."""
        given = super().finalize_response(request, response, *args, **kwargs)
        if given.status_code == 200:
            age = f"public, max-age={self.fresh_seconds}" if self.fresh_seconds else "no-cache"
            given["Cache-Control"] = age
        return given
