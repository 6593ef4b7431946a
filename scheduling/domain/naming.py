"""How a draw is called (V06): 年度 + 部门 + 随机抽查 + 序号."""

import re

_NAME = re.compile(r"(?P<year>\d{4})年度?.+随机抽查.*\d+号?")


def draw_name(*, year: int, organ: str, seq: int, title: str = "") -> str:
    """The name given, when it follows the pattern; else the pattern with the title in brackets."""
    given = title.strip()
    if (found := _NAME.fullmatch(given)) and int(found["year"]) == year:
        return given
    name = f"{year}年度{organ}随机抽查{seq:03d}"
    return f"{name}（{given}）" if given else name
