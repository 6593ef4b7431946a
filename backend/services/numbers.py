"""Gap-free numbers: the next of a series, taken inside the transaction that uses it."""

from django.db import transaction
from django.db.models import F

from backend.domain import numbers
from backend.models import NumberSeries, Organ

# kind → (template, word of the kind); a bureau edits the row of its series, these are the first ones
TEMPLATES: dict[str, str] = {
    "visit": "{short}检〔{year}〕{seq3}号",
    "draw": "{short}抽〔{year}〕{seq3}号",
    "case": "({short})文综立字〔{year}〕{seq}号",
    "decision": "({short})文综罚字〔{year}〕{seq}号",
    "rectification": "({short})文综责改字〔{year}〕{seq}号",
}


def number_take(*, organ: Organ, kind: str, year: int) -> tuple[str, int]:
    """The next (printed number, sequence) of the series; rolled back with the caller, so no gap remains."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a number is taken inside the transaction that uses it")
    series, _ = NumberSeries.objects.everywhere("guard").get_or_create(
        organ=organ, kind=kind, year=year, defaults={"template": TEMPLATES[kind]}
    )
    NumberSeries.objects.everywhere("guard").filter(pk=series.pk).update(last=F("last") + 1)
    series.refresh_from_db()
    printed = numbers.number(series.template, short=organ.number_short, kind=kind, year=year, seq=series.last)
    return printed, series.last
