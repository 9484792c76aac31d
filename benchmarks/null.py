"""Applications that answer a constant: what it costs to be called, and to be a framework.

One in the way of each variant, named like it: ``benchmarks.null:flask_sync`` and so on are
factories. They run from the variants' environments, so a framework is imported where it is used.
Whatever the path, all of them answer the same.
"""

from collections.abc import Awaitable, Callable, Iterable
from typing import Any

BODY = b'{"null":true}'
MEDIA_TYPE = "application/json"
HEADERS = [("Content-Type", MEDIA_TYPE), ("Content-Length", str(len(BODY)))]
RULES = ("/", "/<path:path>")

WSGI = Callable[..., Iterable[bytes]]
ASGI = Callable[..., Awaitable[None]]


def flask_sync(_settings: object = None) -> WSGI:
    """Return a Flask application with one view."""
    from flask import Flask, Response

    def view(path: str = "") -> Response:
        return Response(BODY, mimetype=MEDIA_TYPE)

    app = Flask(__name__, static_folder=None)
    for rule in RULES:
        app.add_url_rule(rule, view_func=view)
    return app


def flask_async(_settings: object = None) -> WSGI:
    """Return a Flask application with one ``async def`` view."""
    from flask import Flask, Response

    async def view(path: str = "") -> Response:
        return Response(BODY, mimetype=MEDIA_TYPE)

    app = Flask(__name__, static_folder=None)
    for rule in RULES:
        app.add_url_rule(rule, view_func=view)
    return app


def quart_async(_settings: object = None) -> ASGI:
    """Return a Quart application with one view."""
    from quart import Quart, Response

    async def view(path: str = "") -> Response:
        return Response(BODY, mimetype=MEDIA_TYPE)

    app = Quart(__name__, static_folder=None)
    for rule in RULES:
        app.add_url_rule(rule, view_func=view)
    return app


def werkzeug_sync(_settings: object = None) -> WSGI:
    """Return a URL map, a request and a response of Werkzeug's."""
    from werkzeug import Request, Response
    from werkzeug.routing import Map, Rule

    def view(path: str = "") -> Response:
        return Response(BODY, mimetype=MEDIA_TYPE)

    urls = Map([Rule(rule, endpoint=view) for rule in RULES])

    @Request.application
    def app(request: Request) -> Response:
        endpoint, names = urls.bind_to_environ(request.environ).match()
        response: Response = endpoint(**names)
        return response

    return app


def raw_wsgi(_settings: object = None) -> WSGI:
    """Return a bare WSGI application."""

    def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        start_response("200 OK", HEADERS)
        return [BODY]

    return app


def raw_asgi(_settings: object = None) -> ASGI:
    """Return a bare ASGI application, which needs nothing at its start and its end."""
    headers = [(name.lower().encode(), value.encode()) for name, value in HEADERS]
    start = {"type": "http.response.start", "status": 200, "headers": headers}
    body = {"type": "http.response.body", "body": BODY}

    async def app(
        scope: dict[str, Any], receive: Callable[[], Any], send: Callable[..., Any]
    ) -> None:
        if scope["type"] == "http":
            await send(start)
            await send(body)
        else:
            await _lifespan(receive, send)

    return app


async def _lifespan(receive: Callable[[], Any], send: Callable[..., Any]) -> None:
    message = ""
    while message != "lifespan.shutdown":
        message = (await receive())["type"]
        await send({"type": f"{message}.complete"})
