"""Orders to rectify that were prepared on the spot (责令改正): made when their record has arrived."""

from datetime import datetime

import orjson
from django.db import transaction

from backend.domain.errors import DomainError
from backend.models import Document
from backend.services.documents.requesting import Numbered
from inspections.domain.record import Ordered
from inspections.models import Finding, Inspection, InspectionVersion, Irregularity, Rectification
from inspections.services.rectifications import rectification_order

RULE = "V16"
CODE = "order_not_made"
CONTENT = "立即改正"
BASIS_SIGNS = 200


def orders_make(row: Inspection, *, now: datetime) -> None:
    """Make each order of the stored revision once; may run twice.

    An order that cannot be made is an irregularity of the record, never lost in silence.
    """
    version = InspectionVersion.objects.everywhere("task").get(
        inspection=row, rev=row.rev, kept=InspectionVersion.Kept.STORED
    )
    for one in orjson.loads(version.body).get("orders") or ():
        _order(row, Ordered.of(one), now)


def _order(row: Inspection, wanted: Ordered, now: datetime) -> None:
    findings = Finding.objects.everywhere("task").filter(inspection=row, current=True)
    found = list(findings.filter(item__in=wanted.items).values_list("pk", flat=True))
    under = Rectification.objects.everywhere("task").filter(inspection=row)
    if {str(one) for one in found} & {one for order in under for one in order.findings}:
        return
    try:
        with transaction.atomic():
            rectification_order(
                inspection_id=row.pk,
                findings=found,
                content=wanted.content.strip() or CONTENT,
                due_on=wanted.due_on,
                basis=wanted.basis[:BASIS_SIGNS],
                ordered_on=row.finished_on,
                numbered=_number(row, wanted),
                actor=row.submitted_by,
                now=now,
            )
    except DomainError as refused:
        Irregularity.objects.everywhere("task").get_or_create(
            inspection=row,
            rule=RULE,
            code=CODE,
            data={"items": "、".join(wanted.items), "reason": refused.message()},
            defaults={"found_at": now},
        )


def _number(row: Inspection, wanted: Ordered) -> Numbered | None:
    """The number of the paper that was handed over for this day; None: the next of the series."""
    papers = Document.objects.everywhere("task").filter(
        noun="inspection", noun_id=row.pk, form="rectification", seq__isnull=False, replaced_by__isnull=True
    )
    used = set(
        Rectification.objects.everywhere("task").filter(inspection=row).values_list("number", flat=True)
    )
    for paper in papers.order_by("created_at", "uuid"):
        if paper.values.get("due_on") == wanted.due_on.isoformat() and paper.number not in used:
            return Numbered(paper.number, paper.year or 0, paper.seq or 0)
    return None
