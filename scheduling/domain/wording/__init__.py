"""Published quota and frequency wording (抽查比例及频次), read into numbers or declared not understood.

The reader is strict: one word it does not know, or two readings that contradict each other, and the whole
wording is ``understood=False`` with nothing filled in, so that the planner is asked and nothing is guessed.
"""

from scheduling.domain.wording.grammar import parse_wording
from scheduling.domain.wording.reading import COLUMNS, FREQUENCY_KINDS, RATIO_KINDS, UNITS, Wording

__all__ = ["COLUMNS", "FREQUENCY_KINDS", "RATIO_KINDS", "UNITS", "Wording", "parse_wording"]
