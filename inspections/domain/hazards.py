"""Hazards (隐患): put right by the venue, ordered, transferred to whose matter it is, closed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

from backend.domain.states import Facts, Move, Moves

# code → (中文, English); the first five are those a check item may name
AUTHORITIES: dict[str, tuple[str, str]] = {
    "fire": ("消防救援机构", "Fire and rescue"),
    "police": ("公安机关", "Police"),
    "market_regulation": ("市场监督管理部门", "Market regulation"),
    "emergency": ("应急管理部门", "Emergency management"),
    "health": ("卫生健康部门", "Health"),
    "housing": ("住房和城乡建设部门", "Housing and construction"),
    "urban_management": ("城市管理部门", "Urban management"),
    "other": ("其他部门", "Another authority"),
}
# what an authority did about it
ANSWERS: dict[str, tuple[str, str]] = {
    "corrected": ("已督促整改到位", "Put right"),
    "ordered": ("已责令限期整改", "Ordered to be put right"),
    "penalised": ("已依法处罚", "Penalised"),
    "not_found": ("核查未发现隐患", "Nothing found"),
    "refused": ("不属其职责，退回", "Not its duty, returned"),
}
LEVELS: dict[str, tuple[str, str]] = {"general": ("一般隐患", "General"), "major": ("重大隐患", "Major")}
OPEN = ("found", "corrected", "ordered", "transferred", "answered")
UNITS = ("workdays", "natural_days")
# rule of a clock → the roles that are reminded of it
REMINDED: dict[str, tuple[str, ...]] = {"hazard_answer": ("supervisor",)}


def _lacking(facts: Facts, *names: str) -> list[str]:
    return [name for name in names if not facts.get(name)]


def _text(facts: Facts) -> list[str]:
    return _lacking(facts, "text")


def _correction_is_proven(facts: Facts) -> list[str]:
    """Self-correction: what was done, and a picture or paper that shows it."""
    return _lacking(facts, "text", "hazard_proof")


def _order_rests_on_a_record(facts: Facts) -> list[str]:
    """An order to rectify is made of the finding of a record."""
    return _lacking(facts, "hazard_finding")


def _transfer_is_whole(facts: Facts) -> list[str]:
    """To a named authority, with what is told it; not a second time while its answer is awaited."""
    missing = _lacking(facts, "to_organ", "text")
    return missing + (["answer_awaited"] if facts.get("awaited") else [])


def _answer_is_late(facts: Facts) -> list[str]:
    return _lacking(facts, "text", "answer_overdue")


def _answer_is_whole(facts: Facts) -> list[str]:
    return _lacking(facts, "text", "answered_by")


def _last_answer(facts: Facts) -> list[str]:
    return _answer_is_whole(facts) + (["other_answers"] if facts.get("others_awaited") else [])


def _gone(facts: Facts) -> list[str]:
    """Shown to be gone: by proof, or by the record of a check made since; no order to rectify runs."""
    shown = facts.get("hazard_proof") or facts.get("record")
    missing = _lacking(facts, "text") + ([] if shown else ["proof_or_recheck"])
    return missing + (["order_closed"] if facts.get("order_open") else [])


HAZARD_MOVES: Moves = {
    **{(state, "hazard.grade"): Move(state, _text) for state in OPEN},
    ("found", "hazard.correct"): Move("corrected", _correction_is_proven),
    ("ordered", "hazard.correct"): Move("ordered", _correction_is_proven),
    ("found", "hazard.order"): Move("ordered", _order_rests_on_a_record),
    ("corrected", "hazard.order"): Move("ordered", _order_rests_on_a_record),
    **{(state, "hazard.transfer"): Move("transferred", _transfer_is_whole) for state in OPEN},
    ("transferred", "hazard.urge"): Move("transferred", _answer_is_late),
    ("transferred", "hazard.hear"): Move("transferred", _answer_is_whole),
    ("transferred", "hazard.answer"): Move("answered", _last_answer),
    ("corrected", "hazard.close"): Move("closed", _gone),
    ("ordered", "hazard.close"): Move("closed", _gone),
    ("answered", "hazard.close"): Move("closed", _gone),
    ("found", "hazard.drop"): Move("dropped", _text),
}


def _letter_is_answered(facts: Facts) -> list[str]:
    return _lacking(facts, "text")


# a letter at the desk of the organ it went to, where that organ works in this system too
LETTER_MOVES: Moves = {
    ("sent", "letter.receive"): Move("received"),
    ("received", "letter.answer"): Move("answered", _letter_is_answered),
}


def letter_state(*, received: bool, answered: bool) -> str:
    """Where a letter stands; an answer that came on paper ends it whether it was received here or not."""
    if answered:
        return "answered"
    return "received" if received else "sent"


@dataclass(frozen=True, slots=True)
class HazardTerm:
    """One row of inspections/data/hazards.json; `verified` False is said beside the date."""

    length: int
    unit: Literal["workdays", "natural_days"]
    start_event: str
    basis: str
    verified: bool

    def words(self) -> str:
        """The basis as printed beside the date."""
        return self.basis if self.verified else f"{self.basis}（待核实）"


def hazard_terms(raw: Mapping[str, Mapping[str, Any]]) -> dict[str, HazardTerm]:
    """level → the period of the answer; ValueError names what is missing or wrong."""
    wanted = {f"answer_{level}": level for level in LEVELS}
    wrong = sorted(set(raw) ^ set(wanted))
    wrong += [
        name
        for name, row in raw.items()
        if row.get("unit") not in UNITS or not isinstance(row.get("length"), int) or row["length"] < 1
    ]
    if wrong:
        raise ValueError(f"hazards: {', '.join(wrong)}")
    return {
        level: HazardTerm(
            raw[name]["length"],
            cast("Literal['workdays', 'natural_days']", raw[name]["unit"]),
            raw[name]["start_event"],
            raw[name]["basis"],
            bool(raw[name]["verified"]),
        )
        for name, level in wanted.items()
    }
