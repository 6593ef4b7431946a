"""Demonstration sites (示范点、无“小耳朵”社区和乡镇): screened, created, checked, named, rechecked."""

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
    """Where dishes are the matter: a survey, whose last one left none standing, nor did the sample."""
    missing = _sample_is_sound(facts)
    if facts.get("found"):
        gone = (facts.get("self_removed") or 0) + (facts.get("forced") or 0)
        missing += [] if gone >= (facts.get("found") or 0) else ["no_dish_left"]
    if facts.get("kind") not in SURVEYED:
        return missing
    if facts.get("left") is None:
        return [*missing, "survey"]
    return missing + (["no_dish_left"] if facts.get("left") else [])


SITE: Moves = {
    ("screened", "site.create"): Move("created", _said),
    ("created", "site.survey"): Move("created", _survey_is_sound),
    ("created", "site.check"): Move("checked", _nothing_is_left),
    ("checked", "site.name"): Move("named", _said),
    ("named", "site.survey"): Move("named", _survey_is_sound),
    ("named", "site.recheck"): Move("named", _sample_is_sound),
    ("named", "site.revoke"): Move("revoked", _said),
    **{(state, "site.drop"): Move("dropped", _said) for state in BEFORE},
}
