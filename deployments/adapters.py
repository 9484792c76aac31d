"""WSGI variants behind something of asgiref's, or of ours in its place; each name is a factory.

``deployments.adapters:flask_sync`` and so on are ASGI applications. asgiref's WsgiToAsgi is shown
for what it is: it calls the application in one thread, so a process serves one request at a time,
and it reads the whole body before and buffers it.

``deployments.adapters:one_loop`` is flask_async with one event loop per process, in the place of
asgiref's async_to_sync, which starts a thread and a loop in it for every call.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from functools import partial, wraps
from pkgutil import resolve_name
from threading import Thread
from typing import Any

from asgiref.wsgi import WsgiToAsgi

from variants import VARIANTS, Variant

Application = Callable[[Any, Any, Any], Awaitable[None]]  # of ASGI 3


class TruncatedRequestError(Exception):
    """The client has gone before the end of its request, or the rest of it is malformed."""


async def receive_body(receive: Any) -> Any:
    """Return the next message of a server; raises TruncatedRequestError if there will be none."""
    message = await receive()
    if message["type"] == "http.disconnect":
        raise TruncatedRequestError
    return message


def __getattr__(name: str) -> Callable[[], Application]:
    """Return the factory of the WSGI variant of that name (PEP 562)."""
    if name not in VARIANTS:
        raise AttributeError(name)
    return partial(wsgi_to_asgi, VARIANTS[name])


def wsgi_to_asgi(variant: Variant) -> Application:
    """Create a WSGI variant's application, and wrap it as an ASGI application.

    asgiref's adapter raises ValueError for a WebSocket, and for a request that is malformed or ends
    too early; here both are refused.
    """
    adapter = WsgiToAsgi(resolve_name(variant.factory)())

    async def application(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "websocket":
            await receive()  # websocket.connect
            await send({"type": "websocket.close"})
            return
        try:
            await adapter(scope, partial(receive_body, receive), send)
        except TruncatedRequestError:
            with suppress(OSError):  # the client has gone, and the server says so
                await send({"type": "http.response.start", "status": 400, "headers": []})
                await send({"type": "http.response.body"})

    return application


def one_loop() -> Any:
    """Create the application of flask_async, all of whose async functions share an event loop.

    The thread of the server waits for each, as it does with asgiref: no more requests are served
    at a time, and each still opens its own connection and closes it, in the same loop now.
    """
    app = resolve_name(VARIANTS["flask_async"].factory)()
    loop = asyncio.new_event_loop()
    Thread(target=loop.run_forever, name="event loop", daemon=True).start()
    app.async_to_sync = partial(in_loop, loop)
    return app


def in_loop(
    loop: asyncio.AbstractEventLoop, function: Callable[..., Coroutine[Any, Any, Any]]
) -> Callable[..., Any]:
    """Return a sync function that runs a coroutine function in a loop of another thread.

    It sees the context of its caller, in which Flask keeps the request.
    """

    @wraps(function)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(function(*args, **kwargs), loop).result()

    return wrapper
