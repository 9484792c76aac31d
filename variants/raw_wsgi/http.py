"""What a request is and what a response is: all of HTTP that this application needs."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import parse_qsl, quote

import orjson

from shared import sessions, urls
from shared.errors import http_error

STATUS_LINES = {status.value: f"{status.value} {status.phrase}" for status in HTTPStatus}
FORM = "application/x-www-form-urlencoded"


class Request:
    """A request, read from its environ as far as anybody asks."""

    def __init__(self, environ, app, db):
        self.environ = environ
        self.app = app
        self.db = db
        self.id = None  # until something goes wrong
        self.viewer = None
        self.body = b""
        self.method = environ["REQUEST_METHOD"]
        self.path = decode(environ.get("PATH_INFO", ""))
        self._session = None

    @property
    def root(self) -> str:
        """Where the application is mounted: nowhere, or a path before the paths of its routes."""
        return decode(self.environ.get("SCRIPT_NAME", "")).rstrip("/")

    @property
    def query(self) -> bytes:
        """The query string, as it was sent."""
        return self.environ.get("QUERY_STRING", "").encode("latin-1")

    def header(self, name: str) -> str | None:
        """Return a header, or None."""
        return self.environ.get("HTTP_" + name.upper().replace("-", "_"))

    @property
    def media_type(self) -> str:
        """The type of the body, without parameters such as its charset."""
        return self.environ.get("CONTENT_TYPE", "").partition(";")[0].strip()

    @property
    def arguments(self) -> dict[str, str]:
        """The query string's arguments, of repeated ones the first.

        Bytes that are no text become lone surrogates, which no name in the database has.
        """
        query = self.query.decode(errors="surrogateescape")
        pairs = parse_qsl(query, keep_blank_values=True, errors="surrogateescape")
        return dict(reversed(pairs))

    def parse_body(self, payload):
        """Return what the body of the request says, as a payload of that kind."""
        return payload.parse(self.media_type, self.body)

    @cached_property
    def form(self) -> "FormData":
        """The fields of a form that was submitted."""
        is_form = self.media_type.lower() == FORM
        body = self.body.decode(errors="replace") if is_form else ""
        return FormData(parse_qsl(body, keep_blank_values=True))

    def cookie(self, name: str) -> str | None:
        """Return the value of a cookie, of several the first, or None (RFC 6265, section 4.2)."""
        for pair in (self.header("Cookie") or "").split(";"):
            key, _, value = pair.strip().partition("=")
            if key == name:
                return value
        return None

    @property
    def session(self) -> sessions.Session:
        """The session of the visitor, read from its cookie when somebody first asks."""
        if self._session is None:
            self._session = self.app.session_cookie.read(self.cookie(sessions.COOKIE))
        return self._session

    def session_headers(self) -> sessions.Headers:
        """Return what a response says of the session: nothing, if nobody has asked for it."""
        return [] if self._session is None else self.app.session_cookie.headers(self._session)

    @property
    def viewer_id(self) -> int | None:
        """The id of the viewer, or None for nobody."""
        return self.viewer and self.viewer.id

    def url_for(self, endpoint: str, **values: object) -> str:
        """Return the address of an endpoint, without its host."""
        return self.app.build_url(self.root, endpoint, **values)


class FormData:
    """The values of a form by the names of its fields; a name may have several, or none."""

    def __init__(self, pairs: Iterable[tuple[str, str]]):
        self.values: dict[str, list[str]] = {}
        for name, value in pairs:
            self.values.setdefault(name, []).append(value)

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def getlist(self, name: str) -> list[str]:
        """Return all values of a name."""
        return self.values.get(name, [])

    def get(self, name: str) -> str | None:
        """Return the first value of a name, or None."""
        return next(iter(self.getlist(name)), None)


class Response(NamedTuple):
    """A status code, a body in one piece, and headers beside those that the body needs."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = {}


def json_response(document, status=200, headers=None):
    """Return a response that says something in JSON."""
    headers = {"Content-Type": "application/json", **(headers or {})}
    return Response(status, orjson.dumps(document), headers)


def html_response(page, status=200, headers=None):
    """Return a response that is a page."""
    headers = {"Content-Type": "text/html; charset=utf-8", **(headers or {})}
    return Response(status, page.encode(), headers)


def redirect(location, status):
    """Return a response that leads elsewhere: what no address may hold is escaped (RFC 3986)."""
    return Response(status, headers={"Location": quote(location, safe=urls.QUERY + "#")})


def decode(native: str) -> str:
    """Return the text in a WSGI string, which holds one byte per character (PEP 3333).

    Bytes that are no text become U+FFFD, as they do in a browser.
    """
    return native.encode("latin-1").decode(errors="replace")


def read_body(environ, limit: int) -> bytes:
    """Return the whole body of a request, or refuse it.

    A body comes with its length, or in chunks until the server says that it ends. A server that
    does not say (it sets no ``wsgi.input_terminated``) would let us wait for ever.
    """
    if "HTTP_TRANSFER_ENCODING" in environ:
        if "wsgi.input_terminated" not in environ:
            raise http_error(411)
        body = read(environ["wsgi.input"], limit + 1)
        if len(body) > limit:
            raise http_error(413)
        return body
    length = int(environ.get("CONTENT_LENGTH") or 0)
    if length > limit:
        raise http_error(413)
    body = read(environ["wsgi.input"], length)
    if len(body) < length:
        raise http_error(400)  # the client went away, and nobody will read this
    return body


def read(stream, size: int) -> bytes:
    """Read up to *size* bytes: one call of ``read`` may return fewer, and it means nothing."""
    pieces = []
    try:
        while size > 0 and (piece := stream.read(size)):
            pieces.append(piece)
            size -= len(piece)
    except OSError:
        raise http_error(400) from None  # the client went away in the middle of a chunk
    return b"".join(pieces)
