"""Doors of signing in and out."""

from datetime import date
from typing import Any

from django.conf import settings
from django.middleware.csrf import get_token
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import SessionSignIn
from backend.models import User
from backend.permissions import May
from backend.selectors.people import user_card
from backend.serializers import SessionIn, SessionOut
from backend.services.calendar import work_calendar
from backend.services.people import session_begin, session_end


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
        """Sign in by user name and password, with the CSRF token of GET: no other site signs anybody in."""
        SessionSignIn().enforce_csrf(request)
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
