"""What the database sees of a request: few statements, no matter how many rows, and no more."""

import pytest

from tests.conftest import variants_of
from tests.variants.watching import PING, TRANSACTION, marks, watching

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


def pytest_generate_tests(metafunc):
    metafunc.parametrize("watched", variants_of(metafunc.config), indirect=True, scope="module")


@pytest.fixture(scope="module")
def watched(request, cluster, new_database):
    """Serve a variant on a database with authors, articles, tags, comments and favourites."""
    with watching(request.param, cluster, new_database) as watched:
        for path in MOST:  # connections are opened and prepared before anything is counted
            watched.ask(watched.reader, "GET", path)
        yield watched


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

    assert marks(statements) == ["BEGIN", "COMMIT"], statements
    assert not [s for s in statements if PING.fullmatch(s)]
