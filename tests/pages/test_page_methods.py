"""Methods: those that a page has, those that it has not, and what an error looks like."""

import pytest

from tests.contract.client import unique
from tests.contract.test_bad_names import BAD_NAMES
from tests.pages.site import ANSWERED, PAGES, POSTS_ONLY

ALL = ["GET", "HEAD", "POST", "PUT", "DELETE"]
READ = {"GET", "HEAD", "OPTIONS"}
METHODS = {view.path: READ | ({"POST"} if view.is_form else set()) for view in PAGES}
METHODS |= {path: {"POST", "OPTIONS"} for path in POSTS_ONLY}
REFUSED = [(method, path) for path in METHODS for method in ALL if method not in METHODS[path]]
UNKNOWN = [
    "/nothing",
    "/index.html",
    "/Login",
    "/login/",
    "/login/x",
    "/./login/x",
    "/settings/",
    "/logout/",
    "/editor/",
    "/editor/{slug}/",
    "/editor/{slug}/delete",
    "/article",
    "/article/",
    "/article/{slug}/",
    "/article/{slug}/nothing",
    "/article/{slug}/comments/",
    "/article/{slug}/comments/{id}",
    "/article/{slug}/comments/{id}/edit",
    "/tag",
    "/tag/",
    "/tag/a/b",
    "/profile",
    "/profile/",
    "/profile/{username}/",
    "/profile/{username}/favorites/",
    "/profile/{username}/nothing",
    "/apix",
    "/API/tags",
    "/%00",
    "/%FF",
    "/%0D%0AX-Evil:%201",
    "/%3Cscript%3E",
    "/.env",
    "/.git/config",
    "/static",
    "/static/",
]


def is_an_error(page, status, viewer):
    """See that an answer is the page of an error, which knows who reads it."""
    assert page.status == status, page.response.text[:500]
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert page.one("nav.navbar a.navbar-brand")
    assert page.viewer == viewer
    assert page.texts("h1") != []
    assert "Traceback" not in page.response.text
    return True


@pytest.mark.http_only
@pytest.mark.parametrize(("method", "path"), REFUSED)
def test_a_method_that_a_page_has_not_is_refused_with_those_it_has(stage, method, path):
    page = stage.ann.send(method, stage.fill_in(path))
    assert page.status == 405
    assert page.headers["Allow"] == ", ".join(sorted(METHODS[path]))
    assert method == "HEAD" or is_an_error(page, 405, stage.ann.username)


@pytest.mark.http_only
@pytest.mark.parametrize("path", METHODS)
def test_a_page_tells_which_methods_it_has_and_invites_no_other_site(stage, path):
    asks = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"}
    page = stage.nobody.send("OPTIONS", stage.fill_in(path), headers=asks)
    assert page.status in ANSWERED
    assert page.headers["Allow"] == ", ".join(sorted(METHODS[path]))
    assert not [name for name in page.headers if name.startswith("access-control")]


@pytest.mark.http_only
@pytest.mark.parametrize("path", UNKNOWN)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_unknown_path_is_not_found_with_any_method(stage, path, method):
    page = stage.ann.send(method, stage.fill_in(path))
    assert is_an_error(page, 404, stage.ann.username)
    assert "x-evil" not in page.headers


def test_nobody_is_told_in_the_same_way(stage):
    assert is_an_error(stage.nobody.get("/nothing"), 404, None)
    assert is_an_error(stage.nobody.get("/logout"), 405, None)


@pytest.mark.parametrize("who", ["nobody", "ann"])
def test_errors_under_the_api_are_json(stage, who):
    browser = stage.by(who)
    for method, path, status in (
        ("GET", "/api", 404),
        ("GET", "/api/", 404),
        ("GET", "/api/nothing", 404),
        ("GET", "/api/users", 405),
        ("POST", "/api/users", 422),
        ("GET", "/api/articles/no-such-article", 404),
        ("POST", "/api/articles", 401),
    ):
        page = browser.send(method, path)
        assert page.status == status
        assert page.headers["Content-Type"] == "application/json"
        assert set(page.response.json()) == {"errors"}


OF_USERS = ["/profile/{bad}", "/profile/{bad}/favorites"]
OF_ARTICLES = ["/article/{bad}", "/editor/{bad}"]
WRITES = [
    "/profile/{bad}/follow",
    "/profile/{bad}/unfollow",
    "/article/{bad}/favorite",
    "/article/{bad}/unfavorite",
    "/article/{bad}/delete",
    "/article/{bad}/comments",
    "/article/{bad}/comments/{id}/delete",
    "/editor/{bad}",
]
bad_names = pytest.mark.parametrize("name", BAD_NAMES.values(), ids=BAD_NAMES)


@pytest.mark.strictest_only
@bad_names
@pytest.mark.parametrize("path", OF_USERS)
def test_a_user_who_cannot_exist_is_not_found(stage, path, name):
    bad = name.format(name=stage.ann.username)
    assert is_an_error(stage.ann.get(path.format(bad=bad)), 404, stage.ann.username)


@pytest.mark.strictest_only
@bad_names
@pytest.mark.parametrize("path", OF_ARTICLES)
def test_an_article_that_cannot_exist_is_not_found(stage, path, name):
    bad = name.format(name=stage.names["slug"])
    assert is_an_error(stage.ann.get(path.format(bad=bad)), 404, stage.ann.username)


@pytest.fixture(scope="module")
def token(stage):
    """Return the token of ann's forms."""
    return stage.ann.read("/settings").form("/settings")["csrf_token"]


@pytest.mark.strictest_only
@bad_names
@pytest.mark.parametrize("path", WRITES)
def test_nothing_is_done_to_what_cannot_exist(stage, token, path, name):
    existing = stage.names["slug" if "article" in path or "editor" in path else "username"]
    path = path.format(bad=name.format(name=existing), id=stage.names["id"])
    fields = [("csrf_token", token), ("title", "T"), ("description", "D"), ("body", "B")]
    assert is_an_error(stage.ann.post(path, *fields), 404, stage.ann.username)


@pytest.mark.strictest_only
@bad_names
def test_a_tag_that_cannot_exist_has_no_articles(stage, name):
    page = stage.ann.read(f"/tag/{name.format(name=stage.names['tag'])}")
    assert page.one(".empty-feed-message")
    assert not page.all("a.preview-link")


def test_unknown_names_are_not_found(stage):
    unknown = unique("unknown")
    for path in (f"/article/{unknown}", f"/profile/{unknown}", f"/profile/{unknown}/favorites"):
        assert is_an_error(stage.nobody.get(path), 404, None)
        assert is_an_error(stage.ann.get(path), 404, stage.ann.username)


@pytest.mark.http_only
@pytest.mark.parametrize("query", ["%00=1", "%FF=%FF", "=", "&&&", "page", "x" * 1_500, "%zz", ";"])
@pytest.mark.parametrize("path", ["/", "/tag/x", "/login", "/article/{slug}", "/settings"])
def test_a_query_that_makes_no_sense_is_no_accident(stage, path, query):
    assert stage.ann.read(f"{stage.fill_in(path)}?{query}").viewer == stage.ann.username
