"""Which venues may be drawn, why the others may not, and the lift that fills a short class (N8)."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import compress
from typing import Any

from scheduling.domain.policy import Policy, of_class, of_type
from scheduling.domain.quota import Quota, share
from scheduling.domain.refusal import refuse
from scheduling.domain.roster import ELIGIBLE, Venue, Venues

CASE = "case"


@dataclass(frozen=True)
class Eligibility:
    """The venues with their verdicts, the counts per class and the quota that follows from them."""

    venues: Venues
    registered: Mapping[str, int]
    eligible: Mapping[str, int]
    excluded: Mapping[str, int]
    quota: Quota
    lifted: tuple[str, ...]


def cutoff(asof: str, natural_days: int) -> str:
    """The day `natural_days` before `asof`, a date string; "" when that is before the calendar."""
    ordinal = date.fromisoformat(asof).toordinal() - natural_days
    return date.fromordinal(ordinal).isoformat() if ordinal >= 1 else ""


class _Limits(dict[tuple[str, str], Any]):
    """(class, cell) → a limit of the policy, looked up when the first venue asks for it."""

    def __init__(self, limit: Callable[[str, str], Any]) -> None:
        """`limit` takes a class and a type."""
        self._limit = limit

    def __missing__(self, place: tuple[str, str]) -> Any:
        cls, cell = place
        return self.setdefault(place, self._limit(cls, cell.partition("/")[2]))


class Judge:
    """The verdicts of one policy."""

    def __init__(self, policy: Policy) -> None:
        """Nothing is computed before a venue asks for it."""
        self.policy = policy
        self._caps = _Limits(self._cap)
        self._cutoffs = _Limits(self._cutoff)

    def verdict(self, venue: Venue, *, open_case: bool) -> str:
        """The first reason that applies, or Y."""
        given = CASE if open_case else ""
        return self._verdict(venue.status, given, venue.this_year, venue.last, (venue.cls, venue.cell))

    def verdicts(self, rows: Venues) -> list[str]:
        """The verdict of every row; a `case` it came with stands."""
        places = zip(rows.cls, rows.cell, strict=True)
        return [*map(self._verdict, rows.status, rows.eligible, rows.this_year, rows.last, places)]

    def _verdict(self, status: str, given: str, this_year: int, last: str, place: tuple[str, str]) -> str:
        if status != "open":
            return "closed"
        if given == CASE:
            return CASE
        if this_year >= self._caps[place]:
            return "cap"
        if last and last > self._cutoffs[place]:
            return "recent"
        return ELIGIBLE

    def _cap(self, cls: str, kind: str) -> int:
        where = "policy.max_count"
        return of_class(of_type(self.policy["max_count"], kind, where), cls, where)

    def _cutoff(self, cls: str, kind: str) -> str:
        where = "policy.exclude_days"
        days = of_class(of_type(self.policy["exclude_days"], kind, where), cls, where)
        return cutoff(self.policy["asof"], days)


def counted(venues: Iterable[Venue]) -> tuple[dict[str, int], dict[str, int]]:
    """Registered and eligible venues per class; a class without venues is left out."""
    rows = Venues.of(venues)
    registered = Counter(rows.cls)
    eligible = Counter(compress(rows.cls, map(ELIGIBLE.__eq__, rows.eligible)))
    return (
        {cls: registered[cls] for cls in sorted(registered)},
        {cls: eligible[cls] for cls in sorted(registered)},
    )


def judged(venues: Iterable[Venue], policy: Policy) -> Eligibility:
    """Verdicts and quota of a roster whose `eligible` says only `case` or nothing yet.

    When a class falls short and the policy lifts `recent`, its recent venues return, longest ago first.
    """
    given = Venues.of(venues)
    rows = given.judged(Judge(policy).verdicts(given))
    registered, eligible = counted(rows)
    quota = share(registered, eligible, policy)
    lifted = _lifted(rows, quota.shortfall) if "recent" in policy["lift"] else ()
    if lifted:
        back = set(lifted)
        lift = zip(rows.id, rows.eligible, strict=True)
        rows = rows.judged([ELIGIBLE if uid in back else verdict for uid, verdict in lift])
        registered, eligible = counted(rows)
        quota = share(registered, eligible, policy)
    excluded = Counter(rows.eligible)
    del excluded[ELIGIBLE]
    return Eligibility(rows, registered, eligible, dict(sorted(excluded.items())), quota, lifted)


def _lifted(rows: Venues, shortfall: Mapping[str, int]) -> tuple[str, ...]:
    """Ids that return, class by class."""
    back: list[str] = []
    for cls in sorted(shortfall.keys() - {"*"}):
        recent = sorted(
            (v.last, v.id.encode(), v.id) for v in rows if v.cls == cls and v.eligible == "recent"
        )
        back += [uid for _, _, uid in recent[: shortfall[cls]]]
    return tuple(back)


def check_verdicts(venues: Iterable[Venue], policy: Policy) -> Eligibility:
    """Derive the verdicts of a committed roster again; any row that differs is refused."""
    given = Venues.of(venues)
    derived = judged(given, policy)
    verdicts = zip(given.id, given.eligible, derived.venues.eligible, strict=True)
    for uid, was, now in verdicts:
        if was != now:
            refuse("N8", f"venues.tsv {uid}", f"{was!r} where {now!r} follows from the row")
    return derived
