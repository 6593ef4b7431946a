"""Irregularities (不规范情形) of a case that a supervisor settles with a reason."""

EARLY = "hearing_early"  # 行政处罚法 Art 64: the hearing was held before the day the party was told of
SETTLED = (EARLY,)
