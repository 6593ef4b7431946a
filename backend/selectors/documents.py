"""Forms, documents and the fate of numbers as they are shown."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from backend.documents.catalogue import form_get, forms
from backend.domain.errors import DomainError
from backend.domain.forms import Form
from backend.domain.numbers import number as printed
from backend.models import Document, FormTemplate, NumberSeries, NumberUse, User
from backend.permissions import may

OPEN = (Document.State.REQUESTED, Document.State.MADE, Document.State.FAILED)


def form_cards(actor: User) -> list[dict[str, Any]]:
    """Every form with its field list, layout, and which version of the bureau's templates is in use."""
    rows = FormTemplate.objects.within(actor).filter(organ=actor.organ).order_by("version")
    put: dict[tuple[str, str], FormTemplate] = {(row.form, row.kind): row for row in rows}
    return [form_card(form, put) for form in forms().values()]


def form_card(form: Form, put: Mapping[tuple[str, str], FormTemplate]) -> dict[str, Any]:
    """One form; `templates` has the version of the bureau's own, 0 for the house's."""
    versions = {}
    for kind in FormTemplate.Kind.values:
        row = put.get((form.code, kind))
        versions[kind] = row.version if row and row.file_id else 0
    return {
        "code": form.code,
        "no": form.no,
        "name": form.name,
        "name_en": form.name_en,
        "basis": form.basis,
        "series": form.series,
        "public": form.public,
        "templates": versions,
        "fields": [
            {
                "key": field.key,
                "label": field.label,
                "label_en": field.label_en,
                "kind": field.kind,
                "required": field.required,
                "masked": bool(field.mask),
                "columns": [{"key": one.key, "label": one.label} for one in field.columns],
            }
            for field in form.fields
        ],
        "blocks": [{"kind": kind, "of": what} for kind, what in form.blocks],
    }


def template_list(form: Form, actor: User) -> list[dict[str, Any]]:
    """Every version the actor's organ put of a form, the latest first; `own` False: back to the house's."""
    rows = FormTemplate.objects.within(actor).filter(organ=actor.organ, form=form.code)
    return [
        {
            "kind": row.kind,
            "version": row.version,
            "own": row.file is not None,
            "by": row.put_by.name,
            "at": row.created_at,
            "sha256": row.file.sha256 if row.file else "",
        }
        for row in rows.select_related("put_by", "file").order_by("-created_at", "kind")
    ]


def document_list(actor: User, *, noun: str, noun_id: UUID) -> QuerySet[Document]:
    """The documents of one matter, each in its latest version."""
    rows = Document.objects.within(actor).filter(noun=noun, noun_id=noun_id, replaced_by__isnull=True)
    return rows.select_related("requested_by", "file", "copy", "public_file")


def document_cards(rows: Iterable[Document], actor: User) -> list[dict[str, Any]]:
    """Documents as listed; no query."""
    return [document_card(row, actor) for row in rows]


def document_card(row: Document, actor: User) -> dict[str, Any]:
    """One document."""
    return {
        "uuid": row.uuid,
        "form": row.form,
        "name": form_get(row.form).name,
        "name_en": form_get(row.form).name_en,
        "number": row.number,
        "version": row.version,
        "state": row.state,
        "progress": row.progress,
        "problem": row.problem,
        "origin": row.origin,
        "issued_on": row.issued_on,
        "made_at": row.made_at,
        "by": row.requested_by.name,
        "sha256": row.file.sha256 if row.file else "",
        "size": row.file.size if row.file else 0,
        "public": row.public_file_id is not None,
        "irregularities": row.irregularities,
        "verbs": ["document.void"] if row.state in OPEN and may(actor, "document.void") else [],
    }


def document_get(document_id: UUID, actor: User) -> dict[str, Any]:
    """One document with its values and earlier versions."""
    row = _one(document_id, actor)
    earlier, at = [], row.replaces
    while at is not None:
        earlier.append(_version(at))
        at = at.replaces
    return {
        **document_card(row, actor),
        "of": {"noun": row.noun, "uuid": row.noun_id},
        "values": row.values,
        "templates": row.templates,
        "present": _version(row),
        "earlier": earlier,
    }


def _version(row: Document) -> dict[str, Any]:
    """One version of a paper: what it was printed from, and its hash."""
    return {
        "uuid": row.uuid, "version": row.version, "state": row.state, "at": row.made_at or row.created_at,
        "by": row.requested_by.name, "templates": row.templates,
        "sha256": row.file.sha256 if row.file else "",
    }  # fmt: skip


def _one(document_id: UUID, actor: User) -> Document:
    row = (
        Document.objects.within(actor)
        .select_related("requested_by", "file", "copy", "public_file", "replaces")
        .filter(pk=document_id)
        .first()
    )
    if row is None:
        raise DomainError("not_found", {"document": str(document_id)})
    return row


PARTS = {"pdf": "file", "docx": "copy", "public": "public_file"}


def document_file(document_id: UUID, part: str, actor: User) -> Any:
    """The file of one rendering; not_found while it is not made."""
    row = _one(document_id, actor)
    file = getattr(row, PARTS[part])
    if file is None:
        raise DomainError("not_found", {"document": str(document_id), "part": part})
    return file


def series_list(actor: User) -> list[dict[str, Any]]:
    """Series of the actor's organ with how many numbers they have given and how many are still out."""
    rows = NumberSeries.objects.within(actor).filter(organ=actor.organ).order_by("-year", "kind")
    held: dict[tuple[str, int], int] = {}
    uses = NumberUse.objects.within(actor).filter(organ=actor.organ, state=NumberUse.State.HELD)
    for kind, year in uses.values_list("kind", "year"):
        held[kind, year] = held.get((kind, year), 0) + 1
    names = {form.series: form.name for form in forms().values() if form.series}
    return [
        {
            "kind": row.kind,
            "name": names.get(row.kind, SERIES_NAMES.get(row.kind, row.kind)),
            "year": row.year,
            "last": row.last,
            "template": row.template,
            "held": held.get((row.kind, row.year), 0),
        }
        for row in rows
    ]


SERIES_NAMES = {
    "visit": "检查任务",
    "draw": "随机抽取",
    "case": "立案",
    "archive": "案卷",
    "lead": "线索",
    "hazard": "隐患",
}


def number_register(actor: User, *, kind: str, year: int, today: date) -> dict[str, Any]:
    """Every number of a series from 1 to the last, each with its fate: nothing is left unexplained.

    A number that no booklet held was taken inside the act that used it (a number rolls back with its act),
    so it is `direct`; its paper stands beside it once one is made.
    """
    found = NumberSeries.objects.within(actor).filter(organ=actor.organ, kind=kind, year=year)
    series = found.select_related("organ").first()
    if series is None:
        raise DomainError("not_found", {"kind": kind, "year": year})
    where = {"organ": actor.organ, "year": year}
    uses = {
        row.seq: row
        for row in NumberUse.objects.within(actor)
        .filter(kind=kind, **where)
        .select_related("holder", "ended_by")
    }
    codes = [form.code for form in forms().values() if form.series == kind]
    papers = {
        row.seq: row
        for row in Document.objects.within(actor).filter(form__in=codes, **where).order_by("version")
    }
    lines = [_line(seq, uses.get(seq), papers.get(seq), today) for seq in range(series.last, 0, -1)]
    for line in lines:
        # taken inside its act: as the series prints it now
        line["number"] = line["number"] or printed(
            series.template, short=series.organ.number_short, kind=kind, year=year, seq=line["seq"]
        )
    return {"kind": kind, "year": year, "last": series.last, "lines": lines}


def _line(seq: int, use: NumberUse | None, paper: Document | None, today: date) -> dict[str, Any]:
    fate = use.state if use else "direct"
    if use is None and paper is not None:
        fate = "void" if paper.state == Document.State.VOID else "issued"
    document = paper.uuid if paper else (use.document if use else None)
    return {
        "seq": seq,
        "fate": fate,
        "uuid": use.uuid if use else None,
        "number": (use.number if use else "") or (paper.number if paper else ""),
        "holder": use.holder.name if use else "",
        "device": use.device[:8] if use else "",
        "taken_at": use.created_at if use else (paper.created_at if paper else None),
        "expires_on": use.expires_on if use else None,
        "overdue": bool(use and use.state == NumberUse.State.HELD and use.expires_on < today),
        "reason": (use.reason if use else "") or (paper.problem if paper and fate == "void" else ""),
        "ended_by": use.ended_by.name if use and use.ended_by else "",
        "document": document,
        "of": {"noun": paper.noun, "uuid": paper.noun_id} if paper else None,
    }
