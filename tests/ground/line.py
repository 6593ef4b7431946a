"""A bad line (TCP) between a phone and its server: as slow as told, and some replies never arrive."""

import random
import socket
import socketserver
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

PIECE = 16 * 1024
PATIENCE_SECONDS = 30
RESET = struct.pack("ii", 1, 0)  # SO_LINGER: close at once, the other side sees a reset


@dataclass
class Line:
    """What has gone over it, and how bad it is."""

    port: int
    to: int  # the server's port
    seed: int
    lost_share: float
    bytes_per_second: int
    counts: Callable[[str], bool]  # which requests (method and path) are counted, and lose their replies
    seen: Callable[[int], None] = lambda number: None  # told the number of each counted request as it begins
    requests: int = 0
    sent: int = 0  # bytes of their bodies that left the phone
    lost: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        """Dice of its own."""
        self.dice = random.Random(self.seed)

    def begins(self) -> None:
        """One more counted request."""
        with self.lock:
            self.requests += 1
            number = self.requests
        self.seen(number)

    def carries(self, size: int) -> None:
        """So many bytes of a counted body have left the phone."""
        with self.lock:
            self.sent += size
        time.sleep(size / self.bytes_per_second)

    def loses(self) -> bool:
        """Whether this reply is lost."""
        with self.lock:
            lost = self.dice.random() < self.lost_share
            self.lost += lost
            return lost


@contextmanager
def bad_line(line: Line) -> Iterator[Line]:
    """Listen on `line.port` until the end."""

    class Hop(socketserver.StreamRequestHandler):
        """One request and its answer; the connection is not used again."""

        def handle(self) -> None:
            """Over and back; whoever hangs up ends it."""
            try:
                _hop(line, self)
            except OSError:
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)

    class Listener(socketserver.ThreadingTCPServer):
        """Many at once, forgotten at the end."""

        allow_reuse_address = True
        daemon_threads = True
        block_on_close = False
        request_queue_size = 64

    with Listener(("127.0.0.1", line.port), Hop) as listener:
        thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield line
        finally:
            listener.shutdown()


def _hop(line: Line, hop: socketserver.StreamRequestHandler) -> None:
    hop.connection.settimeout(PATIENCE_SECONDS)
    first, *rest = _head(hop)
    if not first:
        return
    told = {name.lower(): text.strip() for name, _, text in (one.partition(":") for one in rest)}
    counted = line.counts(" ".join(first.split(" ")[:2]))
    if counted:
        line.begins()
    with socket.create_connection(("127.0.0.1", line.to), PATIENCE_SECONDS) as server:
        kept = [one for one in rest if not one.lower().startswith("connection:")]
        server.sendall("\r\n".join([first, *kept, "Connection: close", "", ""]).encode("latin-1"))
        left = int(told.get("content-length", "0"))
        while left:
            piece = hop.rfile.read1(min(PIECE, left))
            if not piece:
                raise ConnectionResetError
            left -= len(piece)
            if counted:
                line.carries(len(piece))
            server.sendall(piece)
        reply = b"".join(iter(lambda: server.recv(PIECE), b""))
    if not reply or (counted and line.loses()):
        raise ConnectionResetError
    hop.wfile.write(reply)


def _head(hop: socketserver.StreamRequestHandler) -> list[str]:
    """The lines before the body, without their ends."""
    lines: list[str] = []
    while (line := hop.rfile.readline(65536).decode("latin-1").rstrip("\r\n")) or not lines:
        lines.append(line)
        if not line:
            break
    return lines or [""]
