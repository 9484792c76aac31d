"""From a scope to a request: what ASGI hands over, and how it is wrapped (ASGI 3).

What comes after that, such as reading a form or a cookie, is the same under WSGI: it is in
``shared.sansio``.
"""

import asyncio

from shared import sansio
from shared.errors import http_error, two_lengths

BODY_TIMEOUT = 60  # seconds until a body must have arrived, as in Quart
PIECE = 64 * 1024  # bytes of a response that are sent at a time


class DisconnectError(Exception):
    """The client has closed the connection: nobody waits for a response."""


class Request(sansio.Request):
    """A request, in its scope, whose body is still to be received."""

    def __init__(self, scope, receive, app, db):
        self.scope = scope
        self.receive = receive
        self.body_read = asyncio.Event()
        super().__init__(scope["method"], below(self.root, scope["path"]), app, db)

    @property
    def root(self) -> str:
        """Where the application is mounted: nowhere, or a path before the paths of its routes."""
        return self.scope.get("root_path", "").rstrip("/")

    @property
    def query(self) -> bytes:
        """The query string, as it was sent."""
        return self.scope["query_string"]

    def header(self, name: str) -> str | None:
        """Return a header, or None; one of several lines as a list (RFC 9110, section 5.2)."""
        key = name.lower().encode()
        lines = [value for header, value in self.scope["headers"] if header == key]
        separator = b"; " if name == "Cookie" else b", "  # RFC 9113, section 8.2.3
        return separator.join(lines).decode("latin-1") if lines else None


def below(root: str, path: str) -> str:
    """Return what is left of a path below the root, which is part of it (unlike PATH_INFO in WSGI).

    Behind a proxy that has taken the root away, some servers give the path without it.
    """
    return path.removeprefix(root) if f"{path}/".startswith(f"{root}/") else path


async def run_until_disconnect(answer, request):
    """Return what a coroutine returns, or cancel it and return None if the client disconnects.

    Whoever cancels this, such as a server that stops, cancels the coroutine; either way it has
    ended when this returns.
    """
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(answer)
        watcher = tasks.create_task(cancel_at_disconnect(task, request))
        task.add_done_callback(lambda _: watcher.cancel())
    return None if task.cancelled() else task.result()


async def cancel_at_disconnect(task, request):
    """Cancel a task when the client disconnects."""
    await request.body_read.wait()
    while (await request.receive())["type"] != "http.disconnect":
        pass  # nothing else should come after the body
    task.cancel()


def require_one_length(request) -> None:
    """Refuse a body that comes with a length and in chunks; raises ApiError (400)."""
    if request.header("Transfer-Encoding") and request.header("Content-Length"):
        raise two_lengths()


async def read_body(request, limit: int) -> bytes:
    """Return the whole body of a request, or refuse it; raises DisconnectError if it is cut.

    A length that is too large is refused before anything is read: a client that asked whether to
    go on (Expect: 100-continue) need not send it. Nobody else would stop waiting for the rest.
    """
    if int(request.header("Content-Length") or 0) > limit:
        raise http_error(413)
    try:
        async with asyncio.timeout(BODY_TIMEOUT):
            body = await read(request.receive, limit)
    except TimeoutError:
        raise http_error(408) from None
    request.body_read.set()
    await asyncio.sleep(0)  # long enough to notice a client that has gone, and to begin no work
    return body


async def read(receive, limit: int) -> bytes:
    """Read a body in the pieces in which it arrives, of any size, up to *limit* bytes in all."""
    body = bytearray()
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise DisconnectError
        body += message.get("body", b"")
        if len(body) > limit:
            raise http_error(413)
        more = message.get("more_body", False)
    return bytes(body)


async def send_body(send, body: bytes) -> None:
    """Send a body in pieces: ``send`` returns when the server can take more, and not before."""
    for start in range(0, max(len(body), 1), PIECE):
        stop = start + PIECE
        piece = {"body": body[start:stop], "more_body": stop < len(body)}
        await send({"type": "http.response.body", **piece})
