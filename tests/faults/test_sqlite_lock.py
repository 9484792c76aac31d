"""Another process keeps SQLite's write lock: readers go on, and writers are told to come back."""

import re
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from urllib.parse import urlsplit

import httpx2

from tests.contract.client import Api

READS = ["/", "/api/articles", "/api/tags", "/profile/{username}", "/nothing"]


@contextmanager
def client(target):
    """Register a user, and give the API as that one sees it."""
    with httpx2.Client(base_url=target, trust_env=False, timeout=60) as http:
        yield Api(http).register("writer")


@contextmanager
def locked(url):
    """Keep the write lock of a database for a while."""
    connection = sqlite3.connect(urlsplit(url).path.removeprefix("/"), isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.close()


def lines_about(process, answer):
    request_id = answer.headers["X-Request-ID"]
    return re.findall(f".*{request_id}.*", process.log.read_text(errors="replace"))


def write_at_once(writer, number):
    """Begin to follow the writer's own profile many times at once; return the answers to come."""
    threads = ThreadPoolExecutor(number)
    path = f"/profiles/{writer.username}/follow"
    futures = [threads.submit(writer.post, path) for _ in range(number)]
    threads.shutdown(wait=False)
    return futures


def read(writer):
    """Return the codes of pages that are read one after the other."""
    paths = [path.format(username=writer.username) for path in READS]
    return [writer.http.get(path).status_code for path in paths]


def test_writers_are_refused_and_readers_wait_no_longer_than_one_of_them(
    start, new_database, variant
):
    """There are six times as many writers as threads, but only the first ones wait."""
    url = new_database("sqlite", f"lock_{variant}")
    process = start(url=url, POOL_SIZE=3, LOCK_TIMEOUT=0.5)
    with client(process.url) as writer:
        with locked(url):
            pending = write_at_once(writer, 24)
            assert read(writer) == [200, 200, 200, 200, 404]
            answers = [future.result() for future in pending]
        for answer in answers:
            assert answer.status_code == 503
            assert answer.headers["Retry-After"] == "5"
            assert len(lines_about(process, answer)) == 1
        assert writer.post(f"/profiles/{writer.username}/follow").status_code == 200
