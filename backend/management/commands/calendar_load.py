"""manage.py calendar_load 2027 FILE.csv SOURCE: load or replace a year's table of working days."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from backend import clock
from backend.services.calendar import calendar_load_year, read_days


class Command(BaseCommand):
    """Load the table the State Council has published (放假安排)."""

    help = "Load a year's table: CSV with date, kind (statutory|bridge|makeup), name"

    def add_arguments(self, parser: CommandParser) -> None:
        """Year, file, and the notice it comes from."""
        parser.add_argument("year", type=int)
        parser.add_argument("file", type=Path)
        parser.add_argument("source", help="国务院办公厅关于…部分节假日安排的通知")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say how many open clocks moved or became exact."""
        days = read_days(options["file"])
        moved = calendar_load_year(year=options["year"], source=options["source"], days=days, now=clock.now())
        self.stdout.write(f"{options['year']} 年工作日历 {len(days)} 天；{moved} 个期限已重新计算")
