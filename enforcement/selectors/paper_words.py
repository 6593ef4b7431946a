"""How a penalty, a provision and a code of a table read on paper."""

from typing import Any

from backend.domain.money import money_words
from enforcement.domain.penalties import CLASSES
from enforcement.models import Case
from registry.domain.citing import law_named
from registry.models import LegalBasis

# a sum is taken of what was earned; things are named by the decision itself
TAKEN = {"confiscation": "没收违法所得"}


def word_of(table: Any, code: str) -> str:
    return str(table[code][0]) if code in table else ""


def penalty_on_paper(classes: list[str], fine_fen: int, confiscated_fen: int) -> str:
    """警告；罚款人民币捌仟元整（¥8,000.00）."""
    words = []
    for code in CLASSES:
        if code not in classes:
            continue
        total = {"fine": fine_fen, "confiscation": confiscated_fen}.get(code, 0)
        words.append(
            f"{TAKEN.get(code, CLASSES[code][0])}{money_words(total)}" if total else CLASSES[code][0]
        )
    return "；".join(words)


def decided_words(case: Case) -> str:
    """Every class with its sum, and below it what the decision says besides."""
    said = [penalty_on_paper(case.penalty_classes, case.fine_fen, case.confiscated_fen), case.decision_text]
    return "\n".join(one for one in said if one)


def basis_words(row: LegalBasis | None) -> str:
    return f"{law_named(row.law)}（{row.version}）{row.article}" if row else ""
