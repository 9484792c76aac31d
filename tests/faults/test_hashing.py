"""Many logins at once: few are checked, the others may try again, and readers go on."""

from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest

from tests.contract.client import Api, newcomer
from tests.pages.client import Browser

CROWD = 16
# A hash takes some tenths of a second; one request may wait for its turn, but not for so long.
SLOW = {
    "ARGON2_TIME_COST": 1_000,
    "ARGON2_MEMORY_COST": 512,
    "HASHING_SLOTS": 1,
    "HASHING_QUEUE": 1,
    "HASHING_TIMEOUT": 0.1,
}


@pytest.fixture(scope="module")
def process(start):
    """A server that takes its time over passwords."""
    return start(**SLOW)


@pytest.fixture(scope="module")
def api(process):
    """Its API."""
    limits = httpx2.Limits(max_connections=2 * CROWD)
    with httpx2.Client(base_url=process.url, timeout=60, limits=limits, trust_env=False) as http:
        yield Api(http)


@pytest.fixture(scope="module")
def ann(api):
    """A user."""
    return api.register()


def log_in(api, user, password="a wrong password"):  # noqa: S107
    return api.post("/users/login", {"user": {"email": user.email, "password": password}})


def crowd(send):
    """Do the same many times at once, and return the answers."""
    with ThreadPoolExecutor(CROWD) as threads:
        return [future.result() for future in [threads.submit(send) for _ in range(CROWD)]]


def check(answers, *codes):
    """Assert that some were answered with one of these codes, and that the others may try again."""
    refused = [answer for answer in answers if answer.status_code not in codes]
    assert 0 < len(refused) < CROWD
    for answer in refused:
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
        assert list(answer.json()["errors"]) == ["server"]


def test_of_many_wrong_logins_few_are_checked(process, api, ann):
    before = process.log.read_text(errors="replace")
    check(crowd(lambda: log_in(api, ann)), 401)
    assert process.log.read_text(errors="replace") == before
    assert log_in(api, ann).status_code == 401


def test_an_unknown_address_waits_for_its_turn_too(api):
    nobody = Api(api.http, email="nobody@example.org")
    check(crowd(lambda: log_in(api, nobody)), 401)


def test_registrations_wait_in_the_same_queue(api):
    check(crowd(lambda: api.post("/users", {"user": newcomer()})), 201)


def test_new_passwords_wait_in_the_same_queue(api):
    bob = api.register("bob")
    # One may end the token of the next.
    check(crowd(lambda: bob.put("/user", {"user": {"password": "a new password"}})), 200, 401)


def test_readers_go_on_meanwhile(api, ann):
    with ThreadPoolExecutor(CROWD) as threads:
        logins = [threads.submit(log_in, api, ann) for _ in range(CROWD)]
        assert api.get("/articles").status_code == 200
        assert not all(login.done() for login in logins)


def test_the_form_says_so_on_a_page(process, ann):
    with httpx2.HTTPTransport(trust_env=False) as transport:
        browsers = [Browser.new(process.url, transport) for _ in range(CROWD)]
        forms = [browser.read("/login").form("/login") for browser in browsers]
        typed = {"email": ann.email, "password": "a wrong password"}
        with ThreadPoolExecutor(CROWD) as threads:
            sent = [
                threads.submit(browser.submit, form, **typed)
                for browser, form in zip(browsers, forms, strict=True)
            ]
            pages = [future.result() for future in sent]
    refused = [page for page in pages if page.status != 401]
    assert 0 < len(refused) < CROWD
    for page in refused:
        assert (page.status, page.headers["Retry-After"]) == (503, "5")
        assert page.one("nav.navbar a.navbar-brand")
        assert page.viewer is None
