"""A database that is locked: what visitors are told, how soon, and what the log says of it."""

import re
from contextlib import contextmanager

import httpx2
import psycopg
import pytest

from tests.pages.client import Browser

LIMITS = {"LOCK_TIMEOUT": 0.3, "STATEMENT_TIMEOUT": 2}


@pytest.fixture(scope="module")
def served(start, new_database, variant):
    """Serve the variant on PostgreSQL with low limits; give the server and its database."""
    url = new_database("postgresql", f"limits_{variant}")
    return start(url=url, **LIMITS), url


@pytest.fixture
def browser(served):
    """A browser without cookies."""
    with httpx2.HTTPTransport(trust_env=False) as transport:
        yield Browser.new(served[0].url, transport)


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


def test_a_page_that_waits_for_a_lock_is_a_503(served, browser):
    process, url = served
    with locked(url, "articles"):
        page = browser.get("/")
    assert page.status == 503
    assert page.headers["Retry-After"] == "5"
    assert page.headers["Cache-Control"] == "no-store"
    assert page.one("nav.navbar a.navbar-brand")
    assert page.headers["X-Request-ID"] in page.one("main").text
    assert len(lines_about(process, page)) == 1
    assert browser.read("/")


def test_the_api_says_so_in_its_own_way(served, browser):
    process, url = served
    with locked(url, "articles"):
        page = browser.get("/api/articles")
    assert page.status == 503
    assert page.headers["Retry-After"] == "5"
    assert page.headers["Access-Control-Allow-Origin"] == "*"
    assert list(page.response.json()["errors"]) == ["server"]
    assert len(lines_about(process, page)) == 1


def test_the_page_of_an_error_asks_the_database_nothing_more(served, browser):
    """A visitor with a session, who cannot be looked for: neither here nor on the error's page."""
    process, url = served
    reader = browser.api.register("reader")
    assert browser.log_in(reader.email).status == 303
    with locked(url, "users"):
        for path in ("/", "/nothing"):
            page = browser.get(path)
            assert (page.status, page.viewer) == (503, None)
            assert len(lines_about(process, page)) == 1
    assert browser.read("/").viewer == reader.username
