"""One command serves the whole installation, and takes everything down with it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer

import pytest
from pytest_django import Settings

from backend.installation import InUseError, only_one
from backend.management.supervision import Child, GaveUpError, check_free, keep, stop, wait_for_answer
from tests.ground import ROOT
from tests.ground.process import free_port
from tests.mould import mould

pytestmark = pytest.mark.embedded

PATIENCE_SECONDS = 120
SERVICES = ("DATABASE_URL", "BROKER_URL", "S3_ENDPOINT", "S3_BUCKET", "S3_KEY", "S3_SECRET")


def environment(var: Path, **more: str) -> dict[str, str]:
    """Embedded, on the real day, without the demonstration district."""
    given = {name: text for name, text in os.environ.items() if name not in SERVICES}
    return given | {
        "VAR_DIR": str(var),
        "DEMONSTRATION": "0",
        "DJANGO_SETTINGS_MODULE": "backend.settings.base",
        **more,
    }


def manage(var: Path, *arguments: str, **more: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment(var, **more), capture_output=True, text=True, check=False
    )


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.1)


@contextmanager
def serving(var: Path, port: int) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "manage.py", "serve", "--port", str(port)]
    log = var.with_suffix(".log")
    with log.open("w") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=environment(var), stdout=out, stderr=out, text=True)
    try:
        until(lambda: "Ctrl-C" in log.read_text() or process.poll() is not None)
        assert process.poll() is None, log.read_text()
        yield process
    finally:
        process.terminate()
        process.wait(30)


def children(of: int) -> set[int]:
    """All processes below one, however deep."""
    told = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    below: dict[int, list[int]] = {}
    for line in told.splitlines():
        pid, parent = (int(part) for part in line.split())
        below.setdefault(parent, []).append(pid)
    found: set[int] = set()
    waiting = [of]
    while waiting:
        found |= set(more := below.get(waiting.pop(), []))
        waiting += more
    return found


def alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists() and "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()


def answers(port: int, path: str = "/api/v1/session") -> int:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return int(answer.status)
    except OSError:
        return 0


def test_serve_answers_restarts_what_dies_and_leaves_nothing_behind(tmp_path: Path) -> None:
    """On a migrated installation; `fresh` below begins with nothing."""
    var, port = tmp_path / "var", free_port()
    var.mkdir()
    shutil.copyfile(mould(), var / "wenxun.sqlite3")
    with serving(var, port) as process:
        assert (answers(port), answers(port, "/static/admin/css/base.css")) == (200, 200)
        wiped = manage(var, "fresh")
        assert (wiped.returncode, "正在使用中" in wiped.stderr) == (1, True)

        for pid in children(process.pid):
            if b"gunicorn" in Path(f"/proc/{pid}/cmdline").read_bytes():
                os.kill(pid, signal.SIGKILL)
        until(lambda: answers(port) == 200)
        below = children(process.pid)
        assert below
    until(lambda: not any(alive(pid) for pid in below))
    assert process.returncode == 128 + signal.SIGTERM
    assert answers(port) == 0


def test_fresh_empties_an_embedded_installation(tmp_path: Path) -> None:
    stored = tmp_path / "files" / "sha256" / "ab"
    stored.mkdir(parents=True)
    (tmp_path / "logins.txt").write_text("old")
    done = manage(tmp_path, "fresh")
    assert (done.returncode, "数据库已清空。" in done.stdout) == (0, True), done.stderr
    assert (stored.exists(), (tmp_path / "logins.txt").exists()) == (False, False)
    assert (tmp_path / "wenxun.sqlite3").exists()


def test_fresh_does_not_touch_data_that_lie_elsewhere(tmp_path: Path) -> None:
    done = manage(tmp_path, "fresh", S3_BUCKET="district")
    assert (done.returncode, "--yes-really" in done.stderr) == (1, True)


def test_installation_is_held_by_one(tmp_path: Path, settings: Settings) -> None:
    settings.VAR = tmp_path
    with only_one(), pytest.raises(InUseError, match="正在使用中"), only_one():
        pass
    with only_one():
        pass


def test_port_in_use_is_told() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(GaveUpError, match=f"端口 {port} 已被占用"):
            check_free(port)
    check_free(port)


def child(code: str) -> Child:
    return Child("试验", [sys.executable, "-c", code], dict(os.environ))


def test_child_that_dies_all_the_time_ends_the_program() -> None:
    one = child("raise SystemExit(7)")
    one.start()
    with pytest.raises(GaveUpError, match="试验 反复退出（代码 7）"):
        keep([one])


def test_child_that_dies_before_the_answer_is_told() -> None:
    one = child("raise SystemExit(3)")
    one.start()
    with pytest.raises(GaveUpError, match="试验 未能启动（代码 3）"):
        wait_for_answer(f"http://127.0.0.1:{free_port()}/", [one])


def test_server_that_never_answers_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backend.management.supervision.START_SECONDS", 0.3)
    one = child("import time; time.sleep(60)")
    one.start()
    try:
        with pytest.raises(GaveUpError, match="没有应答"):
            wait_for_answer(f"http://127.0.0.1:{free_port()}/", [one])
    finally:
        stop([one])
    assert one.died() == -signal.SIGTERM


def test_child_that_does_not_listen_is_killed_though_one_asks_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backend.management.supervision.STOP_SECONDS", 1.0)
    deaf = "import signal, sys, time; signal.signal(15, signal.SIG_IGN); print(1, flush=True); time.sleep(60)"
    one = child(deaf)
    one.start()
    time.sleep(1)
    before = signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    again = Timer(0.3, os.kill, (os.getpid(), signal.SIGTERM))
    try:
        again.start()
        stop([one, child("never started")])
    finally:
        again.join()
        signal.signal(signal.SIGTERM, before)
    assert one.died() == -signal.SIGKILL
