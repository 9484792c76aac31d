"""PostgreSQL that is frozen, restarted or away: visitors get a page, or a 503 in time."""

from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest

from .clusters import own_cluster

LIMITS = {"CONNECT_TIMEOUT": 2, "STATEMENT_TIMEOUT": 0.5, "POOL_SIZE": 3}
CROWD = 12  # requests at a time: more than threads or connections


@pytest.fixture(scope="module")
def cluster():
    with own_cluster() as cluster:
        yield cluster


@pytest.fixture(scope="module")
def served(start, cluster):
    """Serve the variant on that server."""
    return start(url=cluster.url, **LIMITS)


@pytest.fixture(scope="module")
def client(served):
    fresh = httpx2.Limits(max_keepalive_connections=0)  # servers may close those at any time
    with httpx2.Client(base_url=served.url, trust_env=False, timeout=60, limits=fresh) as client:
        yield client


def crowd(client, path="/api/tags"):
    """Ask many times at once, and return the answers."""
    with ThreadPoolExecutor(CROWD) as threads:
        return list(threads.map(client.get, [path] * CROWD))


def statuses(answers):
    return {answer.status_code for answer in answers}


def require_one_line_each(process, answers, before):
    """Fail unless the log has grown by exactly one line for each answer, which names it."""
    added = process.log.read_text(errors="replace")[before:].splitlines()
    added = [line for line in added if ' HTTP/1.1" 503' not in line]
    for answer in answers:
        assert sum(answer.headers["X-Request-ID"] in line for line in added) == 1
    assert len(added) == len(answers), "\n".join(added)


def test_a_restart_while_nobody_asks_goes_unnoticed(cluster, served, client):
    assert statuses(crowd(client)) == {200}
    before = len(served.log.read_text())
    cluster.stop()
    cluster.start()
    assert statuses(crowd(client)) == {200}
    require_one_line_each(served, [], before)


def test_a_server_that_is_frozen_is_given_up(cluster, served, client):
    assert statuses(crowd(client)) == {200}
    before = len(served.log.read_text())
    with cluster.frozen():
        answers = [client.get("/api/tags"), *crowd(client)]
    assert statuses(answers) == {503}
    require_one_line_each(served, answers, before)
    assert client.get("/api/tags").status_code == 200


def test_without_a_database_all_answers_say_when_to_come_back(cluster, served, client):
    assert statuses(crowd(client)) == {200}
    before = len(served.log.read_text())
    cluster.stop()
    try:
        answers = [*crowd(client), *crowd(client, "/")]
    finally:
        cluster.start()
    assert statuses(answers) == {503}
    assert {answer.headers["Retry-After"] for answer in answers} == {"5"}
    require_one_line_each(served, answers, before)
    assert statuses(crowd(client)) == {200}
