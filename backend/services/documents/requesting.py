"""Ask for a document: its values checked, its number taken, its row written; a task makes the rest."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import orjson
from django.db import transaction
from django.db.models import Max

from backend.clock import civil
from backend.documents.catalogue import form_get
from backend.domain.errors import DomainError
from backend.domain.forms import Form, faults, missing, typed_number
from backend.journal import record
from backend.models import Document, NumberUse, Organ, User
from backend.permissions import require
from backend.services.moves import lock
from backend.services.numbers import number_take

CONTACT = "organ_contact"
NUMBER_MOST = 60
LIVE = (Document.State.REQUESTED, Document.State.MADE, Document.State.FAILED)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A number that was taken elsewhere: by the act the paper is about, or from a booklet."""

    number: str
    year: int
    seq: int


def document_request(
    *,
    form: str,
    of: tuple[str, UUID],
    organ: Organ,
    values: dict[str, Any],
    actor: User,
    now: datetime,
    numbered: Numbered | None = None,
    document_id: UUID | None = None,
    replaces: UUID | None = None,
    issued_on: date | None = None,
) -> Document:
    """The document of this content: the one there already, a further version of it, or a new one.

    Of a form of which a matter has many, a new version names what it `replaces`. The caller holds the
    transaction and has asked whether the actor may. With `document_id` the same id and
    content answer the same row. Refusals: invalid (fields), facts_missing (fields), content_differs.
    """
    asked = form_get(form)
    if document_id is None:  # what a phone sends was signed as it is
        values = _found_at(asked, organ, values)
    _sound(asked, values)
    with transaction.atomic():
        digest = digest_of(form, values)
        same, former = _found(asked, of, organ, digest, document_id, replaces)
        if same is not None:
            return same
        row = Document(
            uuid=document_id or uuid4(),
            organ=organ,
            created_at=now,
            form=form,
            noun=of[0],
            noun_id=of[1],
            values=values,
            digest=digest,
            issued_on=issued_on or civil(now),
            requested_by=actor,
        )
        _number(row, asked, former, numbered, organ)
        row.save(force_insert=True)
        document_tell(row, "document.request", actor=actor, now=now)
    return row


def _found_at(form: Form, organ: Organ, values: dict[str, Any]) -> dict[str, Any]:
    """With where the organ is found, if the form asks and nobody wrote it."""
    lacking = not str(values.get(CONTACT) or "").strip() and any(one.key == CONTACT for one in form.fields)
    return values | {CONTACT: organ.contact} if lacking and organ.contact else values


def _sound(form: Form, values: dict[str, Any]) -> None:
    wrong = faults(form, values)
    if len(typed_number(form, values)) > NUMBER_MOST:
        wrong[form.numbered_by] = f"最多{NUMBER_MOST}字"
    if wrong:
        raise DomainError("invalid", {"fields": {key: [why] for key, why in wrong.items()}})
    lacking = missing(form, values)
    if lacking:
        raise DomainError(
            "facts_missing", {"missing": lacking, "labels": [form.field(k).label for k in lacking]}
        )


def digest_of(form: str, values: dict[str, Any]) -> str:
    """What makes two papers the same: form and values."""
    return hashlib.sha256(orjson.dumps([form, values], option=orjson.OPT_SORT_KEYS)).hexdigest()


def _found(
    form: Form,
    of: tuple[str, UUID],
    organ: Organ,
    digest: str,
    document_id: UUID | None,
    replaces: UUID | None,
) -> tuple[Document | None, Document | None]:
    """The same document, and the one a new one replaces."""
    rows = Document.objects.everywhere("guard").select_for_update(of=("self",))
    if document_id is not None:
        known = rows.filter(pk=document_id).first()
        if known is not None and (known.digest, known.organ_id, known.noun_id) != (digest, organ.code, of[1]):
            raise DomainError("content_differs", {"document": str(document_id)})
        return known, None
    live = rows.filter(organ=organ, noun=of[0], noun_id=of[1], form=form.code, state__in=LIVE)
    latest = list(live.filter(replaced_by__isnull=True).order_by("-created_at", "uuid"))
    same = next((row for row in latest if row.digest == digest and row.state != Document.State.FAILED), None)
    if same is not None or replaces is None:
        return same, None if form.many or not latest else latest[0]
    former = next((row for row in latest if row.pk == replaces), None)
    if former is None:
        raise DomainError("conflict", {"document": str(replaces), "verb": "document.request"})
    return None, former


def _number(
    row: Document, form: Form, former: Document | None, numbered: Numbered | None, organ: Organ
) -> None:
    """That of the body that gave it, the former version's, the one given, the next of the series, or none."""
    typed = typed_number(form, row.values)
    if former is not None:
        row.number, row.year, row.seq = typed or former.number, former.year, former.seq
        row.replaces, row.version = former, former.version + 1
    elif form.numbered_by:
        row.number = typed
    elif numbered is not None:
        row.number, row.year, row.seq = numbered.number, numbered.year, numbered.seq
        row.version = _version(row)
    elif form.series:
        row.year = row.issued_on.year
        row.number, row.seq = number_take(organ=organ, kind=form.series, year=row.year)


def _version(row: Document) -> int:
    """The next of a number that is the matter's own: after a voided paper it is made again under it."""
    borne = Document.objects.everywhere("guard").filter(
        organ=row.organ, form=row.form, year=row.year, seq=row.seq
    )
    return (borne.aggregate(most=Max("version"))["most"] or 0) + 1


def document_void(
    *, document_id: UUID, reason: str, actor: User, now: datetime, verb: str = "document.void"
) -> Document:
    """Void a document that was made or could not be made; its number stays used, with the reason.

    `verb`: what the actor must be allowed, where the matter it is of voids its own papers.
    """
    require(actor, verb)
    if not reason.strip():
        raise DomainError("reason_needed")
    with transaction.atomic():
        row = lock(Document, document_id, actor)
        if row.state == Document.State.VOID:
            raise DomainError("move_not_open", {"state": row.state, "verb": "document.void"})
        row.state, row.problem = Document.State.VOID, reason.strip()[:300]
        row.save(update_fields=["state", "problem"])
        NumberUse.objects.everywhere("guard").filter(document=row.uuid).update(
            state=NumberUse.State.VOID, reason=reason.strip()[:200], ended_by=actor, ended_at=now
        )
        document_tell(row, "document.void", actor=actor, now=now, reason=reason)
    return row


def document_tell(
    row: Document,
    verb: str,
    *,
    actor: User | None,
    now: datetime,
    reason: str = "",
    files: Sequence[str] = (),
) -> None:
    """One line of the journal: ids and codes, no word of the paper."""
    record(
        organ=row.organ_id,
        actor=actor,
        verb=verb,
        noun="document",
        noun_id=row.uuid,
        now=now,
        after=row.state,
        data={
            "form": row.form, "version": row.version, "year": row.year, "seq": row.seq,
            "of": [row.noun, str(row.noun_id)], "digest": row.digest, "files": list(files),
        },
        reason=reason,
    )  # fmt: skip
