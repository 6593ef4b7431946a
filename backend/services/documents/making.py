"""Make a document: the legal PDF, the copy for editing, the public's variant. May run twice."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from backend.documents.catalogue import form_get
from backend.documents.making import Paper, Templates, paper_pdf, paper_word, qr_text
from backend.documents.pdf import PaperFault
from backend.domain.forms import SIGNATURE, Form, Heading, masked
from backend.models import Document, File
from backend.services.documents.requesting import document_tell
from backend.services.documents.storing import bytes_keep, file_row
from backend.services.documents.templates import MEDIA, templates_of
from backend.services.files import file_bytes

PDF = "application/pdf"
WAITING = "等待签名图片上传"


def document_make(*, document_id: UUID, now: datetime) -> Document | None:
    """Make what is asked for; what is made, failed or void is left alone.

    A fault of the template or of a glyph is written down and not tried again; a storage that is away is
    raised, so the delivery comes back. A paper whose signatures are still on the phone waits for them.
    """
    row = (
        Document.objects.everywhere("task")
        .select_related("organ", "requested_by")
        .filter(pk=document_id, state=Document.State.REQUESTED)
        .first()
    )
    if row is None:
        return None
    images = _images(row, form_get(row.form))
    if images is None:
        _progress(row, 10, WAITING)
        return None
    _progress(row, 20, "")
    templates, versions = templates_of(row.organ_id, row.form)
    try:
        made = _render(row, templates, images)
    except PaperFault as fault:
        return _failed(row, str(fault), now)
    except (TypeError, ValueError, KeyError, AttributeError) as fault:  # values of a paper from the field
        return _failed(row, f"内容格式不对：{fault}", now)
    return _stored(row, made, versions, now)


def _progress(row: Document, done: int, problem: str) -> None:
    asked = Document.objects.everywhere("task").filter(pk=row.pk, state=Document.State.REQUESTED)
    asked.update(progress=done, problem=problem)


def _images(row: Document, form: Form) -> dict[str, bytes] | None:
    """Signature key → its picture; None while one of them has not arrived."""
    wanted = {
        field.key: str(row.values[field.key]["file"])
        for field in form.fields
        if field.kind == SIGNATURE and (row.values.get(field.key) or {}).get("file")
    }
    files = {
        str(file.uuid): file for file in File.objects.everywhere("task").filter(uuid__in=wanted.values())
    }
    if any(key not in files or files[key].stored_at is None for key in wanted.values()):
        return None
    return {key: file_bytes(files[name]) for key, name in wanted.items()}


def _render(row: Document, templates: Templates, images: dict[str, bytes]) -> dict[str, bytes]:
    form = form_get(row.form)
    heading = Heading(row.organ.principal_name or row.organ.name, row.number, row.issued_on)
    qr = qr_text(organ=heading.organ, name=form.name, number=row.number, uuid=str(row.uuid))
    paper = Paper(form, heading, row.values, qr, images)
    made = {"file": paper_pdf(paper, templates)}
    _progress(row, 60, "")
    made["copy"] = paper_word(paper, templates)
    if form.public:
        public = Paper(form, heading, masked(form, row.values), qr)
        made["public_file"] = paper_pdf(public, templates)
    _progress(row, 90, "")
    return made


def _failed(row: Document, why: str, now: datetime) -> Document:
    with transaction.atomic():
        asked = Document.objects.everywhere("task").filter(pk=row.pk, state=Document.State.REQUESTED)
        if asked.update(state=Document.State.FAILED, problem=why[:300], progress=0):
            row.refresh_from_db()
            document_tell(row, "document.fail", actor=None, now=now, reason=why)
    return row


def _stored(row: Document, made: dict[str, bytes], versions: dict[str, int], now: datetime) -> Document:
    """Bytes first, then rows: one conditional UPDATE says which of two makers was first."""
    digests = {name: bytes_keep(data) for name, data in made.items()}
    with transaction.atomic():
        held = (
            Document.objects.everywhere("task")
            .select_for_update(of=("self",))
            .filter(pk=row.pk, state=Document.State.REQUESTED)
            .first()
        )
        if held is None:
            return row
        fields: dict[str, Any] = {
            name: file_row(
                data=data, digest=digests[name], name=_name(row, name),
                media=PDF if name != "copy" else MEDIA["docx"], owner=row.ref, organ=row.organ_id,
                actor=row.requested_by, now=now,
            )
            for name, data in made.items()
        }  # fmt: skip
        asked = Document.objects.everywhere("task").filter(pk=row.pk, state=Document.State.REQUESTED)
        asked.update(
            state=Document.State.MADE, progress=100, problem="", templates=versions, made_at=now, **fields
        )
        row.refresh_from_db()
        document_tell(row, "document.make", actor=None, now=now, files=list(digests.values()))
    return row


def _name(row: Document, kind: str) -> str:
    ending = {"file": ".pdf", "copy": ".docx", "public_file": "（公示）.pdf"}[kind]
    version = f" 第{row.version}版" if row.version > 1 else ""
    return f"{form_get(row.form).name} {row.number}".strip() + version + ending


def documents_resume(*, file_id: UUID, now: datetime) -> int:
    """A file has come: make the papers that waited for a signature of its record; returns how many."""
    owner = (
        File.objects.everywhere("task").filter(pk=file_id, kind="signature").values_list("noun_id", flat=True)
    )
    waiting = Document.objects.everywhere("task").filter(
        noun_id__in=list(owner), state=Document.State.REQUESTED
    )
    made = [document_make(document_id=uuid, now=now) for uuid in waiting.values_list("pk", flat=True)]
    return sum(row is not None for row in made)
