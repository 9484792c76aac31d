"""What is sent to a form, and how: other types, odd fields, and more than there may be."""

import json
from urllib.parse import quote

import pytest

from tests.contract.client import PASSWORD, newcomer
from tests.contract.test_body_sizes import FRAMINGS, HANG_UP
from tests.pages.client import FORM
from tests.pages.site import profile

pytestmark = pytest.mark.http_only

LARGEST = 2_000_000
FIELDS = {"title": "A title", "description": "D", "body": "B"}

framing = pytest.mark.parametrize("framed", FRAMINGS, ids=lambda framed: framed.__name__)


@pytest.fixture(scope="module")
def token(stage):
    """Return the token of ann's forms."""
    return stage.ann.read("/settings").form("/settings")["csrf_token"]


def send(browser, path, content, media_type=FORM, **headers):
    """Post any content."""
    return browser.send(
        "POST", path, content=content, headers={"Content-Type": media_type} | headers
    )


def encoded(**fields):
    """Return fields as a form sends them."""
    return "&".join(f"{name}={quote(value)}" for name, value in fields.items()).encode()


@framing
@pytest.mark.parametrize("path", ["/settings", "/editor", "/login", "/article/{slug}/favorite"])
def test_a_form_that_is_too_large_is_refused(stage, token, path, framed):
    body = encoded(csrf_token=token, **FIELDS).ljust(LARGEST + 1, b"x")
    page = send(stage.ann, stage.fill_in(path), framed(body), **HANG_UP)
    assert page.status == 413
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert page.one("nav.navbar")
    assert page.texts("h1") != []


@framing
def test_a_form_several_times_too_large_is_refused_too(stage, framed):
    assert send(stage.nobody, "/login", framed(b"x" * 5 * LARGEST), **HANG_UP).status == 413


@framing
def test_the_largest_form_is_read_to_its_end(stage, token, framed):
    typed = encoded(csrf_token=token, title="A title", description="", body="B")
    padding = b"&unknown=".ljust(LARGEST - len(typed), b"x")
    page = send(stage.ann, "/editor", framed(padding[1:] + b"&" + typed))
    assert page.status == 422
    assert page.errors == ["Description can't be blank"]


@framing
def test_a_form_may_come_in_pieces(ann, framed):
    token = ann.read("/editor").form("/editor")["csrf_token"]
    page = send(
        ann, "/editor", framed(encoded(csrf_token=token, **FIELDS | {"body": "x" * 99_999}))
    )
    assert page.status == 303
    assert len(ann.api.read(page.location.removeprefix("/article/"))["body"]) == 99_999


@pytest.mark.parametrize("media_type", ["application/json", "text/plain", "x", "", f"{FORM}x"])
@pytest.mark.parametrize("path", ["/settings", "/editor", "/article/{slug}/comments"])
def test_what_is_no_form_is_refused(stage, token, media_type, path):
    fields = {"csrf_token": token, "bio": "X", **FIELDS}
    for content in (json.dumps(fields).encode(), encoded(**fields)):
        page = send(stage.ann, stage.fill_in(path), content, media_type)
        assert page.status in (415, 422)
        assert page.viewer == stage.ann.username


@pytest.mark.parametrize("media_type", ["application/json", "text/plain"])
def test_a_button_is_a_form_too(stage, token, media_type):
    content = encoded(csrf_token=token)
    for path in ("/article/{slug}/favorite", "/article/{slug}/delete", "/logout"):
        assert send(stage.ann, stage.fill_in(path), content, media_type).status in (403, 415)


@pytest.mark.parametrize("media_type", [f"{FORM}; charset=utf-8", FORM.upper(), f"{FORM};"])
def test_a_form_is_known_whatever_else_its_type_says(ann, media_type):
    token = ann.read("/editor").form("/editor")["csrf_token"]
    assert send(ann, "/editor", encoded(csrf_token=token, **FIELDS), media_type).status == 303


def test_a_token_in_the_address_does_not_count(stage, token):
    path = f"/article/{stage.names['slug']}/favorite?csrf_token={quote(token)}"
    assert stage.ann.post(path).status == 403


@pytest.mark.parametrize("path", ["/login", "/register", "/settings", "/editor"])
@pytest.mark.parametrize(
    "content", [b"", b"&", b"=", b"&&=&&", b"x", b"%", b"%zz=%", b"\xff\xfe=\xff"]
)
def test_a_body_that_says_nothing_is_an_empty_form(stage, path, content):
    page = send(stage.ann, path, content)
    assert page.status == 422
    assert page.errors


@pytest.mark.parametrize("missing", ["title", "description", "body"])
def test_a_missing_field_is_a_blank_one(stage, token, missing):
    fields = {name: value for name, value in FIELDS.items() if name != missing}
    page = send(stage.ann, "/editor", encoded(csrf_token=token, **fields))
    assert page.status == 422
    assert page.errors == [f"{missing.capitalize()} can't be blank"]


def test_missing_settings_stay_as_they_are_or_are_refused(ann):
    before = profile(ann.api)
    token = ann.read("/settings").form("/settings")["csrf_token"]
    page = send(ann, "/settings", encoded(csrf_token=token))
    assert page.status in (303, 422)
    assert profile(ann.api) == before
    assert ann.read("/").viewer == ann.username


def test_a_repeated_field_counts_once(ann):
    token = ann.read("/editor").form("/editor")["csrf_token"]
    content = encoded(csrf_token=token, **FIELDS) + b"&title=Another&title=And+another"
    page = send(ann, "/editor", content)
    assert page.status == 303
    article = ann.api.read(page.location.removeprefix("/article/"))
    assert article["title"] in ("A title", "And another")


def test_a_thousand_fields_are_no_accident(stage, token):
    content = encoded(csrf_token=token, **FIELDS) + b"&tags=x" * 5_000 + b"&a=b" * 5_000
    page = send(stage.ann, "/editor", content + b"&title=")
    assert page.status in (303, 413, 422)
    if page.status == 303:
        slug = page.location.removeprefix("/article/")
        assert stage.ann.api.read(slug)["tagList"] == ["x"]
        stage.ann.api.delete(f"/articles/{slug}")


@pytest.mark.parametrize("raw", ["%FF", "%C3", "%ED%A0%80", "%C0%80", "%F5%80%80%80"])
def test_bytes_that_are_no_text_are_no_accident(ann, raw):
    token = ann.read("/editor").form("/editor")["csrf_token"]
    content = encoded(csrf_token=token, description="D", body="B") + f"&title=a{raw}".encode()
    page = send(ann, "/editor", content)
    assert page.status in (303, 400, 422)
    if page.status == 303:
        assert ann.follow(page).one("h1")


@pytest.mark.parametrize("path", ["/login", "/register"])
@pytest.mark.parametrize("raw", ["%FF", "%ED%A0%80", "%00"])
def test_bytes_that_are_no_text_are_nobody_s_name(nobody, path, raw):
    token = nobody.read(path).form(path)["csrf_token"]
    email = f"&email=a{raw}@example.org&username=a{raw}"
    page = send(nobody, path, encoded(csrf_token=token, password=PASSWORD) + email.encode())
    assert page.status in (401, 422)
    assert page.errors


def test_only_the_ends_of_lines_are_changed(ann):
    """What a browser sends as CR LF was typed as a line end; what it sends as CR was not."""
    token = ann.read("/editor").form("/editor")["csrf_token"]
    content = encoded(csrf_token=token, title="T", description="D", body="a\r\nb\r\n\r\nc\n")
    page = send(ann, "/editor", content)
    assert ann.api.read(page.location.removeprefix("/article/"))["body"] == "a\nb\n\nc\n"


def test_a_form_may_be_sent_as_parts(nobody):
    """No page asks for it, but whoever does must not be registered by half."""
    form, fields = nobody.read("/register").form("/register"), newcomer()
    typed = dict(form.fill(**fields).fields)
    files = {name: (None, value) for name, value in typed.items()}
    page = nobody.send("POST", "/register", files=files)
    assert page.status in (303, 415, 422)
    exists = nobody.api.get(f"/profiles/{fields['username']}").status_code == 200
    assert exists == (page.status == 303)
