"""From an environ to a request: what WSGI hands over, and how it is wrapped (PEP 3333).

What comes after that, such as reading a form or a cookie, is the same under ASGI: it is in
``shared.sansio``.
"""

from http import HTTPStatus

from shared import sansio, wsgi
from shared.errors import http_error

STATUS_LINES = {status.value: f"{status.value} {status.phrase}" for status in HTTPStatus}
UNPREFIXED = {"CONTENT_TYPE", "CONTENT_LENGTH"}  # all other headers are called HTTP_something


class Request(sansio.Request):
    """A request, in its environ."""

    def __init__(self, environ, app, db):
        self.environ = environ
        super().__init__(environ["REQUEST_METHOD"], decode(environ.get("PATH_INFO", "")), app, db)

    @property
    def root(self) -> str:
        """Where the application is mounted: nowhere, or a path before the paths of its routes."""
        return decode(self.environ.get("SCRIPT_NAME", "")).rstrip("/")

    @property
    def query(self) -> bytes:
        """The query string, as it was sent."""
        return self.environ.get("QUERY_STRING", "").encode("latin-1")

    def header(self, name: str) -> str | None:
        """Return a header, or None; the server has made one of several lines."""
        key = name.upper().replace("-", "_")
        return self.environ.get(key if key in UNPREFIXED else f"HTTP_{key}")


def decode(native: str) -> str:
    """Return the text in a WSGI string, which holds one byte per character.

    Bytes that are no text become U+FFFD, as they do in a browser.
    """
    return native.encode("latin-1").decode(errors="replace")


def refuse_websocket(request) -> None:
    """Refuse a WebSocket handshake, for this site has no WebSockets."""
    if wsgi.is_websocket_handshake(request.environ):
        raise http_error(400)


def read_body(request, limit: int) -> bytes:
    """Return the whole body of a request, with a length or in chunks, or refuse it."""
    stream = request.environ["wsgi.input"]
    if request.header("Transfer-Encoding") is not None:
        if not wsgi.marks_end_of_chunks(request.environ):
            raise http_error(411)
        body = read(stream, limit + 1)
        if len(body) > limit:
            raise http_error(413)
        return body
    length = int(request.header("Content-Length") or 0)
    if length > limit:
        raise http_error(413)
    body = read(stream, length)
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
    except Exception as error:  # a malformed body: every server raises exceptions of its own
        raise http_error(400) from error
    return b"".join(pieces)
