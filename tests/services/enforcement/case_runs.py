"""One driver of cases for the suite and the proof: chosen courses with every fact left out, then dice.

A chosen course goes the whole way of one kind of case. At every stage of it each guard is met: every act that
lacks one fact of its guard, all else being there, is tried and must be refused by the name of that fact.
"""

from collections import Counter

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import run_state_machine_as_test

from tests.services.enforcement import case_acts as house
from tests.services.enforcement.case_dice import act_by
from tests.services.enforcement.case_machine import CaseMachine
from tests.services.enforcement.case_model import CASE
from tests.services.enforcement.case_refusals import Seen, Tried, lack_all, refused

CHECKS = list(HealthCheck)


def go(machine: CaseMachine, course: str, seen: Seen, tried: Tried = refused) -> None:
    """The words of a course, one act each.

    `intend+` heavy, `verb-` not right, not waived or revoked, `verb!` late without its reason, `kind.verb`
    beside the case, `>` a later day, `>>` a later era.
    """
    which = 0
    lack_all(machine, which, seen, tried)
    for word in course.split():
        verb, sign = word.rstrip("+-!"), word[-1]
        one = machine.cases[which]
        heavy, right = sign == "+" or (verb == "decide" and one.heavy), sign != "-"
        if word.startswith(">"):
            machine.time_goes(far=word == ">>")
        elif sign == "!":
            lack_all(machine, which, seen, tried, late=verb)
            continue
        elif "." in verb:
            last = max((n for n, row in enumerate(one.tracks) if row.kind == verb.split(".")[0]), default=0)
            machine._beside(which, verb, last, right=right, revoked=not right)
        elif verb in CASE:
            machine.plain(which, verb, heavy=heavy, right=right)
        elif verb.startswith("decide"):
            machine.decide(which, verb.partition("=")[2] or "penalty", heavy=heavy)
        elif verb == "pay":
            machine.pay(which, "all")
        elif verb == "perform":
            machine.perform(which)
        elif verb == "close":
            machine.close(which, "right")
        elif verb == "prepare":
            machine.prepare(which, "publish", "inspector")
        elif verb == "check":
            machine.check(which, "leader", back=not right)
        else:
            raise ValueError(word)
        lack_all(machine, which, seen, tried)


COURSES = (
    # a penalty stated against, discussed, announced, urged, paid late and published
    "investigate review intend inform hearing.request intend+ statement- intend inform statement mark"
    " discussion.record decide announcement.post >> announcement.lapse serve- urging.send review.receive"
    " review.conclude >> urging.apply! urging.apply pay perform! urging.end perform prepare check-"
    " prepare check close archive",
    # heard before its day, which is settled; reviewed and sued over, each answered late
    "investigate send_back investigate review intend+ inform hearing.request hearing.notify"
    " hearing.hold hearing.report settle >> discussion.record decide serve instalments.ask"
    " instalments.reject review.receive litigation.receive >> review.answer! litigation.plead!"
    " review.answer review.conclude litigation.plead litigation.conclude pay perform litigation.receive"
    " litigation.conclude close archive",
    # things held too long; the police file it, told late of each step
    "preservation.ask preservation.approve seizure.act referral.propose >> preservation.dispose!"
    " seizure.approve! seizure.reject! referral.approve! referral.reject! preservation.dispose"
    " seizure.approve seizure.lift! referral.approve referral.hand_over referral.accept >>"
    " referral.deliver! referral.deliver seizure.lift transfer archive",
    # asked to be extended, too late; the police decline, and are objected to too late
    "seizure.ask seizure.approve seizure.prolong referral.propose referral.approve >>"
    " referral.hand_over! referral.hand_over referral.decline >> seizure.deny seizure.lift withdraw"
    " archive",
    # the notice itself announced
    "investigate review intend announcement.post >> announcement.lapse inform- >> decide",
    # asked for in vain, taken back, given more time in time
    "preservation.ask preservation.reject seizure.ask seizure.reject seizure.ask seizure.approve"
    " seizure.prolong seizure.deny seizure.prolong seizure.extend sampling.take sampling.result"
    " referral.propose referral.reject referral.propose referral.approve referral.hand_over"
    " referral.decline referral.object referral.accept referral.deliver",
    "investigate review intend+ announcement.post announcement.withdraw inform hearing.request"
    " hearing.withdraw >> hearing.request hearing.refuse discussion.record decide serve instalments.ask"
    " instalments.approve litigation.receive litigation.conclude >> urging.send >> urging.apply"
    " urging.end",
    # revoked while it is urged: nothing more is owed by it
    "investigate review intend inform statement decide serve >> urging.send review.receive"
    " review.conclude- urging.end perform close archive",
    # stands still while the police look at it; decided while things wait to be taken hold of
    "investigate review preservation.ask seizure.ask seizure.approve seizure.prolong seizure.act"
    " referral.propose referral.approve suspend referral.hand_over referral.decline resume"
    " decide=no_penalty preservation.reject seizure.reject seizure.lift serve",
    # stands still, then decided late and without a penalty
    "investigate review suspend resume >> decide! decide=no_penalty serve close archive",
)
SIMPLE = ("pay prepare report prepare check perform close archive", "withdraw archive")


def chosen(machine: type[CaseMachine], done: Counter[str], tried: Tried = refused) -> Seen:
    """Every chosen course once, its acts counted in `done`; which acts were tried without which fact."""
    seen: Seen = Counter()
    for course, simple in [*((one, False) for one in COURSES), *((one, True) for one in SIMPLE)]:
        one = machine()
        try:
            if simple:
                one.file_simple(house.SPOT_FEN)
            else:
                one.file()
            go(one, course, seen, tried)
            one.the_house_agrees()
            one.no_number_is_lost_or_doubled()
            one.all_is_told()
            done.update(verb for verb, _ in one.cases[0].lines)
        finally:
            transaction.savepoint_rollback(one.start_again)
    return seen


def by_rules(machine: type[CaseMachine], *, examples: int, steps: int) -> None:
    """Acts as Hypothesis picks them."""
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=CHECKS
        ),
    )


def by_dice(machine: type[CaseMachine], *, sequences: int, acts: int) -> None:
    """Long courses of cases that were brought some way."""

    @settings(max_examples=sequences, deadline=None, suppress_health_check=CHECKS)
    @given(st.lists(st.integers(0, 2**32 - 1), min_size=acts, max_size=acts))
    def played(numbers: list[int]) -> None:
        one = machine()
        try:
            one.start([4, 7], heavy=numbers[0] % 2 > 0)
            for at, number in enumerate(numbers):
                act_by(one, number, at)
        finally:
            one.teardown()

    played()
