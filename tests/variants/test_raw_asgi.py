"""What only ASGI has: pieces, clients that go away, the life of a server, other kinds of scopes."""

import asyncio
import json

import pytest

from deployments import DeploymentError
from deployments.launch import Deployment, running
from shared.database import migrate
from shared.settings import Settings
from tests.contract.client import draft, newcomer
from tests.variants.asgi_server import JSON, LARGEST, Client, Server, Site, body_of, in_pieces
from variants.raw_asgi import create_app, http

GONE = {"type": "http.disconnect"}
NOWHERE = "postgresql://nobody@127.0.0.1:1/nothing"


@pytest.fixture(scope="module")
def database_url(tmp_path_factory):
    """The URL of a database with its tables and no rows."""
    url = f"sqlite:///{tmp_path_factory.mktemp('raw_asgi')}/test.sqlite3"
    migrate(url)
    return url


@pytest.fixture
def settings(database_url):
    """Settings under which hashing a password costs nothing."""
    return Settings(
        secret_key="known to the tests and to nobody else",
        database_url=database_url,
        argon2_time_cost=1,
        argon2_memory_cost=8,
        argon2_parallelism=1,
    )


@pytest.fixture
async def site(settings, caplog):
    """The application, which must have nothing to complain about."""
    app = create_app(settings)
    yield Site(app)
    await app.engine.dispose()
    assert caplog.records == []


# Bodies


@pytest.mark.parametrize("size", [1, 7, LARGEST])
async def test_a_body_may_come_in_pieces_of_any_size(site, size):
    user = newcomer()
    client = await site.register(*in_pieces(body_of(user), size))
    assert client.status == 201
    assert await site.has(user)


async def test_a_piece_may_be_empty_and_say_nothing_of_more(site):
    body, last = in_pieces(body_of(newcomer()), 20), {"type": "http.request"}
    body[-1]["more_body"] = True
    client = await site.register({"type": "http.request", "more_body": True}, *body, last)
    assert client.status == 201


async def test_a_length_that_is_too_large_is_refused_before_anything_is_read(site):
    messages = in_pieces(b"x" * (LARGEST + 1))
    length = (b"content-length", b"%d" % (LARGEST + 1))
    client = await site.register(*messages, headers=[length])
    assert client.status == 413
    assert client.messages == messages


async def test_pieces_are_counted_and_no_more_are_read_than_needed(site):
    client = await site.register(*in_pieces(b"x" * 3 * LARGEST, LARGEST))
    assert client.status == 413
    assert len(client.messages) == 1


async def test_the_largest_body_is_read_to_its_end(site):
    body = body_of(newcomer()).ljust(LARGEST)
    length = (b"content-length", b"%d" % LARGEST)
    client = await site.register(*in_pieces(body, 64 * 1024), headers=[length])
    assert client.status == 201


async def test_nobody_is_waited_for_for_ever(site, monkeypatch):
    monkeypatch.setattr(http, "BODY_TIMEOUT", 0)
    client = Client()
    client.receive = asyncio.Event().wait
    async with asyncio.timeout(10):
        await site.serve(client, method="POST", path="/api/users")
    assert client.status == 408


# Clients that go away


@pytest.mark.parametrize("arrived", [0, 20, None], ids=["nothing", "half of it", "all that counts"])
async def test_a_body_that_is_cut_changes_nothing(site, arrived):
    """Also when what arrived is valid JSON: nobody knows what was still to come."""
    user = newcomer()
    (begun,) = in_pieces(body_of(user)[:arrived])
    client = await site.register(begun | {"more_body": True}, GONE)
    assert client.status == 400
    assert not await site.has(user)


@pytest.mark.parametrize("messages", [0, 1], ids=["at once", "after the headers"])
async def test_a_client_that_does_not_wait_for_the_answer_is_no_accident(site, messages):
    client = Client(*in_pieces(b""))

    async def send(message):
        if len(client.sent) == messages:
            raise OSError("the connection is closed")
        client.sent.append(message)

    scope = {"type": "http", "method": "GET", "path": "/api/tags", "query_string": b""}
    await site.app(scope | {"headers": []}, client.receive, send)
    assert len(client.sent) == messages


# Answers


async def test_a_long_answer_goes_out_in_pieces(site):
    long = {"article": draft() | {"body": "x" * 100_000}}
    messages = in_pieces(json.dumps(long).encode())
    headers = [JSON, await site.authorization()]
    client = await site.ask("POST", "/api/articles", *messages, headers=headers)
    assert client.status == 201
    assert [len(piece) for piece in client.pieces[:-1]] == [64 * 1024]
    assert len(client.body) == int(client.headers["content-length"])
    assert json.loads(client.body)["article"]["body"] == "x" * 100_000


@pytest.mark.parametrize("path", ["/api/tags", "/", "/login", "/nothing", "/settings"])
async def test_head_has_the_headers_of_get_and_no_body(site, path):
    get, head = await site.ask("GET", path), await site.ask("HEAD", path)
    cookie = {"set-cookie": ""}
    assert head.status == get.status
    assert head.headers | cookie == get.headers | cookie
    assert head.body == b""
    assert int(head.headers["content-length"]) == len(get.body)


# Requests


async def test_a_header_may_have_several_lines(site):
    """HTTP/2 splits cookies (RFC 9113, section 8.2.3), and a proxy may split any list."""
    page = await site.ask("GET", "/login")
    cookie = page.headers["set-cookie"].partition(";")[0].encode()
    lines = [(b"cookie", b"a=b"), (b"cookie", cookie), (b"cookie", b"c=d")]
    again = await site.ask("GET", "/login", headers=lines)
    assert "set-cookie" not in again.headers, "the session was not found, and begins anew"
    twice = [await site.authorization()] * 2
    assert (await site.ask("GET", "/api/user", headers=twice[:1])).status == 200
    assert (await site.ask("GET", "/api/user", headers=twice)).status == 401


async def test_a_header_holds_any_bytes(site):
    headers = [(b"authorization", b"Token \xff\xfe"), (b"cookie", b"session=\xff; \x80")]
    assert (await site.ask("GET", "/api/user", headers=headers)).status == 401
    assert (await site.ask("GET", "/", headers=headers)).status == 200


@pytest.mark.parametrize(
    ("root", "path", "status"),
    [
        ("/blog", "/blog/login", 200),
        ("/blog", "/login", 200),  # from a server that has taken the root away
        ("/blog/", "/blog/login", 200),
        ("/login", "/login", 404),
        ("/log", "/login", 200),
        ("/blog", "/blog", 404),
        ("/blog", "/blogger/login", 404),
    ],
)
async def test_a_path_begins_with_the_root(site, root, path, status):
    client = await site.ask("GET", path, root_path=root)
    assert client.status == status
    assert f'href="{root.rstrip("/")}/register"'.encode() in client.body


# The life of a server


async def test_the_first_connection_is_there_before_the_first_request(settings):
    app = create_app(settings)
    server = Server(app)
    assert app.engine.pool.checkedin() == 0
    assert await server.tell("startup") == {"type": "lifespan.startup.complete"}
    assert app.engine.pool.checkedin() == 1
    pool = app.engine.pool
    assert await server.tell("shutdown") == {"type": "lifespan.shutdown.complete"}
    assert pool.checkedin() == 0
    await server.task


async def test_a_database_that_is_not_there_is_told_in_one_line(settings):
    server = Server(create_app(settings.model_copy(update={"database_url": NOWHERE})))
    reply = await server.tell("startup")
    await server.task
    assert reply["type"] == "lifespan.startup.failed"
    assert reply["message"].startswith("the database cannot be used: ")
    assert "\n" not in reply["message"]


def test_a_server_whose_start_fails_ends():
    with (
        pytest.raises(DeploymentError, match=r"(?s)ended while it started.*cannot be used: "),
        running(Deployment("raw_asgi", NOWHERE)),
    ):
        pass


# Other kinds of scopes


async def test_a_websocket_is_refused(site):
    client = Client({"type": "websocket.connect"})
    await site.serve(client, type="websocket", path="/")
    assert client.sent == [{"type": "websocket.close"}]


async def test_what_is_unknown_is_an_error(site):
    with pytest.raises(ValueError, match="smtp"):
        await site.app({"type": "smtp"}, Client().receive, Client().send)
