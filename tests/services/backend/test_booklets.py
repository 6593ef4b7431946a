"""Numbers leave their series before their papers: each ends issued, returned or void, and none is lost."""

from uuid import UUID, uuid4

import pytest
from django.db import transaction

from backend import clock
from backend.documents.catalogue import forms
from backend.domain.errors import DomainError
from backend.models import NumberUse, Organ, User
from backend.selectors.documents import SERIES_NAMES, number_register, series_list
from backend.services.booklets import number_issue, numbers_reserve, numbers_return, numbers_void
from backend.services.numbers import TEMPLATES, number_take
from tests.racing import race

KIND = "rectification"


def reserve(actor: User, device: str = "phone-one", count: int = 3) -> list[NumberUse]:
    return numbers_reserve(kind=KIND, count=count, device=device, actor=actor, now=clock.now())


def issue(actor: User, number: str, document: UUID | None = None) -> str:
    assert actor.organ is not None
    with transaction.atomic():
        return number_issue(
            organ=actor.organ,
            kind=KIND,
            number=number,
            document=document or uuid4(),
            actor=actor,
            now=clock.now(),
        )[1]


def fates(actor: User) -> list[tuple[int, str]]:
    shown = number_register(actor, kind=KIND, year=2026, today=clock.today())
    return [(line["seq"], line["fate"]) for line in shown["lines"]]


@pytest.mark.django_db
def test_a_lost_reply_takes_no_further_number(inspector: User) -> None:
    first = [row.number for row in reserve(inspector)]
    assert first == [f"(钢)文综责改字〔2026〕{n}号" for n in (1, 2, 3)]
    assert [row.number for row in reserve(inspector)] == first
    assert [row.seq for row in reserve(inspector, count=5)] == [1, 2, 3, 4, 5]


@pytest.mark.django_db
def test_two_devices_hold_different_numbers_and_returned_ones_are_given_again(
    inspector: User, colleague: User
) -> None:
    mine, other = reserve(inspector), reserve(colleague, "phone-two", 1)
    assert [row.seq for row in other] == [4]
    assert numbers_return(numbers=[mine[0].uuid], actor=colleague, now=clock.now()) == []
    numbers_return(numbers=[mine[0].uuid, mine[2].uuid], actor=inspector, now=clock.now())
    assert [row.seq for row in reserve(colleague, "phone-two", 3)] == [1, 3, 4]
    assert {row.seq for row in reserve(inspector, count=1)} == {2}


@pytest.mark.django_db
def test_register_tells_the_fate_of_every_number(inspector: User, supervisor: User, organ: Organ) -> None:
    one, two, three = reserve(inspector)
    with transaction.atomic():
        number_take(organ=organ, kind=KIND, year=2026)
    issue(inspector, one.number)
    numbers_return(numbers=[two.uuid], actor=inspector, now=clock.now())
    numbers_void(numbers=[three.uuid], reason="手机遗失", actor=supervisor, now=clock.now())
    assert fates(inspector) == [(4, "direct"), (3, "void"), (2, "returned"), (1, "issued")]
    assert series_list(inspector)[0] | {"name": ""} == {
        "kind": KIND, "name": "", "year": 2026, "last": 4, "held": 0,
        "template": "({short})文综责改字〔{year}〕{seq}号",
    }  # fmt: skip


@pytest.mark.django_db
def test_paper_is_kept_whatever_became_of_its_number(
    inspector: User, colleague: User, supervisor: User
) -> None:
    one, two, three = reserve(inspector)
    paper = uuid4()
    assert [issue(inspector, one.number, paper) for _ in range(2)] == ["", ""]
    assert issue(inspector, one.number) == "number_twice"
    assert issue(colleague, two.number) == "number_of_another"
    numbers_void(numbers=[three.uuid], reason="手机遗失", actor=supervisor, now=clock.now())
    assert issue(inspector, three.number) == "number_void"
    assert issue(inspector, "示〔2026〕99号") == "number_unknown"


@pytest.mark.django_db
def test_void_needs_a_reason_and_touches_nothing_issued(inspector: User, supervisor: User) -> None:
    one, two, _ = reserve(inspector)
    issue(inspector, one.number)
    told = {"actor": supervisor, "now": clock.now()}
    with pytest.raises(DomainError, match="reason_needed"):
        numbers_void(numbers=[two.uuid], reason=" ", **told)  # type: ignore[arg-type]
    with pytest.raises(DomainError, match="conflict"):
        numbers_void(numbers=[one.uuid, two.uuid], reason="手机遗失", **told)  # type: ignore[arg-type]
    assert NumberUse.objects.everywhere("guard").get(pk=two.pk).state == "held"


@pytest.mark.django_db
def test_only_forms_of_the_field_have_booklets(inspector: User) -> None:
    with pytest.raises(DomainError, match="not_found"):
        numbers_reserve(kind="decision", count=1, device="phone-one", actor=inspector, now=clock.now())


@pytest.mark.django_db(transaction=True)
def test_eight_devices_at_once_never_hold_the_same_number(inspector: User) -> None:
    def run(device: int) -> list[int]:
        return [row.seq for row in reserve(inspector, f"phone-{device}", 2)]

    held = race(*[lambda device=n: run(device % 4) for n in range(8)])  # each device asks twice at once
    assert all(held[n] == held[n + 4] for n in range(4))
    assert sorted(seq for seqs in held[:4] for seq in seqs) == list(range(1, 9))


def test_every_series_of_numbers_has_its_name() -> None:
    named = {form.series for form in forms().values()} | set(SERIES_NAMES)
    assert set(TEMPLATES) - named == set()
