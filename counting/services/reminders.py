"""Reminding: every person of every bureau is told what has reached a new stage, once."""

from datetime import datetime

import structlog

from backend.models import Reminder, User
from backend.services.reminders import reminders_close, reminders_write
from counting.selectors.reminders import Told, reminders_due
from counting.selectors.workbench import LIMIT

log = structlog.get_logger()


def remind(*, now: datetime) -> int:
    """Tell what is due; returns how many reminders are new. May run twice and by two at once.

    After days without a worker each thing is told at the stage it has by now, not at those it passed.
    """
    everybody = User.objects.everywhere("task").filter(is_active=True, organ__isnull=False)
    organs: dict[str, list[User]] = {}
    for person in everybody.select_related("organ").prefetch_related("grants").order_by("username"):
        organs.setdefault(str(person.organ_id), []).append(person)
    made = 0
    for organ_id, people in organs.items():
        try:
            due = reminders_due(people, now)
        except Exception:  # one bureau's trouble is not another's
            log.exception("reminding_failed", organ=organ_id)
            continue
        for person in people:
            rows = [_row(told, person, now) for told in due[person.pk]]
            made += reminders_write(person=person, rows=rows)
            if sum(row.noun != "clock" for row in rows) < LIMIT:  # a workbench that was cut says less
                reminders_close(person=person, rows=rows, now=now)
    return made


def _row(told: Told, person: User, now: datetime) -> Reminder:
    return Reminder(
        organ_id=str(person.organ_id), person=person, noun=told.noun, noun_id=told.noun_id, kind=told.kind,
        stage=told.stage, title=told.title[:200], detail=told.detail[:200], due_on=told.due_on,
        words=told.words[:60], created_at=now, at_noun=told.at_noun, at_id=told.at_id,
    )  # fmt: skip
