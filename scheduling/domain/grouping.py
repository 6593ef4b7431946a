"""Teams of people who have been together as little as can be: an exact search, bounded step by step."""

from collections.abc import Callable, Sequence

# steps a bound is searched for before the next is tried: far more than bureaus of any size were seen to need
STEPS = 3000


class Grouping:
    """One search. `must` all serve, with `need` of `others` besides; both in the order of preference."""

    def __init__(
        self, must: Sequence[str], others: Sequence[str], need: int, size: int, met: Callable[[str, str], int]
    ) -> None:
        """Teams of `size`, the last perhaps smaller; `met` tells how often two were together."""
        self.must, self.others, self.need, self.size, self.met = must, others, need, size, met
        self._left = self._over = 0

    def teams(self) -> list[tuple[str, ...]]:
        """The first found with the smallest sum of times together.

        The bound on the sum is 0 at first, then the least by which the search before had to exceed its own.
        """
        bound = 0
        while True:
            self._left, self._over = STEPS, 0
            found = self._fill([], self.must, self.others, self.need, bound)
            if found is not None:
                return found
            bound += max(1, self._over)

    def _fill(
        self, teams: list[tuple[str, ...]], must: Sequence[str], others: Sequence[str], need: int, bound: int
    ) -> list[tuple[str, ...]] | None:
        """The first team takes the first who must serve; a partner the one he met the fewest times."""
        if not must and not need:
            return teams
        if self._left == 0:
            return None
        self._left -= 1
        begun = teams[-1] if teams and len(teams[-1]) < self.size else ()
        before = teams[:-1] if begun else teams
        may = [*must, *(others if need else ())]
        if begun:
            costs = [(sum(self.met(who, other) for other in begun), who) for who in may]
            costs.sort(key=_cost)  # stable: equals stay in the order of preference
        else:
            costs = [(0, who) for who in (must[:1] or may)]
        for cost, who in costs:
            if cost > bound:
                self._over = min(self._over or cost - bound, cost - bound)
                return None
            found = self._fill(
                [*before, (*begun, who)],
                [one for one in must if one != who],
                [one for one in others if one != who],
                need - (who in others),
                bound - cost,
            )
            if found is not None:
                return found
        return None


def _cost(row: tuple[int, str]) -> int:
    return row[0]
