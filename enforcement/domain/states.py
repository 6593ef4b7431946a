"""Moves of a case (案件) and of a lead (线索). Guards name the missing facts; they read plain values."""

from backend.domain.states import Facts, Move, Moves
from enforcement.domain.penalties import CLASSES, CLOSING_TYPES


def _investigation_is_complete(facts: Facts) -> list[str]:
    missing = [name for name in ("facts", "proposal") if not facts.get(name)]
    if facts.get("officers", 0) < 2:
        missing.append("two_officers")
    return missing


def _review_has_its_opinion(facts: Facts) -> list[str]:
    return [] if facts.get("opinion") else ["opinion"]


def _decision_is_lawful(facts: Facts) -> list[str]:
    """V27: the window for statement elapsed or was waived; V20, V21: basis in force, sum within the band."""
    missing = []
    if not facts.get("statement_over") and not facts.get("statement_waived"):
        missing.append("statement_window")
    if facts.get("late") and not facts.get("late_reason"):
        missing.append("late_reason")
    if facts.get("outcome") != "penalty":
        return missing
    classes = facts.get("classes") or []
    if not classes or any(name not in CLASSES for name in classes):
        missing.append("penalty_classes")
    if ("fine" in classes) != bool(facts.get("fine_fen")):
        missing.append("fine")
    if not facts.get("basis_in_force"):
        missing.append("basis_in_force")
    if not facts.get("within_band") and not facts.get("band_reason"):
        missing.append("band_reason")
    if facts.get("raised_after_statement"):
        missing.append("not_raised_after_statement")
    return missing


def _service_is_proven(facts: Facts) -> list[str]:
    return [] if facts.get("service_mode") else ["service_mode"]


def _closing_has_its_type(facts: Facts) -> list[str]:
    return [] if facts.get("closing_type") in CLOSING_TYPES else ["closing_type"]


def _closing_without_performance(facts: Facts) -> list[str]:
    missing = _closing_has_its_type(facts)
    if facts.get("outcome") == "penalty":
        missing.append("performed")
    return missing


def _end_has_its_reason(facts: Facts) -> list[str]:
    return [] if facts.get("reason") else ["reason"]


CASE: Moves = {
    ("filed", "case.investigate"): Move("investigated", _investigation_is_complete),
    ("investigated", "case.review"): Move("reviewed", _review_has_its_opinion),
    ("reviewed", "case.inform"): Move("informed"),
    ("informed", "case.decide"): Move("decided", _decision_is_lawful),
    ("decided", "case.serve"): Move("served", _service_is_proven),
    ("served", "case.perform"): Move("performed"),
    ("served", "case.close"): Move("closed", _closing_without_performance),
    ("performed", "case.close"): Move("closed", _closing_has_its_type),
    ("closed", "case.archive"): Move("archived"),
    ("filed", "case.withdraw"): Move("withdrawn", _end_has_its_reason),
    ("investigated", "case.withdraw"): Move("withdrawn", _end_has_its_reason),
    ("reviewed", "case.withdraw"): Move("withdrawn", _end_has_its_reason),
    ("informed", "case.withdraw"): Move("withdrawn", _end_has_its_reason),
    ("filed", "case.transfer"): Move("transferred", _end_has_its_reason),
    ("investigated", "case.transfer"): Move("transferred", _end_has_its_reason),
    ("reviewed", "case.transfer"): Move("transferred", _end_has_its_reason),
    ("informed", "case.transfer"): Move("transferred", _end_has_its_reason),
}

LEAD: Moves = {
    ("registered", "lead.verify"): Move("verified"),
    ("registered", "lead.dismiss"): Move("dismissed", _end_has_its_reason),
    ("verified", "lead.dismiss"): Move("dismissed", _end_has_its_reason),
    ("verified", "lead.file"): Move("filed"),
}
