"""What the survey of servers serves: an application per interface that says what it was given.

It answers with the method, the path and the length of the body. That length, or that the body was
cut, is also written to the file that the query names, if it names one: the client may not see an
answer. Then a request for ``/slow`` takes four seconds.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import Any

SLOW = 4.0  # seconds
CUT = "cut"


def wsgi() -> Callable[..., Iterable[bytes]]:
    """Create the WSGI application."""
    return answer_wsgi


def answer_wsgi(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer one request."""
    method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
    status = "200 OK"
    try:
        length = str(len(environ["wsgi.input"].read()))
    except Exception:  # noqa: BLE001 (each server raises what it likes)
        status, length = "400 Bad Request", CUT
    _note(environ["QUERY_STRING"], length)
    if path == "/slow":
        time.sleep(SLOW)
    body = f"{method} {path} {length}".encode()
    start_response(status, [("Content-Length", str(len(body)))])
    return [body]


def asgi() -> Callable[..., Awaitable[None]]:
    """Create the ASGI application."""
    return answer_asgi


async def answer_asgi(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Answer one request, refuse one WebSocket, or live for as long as the server."""
    if scope["type"] == "lifespan":
        for event in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{event}.complete"})
    elif scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close"})
    else:
        await answer_http(scope, receive, send)


async def answer_http(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Answer one request, or nothing if its client goes before all of its body has come."""
    length = await _length_of_body(receive)
    _note(scope["query_string"].decode(), length)
    if length == CUT:
        return
    if scope["path"] == "/slow":
        await asyncio.sleep(SLOW)
    body = f"{scope['method']} {scope['path']} {length}".encode()
    headers = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _length_of_body(receive: Any) -> str:
    length = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return CUT
        length += len(message.get("body", b""))
        if not message.get("more_body", False):
            return str(length)


def _note(file: str, length: str) -> None:
    if file:
        Path(file).write_text(length, encoding="ascii")
