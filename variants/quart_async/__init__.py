"""Conduit in Quart: the Flask variant, async all the way down.

Read ``create_app`` first, then ``api`` for the views, then ``auth`` and ``db`` for what they
lean on.
"""

from http import HTTPStatus
from typing import Any

import orjson
from quart import Quart, Response, request
from quart.json.provider import JSONProvider
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import HTTPException

from shared import cors, errors, settings
from shared.errors import ApiError
from shared.security import Security
from shared.settings import Settings

from . import api, db


def create_app(config: Settings | None = None) -> Quart:
    """Create the application, with settings from the environment unless others are given."""
    config = config or settings.load()
    app = Quart(__name__, static_folder=None)
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
    app.after_request(drop_length)
    return app


class OrjsonProvider(JSONProvider):
    """Quart's JSON on orjson: what views return as a dict is encoded here."""

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        """Return JSON as a text, which is what Quart's own callers want."""
        return orjson.dumps(obj).decode()

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """Return what JSON stands for."""
        return orjson.loads(s)

    def response(self, *args: Any, **kwargs: Any) -> Response:
        """Return a response from bytes, without the detour through a text."""
        body = orjson.dumps(self._prepare_response_obj(args, kwargs))
        return self._app.response_class(body, mimetype="application/json")


async def answer_error(error: ApiError):
    """Answer with an error of the contract."""
    return error.body, error.status, error.headers


async def answer_http_error(error: HTTPException):
    """Answer with an error of HTTP, keeping its headers, such as the Allow of a 405."""
    response = error.get_response()
    response.data = orjson.dumps(errors.http_error(response.status_code).body)
    response.mimetype = "application/json"
    return response


async def answer_lost_race(error: IntegrityError):
    """Answer that another request was faster."""
    return await answer_error(errors.lost_race(error))


async def allow_any_origin(response: Response) -> Response:
    """Let the pages of any site use the API."""
    response.headers.update(cors.headers(request.path, response.headers.get("Allow")))
    return response


async def drop_length(response: Response) -> Response:
    """Let a 204 have no length (RFC 9110, section 8.6): Flask sees to that, Quart does not."""
    if response.status_code == HTTPStatus.NO_CONTENT:
        response.headers.pop("Content-Length", None)
    return response
