"""Doors of files: chunks in, the true offset, bytes out."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import found, person, whole_body
from backend.domain.errors import DomainError
from backend.domain.media import DOCX, PPTX, XLSX
from backend.models import File
from backend.permissions import May
from backend.schema import binary
from backend.serializers import CopyOut, FileOut
from backend.services.copies import copy_receive
from backend.services.files import file_receive

log = structlog.get_logger()


class RawParser(BaseParser):
    """The body as it came."""

    media_type = "application/octet-stream"

    def parse(
        self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """Bytes, at most twice a chunk."""
        data = whole_body(stream, settings.CHUNK_MAX_BYTES * 2, parser_context)
        if data is None:
            raise DomainError("chunk_too_big", {"limit": settings.CHUNK_MAX_BYTES})
        return data


_SHA = re.compile(r"[0-9a-f]{64}")
_NOUN = re.compile(r"[a-z_]{1,30}")
_COUNT = re.compile(r"[0-9]{1,15}")
_RANGE = re.compile(r"bytes=([0-9]{0,15})-([0-9]{0,15})")
PIECE = 64 * 1024
_COUNT_SCHEMA = {"type": "integer", "minimum": 0, "maximum": settings.FILE_MAX_BYTES}
_SHA_SCHEMA = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_OWNER_SCHEMA = {
    "type": "string",
    "pattern": "^[a-z_]{1,30}:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
    "description": "noun:uuid of the record the file belongs to",
}


def _file_card(row: File, chunk: str = "") -> dict[str, Any]:
    return {
        "uuid": row.uuid,
        "offset": row.offset,
        "complete": row.stored_at is not None,
        "state": row.state,
        "chunk": chunk,
    }


class FileChunkView(APIView):
    """POST /files/{uuid}/chunks?offset=N: one raw chunk of a file the client named."""

    permission_classes = [May]
    parser_classes = [RawParser]
    verbs = {"POST": "file.upload"}

    @extend_schema(
        request={"application/octet-stream": OpenApiTypes.BINARY},
        parameters=[
            OpenApiParameter("offset", _COUNT_SCHEMA, required=True),
            OpenApiParameter("X-Total-Size", _COUNT_SCHEMA, OpenApiParameter.HEADER, required=True),
            OpenApiParameter("X-Sha256", _SHA_SCHEMA, OpenApiParameter.HEADER, required=True),
            OpenApiParameter("X-Owner", _OWNER_SCHEMA, OpenApiParameter.HEADER, required=True),
            OpenApiParameter("X-Chunk-Sha256", _SHA_SCHEMA, OpenApiParameter.HEADER),
        ],
        responses={200: FileOut, 202: FileOut},
    )
    def post(self, request: Request, file_id: UUID) -> Response:
        """Store one chunk and answer with its checksum; 202 when no record has announced the file yet."""
        data: Any = request.data or b""  # DRF gives an empty form for an empty body
        if not isinstance(data, bytes):
            raise ParseError
        offset, total, sha256, owner = _chunk_headers(request)
        chunk = hashlib.sha256(data).hexdigest()
        if request.headers.get("X-Chunk-Sha256", chunk) != chunk:  # spoilt on its way: nothing is dropped
            raise DomainError("hash_mismatch", {"file": str(file_id), "offset": offset})
        row = file_receive(
            file_id=file_id,
            offset=offset,
            data=data,
            total=total,
            sha256=sha256,
            owner=owner,
            actor=person(request),
            now=clock.now(),
        )
        status = 202 if row.state == File.State.PARKED else 200
        return Response(FileOut(_file_card(row, chunk)).data, status=status)


def _chunk_headers(request: Request) -> tuple[int, int, str, tuple[str, UUID]]:
    wrong: dict[str, list[str]] = {}
    given = {
        "offset": request.query_params.get("offset", ""),
        "X-Total-Size": request.headers.get("X-Total-Size", ""),
    }
    for name, text in given.items():
        if not _COUNT.fullmatch(text):
            wrong[name] = ["应为非负整数"]
    sha256 = request.headers.get("X-Sha256", "")
    if not _SHA.fullmatch(sha256):
        wrong["X-Sha256"] = ["应为 64 位小写十六进制"]
    noun, _, text = request.headers.get("X-Owner", "").partition(":")
    owner_id = _uuid(text)
    if owner_id is None or not _NOUN.fullmatch(noun):
        wrong["X-Owner"] = ["应为 名称:标识"]
    if wrong or owner_id is None:
        raise DomainError("invalid", {"fields": wrong})
    return int(given["offset"]), int(given["X-Total-Size"]), sha256, (noun, owner_id)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


class FileView(APIView):
    """GET /files/{uuid}: how far the upload is (to go on after a restart)."""

    permission_classes = [May]
    verbs = {"GET": ""}

    @extend_schema(responses=FileOut)
    def get(self, request: Request, file_id: UUID) -> Response:
        """The true offset."""
        row = found(File.objects.within(person(request)).filter(uuid=file_id).first())
        return Response(FileOut(_file_card(row)).data)


# What a browser may open by itself; everything else is a download.
SHOWN = (
    "image/jpeg",
    "image/png",
    "image/webp",
    "application/pdf",
    "video/mp4",
    "video/quicktime",
    "video/webm",
    "audio/mp4",
    "audio/mpeg",
    "audio/ogg",
    "audio/wav",
    "audio/webm",
)
DOWNLOADED = (
    "image/heic",
    "image/avif",
    "video/3gpp",
    "audio/amr",
    "application/zip",
    DOCX,
    XLSX,
    PPTX,
    "application/msword",
    "application/vnd.ms-excel",
    "application/octet-stream",
)


class FileContentView(APIView):
    """GET /files/{uuid}/content: the original or a part of it, or ?thumb=1 the thumbnail."""

    permission_classes = [May]
    verbs = {"GET": "file.view"}

    @extend_schema(
        parameters=[OpenApiParameter("thumb", bool)],
        responses={**binary(*SHOWN, *DOWNLOADED), **binary(*SHOWN, *DOWNLOADED, status=206)},
    )
    def get(self, request: Request, file_id: UUID) -> HttpResponseBase:
        """Bytes; photos, PDF, video and sound open in the browser, everything else is a download."""
        row = found(
            File.objects.within(person(request)).filter(uuid=file_id, stored_at__isnull=False).first()
        )
        thumb = request.query_params.get("thumb", "") in ("1", "true") and row.thumbnail
        kind = "image/jpeg" if thumb else row.media_type
        stream = _opened(row.thumbnail if thumb else row.path, file_id)
        response = FileResponse(
            stream,
            content_type=kind,
            as_attachment=kind not in SHOWN,
            filename=row.name or row.sha256[:12],
        )
        asked = None if thumb else _range(request.headers.get("Range", ""), row.size)
        if asked is not None:
            _cut(response, stream, asked, row.size)
        response["Accept-Ranges"] = "bytes"
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response


class FileCopyView(APIView):
    """POST and GET /files/{uuid}/copy: a photo reduced for the eye, while its original is on its way."""

    permission_classes = [May]
    parser_classes = [RawParser]
    verbs = {"GET": "file.view", "POST": "file.upload"}

    @extend_schema(request={"application/octet-stream": OpenApiTypes.BINARY}, responses=CopyOut)
    def post(self, request: Request, file_id: UUID) -> Response:
        """Keep it for the eye, once; the original stays owed."""
        data: Any = request.data or b""
        if not isinstance(data, bytes):
            raise ParseError
        row = copy_receive(file_id=file_id, data=data, actor=person(request), now=clock.now())
        return Response(CopyOut({"uuid": row.uuid, "original": row.stored_at is not None}).data)

    @extend_schema(responses=binary("image/jpeg"))
    def get(self, request: Request, file_id: UUID) -> HttpResponseBase:
        """The copy, while there is no original."""
        waiting = File.objects.within(person(request)).filter(uuid=file_id, stored_at__isnull=True)
        row = found(waiting.exclude(reduced="").first())
        response = FileResponse(_opened(row.reduced, file_id), content_type="image/jpeg")
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response


def _opened(path: str, file_id: UUID) -> Any:
    try:
        return default_storage.open(path, "rb")
    except Exception as error:  # a disk and S3 fail in many classes
        log.exception("storage_down", file=str(file_id))
        raise DomainError("storage_down") from error


def _range(text: str, size: int) -> tuple[int, int] | None:
    """First and last byte of one range that can be met (players seek by it); None: the whole."""
    told = _RANGE.fullmatch(text)
    if told is None or not any(told.groups()):
        return None
    first, last = told.groups()
    start, end = (int(first), int(last or size - 1)) if first else (max(size - int(last), 0), size - 1)
    end = min(end, size - 1)
    return (start, end) if start <= end else None


def _cut(response: FileResponse, stream: Any, asked: tuple[int, int], size: int) -> None:
    """Make the answer 206 with these bytes alone."""
    start, end = asked
    stream.seek(start)
    response.streaming_content = _pieces(stream, end - start + 1)
    response.status_code = 206
    response["Content-Length"] = str(end - start + 1)
    response["Content-Range"] = f"bytes {start}-{end}/{size}"


def _pieces(stream: Any, left: int) -> Iterator[bytes]:
    while left > 0:
        piece = stream.read(min(left, PIECE))
        if not piece:
            return
        left -= len(piece)
        yield piece
