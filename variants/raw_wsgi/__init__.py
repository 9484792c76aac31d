"""Conduit on WSGI alone: the environ, ``start_response`` and an iterable of bytes (PEP 3333).

No framework and no HTTP toolkit. What one would have done for you, and where it is done here:

- matching URLs and methods, with 404, 405, HEAD and OPTIONS: ``routes``
- decoding the path and the query string, reading the body within its limits: ``http``
- JSON responses with their headers: ``http.json_response``
- what belongs to a request, such as its connection: an object that every handler is given, in
  place of proxies such as ``g`` that find it by themselves
- turning exceptions into answers, and never letting one pass: ``Application.answer``
- running code before and after every request: ``Application.__call__``

Shortcuts, which an application of your own may not be able to take: every response is one
piece of bytes, so nothing streams; there are no cookies, forms or uploads; URLs are matched but
never built; a repeated query argument counts once; there is no debugger and no test client.
"""

import logging
from http import HTTPStatus

from sqlalchemy.exc import IntegrityError

from shared import cors, errors, settings
from shared.database import make_engine
from shared.errors import ApiError
from shared.security import Security
from shared.settings import Settings

from .db import Database
from .http import STATUS_LINES, Request, Response, json_response, read_body
from .routes import find_handler

log = logging.getLogger(__name__)


def create_app(config: Settings | None = None) -> "Application":
    """Create the application, with settings from the environment unless others are given."""
    return Application(config or settings.load())


class Application:
    """What a server calls, once per request and from several threads at a time."""

    def __init__(self, config: Settings) -> None:
        self.engine = make_engine(config)
        self.security = Security(config)
        self.max_body_size = config.max_body_size

    def __call__(self, environ, start_response):
        """Answer one request."""
        request = Request(environ, self, Database(self.engine))
        try:
            response = self.answer(request)
        finally:
            request.db.release()
        headers = all_headers(request, response)
        start_response(STATUS_LINES[response.status], list(headers.items()))
        return [] if request.method == "HEAD" else [response.body]

    def answer(self, request: Request) -> Response:
        """Find the handler of a request and call it; what goes wrong becomes an answer too."""
        try:
            handler, names = find_handler(request.method, request.path)
            request.body = read_body(request.environ, self.max_body_size)
            return handler(request, **names)
        except ApiError as error:
            return answer_error(error)
        except IntegrityError as error:
            return answer_error(errors.lost_race(error))
        except Exception:
            log.exception("%s %r failed", request.method, request.path)
            return answer_error(errors.http_error(500))


def answer_error(error: ApiError) -> Response:
    """Answer with an error of the contract."""
    return json_response(error.body, error.status, error.headers)


def all_headers(request: Request, response: Response) -> dict[str, str]:
    """Return all headers of a response: its own, its length, and who may read it."""
    headers = {**response.headers, **cors.headers(request.path, response.headers.get("Allow"))}
    if response.status != HTTPStatus.NO_CONTENT:  # which has no length (RFC 9110, section 8.6)
        headers["Content-Length"] = str(len(response.body))
    return headers
