"""Conduit in Flask, as most people write it: the baseline of every comparison.

Read ``create_app`` first, then ``api`` and ``pages`` for the views, then ``store``, ``auth``,
``sessions`` and ``db`` for what they lean on.
"""

from typing import Any

import orjson
from flask import Flask, Response, abort, g, render_template, request
from flask.json.provider import JSONProvider
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import (
    BadRequest,
    ClientDisconnected,
    HTTPException,
    InternalServerError,
    LengthRequired,
    RequestEntityTooLarge,
)
from werkzeug.routing import BaseConverter

from shared import errors, headers, jinja, settings, wsgi
from shared.errors import ApiError
from shared.hashing import HashingQueue
from shared.security import Security, new_request_id
from shared.settings import Settings
from shared.slugs import RESERVED

from . import api, db, http, pages, sessions, static


def create_app(config: Settings | None = None) -> Flask:
    """Create the application, with settings from the environment unless others are given."""
    config = config or settings.load()
    app = Conduit(__name__, static_folder=None, template_folder=jinja.TEMPLATES)
    app.config.update(
        SECRET_KEY=config.secret_key.get_secret_value(),
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.session_cookie_secure,
        PERMANENT_SESSION_LIFETIME=config.session_lifetime,
        MAX_CONTENT_LENGTH=config.max_body_size,
        MAX_FORM_MEMORY_SIZE=config.max_body_size,
    )
    app.json = OrjsonProvider(app)
    app.url_map.merge_slashes = False  # a path with two slashes is another path: 404
    app.url_map.converters["slug"] = SlugConverter
    app.extensions["security"] = Security(config)
    app.extensions["hashing"] = HashingQueue(config)
    jinja.prepare(app.jinja_env)
    db.init_app(app, config)
    static.init_app(app)
    app.register_blueprint(api.bp)
    app.register_blueprint(pages.bp)
    app.register_error_handler(ApiError, answer_error)
    app.register_error_handler(HTTPException, answer_http_error)
    app.register_error_handler(InternalServerError, answer_failure)
    app.register_error_handler(IntegrityError, answer_lost_race)
    app.before_request(refuse_leading_slashes)
    app.before_request(read_body)
    app.context_processor(name_for_templates)
    app.after_request(add_headers)
    return app


class Conduit(Flask):
    """Flask, with a request id for every unhandled exception, and forms that are never cut."""

    request_class = http.Request

    def log_exception(self, exc_info) -> None:
        """Log an unhandled exception under an id that the visitor is told too."""
        g.request_id = new_request_id()
        g.failure = errors.failure(
            self.logger, request.method, request.path, g.request_id, exc_info[1]
        )


class SlugConverter(BaseConverter):
    """A slug in a path, which is never a reserved word: the feed's path is not an article's."""

    regex = rf"(?!(?:{'|'.join(RESERVED)})\Z)[^/]+"
    part_isolating = True


class OrjsonProvider(JSONProvider):
    """Flask's JSON on orjson: what views return as a dict is encoded here."""

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        """Return JSON as a text, which is what Flask's own callers want."""
        return orjson.dumps(obj).decode()

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """Return what JSON stands for."""
        return orjson.loads(s)

    def response(self, *args: Any, **kwargs: Any) -> Response:
        """Return a response from bytes, without the detour through a text."""
        body = orjson.dumps(self._prepare_response_obj(args, kwargs))
        return self._app.response_class(body, mimetype="application/json")


def refuse_leading_slashes():
    """Answer 404 to a path that begins with two slashes: routing would take them for one."""
    if request.path.startswith("//"):
        abort(404)


def read_body():
    """Read the whole body of a request, or refuse it: a truncated one might look complete."""
    if request.routing_exception is not None:
        return  # an answer is found already, and it is no view's
    read = read_chunked_body if "Transfer-Encoding" in request.headers else read_sized_body
    try:
        read()
    except HTTPException:
        raise
    except Exception as error:  # a malformed body: every server raises exceptions of its own
        raise BadRequest from error


def read_sized_body():
    """Read a body with a length. Werkzeug returns fewer bytes if the server does."""
    if request.content_length and len(request.get_data()) < request.content_length:
        raise ClientDisconnected


def read_chunked_body():
    """Read a body without a length. Werkzeug would end it at the limit without a word."""
    if not wsgi.marks_end_of_chunks(request.environ):
        raise LengthRequired
    body = request.get_data()
    if len(body) == request.max_content_length and request.environ["wsgi.input"].read(1):
        raise RequestEntityTooLarge


def name_for_templates():
    """Return what templates know of a request, beside what Flask tells them."""
    names = {"csrf_token": sessions.csrf_token, "here": sessions.here()}
    return {"current_user": g.get("viewer"), **names}


def answer_error(error: ApiError):
    """Answer with an error of the contract, as JSON or as a page."""
    if headers.is_api(request.path):
        return error.body, error.status, error.headers
    return render_error(error.status), error.status, error.headers


def answer_http_error(error: HTTPException):
    """Answer with an error of HTTP, keeping its headers, such as the Allow of a 405."""
    response = error.get_response()
    if headers.is_api(request.path):
        response.data = orjson.dumps(errors.http_error(response.status_code).body)
        response.mimetype = "application/json"
    else:
        response.data = render_error(response.status_code)
    return response


def answer_failure(error: InternalServerError):
    """Answer a request that failed: with a 503 if the database cannot be used now, or a 500."""
    return answer_error(g.failure)


def answer_lost_race(error: IntegrityError):
    """Answer that another request was faster."""
    return answer_error(errors.lost_race(error))


def render_error(status: int) -> str:
    """Return the page of an error, for a viewer who may not have been looked for yet."""
    request_id = g.get("request_id")
    if "viewer" not in g and request_id is None:
        g.viewer = sessions.find_viewer()
    return render_template("error.html", **errors.page(status, request_id))


def add_headers(response: Response) -> Response:
    """Add the headers that every answer carries beside its own."""
    if "Allow" in response.headers:
        response.allow = sorted(response.allow)  # Werkzeug has them in a set
    response.headers.extend(headers.common(request.path, response.headers))
    return response
