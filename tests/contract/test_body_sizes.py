"""How large a body may be, however it is sent, and bodies that end too early."""

import socket
from urllib.parse import urlsplit

import pytest

from tests.contract.answers import TOO_LARGE, invalid, refusal, too_long
from tests.contract.client import newcomer
from tests.contract.endpoints import ENDPOINTS
from tests.contract.writes import WRITES, publish, register

pytestmark = pytest.mark.http_only

LARGEST = 2_000_000
PIECE = 64 * 1024


def whole(body):
    """Send a body with its length."""
    return body


def chunked(body):
    """Send a body in pieces, without its length."""
    return (body[start : start + PIECE] for start in range(0, len(body), PIECE))


FRAMINGS = [whole, chunked]
HANG_UP = {"Connection": "close"}  # as a server may do on a body that it will not read
framing = pytest.mark.parametrize("framed", FRAMINGS, ids=lambda framed: framed.__name__)


@pytest.fixture(params=WRITES)
def write(request, stage):
    """One after another, the endpoints that take a body."""
    return WRITES[request.param](stage)


@framing
def test_the_largest_body_is_read_to_its_end(write, framed):
    body = write.body()
    padding = b" " * (LARGEST - len(body))
    with write.changes_nothing():
        assert refusal(write.send(framed(b"[" + padding + body[1:])))[0] == 400
    assert write.send(framed(padding + body)).is_success


@framing
def test_a_byte_more_is_too_large(write, framed):
    body = write.body().ljust(LARGEST + 1)
    with write.changes_nothing():
        assert refusal(write.send(framed(body), **HANG_UP)) == TOO_LARGE


@framing
def test_a_body_several_times_too_large_is_refused_too(write, framed):
    body = write.body().ljust(5 * LARGEST)
    with write.changes_nothing():
        assert refusal(write.send(framed(body), **HANG_UP)) == TOO_LARGE


@framing
@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=str)
def test_a_body_is_too_large_for_every_endpoint(stage, endpoint, framed):
    content = framed(b"x" * (LARGEST + 1))
    path = stage.path(endpoint.path)
    response = stage.ann.send(endpoint.method, path, headers=HANG_UP, content=content)
    assert refusal(response) == TOO_LARGE


@framing
def test_a_large_body_that_is_not_too_large_is_judged_by_its_fields(stage, framed):
    write = publish(stage)
    body = write.body(body="x" * 990_000)
    with write.changes_nothing():
        assert refusal(write.send(framed(body))) == invalid(body=too_long(100_000))


def connect(target):
    address = urlsplit(target)
    return socket.create_connection((address.hostname, address.port or 80), timeout=10)


def send_cut(target, request):
    """Send bytes, hang up half-way through, and wait until the server has hung up too."""
    with connect(target) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        try:
            while connection.recv(PIECE):
                pass
        except ConnectionResetError:
            pass  # an answer too


def head(target, write, *headers):
    lines = [
        f"{write.method} /api{write.path} HTTP/1.1",
        f"Host: {urlsplit(target).netloc}",
        "Content-Type: application/json",
        f"Authorization: {write.client.authorization}",
        *headers,
    ]
    return "\r\n".join([*lines, "", ""]).encode()


@pytest.mark.parametrize("make", [register, publish], ids=lambda make: make.__name__)
@pytest.mark.parametrize("sent", ["half of it", "all that matters", "nothing"])
def test_a_body_that_is_cut_changes_nothing(stage, target, make, sent):
    """Also when what arrived is valid JSON: nobody knows what was still to come."""
    write = make(stage)
    body = write.body()
    arrived = {"half of it": body[:20], "all that matters": body, "nothing": b""}[sent]
    with write.changes_nothing():
        send_cut(target, head(target, write, f"Content-Length: {len(body) + 10}") + arrived)


@pytest.mark.parametrize("make", [register, publish], ids=lambda make: make.__name__)
def test_a_chunked_body_without_its_last_chunk_changes_nothing(stage, target, make):
    write = make(stage)
    body = write.body()
    chunks = b"%x\r\n%b\r\n" % (len(body), body)
    with write.changes_nothing():
        send_cut(target, head(target, write, "Transfer-Encoding: chunked") + chunks)


@pytest.mark.parametrize("sent", ["with its length", "chunked"])
def test_a_body_that_comes_in_two_parts_is_waited_for_while_others_are_answered(
    stage, target, sent
):
    """Without this, the requests above could change nothing for another reason."""
    write = register(stage)
    body = write.body()
    header, content = {
        "with its length": (f"Content-Length: {len(body)}", body),
        "chunked": ("Transfer-Encoding: chunked", b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)),
    }[sent]
    with connect(target) as slow:
        slow.sendall(head(target, write, header) + content[:20])
        assert stage.api.post("/users", {"user": newcomer()}).status_code == 201
        slow.sendall(content[20:])
        assert slow.recv(PIECE).startswith(b"HTTP/1.1 201")
    assert stage.api.get(f"/profiles/{write.fields['username']}").status_code == 200
