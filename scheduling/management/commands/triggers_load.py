"""manage.py triggers_load: the triggers of visits, from the registry's data; safe to run at every start."""

from typing import Any

from django.core.management.base import BaseCommand

from scheduling.services.triggers import triggers_load


class Command(BaseCommand):
    """Load the triggers."""

    help = "Load the triggers of visits"

    def handle(self, *args: Any, **options: Any) -> None:
        """Run and print how many there are."""
        self.stdout.write(f"检查来源 {triggers_load()} 种")
