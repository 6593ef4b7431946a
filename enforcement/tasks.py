"""Doors of enforcement for Celery. Every task may run twice."""

from uuid import UUID

from celery import shared_task

from backend import clock
from enforcement.services import cases, papers, spot
from enforcement.services.credit import regrade_all


@shared_task(name="enforcement.tasks.spot_penalty_check")
def spot_penalty_check(document_id: str) -> None:
    """Whether a penalty from the field was one for the spot; and its case."""
    spot.spot_penalty_check(document_id=UUID(document_id), now=clock.now())
    cases.simple_follow(document_id=UUID(document_id), now=clock.now())


@shared_task(name="enforcement.tasks.credit_regrade")
def credit_regrade() -> None:
    """Grade every venue by what is known today; a second run changes nothing."""
    regrade_all(now=clock.now())


@shared_task(name="enforcement.tasks.follow_up_record")
def follow_up_record(inspection_id: str) -> None:
    """The step of the follow-up that caused the visit of an accepted record, if one did."""
    cases.follow_up_record(inspection_id=UUID(inspection_id), now=clock.now())


@shared_task(name="enforcement.tasks.service_paper")
def service_paper(case_id: str) -> None:
    """The proof of service of a decision that was served."""
    papers.service_paper(case_id=UUID(case_id), now=clock.now())


@shared_task(name="enforcement.tasks.notice_paper")
def notice_paper(case_id: str) -> None:
    """The proof of service of a prior notice that was served."""
    papers.notice_paper(case_id=UUID(case_id), now=clock.now())
