"""What a server does with clients that misbehave, asked over raw sockets: one function each.

Each takes a server that serves an application of ``probed``, and returns a word or two.
"""

import os
import re
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import psutil

from .launch import Process
from .probed import CUT

CROWD = 16  # connections, of a server that has two threads
VISITORS = 4  # one after the other, for the first ones may overtake the crowd
PATIENCE = 20  # times as long as an undisturbed visitor, but
LEAST_PATIENCE = 3.0  # seconds at least
LIMIT = 60.0  # seconds after which a server that says nothing is given up
NOTE_LIMIT = 5.0  # seconds that an application may take to note how it fared

GET = b"GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
POST = b"POST / HTTP/1.1\r\nHost: localhost\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n"
HANDSHAKE = (
    b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)


def silent(server: Process) -> str:
    """Tell whether clients that connect and say nothing make others wait."""
    return _beside(server, b"")


def half_heads(server: Process) -> str:
    """Tell whether clients that stop in the middle of a head make others wait."""
    return _beside(server, b"GET / HTTP/1.1\r\nHost: local")


def slow_bodies(server: Process) -> str:
    """Tell whether clients that stop in the middle of a body make others wait."""
    return _beside(server, POST + b"Content-Length: 10\r\n\r\n1")


def cut_body(server: Process) -> str:
    """Tell what becomes of a chunked body whose client goes in the middle."""
    with _note() as note:
        request = POST.replace(b"/ ", f"/?{note} ".encode()) + CHUNKED + b"\r\n5\r\nhello\r\n"
        if _status(_ask(server, request, half_close=True)) == "400" and not note.exists():
            return "400"
        _wait_for(lambda: _read(note) != "", NOTE_LIMIT)
        return {"": "dropped", CUT: "the application is told"}.get(_read(note), "taken for whole")


def two_lengths(server: Process) -> str:
    """Tell what becomes of a body with both lengths, and of what follows it (RFC 9112, 6.1)."""
    both = POST + b"Content-Length: 4\r\n" + CHUNKED + b"\r\n0\r\n\r\n"
    answer = _ask(server, both + GET % b"/second")
    if b"GET /second" in answer:
        return "what follows is served"
    return "400" if _status(answer) == "400" else "closed after its answer"


def slashes(server: Process) -> str:
    """Tell which path the application gets for ``//a//b``."""
    answer = _ask(server, GET % b"//a//b")
    path = re.search(rb"GET (\S+) 0$", answer)
    return "kept" if path and path[1] == b"//a//b" else f"`{path[1].decode()}`" if path else "400"


def lower_case(server: Process) -> str:
    """Tell which method the application gets for ``get`` (methods are case-sensitive)."""
    answer = _ask(server, (GET % b"/").replace(b"GET", b"get"))
    method = re.search(rb"(get|GET) / 0$", answer)
    return {b"get": "kept", b"GET": "`GET`"}[method[1]] if method else _status(answer)


def websocket(server: Process) -> str:
    """Tell how a WebSocket is answered that the application closes, or does not know."""
    answer = _ask(server, HANDSHAKE, until=b"\r\n\r\n")
    status = _status(answer)
    return "an ordinary request" if status == "200" else status


def stopping(server: Process) -> str:
    """Tell whether a server that is told to stop finishes a request first."""
    with _note() as note, _connected(server) as client:
        client.sendall(GET % f"/slow?{note}".encode())
        _wait_for(note.exists)
        os.kill(server.pid, signal.SIGTERM)
        return "finishes requests" if b"GET /slow" in _all_of(client) else "cuts requests"


def losing_a_worker(server: Process) -> str:
    """Tell whether a server of two worker processes starts one in the place of one that died."""
    children = psutil.Process(server.pid).children()
    workers = [child for child in children if "resource_tracker" not in " ".join(child.cmdline())]
    workers[-1].kill()
    before = {child.pid for child in children}

    def settled() -> bool:
        return server.popen.poll() is not None or bool(set(server.pids()[1:]) - before)

    _wait_for(settled)
    return "the server ends" if server.popen.poll() is not None else "is replaced"


PROBES: dict[str, Callable[[Process], str]] = {
    "16 silent connections": silent,
    "16 half heads": half_heads,
    "16 half bodies": slow_bodies,
    "A chunked body that is cut": cut_body,
    "Both lengths at once": two_lengths,
    "`//a//b`": slashes,
    "The method `get`": lower_case,
    "A WebSocket": websocket,
    "Told to stop": stopping,  # the last one, for it does
}


def _beside(server: Process, sent: bytes) -> str:
    """Tell how visitors fare beside a crowd of clients who each have sent something."""
    begun = time.monotonic()
    _ask(server, GET % b"/")
    patience = max(LEAST_PATIENCE, PATIENCE * (time.monotonic() - begun))
    with ExitStack() as crowd:
        for _ in range(CROWD):
            crowd.enter_context(_connected(server)).sendall(sent)
        try:
            answers = [_ask(server, GET % b"/", limit=patience) for _ in range(VISITORS)]
        except TimeoutError:
            return "others wait"
        return "others served" if all(answers) else "others refused"


def _ask(
    server: Process,
    request: bytes,
    *,
    half_close: bool = False,
    until: bytes | None = None,
    limit: float = LIMIT,
) -> bytes:
    with _connected(server, limit) as client, suppress(ConnectionError):
        client.sendall(request)
        if half_close:
            client.shutdown(socket.SHUT_WR)
        return _all_of(client, until)
    return b""


@contextmanager
def _note() -> Iterator[Path]:
    """Name a file that the application can write to."""
    with TemporaryDirectory() as directory:
        yield Path(directory, "note")


@contextmanager
def _connected(server: Process, limit: float = LIMIT) -> Iterator[socket.socket]:
    address = urlsplit(server.url)
    with socket.create_connection((address.hostname, address.port), limit) as client:
        yield client


def _all_of(client: socket.socket, until: bytes | None = None) -> bytes:
    answer = b""
    with suppress(ConnectionError):
        while (part := client.recv(65_536)) and not (until and until in answer + part):
            answer += part
        answer += part
    return answer


def _status(answer: bytes) -> str:
    status = re.match(rb"HTTP/1\.\d (\d{3})", answer)
    return status[1].decode() if status else "closed"


def _read(file: Path) -> str:
    return file.read_text(encoding="ascii") if file.exists() else ""


def _wait_for(condition: Callable[[], bool], limit: float = LIMIT) -> None:
    deadline = time.monotonic() + limit
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
