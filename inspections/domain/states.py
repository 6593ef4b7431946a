"""Moves of records (检查记录) and of orders to rectify (责令改正)."""

from backend.domain.states import Facts, Move, Moves

CODE_LOST = "6"  # 通过登记的住所（经营场所）无法联系


def _acceptable(facts: Facts) -> list[str]:
    """Every irregularity settled, every photo arrived or settled, no other record of the visit accepted."""
    missing = [f"irregularity:{number}" for number in facts.get("unsettled", ())]
    missing += [f"photo:{photo}" for photo in facts.get("photos", ())]
    if facts.get("other_accepted"):
        missing.append("other_record_withdrawn")
    return missing


def _publishable(facts: Facts) -> list[str]:
    """It counts, its codes stand, and a code 6 has the record of a revisit (V08)."""
    missing = [] if facts.get("counts") else ["counted_record"]
    missing += [f"code:{code}" for code in facts.get("code_faults", ())]
    if CODE_LOST in facts.get("codes", ()) and not facts.get("revisited"):
        missing.append("revisit")
    return missing


def _correctable(facts: Facts) -> list[str]:
    """A correction before the publication: the new codes stand."""
    return [f"code:{code}" for code in facts.get("code_faults", ())]


INSPECTION_MOVES: Moves = {
    ("submitted", "inspection.settle"): Move("submitted"),
    ("submitted", "inspection.accept"): Move("accepted", _acceptable),
    ("submitted", "inspection.return"): Move("returned"),
    ("submitted", "inspection.withdraw"): Move("withdrawn"),
    ("returned", "inspection.submit"): Move("submitted"),
    ("returned", "inspection.withdraw"): Move("withdrawn"),
    ("accepted", "inspection.publish"): Move("published", _publishable),
    ("accepted", "inspection.correct"): Move("accepted", _correctable),
    ("accepted", "inspection.withdraw"): Move("withdrawn"),
    ("published", "inspection.correct"): Move("corrected", _publishable),
    ("published", "inspection.withdraw"): Move("withdrawn"),
    ("corrected", "inspection.correct"): Move("corrected", _publishable),
    ("corrected", "inspection.withdraw"): Move("withdrawn"),
}


def _overdue(facts: Facts) -> list[str]:
    """逾期未改 is only said of an order whose date has passed."""
    return [] if facts.get("overdue") else ["due_date_passed"]


RECTIFICATION_MOVES: Moves = {
    ("ordered", "rectification.recheck"): Move("ordered"),
    ("ordered", "rectification.record"): Move("rechecked"),
    ("ordered", "rectification.close"): Move("closed"),
    ("ordered", "rectification.fail"): Move("failed", _overdue),
    ("rechecked", "rectification.recheck"): Move("ordered"),
    ("rechecked", "rectification.close"): Move("closed"),
    ("rechecked", "rectification.fail"): Move("failed"),
    ("failed", "rectification.close"): Move("closed"),
}
