"""Doors of scheduling for Celery; every task may run twice."""

from uuid import UUID

import structlog
from celery import shared_task

from backend import clock
from scheduling.models import RotaPolicy
from scheduling.services import papers
from scheduling.services.draws import recounting
from scheduling.services.rota.rotating import duty_rotate

log = structlog.get_logger()


@shared_task(name="scheduling.tasks.rotate_duty")
def rotate_duty() -> int:
    """Publish the missing weeks of duty of every bureau; returns how many. A second run finds none."""
    organs = RotaPolicy.objects.everywhere("task").order_by("organ_id").values_list("organ_id", flat=True)
    made = 0
    for organ_id in dict.fromkeys(organs):
        try:
            made += duty_rotate(organ_id=organ_id, now=clock.now())
        except Exception:  # one bureau's trouble is not another's
            log.exception("rotation_failed", organ=organ_id)
    return made


@shared_task(name="scheduling.tasks.draw_logs_recount")
def draw_logs_recount() -> int:
    """Every night: recount the logs of all draws; returns how many are at fault."""
    return recounting.draw_logs_recount(now=clock.now())


@shared_task(name="scheduling.tasks.approval_papers")
def approval_papers(of: str) -> None:
    """The form of an approval that was given: of a visit, or of every visit of a draw."""
    papers.approval_papers(of=UUID(of), now=clock.now())


@shared_task(name="scheduling.tasks.notice_paper")
def notice_paper(visit_id: str) -> None:
    """The notice of an inspection that began or was told before."""
    papers.notice_paper(visit_id=UUID(visit_id), now=clock.now())
