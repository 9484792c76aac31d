"""The validator of ASGI applications finds what it is there to find."""

from types import MappingProxyType

import pytest

from tests.variants.asgi_validator import validator

START = {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]}
BODY = {"type": "http.response.body", "body": b"ok"}
UP = {"type": "lifespan.startup.complete"}
FAILED = {"type": "lifespan.startup.failed"}
DOWN = {"type": "lifespan.shutdown.complete"}


def started(status=200, *headers):
    """Return the beginning of a response."""
    return START | {"status": status, "headers": headers}


def app_that_sends(*messages, receives=0, returns=None):
    """Return an application that receives so many messages and then sends some."""

    async def app(scope, receive, send):
        for _ in range(receives):
            await receive()
        for message in messages:
            await send(message)
        return returns

    return app


async def run(app, *messages, kind="http", method="GET"):
    """Call an application under the validator, as a server would that has these messages."""
    remaining = list(messages)

    async def receive():
        return {"type": remaining.pop(0)}

    async def send(message):
        pass

    await validator(app)({"type": kind, "method": method}, receive, send)


RIGHT = {
    "in one piece": app_that_sends(START, BODY),
    "in pieces": app_that_sends(
        START, BODY | {"body": b"o", "more_body": True}, BODY | {"body": b"k"}
    ),
    "without a body": app_that_sends(started(), {"type": "http.response.body"}),
    "a length alone": app_that_sends(started(304, (b"content-length", b"2")), BODY | {"body": b""}),
    "two cookies": app_that_sends(
        started(200, (b"set-cookie", b"a=b"), (b"set-cookie", b"c=d")), BODY
    ),
    "waits until the client has gone": app_that_sends(START, BODY, receives=2),
    "sends nothing to who has gone": app_that_sends(receives=2),
}


@pytest.mark.parametrize("name", RIGHT)
async def test_what_is_right_passes(name):
    await run(RIGHT[name], "http.request", "http.disconnect")


WRONG = {
    "nothing at all": app_that_sends(),
    "no body": app_that_sends(START),
    "no start": app_that_sends(BODY),
    "two starts": app_that_sends(START, START, BODY),
    "two bodies": app_that_sends(started(), BODY, BODY),
    "message of another kind": app_that_sends(MappingProxyType(START), BODY),
    "no end": app_that_sends(START, BODY | {"more_body": True}),
    "returns something": app_that_sends(START, BODY, returns=[b"ok"]),
    "unknown message": app_that_sends(START, BODY, {"type": "http.response.end"}),
    "body of text": app_that_sends(START, BODY | {"body": "ok"}),
    "body of another kind": app_that_sends(START, BODY | {"body": bytearray(b"ok")}),
    "body longer than its length": app_that_sends(START, BODY | {"body": b"more"}),
    "more_body of another kind": app_that_sends(START, BODY | {"more_body": 0}),
    "unknown key": app_that_sends(START, BODY | {"more": False}),
    "no status": app_that_sends({"type": "http.response.start"}, BODY),
    "status of text": app_that_sends(started("200"), BODY),
    "status of another kind": app_that_sends(started(True), BODY),
    "status of the server": app_that_sends(started(100), BODY),
    "204 with a body": app_that_sends(started(204), BODY),
    "204 with a length": app_that_sends(
        started(204, (b"content-length", b"0")), BODY | {"body": b""}
    ),
    "304 with a body": app_that_sends(started(304), BODY),
    "name of text": app_that_sends(started(200, ("content-type", b"text/plain")), BODY),
    "value of text": app_that_sends(started(200, (b"content-type", "text/plain")), BODY),
    "name in upper case": app_that_sends(started(200, (b"Content-Type", b"text/plain")), BODY),
    "name of two words": app_that_sends(started(200, (b"content type", b"text/plain")), BODY),
    "value with a line end": app_that_sends(
        started(200, (b"location", b"/\r\nset-cookie: a=b")), BODY
    ),
    "value with a blank": app_that_sends(started(200, (b"location", b" /")), BODY),
    "header of the server": app_that_sends(started(200, (b"connection", b"close")), BODY),
    "two lengths": app_that_sends(
        started(200, (b"content-length", b"2"), (b"content-length", b"2")), BODY
    ),
    "receives after the end": app_that_sends(START, BODY, receives=3),
}


@pytest.mark.parametrize("name", WRONG)
async def test_what_is_wrong_is_found(name):
    with pytest.raises(AssertionError):
        await run(WRONG[name], "http.request", "http.disconnect", "never")


async def test_head_has_the_length_of_get_and_may_leave_out_the_body():
    await run(app_that_sends(START, BODY | {"body": b""}), method="HEAD")
    await run(app_that_sends(START, BODY), method="HEAD")
    with pytest.raises(AssertionError, match="1 bytes"):
        await run(app_that_sends(START, BODY | {"body": b"o"}), method="HEAD")


async def test_nothing_is_sent_or_received_after_the_end():
    later = []

    async def app(scope, receive, send):
        later.append((receive, send))
        await app_that_sends(START, BODY)(scope, receive, send)

    await run(app, "http.request")
    ((receive, send),) = later
    with pytest.raises(AssertionError, match="returned"):
        await send(BODY)
    with pytest.raises(AssertionError, match="returned"):
        await receive()


async def live(*steps):
    """Run an application that receives (None) and sends in the life of a server."""

    async def app(scope, receive, send):
        for message in steps:
            await (send(message) if message else receive())

    await run(app, "lifespan.startup", "lifespan.shutdown", "never", kind="lifespan")


async def test_a_life_that_is_right_passes():
    await live(None, UP, None, DOWN)
    await live(None, FAILED | {"message": "no database"})


WRONG_LIVES = {
    "nothing at all": [],
    "no end": [None, UP],
    "starts unasked": [UP, None, None, DOWN],
    "starts too late": [None, None, UP, DOWN],
    "ends unasked": [None, UP, DOWN, None],
    "starts twice": [None, UP, UP, None, DOWN],
    "receives after the end": [None, UP, None, DOWN, None],
    "fails without words": [None, FAILED | {"message": b"no database"}],
    "fails after it started": [None, UP, FAILED],
    "ends after it failed": [None, FAILED, None, DOWN],
}


@pytest.mark.parametrize("name", WRONG_LIVES)
async def test_a_life_that_is_wrong_is_found(name):
    with pytest.raises(AssertionError):
        await live(*WRONG_LIVES[name])


async def test_a_websocket_is_closed_and_no_more():
    close, accept = {"type": "websocket.close"}, {"type": "websocket.accept"}
    await run(app_that_sends(close, receives=1), "websocket.connect", kind="websocket")
    with pytest.raises(AssertionError):
        await run(app_that_sends(close), "websocket.connect", kind="websocket")
    for messages in ([], [accept], [close, close], [START], [close | {"code": "1000"}]):
        with pytest.raises(AssertionError):
            await run(app_that_sends(*messages, receives=1), "websocket.connect", kind="websocket")
