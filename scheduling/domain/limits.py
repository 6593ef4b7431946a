"""Why a seat stays open: the officers a search for one more goes through, all of them full (a Hall set)."""

from functools import cached_property

from scheduling.domain.matching import Match, members


class Limits:
    """The searches that failed in a match, answered from what each officer's seats lead to."""

    def __init__(self, run: Match) -> None:
        """A match that was run: its teams are final."""
        self.run = run
        self._onward: dict[int, tuple[int, int]] = {}
        self._through: dict[int, tuple[int, int]] = {}

    @cached_property
    def _taken(self) -> list[int]:
        """Per seat the bit of who holds it."""
        return [1 << o if o >= 0 else 0 for o in self.run.holder]

    def officers(self, seat: int) -> tuple[int, ...]:
        """Nobody but these could take the seat or make room for it."""
        asked, swapped = self._inside([seat])
        if asked not in self._through:
            self._through[asked] = self._all(asked)
        seen, more = self._through[asked]
        return tuple(members(seen | swapped | more))

    def _all(self, asked: int) -> tuple[int, int]:
        """Everybody reached from these, and those who can only swap within their team."""
        seen = todo = asked
        swapped = 0
        while todo:
            lowest = todo & -todo
            onward, more = self._of(lowest.bit_length() - 1)
            todo = (todo ^ lowest) | (onward & ~seen)
            seen |= onward
            swapped |= more
        return seen, swapped

    def _of(self, o: int) -> tuple[int, int]:
        """Who may take one of an officer's seats, and who may swap for it."""
        if o not in self._onward:
            asked = swapped = 0
            for seat in self.run.held[o]:
                more, same = self._inside([seat])
                asked |= more
                swapped |= same
            self._onward[o] = asked, swapped
        return self._onward[o]

    def _inside(self, seats: list[int]) -> tuple[int, int]:
        """Who may take these seats or, by swaps, others of their venue: outsiders, members of the team."""
        run = self.run
        v = run.of_venue[seats[0]]
        team, asked, swapped = run.team[v], 0, 0
        for seat in seats:  # grows by the seats of those who may swap
            able = run.eligible[seat] & ~self._taken[seat]
            asked |= able & ~team
            for o in members(able & team & ~swapped):
                other = run.holder.index(o, run.first[v], run.first[v + 1])
                if other not in seats:
                    seats.append(other)
            swapped |= able & team
        return asked, swapped
