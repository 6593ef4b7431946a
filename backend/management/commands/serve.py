"""manage.py serve: the whole installation on one machine: data, web, worker, beat, until Ctrl-C."""

import os
import signal
import sys
from collections.abc import Mapping
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from backend import clock, installation
from backend.management import supervision


class Command(BaseCommand):
    """What `make run` ends in."""

    requires_system_checks: list[str] = []  # make check asks them; a start is quick
    help = "Load what is missing, then serve on 127.0.0.1 with worker and beat until Ctrl-C"

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to listen."""
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))

    def handle(self, *args: Any, **options: Any) -> None:
        """Until Ctrl-C, SIGTERM or SIGHUP; all children stop with it."""
        port: int = options["port"]
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, _leave)
        try:
            with installation.only_one():
                self._serve(port)
        except (installation.InUseError, supervision.GaveUpError) as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            self.stdout.write("\n已停止。")

    def _serve(self, port: int) -> None:
        supervision.check_free(port)
        given = installation.play_the_day()
        installation.ready()
        if installation.demonstrate():
            self.stdout.write("演示区已载入。")
        environment = os.environ | given
        children = [supervision.web(f"127.0.0.1:{port}", environment), supervision.worker(environment)]
        try:
            for child in children:
                child.start()
            supervision.wait_for_answer(f"http://127.0.0.1:{port}/api/v1/session", children)
            self._tell(port, given)
            supervision.keep(children)
        finally:
            supervision.stop(children)

    def _tell(self, port: int, given: Mapping[str, str]) -> None:
        """Addresses and logins, when the server has answered."""
        self.stdout.write(f"\n文巡  http://127.0.0.1:{port}/      管理  http://127.0.0.1:{port}/admin/")
        if given["DEMONSTRATION"] == "1":
            self.stdout.write(f"演示：今天是 {clock.today().isoformat()}")
        if not (settings.WEB_DIST / "index.html").is_file():
            self.stdout.write("前端尚未构建：make run 会构建它")
        self.stdout.write(installation.logins())
        self.stdout.write("Ctrl-C 停止")
        self.stdout.flush()


def _leave(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 as signal says
    """Unwind like Ctrl-C, so that every child is stopped."""
    sys.exit(128 + number)
