"""The bureau's own templates of forms, by version; two that disagree are refused with the field."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from backend import clock
from backend.documents.catalogue import form_get
from backend.documents.making import (
    Paper,
    Templates,
    disagreements,
    paper_pdf,
    paper_word,
    qr_text,
    sample,
)
from backend.documents.pdf import PaperFault
from backend.domain.errors import DomainError
from backend.domain.forms import Heading
from backend.journal import record
from backend.models import FormTemplate, Organ, User
from backend.permissions import require
from backend.services.documents.storing import bytes_keep, file_row
from backend.services.files import file_bytes

MEDIA = {
    "typst": "text/plain",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def templates_current(organ: str, form: str) -> dict[str, FormTemplate]:
    """Kind → the newest version of the bureau's own template, also when it says: back to the house's."""
    rows = FormTemplate.objects.everywhere("guard").filter(organ=organ, form=form).select_related("file")
    return {row.kind: row for row in rows.order_by("version")}


def templates_of(organ: str, form: str) -> tuple[Templates, dict[str, int]]:
    """The templates a paper is made with, and which version each is (0: the house's own)."""
    rows = {kind: row for kind, row in templates_current(organ, form).items() if row.file}
    source = file_bytes(rows["typst"].file).decode() if "typst" in rows and rows["typst"].file else None
    word = file_bytes(rows["docx"].file) if "docx" in rows and rows["docx"].file else None
    versions = {kind: rows[kind].version if kind in rows else 0 for kind in MEDIA}
    return Templates(source, word), versions


def template_put(*, form: str, kind: str, content: bytes, actor: User, now: datetime) -> FormTemplate:
    """A new version of the bureau's template; no bytes: back to the house's own.

    It is tried first with a value in every field. Refusals: template_disagrees with the fields that one of
    the two texts lacks, template_broken with the reason, conflict.
    """
    require(actor, "form.edit")
    asked = form_get(form)
    organ = _organ(actor)
    if kind not in MEDIA:
        raise DomainError("not_found", {"kind": kind})
    _try(organ, form, kind, content)
    digest = bytes_keep(content) if content else ""
    try:
        with transaction.atomic():
            before = templates_current(organ.code, form).get(kind)
            version = before.version + 1 if before else 1
            row = FormTemplate(
                organ=organ, created_at=now, form=form, kind=kind, version=version, put_by=actor
            )
            if content:
                row.file = file_row(
                    data=content, digest=digest, name=f"{asked.name} v{version}.{_ending(kind)}",
                    media=MEDIA[kind], owner=("formtemplate", row.uuid), organ=organ.code, actor=actor,
                    now=now,
                )  # fmt: skip
            row.save(force_insert=True)
            record(
                organ=organ, actor=actor, verb="form.edit", noun="formtemplate", noun_id=row.uuid, now=now,
                data={"form": form, "kind": kind, "version": version, "sha256": digest},
            )  # fmt: skip
    except IntegrityError as error:
        raise DomainError("conflict", {"form": form, "verb": "form.edit"}) from error
    return row


def template_preview(*, form: str, part: str, actor: User, today: date) -> bytes:
    """The form with the templates in use and a value in every field; `part` is pdf or docx."""
    asked = form_get(form)
    organ = _organ(actor)
    templates, _ = templates_of(organ.code, form)
    heading = Heading(organ.principal_name or organ.name, "示例〔2026〕1号", today)
    name = asked.name
    paper = Paper(
        asked, heading, sample(asked), qr_text(organ=heading.organ, name=name, number="示例", uuid="")
    )
    try:
        return paper_pdf(paper, templates) if part == "pdf" else paper_word(paper, templates)
    except PaperFault as fault:
        raise DomainError("template_broken", {"why": str(fault)}) from fault


def _ending(kind: str) -> str:
    return "typ" if kind == "typst" else "docx"


def _organ(actor: User) -> Organ:
    if actor.organ is None:
        raise DomainError("not_allowed", {"verb": "form.edit"})
    return actor.organ


def _try(organ: Organ, form: str, kind: str, content: bytes) -> None:
    """Both templates as they would be, with a value in every field."""
    now, _ = templates_of(organ.code, form)
    try:
        if kind == "typst":
            tried = Templates(content.decode() if content else None, now.docx)
        else:
            tried = Templates(now.typst, content or None)
        lacking = disagreements(form_get(form), tried, on=clock.today())
    except (PaperFault, UnicodeDecodeError) as error:
        raise DomainError("template_broken", {"why": str(error)[:300]}) from error
    if lacking:
        fields = "、".join(one["label"] for one in lacking)
        raise DomainError("template_disagrees", {"lacking": lacking, "fields": fields})
