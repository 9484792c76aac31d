"""What a request is: Quart's, and how this application wants it received and its forms read."""

import asyncio

import quart
from quart.asgi import ASGIHTTPConnection, ASGIWebsocketConnection
from quart.formparser import FormDataParser
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge


class FormParser(FormDataParser):
    """Quart's parser, which refuses what it cannot read: by default, that is an empty form."""

    async def parse(self, body, mimetype, content_length, options=None):
        """Return the fields and the files of a form; raises 400 and 413."""
        self.silent = False
        if mimetype == "application/x-www-form-urlencoded":
            body = self.limit(await body)
        elif mimetype == "multipart/form-data":
            body = ended(body)
        try:
            return await super().parse(body, mimetype, content_length, options)
        except ValueError:
            raise BadRequest from None

    async def limit(self, body):
        """Return a body with few fields: Quart counts them in multipart only."""
        if body.count(b"&") >= self.max_form_parts:
            raise RequestEntityTooLarge
        return body.decode(errors="replace").encode()


async def ended(body):
    """Yield a body and then None, its end: without that, Quart takes a cut form for whole."""
    async for data in body:
        yield data
    yield None


class Request(quart.Request):
    """A request with its path as it was sent, and a form that is never cut."""

    form_data_parser_class = FormParser
    is_cut = False  # until the client disconnects before the end of the body

    def __init__(self, method, scheme, path, *args, **kwargs):
        super().__init__(method, scheme, path, *args, **kwargs)
        self.path = path


class Connection(ASGIHTTPConnection):
    """Quart's connection, which also answers a request whose body is cut or malformed.

    Servers report both as ``http.disconnect``, and Quart cancels such a request without an answer.
    If the client is still there, granian would answer 500 for us.
    """

    async def handle_messages(self, request, receive):
        """Receive the body, then wait until the client leaves."""
        more = True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                request.is_cut = True
                request.body.set_complete()
                await asyncio.Event().wait()  # until Quart cancels this, after the answer
            request.body.append(message.get("body", b""))
            more = message.get("more_body", False)
        request.body.set_complete()
        await super().handle_messages(request, receive)


class RefusedWebsocket(ASGIWebsocketConnection):
    """A WebSocket handshake, which is refused, for this site has no WebSockets."""

    async def __call__(self, receive, send):
        """Close it before it is open; the server answers 403."""
        await receive()  # websocket.connect
        await send({"type": "websocket.close"})
