"""Signed copies of the papers of a case (签字件): kept beside the paper they were signed on."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from backend.domain.errors import DomainError
from backend.domain.states import next_state
from backend.journal import record
from backend.models import Document, File, User
from backend.services.files import Announced, files_announce
from enforcement.domain.evidence import SIGNED
from enforcement.selectors.evidence import SIGNED_COPY
from enforcement.selectors.papers import OWN
from enforcement.services.cases.taking import case_take


def paper_sign(
    *, case_id: UUID, document: UUID, files: Sequence[Announced], actor: User, now: datetime
) -> Document:
    """Files uploaded with the owner `document:<uuid>` for a paper of the case or of its side tracks.

    Refusals: not_allowed, not_found, move_not_open (not made, or void), facts_missing (signed_copy,
    not_archived). The paper stays what it is; nothing is replaced.
    """
    with transaction.atomic():
        case = case_take(case_id, "document.sign", actor)
        owners = [case.pk, *case.tracks.values_list("pk", flat=True)]
        papers = Document.objects.within(actor).filter(noun__in=OWN, noun_id__in=owners)
        row = papers.filter(pk=document, replaced_by__isnull=True).first()
        if row is None:
            raise DomainError("not_found", {"document": str(document)})
        told = files_announce(
            files=[replace(one, kind=SIGNED_COPY) for one in files], owner=("document", row.pk),
            organ_id=row.organ_id, actor=actor, now=now,
        )  # fmt: skip
        here = bool(told) and all(one.state == File.State.STORED for one in told)
        facts = {"signed_copy": here, "archived": case.archived_on is not None}
        next_state(SIGNED, row.state, "document.sign", facts)
        record(
            organ=row.organ_id, actor=actor, verb="document.sign", noun="document", noun_id=row.pk, now=now,
            before=row.state, after=row.state,
            data={"case": str(case.pk), "form": row.form, "files": [str(one.pk) for one in told],
                  "sha256": [one.sha256 for one in told]},
        )  # fmt: skip
    return row
