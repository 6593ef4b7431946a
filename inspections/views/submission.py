"""The door of the phone: POST /inspections/{uuid}, whatever arrives."""

from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from rest_framework import exceptions
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response

from backend import clock
from backend.api import person, whole_body
from backend.domain.errors import DomainError
from backend.models import User
from inspections.domain.evidence import NotCanonical, canonical, holds_nul, text_digest
from inspections.selectors.inspections import inspection_hidden
from inspections.serializers.submission import InspectionIn
from inspections.services.submission import inspection_submit, payload_keep

RECORD_MAX_BYTES = 512 * 1024


class RecordParser(BaseParser):
    """The bytes as they came, whatever they claim to be: what cannot be read is kept, not thrown away."""

    media_type = "*/*"

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        """At most RECORD_MAX_BYTES; a phone that hung up leaves nothing behind."""
        body = whole_body(stream, RECORD_MAX_BYTES, parser_context)
        if body is None:
            raise DomainError("body_too_big", {"limit": RECORD_MAX_BYTES})
        return body


class Spoilt(Exception):
    """A body that cannot become a record: why, and what the phone is told."""

    def __init__(self, problem: str, answer: Exception) -> None:
        """Keep both."""
        super().__init__(problem)
        self.problem = problem
        self.answer = answer


def submission_take(request: Request, inspection_id: UUID) -> Response:
    """Read the body, keep it when it is spoilt, submit it otherwise."""
    actor, now = person(request), clock.now()
    given: Any = request.data
    raw = given if isinstance(given, bytes) else b""
    try:
        record, text = _read(raw)
    except Spoilt as spoilt:
        payload_keep(inspection_id=inspection_id, raw=raw, problem=spoilt.problem, actor=actor, now=now)
        if inspection_hidden(inspection_id, actor):
            raise DomainError("not_found") from spoilt
        raise spoilt.answer from spoilt
    return _submit(inspection_id, record, text, actor, now)


def _submit(inspection_id: UUID, given: InspectionIn, text: str, actor: User, now: datetime) -> Response:
    status, answer = inspection_submit(
        inspection_id=inspection_id,
        record=given.record(),
        body=text,
        digest=given.validated_data["digest"],
        actor=actor,
        now=now,
    )
    return Response(answer, status=status)


def _read(raw: bytes) -> tuple[InspectionIn, str]:
    """The checked record and its canonical text without the digest."""
    try:
        body = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise Spoilt(f"不是 JSON：{error}", DomainError("malformed")) from error
    if not isinstance(body, dict):
        raise Spoilt("不是一份记录", DomainError("malformed"))
    if b"\\u0000" in raw and holds_nul(body):
        raise Spoilt("含有空字符", _fault("body", "含有空字符"))
    claimed = body.pop("digest", None)
    text = _canonical(body)
    given = InspectionIn(data={**body, "digest": claimed})
    try:
        given.is_valid(raise_exception=True)
    except exceptions.ValidationError as error:
        raise Spoilt(f"内容不合格式：{error.detail}", error) from error
    if text_digest(text) != claimed:
        raise Spoilt("摘要与内容不符", DomainError("hash_mismatch", {"digest": text_digest(text)}))
    return given, text


def _canonical(body: dict[str, Any]) -> str:
    try:
        return canonical(body)
    except (NotCanonical, RecursionError) as error:
        raise Spoilt(f"没有规范写法：{error}", _fault("body", "只接受整数和完整的文字")) from error


def _fault(field: str, why: str) -> DomainError:
    return DomainError("invalid", {"fields": {field: [why]}})
