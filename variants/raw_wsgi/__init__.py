"""Conduit on WSGI alone: the environ, ``start_response`` and an iterable of bytes (PEP 3333).

No framework and no HTTP toolkit. What one would have done for you, and where it is done here:

- matching URLs and methods, with 404, 405, HEAD and OPTIONS, and building URLs: ``routes``
- decoding the path and the headers, reading the body within its limits: ``http``
- reading the query string and cookies, making responses in JSON and HTML: ``shared.sansio``,
  for that is the same under ASGI
- reading forms, with what is uploaded: ``shared.formdata``
- what belongs to a request, such as its connection: an object that every handler is given, in
  place of proxies such as ``g`` that find it by themselves
- the session, a signed cookie that is read when somebody asks for it and sent when it has changed,
  and the messages flashed in it: ``shared.sessions``
- telling Jinja what a template may call: ``templates``
- static files, with all that HTTP has for them: ``static``, and ``shared.conditions``
- turning exceptions into answers, and never letting one pass: ``Application.answer``
- running code before and after every request: ``Application.__call__``

Shortcuts, which an application of your own may not be able to take: every response is one piece of
bytes, so nothing streams; an uploaded file is held in memory; a name in a path stands for one
segment of any kind; a repeated query argument counts once; there is no debugger and no test client.
"""

import logging
from http import HTTPStatus

from sqlalchemy.exc import IntegrityError

from shared import errors, headers, settings
from shared.database import make_engine
from shared.errors import ApiError
from shared.hashing import HashingQueue
from shared.sansio import Response, html_response, json_response
from shared.security import Security, new_request_id
from shared.sessions import SessionCookie
from shared.settings import Settings

from .db import Database
from .http import STATUS_LINES, Request, read_body, refuse_websocket
from .routes import build_url, find_handler
from .sessions import find_viewer
from .templates import make_environment, render_template

NO_LENGTH = {HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED}  # RFC 9110, section 8.6

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
        """Answer one request."""
        request = Request(environ, self, Database(self.engine))
        try:
            response = self.answer(request)
        finally:
            request.db.release()
        start_response(STATUS_LINES[response.status], all_headers(request, response))
        return [] if request.method == "HEAD" else [response.body]

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
            request.body = read_body(request, self.max_body_size)
            return handler(request, **names)
        except ApiError as error:
            return answer_error(request, error)
        except IntegrityError as error:
            return answer_error(request, errors.lost_race(error))


def answer_error(request: Request, error: ApiError) -> Response:
    """Answer with an error of the contract, as JSON or as a page."""
    if headers.is_api(request.path):
        return json_response(error.body, error.status, error.headers)
    return html_response(render_error(request, error.status), error.status, error.headers)


def render_error(request: Request, status: int) -> str:
    """Return the page of an error, for a viewer who may not have been looked for yet."""
    if request.viewer is None and request.id is None:
        request.viewer = find_viewer(request)
    return render_template(request, "error.html", **errors.page(status, request.id))


def all_headers(request: Request, response: Response) -> list[tuple[str, str]]:
    """Return all headers of a response: its own, those that every answer carries, its length."""
    named = {**headers.common(request.path, response.headers), **response.headers}
    if response.status not in NO_LENGTH:
        named["Content-Length"] = str(len(response.body))
    # The same name may come twice from here on: a response may set several cookies.
    return [*named.items(), *request.session_headers()]
