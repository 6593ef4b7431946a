"""Gap-free numbers: the next of a series, taken inside the transaction that uses it."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from backend.clock import civil
from backend.domain import numbers
from backend.domain.errors import DomainError
from backend.journal import record
from backend.models import NumberSeries, Organ, User
from backend.permissions import require

LONGEST = 60  # of a printed number, whatever holds it
# kind → its first format; a bureau sets another for the year to come
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
    """The series, made on first use in the format of the year before."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a number is taken inside the transaction that uses it")
    known = NumberSeries.objects.everywhere("guard").filter(organ=organ, kind=kind, year=year).first()
    if known is not None:
        return known
    series, _ = NumberSeries.objects.everywhere("guard").get_or_create(
        organ=organ, kind=kind, year=year, defaults={"template": series_template(organ, kind, year)}
    )
    return series


def series_template(organ: Organ, kind: str, year: int) -> str:
    """The format of a year: its own, else that of the latest year before, else the first one."""
    rows = NumberSeries.objects.everywhere("guard").filter(organ=organ, kind=kind, year__lte=year)
    return rows.order_by("-year").values_list("template", flat=True).first() or TEMPLATES[kind]


def series_format(*, kind: str, template: str, actor: User, now: datetime) -> NumberSeries:
    """The format of a kind from next year on. No number that was given changes: this year's stay as they are.

    Refusals: not_found (no such kind), invalid (no year or number in it, too long, as another kind's, or
    numbers of that year were given already).
    """
    require(actor, "form.edit")
    organ = actor.organ
    if organ is None:
        raise DomainError("not_allowed", {"verb": "form.edit"})
    if kind not in TEMPLATES:
        raise DomainError("not_found", {"kind": kind})
    year = civil(now).year + 1
    wish = template.strip()
    with transaction.atomic():
        row = series_lock(organ=organ, kind=kind, year=year)
        if why := _unfit(wish, row):
            raise DomainError("invalid", {"fields": {"template": [why]}})
        before, row.template = row.template, wish
        row.save(update_fields=["template"])
        record(
            organ=organ, actor=actor, verb="form.edit", noun="numberseries", noun_id=actor.uuid, now=now,
            data={"kind": kind, "year": year}, reason=f"{before} → {wish}",
        )  # fmt: skip
    return row


def _unfit(wish: str, row: NumberSeries) -> str:
    """Why a format cannot be one, "" where it can."""
    if row.last:
        return f"{row.year}年已经用过编号，格式不再改"
    try:
        printed = numbers.number(wish, short=row.organ.number_short, kind=row.kind, year=row.year, seq=99_999)
    except (ValueError, IndexError, KeyError):
        return "要有 {year} 和 {seq}（或 {seq3}），另可用 {short}，不能有别的花括号"
    if len(printed) > LONGEST:
        return f"不能超过 {LONGEST} 个字"
    others = (series_template(row.organ, kind, row.year) for kind in TEMPLATES if kind != row.kind)
    return "与另一种文书的格式相同" if wish in set(others) else ""
