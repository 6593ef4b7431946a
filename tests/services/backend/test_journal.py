"""The journal: lines only in a transaction, words only outside the chain, seals that show every change."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from backend import clock
from backend.journal import digest, line_bytes, record
from backend.models import JournalLine, JournalNote, Organ, Seal, User
from backend.services.journal import GENESIS, journal_check, journal_seal
from tests.racing import race


def write(organ: Organ, actor: User | None, **more: Any) -> JournalLine:
    given: dict[str, Any] = {"verb": "plan.publish", "noun": "plan", "noun_id": uuid4(), "now": clock.now()}
    with transaction.atomic():
        return record(organ=organ, actor=actor, **(given | more))


def seal_all(*organs: Organ) -> int:
    """As the sealer would a minute later."""
    later = clock.now() + timedelta(minutes=1)
    return sum(journal_seal(organ_code=organ.code, now=later) for organ in organs)


def chain(organ: Organ) -> list[Seal]:
    rows = Seal.objects.everywhere("task").filter(organ=organ).select_related("line").order_by("seq")
    return list(rows)


@pytest.mark.django_db(transaction=True)
def test_line_outside_a_transaction_is_a_bug(organ: Organ, inspector: User) -> None:
    with pytest.raises(RuntimeError, match="outside a transaction"):
        record(
            organ=organ, actor=inspector, verb="plan.publish", noun="plan", noun_id=uuid4(), now=clock.now()
        )
    assert JournalLine.objects.everywhere("task").count() == 0


@pytest.mark.django_db(transaction=True)
def test_act_that_fails_leaves_no_line(organ: Organ, inspector: User) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        write(organ, inspector, reason="重名")
        raise ZeroDivisionError
    assert JournalLine.objects.everywhere("task").count() == 0
    assert JournalNote.objects.everywhere("task").count() == 0


def test_words_stay_outside_the_chain(organ: Organ, inspector: User) -> None:
    line = write(organ, inspector, reason="林知远与场所负责人系亲属", data={"officers": [1, 2]})
    body = line_bytes(line, seq=1, prev=GENESIS).decode()
    assert body.isascii()
    assert line.note.text == "林知远与场所负责人系亲属"
    assert (line.reason_digest, len(line.reason_digest)) == (digest("林知远与场所负责人系亲属"), 64)


@pytest.mark.parametrize(
    "data", [{"name": "林知远"}, {"note": ["整改"]}, {"名": 1}, {"ratio": 0.5}, {"inner": {"by": "顾承岳"}}]
)
def test_word_or_fraction_in_the_chain_is_a_bug(organ: Organ, inspector: User, data: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="the journal keeps"):
        write(organ, inspector, data=data)


def test_no_reason_has_no_digest_and_no_note(organ: Organ, inspector: User) -> None:
    line = write(organ, inspector)
    assert (line.reason_digest, JournalNote.objects.everywhere("task").count()) == ("", 0)


def test_organ_may_be_named_by_its_code_and_the_system_has_no_name(organ: Organ) -> None:
    with transaction.atomic():
        line = record(
            organ=organ.code,
            actor=None,
            verb="clock.recompute",
            noun="clock",
            noun_id=uuid4(),
            now=clock.now(),
        )
    assert (line.organ, line.actor_id) == (organ, None)


def test_each_organ_has_a_chain_of_its_own(
    organ: Organ, inspector: User, stranger_organ: Organ, stranger: User
) -> None:
    for _ in range(3):
        write(organ, inspector)
        write(stranger_organ, stranger)
    assert seal_all(organ, stranger_organ) == 6
    for one in (organ, stranger_organ):
        seals = chain(one)
        assert [seal.seq for seal in seals] == [1, 2, 3]
        assert [seal.prev for seal in seals] == [GENESIS, seals[0].hash, seals[1].hash]
        assert journal_check(organ_code=one.code) == []


def test_sealing_again_seals_nothing(organ: Organ, inspector: User) -> None:
    write(organ, inspector)
    assert (seal_all(organ), seal_all(organ)) == (1, 0)


def test_line_of_this_moment_waits_for_slower_ones(organ: Organ, inspector: User) -> None:
    line = write(organ, inspector)
    assert journal_seal(organ_code=organ.code, now=line.at + timedelta(seconds=1)) == 0
    assert journal_seal(organ_code=organ.code, now=line.at + timedelta(seconds=2)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_sealers_at_once_make_one_chain(organ: Organ, inspector: User) -> None:
    for _ in range(20):
        write(organ, inspector)
    later = clock.now() + timedelta(minutes=1)
    sealed = race(*[lambda: journal_seal(organ_code=organ.code, now=later)] * 2)
    seal_all(organ)
    assert sorted(sealed) == [0, 20]
    assert [seal.seq for seal in chain(organ)] == list(range(1, 21))
    assert journal_check(organ_code=organ.code) == []


def _bend(sql: str, *values: Any) -> None:
    """What somebody with the database's own password could do: triggers away, then the change."""
    with connection.cursor() as cursor:
        for table, act in (("journalline", "update"), ("seal", "update"), ("seal", "delete")):
            on = f" ON backend_{table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER backend_{table}_no_{act}{on}")
        cursor.execute(sql, values)


@pytest.mark.parametrize(
    ("sql", "broken"),
    [
        ("UPDATE backend_journalline SET verb = 'plan.void' WHERE id = %s", [2]),
        ("UPDATE backend_journalline SET at = '2026-09-14 02:00:00+00:00' WHERE id = %s", [2]),
        ("UPDATE backend_seal SET hash = '0000' WHERE line_id = %s", [2, 3]),
        ("DELETE FROM backend_seal WHERE line_id = %s", [3]),
    ],
    ids=["verb", "time", "hash", "hole"],
)
def test_tampering_is_found(organ: Organ, inspector: User, sql: str, broken: list[int]) -> None:
    lines = [write(organ, inspector) for _ in range(4)]
    seal_all(organ)
    _bend(sql, lines[1].pk)
    assert journal_check(organ_code=organ.code) == broken


@pytest.mark.parametrize("model", [JournalLine, Seal])
@pytest.mark.parametrize("act", ["update", "delete"])
def test_journal_refuses_to_be_rewritten(organ: Organ, inspector: User, model: Any, act: str) -> None:
    write(organ, inspector)
    seal_all(organ)
    rows = model.objects.everywhere("task")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.update(organ=organ) if act == "update" else rows._raw_delete(rows.db)
    assert rows.count() == 1
