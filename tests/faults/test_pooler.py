"""The variant behind PgBouncer in transaction mode, where no session and no option survives."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import httpx2
import psycopg
import pytest

from shared.database import migrate
from tests.contract.client import Api

from .pgbouncer import pgbouncer
from .test_database_limits import locked

pytestmark = pytest.mark.needs("pgbouncer")

ROUNDS = 12  # of the same requests: psycopg would prepare a statement at the fifth


@pytest.fixture(scope="module")
def direct(cluster, variant):
    """The direct URL of a database whose times are not UTC by themselves."""
    name = f"pooler_{variant}"
    url = cluster.create(name)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {name} SET timezone = 'Asia/Tokyo'")
    return url


@pytest.fixture(scope="module")
def served(start, cluster, direct):
    """Serve the variant behind PgBouncer, with low limits."""
    with pgbouncer(cluster.socket) as host:
        url = direct.replace(cluster.socket, host)
        migrate(url)
        yield start(url=url, TRANSACTION_POOLER=1, LOCK_TIMEOUT=0.3)


@pytest.fixture
def api(served):
    fresh = httpx2.Limits(max_keepalive_connections=0)
    with httpx2.Client(base_url=served.url, trust_env=False, timeout=60, limits=fresh) as http:
        yield Api(http).register()


def test_reads_and_writes_work_again_and_again(api):
    def write_and_read(number):
        article = api.publish(tagList=["x"])
        api.comment(article["slug"])
        assert api.get(f"/articles/{article['slug']}/comments").status_code == 200
        assert api.get("/articles").status_code == 200
        return article

    with ThreadPoolExecutor(4) as threads:
        articles = list(threads.map(write_and_read, range(ROUNDS)))
    read = api.read(articles[0]["slug"])
    age = datetime.now(UTC) - datetime.fromisoformat(read["createdAt"])
    assert timedelta(0) <= age < timedelta(minutes=10)
    assert api.get("/articles", author=api.username).json()["articlesCount"] == ROUNDS


def test_limits_hold(api, direct):
    with locked(direct, "articles"):
        answer = api.get("/articles")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert api.get("/articles").status_code == 200
