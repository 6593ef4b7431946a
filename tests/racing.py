"""Several threads at one act at the same moment, each on a database connection of its own."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

from django.db import connections

from backend.domain.errors import DomainError

GATE_SECONDS = 30


def race(*acts: Callable[[], Any]) -> list[Any]:
    """What each act returned, in the order given; a refusal counts as its code, anything else is raised."""
    gate = Barrier(len(acts))
    said: list[Any] = [None] * len(acts)
    broken: list[BaseException] = []

    def run(at: int, act: Callable[[], Any]) -> None:
        try:
            gate.wait(GATE_SECONDS)
            said[at] = act()
        except DomainError as refusal:
            said[at] = refusal.code
        except BaseException as error:
            broken.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(at, act)) for at, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if broken:
        raise broken[0]
    return said
