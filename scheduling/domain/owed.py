"""What a visit still owes once it began (待补事项), and whom its clocks remind: who settles it."""

REMINDED: dict[str, tuple[str, ...]] = {
    "visit_approval": ("supervisor", "leader"),
    "visit_scan": ("supervisor",),
    "outside_report": ("supervisor", "leader"),
}
