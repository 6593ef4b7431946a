"""What must hold of every quota (property 2) and every share of a cell (property 3), and random cases."""

from random import Random

from scheduling.domain.encoding import SHA256
from scheduling.domain.quota import OVERALL, Cell, Share, ceil_ratio, cell_order, cells, class_quota
from tests.domain.scheduling import drawn


def quota_faults(shares: dict[str, Share], overall: int) -> list[str]:
    """Every class reaches its ratio or says what it lacks, and so does the district; nothing twice."""
    n, short = class_quota(shares, overall)
    faults = []
    for cls, share in shares.items():
        want = max(ceil_ratio(share.registered, share.bp), share.least)
        if not 0 <= n[cls] <= share.eligible:
            faults.append(f"{cls}: {n[cls]} of {share.eligible}")
        if short.get(cls, 0) != max(0, want - share.eligible) or n[cls] < min(want, share.eligible):
            faults.append(f"{cls}: {n[cls]}, short {short.get(cls, 0)}, wanted {want}")
    missing = ceil_ratio(sum(share.registered for share in shares.values()), overall) - sum(n.values())
    if short.get(OVERALL, 0) != max(0, missing):
        faults.append(f"short {short.get(OVERALL, 0)} in all, {missing} missing")
    if missing > 0 and any(n[cls] < share.eligible for cls, share in shares.items() if share.weight):
        faults.append("short in all, and something left")
    return faults


def cell_faults(sizes: list[int], n: int, alloc: bytes) -> list[str]:
    """Σ exact, every cell its share rounded down or up, no more than it has; both programs say the same."""
    total = sum(sizes)
    laid = cell_order(SHA256, alloc, "A", [Cell(f"T{at}/x", size) for at, size in enumerate(sizes)])
    found = cells(SHA256, alloc, "A", n, laid)
    faults = [] if sum(found.values()) == n else [f"{sum(found.values())} of {n}"]
    for cell in laid:
        got = found[cell.name]
        if not n * cell.size // total <= got <= min(cell.size, -(-n * cell.size // total)):
            faults.append(f"{got} of {cell.size}, {n} of {total} in all")
    stranger = drawn.verifier()
    if (
        stranger.spread(stranger.PROFILES[SHA256.spec], alloc, "A", n, [tuple(cell) for cell in laid])
        != found
    ):
        faults.append("judged apart")
    return faults


def shares_made(dice: Random) -> tuple[dict[str, Share], int]:
    """Classes of any size, many of them short."""
    made = {}
    for cls in dice.sample("ABCD", dice.randint(1, 4)):
        registered = dice.choice((dice.randint(1, 60), dice.randint(1, 20_000)))
        made[cls] = Share(
            registered,
            dice.randint(0, registered),
            dice.randint(0, 10_000),
            dice.randint(0, 9),
            dice.randint(0, 9),
        )
    return made, dice.randint(0, 10_000)


def cells_made(dice: Random) -> tuple[list[int], int, bytes]:
    """Up to three hundred cells, many of one venue."""
    sizes = [
        dice.choice((1, dice.randint(1, 60), dice.randint(1, 2_000))) for _ in range(dice.randint(1, 300))
    ]
    return sizes, dice.randint(0, sum(sizes)), dice.randbytes(32)
