"""What a guard asks for, left out where all else is there: the act, the fact it must name, and when."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from backend import clock
from enforcement.models import Case
from enforcement.services.cases import (
    case_end,
    case_publish,
    case_resume,
    case_settle,
    case_suspend,
    publication_prepare,
    publication_return,
)
from tests.cast import Cast
from tests.factories_enforcement import NO_PENALTY, step
from tests.services.enforcement import case_acts as house
from tests.services.enforcement.case_model import BEFORE, CASE, PUBLIC, Believed

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Lack:
    """An act of the case without one fact. `late`: only where the course says that its day is over."""

    verb: str
    fact: str
    when: Callable[[Believed], bool]
    given: Values = field(default_factory=dict)
    late: bool = False

    def do(self, cast: Cast, row: Case, one: Believed) -> None:
        """As it is usually done, but for what is left out."""
        special = _SPECIAL.get(self.verb)
        if special is not None:
            special(cast, row, self.given)
        elif self.verb == "decide":
            step(cast, row, "decide", **{**_decision(one), **self.given})
        elif self.verb == "intend":
            step(cast, row, "intend", **{**(house.HEAVY if one.heavy else house.LIGHT), **self.given})
        elif self.verb == "pay":
            usual = {"amount_fen": one.owed_fen, "receipt": "SD-lack", "mode": "bank"}
            step(cast, row, "pay", **{**usual, **self.given})
        else:
            step(cast, row, self.verb, **self.given)


def _decision(one: Believed) -> dict[str, Any]:
    penalty = house.HEAVY if one.heavy else house.LIGHT
    return {**penalty, "band_reason": "情节严重", "late_reason": "案情复杂"}


def _end(verb: str) -> Callable[[Cast, Case, Values], object]:
    return lambda cast, row, given: case_end(
        case_id=row.pk, verb=verb, actor=cast.leader, now=clock.now(), **{"reason": "查明情况", **given}
    )


def _prepare(cast: Cast, row: Case, given: Values) -> None:
    usual = {"act": "publish", "reason": "依法", **given}
    publication_prepare(case_id=row.pk, actor=cast.inspector, now=clock.now(), **usual)


_SPECIAL: dict[str, Callable[[Cast, Case, Values], object]] = {
    "withdraw": _end("case.withdraw"),
    "transfer": _end("case.transfer"),
    "suspend": lambda cast, row, given: case_suspend(
        case_id=row.pk, actor=cast.leader, now=clock.now(), **given
    ),
    "resume": lambda cast, row, _: case_resume(case_id=row.pk, actor=cast.leader, now=clock.now()),
    "settle": lambda cast, row, given: case_settle(
        case_id=row.pk,
        actor=cast.supervisor,
        now=clock.now(),
        **{"code": "hearing_early", "reason": "当事人同意", **given},
    ),
    "report": lambda cast, row, _: house.plain(cast, row, "report", heavy=False, right=True),
    "prepare": _prepare,
    "publish": lambda cast, row, _: case_publish(case_id=row.pk, actor=cast.leader, now=clock.now()),
    "return": lambda cast, row, given: publication_return(
        case_id=row.pk, actor=cast.leader, now=clock.now(), **{"reason": "写明依据", **given}
    ),
}


def _in(*states: str) -> Callable[[Believed], bool]:
    return lambda one: one.state in states and not one.simple


def _informs(one: Believed) -> bool:
    return one.state in ("reviewed", "informed")


def _decides(one: Believed) -> bool:
    return one.may_decide("penalty", heavy=one.heavy)


def _waits(one: Believed) -> bool:
    """Told, and the time to state his case is not over."""
    return one.state == "informed" and not one.waived and not one.over(one.told)


def _rises(one: Believed) -> bool:
    return not one.heavy and (one.stated or one.heard)


def _ends(one: Believed) -> bool:
    return one.lawful("withdraw")


def _closes(one: Believed) -> bool:
    return one.may_close(one.closing)


def _bound(one: Believed) -> bool:
    """Nothing but a side track keeps it from closing."""
    return one.state == "performed" and one.held and (one.reported or not one.simple)


def _owes(one: Believed) -> bool:
    return one.state == "served" and one.owed_fen > 0


def _public_penalty(one: Believed) -> bool:
    return one.state in PUBLIC and one.outcome == "penalty" and (one.reported or not one.simple)


SPARED: Values = {**NO_PENALTY, **house.NOTHING}
SETTLES = CASE["settle"][0]
NO_CLASS: Values = {"classes": [], "fine_fen": 0}
NO_SUM: Values = {"classes": ["warning", "fine"], "fine_fen": 0}
NO_THING: Values = {"classes": ["warning", "fine"], "fine_fen": 800_000, "confiscated_fen": 100}
LACKS: tuple[Lack, ...] = (
    Lack("investigate", "facts", _in("filed"), {"facts": ""}),
    Lack("investigate", "proposal", _in("filed"), {"proposal": ""}),
    Lack("review", "opinion", _in("investigated"), {"opinion": ""}),
    Lack("send_back", "reason", _in("investigated"), {"reason": ""}),
    Lack("intend", "penalty_classes", _informs, NO_CLASS),
    Lack("intend", "fine", _informs, NO_SUM),
    Lack("intend", "confiscation", _informs, NO_THING),
    Lack("intend", "basis_in_force", _informs, {"basis": "TEST-OLD"}),
    Lack(
        "intend",
        "not_raised_after_statement",
        lambda one: one.state == "informed" and _rises(one),
        house.HEAVY,
    ),
    Lack("inform", "intended", lambda one: _informs(one) and not one.waits),
    Lack("inform", "service_mode", lambda one: one.lawful("inform"), {"mode": ""}),
    Lack("inform", "proof", lambda one: one.lawful("inform"), {"proof": ""}),
    Lack(
        "inform",
        "announcement_over",
        lambda one: _informs(one) and one.waits and one.announced_of(one.drawn) is None,
        {"mode": "announcement"},
    ),
    Lack(
        "inform",
        "not_raised_after_statement",
        lambda one: _informs(one) and one.waits and one.drawn_heavy and _rises(one),
    ),
    Lack("decide", "prior_notice", lambda one: one.state == "reviewed"),
    Lack(
        "decide",
        "no_penalty",
        lambda one: one.may_decide("no_penalty", heavy=False),
        {**SPARED, "classes": ["warning"]},
    ),
    Lack("decide", "ground", lambda one: one.may_decide("no_penalty", heavy=False), {**SPARED, "ground": ""}),
    Lack(
        "decide",
        "ground_reason",
        lambda one: one.may_decide("no_penalty", heavy=False),
        {**SPARED, "ground_reason": ""},
    ),
    Lack(
        "decide",
        "education",
        lambda one: one.may_decide("no_penalty", heavy=False),
        {**SPARED, "education": ""},
    ),
    Lack(
        "decide",
        "referral_answer",
        lambda one: one.state in ("reviewed", "informed") and one.referred,
        SPARED,
    ),
    Lack(
        "resume", "referral_answer", lambda one: one.state in BEFORE and bool(one.still) and one.with_police
    ),
    Lack("decide", "resumed", lambda one: one.state in ("reviewed", "informed") and bool(one.still), SPARED),
    Lack(
        "decide",
        "late_reason",
        lambda one: one.may_decide("no_penalty", heavy=False),
        {**SPARED, "late_reason": ""},
        late=True,
    ),
    Lack("decide", "statement_window", _waits),
    Lack(
        "decide",
        "hearing_window",
        lambda one: _waits(one) and one.heavy and not one.over(one.told_heavy) and not one.of("hearing"),
    ),
    Lack(
        "decide",
        "hearing_record",
        lambda one: one.state == "informed" and any(row.open for row in one.of("hearing")),
    ),
    Lack(
        "decide",
        "collective_discussion",
        lambda one: one.state == "informed" and (one.complex or one.heavy) and not one.discussed(one.heavy),
    ),
    Lack("decide", "penalty_classes", _decides, NO_CLASS),
    Lack("decide", "fine", _decides, NO_SUM),
    Lack("decide", "confiscation", _decides, NO_THING),
    Lack("decide", "basis_in_force", _decides, {"basis": "TEST-OLD"}),
    Lack("decide", "notice_of_this_basis", _decides, {"basis": "TEST-27"}),
    Lack("decide", "band_reason", lambda one: _decides(one) and one.heavy, {"band_reason": ""}),
    Lack(
        "decide",
        "not_raised_after_statement",
        lambda one: one.state == "informed" and _rises(one),
        house.HEAVY,
    ),
    Lack(
        "decide",
        "notice_of_this_penalty",
        lambda one: one.state == "informed" and not one.heavy and not _rises(one),
        house.HEAVY,
    ),
    Lack("decide", "hearing_settled", lambda one: one.state == "informed" and one.early),
    Lack("settle", "unsettled", lambda one: one.state in SETTLES and not one.early),
    Lack("settle", "reason", lambda one: one.lawful("settle"), {"reason": ""}),
    Lack("serve", "service_mode", _in("decided"), {"mode": ""}),
    Lack("serve", "proof", _in("decided"), {"proof": ""}),
    Lack(
        "serve",
        "announcement_over",
        lambda one: one.state == "decided" and one.announced_of(0) is None,
        {"mode": "announcement"},
    ),
    Lack("pay", "amount_fen", _owes, {"amount_fen": 0}),
    Lack("pay", "receipt", _owes, {"receipt": ""}),
    Lack("pay", "not_above_what_is_owed", _owes, {"amount_fen": 100_000_000}),
    Lack("pay", "hard_reason", lambda one: _owes(one) and one.owed_fen > house.SPOT_FEN, {"mode": "on_spot"}),
    Lack("perform", "payment", _owes),
    Lack("perform", "penalty", lambda one: one.state == "served" and one.outcome != "penalty"),
    Lack("perform", "surcharge", lambda one: one.may_perform, late=True),
    Lack("close", "closing_type", _closes, {"closing_type": "withdrawn"}),
    Lack("close", "reason", _closes, {"closing_type": "terminated", "reason": ""}),
    Lack(
        "close",
        "reported",
        lambda one: one.simple and not one.reported and one.state in ("served", "performed"),
        {"closing_type": "performed_simple"},
    ),
    Lack("close", "tracks_settled", _bound),
    Lack(
        "close",
        "performed",
        lambda one: one.state == "served" and one.outcome == "penalty" and not one.simple,
    ),
    Lack(
        "archive",
        "file_complete",
        lambda one: one.state == "closed" or (one.state in ("withdrawn", "transferred") and not one.shelved),
        {"gaps": {}},
    ),
    Lack(
        "archive", "already_archived", lambda one: one.state in ("withdrawn", "transferred") and one.shelved
    ),
    Lack("withdraw", "reason", _ends, {"reason": ""}),
    Lack("withdraw", "tracks_settled", lambda one: one.state in BEFORE and one.held),
    Lack("withdraw", "nothing_paid", lambda one: one.state == "served" and one.simple and one.paid),
    Lack("withdraw", "simple", _in("served")),
    Lack("transfer", "reason", lambda one: one.lawful("transfer"), {"reason": ""}),
    Lack("transfer", "referral_answer", lambda one: one.state in BEFORE and not one.lawful("transfer")),
    Lack("suspend", "basis", lambda one: one.lawful("suspend"), {"basis": ""}),
    Lack("report", "simple", _in("served")),
    Lack("report", "already_reported_case", lambda one: one.state == "served" and one.reported),
    Lack("prepare", "penalty", lambda one: one.state in PUBLIC and one.outcome != "penalty"),
    Lack("prepare", "reported", lambda one: one.simple and not one.reported and one.state in PUBLIC),
    Lack("prepare", "reason", lambda one: one.may_prepare("withhold"), {"act": "withhold", "reason": ""}),
    Lack(
        "prepare",
        "act_of_this_standing",
        lambda one: _public_penalty(one) and one.public == "",
        {"act": "correct"},
    ),
    Lack("publish", "prepared_publication", lambda one: _public_penalty(one) and one.prepared is None),
    Lack("return", "prepared_publication", lambda one: _public_penalty(one) and one.prepared is None),
    Lack("return", "reason", lambda one: _public_penalty(one) and one.prepared is not None, {"reason": ""}),
)
