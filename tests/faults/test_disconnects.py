"""Clients that leave in the middle of a request: what becomes of it, and of everybody else."""

import json
import time
from dataclasses import dataclass

import httpx2
import pytest

from deployments.launch import Process
from tests.contract.client import Api, draft
from tests.faults import raw
from tests.faults.waiting import (
    connections,
    count_waiting,
    readers_wait,
    until,
    writers_wait,
)
from variants import VARIANTS

POOL_SIZE = 4  # as many as the threads of a server that has threads
# None is reached in these tests.
LIMITS = {"LOCK_TIMEOUT": 300, "STATEMENT_TIMEOUT": 300, "POOL_TIMEOUT": 300}
TAGS = ["one", "two", "three"]
LONG = 10  # seconds; it takes less than one on a machine that is not busy
PATIENCE = 0.5  # seconds that clients wait where nothing shows that the server is at work


@dataclass(frozen=True)
class Site:
    """A server, its database and a user with an article."""

    process: Process
    database_url: str
    api: Api
    slug: str

    def log(self) -> str:
        return self.process.log.read_text(errors="replace")


@pytest.fixture(scope="module")
def site(start, new_database, variant, database):
    url = new_database(database, f"disconnects_{variant}")
    process = start(url=url, threads=POOL_SIZE, POOL_SIZE=POOL_SIZE, **LIMITS)
    with httpx2.Client(base_url=process.url, timeout=300, trust_env=False) as http:
        api = Api(http).register()
        yield Site(process, url, api, api.publish()["slug"])


@pytest.fixture
def crowd(request) -> int:
    """Return how many clients leave."""
    return 3000 if request.config.option.full_size else 30


def post(api: Api, path: str, payload: dict) -> bytes:
    """Return a request that posts JSON."""
    body = json.dumps(payload).encode()
    fields = [
        f"Authorization: {api.authorization}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
    ]
    return raw.head(f"POST {path}", *fields) + body


def writes(site: Site, number: int) -> list[bytes]:
    """Return requests that write: comments, and articles with tags, in turn."""
    comment = post(site.api, f"/api/articles/{site.slug}/comments", {"comment": {"body": "Hm."}})
    article = post(site.api, "/api/articles", {"article": draft() | {"tagList": TAGS}})
    return [comment if i % 2 else article for i in range(number)]


def leave_in_the_middle(site: Site, requests: list[bytes], waiting: int) -> None:
    """Send requests, wait until at least so many are at the database, and close all."""
    sockets = [raw.connect(site.process.url, timeout=60) for _ in requests]
    for socket, request in zip(sockets, requests, strict=True):
        socket.sendall(request)
    if site.database_url.startswith("sqlite"):
        time.sleep(PATIENCE)  # SQLite does not show who waits
    else:
        until(lambda: count_waiting(site.database_url) >= waiting, f"{waiting} statements wait")
    for socket in sockets:
        socket.close()


def test_others_write_after_clients_have_left_in_the_middle_of_a_write(
    site, variant, database, crowd
):
    log = site.log()
    with writers_wait(site.database_url):
        # Event loops leave one connection to readers while writers wait.
        leave_in_the_middle(site, writes(site, crowd), POOL_SIZE - 1)
        if VARIANTS[variant].interface == "asgi":
            # An event loop that answers this has seen before that the others have left.
            assert site.api.get("/openapi.json").status_code == 200
    begun = time.monotonic()
    site.api.comment(site.slug)
    assert time.monotonic() - begun < LONG * crowd / 30
    for article in site.api.get("/articles", limit=100).json()["articles"][:-1]:
        assert article["tagList"] == sorted(TAGS), "half an article is written"
    assert site.log() == log
    if database == "postgresql":
        check_pool(site, variant)


def check_pool(site: Site, variant: str) -> None:
    """See that all connections can be used at once, and that none is closed when clients leave."""
    in_use = []
    for _ in range(2):
        with readers_wait(site.database_url, "articles"):
            leave_in_the_middle(site, [raw.head("GET /api/articles")] * POOL_SIZE, POOL_SIZE)
            in_use.append(connections(site.database_url))
        until(lambda: count_waiting(site.database_url) == 0, "their statements end")
    kept = in_use[0] & in_use[1]
    assert len(kept) == (0 if variant == "flask_async" else POOL_SIZE)  # flask_async has no pool
