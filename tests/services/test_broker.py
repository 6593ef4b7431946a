import multiprocessing
from pathlib import Path

from kombu.connection import Connection

WRITERS, EACH = 2, 300


def connection(folder: Path) -> Connection:
    for name in ("messages", "processed", "control"):
        (folder / name).mkdir(exist_ok=True)
    options = {
        "data_folder_in": str(folder / "messages"),
        "data_folder_out": str(folder / "messages"),
        "processed_folder": str(folder / "processed"),
        "control_folder": str(folder / "control"),
        "polling_interval": 0.001,
    }
    return Connection(  # type: ignore[no-untyped-call] # Kombu has no types
        "filesystem://", transport="backend.broker:Transport", transport_options=options
    )


def write(folder: Path, writer: int) -> None:
    with connection(folder) as broker:
        queue = broker.SimpleQueue("tasks")
        for number in range(EACH):
            queue.put({"message": [writer, number], "padding": "文" * 700})


def test_every_message_of_the_folder_arrives_whole_and_once(tmp_path: Path) -> None:
    """A worker reads while two others write: none is taken before it is written."""
    apart = multiprocessing.get_context("spawn")
    writers = [apart.Process(target=write, args=(tmp_path, writer)) for writer in range(WRITERS)]
    for one in writers:
        one.start()
    taken: list[tuple[int, ...]] = []
    with connection(tmp_path) as broker:
        queue = broker.SimpleQueue("tasks")
        while len(taken) < WRITERS * EACH:
            message = queue.get(timeout=30)
            message.ack()
            taken.append(tuple(message.payload["message"]))
    for one in writers:
        one.join(30)
    assert sorted(taken) == [(writer, number) for writer in range(WRITERS) for number in range(EACH)]
    for writer in range(WRITERS):
        assert [number for of, number in taken if of == writer] == sorted(range(EACH))
    assert not [name for part in ("messages", "processed") for name in (tmp_path / part).iterdir()]
