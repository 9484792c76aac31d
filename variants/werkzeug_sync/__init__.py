"""Conduit on Werkzeug: Flask's library, without Flask.

Werkzeug knows HTTP and WSGI: rules for URLs, requests, responses, errors that are responses, files.
It is a library, so you call it, and it never calls you. What Flask adds, and where it is done here:

- contexts, in which ``request``, ``g`` and ``current_app`` are found: an object that every handler
  is given, ``Request`` in ``http``; one context variable is left, in ``templates``
- ``@app.get`` and blueprints, which make rules of what stands above the views: one table,
  in ``routes``
- OPTIONS (HEAD is Werkzeug's), and ``url_for``: ``routes``
- the configuration: what handlers need of it is kept in ``Application``
- views that return a text, a dict or a pair, and the JSON provider: handlers return a ``Response``,
  and ``json_response`` in ``http`` makes one of JSON
- ``session`` and ``flash``: ``shared.sessions``, and ``Request.session`` in ``http``
- ``render_template`` and context processors: ``templates``
- a route for the static files, and ``send_from_directory``: ``static``
- error handlers: ``Application.dispatch``, and the log of what none of them knows:
  ``Application.answer``
- functions that run before and after every request, and at its end: ``Application.dispatch``,
  ``Application.__call__``, and ``Request.close`` in ``http``

Shortcuts, which an application of your own may not be able to take: every response is one piece of
bytes or a file, so nothing streams; a repeated query argument counts once. Not replaced, because
nothing here asks for it: signals, and the ``flask`` command. A debugger, a server for development
and a test client are in Werkzeug itself.
"""

import logging

from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import HTTPException

from shared import errors, headers, settings
from shared.database import make_engine
from shared.errors import ApiError
from shared.hashing import HashingQueue
from shared.security import Security, new_request_id
from shared.sessions import SessionCookie
from shared.settings import Settings

from .db import Database
from .http import Request, Response, json_response, read_body, refuse_websocket
from .routes import build_url, find_handler
from .sessions import find_viewer
from .templates import make_environment, render_template

log = logging.getLogger(__name__)


def create_app(config: Settings | None = None) -> "Application":
    """Create the application, with settings from the environment unless others are given."""
    return Application(config or settings.load())


class Application:
    """What a server calls, once per request and from several threads at a time."""

    def __init__(self, config: Settings) -> None:
        self.engine = make_engine(config)
        self.security = Security(config)
        self.hashing = HashingQueue(config)
        self.session_cookie = SessionCookie(config)
        self.build_url = build_url
        self.templates = make_environment(build_url)
        self.max_body_size = config.max_body_size

    def __call__(self, environ, start_response):
        """Answer one request: a response is a WSGI application too."""
        with Request(environ, self, Database(self.engine)) as request:
            response = self.answer(request)
        add_headers(request, response)
        return response(environ, start_response)

    def answer(self, request: Request) -> Response:
        """Return the response to a request, whatever goes wrong."""
        try:
            return self.dispatch(request)
        except Exception as error:  # noqa: BLE001 (it is logged)
            request.id = new_request_id()
            failure = errors.failure(log, request.method, request.path, request.id, error)
            return answer_error(request, failure)

    def dispatch(self, request: Request) -> Response:
        """Find the handler of a request and call it; an error of the contract is a response too."""
        try:
            handler, names = find_handler(request.method, request.path)
            refuse_websocket(request)
            read_body(request)
            return handler(request, **names)
        except ApiError as error:
            return answer_error(request, error)
        except HTTPException as error:
            return answer_http_error(request, error)
        except IntegrityError as error:
            return answer_error(request, errors.lost_race(error))


def answer_error(request: Request, error: ApiError) -> Response:
    """Answer with an error of the contract, as JSON or as a page."""
    if headers.is_api(request.path):
        return json_response(error.body, error.status, error.headers)
    return Response(render_error(request, error.status), error.status, error.headers)


def answer_http_error(request: Request, error: HTTPException) -> Response:
    """Answer with an error of HTTP, keeping its headers, such as the Allow of a 405."""
    return answer_error(request, errors.http_error(error.code, dict(error.get_headers())))


def render_error(request: Request, status: int) -> str:
    """Return the page of an error, for a viewer who may not have been looked for yet."""
    if request.viewer is None and request.id is None:
        request.viewer = find_viewer(request)
    return render_template(request, "error.html", **errors.page(status, request.id))


def add_headers(request: Request, response: Response) -> None:
    """Add the headers that every answer carries beside its own, and the session."""
    response.headers.extend(headers.common(request.path, response.headers))
    response.headers.extend(request.session_headers())
