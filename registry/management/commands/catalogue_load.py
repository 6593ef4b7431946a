"""manage.py catalogue_load: the shipped edition and local changes into the tables; safe at every start."""

from typing import Any

from django.core.management.base import BaseCommand

from backend import clock
from registry.services.catalogue import catalogue_in_use, catalogue_load


class Command(BaseCommand):
    """Load registry/data and the changes in effect when their digest differs from what is loaded."""

    help = "Load the catalogue of check items, violations and legal bases"

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say what was loaded."""
        version, loaded = catalogue_load(edition=catalogue_in_use(), now=clock.now())
        if loaded:
            self.stdout.write(f"检查事项目录 {version.version}：{len(version.wording)} 项")
