"""What every server makes of broken bodies, WebSocket handshakes and offers of HTTP/2."""

import pytest

from deployments.launch import Deployment, running
from deployments.servers import servers_for
from tests.conftest import SETTINGS, TROUBLE
from tests.faults.broken import (
    CHUNKED,
    CUT,
    JSON,
    LAST,
    MALFORMED,
    TRAILERS,
    Registration,
    kept_alive,
)
from tests.faults.raw import connect, exchange, head, status

LOGIN = b'{"user": {"email": "nobody@example.org", "password": "password"}}'
SERVED = [
    *[("flask_sync", server) for server in servers_for("flask_sync")],
    ("flask_async", "granian-one-loop"),
    *[("quart_async", server) for server in servers_for("quart_async")],
    ("raw_asgi", "granian"),
]
# granian does not report a malformed body to WSGI, and WsgiToAsgi does not end one: 411.
WITHOUT_CHUNKS = {"granian", "granian-one-loop", "wsgi-to-asgi", "granian-wsgi-to-asgi"}


@pytest.fixture(scope="module", params=SERVED, ids="-".join)
def served(request, new_database):
    """A variant and its server, whose log must hold no traceback."""
    variant, server = request.param
    url = new_database("sqlite", f"broken_{variant}_{server}")
    with running(Deployment(variant, url, server=server, environment=SETTINGS)) as process:
        yield process.url, variant, server
    assert not TROUBLE.search(process.log.read_text(errors="replace"))


def test_a_chunked_body_is_read_or_refused(served):
    url, variant, server = served
    refused = variant.startswith("flask") and server in WITHOUT_CHUNKS
    assert status(exchange(url, Registration().in_chunks(LAST))) == (411 if refused else 201)


def test_nothing_is_kept_of_a_body_that_is_cut_or_malformed(served):
    url, _, server = served
    # waitress discards trailers without looking at them, as it may (RFC 9112, section 7.1.2).
    rests = MALFORMED | CUT | ({} if server == "waitress" else TRAILERS)
    for what, rest in rests.items():
        registration = Registration()
        answer = exchange(url, registration.in_chunks(rest), half_close=True)
        assert status(answer) in (400, 411, None), what
        assert not registration.is_kept(url), what


def test_nothing_is_kept_of_a_body_that_is_shorter_than_its_length(served):
    url = served[0]
    registration = Registration()
    answer = exchange(url, registration.with_length(missing=1), half_close=True)
    assert status(answer) in (400, None)
    assert not registration.is_kept(url)


def test_a_websocket_is_refused(served):
    url, variant, _ = served
    fields = ("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 13")
    request = kept_alive(head("GET /", "Upgrade: websocket", *fields), "Upgrade")
    with connect(url) as connection:
        connection.sendall(request)
        refusal = 400 if variant.startswith("flask") else 403
        assert status(connection.recv(65_536)) == refusal


def test_an_offer_of_http_2_does_not_lose_the_body(served):
    offer = ["Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA"]
    request = head("POST /api/users/login", JSON, f"Content-Length: {len(LOGIN)}", *offer)
    with connect(served[0]) as connection:
        connection.sendall(kept_alive(request, "Upgrade, HTTP2-Settings") + LOGIN)
        assert status(connection.recv(65_536)) == 401


def test_a_trailer_is_no_header(served):
    article = b'{"article": {"title": "T", "description": "D", "body": "B"}}'
    chunk = b"%x\r\n%b\r\n" % (len(article), article)
    trailer = b"0\r\nAuthorization: Token nonsense\r\n\r\n"
    answer = exchange(served[0], head("POST /api/articles", JSON, CHUNKED) + chunk + trailer)
    assert status(answer) in (400, 411) or b'{"token":["is missing"]}' in answer
