"""Doors without sign-in: what their answers may be kept for, and how often one address may call."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

CHANNELS = Path(__file__).parent / "data" / "channels.json"


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


class Knocking(SimpleRateThrottle):
    """So many calls a minute from one address at the doors behind a code; more are `too_often`."""

    scope = "knocking"

    def get_rate(self) -> str:
        """Of the settings, read anew: a test may set it."""
        return f"{settings.KNOCKS_PER_MINUTE}/min"

    def get_cache_key(self, request: Request, view: APIView) -> str:
        """One count over all doors; nothing but the caller's address, and no longer than a minute."""
        return f"knocking:{self.get_ident(request)}"


class CodeDoor(APIView):
    """A door behind the code of one visit: for whoever holds the code, throttled, never kept by anybody."""

    permission_classes = [AllowAny]
    authentication_classes: list[type[BaseAuthentication]] = []
    throttle_classes = [Knocking]


def signed_in(request: Request) -> bool:
    """Whether a session of ours comes with the call: the door itself asks nobody who he is."""
    return get_user(request._request).is_authenticated


@cache
def channels() -> tuple[dict[str, str], ...]:
    """Where to complain (投诉举报渠道), as the file lists them."""
    return tuple(json.loads(CHANNELS.read_text(encoding="utf-8"))["channels"])
