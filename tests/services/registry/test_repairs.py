"""Repair of a record of dishonesty: with proof, checked by one, decided by another, on paper; its clock."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from backend import clock
from backend.domain.errors import DomainError
from backend.models import Clock, Document, JournalLine, User
from counting.selectors.workbench import tasks_now
from registry.models import DishonestyRecord, RepairApplication
from registry.selectors.credit import credit_public, dishonesty_get
from registry.services.dishonesty import dishonesty_expire, dishonesty_revoke
from registry.services.repairs import (
    repair_check,
    repair_deny,
    repair_grant,
    repair_withdraw,
)
from tests.cast import Cast, user_of
from tests.factories_registry import listed_make, proof_told, repair_make

pytestmark = pytest.mark.django_db


def refusal(act: Any) -> DomainError:
    with pytest.raises(DomainError) as told:
        act()
    return told.value


def applied(cast: Cast, row: DishonestyRecord, **values: Any) -> RepairApplication:
    return repair_make(cast, row, **values)


def kinds(actor: User) -> list[tuple[str, UUID, str]]:
    rows = tasks_now(actor, clock.today())
    return [(one["kind"], one["uuid"], one["detail"]) for one in rows if one["kind"] == "credit_repair"]


def test_an_application_is_checked_by_one_and_granted_by_another_on_paper(cast: Cast) -> None:
    row = listed_make(cast)
    one = applied(cast, row)
    at: dict[str, Any] = {"application_id": one.uuid, "now": clock.now()}
    assert kinds(cast.supervisor) == [("credit_repair", row.uuid, "待核查")]
    assert refusal(lambda: repair_grant(reason="可以", actor=cast.leader, **at)).code == "move_not_open"
    repair_check(opinion="材料齐全，整改属实", actor=cast.supervisor, **at)
    assert (kinds(cast.supervisor), kinds(cast.leader)) == (
        [], [("credit_repair", row.uuid, "待决定")],
    )  # fmt: skip
    done = repair_grant(reason="已整改并承诺", actor=cast.leader, **at)
    row.refresh_from_db()
    assert (done.state, row.state, row.repair_mode, row.ended_on, row.pledge) == (
        "granted", "repaired", "application", clock.today(), True,
    )  # fmt: skip
    paper = Document.objects.everywhere("guard").get(form="repair_granted")
    assert (paper.number, paper.values["check"], paper.values["reason"], paper.uuid) == (
        "(钢)文综信修决字〔2026〕1号", "材料齐全，整改属实", "已整改并承诺", done.document_id,
    )  # fmt: skip
    told = Clock.objects.everywhere("guard").get(noun_id=one.uuid)
    # fifteen working days: 16–18, 20–24, 28–30 September; 8, 9, 10 (worked), 12 October
    assert (told.rule, told.due_on, told.done_on, told.basis.endswith("（待核实）")) == (
        "credit_repair", date(2026, 10, 12), clock.today(), True,
    )  # fmt: skip
    lines = (
        JournalLine.objects.everywhere("guard")
        .filter(noun="repairapplication", verb__startswith="repair.")
        .order_by("pk")
    )
    assert [line.verb for line in lines] == ["repair.apply", "repair.check", "repair.grant"]


def test_who_checked_does_not_decide(cast: Cast) -> None:
    both = user_of(cast.organ, "both", "双若水", "supervisor", "leader")
    one = applied(cast, listed_make(cast))
    at: dict[str, Any] = {"application_id": one.uuid, "actor": both, "now": clock.now()}
    repair_check(opinion="属实", **at)
    assert refusal(lambda: repair_grant(reason="可以", **at)).code == "own_record"
    assert refusal(lambda: repair_deny(reason="不行", **at)).code == "own_record"
    (card,) = dishonesty_get(one.record_id, both, clock.today())["repairs"]
    assert card["verbs"] == ["repair.withdraw"]


def test_what_lacks_a_condition_is_only_denied_and_the_public_reads_which(cast: Cast) -> None:
    row = listed_make(cast, level="serious")
    one = applied(cast, row, training=False)
    at: dict[str, Any] = {"application_id": one.uuid, "now": clock.now()}
    repair_check(opinion="属实", actor=cast.supervisor, **at)
    told = refusal(lambda: repair_grant(reason="可以", actor=cast.leader, **at))
    assert (told.code, told.data["missing"]) == ("facts_missing", ["minor_only", "training"])
    assert refusal(lambda: repair_deny(reason=" ", actor=cast.leader, **at)).data["missing"] == ["reason"]
    done = repair_deny(reason="严重失信不受理提前修复", actor=cast.leader, **at)
    row.refresh_from_db()
    assert (done.state, row.state) == ("denied", "listed")
    paper = Document.objects.everywhere("guard").get(form="repair_denied")
    assert paper.values["reason"] == "严重失信不受理提前修复"
    (public,) = credit_public(row.venue.code)
    assert [(o["outcome"], o["grounds"], o["number"]) for o in public["repairs"]] == [
        ("denied", ["minor_only", "training"], paper.number)
    ]
    applied(cast, row)  # a further one may follow


def test_an_application_needs_its_proof_its_day_and_a_record_that_stands(cast: Cast) -> None:
    row = listed_make(cast)
    assert refusal(lambda: applied(cast, row, files=[])).data["missing"] == ["proof"]
    early = refusal(lambda: applied(cast, row, applied_on=date(2026, 9, 1)))
    assert early.data["fields"].keys() == {"applied_on"}
    one = applied(cast, row)
    assert refusal(lambda: applied(cast, row)).code == "conflict"
    repair_withdraw(application_id=one.uuid, reason="暂不申请", actor=cast.supervisor, now=clock.now())
    one = applied(cast, row)
    dishonesty_revoke(record_id=row.uuid, reason="列错主体", actor=cast.leader, now=clock.now())
    one.refresh_from_db()
    assert (one.state, one.reason) == ("withdrawn", "名单已经移出，申请不再办理")
    assert refusal(lambda: applied(cast, row)).code == "move_not_open"
    assert not Clock.objects.everywhere("guard").filter(rule="credit_repair", done_on=None).exists()


def test_a_term_that_ends_meanwhile_ends_the_application(cast: Cast) -> None:
    row = listed_make(cast)
    one = applied(cast, row)
    with clock.at(clock.now().replace(year=2027, month=9, day=16)):
        assert dishonesty_expire(now=clock.now()) == 1
    one.refresh_from_db()
    assert one.state == "withdrawn"


def test_proof_that_is_not_here_yet_is_no_proof(cast: Cast) -> None:
    row, uuid = listed_make(cast), uuid4()
    told = proof_told(cast, uuid, stored=False)
    late = refusal(lambda: repair_make(cast, row, application_id=uuid, files=[told]))
    assert late.data["missing"] == ["proof"]
