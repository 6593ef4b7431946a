"""What the public reads of a penalty decision (行政处罚公示, V34), made of registers and codes alone."""

from collections.abc import Sequence
from datetime import date

from enforcement.domain.penalties import CLASSES


def announcement(
    *, organ: str, number: str, on: date, party: str, violation: str, classes: Sequence[str], fine_fen: int
) -> str:
    """One sentence; no free text of the case reaches the public."""
    words = [_class_words(name, fine_fen) for name in CLASSES if name in classes]
    return (
        f"{on.year}年{on.month}月{on.day}日，{organ}作出{number}行政处罚决定："
        f"{party}{violation}，{'、'.join(words)}。"
    )


def _class_words(name: str, fine_fen: int) -> str:
    word = CLASSES[name][0]
    if name != "fine":
        return word
    yuan, fen = divmod(fine_fen, 100)
    return f"{word} {yuan}{f'.{fen:02d}' if fen else ''} 元"
