"""manage.py catalogue_load: bring the catalogue's tables to the shipped edition; safe at every start."""

from typing import Any

from django.core.management.base import BaseCommand

from backend import clock
from registry.services.catalogue import catalogue_load, shipped


class Command(BaseCommand):
    """Load registry/data when its digest differs from what is loaded."""

    help = "Load the catalogue of check items, violations and legal bases"

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say what was loaded."""
        version, loaded = catalogue_load(edition=shipped(), now=clock.now())
        if loaded:
            self.stdout.write(f"检查事项目录 {version.version}：{len(version.wording)} 项")
