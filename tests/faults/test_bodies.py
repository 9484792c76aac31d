"""Bodies that are cut or malformed: a refusal, nothing kept, and no traceback in the log."""

import pytest

from .broken import CHUNKED, CUT, JSON, LAST, MALFORMED, TRAILERS, Registration, kept_alive
from .raw import abandon, connect, exchange, head, status

BROKEN = MALFORMED | TRAILERS
LOGIN = b'{"user": {"email": "nobody@example.org", "password": "password"}}'
ARTICLE = b'{"article": {"title": "T", "description": "D", "body": "B"}}'
WEBSOCKET = (
    "Upgrade: websocket",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version: 13",
)


@pytest.fixture(scope="module")
def url(start):
    """A server of the variant, its default one."""
    return start().url


def test_what_is_broken_here_is_whole_before(url):
    """Without this, the refusals below could have another cause."""
    for rest in (LAST, b"5\r\n     \r\n" + LAST, b"0\r\nX-Field: value\r\n\r\n"):
        registration = Registration()
        assert status(exchange(url, registration.in_chunks(rest))) == 201
        assert registration.is_kept(url)


@pytest.mark.parametrize("rest", BROKEN.values(), ids=BROKEN)
def test_malformed_chunks_are_the_mistake_of_the_client(url, rest):
    registration = Registration()
    assert status(exchange(url, registration.in_chunks(rest), half_close=True)) == 400
    assert not registration.is_kept(url)


@pytest.mark.parametrize("rest", CUT.values(), ids=CUT)
def test_a_chunked_body_that_is_cut_is_not_kept(url, rest):
    registration = Registration()
    assert status(exchange(url, registration.in_chunks(rest), half_close=True)) in (400, None)
    assert not registration.is_kept(url)


@pytest.mark.parametrize("reset", [False, True], ids=["closed", "reset"])
def test_a_body_whose_client_goes_is_not_kept(url, reset):
    registrations = [Registration() for _ in range(3)]
    for registration, rest in zip(registrations[1:], (b"", b"5\r\nsp"), strict=True):
        abandon(url, registration.in_chunks(rest), reset=reset)
    abandon(url, registrations[0].with_length(missing=1), reset=reset)
    for _ in range(8):  # by then the server has come to the broken ones too
        assert status(exchange(url, Registration().in_chunks(LAST))) == 201
    assert not any(registration.is_kept(url) for registration in registrations)


@pytest.mark.parametrize("rest", [b"zz\r\n", b"0\r\nno trailer\r\n\r\n"], ids=["size", "trailer"])
def test_what_follows_a_malformed_body_is_no_request(url, rest):
    request = kept_alive(Registration().in_chunks(rest))
    answer = exchange(url, request + head("GET /api/tags"))
    assert status(answer) == 400
    assert answer.count(b"HTTP/1.1") == 1


@pytest.mark.parametrize("path", ["/api/users", "/nothing"])
def test_two_lengths_are_followed_by_no_request(url, path):
    """A proxy that believed the Content-Length would take what follows for another request."""
    fields = [CHUNKED, f"Content-Length: {len(LAST)}", JSON]
    first = kept_alive(head(f"POST {path}", *fields))
    answer = exchange(url, first + LAST + head("GET /api/tags"))
    assert status(answer) == 400
    assert answer.count(b"HTTP/1.1") == 1


@pytest.mark.parametrize("field", ["Authorization: Token nonsense", "Authorization: Basic x"])
def test_a_trailer_is_no_header(url, field):
    chunk = b"%x\r\n%b\r\n" % (len(ARTICLE), ARTICLE)
    trailer = b"0\r\n%b\r\n\r\n" % field.encode()
    answer = exchange(url, head("POST /api/articles", JSON, CHUNKED) + chunk + trailer)
    assert status(answer) == 400 or b'{"token":["is missing"]}' in answer


def test_the_type_of_a_body_is_no_trailer(url):
    registration = Registration()
    request = registration.in_chunks(b"0\r\nContent-Type: application/json\r\n\r\n")
    assert status(exchange(url, request.replace(f"{JSON}\r\n".encode(), b""))) in (400, 415)
    assert not registration.is_kept(url)


@pytest.mark.parametrize("path", ["/", "/api/tags", "/editor"])
def test_a_websocket_is_refused(url, path):
    answer = exchange(url, kept_alive(head(f"GET {path}", *WEBSOCKET), "Upgrade, close"))
    assert status(answer) in (400, 403)
    assert b"not valid JSON" not in answer


@pytest.mark.parametrize("chunked", [False, True], ids=["length", "chunks"])
def test_an_offer_of_http_2_does_not_lose_the_body(url, chunked):
    """Java's HttpClient makes one beside its first request."""
    framing = CHUNKED if chunked else f"Content-Length: {len(LOGIN)}"
    offer = ["Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA"]
    request = head("POST /api/users/login", JSON, framing, *offer)
    request = kept_alive(request, "Upgrade, HTTP2-Settings")
    body = b"%x\r\n%b\r\n%b" % (len(LOGIN), LOGIN, LAST) if chunked else LOGIN
    with connect(url) as connection:
        connection.sendall(request + body)
        assert status(connection.recv(65_536)) == 401
