"""The result of an inspection as a paper (行政检查结果告知书): when published, anew when corrected."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from backend.clock import civil
from backend.domain.forms import day_words
from backend.models import Document
from backend.services.documents import document_request
from inspections.models import Finding, Inspection, Publication, Rectification
from scheduling.selectors.visits import teams_of

FORM = "inspection_result"
NOTHING = "无后续处理事项。"
FOUND = "对检查发现的问题，本机关将依法处理。"


def result_paper(*, inspection_id: UUID, now: datetime) -> Document | None:
    """From the published words and the orders of the record; None while nothing is public. May run twice."""
    rows = Publication.objects.everywhere("task").select_related("inspection__visit__venue", "organ")
    row = rows.filter(inspection=inspection_id).order_by("-published_at", "-pk").first()
    if row is None or row.state == Publication.State.WITHDRAWN:
        return None
    record: Inspection = row.inspection
    orders = Rectification.objects.everywhere("task").filter(inspection=record).order_by("number")
    told = [f"{one.number}：{one.content}（{day_words(one.due_on)}前改正）" for one in orders]
    found = Finding.objects.everywhere("task").filter(inspection=record, current=True).exists()
    team = teams_of([record.visit]).get(record.visit_id, [])
    values = {
        "party_name": record.visit.venue.name,
        "checked_on": record.finished_on.isoformat(),
        "result": row.text,
        "next": "\n".join(told) or (FOUND if found else NOTHING),
        "officers": [{"name": one.officer.name, "cert_no": one.officer.cert_no} for one in team],
    }
    with transaction.atomic():
        return document_request(
            form=FORM, of=("inspection", record.pk), organ=row.organ, values=values,
            issued_on=civil(row.published_at), actor=row.published_by, now=now,
        )  # fmt: skip
