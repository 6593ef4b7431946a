"""Kombu's broker in a folder, made whole: a message appears complete, and one worker takes it.

Kombu opens the file under its final name and then writes it: a worker that looks in between takes it away
empty and stops on it. Here a message is written aside and renamed, and taken by a rename inside the broker's
own folder.
"""

from pathlib import Path
from queue import Empty
from time import monotonic_ns
from typing import Any
from uuid import uuid4

from kombu.transport import filesystem
from kombu.utils.json import dumps, loads


class Channel(filesystem.Channel):
    """The same folders and names; only how a file comes and goes is different."""

    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override] # as Kombu's
        """Put `payload` onto `queue`."""
        folder, name = Path(self.data_folder_out), f"{monotonic_ns() // 1000:018d}_{uuid4()}"
        aside = folder / f".{name}"
        aside.write_text(dumps(payload), encoding="utf-8")  # type: ignore[no-untyped-call] # Kombu has no types
        aside.replace(folder / f"{name}.{queue}.msg")

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        """The oldest message of `queue`; Empty where there is none."""
        for path in sorted(Path(self.data_folder_in).iterdir()):
            if path.name.partition(".")[2] != f"{queue}.msg":
                continue
            mine = Path(self.processed_folder) / f"{path.name}.{uuid4()}"
            try:
                path.rename(mine)
            except FileNotFoundError:  # another worker was first
                continue
            payload = mine.read_text(encoding="utf-8")
            mine.unlink()
            return loads(payload)  # type: ignore[no-untyped-call] # Kombu has no types
        raise Empty


class Transport(filesystem.Transport):
    """`CELERY_BROKER_TRANSPORT = "backend.broker:Transport"`."""

    Channel = Channel
