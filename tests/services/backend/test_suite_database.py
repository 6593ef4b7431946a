"""The suite stands on its own feet: transactional tests leave nothing behind, triggers are back."""

import pytest
from django.db import DatabaseError, transaction

from backend import clock
from backend.journal import record
from backend.models import CalendarYear, Division, JournalLine, Organ, User


def _line(organ: Organ, actor: User) -> JournalLine:
    with transaction.atomic():
        return record(
            organ=organ, actor=actor, verb="file.store", noun="file", noun_id=actor.uuid, now=clock.now()
        )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_transactional_test_begins_with_an_empty_journal(organ: Organ, inspector: User, turn: int) -> None:
    before = JournalLine.objects.everywhere("task").count()
    _line(organ, inspector)
    assert before == 0
    with pytest.raises(DatabaseError, match="append-only"):
        JournalLine.objects.everywhere("task").update(verb="bent")


@pytest.mark.django_db
def test_reference_rows_are_there_for_every_test() -> None:
    years = CalendarYear.objects.everywhere("reference").values_list("year", flat=True)
    townships = Division.objects.everywhere("reference").filter(parent="370117").count()
    assert (list(years), townships) == ([2025, 2026], 3)
