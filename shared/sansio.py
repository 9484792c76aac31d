"""Requests and responses, whoever brings the one and takes the other: HTTP without I/O.

WSGI and ASGI hand over the same things in different wrappings. What is done with them after that is
here, once, for the variants that have no toolkit; their own ``http`` modules unwrap and wrap.
Werkzeug is divided in the same way, and has the same name for it: Quart uses ``werkzeug.sansio``.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, NamedTuple, Protocol
from urllib.parse import parse_qsl, quote

import orjson
from sqlalchemy import Row

from . import urls
from .formdata import FormData, parse_form
from .payloads import Payload
from .sessions import COOKIE, Headers, Session, SessionCookie


class Application(Protocol):
    """What a request needs to know of the application that answers it."""

    session_cookie: SessionCookie
    build_url: Callable[..., str]


class Request(ABC):
    """A request, read as far as anybody asks, and what belongs to it for as long as it lasts."""

    def __init__(self, method: str, path: str, app: Application, db: Any) -> None:
        self.method = method
        self.path = path
        self.app = app
        self.db = db
        self.id: str | None = None  # until something goes wrong
        self.viewer: Row[Any] | None = None
        self.body = b""
        self._session: Session | None = None

    @property
    @abstractmethod
    def root(self) -> str:
        """Where the application is mounted: nowhere, or a path before the paths of its routes."""

    @property
    @abstractmethod
    def query(self) -> bytes:
        """The query string, as it was sent."""

    @abstractmethod
    def header(self, name: str) -> str | None:
        """Return a header, or None."""

    @property
    def media_type(self) -> str:
        """The type of the body, without parameters such as its charset."""
        return (self.header("Content-Type") or "").partition(";")[0].strip()

    @property
    def arguments(self) -> dict[str, str]:
        """The query string's arguments, of repeated ones the first.

        Bytes that are no text become lone surrogates, which no name in the database has.
        """
        query = self.query.decode(errors="surrogateescape")
        pairs = parse_qsl(query, keep_blank_values=True, errors="surrogateescape")
        return dict(reversed(pairs))

    def parse_body(self, payload: type[Payload]) -> Any:
        """Return what the body says, as a payload of that kind; raises ApiError (400, 415, 422)."""
        return payload.parse(self.media_type, self.body)

    @cached_property
    def form(self) -> FormData:
        """The form that was submitted; raises ApiError (400, 413)."""
        return parse_form(self.header("Content-Type") or "", self.body)

    def cookie(self, name: str) -> str | None:
        """Return the value of a cookie, of several the first, or None (RFC 6265, section 4.2)."""
        for pair in (self.header("Cookie") or "").split(";"):
            key, _, value = pair.strip().partition("=")
            if key == name:
                return value
        return None

    @property
    def session(self) -> Session:
        """The session of the visitor, read from its cookie when somebody first asks."""
        if self._session is None:
            self._session = self.app.session_cookie.read(self.cookie(COOKIE))
        return self._session

    def session_headers(self) -> Headers:
        """Return what a response says of the session: nothing, if nobody has asked for it."""
        return [] if self._session is None else self.app.session_cookie.headers(self._session)

    @property
    def viewer_id(self) -> int | None:
        """The id of the viewer, or None for nobody."""
        return None if self.viewer is None else int(self.viewer.id)

    def url_for(self, endpoint: str, **values: object) -> str:
        """Return the address of an endpoint, without its host."""
        return self.app.build_url(self.root, endpoint, **values)


class Response(NamedTuple):
    """A status code, a body in one piece, and headers beside those that the body needs."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = {}


def json_response(
    document: object, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """Return a response that says something in JSON."""
    headers = {"Content-Type": "application/json", **(headers or {})}
    return Response(status, orjson.dumps(document), headers)


def html_response(
    page: str, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """Return a response that is a page."""
    headers = {"Content-Type": "text/html; charset=utf-8", **(headers or {})}
    return Response(status, page.encode(), headers)


def redirect(location: str, status: int) -> Response:
    """Return a response that leads elsewhere: what no address may hold is escaped (RFC 3986)."""
    return Response(status, headers={"Location": quote(location, safe=urls.QUERY + "#")})
