"""A database that fails: what visitors are told, what the log says, and how it goes on."""

import re
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import text

from deployments.launch import Deployment, running
from shared.database import connected
from tests.conftest import SETTINGS, databases_of, variants_of
from tests.contract.client import newcomer
from tests.pages.client import Browser
from tests.variants.keepalive import KEEP_ALIVE

PAGES = ["/", "/tag/x", "/?page=2", "/article/{slug}", "/profile/{name}"]
PAGES += ["/profile/{name}/favorites"]
# What would say too much: how the site is made, and what the database thinks of it.
INSIDE = re.compile(
    r"Traceback|File \"|\.py\b|sqlalchemy|psycopg|sqlite|SELECT|INSERT|no such table|relation"
    r"|_gone|shared/|variants/",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Broken:
    """A variant, its log, the database below it, and what the requests may name."""

    url: str
    log: Path
    transport: httpx2.HTTPTransport
    reader: Browser
    nobody: Browser
    names: dict

    @contextmanager
    def without(self, table):
        """Take a table away for a while."""
        self.rename(table, f"{table}_gone")
        try:
            yield
        finally:
            self.rename(f"{table}_gone", table)

    def rename(self, old, new):
        with connected(self.url) as connection, connection.begin():
            connection.execute(text(f"ALTER TABLE {old} RENAME TO {new}"))

    def new(self):
        """Open a browser without cookies."""
        return Browser.new(self.reader.target, self.transport)


def pytest_generate_tests(metafunc):
    if "broken" in metafunc.fixturenames:
        config = metafunc.config
        pairs = [(name, kind) for name in variants_of(config) for kind in databases_of(config)]
        ids = ["-".join(pair) for pair in pairs]
        metafunc.parametrize("broken", pairs, ids=ids, indirect=True, scope="module")


@pytest.fixture(scope="module")
def broken(request, new_database):
    """Serve a variant on a database of its own, whose tables can be taken away."""
    variant, kind = request.param
    url = new_database(kind, f"broken_{variant}")
    deployment = Deployment(variant, database_url=url, environment=SETTINGS)
    with (
        running(deployment) as process,
        httpx2.HTTPTransport(limits=KEEP_ALIVE, trust_env=False) as transport,
    ):
        nobody = Browser.new(process.url, transport)
        api = nobody.api.register("reader")
        reader = Browser(process.url, Browser.new(process.url, transport).http, api)
        assert reader.log_in(api.email).status == 303
        names = {"slug": api.publish(tagList=["x"])["slug"], "name": api.username}
        yield Broken(url, process.log, transport, reader, nobody, names)


def request_id_of(page):
    """See that an answer is the page of an accident, and return the name it has."""
    assert page.status == 500
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["Cache-Control"] == "no-store"
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    assert page.one("nav.navbar a.navbar-brand")
    assert page.one("h1").text.strip()
    request_id = page.headers["X-Request-ID"]
    assert len(request_id) >= 8
    assert request_id in page.one("main").text
    assert not INSIDE.search(page.response.text)
    return request_id


def logged(broken, request_id):
    """Return what the log says from where it names a request."""
    log = broken.log.read_text(errors="replace")
    assert request_id in log
    return log[log.index(request_id) :]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("who", ["reader", "nobody"])
def test_a_page_that_cannot_be_made_says_so_and_nothing_else(broken, path, who):
    browser = getattr(broken, who)
    path = path.format(**broken.names)
    assert browser.read(path)
    with broken.without("articles"):
        request_id = request_id_of(browser.get(path))
    assert "Traceback" in logged(broken, request_id)
    assert browser.read(path)


@pytest.mark.parametrize("path", ["/", "/settings", "/editor", "/nothing", "/login"])
def test_without_users_there_is_a_page_all_the_same(broken, path):
    with broken.without("users"):
        request_id = request_id_of(broken.reader.get(path))
    assert "Traceback" in logged(broken, request_id)
    assert broken.reader.get(path).status in (200, 404)


def test_every_accident_has_a_name_of_its_own(broken):
    with broken.without("articles"):
        names = {request_id_of(broken.nobody.get("/")) for _ in range(3)}
    assert len(names) == 3


def test_a_name_that_a_visitor_made_up_is_not_taken_over(broken):
    made_up = {"X-Request-ID": "made-up-by-a-visitor"}
    with broken.without("articles"):
        assert request_id_of(broken.nobody.get("/", made_up)) != "made-up-by-a-visitor"


def test_what_needs_no_database_is_there(broken):
    """For whoever has no session: the others must be looked for."""
    (style,) = [link["href"] for link in broken.nobody.read("/").all("link[rel=stylesheet]")]
    with broken.without("users"):
        browser = broken.new()
        assert [browser.get(path).status for path in ("/login", "/register", style)] == [200] * 3
        assert browser.get("/nothing").status == 404
        assert browser.get("/settings").status == 302
        assert broken.reader.get(style).status == 200


def test_a_form_that_cannot_be_dealt_with_says_so_and_changes_nothing(broken):
    fields, browser = newcomer(), broken.new()
    register = browser.read("/register").form("/register")
    login = browser.read("/login").form("/login")
    password = {"email": broken.reader.api.email, "password": fields["password"]}
    with broken.without("users"):
        assert request_id_of(browser.submit(register, **fields))
        assert request_id_of(browser.submit(login, **password))
    assert browser.read("/").viewer is None
    assert browser.submit(register, **fields).status == 303


@pytest.mark.parametrize("table", ["article_tags", "comments", "favorites"])
def test_a_write_that_fails_half_way_leaves_nothing_behind(broken, table):
    """An article is written before its tags: without their table, there is no article either."""
    reader, slug = broken.reader, broken.names["slug"]
    article = f"/article/{slug}"
    forms = {
        "article_tags": reader.read("/editor").form("/editor"),
        "comments": reader.read(article).form(f"{article}/comments"),
        "favorites": reader.read("/").form(f"{article}/favorite"),
    }
    typed = {
        "article_tags": {"title": "T", "description": "D", "body": "B", "new_tags": "x"},
        "comments": {"body": "Well said."},
        "favorites": {},
    }
    with broken.without(table):
        assert request_id_of(reader.submit(forms[table], **typed[table]))
    own = reader.api.get(f"/articles?author={reader.username}").json()
    assert (own["articlesCount"], own["articles"][0]["favoritesCount"]) == (1, 0)
    assert reader.api.get(f"/articles/{slug}/comments").json() == {"comments": []}


def test_the_api_says_so_in_its_own_way(broken):
    for path in ("/api/articles", "/api/tags", f"/api/articles/{broken.names['slug']}"):
        table = "article_tags" if path.endswith("tags") else "articles"
        with broken.without(table):
            page = broken.nobody.get(path)
        assert page.status == 500
        assert page.headers["Content-Type"] == "application/json"
        assert page.headers["Access-Control-Allow-Origin"] == "*"
        assert page.response.json() == {"errors": {"server": ["internal error"]}}
        assert "Traceback" in logged(broken, page.headers["X-Request-ID"])
        assert broken.nobody.get(path).status == 200


def test_head_fails_as_get_does(broken):
    with broken.without("articles"):
        page = broken.nobody.send("HEAD", "/")
    assert (page.status, page.response.content) == (500, b"")
    assert "Traceback" in logged(broken, page.headers["X-Request-ID"])


def test_nothing_else_went_wrong(broken):
    """The accidents were ours: none of them left something open or never awaited."""
    log = broken.log.read_text(errors="replace")
    assert not re.search(r"never awaited|never retrieved|was destroyed|ResourceWarning", log)
    assert "UndefinedTable" in log or "no such table" in log
