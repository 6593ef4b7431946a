"""manage.py plan_import FILE --year 2026 --as USERNAME [--name …]: a published plan table becomes a plan."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from backend import clock
from backend.domain.errors import DomainError
from backend.models import User
from scheduling.imports import plan_table_read
from scheduling.selectors.plans import row_needs
from scheduling.services.plans import plan_import


class Command(BaseCommand):
    """Import one table."""

    help = "Import a published plan table (CSV or XLSX)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """File, year, and who imports."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--year", type=int, required=True)
        parser.add_argument("--as", dest="username", required=True)
        parser.add_argument("--name", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print how many rows there are and what they still need."""
        actor = User.objects.everywhere("loader").select_related("organ").filter(username=options["username"])
        user = actor.first()
        if user is None:
            raise CommandError(f"没有这个用户：{options['username']}")
        path: Path = options["file"]
        try:
            rows = plan_table_read(path.read_bytes())
            plan = plan_import(
                year=options["year"],
                name=options["name"] or path.stem,
                rows=rows,
                actor=user,
                now=clock.now(),
            )
        except DomainError as refused:
            raise CommandError(refused.message()) from refused
        open_rows = [row for row in plan.rows.order_by("seq") if row_needs(row)]
        self.stdout.write(f"{plan.name}：{len(rows)} 行，{len(open_rows)} 行待确定")
        for row in open_rows:
            self.stdout.write(f"  {row.seq} {row.item}：{'、'.join(row_needs(row))} “{row.quota_verbatim}”")
