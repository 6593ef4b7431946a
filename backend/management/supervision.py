"""Children of `manage.py serve`: the web server and the worker, always stopped, restarted when they die."""

import os
import signal
import socket
import subprocess  # nosec B404 # our own children only
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

# A busy machine of one core is slow to start; a child that dies ends the wait at once.
START_SECONDS = 300
STOP_SECONDS = 12
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# A child that dies oftener than this is not restarted.
DEATHS_MAX = 3
DEATHS_WITHIN_SECONDS = 60


class GaveUpError(RuntimeError):
    """A child died too often, or the server never answered."""


@dataclass
class Child:
    """One child process in a group of its own, so that Ctrl-C reaches it through us alone."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    deaths: list[float] = field(default_factory=list)
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        """Run it."""
        self.process = subprocess.Popen(  # nosec B603 # fixed arguments, no shell
            self.command, env=dict(self.environment), start_new_session=True, stdin=subprocess.DEVNULL
        )

    def died(self) -> int | None:
        """Its exit code, or None while it runs."""
        return None if self.process is None else self.process.poll()

    def revive(self, code: int) -> None:
        """Start it again; GaveUpError when it dies all the time."""
        now = time.monotonic()
        self.deaths = [at for at in self.deaths if now - at < DEATHS_WITHIN_SECONDS] + [now]
        if len(self.deaths) > DEATHS_MAX:
            raise GaveUpError(f"{self.name} 反复退出（代码 {code}），已停止服务")
        self.start()

    def ask_to_stop(self) -> None:
        """SIGTERM: finish what is in hand."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def make_sure(self, deadline: float) -> None:
        """Wait until `deadline`, then end the whole group."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def web(address: str, environment: Mapping[str, str]) -> Child:
    """gunicorn with threads: SQLite and small machines like few processes."""
    command = [sys.executable, "-m", "gunicorn", "backend.wsgi:application", "--bind", address]
    command += ["--worker-class", "gthread", "--workers", "2", "--threads", "8", "--no-control-socket"]
    command += ["--timeout", "120", "--graceful-timeout", "8", "--log-level", "warning", "--preload"]
    return Child("网页服务", command, environment)


def worker(environment: Mapping[str, str]) -> Child:
    """One Celery worker with beat in it."""
    command = [sys.executable, "-m", "celery", "--quiet", "-A", "backend.celery", "worker", "-B", "-c", "2"]
    command += ["--loglevel", "ERROR", "--without-gossip", "--without-mingle", "--without-heartbeat"]
    # a machine of one's own runs it as whoever one is, root too
    quiet = {"PYTHONWARNINGS": "ignore:You're running the worker"}
    return Child("后台任务", command, {**environment, **quiet})


def check_free(port: int) -> None:
    """GaveUpError when somebody else listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise GaveUpError(f"端口 {port} 已被占用，可用 PORT=8001 make run") from error


def wait_for_answer(url: str, children: Sequence[Child]) -> None:
    """Until the server answers; GaveUpError when a child dies before, or after START_SECONDS."""
    deadline = time.monotonic() + START_SECONDS
    while not _answers(url):
        for child in children:
            code = child.died()
            if code is not None:
                raise GaveUpError(f"{child.name} 未能启动（代码 {code}）")
        if time.monotonic() > deadline:
            raise GaveUpError(f"{START_SECONDS} 秒内没有应答：{url}")
        time.sleep(0.1)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5):  # nosec B310 # our own address
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def keep(children: Sequence[Child]) -> None:
    """Restart what dies, for ever; leaves by exception only."""
    while True:
        time.sleep(0.5)
        for child in children:
            code = child.died()
            if code is not None:
                sys.stderr.write(f"{child.name} 退出（代码 {code}），重新启动\n")
                child.revive(code)


def stop(children: Sequence[Child]) -> None:
    """All at once, and none left behind: who asks a second time meanwhile does not cut it short."""
    before = {number: signal.signal(number, signal.SIG_IGN) for number in ENDINGS}
    try:
        for child in children:
            child.ask_to_stop()
        deadline = time.monotonic() + STOP_SECONDS
        for child in children:
            child.make_sure(deadline)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
