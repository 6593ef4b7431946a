"""Moves of the registry: a venue's status, an import, a proposed coordinate."""

from backend.domain.states import Facts, Move, Moves


def _reason(facts: Facts) -> list[str]:
    return [] if facts.get("reason") else ["reason"]


VENUE_MOVES: Moves = {
    ("open", "venue.close"): Move("closed", _reason),
    ("open", "venue.lose"): Move("lost", _reason),
    ("open", "venue.cancel"): Move("cancelled", _reason),
    ("closed", "venue.reopen"): Move("open", _reason),
    ("closed", "venue.lose"): Move("lost", _reason),
    ("closed", "venue.cancel"): Move("cancelled", _reason),
    ("lost", "venue.reopen"): Move("open", _reason),
    ("lost", "venue.close"): Move("closed", _reason),
    ("lost", "venue.cancel"): Move("cancelled", _reason),
}

IMPORT_MOVES: Moves = {
    ("uploaded", "roster_import.read"): Move("reading"),
    ("reading", "roster_import.preview"): Move("previewed"),
    ("reading", "roster_import.fail"): Move("failed"),
    ("previewed", "roster_import.fix"): Move("previewed"),
    ("previewed", "roster_import.confirm"): Move("confirming"),
    ("confirming", "roster_import.write"): Move("done"),
    ("confirming", "roster_import.return"): Move("previewed"),
}

CATALOGUE_MOVES: Moves = {
    ("proposed", "catalogue.approve"): Move("effective"),
    ("proposed", "catalogue.reject"): Move("rejected", _reason),
    ("proposed", "catalogue.withdraw"): Move("withdrawn"),
}

APPEAL_MOVES: Moves = {
    ("filed", "credit.uphold"): Move("upheld", _reason),
    ("filed", "credit.reject"): Move("rejected", _reason),
}


def _repaired(facts: Facts) -> list[str]:
    return list(facts.get("missing", ()))


DISHONESTY_MOVES: Moves = {
    ("proposed", "dishonesty.list"): Move("listed"),
    ("proposed", "dishonesty.refuse"): Move("refused", _reason),
    ("listed", "dishonesty.repair"): Move("repaired", _repaired),
    ("listed", "dishonesty.revoke"): Move("revoked", _reason),
}


def _proven(facts: Facts) -> list[str]:
    return [word for word in ("proof", "text") if not facts.get(word)]


def _granted(facts: Facts) -> list[str]:
    return [*_reason(facts), *facts.get("missing", ())]


REPAIR_MOVES: Moves = {
    ("", "repair.apply"): Move("filed", _proven),
    ("filed", "repair.check"): Move("checked", _reason),
    ("checked", "repair.grant"): Move("granted", _granted),
    ("checked", "repair.deny"): Move("denied", _reason),
    **{(state, "repair.withdraw"): Move("withdrawn", _reason) for state in ("filed", "checked")},
}

GEOCODE_MOVES: Moves = {
    ("asked", "geocode.propose"): Move("proposed"),
    ("asked", "geocode.miss"): Move("missed"),
    ("proposed", "geocode.accept"): Move("accepted"),
    ("proposed", "geocode.reject"): Move("rejected"),
}


def status_verb(before: str, after: str) -> str | None:
    """The verb that leads a venue from one status to the other, None when no move does."""
    for (at, verb), move in VENUE_MOVES.items():
        if at == before and move.next == after:
            return verb
    return None
