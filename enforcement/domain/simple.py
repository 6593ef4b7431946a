"""The simple procedure (简易程序, 当场处罚): what it is open to (行政处罚法 Art 51, V23)."""

from collections.abc import Sequence

CITIZEN, ORGANISATION = "公民", "法人或者其他组织"
PARTIES = (CITIZEN, ORGANISATION)
MOST_FEN = {CITIZEN: 200_00, ORGANISATION: 3_000_00}
OPEN_TO = frozenset({"warning", "fine"})
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
