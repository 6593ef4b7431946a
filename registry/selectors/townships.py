"""Townships (街道乡镇) of a district, found by code or by the name people write."""

from collections.abc import Mapping

from django.db.models import F, Q, Value
from django.db.models.functions import Concat

from backend.models import Division

ENDINGS = ("街道办事处", "街道", "镇", "乡", "办事处")


def township_list(division: str) -> dict[str, str]:
    """code → name of the townships inside the division (of a city: of all its districts)."""
    rows = Division.objects.everywhere("reference").filter(
        # a range, not a prefix: the index answers it on both databases
        code__gt=division,
        code__lt=f"{division}~",
        level=Division.Level.TOWNSHIP,
    )
    return dict(rows.values_list("code", "name"))


def in_district(venue: str = "", division: str = "") -> Q:
    """Premises of the organ's own division: one elsewhere (辖区外, V15) is registered, and in no draw and no
    figure of coverage. `venue` is the path to it, ending in `__`; `division` is known where the organ is one.
    """
    at, own = f"{venue}township", F(f"{venue}organ__division")
    # a range, not a prefix: no table is joined but the organs, and none where the division is given
    low, high = (division, f"{division}~") if division else (own, Concat(own, Value("~")))
    return Q(**{f"{at}__isnull": True}) | Q(**{f"{at}__gte": low, f"{at}__lt": high})


def township_there(code: str) -> bool:
    """Whether a code is that of a township, wherever it lies."""
    rows = Division.objects.everywhere("reference").filter(code=code, level=Division.Level.TOWNSHIP)
    return rows.exists()


def township_find(townships: Mapping[str, str], text: str) -> str | None:
    """The code meant by a code, a name or a name without its ending; None when none or several are meant."""
    if text in townships:
        return text
    exact = [code for code, name in townships.items() if name == text]
    hits = exact or [code for code, name in townships.items() if _stem(name) == _stem(text)]
    return hits[0] if text and len(hits) == 1 else None


def _stem(name: str) -> str:
    for ending in ENDINGS:
        if name.endswith(ending) and len(name) > len(ending):
            return name.removesuffix(ending)
    return name
