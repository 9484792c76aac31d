"""PostgreSQL that is locked, frozen, restarted or away: visitors get a page, or a 503 in time."""

import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import httpx2
import psycopg
import pytest

from tests.pages.client import Browser

from .clusters import own_cluster

LIMITS = {"CONNECT_TIMEOUT": 2, "LOCK_TIMEOUT": 0.3, "STATEMENT_TIMEOUT": 1, "POOL_SIZE": 3}
CROWD = 12  # requests at a time: more than threads or connections


@pytest.fixture(scope="module")
def own():
    with own_cluster() as cluster:
        yield cluster


@pytest.fixture(scope="module")
def served(start, own):
    """Serve the variant on that server, with low limits."""
    return start(url=own.url, **LIMITS)


@pytest.fixture
def browser(served):
    """A browser without cookies, which opens a connection for each request."""
    fresh = httpx2.Limits(max_keepalive_connections=0)  # servers may close those at any time
    with httpx2.HTTPTransport(trust_env=False, limits=fresh) as transport:
        yield Browser.new(served.url, transport)


@contextmanager
def locked(url, table):
    """Keep everybody from a table for a while."""
    with psycopg.connect(url) as connection:
        connection.execute(f"LOCK TABLE {table}")
        yield


def lines_about(process, page):
    """Return what the log says of a request, which is named in its answer."""
    request_id = page.headers["X-Request-ID"]
    return re.findall(f".*{request_id}.*", process.log.read_text(errors="replace"))


def crowd(browser, path="/api/tags"):
    """Ask many times at once, and return the answers."""
    with ThreadPoolExecutor(CROWD) as threads:
        return list(threads.map(browser.get, [path] * CROWD))


def statuses(pages):
    return {page.status for page in pages}


@contextmanager
def one_line_each(process):
    """Fail unless the log grows by exactly one line for each answer put into the list."""
    before = len(process.log.read_text(errors="replace"))
    pages = []
    yield pages
    added = process.log.read_text(errors="replace")[before:].splitlines()
    for page in pages:
        assert len(lines_about(process, page)) == 1
    assert len(added) == len(pages), "\n".join(added)


def test_a_page_that_waits_for_a_lock_is_a_503(own, served, browser):
    with locked(own.url, "articles"):
        page = browser.get("/")
    assert page.status == 503
    assert page.headers["Retry-After"] == "5"
    assert page.headers["Cache-Control"] == "no-store"
    assert page.one("nav.navbar a.navbar-brand")
    assert page.headers["X-Request-ID"] in page.one("main").text
    assert len(lines_about(served, page)) == 1
    assert browser.read("/")


def test_the_api_says_so_in_its_own_way(own, served, browser):
    with locked(own.url, "articles"):
        page = browser.get("/api/articles")
    assert page.status == 503
    assert page.headers["Retry-After"] == "5"
    assert page.headers["Access-Control-Allow-Origin"] == "*"
    assert list(page.response.json()["errors"]) == ["server"]
    assert len(lines_about(served, page)) == 1


def test_the_page_of_an_error_asks_the_database_nothing_more(own, served, browser):
    """A visitor with a session, who cannot be looked for: neither here nor on the error's page."""
    reader = browser.api.register("reader")
    assert browser.log_in(reader.email).status == 303
    with locked(own.url, "users"):
        for path in ("/", "/nothing"):
            page = browser.get(path)
            assert (page.status, page.viewer) == (503, None)
            assert len(lines_about(served, page)) == 1
    assert browser.read("/").viewer == reader.username


def test_a_restart_while_nobody_asks_goes_unnoticed(own, served, browser):
    assert statuses(crowd(browser)) == {200}
    with one_line_each(served):
        own.stop()
        own.start()
        assert statuses(crowd(browser)) == {200}


def test_a_server_that_is_frozen_is_given_up(own, served, browser):
    assert statuses(crowd(browser)) == {200}
    with one_line_each(served) as pages, own.frozen():
        pages += [browser.get("/api/tags"), *crowd(browser)]
    assert statuses(pages) == {503}
    assert browser.get("/api/tags").status == 200


def test_without_a_database_all_answers_say_when_to_come_back(own, served, browser):
    assert statuses(crowd(browser)) == {200}
    own.stop()
    try:
        with one_line_each(served) as pages:
            pages += [*crowd(browser), *crowd(browser, "/")]
    finally:
        own.start()
    assert statuses(pages) == {503}
    assert {page.headers["Retry-After"] for page in pages} == {"5"}
    assert statuses(crowd(browser)) == {200}
