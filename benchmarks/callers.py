"""How a server would call an application, without a socket.

A WSGI application gets an environ and ``start_response``; an ASGI application a scope, ``receive``
and ``send``. Requests are made many at a time: the event loop then starts and ends outside of
them (that costs some 7 µs, which no server pays per request).
"""

import asyncio
from collections.abc import Callable
from typing import Any, Protocol
from wsgiref.util import setup_testing_defaults

from .answers import Answer
from .endpoints import Target


class Caller(Protocol):
    """Calls one application."""

    def call(self, target: Target, times: int = 1) -> Answer:
        """Request a target so many times, one after another, and return the last answer."""

    def close(self) -> None:
        """Let the application end what it began at its start."""


class WSGICaller:
    """Calls a WSGI application (PEP 3333)."""

    def __init__(self, app: Any) -> None:
        self.app = app

    def call(self, target: Target, times: int = 1) -> Answer:
        """Request a target so many times, one after another, and return the last answer."""
        environ = {"SCRIPT_NAME": "", "PATH_INFO": target.path, "QUERY_STRING": target.query}
        setup_testing_defaults(environ)
        for _ in range(times):
            answer = self._request(dict(environ))
        return answer

    def _request(self, environ: dict[str, Any]) -> Answer:
        statuses: list[str] = []
        pieces = self.app(environ, lambda status, headers, exc_info=None: statuses.append(status))
        try:
            return Answer(int(statuses[0][:3]), b"".join(pieces))
        finally:
            if hasattr(pieces, "close"):
                pieces.close()

    def close(self) -> None:
        """Do nothing: WSGI knows no end of an application."""


class ASGICaller:
    """Calls an ASGI application, in an event loop that lasts until ``close``."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self._loop = asyncio.new_event_loop()
        self._lifespan = Lifespan(app, self._loop)
        self._loop.run_until_complete(self._lifespan.tell("startup"))

    def call(self, target: Target, times: int = 1) -> Answer:
        """Request a target so many times, one after another, and return the last answer."""
        return self._loop.run_until_complete(self._call(target, times))

    def close(self) -> None:
        """Let the application end what it began at its start."""
        self._loop.run_until_complete(self._lifespan.tell("shutdown"))
        self._loop.close()

    async def _call(self, target: Target, times: int) -> Answer:
        scope = _scope(target)
        for _ in range(times):
            exchange = Exchange()
            await self.app(dict(scope), exchange.receive, exchange.send)
        return exchange.answer()


def _scope(target: Target) -> dict[str, Any]:
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": target.path,
        "raw_path": target.path.encode(),
        "query_string": target.query.encode(),
        "root_path": "",
        "headers": [(b"host", b"127.0.0.1")],
        "client": ("127.0.0.1", 49152),
        "server": ("127.0.0.1", 80),
    }


class Exchange:
    """A request without a body, and the messages of its response."""

    def __init__(self) -> None:
        self._requests = [{"type": "http.request", "body": b"", "more_body": False}]
        self._messages: list[dict[str, Any]] = []

    async def receive(self) -> dict[str, Any]:
        """Return the request; after that nothing comes, for the client stays."""
        if not self._requests:
            await asyncio.get_running_loop().create_future()
        return self._requests.pop()

    async def send(self, message: dict[str, Any]) -> None:
        """Take a message of the response."""
        self._messages.append(message)

    def answer(self) -> Answer:
        """Return what the messages say."""
        start, *rest = self._messages
        return Answer(start["status"], b"".join(message.get("body", b"") for message in rest))


class Lifespan:
    """What an ASGI application does at its start and at its end (ASGI's lifespan protocol)."""

    def __init__(self, app: Any, loop: asyncio.AbstractEventLoop) -> None:
        self._events: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._replies: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        scope = {"type": "lifespan", "asgi": {"version": "3.0", "spec_version": "2.0"}}
        self._task = loop.create_task(app(scope, self._events.get, self._replies.put))

    async def tell(self, event: str) -> None:
        """Tell the application of its startup or shutdown, and wait until it is done with it."""
        await self._events.put({"type": f"lifespan.{event}"})
        await self._replies.get()


CALLERS: dict[str, Callable[[Any], Caller]] = {"wsgi": WSGICaller, "asgi": ASGICaller}
