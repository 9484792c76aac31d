"""WSGI variants behind something of asgiref's, or of ours in its place; each name is a factory.

``deployments.adapters:flask_sync`` and so on are ASGI applications. asgiref's WsgiToAsgi is shown
for what it is: it calls the application in one thread, so a process serves one request at a time,
and it reads the whole body before and buffers it.

``deployments.adapters:one_loop`` is flask_async with one event loop per process, in the place of
asgiref's async_to_sync, which starts a thread and a loop in it for every call.
"""

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial, wraps
from pkgutil import resolve_name
from threading import Thread
from typing import Any

from asgiref.wsgi import WsgiToAsgi

from variants import VARIANTS, Variant


def __getattr__(name: str) -> Callable[[], WsgiToAsgi]:
    """Return the factory of the WSGI variant of that name (PEP 562)."""
    if name not in VARIANTS:
        raise AttributeError(name)
    return partial(wsgi_to_asgi, VARIANTS[name])


def wsgi_to_asgi(variant: Variant) -> WsgiToAsgi:
    """Create a WSGI variant's application, and wrap it as an ASGI application."""
    return WsgiToAsgi(resolve_name(variant.factory)())


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
