"""Officers to seats: a hashed assignment that fills the most seats with the least unequal loads (N13)."""

from bisect import insort
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise, permutations
from typing import NamedTuple

from scheduling.domain.encoding import Profile

# a slot is one byte (N13)
SLOTS = tuple(bytes([slot]) for slot in range(256))


class Capacity(NamedTuple):
    """An officer as the match sees him: carried-over load and cap."""

    id: str
    load: int
    cap: int


class Reach(NamedTuple):
    """What a failed search went through: officers outside and inside of the teams it met, and seats."""

    seen: int
    swapped: int
    seats: Iterable[int]


class Found(NamedTuple):
    """A way to one more officer: `goal` takes `seat`, and the chain of `came` moves the others along."""

    goal: int
    seat: int
    came: dict[int, tuple[int, int] | None]


class Pool:
    """The officers in their hashed order; sets of officers are bits in that order."""

    def __init__(self, profile: Profile, order: bytes, officers: Iterable[Capacity]) -> None:
        """The order depends on the seed and the ids only, never on the order of the roster."""
        ordered = sorted(officers, key=lambda o: (profile.hash(order + o.id.encode()), o.id.encode()))
        self.ids = tuple(officer.id for officer in ordered)
        self.loads = tuple(officer.load for officer in ordered)
        self.caps = tuple(officer.cap for officer in ordered)
        self.position = {uid: index for index, uid in enumerate(self.ids)}

    def mask(self, ids: Iterable[str]) -> int:
        """The bits of these officers."""
        return sum(1 << self.position[uid] for uid in ids)


def members(mask: int) -> Iterator[int]:
    """Indices of the set bits, ascending."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def nth(mask: int, n: int) -> int:
    """Index of the n-th set bit, counted from 0: halved while far, stepped when near."""
    below = 0
    while n > 8:
        half = (mask.bit_length() + 1) >> 1
        lower = mask & ((1 << half) - 1)
        if (count := lower.bit_count()) > n:
            mask = lower
        else:
            mask >>= half
            n -= count
            below += half
    for _ in range(n):
        mask &= mask - 1
    return below + (mask & -mask).bit_length() - 1


@dataclass(frozen=True)
class Matching:
    """Teams by venue in matching order (None = open seat), loads, and how often a path was needed."""

    teams: dict[str, tuple[str | None, ...]]
    loads: dict[str, int]
    open: tuple[tuple[str, int], ...]
    augmented: int
    balanced: int


class Match:
    """One run of N13. Seats are numbered in (venue order, slot); officers are indices of the pool."""

    def __init__(self, profile: Profile, key: bytes, pool: Pool, seats: Mapping[str, Sequence[int]]) -> None:
        """`seats` holds, per venue and slot, the mask of officers who may take it."""
        self.profile, self.key, self.pool = profile, key, pool
        named = sorted((profile.new(key + (text := uid.encode())).digest(), text, uid) for uid in seats)
        self.venues = [uid for _, _, uid in named]
        self.spelled = [text for _, text, _ in named]
        self.eligible = [mask for uid in self.venues for mask in seats[uid]]
        self.of_venue = [v for v, uid in enumerate(self.venues) for _ in seats[uid]]
        self.first = [0]
        for uid in self.venues:
            self.first.append(self.first[-1] + len(seats[uid]))
        self.team = [0] * len(self.venues)
        self.holder = [-1] * len(self.eligible)
        self.held: list[list[int]] = [[] for _ in pool.ids]
        self.load = list(pool.loads)
        self.below_cap = sum(1 << o for o, load in enumerate(self.load) if load < pool.caps[o])
        self.level: dict[int, int] = {}
        for o, load in enumerate(self.load):
            self.level[load] = self.level.get(load, 0) | 1 << o
        self.levels = sorted(self.level)
        # per officer: how often he shares a present team with each other, and the others by that number
        self.met = [[0] * len(pool.ids) for _ in pool.ids]
        self.met_times = [[(1 << len(pool.ids)) - 1] for _ in pool.ids]
        # what failed searches went through: while seats are filled, nothing there ever leads to an officer
        self.full, self.stuck = 0, set[int]()
        self.augmented = self.balanced = 0

    def acquaint(self, teams: Iterable[Sequence[str]]) -> None:
        """Teams that stand beside this match: who sits together in them has met, and nobody of them moves."""
        for team in teams:
            known = [self.pool.position[uid] for uid in team if uid in self.pool.position]
            for one, other in permutations(known, 2):
                self._meet(one, other, 1)

    def run(self) -> Matching:
        """Fill every seat by rule or by path, then even out the loads."""
        for v, (begin, end) in enumerate(pairwise(self.first)):
            self._fill(v, begin, end)
        self.stuck.clear()  # evening out makes room again
        while self._even_out():
            self.balanced += 1
        teams = {
            uid: tuple(
                self.pool.ids[o] if o >= 0 else None for o in self.holder[self.first[v] : self.first[v + 1]]
            )
            for v, uid in enumerate(self.venues)
        }
        loads = dict(zip(self.pool.ids, self.load, strict=True))
        opened = tuple((self.venues[self.of_venue[seat]], self.slot(seat)) for seat in self.open_seats())
        return Matching(teams, loads, opened, self.augmented, self.balanced)

    def slot(self, seat: int) -> int:
        """The slot of a seat in its venue."""
        return seat - self.first[self.of_venue[seat]]

    def open_seats(self) -> list[int]:
        """Seats without an officer, in (venue order, slot)."""
        return [seat for seat, o in enumerate(self.holder) if o < 0]

    # who takes a seat

    def _fill(self, v: int, begin: int, end: int) -> None:
        """The seats of a venue: lowest load, in slot 1 fewest times with slot 0, then a hashed number.

        One loop, because a large district goes through it 40,000 times.
        """
        level, levels, name = self.level, self.levels, self.spelled[v]
        for seat in range(begin, end):
            team = self.team[v]
            open_to = self.eligible[seat] & ~team & self.below_cap
            if not open_to:
                self._fill_by_path(seat)
                continue
            lowest = open_to
            for load in levels:  # pragma: no branch # some level holds them
                if lowest := open_to & level[load]:
                    break
            if seat == begin + 1 and self.holder[begin] >= 0:
                among = lowest
                for mask in self.met_times[self.holder[begin]]:  # pragma: no branch # as above
                    if lowest := among & mask:
                        break
            count = lowest.bit_count()
            if count == 1:
                chosen = lowest.bit_length() - 1
            else:
                ticket = self.profile.new(self.key + SLOTS[seat - begin] + name).digest()
                chosen = nth(lowest, int.from_bytes(ticket, "big") * count >> 256)
            self._take(chosen, seat)
            self._add_load(chosen, 1)

    def _fill_by_path(self, seat: int) -> None:
        """A search that fails is not gone through again.

        Its officers are full and hold none but its seats, and who may take those is among them. A path of
        later never passes there, for it would have been found: so all of that stays as it is.
        """
        found = self.search([seat], self.full, self._has_room)
        if isinstance(found, Found):
            self._apply(found)
            self._add_load(found.goal, 1)
            self.augmented += 1
        else:
            self.full |= found.seen
            self.stuck.update(found.seats)

    # seats and loads change hands

    def _take(self, o: int, seat: int) -> None:
        v = self.of_venue[seat]
        self.holder[seat] = o
        held = self.held[o]
        if not held or held[-1] < seat:
            held.append(seat)
        else:
            insort(held, seat)
        team = rest = self.team[v]
        while rest:
            other = rest.bit_length() - 1
            rest ^= 1 << other
            self._meet(o, other, 1)
            self._meet(other, o, 1)
        self.team[v] = team | 1 << o

    def _leave(self, o: int, seat: int) -> None:
        v = self.of_venue[seat]
        self.holder[seat] = -1
        self.held[o].remove(seat)
        self.team[v] &= ~(1 << o)
        for other in members(self.team[v]):
            self._meet(o, other, -1)
            self._meet(other, o, -1)

    def _meet(self, one: int, other: int, change: int) -> None:
        row = self.met[one]
        before = row[other]
        masks, bit = self.met_times[one], 1 << other
        masks[before] ^= bit
        if before + change == len(masks):
            masks.append(0)
        masks[before + change] |= bit
        row[other] = before + change

    def _add_load(self, o: int, change: int) -> None:
        """One more or one less; `levels` holds only loads somebody has."""
        level, bit, before = self.level, 1 << o, self.load[o]
        load = self.load[o] = before + change
        if left := level[before] ^ bit:
            level[before] = left
        else:
            del level[before]
            self.levels.remove(before)
        if load in level:
            level[load] |= bit
        else:
            level[load] = bit
            insort(self.levels, load)
        if load < self.pool.caps[o]:
            self.below_cap |= bit
        else:
            self.below_cap &= ~bit

    def _apply(self, found: Found) -> None:
        """From the goal back: it takes its seat, whoever that seat was wanted from moves one further."""
        moves = [(found.goal, found.seat)]
        step = found.came[found.seat]
        leaving = [found.seat] if self.holder[found.seat] >= 0 else []
        while step is not None:
            wanted, mover = step
            moves.append((mover, wanted))
            if self.holder[wanted] >= 0:
                leaving.append(wanted)
            step = found.came[wanted]
        for seat in leaving:
            self._leave(self.holder[seat], seat)
        for o, seat in moves:
            self._take(o, seat)

    # looking for a path

    def _has_room(self, o: int) -> bool:
        return bool(self.below_cap >> o & 1)

    def search(self, starts: Sequence[int], seen: int, is_goal: Callable[[int], bool]) -> Found | Reach:
        """Breadth first over seats that need a new holder, swaps inside a team included.

        An officer of the same team can only swap, so he is no goal and stays unseen for other venues.
        """
        came: dict[int, tuple[int, int] | None] = dict.fromkeys(starts)
        queue, stuck = deque(starts), self.stuck
        swapped = 0
        while queue:
            seat = queue.popleft()
            team = self.team[self.of_venue[seat]]
            holder = self.holder[seat]
            reachable = self.eligible[seat] & (team | ~seen)
            if holder >= 0:
                reachable &= ~(1 << holder)
            for o in members(reachable):
                if team >> o & 1:
                    swapped |= 1 << o
                    onward = [self._seat_in(o, self.of_venue[seat])]
                else:
                    seen |= 1 << o
                    if is_goal(o):
                        return Found(o, seat, came)
                    onward = self.held[o]
                for other in onward:
                    if other not in came and other not in stuck:
                        came[other] = (seat, o)
                        queue.append(other)
        return Reach(seen, swapped, came)

    def _seat_in(self, o: int, v: int) -> int:
        return self.holder.index(o, self.first[v], self.first[v + 1])

    # evening out

    def _even_out(self) -> bool:
        """Move one load from the first officer, heaviest first, who reaches one at least two lighter."""
        for a in sorted(range(len(self.load)), key=lambda o: (-self.load[o], o)):
            highest = self.load[a] - 2
            if not any(load <= highest and self.level[load] & self.below_cap for load in self.levels):
                return False
            found = self.search(self.held[a], 1 << a, partial(self._lighter, highest))
            if isinstance(found, Found):
                self._apply(found)
                self._add_load(a, -1)
                self._add_load(found.goal, 1)
                return True
        return False

    def _lighter(self, highest: int, o: int) -> bool:
        return self.load[o] <= highest and self._has_room(o)


def match(
    profile: Profile,
    order: bytes,
    key: bytes,
    officers: Iterable[Capacity],
    seats: Mapping[str, Sequence[Iterable[str]]],
) -> Matching:
    """The match of officers to seats, each seat given as the ids of those who may take it."""
    pool = Pool(profile, order, officers)
    masks = {uid: [pool.mask(ids) for ids in slots] for uid, slots in seats.items()}
    return Match(profile, key, pool, masks).run()
