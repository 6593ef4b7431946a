"""The commit: everything a draw will obey, fixed and published before the beacon is known (N9)."""

from typing import Any, TypedDict, cast

from backend.domain.errors import DomainError
from scheduling.domain import beacon, sampling, shape
from scheduling.domain.canonical import Json, canon, parse
from scheduling.domain.eligibility import Eligibility
from scheduling.domain.encoding import Profile, profile_named
from scheduling.domain.policy import Policy, policy_read
from scheduling.domain.quota import Quota
from scheduling.domain.refusal import refuse

REVEAL_WITHIN_S = 92 * 86400
SECRET_BYTES = 32

_RULE = "N9"


class Commit(TypedDict):
    """Digests in lower hex, instants in Unix seconds; `secret` and `escrow` are "" in open mode."""

    beacon: dict[str, Any]
    blocked: str
    escrow: str
    moment: int
    no: int
    officers: str
    policy: Policy
    prev: str
    quota: dict[str, int]
    reveal_by: int
    scope: str
    secret: str
    spec: str
    venues: str
    verifier: str


def commit_check(value: Json) -> Commit:
    """The commit, typed; refuses whatever a verifier would not accept."""
    found = shape.members(value, Commit.__required_keys__, _RULE, "commit")
    profile_named(shape.text(found["spec"], _RULE, "commit.spec"))
    if not shape.text(found["scope"], _RULE, "commit.scope"):
        refuse(_RULE, "commit.scope", "empty")
    for key in ("blocked", "officers", "prev", "venues", "verifier"):
        shape.digest(found[key], _RULE, f"commit.{key}")
    shape.whole(found["no"], _RULE, "commit.no", least=1)
    policy_read(found["policy"], "commit.policy")
    shape.per_class(found["quota"], _RULE, "commit.quota")
    _check_mode(found)
    beacon.check(found["beacon"], shape.whole(found["moment"], _RULE, "commit.moment"))
    return cast("Commit", found)


def _check_mode(found: dict[str, Any]) -> None:
    """Open: no secret, no escrow, no date of reveal. Sealed: all three."""
    secret = shape.digest(found["secret"], _RULE, "commit.secret", or_empty=True)
    escrow = shape.digest(found["escrow"], _RULE, "commit.escrow", or_empty=True)
    reveal_by = shape.whole(found["reveal_by"], _RULE, "commit.reveal_by")
    if bool(secret) != bool(escrow) or bool(secret) != bool(reveal_by):
        refuse(_RULE, "commit", "secret, escrow and reveal_by go together")
    moment = shape.whole(found["moment"], _RULE, "commit.moment")
    if secret and not moment < reveal_by <= moment + REVEAL_WITHIN_S:
        refuse("N21", "commit.reveal_by", "not within 92 days after the moment")


def commit_read(data: bytes) -> Commit:
    """commit.json, strictly."""
    return commit_check(parse(data, "commit.json"))


def commit_write(commit: Commit) -> bytes:
    """The canonical bytes; refuses a commit that could not be read back."""
    data = canon(commit_check(dict(commit)), "commit.json")
    commit_read(data)
    return data


def commit_profile(commit: Commit) -> Profile:
    """The hash function of this draw."""
    return profile_named(commit["spec"])


def secret_check(commit: Commit, secret: bytes) -> None:
    """Refuse a secret that is not the committed one; an open draw has none (N22)."""
    if not commit["secret"]:
        if secret:
            refuse("N22", "commit.secret", "an open draw has no secret")
        return
    shown = sampling.secret_digest(commit_profile(commit), commit["scope"], commit["no"], secret)
    if len(secret) != SECRET_BYTES or shown.hex() != commit["secret"]:
        raise DomainError("draw_secret_wrong", {"no": commit["no"]})


def check_quota(quota: Quota, commit: Commit) -> None:
    """Refuse a commit whose quotas do not follow from its roster."""
    if quota.n != commit["quota"]:
        refuse("N10", "commit.quota", f"{commit['quota']} where {quota.n} follows from the roster")


def check_least(found: Eligibility, policy: Policy) -> None:
    """Refuse minima per cell that need more than the quota of their class."""
    for cls, n in found.quota.n.items():
        least = policy["cellmin"].get(cls, 0)
        needed = sum(min(least, len(ids)) for (of, _), ids in found.pools.items() if of == cls)
        if needed > n:
            refuse("N11", f"policy.cellmin.{cls}", f"the cells' minima need {needed}, the quota is {n}")
