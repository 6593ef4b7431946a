"""The wire: JSON by orjson, sign-in by session, refusals through one handler, lists in one shape."""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from math import ceil
from operator import attrgetter
from typing import Any, TypeVar
from uuid import UUID

import orjson
import structlog
from django.conf import settings
from django.core import signing
from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.db import InterfaceError, OperationalError
from django.db.models import F, Field, Model, Q, QuerySet
from django.http import Http404, UnreadablePostError
from rest_framework import exceptions
from rest_framework.authentication import SessionAuthentication
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from backend.domain.errors import DomainError
from backend.models import User

log = structlog.get_logger()
Row = TypeVar("Row")


def person(request: Request) -> User:
    """The signed-in person (views are behind `May`)."""
    if not isinstance(request.user, User):
        raise DomainError("sign_in_needed")
    return request.user


class SessionSignIn(SessionAuthentication):
    """Django's session; a missing one is 401, so that the phone asks to sign in and keeps its queue."""

    def authenticate_header(self, request: Request) -> str:
        """Any value makes DRF answer 401."""
        return "Session"


# Bodies -----------------------------------------------------------------------------------------
def whole_body(stream: Any, limit: int, context: Mapping[str, Any] | None) -> bytes | None:
    """The bytes of a request, or None when there are more than `limit`.

    `malformed` for a phone that hung up: a server hands on what had come by then as if it were all.
    """
    told = context["request"].META.get("CONTENT_LENGTH") or "" if context else ""
    try:
        body: bytes = stream.read(limit + 1)
    except UnreadablePostError as error:
        raise DomainError("malformed") from error
    if len(body) > limit:
        return None
    if told.isdigit() and len(body) < int(told):
        raise DomainError("malformed")
    return body


# JSON -------------------------------------------------------------------------------------------
DEPTH_MAX = 24


class OrjsonParser(BaseParser):
    """JSON of at most DATA_UPLOAD_MAX_MEMORY_SIZE bytes and DEPTH_MAX levels.

    What a database cannot keep never gets further than here: no lone surrogates, no NaN, no bad UTF-8.
    """

    media_type = "application/json"

    def parse(
        self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """The body as plain values; `malformed` or `body_too_big`."""
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        body: bytes = stream.read(limit + 1)
        if len(body) > limit:
            raise DomainError("body_too_big", {"limit": limit})
        try:
            value = orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise DomainError("malformed") from error
        if _deeper_than(value, DEPTH_MAX):
            raise DomainError("malformed")
        return value


def _deeper_than(value: Any, levels: int) -> bool:
    """Whether lists and objects lie in each other more than `levels` deep."""
    layer = [value]
    while layer := [v for v in layer if isinstance(v, dict | list)]:
        if levels == 0:
            return True
        levels -= 1
        layer = [inner for v in layer for inner in (v.values() if isinstance(v, dict) else v)]
    return False


class OrjsonRenderer(BaseRenderer):
    """JSON; dates, UUIDs and datetimes as ISO strings."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        """Bytes of `data`; empty for None."""
        if data is None:
            return b""
        return orjson.dumps(data, default=str, option=orjson.OPT_NON_STR_KEYS)


# Refusals ---------------------------------------------------------------------------------------
RETRY_SECONDS = {429: "1800", 503: "5"}


def language_of(header: str) -> str:
    """Chinese unless English is asked for first."""
    return "en" if header.lower().startswith("en") else "zh"


def refusal_body(code: str, data: Mapping[str, Any], language: str) -> dict[str, Any]:
    """The one shape of every refusal."""
    error = DomainError(code, data)
    return {"code": code, "message": error.message(language), "data": error.data}


def refusal(code: str, data: Mapping[str, Any], language: str) -> Response:
    """A refusal with its status, and when to come back where that helps."""
    status = DomainError(code).status
    response = Response(refusal_body(code, data, language), status=status)
    if status in RETRY_SECONDS:
        response["Retry-After"] = RETRY_SECONDS[status]
    return response


# SQLSTATE classes and words of SQLite that pass by themselves; anything else is a bug and a 500.
_NO_POSTGRES = ""
_PASSING_STATES = ("08", "53", "57", "40", "55P03")
_PASSING_WORDS = ("locked", "busy", "disk i/o", "unable to open", "database or disk is full")


def database_busy(error: Exception) -> bool:
    """Whether the database is only away, full or locked for the moment."""
    if isinstance(error, InterfaceError):
        return True
    if not isinstance(error, OperationalError):
        return False
    state = getattr(error.__cause__, "sqlstate", _NO_POSTGRES)
    if state != _NO_POSTGRES:
        return state is None or state.startswith(_PASSING_STATES)
    return any(word in str(error).lower() for word in _PASSING_WORDS)


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
)


def problem(exc: Exception, context: Mapping[str, Any]) -> Response | None:
    """DRF's exception handler: `{"code", "message", "data"}` or None (a 500 and a bug)."""
    request = context.get("request")
    language = language_of(request.headers.get("Accept-Language", "") if request is not None else "")
    if isinstance(exc, DomainError):
        return refusal(exc.code, exc.data, language)
    if isinstance(exc, exceptions.ValidationError):
        return refusal("invalid", {"fields": exc.detail}, language)
    if isinstance(exc, exceptions.PermissionDenied):
        code = "csrf_failed" if "CSRF" in str(exc.detail) else "not_allowed"
        return refusal(code, {}, language)
    if isinstance(exc, exceptions.Throttled):
        answer = refusal("too_often", {}, language)
        answer["Retry-After"] = str(ceil(getattr(exc, "wait", None) or 60))
        return answer
    for kind, code in _BY_TYPE:
        if isinstance(exc, kind):
            return refusal(code, {}, language)
    if database_busy(exc):
        log.warning("database_busy", error=str(exc))
        return refusal("database_busy", {}, language)
    return None


def invalid(name: str, why: str) -> DomainError:
    """`invalid` for one field or parameter."""
    return DomainError("invalid", {"fields": {name: [why]}})


def found(row: Row | None) -> Row:
    """`row`, or `not_found` for None."""
    if row is None:
        raise DomainError("not_found")
    return row


# Query parameters -------------------------------------------------------------------------------
YEARS = range(1990, 2101)


def query_flag(request: Request, name: str) -> bool:
    """A yes/no query parameter."""
    return request.query_params.get(name, "") in ("1", "true", "yes")


def query_int(request: Request, name: str, default: int, *, low: int, high: int) -> int:
    """A whole number from `low` to `high`; `invalid` otherwise."""
    text = request.query_params.get(name)
    if not text:
        return default
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 18) or not low <= int(text) <= high:
        raise invalid(name, f"应为 {low} 到 {high} 的整数")
    return int(text)


def query_date(request: Request, name: str, default: date) -> date:
    """A date of a sane year; `invalid` otherwise."""
    text = request.query_params.get(name)
    if not text:
        return default
    try:
        on = date.fromisoformat(text)
    except ValueError as error:
        raise invalid(name, "应为日期 YYYY-MM-DD") from error
    if on.year not in YEARS:
        raise invalid(name, "年份超出范围")
    return on


def query_uuid(request: Request, name: str) -> UUID | None:
    """A UUID or None when not given; `invalid` otherwise."""
    text = request.query_params.get(name)
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError as error:
        raise invalid(name, "应为标识") from error


# Lists ------------------------------------------------------------------------------------------
PAGE = 50
PAGE_MAX = 500
_SALT = "wenxun.page"


def page(
    rows: QuerySet[Any],
    request: Request,
    show: Callable[[list[Any]], list[Any]],
    *,
    order: str,
    key: str = "uuid",
) -> dict[str, Any]:
    """One page of a list: {"count", "rows", "next"}; keyset on (`order`, `key`), `order` may begin with `-`.

    Reads `limit` (1–500) and `cursor` from the query. Empty values come last. Two queries plus what
    `show` asks. A cursor is signed and belongs to one list: a bent or foreign one is `invalid`.
    """
    limit = query_int(request, "limit", PAGE, low=1, high=PAGE_MAX)
    field = order.removeprefix("-")
    nullable = _nullable(rows.model, field)
    place = f"{rows.model.__name__}.{order}"
    count = rows.count()
    if text := request.query_params.get("cursor"):
        rows = rows.filter(_after(_opened(text, place), order, key, nullable=nullable))
    way: Any = order
    if nullable:
        way = F(field).desc(nulls_last=True) if order != field else F(field).asc(nulls_last=True)
    got = list(rows.order_by(way, key)[: limit + 1])
    following = None
    if len(got) > limit:
        got = got[:limit]
        following = signing.dumps([place, _value(got[-1], field), str(getattr(got[-1], key))], salt=_SALT)
    return {"count": count, "rows": show(got), "next": following}


def page_of(
    rows: Sequence[Row], request: Request, show: Callable[[Sequence[Row]], list[Any]], *, of: str, key: str
) -> dict[str, Any]:
    """As `page`, of rows at hand, ascending by `key`, a text no two have alike; `of` names the list."""
    limit = query_int(request, "limit", PAGE, low=1, high=PAGE_MAX)
    place, value, at = f"{of}.{key}", attrgetter(key), 0
    if text := request.query_params.get("cursor"):
        at = bisect_right(rows, _opened(text, place)[1], key=value)
    got = rows[at : at + limit]
    following = None
    if at + limit < len(rows):
        following = signing.dumps([place, None, value(got[-1])], salt=_SALT)
    return {"count": len(rows), "rows": show(got), "next": following}


def _opened(text: str, place: str) -> tuple[str | None, str]:
    """The value and key of the last row shown; `invalid` for a cursor that is not of this list."""
    try:
        at, value, last = signing.loads(text, salt=_SALT)
    except (signing.BadSignature, ValueError) as error:
        raise invalid("cursor", "无效的翻页位置") from error
    if at != place:
        raise invalid("cursor", "无效的翻页位置")
    return value, last


def _after(cursor: tuple[str | None, str], order: str, key: str, *, nullable: bool) -> Q:
    value, last = cursor
    field = order.removeprefix("-")
    if value is None:
        return Q(**{f"{field}__isnull": True, f"{key}__gt": last})
    beyond = Q(**{f"{field}__{'lt' if order != field else 'gt'}": value})
    if nullable:
        beyond |= Q(**{f"{field}__isnull": True})
    return beyond | Q(**{field: value, f"{key}__gt": last})


def _nullable(model: type[Model], path: str) -> bool:
    """Whether the ordering may be empty; an annotation may."""
    for part in path.split("__"):
        try:
            field = model._meta.get_field(part)
        except FieldDoesNotExist:
            return True
        if not isinstance(field, Field) or field.null:
            return True
        model = field.related_model if isinstance(field.related_model, type) else model
    return False


def _value(row: Any, path: str) -> str | None:
    for part in path.split("__"):
        row = None if row is None else getattr(row, part)
    if row is None:
        return None
    return row.isoformat() if hasattr(row, "isoformat") else str(row)
