"""manage.py fresh: throw the demonstration district away and load it anew."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from backend import installation


class Command(BaseCommand):
    """What `make fresh` runs."""

    help = "Drop database, files and messages of an embedded installation, and reload the district"

    def add_arguments(self, parser: CommandParser) -> None:
        """Elsewhere it must be said twice."""
        parser.add_argument("--yes-really", action="store_true", help="also where the data are not embedded")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuses while the installation is in use."""
        if not installation.embedded() and not options["yes_really"]:
            raise CommandError("这不是嵌入式安装，数据不会被删除；确要删除请加 --yes-really")
        try:
            with installation.only_one():
                installation.play_the_day()
                installation.wipe()
                installation.ready()
                loaded = installation.demonstrate()
        except installation.InUseError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("演示区已重新载入。" if loaded else "数据库已清空。")
