"""Conduit in Flask with ``async def`` views.

Read ``create_app`` first, then ``api`` for the views, then ``auth`` and ``db`` for what they
lean on.
"""

from typing import Any

import orjson
from flask import Flask, Response, request
from flask.json.provider import JSONProvider
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import HTTPException

from shared import cors, errors, settings
from shared.errors import ApiError
from shared.security import Security
from shared.settings import Settings

from . import api, db


def create_app(config: Settings | None = None) -> Flask:
    """Create the application, with settings from the environment unless others are given."""
    config = config or settings.load()
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = config.max_body_size
    app.json = OrjsonProvider(app)
    app.url_map.merge_slashes = False  # a path with two slashes is another path: 404
    app.extensions["security"] = Security(config)
    db.init_app(app, config)
    app.register_blueprint(api.bp)
    app.register_error_handler(ApiError, answer_error)
    app.register_error_handler(HTTPException, answer_http_error)
    app.register_error_handler(IntegrityError, answer_lost_race)
    app.after_request(allow_any_origin)
    return app


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


def answer_error(error: ApiError):
    """Answer with an error of the contract."""
    return error.body, error.status, error.headers


def answer_http_error(error: HTTPException):
    """Answer with an error of HTTP, keeping its headers, such as the Allow of a 405."""
    response = error.get_response()
    response.data = orjson.dumps(errors.http_error(response.status_code).body)
    response.mimetype = "application/json"
    return response


def answer_lost_race(error: IntegrityError):
    """Answer that another request was faster."""
    return answer_error(errors.lost_race(error))


def allow_any_origin(response: Response) -> Response:
    """Let the pages of any site use the API."""
    response.headers.update(cors.headers(request.path, response.headers.get("Allow")))
    return response
