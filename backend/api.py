"""The wire: JSON by orjson, sign-in by session, refusals through one handler, lists in one shape."""

import base64
import binascii
from collections.abc import Callable, Mapping
from typing import Any

import orjson
import structlog
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.db.models import Model, Q, QuerySet
from django.http import Http404
from rest_framework import exceptions
from rest_framework.authentication import SessionAuthentication
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from backend.domain.errors import CATALOGUE, DomainError
from backend.models import User

log = structlog.get_logger()


def person(request: Request) -> User:
    """The signed-in person (views are behind `May`)."""
    if not isinstance(request.user, User):
        raise DomainError("sign_in_needed")
    return request.user


class SessionSignIn(SessionAuthentication):
    """Django's session; a missing one is 401, so that the phone asks to sign in and keeps its queue."""

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002
        """Any value makes DRF answer 401."""
        return "Session"


class OrjsonRenderer(BaseRenderer):
    """JSON; dates, UUIDs and datetimes as ISO strings."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data: Any, accepted_media_type: Any = None, renderer_context: Any = None) -> bytes:  # noqa: ARG002
        """Bytes of `data`; empty for None."""
        if data is None:
            return b""
        return orjson.dumps(data, default=str, option=orjson.OPT_NON_STR_KEYS)


def _language(context: Mapping[str, Any]) -> str:
    request = context.get("request")
    header = request.headers.get("Accept-Language", "") if request is not None else ""
    return "en" if header.lower().startswith("en") else "zh"


def refusal(code: str, data: Mapping[str, Any], language: str) -> Response:
    """The one shape of every refusal."""
    error = DomainError(code, data)
    response = Response({"code": code, "message": error.message(language), "data": error.data}, status=error.status)
    if error.status == 503:
        response["Retry-After"] = "5"
    return response


_BY_TYPE: tuple[tuple[type[Exception], str], ...] = (
    (exceptions.NotAuthenticated, "sign_in_needed"),
    (exceptions.AuthenticationFailed, "sign_in_needed"),
    (exceptions.MethodNotAllowed, "method_not_allowed"),
    (exceptions.NotAcceptable, "not_acceptable"),
    (exceptions.UnsupportedMediaType, "unsupported_media"),
    (exceptions.ParseError, "malformed"),
    (exceptions.NotFound, "not_found"),
    (Http404, "not_found"),
    (PermissionDenied, "not_allowed"),
    (OperationalError, "database_busy"),
)


def problem(exc: Exception, context: Mapping[str, Any]) -> Response | None:
    """DRF's exception handler: `{"code", "message", "data"}` or None (a 500 and a bug)."""
    language = _language(context)
    if isinstance(exc, DomainError):
        return refusal(exc.code, exc.data, language)
    if isinstance(exc, exceptions.ValidationError):
        return refusal("invalid", {"fields": exc.detail}, language)
    if isinstance(exc, exceptions.PermissionDenied):
        code = "csrf_failed" if "CSRF" in str(exc.detail) else "not_allowed"
        return refusal(code, {}, language)
    for kind, code in _BY_TYPE:
        if isinstance(exc, kind):
            if kind is OperationalError:
                log.warning("database_busy", error=str(exc))
            return refusal(code, {}, language)
    return None


def found(row: Any) -> Any:
    """`row`, or `not_found` for None."""
    if row is None:
        raise DomainError("not_found")
    return row


# Lists ------------------------------------------------------------------------------------------
PAGE = 50
PAGE_MAX = 500


def _cursor(text: str) -> list[Any]:
    try:
        values = orjson.loads(base64.urlsafe_b64decode(text.encode() + b"=="))
    except (ValueError, binascii.Error) as error:
        raise DomainError("invalid", {"fields": {"cursor": ["无效的翻页位置"]}}) from error
    if not isinstance(values, list) or len(values) != 2 or not all(isinstance(v, str) for v in values):
        raise DomainError("invalid", {"fields": {"cursor": ["无效的翻页位置"]}})
    return values


def page(
    rows: QuerySet[Any], request: Request, show: Callable[[list[Any]], list[Any]], *, order: str, key: str = "uuid"
) -> dict[str, Any]:
    """One page of a list: {"count", "rows", "next"}; keyset on (`order`, `key`), `order` may begin with `-`.

    Reads `limit` (1–500) and `cursor` from the query. Two queries plus what `show` asks.
    """
    try:
        limit = min(PAGE_MAX, max(1, int(request.query_params.get("limit", PAGE))))
    except ValueError as error:
        raise DomainError("invalid", {"fields": {"limit": ["应为整数"]}}) from error
    down = order.startswith("-")
    field = order.lstrip("-")
    count = rows.count()
    if text := request.query_params.get("cursor"):
        value, last = _cursor(text)
        op = "lt" if down else "gt"
        try:
            rows = rows.filter(Q(**{f"{field}__{op}": value}) | Q(**{field: value, f"{key}__gt": last}))
        except (ValueError, TypeError) as error:
            raise DomainError("invalid", {"fields": {"cursor": ["无效的翻页位置"]}}) from error
        except Exception as error:
            if type(error).__name__ == "ValidationError":
                raise DomainError("invalid", {"fields": {"cursor": ["无效的翻页位置"]}}) from error
            raise
    got = list(rows.order_by(order, key)[: limit + 1])
    following = None
    if len(got) > limit:
        got = got[:limit]
        following = _place(got[-1], field, key)
    return {"count": count, "rows": show(got), "next": following}


def _place(row: Model, field: str, key: str) -> str:
    value = row
    for part in field.split("__"):
        value = getattr(value, part)
    stamp = value.isoformat() if hasattr(value, "isoformat") else str(value)
    packed = orjson.dumps([stamp, str(getattr(row, key))])
    return base64.urlsafe_b64encode(packed).rstrip(b"=").decode()


def query_flag(request: Request, name: str) -> bool:
    """A yes/no query parameter."""
    return request.query_params.get(name, "") in ("1", "true", "yes")


assert "invalid" in CATALOGUE  # noqa: S101 the handler's own words
