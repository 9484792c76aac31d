"""Methods: those that a path has, those it has not, and what a browser asks first."""

import pytest

from tests.contract.answers import (
    NO_METHOD,
    NO_PATH,
    is_json,
    listed,
    open_to_all,
    refusal,
)
from tests.contract.client import unique
from tests.contract.endpoints import ENDPOINTS, PATHS, READS, allowed

pytestmark = pytest.mark.http_only

ALL = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"]
UNKNOWN_PATHS = [
    "",
    "/",
    "/nothing",
    "/Tags",
    "/tags/",
    "/users/",
    "/users/ann",
    "/user/ann",
    "/profiles",
    "/profiles/",
    "/profiles/ann/",
    "/profiles/ann/follow/",
    "/profiles/ann/unfollow",
    "/articles/",
    "/articles/{slug}/",
    "/articles/{slug}/comments/",
    "/articles/{slug}/nothing",
    "/articles/{slug}/comments/{id}/nothing",
    "//tags",
    "/openapi.yaml",
    "/%00",
    "/%FF",
]
ANSWERED = [200, 204]  # a browser takes either for a yes
REFUSED = [(method, path) for path in PATHS for method in ALL if method not in allowed(path)]


def comparable(response):
    """Return the headers of an answer that are the same whenever it is given."""
    return {name: value for name, value in response.headers.items() if name != "date"}


@pytest.mark.parametrize("endpoint", READS, ids=str)
def test_head_answers_as_get_does_without_the_body(stage, endpoint):
    path = stage.path(endpoint.path)
    get, head = (stage.ann.send(method, path) for method in ("GET", "HEAD"))
    assert (get.status_code, head.status_code) == (200, 200)
    assert is_json(get)
    assert comparable(head) == comparable(get)
    assert head.content == b""


@pytest.mark.parametrize("path", ["/user", "/articles/no-such-article", "/nothing", "/users"])
def test_head_is_refused_as_get_is_without_the_body(api, path):
    get, head = (api.send(method, path) for method in ("GET", "HEAD"))
    assert head.status_code == get.status_code >= 400
    assert comparable(head) == comparable(get)
    assert head.content == b""


@pytest.mark.parametrize(("method", "path"), REFUSED)
def test_a_method_that_a_path_has_not_is_refused_with_those_it_has(stage, method, path):
    response = stage.ann.send(method, stage.path(path))
    assert response.headers["Allow"] == ", ".join(sorted(allowed(path)))
    if method != "HEAD":
        assert refusal(response) == NO_METHOD
    assert response.status_code == 405


@pytest.mark.parametrize("path", PATHS)
def test_a_page_of_another_site_may_ask_what_it_may_do(stage, path):
    asks = {
        "Origin": "https://elsewhere.example",
        "Access-Control-Request-Method": "PUT",
        "Access-Control-Request-Headers": "authorization, content-type",
    }
    response = stage.api.send("OPTIONS", stage.path(path), headers=asks)
    assert response.status_code in ANSWERED
    assert response.content == b""
    assert open_to_all(response)
    assert response.headers["Allow"] == ", ".join(sorted(allowed(path)))
    assert response.headers["Access-Control-Allow-Methods"] == response.headers["Allow"]
    assert listed(response, "Access-Control-Allow-Headers") == {"Authorization", "Content-Type"}


@pytest.mark.parametrize("path", PATHS)
def test_the_question_needs_no_token_and_asks_for_nothing_that_must_exist(api, path):
    missing = path.format(username=unique("nobody"), slug=unique("unknown"), id=1)
    assert api.send("OPTIONS", missing).status_code in ANSWERED
    assert api.authorized("Token rubbish").send("OPTIONS", missing).status_code in ANSWERED


@pytest.mark.parametrize("path", UNKNOWN_PATHS)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "OPTIONS", "PATCH", "PROPFIND"])
def test_an_unknown_path_is_not_found_with_any_method(stage, method, path):
    assert refusal(stage.ann.send(method, stage.path(path))) == NO_PATH


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=str)
def test_every_answer_may_be_read_by_pages_of_other_sites(stage, endpoint):
    """Whatever it is: without a body most writes are refused, the others succeed."""
    elsewhere = {"Origin": "https://elsewhere.example"}
    response = stage.bob.send(endpoint.method, stage.path(endpoint.path), headers=elsewhere)
    assert open_to_all(response)
    assert "Access-Control-Allow-Credentials" not in response.headers


def test_an_answer_without_a_body_may_be_read_by_pages_of_other_sites(ann, article):
    response = ann.delete(f"/articles/{article['slug']}")
    assert response.status_code == 204
    assert open_to_all(response)


def test_the_api_describes_itself(api):
    document = api.get("/openapi.json").json()
    assert document["openapi"].startswith("3.1.")
    for endpoint in ENDPOINTS:
        assert endpoint.method.lower() in document["paths"][f"/api{endpoint.path}"], endpoint
