"""manage.py demonstrate: load the demonstration district once."""

from typing import Any

from django.core.management.base import BaseCommand

from counting.demonstration.district import LOGINS, demonstrate


class Command(BaseCommand):
    """Load the demonstration district; does nothing when it is there."""

    help = "Load the demonstration district (钢城区 370117)"

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what was made."""
        made = demonstrate(say=self.stdout.write)
        if made:
            self.stdout.write(f"演示辖区已载入：{made}")
        for line in LOGINS:
            self.stdout.write(line)
