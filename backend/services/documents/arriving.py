"""Papers made on the spot (现场文书): kept whatever is irregular about them, with the number they bear."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from backend.documents.catalogue import forms
from backend.domain.forms import SIGNATURE, Form, faults, missing
from backend.models import Document, Organ, User
from backend.services.booklets import number_issue
from backend.services.documents.requesting import digest_of, document_tell

BEYOND_USE = (
    "number_unknown",
    "number_twice",
)  # such a number is printed, but holds no place in the register


@dataclass(frozen=True, slots=True)
class Spot:
    """One paper as the phone made it: under its own id, printed and signed before it was sent."""

    id: UUID
    form: str
    number: str
    issued_on: date
    values: dict[str, Any]


def document_arrive(
    *, spot: Spot, of: tuple[str, UUID], organ: Organ, actor: User, now: datetime
) -> tuple[Document | None, list[str]]:
    """The paper's row and what is irregular about it; never refused, for it was already handed over.

    The same again answers the same row; other content under the same id is its next version. An unknown form
    or another matter's id makes no row: the record's own version keeps the paper. The caller holds the
    transaction.
    """
    form = forms().get(spot.form)
    if form is None:
        return None, ["form_unknown_paper"]
    with transaction.atomic():
        former = _latest(spot.id)
        digest = digest_of(spot.form, spot.values)
        if former is not None and (former.noun_id, former.organ_id) != (of[1], organ.code):
            return None, ["paper_of_another"]
        if former is not None and former.digest == digest:
            return former, [one["code"] for one in former.irregularities]
        row = Document(
            organ=organ, created_at=now, form=form.code, noun=of[0], noun_id=of[1], values=spot.values,
            digest=digest, origin=Document.Origin.SPOT, issued_on=spot.issued_on, requested_by=actor,
        )  # fmt: skip
        if former is None:
            row.uuid = spot.id
        codes = [*_number(row, form, former, spot, organ, actor, now), *_gaps(form, spot.values)]
        row.irregularities = [{"code": code, "data": {}} for code in codes]
        row.save(force_insert=True)
        document_tell(row, "document.arrive", actor=actor, now=now)
    return row, codes


def _latest(name: UUID) -> Document | None:
    """The paper of this id in its latest version."""
    rows = Document.objects.everywhere("guard").select_for_update(of=("self",))
    row = rows.filter(pk=name).first()
    while row is not None and (later := rows.filter(replaces=row).first()) is not None:
        row = later
    return row


def _number(
    row: Document, form: Form, former: Document | None, spot: Spot, organ: Organ, actor: User, now: datetime
) -> list[str]:
    if former is not None:
        row.number, row.year, row.seq = former.number, former.year, former.seq
        row.replaces, row.version = former, former.version + 1
        return [one["code"] for one in former.irregularities if one["code"].startswith("number_")]
    if not form.series:
        return []
    row.number = spot.number
    if not spot.number:
        return ["number_missing"]
    use, fault = number_issue(
        organ=organ, kind=form.series, number=spot.number, document=row.uuid, actor=actor, now=now
    )
    if use is not None and fault not in BEYOND_USE:
        row.year, row.seq = use.year, use.seq
    return [fault] if fault else []


def _gaps(form: Form, values: dict[str, Any]) -> list[str]:
    """What the paper lacks: words, or a signature that was neither given nor refused."""
    codes = ["paper_incomplete"] if missing(form, values) or faults(form, values) else []
    signed = [values.get(one.key) for one in form.fields if one.kind == SIGNATURE and one.required]
    if not all(isinstance(one, dict) and (one.get("file") or one.get("refusal")) for one in signed):
        codes.append("signature_missing")
    return codes
