"""What a guard of a side track asks for, left out where all else is there (see case_lacks.py)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from backend import clock
from enforcement.models import Case, CaseTrack
from enforcement.services.cases import track_act, track_begin
from tests.cast import Cast
from tests.services.enforcement import case_acts as house
from tests.services.enforcement.case_model import BEGINS_IN, MOVES, ONE_AT_A_TIME, Believed, Beside
from tests.services.enforcement.track_model import may_act, may_begin

When = Callable[[Believed, Beside | None], bool]


@dataclass(frozen=True, slots=True)
class TrackLack:
    """An act of a side track without one fact; `when` is asked of the track, None of one that is to begin."""

    verb: str
    fact: str
    when: When
    right: bool = True
    given: Mapping[str, Any] = field(default_factory=dict)
    late: bool = False

    def do(self, cast: Cast, row: Case, track: CaseTrack | None, one: Believed) -> None:
        """As it is usually done, but for what is left out."""
        values = house.words_beside(self.verb, one.fine_fen, "upheld", right=self.right)
        values = {**values, **{name: _value(name, value) for name, value in self.given.items()}}
        told: dict[str, Any] = {
            "verb": self.verb, "values": values, "actor": house.actor_of(cast, self.verb), "now": clock.now(),
        }  # fmt: skip
        if track is None:
            track_begin(case_id=row.pk, **told)
        else:
            track_act(track_id=track.pk, **told)


def _value(name: str, value: Any) -> Any:
    return (clock.today() + timedelta(days=value)).isoformat() if name == "copy_on" else value


def _begins(verb: str, *, right: bool = True) -> When:
    return lambda one, row: row is None and may_begin(one, verb, right=right)


def _acts(verb: str) -> When:
    return lambda one, row: row is not None and may_act(one, row, verb, right=True)


def _stands(*verbs: str) -> When:
    """The move is in the table, whatever its guard says."""
    return lambda one, row: (
        row is not None
        and any((row.state, verb) in MOVES and row.kind == verb.partition(".")[0] for verb in verbs)
    )


def _but(verb: str, when: Callable[[Believed, Beside], bool]) -> When:
    stands = _stands(verb)
    return lambda one, row: row is not None and stands(one, row) and when(one, row)


def _again(verb: str) -> When:
    """One of its kind is open, in a state of the case in which another could begin."""
    kind = verb.partition(".")[0]

    def when(one: Believed, row: Beside | None) -> bool:
        others = [each for each in one.tracks if each.kind == kind and each.open]
        return row is None and bool(others) and one.state in BEGINS_IN[kind]

    return when


def _over(one: Believed, row: Beside) -> bool:
    return one.over(row.runs_since) and not row.paused


def _may_still_be_asked(one: Believed) -> bool:
    """A review or a court, which rules first."""
    waits = one.remedy_era is not None and one.remedy_era >= one.time.era
    return waits or any(row.open for row in one.tracks if row.kind in ("review", "litigation"))


FIRST = {verb.partition(".")[0]: verb for state, verb in sorted(MOVES) if not state}
LATE = {"late_reason": ""}
TRACK_LACKS: tuple[TrackLack, ...] = (
    *(TrackLack(FIRST[kind], "one_at_a_time", _again(FIRST[kind])) for kind in sorted(ONE_AT_A_TIME)),
    TrackLack(
        "announcement.post",
        "intended",
        lambda one, row: row is None and one.state in ("reviewed", "informed") and not one.waits,
    ),
    TrackLack(
        "hearing.request",
        "hearing_right",
        lambda one, row: row is None and one.state == "informed" and not one.heavy,
    ),
    TrackLack("instalments.ask", "schedule_sum", _begins("instalments.ask"), right=False),
    TrackLack(
        "urging.send",
        "payment_over",
        lambda one, row: (
            row is None and one.state == "served" and one.owed_fen > 0 and one.pay_era == one.time.era
        ),
    ),
    TrackLack(
        "urging.send",
        "decision_in_force",
        lambda one, row: row is None and one.state == "served" and one.fallen,
    ),
    TrackLack("urging.apply", "decision_in_force", _but("urging.apply", lambda one, _: one.fallen)),
    *(
        TrackLack(verb, "copy_not_before", _begins(verb), given={"copy_on": -1})
        for verb in ("review.receive", "litigation.receive")
    ),
    TrackLack("hearing.notify", "seven_workdays", _acts("hearing.notify"), right=False),
    TrackLack("hearing.refuse", "hearing_asked_late", _but("hearing.refuse", lambda _, row: not row.late)),
    *(
        TrackLack(verb, "case_undecided", _but(verb, lambda one, row: one.state not in BEGINS_IN[row.kind]))
        for verb in ("preservation.approve", "seizure.approve", "seizure.extend")
    ),
    TrackLack("seizure.prolong", "at_most_30", _acts("seizure.prolong"), right=False),
    TrackLack("seizure.prolong", "in_time", _but("seizure.prolong", _over)),
    TrackLack("seizure.extend", "in_time", _but("seizure.extend", _over)),
    TrackLack(
        "announcement.lapse",
        "announcement_period",
        _but("announcement.lapse", lambda one, row: not _over(one, row)),
    ),
    TrackLack("referral.object", "in_time", _but("referral.object", _over)),
    TrackLack(
        "urging.apply", "ten_workdays", _but("urging.apply", lambda one, row: not one.over(row.runs_since))
    ),
    TrackLack("urging.apply", "remedies_over", _but("urging.apply", lambda one, _: _may_still_be_asked(one))),
    *(
        TrackLack(verb, "late_reason", _stands(verb), given=LATE, late=True)
        for verb in (
            "preservation.dispose",
            "seizure.approve",
            "seizure.reject",
            "seizure.lift",
            "referral.approve",
            "referral.reject",
            "referral.hand_over",
            "referral.deliver",
            "review.answer",
            "litigation.plead",
            "urging.apply",
        )
    ),
)
