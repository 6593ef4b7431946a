"""What leaves counting as a file."""

from counting.exports.books import MEDIA, written
from counting.exports.figures import feasibility_workbook, statistics_workbook

__all__ = ["MEDIA", "feasibility_workbook", "statistics_workbook", "written"]
