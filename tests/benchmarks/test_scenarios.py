"""Every scenario is answered as it says, by every variant, and its answers can be compared."""

import http.client
import json
from collections import Counter
from urllib.parse import urlsplit

import pytest
from pydantic import SecretStr

from benchmarks import BenchmarkError
from benchmarks.scenarios import SCENARIOS, Request, Site, in_turn
from deployments.launch import Deployment, prepare, running
from shared import database
from shared.settings import Settings
from variants import VARIANTS

SECRET_KEY = "known to the scenarios and to the server"
SITE = Site(newest="newest", oldest="oldest", token="token", stylesheet="/static/style.css")


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    """A database with all of the sample data, and the key that its servers sign with."""
    url = f"sqlite:///{tmp_path_factory.mktemp('scenarios') / 'anatomy.sqlite3'}"
    prepare(url)
    return Settings(database_url=url, secret_key=SecretStr(SECRET_KEY))


@pytest.fixture(scope="module")
def site(settings):
    """What requests need to know of that database."""
    return Site.of(settings)


@pytest.fixture(scope="module", params=VARIANTS)
def url(request, settings):
    """A server of every variant over that database."""
    environment = {"SECRET_KEY": SECRET_KEY}
    deployment = Deployment(request.param, settings.database_url, environment=environment)
    with running(deployment) as process:
        yield process.url


@pytest.fixture(scope="module")
def firsts():
    """What the first variant answered to each request, as far as it is comparable."""
    return {}


def send(url, request):
    """Return the status and the body of the answer to a request."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=10)
    try:
        connection.request(request.method, request.path, request.body, dict(request.headers))
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


@pytest.mark.parametrize("name", [name for name in SCENARIOS if not SCENARIOS[name].null])
def test_every_variant_answers_every_scenario_and_does_it_alike(url, site, firsts, name):
    for number, request in enumerate(SCENARIOS[name].requests(site)):
        for _ in range(2):
            status, body = send(url, request)
            assert (status, bool(body)) == (request.status, True)
            comparable = request.comparable(body)
            assert comparable == firsts.setdefault((name, number), comparable)


def test_reads_are_answered_with_what_the_sample_data_holds(url, site):
    (newest,) = SCENARIOS["article"].requests(site)
    (listing,) = SCENARIOS["list"].requests(site)
    slugs = [article["slug"] for article in json.loads(send(url, listing)[1])["articles"]]
    assert json.loads(send(url, newest)[1])["article"]["slug"] == slugs[0]
    assert len(slugs) == 20


def test_comments_are_written_to_an_article_that_nobody_reads(url, site):
    (write,) = SCENARIOS["write"].requests(site)
    (page,) = SCENARIOS["article_page"].requests(site)
    assert site.oldest != site.newest
    before, written = send(url, page), send(url, write)
    assert written[0] == 201
    assert send(url, page) == before
    comments = send(url, Request("GET", f"/api/articles/{site.oldest}/comments"))[1]
    assert len(json.loads(comments)["comments"]) > 5


def test_the_login_is_checked_at_the_cost_that_the_application_has_by_default(settings):
    engine = database.make_engine(settings)
    with engine.connect() as connection:
        stored = connection.exec_driver_sql("SELECT password_hash FROM users WHERE id = 1")
        found = stored.scalar_one()
    engine.dispose()
    defaults = Settings.model_fields
    memory, passes = defaults["argon2_memory_cost"].default, defaults["argon2_time_cost"].default
    assert f"$m={memory},t={passes}," in found


def test_a_database_without_articles_is_refused(tmp_path):
    url = f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    database.migrate(url)
    with pytest.raises(BenchmarkError, match="no article"):
        Site.of(Settings(database_url=url, secret_key=SecretStr(SECRET_KEY)))


def test_a_tenth_of_the_mixed_requests_is_a_comment():
    order = in_turn(SCENARIOS["mixed"].requests(SITE))
    found = Counter(request.path for request in order)
    assert found == {
        "/api/articles?limit=20": 4,
        "/api/articles/newest": 3,
        "/": 2,
        "/api/articles/oldest/comments": 1,
    }


def test_requests_take_turns_as_evenly_as_their_weights_allow():
    often, seldom = Request("GET", "/often", weight=6), Request("GET", "/seldom", weight=2)
    order = [request.path for request in in_turn([often, seldom])]
    assert order == ["/often", "/often", "/seldom", "/often"]


def test_a_scenario_is_known_by_its_name():
    assert all(name == scenario.name for name, scenario in SCENARIOS.items())
    assert list(SCENARIOS) == [
        "list", "article", "home", "article_page", "login", "write", "mixed", "static", "null",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("varying", "body", "comparable"),
    [
        ((), b'{"id":7}', b'{"id":7}'),
        (("id",), b'{"id":7,"width":7}', b'{"id":null,"width":7}'),
        (("at", "id"), b'{"at": "noon","id":12}', b'{"at": null,"id":null}'),
        (("id",), rb'{"text":"\"id\":7"}', rb'{"text":"\"id\":7"}'),
        (("token",), b'{"token":""}', b'{"token":null}'),
    ],
)
def test_what_varies_is_taken_out_of_an_answer_and_nothing_else(varying, body, comparable):
    assert Request("GET", "/", varying=varying).comparable(body) == comparable
