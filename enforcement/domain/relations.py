"""What a person's relation to a case closes to him, beside his roles (处罚法 Art 42, 58)."""

# the work of a case: its investigators', or of whoever oversees all cases of the organ
_TEAM = frozenset(
    {
        "case.investigate", "case.inform", "case.statement", "case.serve", "case.perform", "case.close",
    }
)  # fmt: skip
# never one's own case: V29 reviewer ≠ investigator; who decides has not investigated
_NOT_OWN = frozenset({"case.review", "case.decide"})


def closed_to(verb: str, *, investigator: bool, filed: bool, oversees: bool) -> str:
    """The code of the refusal, or "" when the relation leaves the verb open.

    `investigator`: one of its 承办人; `filed`: approved its filing; `oversees`: holds `case.oversee`.
    """
    if verb in _TEAM and not (investigator or oversees):
        return "not_allowed"
    if verb in _NOT_OWN and investigator:
        return "own_record"
    if verb == "case.review" and filed:
        return "own_record"
    return ""
