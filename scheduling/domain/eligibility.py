"""Which venues may be drawn, why the others may not, and the lift that fills a short class (N8)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from scheduling.domain.policy import Policy, of_class, of_type
from scheduling.domain.quota import Quota, share
from scheduling.domain.refusal import refuse
from scheduling.domain.roster import ELIGIBLE, Venue

CASE = "case"


@dataclass(frozen=True)
class Eligibility:
    """The venues with their verdicts, the counts per class and the quota that follows from them."""

    venues: tuple[Venue, ...]
    registered: Mapping[str, int]
    eligible: Mapping[str, int]
    excluded: Mapping[str, int]
    quota: Quota
    lifted: tuple[str, ...]


def cutoff(asof: str, natural_days: int) -> str:
    """The day `natural_days` before `asof`, a date string; "" when that is before the calendar."""
    ordinal = date.fromisoformat(asof).toordinal() - natural_days
    return date.fromordinal(ordinal).isoformat() if ordinal >= 1 else ""


class Judge:
    """The verdicts of one policy; limits of a type and class are looked up once."""

    def __init__(self, policy: Policy) -> None:
        """Nothing is computed before a venue asks for it."""
        self.policy = policy
        self._caps: dict[tuple[str, str], int] = {}
        self._cutoffs: dict[tuple[str, str], str] = {}

    def verdict(self, venue: Venue, *, open_case: bool) -> str:
        """The first reason that applies, or Y."""
        if venue.status != "open":
            return "closed"
        if open_case:
            return CASE
        if venue.this_year >= self._cap(venue):
            return "cap"
        if venue.last and venue.last > self._cutoff(venue):
            return "recent"
        return ELIGIBLE

    def judged(self, venue: Venue) -> Venue:
        """The venue with its verdict; a `case` it came with stands."""
        verdict = self.verdict(venue, open_case=venue.eligible == CASE)
        return venue if verdict == venue.eligible else venue._replace(eligible=verdict)

    def _cap(self, venue: Venue) -> int:
        key = venue.type, venue.cls
        if key not in self._caps:
            where = "policy.max_count"
            self._caps[key] = of_class(of_type(self.policy["max_count"], venue.type, where), venue.cls, where)
        return self._caps[key]

    def _cutoff(self, venue: Venue) -> str:
        key = venue.type, venue.cls
        if key not in self._cutoffs:
            where = "policy.exclude_days"
            days = of_class(of_type(self.policy["exclude_days"], venue.type, where), venue.cls, where)
            self._cutoffs[key] = cutoff(self.policy["asof"], days)
        return self._cutoffs[key]


def counted(venues: Iterable[Venue]) -> tuple[dict[str, int], dict[str, int]]:
    """Registered and eligible venues per class; a class without venues is left out."""
    registered = Counter(venue.cls for venue in venues)
    eligible = Counter(venue.cls for venue in venues if venue.eligible == ELIGIBLE)
    return (
        {cls: registered[cls] for cls in sorted(registered)},
        {cls: eligible[cls] for cls in sorted(registered)},
    )


def judged(venues: Iterable[Venue], policy: Policy) -> Eligibility:
    """Verdicts and quota of a roster whose `eligible` says only `case` or nothing yet.

    When a class falls short and the policy lifts `recent`, its recent venues return, longest ago first.
    """
    judge = Judge(policy)
    rows = [judge.judged(venue) for venue in venues]
    registered, eligible = counted(rows)
    quota = share(registered, eligible, policy)
    lifted = _lifted(rows, quota.shortfall) if "recent" in policy["lift"] else ()
    if lifted:
        back = set(lifted)
        rows = [v._replace(eligible=ELIGIBLE) if v.id in back else v for v in rows]
        registered, eligible = counted(rows)
        quota = share(registered, eligible, policy)
    excluded = Counter(v.eligible for v in rows if v.eligible != ELIGIBLE)
    return Eligibility(tuple(rows), registered, eligible, dict(sorted(excluded.items())), quota, lifted)


def _lifted(rows: Iterable[Venue], shortfall: Mapping[str, int]) -> tuple[str, ...]:
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
    given = tuple(venues)
    derived = judged(given, policy)
    for was, now in zip(given, derived.venues, strict=True):
        if was.eligible != now.eligible:
            refuse(
                "N8", f"venues.tsv {was.id}", f"{was.eligible!r} where {now.eligible!r} follows from the row"
            )
    return derived
