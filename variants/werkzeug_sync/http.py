"""What a request is and what a response is: Werkzeug's, and what this application adds to them."""

from io import BytesIO

import orjson
from werkzeug import wrappers
from werkzeug.exceptions import (
    BadRequest,
    ClientDisconnected,
    HTTPException,
    LengthRequired,
    RequestEntityTooLarge,
)
from werkzeug.formparser import FormDataParser
from werkzeug.wsgi import get_path_info

from shared import sessions, wsgi


class FormParser(FormDataParser):
    """Werkzeug's parser, which refuses what it cannot read: by default, that is an empty form."""

    def parse(self, stream, mimetype, content_length, options=None):
        """Return the stream, the fields and the files of a form; raises 400 and 413."""
        self.silent = False
        if mimetype == "application/x-www-form-urlencoded":
            stream = self.limit(stream.read())
        try:
            return super().parse(stream, mimetype, content_length, options)
        except ValueError:
            raise BadRequest from None

    def limit(self, body):
        """Return a stream of a body with few fields: Werkzeug counts them in multipart only."""
        if body.count(b"&") >= self.max_form_parts:
            raise RequestEntityTooLarge
        return BytesIO(body.decode(errors="replace").encode())


class Request(wrappers.Request):
    """A request, and what belongs to it for as long as it lasts."""

    form_data_parser_class = FormParser

    def __init__(self, environ, app, db):
        super().__init__(environ, populate_request=False)  # or the two would hold each other
        self.path = get_path_info(environ) or "/"  # as sent: Werkzeug's begins with one slash
        self.app = app
        self.db = db
        self.id = None  # until something goes wrong
        self.viewer = None
        self.max_content_length = app.max_body_size
        self.max_form_memory_size = app.max_body_size
        self._session = None

    def close(self) -> None:
        """Return the connection, and close what was uploaded: ``with`` calls this at the end."""
        self.db.release()
        super().close()

    def parse_body(self, payload):
        """Return what the body of the request says, as a payload of that kind."""
        return payload.parse(self.mimetype, self.get_data())

    @property
    def session(self) -> sessions.Session:
        """The session of the visitor, read from its cookie when somebody first asks."""
        if self._session is None:
            self._session = self.app.session_cookie.read(self.cookies.get(sessions.COOKIE))
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
        return self.app.build_url(self.root_path, endpoint, **values)


class Response(wrappers.Response):
    """A response; a page, unless it says that it is something else."""

    default_mimetype = "text/html"


def json_response(document, status=200, headers=None):
    """Return a response that says something in JSON."""
    return Response(orjson.dumps(document), status, headers, mimetype="application/json")


def refuse_websocket(request):
    """Refuse a WebSocket handshake, for this site has no WebSockets."""
    if wsgi.is_websocket_handshake(request.environ):
        raise BadRequest


def read_body(request):
    """Read the whole body of a request, or refuse it: a truncated one might look complete."""
    read = read_chunked_body if "Transfer-Encoding" in request.headers else read_sized_body
    try:
        read(request)
    except HTTPException:
        raise
    except Exception as error:  # a malformed body: every server raises exceptions of its own
        raise BadRequest from error


def read_sized_body(request):
    """Read a body with a length. Werkzeug returns fewer bytes if the server does."""
    if request.content_length and len(request.get_data()) < request.content_length:
        raise ClientDisconnected


def read_chunked_body(request):
    """Read a body without a length. Werkzeug would end it at the limit without a word."""
    if not wsgi.marks_end_of_chunks(request.environ):
        raise LengthRequired
    body = request.get_data()
    if len(body) == request.max_content_length and request.environ["wsgi.input"].read(1):
        raise RequestEntityTooLarge
