"""What a request is and what a response is: all of HTTP that this application needs."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import parse_qsl

import orjson

from shared.errors import http_error

STATUS_LINES = {status.value: f"{status.value} {status.phrase}" for status in HTTPStatus}


class Request:
    """A request, read from its environ as far as anybody asks."""

    def __init__(self, environ, app, db):
        self.environ = environ
        self.app = app
        self.db = db
        self.viewer = None
        self.body = b""
        self.method = environ["REQUEST_METHOD"]
        self.path = decode(environ.get("PATH_INFO", ""))

    @property
    def arguments(self) -> dict[str, str]:
        """The query string's arguments, of repeated ones the first."""
        query = decode(self.environ.get("QUERY_STRING", ""))
        pairs = parse_qsl(query, keep_blank_values=True, errors="surrogateescape")
        return dict(reversed(pairs))

    @property
    def media_type(self) -> str:
        """The type of the body, without parameters such as its charset."""
        return self.environ.get("CONTENT_TYPE", "").partition(";")[0].strip()

    @property
    def authorization(self) -> str | None:
        """The header that names the user."""
        return self.environ.get("HTTP_AUTHORIZATION")

    @property
    def viewer_id(self) -> int | None:
        """The id of the viewer, or None for nobody."""
        return self.viewer and self.viewer.id

    def parse_body(self, payload):
        """Return what the body of the request says, as a payload of that kind."""
        return payload.parse(self.media_type, self.body)


class Response(NamedTuple):
    """A status code, a body in one piece, and headers beside those that the body needs."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = {}


def json_response(document, status=200, headers=None):
    """Return a response that says something in JSON."""
    headers = {"Content-Type": "application/json", **(headers or {})}
    return Response(status, orjson.dumps(document), headers)


def decode(native: str) -> str:
    """Return the text in a WSGI string, which holds one byte per character (PEP 3333).

    Bytes that are no text become lone surrogates, which no name in the database has.
    """
    return native.encode("latin-1").decode(errors="surrogateescape")


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
