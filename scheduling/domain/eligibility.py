"""Which venues may be drawn, why the others may not, and the lift that fills a short class (N8)."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from scheduling.domain.policy import Policy, of_class, of_type
from scheduling.domain.quota import Quota, share
from scheduling.domain.refusal import refuse
from scheduling.domain.roster import ELIGIBLE, Venue, Venues

CASE = "case"


Place = tuple[str, str]


@dataclass(frozen=True)
class Eligibility:
    """The venues with their verdicts, the counts per class and the quota that follows from them.

    `pools` are the ids that may be drawn, by class and cell.
    """

    venues: Venues
    registered: Mapping[str, int]
    eligible: Mapping[str, int]
    excluded: Mapping[str, int]
    quota: Quota
    lifted: tuple[str, ...]
    pools: Mapping[Place, list[str]]


def cutoff(asof: str, natural_days: int) -> str:
    """The day `natural_days` before `asof`, a date string; "" when that is before the calendar."""
    ordinal = date.fromisoformat(asof).toordinal() - natural_days
    return date.fromordinal(ordinal).isoformat() if ordinal >= 1 else ""


class _Limits(dict[Place, Any]):
    """(class, cell) → a limit of the policy, looked up when the first venue asks for it."""

    def __init__(self, limit: Callable[[str, str], Any]) -> None:
        """`limit` takes a class and a type."""
        self._limit = limit

    def __missing__(self, place: Place) -> Any:
        cls, cell = place
        return self.setdefault(place, self._limit(cls, cell.partition("/")[2]))


class Judge:
    """The verdicts of one policy."""

    def __init__(self, policy: Policy) -> None:
        """Nothing is computed before a venue asks for it."""
        self.policy = policy
        self._caps = _Limits(self._cap)
        self._cutoffs = _Limits(self._cutoff)

    def verdict(self, status: str, given: str, this_year: int, last: str, place: Place) -> str:
        """The first reason that applies, or Y; `given` is `case` where a case is open."""
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


@dataclass
class _Survey:
    """What one look at every row of a roster finds."""

    verdicts: list[str]
    given: list[str]
    registered: Counter[str]
    pools: dict[Place, list[str]]
    recent: list[tuple[str, str, str, Place]]

    @classmethod
    def of(cls, rows: Venues, policy: Policy) -> Self:
        verdict_of = Judge(policy).verdict
        found = cls([], [], Counter(), defaultdict(list), [])
        verdicts, told, pools = found.verdicts, found.given, found.pools
        sizes: dict[Place, int] = defaultdict(int)
        for uid, of, cell, _, status, last, count, given in rows.facts():
            place = of, cell
            verdict = verdict_of(status, given, int(count), last, place)
            verdicts.append(verdict)
            told.append(given)
            sizes[place] += 1
            if verdict == ELIGIBLE:
                pools[place].append(uid)
            elif verdict == "recent":
                found.recent.append((of, last, uid, place))
        for (of, _), size in sizes.items():
            found.registered[of] += size
        return found

    def eligible(self) -> dict[str, int]:
        """Per class; a class without venues is left out."""
        sizes = Counter(dict.fromkeys(self.registered, 0))
        for (cls, _), ids in self.pools.items():
            sizes[cls] += len(ids)
        return {cls: sizes[cls] for cls in sorted(sizes)}

    def lift(self, shortfall: Mapping[str, int]) -> tuple[str, ...]:
        """Recent venues return to the pools, class by class, the longest ago first."""
        back: list[str] = []
        for cls in sorted(shortfall.keys() - {"*"}):
            recent = sorted(row for row in self.recent if row[0] == cls)[: shortfall[cls]]
            for _, _, uid, place in recent:
                self.pools[place].append(uid)
                back.append(uid)
        return tuple(back)


def judged(venues: Iterable[Venue], policy: Policy) -> Eligibility:
    """Verdicts and quota of a roster whose `eligible` says only `case` or nothing yet.

    When a class falls short and the policy lifts `recent`, its recent venues return, longest ago first.
    """
    rows = Venues.of(venues)
    found = _Survey.of(rows, policy)
    registered = {cls: found.registered[cls] for cls in sorted(found.registered)}
    eligible = found.eligible()
    quota = share(registered, eligible, policy)
    lifted = found.lift(quota.shortfall) if "recent" in policy["lift"] else ()
    verdicts = found.verdicts
    if lifted:
        back = set(lifted)
        ids = (line.partition("\t")[0] for line in rows.lines)
        verdicts = [ELIGIBLE if uid in back else was for uid, was in zip(ids, verdicts, strict=True)]
        eligible = found.eligible()
        quota = share(registered, eligible, policy)
    excluded = Counter(verdicts)
    del excluded[ELIGIBLE]
    if verdicts != found.given:
        rows = rows.judged(verdicts)
    return Eligibility(rows, registered, eligible, dict(sorted(excluded.items())), quota, lifted, found.pools)


def check_verdicts(venues: Iterable[Venue], policy: Policy) -> Eligibility:
    """Derive the verdicts of a committed roster again; any row that differs is refused."""
    given = Venues.of(venues)
    derived = judged(given, policy)
    if derived.venues is not given:
        was, now = next(
            (was, now) for was, now in zip(given, derived.venues, strict=True) if was.eligible != now.eligible
        )
        refuse("N8", f"venues.tsv {was.id}", f"{was.eligible!r} where {now.eligible!r} follows from the row")
    return derived
