"""manage.py journal_check: re-compute every organ's chain of seals; exit code 1 when one does not hold."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from backend.models import Organ
from backend.services.journal import journal_check


class Command(BaseCommand):
    """Find what somebody has changed behind the program's back."""

    help = "Re-compute the journal's chains"

    def handle(self, *args: Any, **options: Any) -> None:
        """One line an organ that does not hold."""
        broken = {}
        codes = Organ.objects.everywhere("administration").values_list("code", flat=True)
        for code in codes:
            if wrong := journal_check(organ_code=code):
                broken[code] = wrong
        for code, wrong in broken.items():
            shown = "、".join(str(seq) for seq in wrong[:20])
            self.stdout.write(f"{code}：日志第 {shown} 号与封存不符（共 {len(wrong)} 处）")
        if broken:
            raise CommandError("日志被改动过")
        self.stdout.write(f"{len(codes)} 个执法主体的日志完好")
