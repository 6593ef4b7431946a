"""The whole draw in two calls: `prepare` makes the commit, `draw` makes everything that follows from it."""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from backend.domain.errors import DomainError
from scheduling.domain import beacon, drawlog, merkle, sampling
from scheduling.domain.commit import (
    Commit,
    check_least,
    check_quota,
    commit_profile,
    commit_read,
    commit_write,
    secret_check,
)
from scheduling.domain.delays import Delay, awaited
from scheduling.domain.eligibility import Eligibility, check_verdicts, judged
from scheduling.domain.encoding import SHA256, Profile
from scheduling.domain.matching import Matching
from scheduling.domain.policy import Policy, policy_read
from scheduling.domain.refusal import refuse
from scheduling.domain.roster import (
    OPEN_SEAT,
    Officer,
    Pair,
    Result,
    Rosters,
    Venue,
    pairs_read,
    pairs_write,
    result_line,
    results_write,
)
from scheduling.domain.sampling import CellDraw
from scheduling.domain.seats import Seating, Terms
from scheduling.domain.teams import OpenSeat, Shortage, Stage, teams

LEAST_LEAD_S = 3600
STAMP_FILE = "commit.tst"
# the earliest date a zip can hold: times in the package mean nothing
ZIP_TIME = (1980, 1, 1, 0, 0, 0)


class Seal(NamedTuple):
    """What a sealed commit adds: the secret of 32 bytes, digest of the escrow receipt, deadline of reveal."""

    secret: bytes
    escrow: str
    reveal_by: int


OPEN = Seal(b"", "", 0)


@dataclass(frozen=True)
class Prepared:
    """A commit ready to be published, with the rosters it fixes and what was counted for it."""

    commit: Commit
    commit_bytes: bytes
    digest: str
    rosters: Rosters
    files: dict[str, bytes]
    quota: dict[str, int]
    shortfall: dict[str, int]
    registered: Mapping[str, int]
    eligible: Mapping[str, int]
    excluded: Mapping[str, int]
    lifted_recent: tuple[str, ...]


class Chosen(NamedTuple):
    """What the beacon decides before anybody is sent: the drawn and the waiting venues of every cell."""

    profile: Profile
    policy: Policy
    seed: bytes
    keys: sampling.Subkeys
    found: Eligibility
    cells: tuple[CellDraw, ...]


@dataclass(frozen=True)
class Drawn:
    """Everything that follows from a commit and its beacon."""

    profile: Profile
    seed: str
    quota: dict[str, int]
    shortfall: dict[str, int]
    cells: tuple[CellDraw, ...]
    teams: dict[str, tuple[str, ...]]
    loads: dict[str, int]
    open: tuple[OpenSeat, ...]
    open_unrelaxed: tuple[OpenSeat, ...]
    shortages: tuple[Shortage, ...]
    stages: tuple[Stage, ...]
    relaxed: int
    terms: Terms
    rows: tuple[Result, ...]
    results: bytes
    root: str

    @property
    def n(self) -> int:
        """Venues selected."""
        return len(self.rows)

    @property
    def result_fields(self) -> dict[str, Any]:
        """What the RESULT line of the log holds."""
        return {
            "n": self.n,
            "open": len(self.open),
            "relaxed": self.relaxed,
            "root": self.root,
            "short": self.shortfall,
        }

    def proof(self, venue: str) -> merkle.Proof:
        """The proof a selected venue is given."""
        lines = [result_line(row) for row in self.rows]
        index = [row.id for row in self.rows].index(venue)
        return merkle.prove(self.profile, bytes.fromhex(self.seed), lines, index)


def prepare(
    *,
    scope: str,
    no: int,
    prev: str,
    policy: Policy,
    beacon: Mapping[str, Any],
    moment: int,
    verifier: str,
    venues: Iterable[Venue],
    officers: Iterable[Officer],
    blocked: Iterable[Pair],
    lifted: Iterable[Pair] = (),
    seal: Seal = OPEN,
    profile: Profile = SHA256,
) -> Prepared:
    """The commit of a draw. Venues come with `eligible` "" or `case`; the verdicts are derived here.

    `policy.rotation` becomes the digest of lifted.tsv when the relaxations include `rotation`.
    """
    pairs = Rosters((), (), tuple(blocked), tuple(lifted))
    rules = policy_read({**policy, "rotation": _rotation(profile, policy, pairs)})
    judgement = judged(venues, rules)
    check_least(judgement, rules)
    rosters = Rosters(judgement.venues, tuple(officers), pairs.blocked, pairs.lifted)
    files = rosters.files()
    Rosters.read(files)
    commit: Commit = {
        "beacon": dict(beacon),
        "blocked": profile.hash(files["blocked.tsv"]).hex(),
        "escrow": seal.escrow,
        "moment": moment,
        "no": no,
        "officers": profile.hash(files["officers.tsv"]).hex(),
        "policy": rules,
        "prev": prev,
        "quota": judgement.quota.n,
        "reveal_by": seal.reveal_by,
        "scope": scope,
        "secret": sampling.secret_digest(profile, scope, no, seal.secret).hex() if seal.secret else "",
        "spec": profile.spec,
        "venues": profile.hash(files["venues.tsv"]).hex(),
        "verifier": verifier,
    }
    data = commit_write(commit)
    return Prepared(
        commit,
        data,
        sampling.commit_digest(profile, data).hex(),
        rosters,
        files,
        judgement.quota.n,
        judgement.quota.shortfall,
        judgement.registered,
        judgement.eligible,
        judgement.excluded,
        judgement.lifted,
    )


def _rotation(profile: Profile, policy: Policy, pairs: Rosters) -> str:
    """Digest of the rotation pairs a relaxation may drop; each of them is blocked to begin with."""
    if "rotation" not in policy["relax"]:
        if pairs.lifted:
            refuse("N14", "lifted.tsv", "the policy has no relaxation `rotation`")
        return ""
    if not set(pairs.lifted) <= set(pairs.blocked):
        refuse("N14", "lifted.tsv", "a pair that is not in blocked.tsv")
    data = pairs_write(pairs.lifted)
    pairs_read("lifted.tsv", data)
    return profile.hash(data).hex()


def lead_check(at: int, moment: int) -> None:
    """Refuse a commit published less than an hour before its beacon can be known (N21)."""
    if moment - at < LEAST_LEAD_S:
        raise DomainError("draw_commit_late", {"minutes": LEAST_LEAD_S // 60})


def choose(
    *,
    commit_bytes: bytes,
    rosters: Rosters,
    values: Sequence[str],
    opt: int = 0,
    secret: bytes = b"",
    delays: Iterable[Delay] = (),
) -> Chosen:
    """Venues and waiting lists. The rosters must be the committed ones.

    A sealed draw needs its secret; a delayed source its new round or issue.
    """
    commit = commit_read(commit_bytes)
    secret_check(commit, secret)
    profile, policy = commit_profile(commit), commit["policy"]
    _check_rosters(profile, commit, rosters)
    found = check_verdicts(rosters.venues, policy)
    check_quota(found.quota, commit)
    check_least(found, policy)
    beacon.values_check(awaited(commit["beacon"], delays), opt, values)
    seed = sampling.seed(profile, commit_bytes, values, secret)
    keys = sampling.subkeys(profile, seed)
    cells = sampling.draw(profile, keys, found.pools, found.quota.n, policy)
    return Chosen(profile, policy, seed, keys, found, tuple(cells))


def draw(
    *,
    commit_bytes: bytes,
    rosters: Rosters,
    values: Sequence[str],
    opt: int = 0,
    secret: bytes = b"",
    delays: Iterable[Delay] = (),
) -> Drawn:
    """As `choose`, and everything that follows from it: teams, open seats and the root."""
    profile, policy, seed, keys, found, cells = choose(
        commit_bytes=commit_bytes, rosters=rosters, values=values, opt=opt, secret=secret, delays=delays
    )
    venues = [found.venues.row(ticket.id) for cell in cells for ticket in cell.selected]
    seating = Seating(profile, keys.order, keys.match, policy, rosters.officers, venues, rosters.blocked)
    match = teams(seating, policy, rosters.lifted)
    rows = _rows(venues, match.matching)
    leaves = [merkle.row_leaf(profile, seed, result_line(row)) for row in rows]
    return Drawn(
        profile,
        seed.hex(),
        found.quota.n,
        found.quota.shortfall,
        cells,
        {row.id: row.team for row in rows},
        match.matching.loads,
        match.open,
        match.open_unrelaxed,
        match.shortages,
        match.stages,
        match.relaxed,
        match.terms,
        rows,
        results_write(rows),
        merkle.root(profile, leaves).hex(),
    )


def _check_rosters(profile: Profile, commit: Commit, rosters: Rosters) -> None:
    committed = {
        "venues.tsv": commit["venues"],
        "officers.tsv": commit["officers"],
        "blocked.tsv": commit["blocked"],
    }
    for name, data in rosters.files().items():
        if profile.hash(data).hex() != committed[name]:
            raise DomainError("draw_roster_differs", {"file": name})
    if _rotation(profile, commit["policy"], rosters) != commit["policy"]["rotation"]:
        raise DomainError("draw_roster_differs", {"file": "lifted.tsv"})


def _rows(venues: Iterable[Venue], matching: Matching) -> tuple[Result, ...]:
    rows = (Result(v.id, v.cls, v.cell, tuple(o or OPEN_SEAT for o in matching.teams[v.id])) for v in venues)
    return tuple(sorted(rows, key=lambda row: row.id.encode()))


def package(
    *,
    commit_bytes: bytes,
    log: Sequence[bytes],
    rosters: Rosters,
    drawn: Drawn | None,
    later: Mapping[str, bytes] | None = None,
    stamp: bytes = b"",
) -> dict[str, bytes]:
    """The files of draw.zip (N6). Before the draw, and before the reveal of a sealed one, there is no
    results.tsv and `drawn` is None; `later` holds what came after the result, `stamp` a time-stamp token.
    """
    commit = commit_read(commit_bytes)
    _check_logged(commit, commit_bytes, log, drawn, stamp)
    files = {"commit.json": commit_bytes, "log.jsonl": drawlog.write(log), **rosters.files()}
    if stamp:
        files[STAMP_FILE] = stamp
    if drawn is None:
        return files
    if "rotation" in commit["policy"]["relax"][: drawn.relaxed]:
        files["lifted.tsv"] = pairs_write(rosters.lifted)
    return {**files, "results.tsv": drawn.results, **(later or {})}


def _check_logged(
    commit: Commit, commit_bytes: bytes, log: Sequence[bytes], drawn: Drawn | None, stamp: bytes
) -> None:
    """Refuse a package whose log tells of another commit, another time stamp, beacon, secret or result."""
    profile = commit_profile(commit)
    # of each of the events looked at here a draw has one line at most
    mine = {line["ev"]: line for line in drawlog.check(log, profile).lines if line["no"] == commit["no"]}
    digest = sampling.commit_digest(profile, commit_bytes).hex()
    told = {key: mine.get("COMMIT", {}).get(key) for key in ("commit", "prev", "scope")}
    if told != {"commit": digest, "prev": commit["prev"], "scope": commit["scope"]}:
        refuse("N18", "log.jsonl", "no line COMMIT of this commit")
    if mine.get("STAMP", {}).get("token", "") != (profile.hash(stamp).hex() if stamp else ""):
        refuse("N18", STAMP_FILE, "not the token of the line STAMP")
    secret = bytes.fromhex(mine.get("REVEAL", {}).get("secret", ""))
    values = mine.get("BEACON", {}).get("values", [])
    if drawn is not None and sampling.seed(profile, commit_bytes, values, secret).hex() != drawn.seed:
        refuse("N18", "log.jsonl", "the lines BEACON and REVEAL do not tell of this draw's values")
    found = {key: value for key, value in mine.get("RESULT", {}).items() if key in drawlog.FIELDS["RESULT"]}
    sealed = bool(commit["secret"]) and "REVEAL" not in mine
    if found != ({} if drawn is None else drawn.result_fields) and not sealed:
        refuse("N18", "log.jsonl", "the line RESULT does not tell of this result")


def pack(files: Mapping[str, bytes]) -> bytes:
    """draw.zip: the same files make the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sorted(files):
            package.writestr(zipfile.ZipInfo(name, ZIP_TIME), files[name], zipfile.ZIP_DEFLATED)
    return out.getvalue()
