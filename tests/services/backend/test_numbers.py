"""Document numbers have no gap and no twin."""

import pytest
from django.db import transaction

from backend.models import NumberSeries, Organ
from backend.services.numbers import number_take
from tests.racing import race


def take(organ: Organ, kind: str = "decision", year: int = 2026) -> tuple[str, int]:
    with transaction.atomic():
        return number_take(organ=organ, kind=kind, year=year)


def test_series_counts_from_one_for_each_organ_kind_and_year(organ: Organ, stranger_organ: Organ) -> None:
    taken = [take(organ), take(organ), take(stranger_organ), take(organ, "visit"), take(organ, year=2027)]
    assert taken == [
        ("(钢)文综罚字〔2026〕1号", 1),
        ("(钢)文综罚字〔2026〕2号", 2),
        ("(莱)文综罚字〔2026〕1号", 1),
        ("钢检〔2026〕001号", 1),
        ("(钢)文综罚字〔2027〕1号", 1),
    ]


@pytest.mark.django_db(transaction=True)
def test_number_outside_a_transaction_is_a_bug(organ: Organ) -> None:
    with pytest.raises(RuntimeError, match="inside the transaction"):
        number_take(organ=organ, kind="decision", year=2026)


@pytest.mark.django_db(transaction=True)
def test_rolled_back_number_is_taken_by_the_next(organ: Organ) -> None:
    take(organ)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        number_take(organ=organ, kind="decision", year=2026)
        raise ZeroDivisionError
    assert take(organ)[1] == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("first", [True, False], ids=["new series", "running series"])
def test_racers_get_neighbouring_numbers(organ: Organ, first: bool) -> None:
    already = 0 if first else take(organ)[1]

    def run() -> int:
        return take(organ)[1]

    assert sorted(race(*[run] * 8)) == [already + n for n in range(1, 9)]


def test_bureau_may_word_its_series_itself(organ: Organ) -> None:
    take(organ)
    NumberSeries.objects.everywhere("task").update(template="{short}罚〔{year}〕第{seq3}号")
    assert take(organ) == ("钢罚〔2026〕第002号", 2)
