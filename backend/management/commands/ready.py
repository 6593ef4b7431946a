"""manage.py ready: migrate, divisions, calendars, catalogue; safe to run at every start."""

from typing import Any

from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand

from backend import clock
from backend.models import CalendarYear, Division
from backend.services.calendar import calendar_load_year, seed_days
from backend.services.divisions import divisions_load
from backend.services.signing import key_register

YEARS = (2024, 2025, 2026)
# Floors above bring these; each does nothing when its data is there.
LOADERS = ("catalogue_load", "triggers_load")


class Command(BaseCommand):
    """Bring the database to where the program expects it."""

    help = "Migrate, load divisions, the published calendars and the catalogue"

    def handle(self, *args: Any, **options: Any) -> None:
        """Run; every step does nothing when it was done before."""
        call_command("migrate", interactive=False, verbosity=0)
        if not Division.objects.everywhere("loader").exists():
            self.stdout.write(f"行政区划 {divisions_load()} 条")
        loaded = set(CalendarYear.objects.everywhere("loader").values_list("year", flat=True))
        for year in YEARS:
            if year not in loaded:
                days = seed_days(year)
                source = f"国务院办公厅关于{year}年部分节假日安排的通知"
                calendar_load_year(year=year, source=source, days=days, now=clock.now())
                self.stdout.write(f"{year} 年工作日历 {len(days)} 天")
        key_register(now=clock.now())
        for name in LOADERS:
            if name in get_commands():
                call_command(name)
