"""One act of a random sequence from one number: what fails is cut down to the numbers it needs."""

from collections.abc import Callable
from random import Random
from typing import Any

from tests.services.enforcement.case_machine import FORMS, MOST, CaseMachine
from tests.services.enforcement.case_model import CASE, VERBS
from tests.services.enforcement.case_refusals import lack_one

Dice = Callable[[Random], dict[str, Any]]


def _of(**choices: Any) -> Dice:
    """The arguments of a rule, each thrown from its choices."""
    return lambda dice: {name: dice.choice(list(values)) for name, values in choices.items()}


WHICH, EITHER = range(MOST), (True, False)
# rule of the machine → how often, and its arguments
RULES: dict[str, tuple[int, Dice]] = {
    "go_on": (30, _of(which=WHICH, heavy=EITHER)),
    "plain": (14, _of(which=WHICH, verb=sorted(CASE), heavy=EITHER, right=EITHER)),
    "decide": (
        6,
        _of(which=WHICH, outcome=("penalty", "penalty", "no_penalty", "not_established"), heavy=EITHER),
    ),
    "pay": (3, _of(which=WHICH, part=("all", "half", "more"))),
    "perform": (2, _of(which=WHICH)),
    "close": (4, _of(which=WHICH, kind=("right", "wrong", "terminated"))),
    "prepare": (
        2,
        _of(
            which=WHICH, verb=("publish", "withhold", "correct", "withdraw"), who=("inspector", "supervisor")
        ),
    ),
    "check": (2, _of(which=WHICH, who=("leader", "supervisor"), back=EITHER)),
    "go_on_in_public": (5, _of(which=WHICH, pick=(0, 1))),
    "beside": (8, _of(which=WHICH, verb=VERBS, of=range(9), right=EITHER)),
    "paper": (6, _of(which=WHICH, form=FORMS, content=(0, 1))),
    "void": (2, _of(pick=range(99))),
    "file_simple": (2, _of(fine=(100_00, 3_000_01))),
    "file": (2, _of()),
    "time_goes": (6, _of(far=(False, False, True))),
}
OFTEN = {name: often for name, (often, _) in RULES.items()}
OFTEN |= {"go_on_beside": 16, "lack": 16}


def act_by(machine: CaseMachine, number: int, at: int) -> None:
    """What this number means at this place: Hypothesis likes few numbers, and repeats them."""
    dice = Random(f"{at} {number}")
    (name,) = dice.choices(list(OFTEN), list(OFTEN.values()))
    if name == "go_on_beside":
        chosen = [dice.randrange(10) for _ in range(dice.randrange(1, 6))]
        machine.go_on_beside(dice.choice(WHICH), dice.randrange(99), chosen, dice.choice(EITHER))
    elif name == "lack":
        lack_one(machine, dice.choice(WHICH), dice.randrange(99))
    else:
        getattr(machine, name)(**RULES[name][1](dice))
    machine.the_house_agrees()
    machine.no_number_is_lost_or_doubled()
