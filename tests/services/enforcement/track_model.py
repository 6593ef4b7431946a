"""The side tracks of the model in case_model.py: when an act of one is lawful, and what follows from it."""

from tests.services.enforcement.case_model import BEGINS_IN, MOVES, ONE_AT_A_TIME, Believed, Beside

_RUNNING = frozenset({"sealed", "prolonging", "acted", "refused"})  # states of a seizure's first thirty days


def may_begin(one: Believed, verb: str, *, right: bool) -> bool:
    """`right`: what it needs besides is so (the parts of a schedule make the sum)."""
    kind = verb.partition(".")[0]
    if ("", verb) not in MOVES or one.state not in BEGINS_IN[kind]:
        return False
    if kind in ONE_AT_A_TIME and any(row.open for row in one.of(kind)):
        return False
    match verb:
        case "hearing.request":
            return one.heavy
        case "announcement.post":
            return one.state == "decided" or one.waits
        case "instalments.ask":
            return right and one.outcome == "penalty"
        case "urging.send":
            return one.owed_fen > 0 and one.pay_era is not None and one.pay_era < one.time.era
    return True


def may_act(one: Believed, row: Beside, verb: str, *, right: bool) -> bool:
    """`right`: the hearing is told of early enough, thirty days more are asked for at the most."""
    if (row.state, verb) not in MOVES or row.kind != verb.partition(".")[0] or not row.state:
        return False
    over = one.over(row.runs_since) and not row.paused
    match verb:
        case "hearing.notify":
            return right
        case "hearing.refuse":
            return row.late
        case "preservation.approve" | "seizure.approve":
            return one.state in BEGINS_IN[row.kind]
        case "seizure.prolong":
            return right and not over
        case "instalments.approve":  # its days are not past
            return row.began[0] == one.time.era
        case "seizure.extend":
            return one.state in BEGINS_IN[row.kind] and not over
        case "referral.object":
            return not over
        case "announcement.lapse":  # not before its day
            return over
        case "urging.apply":
            disputes = [beside for kind in ("review", "litigation") for beside in one.of(kind)]
            waits = one.remedy_era is not None and one.remedy_era >= one.time.era
            return over and not waits and not one.fallen and not any(beside.open for beside in disputes)
    return True


def begin(one: Believed, verb: str) -> Beside:
    """The track with its first act done."""
    kind = verb.partition(".")[0]
    row = Beside(kind, MOVES["", verb], one.time.now, one.time.now)
    one.tracks.append(row)
    row.at_once = verb == "seizure.act"
    if kind == "announcement" and one.state != "decided":
        row.notice = one.drawn
    if verb == "hearing.request":
        row.late = one.over(one.told_heavy)
    elif verb == "sampling.take":
        for seizure in one.of("seizure"):
            over = one.over(seizure.runs_since)  # what is over does not stand still
            if seizure.state in _RUNNING and not over:
                seizure.paused = True
    elif verb == "seizure.act":
        row.paused = _being_identified(one)
    elif kind in ("review", "litigation"):
        one.remedy_era = None
    one.done(verb)
    return row


def _being_identified(one: Believed) -> bool:
    return any(row.open for row in one.of("sampling"))


def act(one: Believed, row: Beside, verb: str, result: str) -> None:
    """The next act of a track, with its result where it has one."""
    row.state = MOVES[row.state, verb]
    match verb:
        case "seizure.approve" if not row.at_once:
            row.runs_since = one.time.now
            row.paused = _being_identified(one)
        case "hearing.notify":
            row.runs_since = one.time.now
        case "hearing.hold":
            one.early = one.early or not one.over(row.runs_since)
        case "referral.decline":
            row.runs_since = one.time.now
            if one.still == "parked":
                one.run_again()
        case "referral.hand_over" | "referral.object":
            if not one.still and one.state in BEGINS_IN["seizure"]:
                one.still, one.still_since = "parked", one.time.now
        case "sampling.result" if not any(beside.open for beside in one.of("sampling")):
            for seizure in one.of("seizure"):
                if seizure.paused:
                    seizure.paused, seizure.runs_since = False, one.time.now
        case "instalments.approve":
            one.pay_era = row.began[0]
        case "review.conclude" | "litigation.conclude":
            row.result = result
            if verb == "review.conclude" and result == "upheld" and one.state == "served":
                one.remedy_era = one.time.era
    one.done(verb)
