"""Who may take which seat, and the relaxations a commit allows when seats stay open (N12, N14)."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Self

from scheduling.domain.encoding import Profile
from scheduling.domain.matching import Capacity, Match, Pool, members
from scheduling.domain.policy import Policy, of_type
from scheduling.domain.roster import EVERYWHERE, Officer, Pair, Venue

UNIT = "U:"


@dataclass(frozen=True)
class Terms:
    """The rules of a match as they stand after some relaxations."""

    cap_more: int = 0
    lifted: frozenset[Pair] = frozenset()
    any_town: bool = False
    from_zero: bool = False

    def relaxed(self, relaxation: str, policy: Policy, lifted: Collection[Pair]) -> Self:
        """These terms and one relaxation more."""
        if relaxation == "cap":
            return replace(self, cap_more=self.cap_more + policy["cap_step"])
        if relaxation == "rotation":
            return replace(self, lifted=frozenset(lifted))
        if relaxation == "town":
            return replace(self, any_town=True)
        return replace(self, from_zero=True)


def qualified(officer: Officer, need: str) -> bool:
    """Whether he has what a seat needs; "" needs nothing, `U:unit` needs the unit."""
    return not need or need in officer.quals or need == UNIT + officer.unit


def on_duty(officer: Officer, visit: Sequence[str]) -> bool:
    """Whether the whole visiting period lies in his duty window."""
    return officer.from_on <= visit[0] and visit[1] <= officer.to_on


def certified(officer: Officer, visit: Sequence[str]) -> bool:
    """Whether his certificate is good until the last day."""
    return officer.valid_on >= visit[1]


def covers(officer: Officer, town: str) -> bool:
    """Whether he works in the township."""
    return officer.towns == EVERYWHERE or town in officer.towns


@dataclass
class Seating:
    """The officers and venues of one match, with every rule but the relaxations."""

    profile: Profile
    order: bytes
    key: bytes
    policy: Policy
    officers: Sequence[Officer]
    venues: Sequence[Venue]
    blocked: Collection[Pair]
    _fit: dict[tuple[str, str, bool], int] = field(default_factory=dict)
    _left: dict[tuple[str, str], tuple[dict[str, int], set[str]]] = field(default_factory=dict)

    def pool(self, terms: Terms) -> Pool:
        """The officers' capacities under these terms."""
        capacities = (
            Capacity(o.id, 0 if terms.from_zero else o.load, o.cap + terms.cap_more) for o in self.officers
        )
        return Pool(self.profile, self.order, capacities)

    def needs(self, venue: Venue) -> Sequence[str]:
        """What each seat of a venue needs, slot by slot."""
        needs: Sequence[str] = of_type(self.policy["seats"], venue.type, "policy.seats")
        return needs

    def match(self, terms: Terms) -> Match:
        """The match, ready to run."""
        pool = self.pool(terms)
        return Match(self.profile, self.key, pool, self._masks(pool, terms))

    def _masks(self, pool: Pool, terms: Terms) -> dict[str, list[int]]:
        """venue → per slot those who may take it, as bits of this pool."""
        self._fit.clear()
        forbidden = self._forbidden(pool, terms)
        by_cell: dict[str, list[int]] = {}
        seats = {}
        for venue in self.venues:
            if venue.cell not in by_cell:
                by_cell[venue.cell] = [
                    self._fitting(pool, need, venue.town, any_town=terms.any_town)
                    for need in self.needs(venue)
                ]
            fitting = by_cell[venue.cell]
            barred = forbidden.get(venue.id)
            seats[venue.id] = [mask & ~barred for mask in fitting] if barred else fitting
        return seats

    def candidates(self, terms: Terms) -> dict[str, list[tuple[str, ...]]]:
        """venue → per slot the ids of those who may take it by every rule but the load."""
        pool = self.pool(terms)
        return {
            uid: [tuple(sorted(pool.ids[o] for o in members(mask))) for mask in masks]
            for uid, masks in self._masks(pool, terms).items()
        }

    def _fitting(self, pool: Pool, need: str, town: str, *, any_town: bool) -> int:
        """Officers who fit a kind of seat, before recusals."""
        key = need, "" if any_town else town, any_town
        if key not in self._fit:
            visit = self.policy["visit"]
            self._fit[key] = pool.mask(
                o.id
                for o in self.officers
                if qualified(o, need)
                and on_duty(o, visit)
                and certified(o, visit)
                and (any_town or covers(o, town))
            )
        return self._fit[key]

    def _forbidden(self, pool: Pool, terms: Terms) -> Mapping[str, int]:
        found: dict[str, int] = {}
        for pair in self.blocked:
            if pair not in terms.lifted and pair.officer in pool.position:
                found[pair.venue] = found.get(pair.venue, 0) | 1 << pool.position[pair.officer]
        return found

    def funnel(self, venue: Venue, need: str, terms: Terms) -> dict[str, int]:
        """How many officers are left for a seat after each rule, in the order in which the rules are told."""
        key = need, "*" if terms.any_town else venue.town
        if key not in self._left:
            self._left[key] = self._narrowed(need, venue.town, terms)
        counts, left = self._left[key]
        barred = {
            officer for officer in self._barred.get(venue.id, ()) if (officer, venue.id) not in terms.lifted
        }
        return {**counts, "blocked": len(left - barred)}

    def _narrowed(self, need: str, town: str, terms: Terms) -> tuple[dict[str, int], set[str]]:
        """How many are left after each rule that is the same for a kind of seat, and who."""
        visit = self.policy["visit"]
        left: Iterable[Officer] = self.officers
        rules: tuple[tuple[str, Callable[[Officer], bool]], ...] = (
            ("qualification", lambda o: qualified(o, need)),
            ("window", lambda o: on_duty(o, visit)),
            ("certificate", lambda o: certified(o, visit)),
            ("town", lambda o: terms.any_town or covers(o, town)),
        )
        counts = {}
        for name, rule in rules:
            left = [officer for officer in left if rule(officer)]
            counts[name] = len(left)
        return counts, {officer.id for officer in left}

    @cached_property
    def _barred(self) -> dict[str, list[str]]:
        """venue → who may never be sent to it, lifted or not."""
        found: dict[str, list[str]] = {}
        for pair in self.blocked:
            found.setdefault(pair.venue, []).append(pair.officer)
        return found
