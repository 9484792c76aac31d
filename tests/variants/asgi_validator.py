"""A validator of ASGI applications, as ``wsgiref.validate`` is one of WSGI applications.

It stands between a server and an application and raises AssertionError as soon as the application
breaks a rule: of the specification (ASGI 3, https://asgi.readthedocs.io), or of HTTP where keeping
it is the application's (RFC 9110, sections 5.5, 8.6 and 9.3.2). The server is taken to be right.
"""

import re

NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9a-z-]+")  # a token, in lower case
VALUE = re.compile(rb"(?![ \t])[\t -~\x80-\xff]*(?<![ \t])")
# Of one connection between two machines, so they are the server's (RFC 9110, section 7.6.1).
OF_THE_SERVER = {b"connection", b"keep-alive", b"te", b"transfer-encoding", b"upgrade"}
NO_BODY = {204, 304}


def validator(app):
    """Return an application that does what another one does, and sees that it does it right."""

    async def validated(scope, receive, send):
        connection = CONNECTIONS[scope["type"]](scope, receive, send)
        result = await app(scope, connection.receive, connection.send)
        assert result is None, f"the application returns {result!r}"
        connection.end()

    return validated


class Connection:
    """What every kind of connection has in common: messages, of which some are the last."""

    def __init__(self, scope, receive, send):
        self._receive = receive
        self._send = send
        self.received = []  # types of messages
        self.sent = []
        self.is_over = False

    async def receive(self):
        """Give the application a message."""
        assert not self.is_over, "a message is wanted after the application has returned"
        last = self.received[-1:]
        assert last != [self.LAST], f"a message is wanted after {last}"
        message = await self._receive()
        self.received.append(message["type"])
        return message

    async def send(self, message):
        """Take a message of the application."""
        assert not self.is_over, f"{message} is sent after the application has returned"
        assert type(message) is dict, f"{message!r} is no dict"
        getattr(self, "on_" + message["type"].replace(".", "_"), self.on_unknown)(message)
        self.sent.append(message["type"])
        await self._send(message)

    def on_unknown(self, message):
        raise AssertionError(f"there is no message {message['type']!r} here")

    def end(self):
        """See that the application may return now."""
        self.is_over = True


class Exchange(Connection):
    """A request and its response."""

    LAST = "http.disconnect"

    def __init__(self, scope, receive, send):
        super().__init__(scope, receive, send)
        self.method = scope["method"]
        self.status = None
        self.length = None  # as the headers have it
        self.size = 0  # as it turns out
        self.is_complete = False

    def on_http_response_start(self, message):
        """Check the beginning of a response."""
        has_keys(message, {"type", "status"}, {"headers", "trailers"})
        assert self.status is None, "a second response begins"
        self.status = message["status"]
        assert type(self.status) is int, f"the status {self.status!r} is no int"
        assert 200 <= self.status < 600, f"the status is {self.status}"
        lengths = [value for name, value in map(header, message.get("headers", []))
                   if name == b"content-length"]  # fmt: skip
        assert len(lengths) <= 1, f"there are several lengths: {lengths}"
        assert not (lengths and self.status == 204), "a 204 has a length"
        self.length = int(lengths[0]) if lengths else None

    def on_http_response_body(self, message):
        """Check a piece of the body of a response."""
        has_keys(message, {"type"}, {"body", "more_body"})
        assert self.status is not None, "a body is sent before the response begins"
        assert not self.is_complete, "a body is sent after its end"
        body, more = message.get("body", b""), message.get("more_body", False)
        assert type(body) is bytes, f"the body is of {type(body)}"
        assert type(more) is bool, f"more_body is {more!r}"
        self.size += len(body)
        self.is_complete = not more
        assert not (body and self.status in NO_BODY), f"a {self.status} has a body: {body[:80]}"
        if self.is_complete and self.length is not None and self.status != 304:
            sizes = {self.length, 0} if self.method == "HEAD" else {self.length}
            assert self.size in sizes, f"{self.size} bytes instead of {self.length}"

    def end(self):
        """See that the response is complete, if anybody is still there."""
        super().end()
        assert self.is_complete or "http.disconnect" in self.received, "no complete response"


class Lifespan(Connection):
    """The life of a server, whose beginning and end are each told and answered."""

    LAST = "lifespan.shutdown"

    def on_lifespan_startup_complete(self, message):
        """Check the answer to a startup."""
        has_keys(message, {"type"}, set())
        assert (self.received, self.sent) == (["lifespan.startup"], []), "not now"

    def on_lifespan_startup_failed(self, message):
        """Check the answer to a startup that went wrong."""
        has_keys(message, {"type"}, {"message"})
        assert type(message.get("message", "")) is str
        assert (self.received, self.sent) == (["lifespan.startup"], []), "not now"

    def on_lifespan_shutdown_complete(self, message):
        """Check the answer to a shutdown."""
        has_keys(message, {"type"}, set())
        assert self.received == ["lifespan.startup", "lifespan.shutdown"], "not now"
        assert self.sent == ["lifespan.startup.complete"], "not now"

    def end(self):
        """See that the application has answered all that it was told."""
        super().end()
        last = self.sent[-1:]
        ends = (["lifespan.startup.failed"], ["lifespan.shutdown.complete"])
        assert last in ends, f"the application returns after {last}"


class Refusal(Connection):
    """A WebSocket, which is refused as soon as it asks: no variant has any."""

    LAST = "websocket.disconnect"

    def on_websocket_close(self, message):
        """Check the refusal."""
        has_keys(message, {"type"}, {"code", "reason"})
        assert type(message.get("code", 1000)) is int
        assert (self.received, self.sent) == (["websocket.connect"], []), "not now"

    def end(self):
        """See that the WebSocket is refused."""
        super().end()
        assert self.sent == ["websocket.close"]


CONNECTIONS = {"http": Exchange, "lifespan": Lifespan, "websocket": Refusal}


def has_keys(message, needed, optional):
    """See that a message has the keys that it must have, and none but those it may have."""
    keys = set(message)
    assert needed <= keys <= needed | optional, f"{message['type']} has the keys {keys}"


def header(pair):
    """Return the name and the value of a header that is as it must be."""
    name, value = pair
    assert type(name) is type(value) is bytes, f"{pair} are no bytes"
    assert NAME.fullmatch(name), f"{name!r} is no name in lower case"
    assert VALUE.fullmatch(value), f"{value!r} is no value"
    assert name not in OF_THE_SERVER, f"{name!r} is none of the application's headers"
    return name, value
