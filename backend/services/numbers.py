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
    "spot_penalty": "({short})文综当罚字〔{year}〕{seq}号",
    "inspection_notice": "({short})文综检通字〔{year}〕{seq}号",
    "inspection_result": "({short})文综检告字〔{year}〕{seq}号",
    "question": "({short})文综询通字〔{year}〕{seq}号",
    "preservation": "({short})文综登保字〔{year}〕{seq}号",
    "preservation_result": "({short})文综登处字〔{year}〕{seq}号",
    "sampling": "({short})文综抽样字〔{year}〕{seq}号",
    "seizure": "({short})文综查扣字〔{year}〕{seq}号",
    "seizure_result": "({short})文综查扣告字〔{year}〕{seq}号",
    "seizure_release": "({short})文综解查字〔{year}〕{seq}号",
    "appraisal": "({short})文综鉴字〔{year}〕{seq}号",
    "transfer": "({short})文综移字〔{year}〕{seq}号",
    "prior_notice": "({short})文综罚告字〔{year}〕{seq}号",
    "hearing": "({short})文综听通字〔{year}〕{seq}号",
    "no_penalty": "({short})文综不罚字〔{year}〕{seq}号",
    "urging": "({short})文综催字〔{year}〕{seq}号",
    "archive": "{short}文综卷〔{year}〕{seq3}号",
    "lead": "({short})文综线字〔{year}〕{seq}号",
    "hazard": "{short}隐患〔{year}〕{seq3}号",
    "hazard_transfer": "({short})文综隐移字〔{year}〕{seq}号",
    "talk": "({short})文综约谈字〔{year}〕{seq}号",
    "pledge": "({short})文综承诺字〔{year}〕{seq}号",
    "repair_prompt": "({short})文综信修提字〔{year}〕{seq}号",
    "repair_decision": "({short})文综信修决字〔{year}〕{seq}号",
    "licensing_opinion": "({short})文综监意字〔{year}〕{seq}号",
}


def number_take(*, organ: Organ, kind: str, year: int) -> tuple[str, int]:
    """The next (printed number, sequence) of the series; rolled back with the caller, so no gap remains."""
    series = _series(organ, kind, year)
    NumberSeries.objects.everywhere("guard").filter(pk=series.pk).update(last=F("last") + 1)
    series.refresh_from_db()
    printed = numbers.number(series.template, short=organ.number_short, kind=kind, year=year, seq=series.last)
    return printed, series.last


def series_lock(*, organ: Organ, kind: str, year: int) -> NumberSeries:
    """The series, held until the caller's transaction ends."""
    series = _series(organ, kind, year)
    return NumberSeries.objects.everywhere("guard").select_for_update(of=("self",)).get(pk=series.pk)


def _series(organ: Organ, kind: str, year: int) -> NumberSeries:
    """The series, made on first use."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a number is taken inside the transaction that uses it")
    series, _ = NumberSeries.objects.everywhere("guard").get_or_create(
        organ=organ, kind=kind, year=year, defaults={"template": TEMPLATES[kind]}
    )
    return series
