"""Which venues may be drawn, why the others may not, and the lift that fills a short class (N8)."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from scheduling.domain.policy import Policy, of_class, of_type
from scheduling.domain.quota import Quota, share
from scheduling.domain.refusal import refuse
from scheduling.domain.roster import ELIGIBLE, Venue, Venues
from scheduling.domain.venues import Place

CASE = "case"


@dataclass(frozen=True)
class Eligibility:
    """The venues with their verdicts, the counts per class and the quota that follows from them.

    `pools` are the ids that may be drawn, by class and cell, as the file spells them.
    """

    venues: Venues
    registered: Mapping[str, int]
    eligible: Mapping[str, int]
    excluded: Mapping[str, int]
    quota: Quota
    lifted: tuple[str, ...]
    pools: Mapping[Place, list[bytes]]


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


class _Seen(NamedTuple):
    """Rows of one place that tell the same of themselves: their verdict, and those it leaves out."""

    verdict: str
    given: str
    last: str
    out: list[bytes]


Told = tuple[bytes, bytes, bytes]  # class, cell, and what stands behind the name


class _Survey:
    """What one look at every row of a roster finds; rows that tell the same are judged once."""

    def __init__(self, rows: Venues, policy: Policy) -> None:
        """Every row is looked at."""
        self._verdict = Judge(policy).verdict
        self._seen: dict[Told, _Seen] = {}
        self.pools: dict[Place, list[bytes]] = defaultdict(list)
        put: dict[Told, Callable[[bytes], None]] = {}
        for line in rows.lines:
            uid, cls, cell, _, told = line.split(b"\t", 4)
            known = put.get((cls, cell, told))
            if known is None:
                known = put[cls, cell, told] = self._judged((cls, cell, told))
            known(uid)

    def _judged(self, row: Told) -> Callable[[bytes], None]:
        """Where the ids of such rows go."""
        place, told = _place(row), row[2].decode("utf-8", "surrogatepass")
        status, last, count, given = told.split("\t")
        verdict = self._verdict(status, given, int(count), last, place)
        seen = self._seen[row] = _Seen(verdict, given, last, [])
        return (self.pools[place] if verdict == ELIGIBLE else seen.out).append

    def as_given(self) -> bool:
        """Whether every row said its own verdict already."""
        return all(seen.verdict == seen.given for seen in self._seen.values())

    def verdicts(self, rows: Venues, lifted: Collection[bytes]) -> list[str]:
        """Row by row, with these returned."""
        told = (line.split(b"\t", 4) for line in rows.lines)
        return [
            ELIGIBLE if uid in lifted else self._seen[cls, cell, rest].verdict
            for uid, cls, cell, _, rest in told
        ]

    def excluded(self) -> Counter[str]:
        """By reason."""
        found: Counter[str] = Counter()
        for seen in self._seen.values():
            found[seen.verdict] += len(seen.out)
        return found

    def eligible(self) -> dict[str, int]:
        """Per class; a class without venues is left out."""
        sizes = Counter(dict.fromkeys(sorted({_place(row)[0] for row in self._seen}), 0))
        for (cls, _), ids in self.pools.items():
            sizes[cls] += len(ids)
        return dict(sizes)

    def registered(self) -> dict[str, int]:
        """Per class, before anything is lifted."""
        sizes = self.eligible()
        for row, seen in self._seen.items():
            sizes[_place(row)[0]] += len(seen.out)
        return sizes

    def lift(self, shortfall: Mapping[str, int]) -> tuple[bytes, ...]:
        """Recent venues return to the pools, class by class, the longest ago first."""
        back: list[bytes] = []
        for cls in sorted(shortfall.keys() - {"*"}):
            recent = sorted(
                (seen.last, uid, _place(row))
                for row, seen in self._seen.items()
                if _place(row)[0] == cls and seen.verdict == "recent"
                for uid in seen.out
            )
            for _, uid, place in recent[: shortfall[cls]]:
                self.pools[place].append(uid)
                back.append(uid)
        return tuple(back)


def _place(row: Told) -> Place:
    return row[0].decode("utf-8", "surrogatepass"), row[1].decode("utf-8", "surrogatepass")


def judged(venues: Iterable[Venue], policy: Policy) -> Eligibility:
    """Verdicts and quota of a roster whose `eligible` says only `case` or nothing yet.

    When a class falls short and the policy lifts `recent`, its recent venues return, longest ago first.
    """
    rows = Venues.of(venues)
    found = _Survey(rows, policy)
    registered, eligible, excluded = found.registered(), found.eligible(), found.excluded()
    quota = share(registered, eligible, policy)
    lifted = found.lift(quota.shortfall) if "recent" in policy["lift"] else ()
    if lifted:
        eligible = found.eligible()
        quota = share(registered, eligible, policy)
        excluded["recent"] -= len(lifted)
    if lifted or not found.as_given():
        verdicts = found.verdicts(rows, set(lifted))
        ends = (f"\t{verdict}".encode() for verdict in verdicts)
        if not all(map(bytes.endswith, rows.lines, ends)):
            rows = rows.judged(verdicts)
    left_out = {reason: n for reason, n in sorted(excluded.items()) if n}
    pools = {place: ids for place, ids in found.pools.items() if ids}
    back = tuple(uid.decode("utf-8", "surrogatepass") for uid in lifted)
    return Eligibility(rows, registered, eligible, left_out, quota, back, pools)


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
