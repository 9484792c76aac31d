"""Applications that answer a constant: what it costs to be called, and to be a framework."""

from collections.abc import Callable, Iterable
from typing import Any

from shared.settings import Settings

BODY = b'{"null":true}'
HEADERS = [("Content-Type", "application/json"), ("Content-Length", str(len(BODY)))]


def create_app(_: Settings) -> Callable[..., Iterable[bytes]]:
    """Return a bare WSGI application."""

    def app(environ: dict[str, Any], start_response: Callable[..., object]) -> list[bytes]:
        start_response("200 OK", HEADERS)
        return [BODY]

    return app


def create_flask(_: Settings) -> Any:
    """Return a Flask application with one view."""
    from flask import Flask, Response

    app = Flask(__name__, static_folder=None)
    app.get("/")(lambda: Response(BODY, mimetype="application/json"))
    return app


def create_quart(_: Settings) -> Any:
    """Return a Quart application with one view."""
    from quart import Quart, Response

    app = Quart(__name__, static_folder=None)

    @app.get("/")
    async def view() -> Response:
        return Response(BODY, mimetype="application/json")

    return app
