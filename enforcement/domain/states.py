"""Moves of a case (案件) and of a lead (线索). Guards name the missing facts; they read plain values."""

from backend.domain.states import Facts, Move, Moves
from enforcement.domain.penalties import CLASSES, CLOSING_OF
from enforcement.domain.simple import SPOT_MOST_FEN, simple_faults, simple_gaps


def _investigation_is_complete(facts: Facts) -> list[str]:
    missing = [name for name in ("facts", "proposal") if not facts.get(name)]
    if facts.get("officers", 0) < 2:
        missing.append("two_officers")
    return missing


def _review_has_its_opinion(facts: Facts) -> list[str]:
    return [] if facts.get("opinion") else ["opinion"]


def _sent_back_with_its_reason(facts: Facts) -> list[str]:
    """行政处罚法 Art 58: what does not pass review is not decided; whoever investigates is told why."""
    return [] if facts.get("reason") else ["reason"]


def _penalty_is_whole(facts: Facts) -> list[str]:
    """Classes are named; a sum stands exactly where its class does."""
    classes = facts.get("classes") or []
    missing = []
    if not classes or any(name not in CLASSES for name in classes):
        missing.append("penalty_classes")
    if ("fine" in classes) != bool(facts.get("fine_fen")):
        missing.append("fine")
    if facts.get("confiscated_fen") and "confiscation" not in classes:
        missing.append("confiscation")
    return missing


def _not_barred(facts: Facts) -> list[str]:
    """行政处罚法 Art 36: an act found too late is not penalised."""
    return ["within_time_limit"] if facts.get("barred") else []


def _notice_is_whole(facts: Facts) -> list[str]:
    """行政处罚法 Art 44: the notice tells the basis too; V30: nor does a new one rise after a statement."""
    missing = _penalty_is_whole(facts) + _not_barred(facts)
    if not facts.get("basis_in_force"):
        missing.append("basis_in_force")
    if facts.get("raised") and facts.get("stated"):
        missing.append("not_raised_after_statement")
    return missing


def _decision_without_notice(facts: Facts) -> list[str]:
    """行政处罚法 Art 44: only a penalty needs its prior notice."""
    if facts.get("outcome") == "penalty":
        return ["prior_notice"]
    return _decision_in_time(facts) + _decision_without_penalty(facts)


def _decision_is_heard(facts: Facts) -> list[str]:
    """V28: where the party may ask for a hearing its time is over; one that was asked for has its report."""
    missing = ["hearing_settled"] if facts.get("hearing_early") else []  # 行政处罚法 Art 64
    waits = facts.get("hearing_right") and not facts.get("hearing_over") and not facts.get("statement_waived")
    if facts.get("hearing_pending"):
        missing.append("hearing_record")
    elif waits and not facts.get("heard"):
        missing.append("hearing_window")
    return missing


def _decision_is_discussed(facts: Facts) -> list[str]:
    """V29, 行政处罚法 Art 57: complex facts and heavy penalties are discussed by the leaders together."""
    needed = facts.get("discussion_reasons") and not facts.get("discussed")
    return ["collective_discussion"] if needed else []


def _decision_in_time(facts: Facts) -> list[str]:
    """V31: after ninety days only with the reason, and not while the clock stands still (中止).

    行政处罚法 Art 27: what is to go, or has gone, to the police waits for their answer.
    """
    missing = ["referral_answer"] if facts.get("referred") else []
    missing += ["resumed"] if facts.get("suspended") else []
    if facts.get("late") and not facts.get("late_reason"):
        missing.append("late_reason")
    return missing


def _decision_without_penalty(facts: Facts) -> list[str]:
    """No class and no sum; 不予处罚 with its ground and proofs (V22)."""
    penal = facts.get("classes") or facts.get("fine_fen") or facts.get("confiscated_fen")
    lenient = facts.get("leniency_missing") or [] if facts.get("outcome") == "no_penalty" else []
    return (["no_penalty"] if penal else []) + list(lenient)


def _decision_is_lawful(facts: Facts) -> list[str]:
    """V27: the window for statement elapsed or was waived; V20, V21: basis in force, sum within the band."""
    missing = []
    if not facts.get("statement_over") and not facts.get("statement_waived"):
        missing.append("statement_window")
    missing += _decision_in_time(facts)
    if facts.get("outcome") != "penalty":
        return missing + _decision_without_penalty(facts)
    missing += _not_barred(facts)
    missing += _decision_is_heard(facts) + _decision_is_discussed(facts) + _penalty_is_whole(facts)
    if not facts.get("basis_in_force"):
        missing.append("basis_in_force")
    if facts.get("other_basis"):
        missing.append("notice_of_this_basis")  # 行政处罚法 Art 44: the party was told of another
    if not facts.get("within_band") and not facts.get("band_reason"):
        missing.append("band_reason")
    if facts.get("raised"):
        # 行政处罚法 Art 45: never after a statement; 行政处罚法 Art 44: else after a new notice
        missing.append("not_raised_after_statement" if facts.get("stated") else "notice_of_this_penalty")
    return missing


def _service_is_proven(facts: Facts) -> list[str]:
    """V32: the mode and the proof, before its clocks start; an announcement runs out first."""
    missing = [name for name in ("service_mode", "proof") if not facts.get(name)]
    waits = facts.get("service_mode") == "announcement" and not facts.get("announced")
    return missing + (["announcement_over"] if waits else [])


def _notice_is_served(facts: Facts) -> list[str]:
    """行政处罚法 Art 44, 61: what was drawn up is served; V30: after a statement none that rises."""
    if not facts.get("intended"):
        return ["intended"]
    rises = facts.get("raised") and facts.get("stated")
    return _service_is_proven(facts) + (["not_raised_after_statement"] if rises else [])


def _only_a_penalty(facts: Facts) -> list[str]:
    return [] if facts.get("outcome") == "penalty" else ["penalty"]


def _penalty_is_performed(facts: Facts) -> list[str]:
    """The sums are paid; a surcharge is paid, or remitted with the reason (行政强制法 Art 42)."""
    missing = _only_a_penalty(facts)
    if (facts.get("owed_fen") or 0) > 0:
        missing.append("payment")
    if (facts.get("surcharge_fen") or 0) > 0 and not facts.get("remission_reason"):
        missing.append("surcharge")
    return missing


def _payment_is_real(facts: Facts) -> list[str]:
    """A sum of what is still owed, with its receipt; on the spot only small sums (行政处罚法 Art 68, 69)."""
    missing = [name for name in ("amount_fen", "receipt") if not facts.get(name)]
    if (facts.get("amount_fen") or 0) > (facts.get("part_owed_fen") or 0):
        missing.append("not_above_what_is_owed")
    much = facts.get("mode") == "on_spot" and (facts.get("amount_fen") or 0) > SPOT_MOST_FEN
    return missing + (["hard_reason"] if much and not facts.get("hard_reason") else [])


def _is_reported(facts: Facts) -> list[str]:
    """Nothing irregular is made public before it is settled."""
    return ["reported"] if facts.get("unreported") else []


def _publication_may_be_prepared(facts: Facts) -> list[str]:
    return _only_a_penalty(facts) + _is_reported(facts) + list(facts.get("faults") or [])


def _publication_is_prepared(facts: Facts) -> list[str]:
    missing = _only_a_penalty(facts) + _is_reported(facts) + list(facts.get("faults") or [])
    return missing + ([] if facts.get("prepared") else ["prepared_publication"])


def _return_has_its_reason(facts: Facts) -> list[str]:
    return _publication_is_prepared(facts) + _end_has_its_reason(facts)


def _closing_has_its_type(facts: Facts) -> list[str]:
    closing = facts.get("closing_type")
    other = "performed_general" if facts.get("simple") else "performed_simple"
    if closing == other or closing not in CLOSING_OF.get(str(facts.get("outcome")), frozenset()):
        return ["closing_type"]
    missing = ["reason"] if closing == "terminated" and not facts.get("reason") else []
    missing += ["reported"] if facts.get("unreported") else []
    return missing + (["tracks_settled"] if facts.get("tracks_open") else [])


def _closing_without_performance(facts: Facts) -> list[str]:
    """A penalty that is not performed closes only as 案件终止."""
    missing = _closing_has_its_type(facts)
    if facts.get("outcome") == "penalty" and facts.get("closing_type") != "terminated":
        missing.append("performed")
    return missing


def _file_is_complete(facts: Facts) -> list[str]:
    """V35: what the file must hold is in it, or its absence is explained (备考表)."""
    return ["file_complete"] if facts.get("file_gaps") else []


def _ended_file_is_complete(facts: Facts) -> list[str]:
    """A case that ended early stays what it is (撤销, 移送); its file is put on the shelf once."""
    return _file_is_complete(facts) + (["already_archived"] if facts.get("archived") else [])


def _end_has_its_reason(facts: Facts) -> list[str]:
    return [] if facts.get("reason") else ["reason"]


def _transfer_is_answered(facts: Facts) -> list[str]:
    """What was referred to the police is transferred when they file it; until then it is parked."""
    return _end_has_its_reason(facts) + (["referral_answer"] if facts.get("referred") else [])


def _withdrawal_leaves_nothing_held(facts: Facts) -> list[str]:
    return _end_has_its_reason(facts) + (["tracks_settled"] if facts.get("tracks_open") else [])


def _suspension_has_its_basis(facts: Facts) -> list[str]:
    return [] if facts.get("basis") else ["basis"]


def _resumed_after_the_answer(facts: Facts) -> list[str]:
    """移送规定 Art 8, 10: while the police look at it the case stands still, whatever it stood still for."""
    return ["referral_answer"] if facts.get("with_police") else []


def _simple_is_lawful(facts: Facts) -> list[str]:
    """V23: what the spot is open to, and what it asks besides."""
    named = simple_faults(
        party=str(facts.get("party", "")),
        classes=facts.get("classes") or [],
        fine_fen=facts.get("fine_fen") or 0,
        hearing=bool(facts.get("hearing")),
    )
    return [f"simple_{code}" for code in (*named, *simple_gaps(facts))]


def _report_is_whole(facts: Facts) -> list[str]:
    """行政处罚法 Art 52, 71: told to the organ; what is irregular settled, what was taken handed in."""
    if not facts.get("simple"):
        return ["simple"]
    missing = ["already_reported_case"] if facts.get("reported") else []
    if facts.get("irregular") and not facts.get("note"):
        missing.append("settled")
    return missing + (["handed_in"] if facts.get("collected_fen") and not facts.get("handed_in") else [])


def _withdrawal_of_simple(facts: Facts) -> list[str]:
    """Only a penalty of the spot is taken back here, before anything was paid: another has its remedies."""
    missing = [] if facts.get("simple") else ["simple"]
    missing += ["nothing_paid"] if facts.get("paid") else []
    return missing + _withdrawal_leaves_nothing_held(facts)


def _another_team_is_fit(facts: Facts) -> list[str]:
    """V29: who reviewed or decided the case does not investigate it; on the spot nobody is replaced."""
    missing = [] if facts.get("reason") else ["reason"]
    missing += [] if facts.get("changed") else ["another_team"]
    missing += [] if facts.get("apart") else ["reviewer_apart"]
    return missing + ([] if facts.get("general") else ["general_procedure"])


def _consent_is_shown(facts: Facts) -> list[str]:
    """行政处罚法 Art 61: what an electronic service rests on, where its record came without."""
    missing = [] if facts.get("unagreed") else ["electronic_unagreed"]
    return missing + ([] if facts.get("consent") else ["consent"])


def _irregularity_is_settled(facts: Facts) -> list[str]:
    """A record that is irregular stands; a supervisor says why it may stay so."""
    missing = [] if facts.get("unsettled") else ["unsettled"]
    return missing + ([] if facts.get("reason") else ["reason"])


_RUNNING = ("filed", "investigated", "reviewed", "informed", "decided", "served", "performed")
_SERVED = ("informed", "decided", "served", "performed", "closed")  # a notice or a decision
_BEFORE_DECISION = ("filed", "investigated", "reviewed", "informed")
# of a penalty withdrawn after it was published only the taking down is open: `prepared_faults`
_PUBLIC = ("decided", "served", "performed", "closed", "archived", "withdrawn")

CASE: Moves = {
    ("", "case.file_simple"): Move("served", _simple_is_lawful),
    ("served", "case.report"): Move("served", _report_is_whole),
    ("served", "case.withdraw"): Move("withdrawn", _withdrawal_of_simple),
    ("filed", "case.investigate"): Move("investigated", _investigation_is_complete),
    ("investigated", "case.review"): Move("reviewed", _review_has_its_opinion),
    ("investigated", "case.send_back"): Move("filed", _sent_back_with_its_reason),
    **{(state, "case.intend"): Move(state, _notice_is_whole) for state in ("reviewed", "informed")},
    **{(state, "case.inform"): Move("informed", _notice_is_served) for state in ("reviewed", "informed")},
    ("reviewed", "case.decide"): Move("decided", _decision_without_notice),
    ("informed", "case.statement"): Move("informed"),
    ("informed", "case.decide"): Move("decided", _decision_is_lawful),
    ("decided", "case.serve"): Move("served", _service_is_proven),
    ("served", "case.pay"): Move("served", _payment_is_real),
    ("served", "case.perform"): Move("performed", _penalty_is_performed),
    ("served", "case.close"): Move("closed", _closing_without_performance),
    ("performed", "case.close"): Move("closed", _closing_has_its_type),
    ("closed", "case.archive"): Move("archived", _file_is_complete),
    ("withdrawn", "case.archive"): Move("withdrawn", _ended_file_is_complete),
    ("transferred", "case.archive"): Move("transferred", _ended_file_is_complete),
    **{(state, "publication.prepare"): Move(state, _publication_may_be_prepared) for state in _PUBLIC},
    **{(state, "case.publish"): Move(state, _publication_is_prepared) for state in _PUBLIC},
    **{(state, "publication.return"): Move(state, _return_has_its_reason) for state in _PUBLIC},
    **{(state, "case.mark"): Move(state) for state in _BEFORE_DECISION},
    **{(state, "case.consent"): Move(state, _consent_is_shown) for state in _SERVED},
    **{(state, "case.settle"): Move(state, _irregularity_is_settled) for state in _SERVED},
    **{(state, "case.assign"): Move(state, _another_team_is_fit) for state in _RUNNING},
    **{(state, "case.suspend"): Move(state, _suspension_has_its_basis) for state in _BEFORE_DECISION},
    **{(state, "case.resume"): Move(state, _resumed_after_the_answer) for state in _BEFORE_DECISION},
    **{
        (state, "case.withdraw"): Move("withdrawn", _withdrawal_leaves_nothing_held)
        for state in _BEFORE_DECISION
    },
    **{(state, "case.transfer"): Move("transferred", _transfer_is_answered) for state in _BEFORE_DECISION},
}


def _step_has_its_words(facts: Facts) -> list[str]:
    return [] if facts.get("text") else ["text"]


def _plan_has_its_words(facts: Facts) -> list[str]:
    return [] if facts.get("plan") else ["plan"]


def _follow_up_was_carried_out(facts: Facts) -> list[str]:
    missing = [] if facts.get("conclusion") else ["conclusion"]
    missing += [] if facts.get("steps") else ["steps"]
    return missing + (["visit_pending"] if facts.get("pending") else [])


def _visit_has_its_reason(facts: Facts) -> list[str]:
    return [] if facts.get("reason") else ["reason"]


def _opinion_has_its_words(facts: Facts) -> list[str]:
    return [word for word in ("opinion", "opinion_to") if not facts.get(word)]


def _opinion_was_sent(facts: Facts) -> list[str]:
    missing = [] if facts.get("sent") else ["opinion_sent_on"]
    return missing + ([] if facts.get("answer") else ["answer"])


def _void_has_its_reason(facts: Facts) -> list[str]:
    return [] if facts.get("reason") else ["reason"]


def _record_may_be_repaired(facts: Facts) -> list[str]:
    return [] if facts.get("repairable") else ["repairable"]


FOLLOW_UP: Moves = {
    ("opened", "follow_up.plan"): Move("planned", _plan_has_its_words),
    ("opened", "follow_up.prompt"): Move("opened", _record_may_be_repaired),
    ("planned", "follow_up.plan"): Move("planned", _plan_has_its_words),
    ("planned", "follow_up.step"): Move("planned", _step_has_its_words),
    ("planned", "follow_up.visit"): Move("planned", _visit_has_its_reason),
    ("planned", "follow_up.prompt"): Move("planned", _record_may_be_repaired),
    ("planned", "follow_up.close"): Move("closed", _follow_up_was_carried_out),
    ("planned", "follow_up.send"): Move("planned", _opinion_has_its_words),
    ("planned", "follow_up.answer"): Move("planned", _opinion_was_sent),
    ("closed", "follow_up.prompt"): Move("closed", _record_may_be_repaired),
    ("closed", "follow_up.send"): Move("closed", _opinion_has_its_words),
    ("closed", "follow_up.answer"): Move("closed", _opinion_was_sent),
    **{
        (state, "follow_up.void"): Move(state, _void_has_its_reason)
        for state in ("opened", "planned", "closed")
    },
}
