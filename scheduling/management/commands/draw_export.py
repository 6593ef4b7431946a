"""manage.py draw_export N [--scope 370117] [--out draw.zip]: the package of the scope's N-th draw."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from scheduling.models import Draw
from scheduling.selectors.packages import package_bytes


class Command(BaseCommand):
    """Write one package."""

    help = "Write the package of a draw, for the stand-alone verifier"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The number of the draw; the scope when there is more than one."""
        parser.add_argument("no", type=int)
        parser.add_argument("--scope", default="")
        parser.add_argument("--out", type=Path, default=None)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file and print its name and the head of the log."""
        draws = Draw.objects.everywhere("published").filter(no=options["no"])
        if options["scope"]:
            draws = draws.filter(scope=options["scope"])
        found = list(draws[:2])
        if not found:
            raise CommandError(f"没有第 {options['no']} 次摇号")
        if len(found) > 1:
            raise CommandError("不止一个辖区有这一次摇号，请用 --scope 指明")
        (draw,) = found
        out = options["out"] or Path(f"draw-{draw.scope}-{draw.no}.zip")
        out.write_bytes(package_bytes(draw))
        self.stdout.write(f"{out} {draw.name} {draw.commit_digest}")
