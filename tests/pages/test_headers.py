"""What the header of every answer says to browsers and caches."""

import pytest

from tests.pages.client import FORM
from tests.pages.site import FORMS, PAGES

pytestmark = pytest.mark.http_only

ERRORS = ["/nothing", "/article/no-such-article", "/?page=0", "/logout", "/profile/%00"]
POLICY = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "http:", "https:"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}


def is_of_a_page(page):
    """See that an answer has every header of a page."""
    headers = page.headers
    parts = [part.split() for part in headers["Content-Security-Policy"].split(";")]
    assert {name: sources for name, *sources in parts} == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert "Cookie" in [name.strip() for name in headers["Vary"].split(",")]
    assert "Access-Control-Allow-Origin" not in headers
    return True


@pytest.mark.parametrize("who", ["nobody", "ann"])
@pytest.mark.parametrize("view", PAGES, ids=str)
def test_every_page_has_every_header(stage, view, who):
    assert is_of_a_page(stage.by(who).get(stage.fill_in(view.path)))


@pytest.mark.parametrize("who", ["nobody", "ann"])
@pytest.mark.parametrize("path", ERRORS)
def test_every_error_has_every_header(stage, path, who):
    page = stage.by(who).get(path)
    assert page.status in (404, 405)
    assert is_of_a_page(page)


@pytest.mark.parametrize("who", ["nobody", "bob"])
@pytest.mark.parametrize("form", FORMS, ids=str)
def test_every_answer_to_a_form_has_every_header(stage, form, who):
    page = stage.by(who).post(stage.fill_in(form.path))
    assert page.status in (303, 403, 422)
    assert is_of_a_page(page)


def test_every_redirect_has_every_header(ann, article):
    path = f"/article/{article['slug']}"
    page = ann.submit(ann.read(path).form(f"{path}/comments"), body="Well said.")
    assert page.status == 303
    assert is_of_a_page(page)


def test_answers_of_the_api_are_not_to_be_guessed_at_either(stage):
    for path in ("/api/articles", "/api/user", "/api/nothing", "/api"):
        page = stage.nobody.get(path)
        assert page.headers["X-Content-Type-Options"] == "nosniff"
        assert page.headers["Content-Type"].startswith("application/json")
        assert "Content-Security-Policy" not in page.headers


@pytest.mark.parametrize("who", ["nobody", "ann"])
@pytest.mark.parametrize("view", PAGES, ids=str)
def test_head_answers_as_get_does_without_the_body(stage, view, who):
    path = stage.fill_in(view.path)
    get, head = (stage.by(who).send(method, path) for method in ("GET", "HEAD"))
    assert head.response.content == b""
    assert head.status == get.status
    assert comparable(head) == comparable(get)


@pytest.mark.parametrize("path", ERRORS)
def test_head_is_refused_as_get_is(stage, path):
    get, head = (stage.ann.send(method, path) for method in ("GET", "HEAD"))
    assert head.response.content == b""
    assert head.status == get.status >= 400
    assert comparable(head) == comparable(get)


def comparable(page):
    """Return the headers of an answer that are the same whenever it is given."""
    varying = ("date", "set-cookie")
    return {name: value for name, value in page.headers.items() if name not in varying}


def test_a_page_is_html_in_utf_8(stage):
    for path in ("/", "/nothing", "/logout"):
        assert stage.ann.get(path).headers["Content-Type"] == "text/html; charset=utf-8"


def test_a_redirect_is_not_followed_by_what_was_typed(stage):
    """303 makes a GET of it, whatever the method was (RFC 9110, section 15.4.4)."""
    headers = {"Content-Type": FORM}
    page = stage.nobody.send("POST", "/settings", content=b"password=secret", headers=headers)
    assert page.status == 303
    assert "secret" not in str(page.headers) + page.response.text
