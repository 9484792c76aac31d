"""Conduit on ASGI alone: the scope, ``receive`` and ``send`` (ASGI 3).

No framework and no HTTP toolkit. What one would have done for you, and where it is done here:

- matching URLs and methods, with 404, 405, HEAD and OPTIONS, and building URLs: ``routes``
- decoding the headers, receiving the body within its limits, sending one in pieces: ``http``
- reading the query string and cookies, making responses in JSON and HTML: ``shared.sansio``,
  for that is the same under WSGI
- reading forms, with what is uploaded: ``shared.formdata``
- what belongs to a request, such as its connection: an object that every handler is given, in
  place of proxies such as ``g`` that find it by themselves
- the session, a signed cookie that is read when somebody asks for it and sent when it has changed,
  and the messages flashed in it: ``shared.sessions``
- telling Jinja what a template may call: ``templates``
- static files, with all that HTTP has for them: ``static``, and ``shared.conditions``
- turning exceptions into answers, and never letting one pass: ``Application.answer``
- running code before and after every request: ``Application.respond``
- ending the work for a client that has gone: ``http.run_until_disconnect``
- running code before the first request and after the last: ``Application.live``
- telling apart what a server calls us for, and refusing what we do not serve:
  ``Application.__call__``

Shortcuts, which an application of your own may not be able to take: every response is one piece of
bytes when it is made, so nothing streams that does not fit into memory; an uploaded file is held
there too; a name in a path stands for one segment of any kind; a repeated query argument counts
once; there is no debugger and no test client.
"""

import asyncio
import logging
from contextlib import suppress
from http import HTTPStatus

from sqlalchemy.exc import IntegrityError

from shared import errors, headers, settings
from shared.database import make_async_engine
from shared.errors import ApiError
from shared.hashing import AsyncHashingQueue
from shared.sansio import Response, html_response, json_response
from shared.security import Security, new_request_id
from shared.sessions import SessionCookie
from shared.settings import Settings

from .db import Database, find_trouble
from .http import (
    DisconnectError,
    Request,
    read_body,
    require_one_length,
    run_until_disconnect,
    send_body,
)
from .routes import build_url, find_handler
from .sessions import find_viewer
from .templates import make_environment, render_template

NO_LENGTH = {HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED}  # RFC 9110, section 8.6

log = logging.getLogger(__name__)


def create_app(config: Settings | None = None) -> "Application":
    """Create the application, with settings from the environment unless others are given."""
    return Application(config or settings.load())


class Application:
    """What a server calls, once for its own life and once per request, many at a time."""

    def __init__(self, config: Settings) -> None:
        self.engine = make_async_engine(config)
        self.writers = asyncio.Semaphore(max(1, config.pool_size - 1))
        self.lock_timeout = config.lock_timeout
        self.security = Security(config)
        self.hashing = AsyncHashingQueue(config)
        self.session_cookie = SessionCookie(config)
        self.build_url = build_url
        self.templates = make_environment(build_url)
        self.max_body_size = config.max_body_size

    async def __call__(self, scope, receive, send):
        """Serve what the scope is about: a request, the life of the server, or a WebSocket."""
        match scope["type"]:
            case "http":
                await self.respond(scope, receive, send)
            case "lifespan":
                await self.live(receive, send)
            case "websocket":
                await refuse_websocket(receive, send)
            case unknown:
                raise ValueError(f"this application does not speak {unknown}")

    async def respond(self, scope, receive, send):
        """Answer one request, unless its client disconnects first."""
        request = Request(scope, receive, self, Database(self))
        response = await run_until_disconnect(self.answer(request), request)
        if response is None:
            return
        start = {"status": response.status, "headers": all_headers(request, response)}
        with suppress(OSError):  # the client has gone, and the server says so
            await send({"type": "http.response.start", **start})
            await send_body(send, b"" if request.method == "HEAD" else response.body)

    async def answer(self, request: Request) -> Response:
        """Return the response to a request, whatever goes wrong."""
        try:
            return await self.dispatch(request)
        except DisconnectError:
            return Response(400)  # granian says so of a malformed body too, and would answer 500
        except Exception as error:  # noqa: BLE001 (it is logged)
            request.id = new_request_id()
            failure = errors.failure(log, request.method, request.path, request.id, error)
            return await answer_error(request, failure)
        finally:
            await request.db.release()

    async def dispatch(self, request: Request) -> Response:
        """Find the handler of a request and call it; an error of the contract is a response too."""
        try:
            require_one_length(request)
            handler, names = find_handler(request.method, request.path)
            request.body = await read_body(request, self.max_body_size)
            return await handler(request, **names)
        except ApiError as error:
            return await answer_error(request, error)
        except IntegrityError as error:
            return await answer_error(request, errors.lost_race(error))

    async def live(self, receive, send):
        """Open the first connection before the first request, and close all after the last."""
        await receive()  # lifespan.startup
        if trouble := await find_trouble(self.engine):
            await send({"type": "lifespan.startup.failed", "message": trouble})
            return
        await send({"type": "lifespan.startup.complete"})
        await receive()  # lifespan.shutdown
        await self.engine.dispose()
        await send({"type": "lifespan.shutdown.complete"})


async def refuse_websocket(receive, send):
    """Refuse a WebSocket, for this site has none; the server answers 403."""
    await receive()  # websocket.connect
    await send({"type": "websocket.close"})


async def answer_error(request: Request, error: ApiError) -> Response:
    """Answer with an error of the contract, as JSON or as a page."""
    if headers.is_api(request.path):
        return json_response(error.body, error.status, error.headers)
    return html_response(await render_error(request, error.status), error.status, error.headers)


async def render_error(request: Request, status: int) -> str:
    """Return the page of an error, for a viewer who may not have been looked for yet."""
    if request.viewer is None and request.id is None:
        request.viewer = await find_viewer(request)
    return await render_template(request, "error.html", **errors.page(status, request.id))


def all_headers(request: Request, response: Response) -> list[tuple[bytes, bytes]]:
    """Return all headers of a response: its own, those that every answer carries, its length."""
    named = {**headers.common(request.path, response.headers), **response.headers}
    if response.status not in NO_LENGTH:
        named["Content-Length"] = str(len(response.body))
    # The same name may come twice from here on: a response may set several cookies.
    pairs = [*named.items(), *request.session_headers()]
    return [(name.lower().encode(), value.encode("latin-1")) for name, value in pairs]
