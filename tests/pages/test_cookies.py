"""The session's cookie: how it is set, when it is not, and what becomes of a wrong one."""

import time
from base64 import urlsafe_b64encode
from http.cookies import SimpleCookie

import pytest

from tests.pages.site import FOR_ANYBODY

pytestmark = pytest.mark.http_only

NAME = "session"


def set_cookies(page):
    """Return the cookies that an answer sets."""
    return [SimpleCookie(line) for line in page.headers.get_list("Set-Cookie")]


def test_the_cookie_is_kept_from_scripts_and_from_other_sites(ann, nobody):
    page = nobody.log_in(ann.api.email)
    (cookie,) = set_cookies(page)
    ((name, morsel),) = cookie.items()
    assert name == NAME
    assert morsel["httponly"] is True
    assert morsel["samesite"] == "Lax"
    assert morsel["path"] == "/"
    assert morsel["domain"] == ""
    assert morsel["secure"] == ""  # or no browser would send it back without TLS


def test_the_cookie_says_nothing_that_is_secret(ann, nobody):
    nobody.get("/settings")
    nobody.log_in(ann.api.email)
    _, value = nobody.cookie
    payload = value.split(".")[0]
    assert ann.username not in payload
    assert len(value) < 1_000


@pytest.mark.parametrize("view", FOR_ANYBODY, ids=str)
def test_whoever_only_reads_gets_no_cookie(stage, new_browser, view):
    browser = new_browser()
    page = browser.read(stage.fill_in(view.path))
    assert bool(set_cookies(page)) == view.is_form  # a form needs a session for its token


@pytest.mark.parametrize("path", ["/nothing", "/article/no-such-article", "/?page=0", "/static/x"])
def test_whoever_is_lost_gets_no_cookie(nobody, path):
    page = nobody.get(path)
    assert page.status == 404
    assert not set_cookies(page)


@pytest.mark.parametrize("view", FOR_ANYBODY, ids=str)
def test_a_user_who_reads_on_gets_no_new_cookie(stage, view):
    stage.ann.read("/settings")
    assert not set_cookies(stage.read(view))


def test_a_logout_takes_the_cookie_back(ann):
    page = ann.submit(ann.read("/settings").form("/logout"))
    (cookie,) = set_cookies(page)
    assert cookie[NAME].value == ""
    assert not list(ann.http.cookies.jar)


def encoded(text):
    return urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


# Each is made of a good cookie: three parts with dots between them.
TAMPERED = {
    "nothing": lambda _: "",
    "a word": lambda _: "x",
    "dots": lambda _: "..",
    "more dots": lambda _: "." * 50,
    "no dot": lambda good: good.replace(".", ""),
    "without its end": lambda good: good[:-1],
    "half of it": lambda good: good[: len(good) // 2],
    "with something after it": lambda good: good + "x",
    "twice": lambda good: good + good,
    "in quotes": lambda good: f'"{good}x"',
    "in capitals": lambda good: good.upper(),
    "another user": lambda good: encoded('{"user_id":1}') + "." + good.split(".", 1)[1],
    "no JSON": lambda good: encoded("{") + "." + good.split(".", 1)[1],
    "another time": lambda good: ".".join([good.split(".")[0], "ZZZZZZ", good.split(".")[-1]]),
    "without a signature": lambda good: good.rsplit(".", 1)[0] + ".",
    "another signature": lambda good: good.rsplit(".", 1)[0] + "." + "A" * 27,
    "compressed rubbish": lambda _: ".eJx" + "A" * 50 + ".ZZZZZZ." + "A" * 27,
    "huge": lambda _: "x" * 6_000,
    "a huge number": lambda _: encoded('{"user_id":' + "9" * 500 + "}") + ".ZZZZZZ." + "A" * 27,
    "nested deeply": lambda _: encoded("[" * 2_000) + ".ZZZZZZ." + "A" * 27,
    "not ASCII": lambda good: good + "é",
    "percent signs": lambda _: "%00%FF%zz",
    "a token": lambda _: f"{encoded('{}')}.{encoded('{}')}.{'A' * 43}",
}


@pytest.mark.parametrize("tampering", TAMPERED)
def test_a_cookie_that_was_tampered_with_is_nobody_s(stage, new_browser, tampering):
    _, good = stage.ann.cookie
    parts = good if good.count(".") == 2 else f"{encoded('{}')}.{good.strip('.')}"
    header = {"Cookie": f"{NAME}={TAMPERED[tampering](parts)}".encode()}
    browser = new_browser()
    home, settings = browser.get("/", header), browser.get("/settings", header)
    assert (home.status, home.viewer) == (200, None)
    assert (settings.status, settings.location) == (302, "/login")
    assert browser.get("/nothing", header).status == 404


RAW = {
    "not UTF-8": b"session=\xff\xfe",
    "no name": b"=x; session",
    "no pair": b"session",
    "signs": b';;;,,,===""',
    "an open quote": b'session="x',
    "many": b"; ".join(b"c%d=x" % number for number in range(150)),
    "odd names": b"__Host-session=x; $Version=1; SESSION=x; session =x",
    "escapes": b'session="\\377\\000\\"; x=1"',
}


@pytest.mark.parametrize("raw", RAW)
def test_a_header_that_makes_no_sense_is_no_accident(nobody, raw):
    page = nobody.get("/", {"Cookie": RAW[raw]})
    assert (page.status, page.viewer) == (200, None)
    assert nobody.get("/settings", {"Cookie": RAW[raw]}).status == 302


def test_other_cookies_do_not_disturb(stage, new_browser):
    name, value = stage.ann.cookie
    cookies = f'a=b; theme="dark, \\"mode\\""; {name}={value}; empty=; last'
    assert new_browser().get("/", {"Cookie": cookies}).viewer == stage.ann.username


def test_a_wrong_cookie_does_not_keep_anybody_from_logging_in(ann, nobody):
    nobody.bring(NAME, "rubbish")
    assert nobody.log_in(ann.api.email).status == 303
    assert nobody.read("/").viewer == ann.username


def signed(key, content, salt="cookie-session"):
    """Return a session as the site would sign it, of any content."""
    import hashlib

    from itsdangerous import URLSafeTimedSerializer

    options = {"key_derivation": "hmac", "digest_method": hashlib.sha1}
    return URLSafeTimedSerializer(key, salt=salt, signer_kwargs=options).dumps(content)


CONTENTS = [
    {},
    {"user_id": 1},
    {"session_key": "x"},
    {"user_id": 999_999_999, "session_key": "x"},
    {"user_id": 1, "session_key": ""},
    {"user_id": 1, "session_key": "x"},
    {"user_id": 2**63 - 1, "session_key": "\0"},
    {"user_id": 1, "session_key": "x", "_flashes": [], "csrf": "x", "next": "//evil.example"},
]


@pytest.mark.forges
@pytest.mark.parametrize("content", CONTENTS, ids=str)
def test_a_session_of_nobody_is_nobody_s(secret_key, new_browser, content):
    browser = new_browser().bring(NAME, signed(secret_key, content))
    assert browser.read("/").viewer is None
    assert browser.get("/settings").location == "/login"


@pytest.mark.forges
def test_only_our_key_and_our_salt_sign_sessions(secret_key, stage, new_browser):
    """Without the first line, the others would prove nothing."""
    read = new_browser().bring(NAME, signed(secret_key, {"_flashes": FLASHED})).read("/")
    assert "A message" in read.response.text
    for key, salt in ((secret_key + "x", "cookie-session"), (secret_key, "x")):
        forged = signed(key, {"_flashes": FLASHED}, salt)
        assert "A message" not in new_browser().bring(NAME, forged).read("/").response.text


FLASHED = [{" t": ["message", "A message"]}]


@pytest.mark.forges
def test_a_message_in_a_session_is_text(secret_key, new_browser):
    flashed = [{" t": ["message", "<script>alert(1)</script>"]}]
    page = new_browser().bring(NAME, signed(secret_key, {"_flashes": flashed})).read("/")
    assert "&lt;script&gt;alert(1)" in page.response.text


@pytest.mark.forges
def test_a_session_ends_by_itself(secret_key, new_browser, monkeypatch):
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now - 366 * 24 * 3600)
    old = signed(secret_key, {"_flashes": FLASHED})
    monkeypatch.undo()
    assert "A message" not in new_browser().bring(NAME, old).read("/").response.text
