"""Draw policies as they are edited: the versions of an organ, the one in force, what another would change."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from backend.models import Organ, User
from scheduling.domain.caps import Caps
from scheduling.domain.eligibility import Eligibility, judged
from scheduling.domain.grading import Table, defaults, departures, mixed, remarks, table_read
from scheduling.domain.rules import Rules, policy_of
from scheduling.models import Draw, DrawPolicy
from scheduling.selectors.caps import caps_in_force
from scheduling.selectors.data import shipped_policy
from scheduling.selectors.pools import Pool, Register, about, kinds_of, register_of, roster_rows


def policy_in_force(organ: str, on: date) -> DrawPolicy | None:
    """The newest version in force on a day; None while the shipped default holds."""
    rows = DrawPolicy.objects.everywhere("guard").filter(organ_id=organ, valid_from__lte=on)
    return rows.order_by("-valid_from", "-version").first()


def table_of(policy: DrawPolicy | None) -> Table:
    """The table of a version, or of the shipped default."""
    return table_read(shipped_policy()["table"] if policy is None else policy.table)


def rules_standard(policy: DrawPolicy | None, categories: Collection[str]) -> dict[str, Any]:
    """The rules a draw over these categories starts from; none chosen = all of them."""
    table = table_of(policy)
    return defaults(table, categories or set(table))


def policy_list(actor: User, on: date) -> list[dict[str, Any]]:
    """Every version of the actor's organ, newest first, the shipped default last."""
    rows = DrawPolicy.objects.within(actor).filter(organ_id=actor.organ_id).select_related("saved_by")
    standing = policy_in_force(actor.organ_id or "", on)
    caps = caps_in_force([actor.organ_id or ""], on.year)[actor.organ_id or ""]
    listed = [
        {
            "uuid": row.uuid,
            "version": row.version,
            "number": row.number,
            "title": row.title,
            "valid_from": row.valid_from,
            "note": row.note,
            "verified": row.verified,
            "saved_by": row.saved_by.name,
            "created_at": row.created_at,
            "in_force": standing is not None and row.pk == standing.pk,
            "table": row.table,
            "remarks": remarks(table_read(row.table), caps),
        }
        for row in rows
    ]
    shipped = shipped_policy()
    return [
        *listed,
        {
            "uuid": None, "version": 0, "number": shipped["number"], "title": shipped["title"],
            "valid_from": None, "note": shipped["about"], "verified": shipped["verified"], "saved_by": "",
            "created_at": None, "in_force": standing is None, "table": shipped["table"],
            "remarks": remarks(table_read(shipped["table"]), caps),
        },
    ]  # fmt: skip


def policy_effect(organ: Organ, table: Table, today: date) -> list[dict[str, Any]]:
    """Per category and grade: registered, eligible and to be drawn, by the policy in force and by this one.

    Each category is counted as if it were drawn alone today, without an overall ratio.
    """
    pool = Pool(organ.code, organ.division_id)
    register = register_of(pool, today)
    caps = caps_in_force([organ.code], today.year)[organ.code]
    standing = table_of(policy_in_force(organ.code, today))
    found = []
    for category in sorted(about(register, pool.chosen)):
        now = _judged(pool, register, standing, caps, category, today)
        then = _judged(pool, register, table, caps, category, today)
        found += [
            {
                "category": category,
                "grade": grade,
                "registered": then.registered[grade],
                "eligible_now": now.eligible[grade],
                "eligible_then": then.eligible[grade],
                "quota_now": now.quota.n[grade],
                "quota_then": then.quota.n[grade],
            }
            for grade in then.registered
        ]
    return found


def _judged(
    pool: Pool, register: Register, table: Table, caps: Caps, category: str, today: date
) -> Eligibility:
    kinds = kinds_of(register, {category}, caps)
    rules = Rules.of({**defaults(table, [category]), "overall": 0, "lift_recent": False})
    policy = policy_of(rules, caps, kinds.values(), item_class="general", asof=today, first=today, last=today)
    return judged(roster_rows(pool, register, kinds), policy)


def draw_departures(draw: Draw) -> list[str]:
    """The rules in which a draw differs from the policy it started from."""
    return departures(draw.rules, rules_standard(draw.policy, draw.filter.get("categories", ())))


def policy_brief(policy: DrawPolicy | None) -> Mapping[str, Any]:
    """Which policy a draw started from."""
    if policy is None:
        shipped = shipped_policy()
        return {"uuid": None, "version": 0, "number": "", "title": shipped["title"], "verified": False}
    return {
        "uuid": policy.uuid, "version": policy.version, "number": policy.number, "title": policy.title,
        "verified": policy.verified,
    }  # fmt: skip


def standard(actor: User, categories: Collection[str], on: date) -> dict[str, Any]:
    """What a new draw of the actor's organ over these categories starts from."""
    policy = policy_in_force(actor.organ_id or "", on)
    return {
        "policy": policy_brief(policy),
        "mixed": mixed(table_of(policy), categories or set(table_of(policy))),
        "rules": Rules.of(rules_standard(policy, categories)).as_dict(),
    }
