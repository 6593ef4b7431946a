"""The papers a record brings along (现场文书): kept with it, their numbers ended, their faults marked."""

from datetime import date
from typing import Any
from uuid import UUID

from backend.documents.catalogue import forms
from backend.models import Organ
from backend.services.documents import Spot, document_arrive
from inspections.domain.record import Fault, PaperGiven
from inspections.services.submission.sent import Sent

NOUN = "inspection"
RULE = "V39"


def papers_take(sent: Sent, organ_code: str) -> list[Fault]:
    """Keep each paper and tell what is irregular; asks nothing when there is none."""
    if not sent.record.papers:
        return []
    organ = Organ.objects.everywhere("guard").get(pk=organ_code)
    faults = []
    for one in sent.record.papers:
        _, codes = document_arrive(
            spot=_spot(one, sent.on), of=(NOUN, sent.uuid), organ=organ, actor=sent.actor, now=sent.now
        )
        faults += [Fault(RULE, code, _facts(one)) for code in codes]
    return faults


def _spot(one: PaperGiven, on: date) -> Spot:
    return Spot(one.id, one.form, one.number, one.issued_on or on, one.values)


def _facts(one: PaperGiven) -> dict[str, Any]:
    form = forms().get(one.form)
    return {"paper": form.name if form else one.form, "number": one.number or "—", "document": str(one.id)}


def paper_files(papers: tuple[PaperGiven, ...]) -> set[UUID]:
    """Ids of the pictures the papers are signed with."""
    found = set()
    for one in papers:
        for value in one.values.values():
            name = value.get("file") if isinstance(value, dict) else None
            try:
                found.add(UUID(str(name)))
            except ValueError:
                continue
    return found
