"""What can be done about a seat the match left open, by the rule that left nobody."""

from collections.abc import Mapping

# assign: another certified officer who is not recused, with reason and approval (直接委派, V03)
WAYS_OUT: Mapping[str, tuple[str, ...]] = {
    "qualification": ("assign", "qualify"),
    "window": ("assign", "move_window"),
    "certificate": ("renew_certificate", "assign"),
    "town": ("assign", "widen_town"),
    "blocked": ("assign",),
    "cap": ("raise_cap", "assign"),
    "team": ("assign",),
}
