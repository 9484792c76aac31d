"""Variants behind a proxy that mounts them elsewhere: a request says where, in a header.

``tests.faults.mounted:flask_sync`` and so on are factories, as servers take them. Real proxies say
it to the server, by an option or a header of its own; each does it in another way, so here it is
said to the application, in the words of its interface.
"""

from functools import partial
from pkgutil import resolve_name

from variants import VARIANTS

HEADER = "X-Mounted-At"


def __getattr__(name):
    """Return the factory of the variant of that name (PEP 562)."""
    if name not in VARIANTS:
        raise AttributeError(name)
    return partial(create_app, VARIANTS[name])


def create_app(variant):
    """Create a variant's application, mounted wherever a request says."""
    app = resolve_name(variant.factory)()
    return (mounted_wsgi if variant.interface == "wsgi" else mounted_asgi)(app)


def mounted_wsgi(app):
    """Tell a WSGI application where it is, as PEP 3333 does: the path is what is left."""

    def wrapper(environ, start_response):
        return app({**environ, "SCRIPT_NAME": environ.get(VARIABLE, "")}, start_response)

    return wrapper


def mounted_asgi(app):
    """Tell an ASGI application where it is: the path has the root in front of it."""

    async def wrapper(scope, receive, send):
        root = dict(scope.get("headers", [])).get(HEADER.lower().encode(), b"").decode()
        if scope["type"] == "http" and root:
            scope = {**scope, "root_path": root, "path": root + scope["path"]}
        await app(scope, receive, send)

    return wrapper


VARIABLE = f"HTTP_{HEADER.upper().replace('-', '_')}"
