"""A tiny HTTP server with faults, in this process, for what makes and watches load.

=========  =====================================================================================
path       answer
=========  =====================================================================================
/steady    always the same
/growing   every tenth is a byte longer
/failing   every tenth has the status 500
/closing   none: the connection is closed
/slow      one at a time, after a twentieth of a second each
/stalling  always the same; but once, after half a second, the whole server stalls for a second
=========  =====================================================================================

Where it is ``faultless``, no tenth answer differs. ``seen`` counts the requests by method and path;
``bodies`` and ``types`` keep the last body and the last Content-Type. An address that ends in
``?chunked`` is answered without a Content-Length.
"""

import asyncio
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

BODY = b'{"tiny":true}'
STALL = 1.0  # seconds


@dataclass
class Tiny:
    """The server: where it listens, and what it has seen."""

    url: str = ""
    seen: Counter[tuple[str, str]] = field(default_factory=Counter)
    bodies: dict[tuple[str, str], bytes] = field(default_factory=dict)
    types: dict[tuple[str, str], str] = field(default_factory=dict)
    begun: float | None = None
    stalled: bool = False
    faultless: bool = False
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    loop: asyncio.AbstractEventLoop = field(init=False)
    stopped: asyncio.Event = field(init=False)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection."""
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                method, target, _ = head.split(" ", 2)
                path, _, form = target.partition("?")
                body = await reader.readexactly(int(header(head, "content-length") or 0))
                self.seen[method, path] += 1
                self.bodies[method, path] = body
                self.types[method, path] = header(head, "content-type")
                if path == "/closing":
                    break
                writer.write(response(*await self.answer(method, path), chunked=form == "chunked"))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def answer(self, method: str, path: str) -> tuple[str, bytes]:
        tenth = self.seen[method, path] % 10 == 0 and not self.faultless
        if path == "/failing" and tenth:
            return "500 Internal Server Error", BODY
        if path == "/growing" and tenth:
            return "200 OK", BODY + b"\n"
        if path == "/slow":
            async with self.turn:
                await asyncio.sleep(0.05)
        if path == "/stalling":
            self.stall()
        return "200 OK", BODY

    def stall(self) -> None:
        now = time.monotonic()
        self.begun = self.begun or now
        if not self.stalled and now - self.begun > 0.5:
            self.stalled = True
            time.sleep(STALL)  # the event loop stalls with us, which is the point


def header(head: str, wanted: str) -> str:
    for line in head.split("\r\n"):
        name, _, value = line.partition(":")
        if name.lower() == wanted:
            return value.strip()
    return ""


def response(status: str, body: bytes, *, chunked: bool) -> bytes:
    if chunked:
        framing, body = "Transfer-Encoding: chunked", b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)
    else:
        framing = f"Content-Length: {len(body)}"
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\n{framing}\r\n\r\n"
    return head.encode() + body


@contextmanager
def serving() -> Iterator[Tiny]:
    """Run a tiny server in a thread for as long as the block lasts."""
    tiny, ready = Tiny(), threading.Event()

    async def run() -> None:
        tiny.loop, tiny.stopped = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(tiny.serve, "127.0.0.1", 0, backlog=1000)
        tiny.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        ready.set()
        await tiny.stopped.wait()
        server.close()

    thread = threading.Thread(target=asyncio.run, args=(run(),))
    thread.start()
    ready.wait()
    try:
        yield tiny
    finally:
        tiny.loop.call_soon_threadsafe(tiny.stopped.set)
        thread.join()
