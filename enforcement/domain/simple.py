"""The simple procedure (简易程序, 当场处罚): what it is open to (行政处罚法 Art 51, V23)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from backend.domain.states import Facts

CITIZEN, ORGANISATION = "公民", "法人或者其他组织"
PARTIES = (CITIZEN, ORGANISATION)
MOST_FEN = {CITIZEN: 200_00, ORGANISATION: 3_000_00}
OPEN_TO = frozenset({"warning", "fine"})
SPOT_MOST_FEN = 100_00  # 行政处罚法 Art 68: 一百元以下 may be taken on the spot
# the clocks a penalty on the spot starts
OF_THE_SPOT = (
    "simple_report", "spot_money", "case_payment", "case_publication", "review_request", "litigation_request",
    "court_application",
)  # fmt: skip
WORDS = {"警告": ("warning",), "罚款": ("fine",), "警告、罚款": ("warning", "fine")}  # as the paper says it


def simple_faults(*, party: str, classes: Sequence[str], fine_fen: int, hearing: bool = False) -> list[str]:
    """Why a penalty is not one for the spot: party, penalty_class, fine, fine_missing, hearing; in order."""
    found = []
    if party not in PARTIES:
        found.append("party")
    if not classes or not OPEN_TO.issuperset(classes):
        found.append("penalty_class")
    if fine_fen > MOST_FEN.get(party, min(MOST_FEN.values())):
        found.append("fine")
    if ("fine" in classes) != (fine_fen > 0):
        found.append("fine_missing")
    return [*found, "hearing"] if hearing else found


@dataclass(frozen=True, slots=True)
class Told:
    """What a paper of the spot says, as far as it can be read; `certs`: the officers by certificate."""

    party_name: str
    party: str
    classes: tuple[str, ...]
    fine_fen: int
    collected_fen: int
    receipt: str
    hard_reason: str
    facts: str
    statement: str
    law: str
    penalty: str
    occurred_on: date
    certs: tuple[str, ...]


def told_of(values: Mapping[str, Any], issued_on: date) -> Told:
    """The paper's values, whatever a phone put there; an act after its paper is one of the paper's day."""

    def words(key: str) -> str:
        value = values.get(key)
        return value.strip() if isinstance(value, str) else ""

    def fen(key: str) -> int:
        value = values.get(key)
        return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0

    people = values.get("officers")
    rows = people if isinstance(people, list) else []
    certs = tuple(str(one.get("cert_no") or "") for one in rows if isinstance(one, dict))
    return Told(
        words("party_name"), words("party_kind"), tuple(WORDS.get(words("penalty"), ())), fen("fine_fen"),
        fen("collected_fen"), words("receipt"), words("hard_reason"), words("facts"), words("statement"),
        words("penalty_basis"), words("penalty"), min(_day(words("occurred_at"), issued_on), issued_on),
        tuple(dict.fromkeys(one for one in certs if one)),
    )  # fmt: skip


def _day(text: str, otherwise: date) -> date:
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return otherwise


def simple_gaps(facts: Facts) -> list[str]:
    """What else the simple procedure asks: certain facts, a ground in force, its band, two officers, the
    party heard, no second penalty for one act, and how a sum was taken.

    行政处罚法 Art 29, 42, 45, 51, 68, 69, 70.
    """
    found = [name for name in ("facts", "statement") if not facts.get(name)]
    if facts.get("officers", 0) < 2:
        found.append("officers")
    if not facts.get("basis_in_force"):
        found.append("basis")
    elif not facts.get("within_band"):
        found.append("band")
    if facts.get("penalised"):
        found.append("again")
    taken = facts.get("collected_fen") or 0
    if taken > (facts.get("fine_fen") or 0):
        found.append("collected")
    if taken > SPOT_MOST_FEN and not facts.get("hard_reason"):
        found.append("hard_reason")
    return [*found, "receipt"] if taken and not facts.get("receipt") else found
