"""manage.py quota_parse "25%,不少于1次/年": the wording as one JSON object with the columns of the oracle."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from scheduling.domain.wording import parse_wording


class Command(BaseCommand):
    """Read one published wording."""

    help = "Read a published quota wording"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The wording, as published."""
        parser.add_argument("wording")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it: numbers as numbers, empty as null, and whether it was understood."""
        self.stdout.write(json.dumps(parse_wording(options["wording"]).as_row(), ensure_ascii=False))
