"""Demonstration sites (示范点、无“小耳朵”社区和乡镇): screened, created, checked, named, rechecked."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from backend.domain.deadlines import months_on
from backend.domain.states import Facts, Move, Moves

SITE_KINDS = (
    "anti_piracy_demonstration_sites",
    "no_satellite_dish_communities",
    "no_satellite_dish_townships",
)
# sites of which it is said that no satellite dish is left: house by house
SURVEYED = frozenset({"no_satellite_dish_communities", "no_satellite_dish_townships"})
# steps that may count households: all of them in a survey, a sample in a check or a recheck
COUNTED = frozenset({"site.survey", "site.check", "site.recheck"})
BEFORE = ("screened", "created", "checked")


def _said(facts: Facts) -> list[str]:
    return [] if facts.get("text") else ["text"]


def _survey_is_sound(facts: Facts) -> list[str]:
    """Households were asked, and no more dishes are gone than were found."""
    missing = [] if facts.get("households") else ["households"]
    gone = (facts.get("self_removed") or 0) + (facts.get("forced") or 0)
    return missing + (["removed_of_found"] if gone > (facts.get("found") or 0) else [])


def _sample_is_sound(facts: Facts) -> list[str]:
    """What was seen, and a sample that counts dishes counts its households."""
    counted = facts.get("found") or facts.get("self_removed") or facts.get("forced")
    return _said(facts) + (_survey_is_sound(facts) if counted else [])


def _nothing_is_left(facts: Facts) -> list[str]:
    """Shown by its files; where dishes are the matter, the last survey left none, nor did the sample."""
    missing = _sample_is_sound(facts) + _shown(facts)
    if facts.get("found"):
        gone = (facts.get("self_removed") or 0) + (facts.get("forced") or 0)
        missing += [] if gone >= (facts.get("found") or 0) else ["no_dish_left"]
    if facts.get("kind") not in SURVEYED:
        return missing
    if facts.get("left") is None:
        return [*missing, "survey"]
    return missing + (["no_dish_left"] if facts.get("left") else [])


def _shown(facts: Facts) -> list[str]:
    return [] if facts.get("shown") else ["acceptance_files"]


def _naming_is_proven(facts: Facts) -> list[str]:
    return _said(facts) + _shown(facts)


class RecheckTerm(NamedTuple):
    """How long a name stands until it is looked at again (复核), after which text."""

    months: int
    basis: str
    source: str
    verified: bool

    def due(self, since: date) -> date:
        """From the naming or the last recheck; that day is not counted."""
        return months_on(since, self.months)

    @property
    def words(self) -> str:
        """The basis, and that it was not read where it was not."""
        return self.basis if self.verified else f"{self.basis}（待核实）"


def recheck_term_read(raw: Mapping[str, Any]) -> RecheckTerm:
    """The term of the data file; ValueError names what is missing or wrong."""
    wrong = sorted(set(raw) ^ set(RecheckTerm._fields))
    if not wrong and (type(raw["months"]) is not int or not 1 <= raw["months"] <= 120 or not raw["basis"]):
        wrong.append("months, basis")
    if not wrong and raw["verified"] is not False and raw["source"] in ("", "OKU", "INF"):
        wrong.append("verified without a source")
    if wrong:
        raise ValueError("; ".join(wrong))
    return RecheckTerm(**raw)


SITE: Moves = {
    ("screened", "site.create"): Move("created", _said),
    ("created", "site.survey"): Move("created", _survey_is_sound),
    ("created", "site.check"): Move("checked", _nothing_is_left),
    ("checked", "site.name"): Move("named", _naming_is_proven),
    ("named", "site.survey"): Move("named", _survey_is_sound),
    ("named", "site.recheck"): Move("named", _sample_is_sound),
    ("named", "site.revoke"): Move("revoked", _said),
    **{(state, "site.drop"): Move("dropped", _said) for state in BEFORE},
}
