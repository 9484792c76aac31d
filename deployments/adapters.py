"""WSGI variants as ASGI applications: ``deployments.adapters:flask_sync`` and so on, as factories.

asgiref's WsgiToAsgi is shown for what it is: it calls the application in one thread, so a process
serves one request at a time, and it reads the whole body before and buffers it.
"""

from collections.abc import Callable
from functools import partial
from pkgutil import resolve_name

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
