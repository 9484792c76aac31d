"""What the database sees of a request: few statements, no matter how many rows, and no more."""

import re
import time
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest

from shared.database import migrate
from tests.conftest import serving, variants_of
from tests.contract.client import Api

STATEMENT = re.compile(r"^(\w+) LOG: +(?:statement|execute [^:]*): (.*)", re.MULTILINE)
TRANSACTION = re.compile(r"BEGIN|COMMIT|ROLLBACK|START|SAVEPOINT|SET|SHOW|DISCARD", re.IGNORECASE)
PING = re.compile(r"\W*SELECT\s+1\W*", re.IGNORECASE)

# The most statements of a read, without those that find out who is asking: one, with a token.
MOST = {
    "/articles": 2,
    "/articles?tag=x": 2,
    "/articles?author={author}&favorited={reader}&tag=x": 2,
    "/articles?author=nobody-at-all": 2,
    "/articles?offset=1000": 2,
    "/articles/feed": 2,
    "/articles/feed?offset=1000": 2,
    "/articles/{slug}": 1,
    "/articles/no-such-article": 1,
    "/articles/{slug}/comments": 2,
    "/tags": 1,
    "/profiles/{author}": 1,
    "/user": 0,
    "/openapi.json": 0,
    "/nothing": 0,
}
WITHOUT_TOKEN = [path for path in MOST if "feed" not in path and path != "/user"]
WRITES = [
    ("POST", "/articles/{slug}/favorite", None),
    ("DELETE", "/articles/{slug}/favorite", None),
    ("POST", "/profiles/{author}/follow", None),
    ("POST", "/articles/{slug}/comments", {"comment": {"body": "Well said."}}),
    ("POST", "/articles", {"article": {"title": "T", "description": "D", "body": "B"}}),
    ("PUT", "/user", {"user": {"bio": "Changed."}}),
]


@dataclass(frozen=True)
class Watched:
    """A variant, the log of its database, and what the requests may name."""

    database: str
    log: Path
    api: Api
    reader: Api
    names: dict

    def ask(self, client, method, path, body=None):
        """Send a request and return the statements that it led to."""
        seen = self.log.stat().st_size
        response = client.send(method, path.format(**self.names), json=body)
        assert response.status_code < 500
        time.sleep(0.03)  # what a server does after its answer counts too
        with self.log.open(encoding="utf-8") as log:
            log.seek(seen)
            return [text for name, text in STATEMENT.findall(log.read()) if name == self.database]


def pytest_generate_tests(metafunc):
    metafunc.parametrize("watched", variants_of(metafunc.config), indirect=True, scope="module")


@pytest.fixture(scope="module")
def logging_cluster():
    """Run a PostgreSQL server that logs every statement."""
    from deployments import postgresql

    with postgresql.embedded(log_statements=True, durable=False) as cluster:
        yield cluster


@pytest.fixture(scope="module")
def watched(request, logging_cluster):
    """Serve a variant on a database with authors, articles, tags, comments and favourites."""
    variant = request.param
    database = f"watched_{variant}"
    url = logging_cluster.create(database)
    migrate(url)
    with serving(variant, url) as address, httpx2.Client(base_url=address, trust_env=False) as http:
        api = Api(http)
        reader, names = people(api)
        result = Watched(database, logging_cluster.log, api, reader, names)
        for path in MOST:  # connections are opened and prepared before anything is counted
            reader.get(path.format(**names))
        yield result


def people(api):
    """Let five authors write, and a reader follow, favourite and comment on all of it."""
    reader = api.register("reader")
    for author in [api.register("author") for _ in range(5)]:
        reader.post(f"/profiles/{author.username}/follow")
        for tags in (["x", "y"], ["x", "z"]):
            slug = author.publish(tagList=tags)["slug"]
            reader.post(f"/articles/{slug}/favorite")
            author.comment(slug)
            reader.comment(slug)
    return reader, {"author": author.username, "reader": reader.username, "slug": slug}


def test_the_log_shows_what_it_should(watched):
    """Without this, an empty log would pass for no statement at all."""
    assert len(watched.ask(watched.reader, "GET", "/articles/{slug}")) == 2


@pytest.mark.parametrize("path", WITHOUT_TOKEN)
def test_a_read_by_nobody_takes_few_statements(watched, path):
    statements = watched.ask(watched.api, "GET", path)
    assert len(statements) <= MOST[path], statements


@pytest.mark.parametrize("path", MOST)
def test_to_know_the_viewer_takes_one_more(watched, path):
    statements = watched.ask(watched.reader, "GET", path)
    assert len(statements) <= MOST[path] + 1, statements


@pytest.mark.parametrize("path", MOST)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_read_opens_no_transaction_and_asks_nothing_needless(watched, method, path):
    statements = watched.ask(watched.reader, method, path)
    needless = [s for s in statements if TRANSACTION.match(s) or PING.fullmatch(s)]
    assert not needless


@pytest.mark.parametrize(("method", "path", "body"), WRITES)
def test_a_write_is_one_transaction(watched, method, path, body):
    statements = watched.ask(watched.reader, method, path, body)
    marks = [s.partition(" ")[0].upper() for s in statements if TRANSACTION.match(s)]
    assert marks == ["BEGIN", "COMMIT"], statements
    assert not [s for s in statements if PING.fullmatch(s)]
