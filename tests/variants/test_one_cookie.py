"""One session holds on every variant: log in on one, go on with the next, log out on the last."""

from dataclasses import replace

import httpx2
import pytest

from deployments.launch import Deployment, running
from tests.conftest import SETTINGS
from tests.contract.client import newcomer, unique
from tests.pages.client import Browser, destination, words
from tests.variants.keepalive import KEEP_ALIVE
from tests.variants.test_same_pages import cookie
from variants import VARIANTS

ORDERS = {
    f"{name} first": [*list(VARIANTS)[start:], *list(VARIANTS)[:start]]
    for start, name in enumerate(VARIANTS)
}


class Journey:
    """One visitor with one browser, who moves from each variant to the next."""

    def __init__(self, addresses, transport):
        first, *_ = self.addresses = addresses
        self.transport = transport
        self.browser = Browser.new(first, transport)
        self.steps = 0

    def move(self):
        """Go to the next variant; return the browser there, with the cookies it has."""
        self.steps += 1
        target = self.addresses[self.steps % len(self.addresses)]
        self.browser = replace(self.browser, target=target)
        return self.browser

    def submit(self, form, **typed):
        """Send a form of one variant to the next; return the page that its answer leads to, there.

        Then comes the next variant once more, which shows what the one before has promised.
        """
        sent = self.move().submit(form, **typed)
        assert sent.status == 303, sent.errors
        path = destination(self.browser.target, sent)
        return self.move().read(path)

    def everywhere(self, path="/"):
        """Return whom each variant takes the visitor for."""
        return {self.move().read(path).viewer for _ in self.addresses}

    def another(self):
        """Return somebody else, who starts where this visitor is."""
        return Browser.new(self.browser.target, self.transport)


@pytest.fixture
def transport():
    """Open connections that all browsers share."""
    with httpx2.HTTPTransport(limits=KEEP_ALIVE, trust_env=False) as transport:
        yield transport


@pytest.fixture(params=ORDERS)
def journey(request, apis, transport):
    """Return a visitor who begins at one variant and will go to all."""
    addresses = [str(apis[name].http.base_url).rstrip("/") for name in ORDERS[request.param]]
    return Journey(addresses, transport)


def test_a_session_goes_from_each_variant_to_the_next(journey):
    fields, password = newcomer(), "a new password"
    home = journey.submit(journey.browser.read("/register").form("/register"), **fields)
    assert home.viewer == fields["username"]
    assert journey.everywhere() == {fields["username"]}

    title = unique("A title")
    draft = {"title": title, "description": "D", "body": "B", "new_tags": "x"}
    article = journey.submit(journey.move().read("/editor").form("/editor"), **draft)
    assert article.texts("h1") == [title]
    assert "Your article is published." in words(article.one("body"))
    path = article.form(f"{article.response.url.path}/comments").action.removesuffix("/comments")

    commented = journey.submit(article.form(f"{path}/comments"), body="Well said.")
    assert "published" not in words(commented.one("body")), "shown already, on another variant"
    assert "Well said." in commented.texts(".card-block p")
    own = f"/?{unique('x')}=1"
    liked = journey.submit(journey.move().read(own).form(f"{path}/favorite"))
    assert str(liked.response.url).endswith(own)
    assert liked.form(f"{path}/unfavorite")

    settings = journey.move().read("/settings").form("/settings")
    profile = journey.submit(settings, bio="Everywhere.", password=password)
    assert "Your settings are saved." in words(profile.one("body"))
    assert "Everywhere." in words(profile.one(".user-info"))
    assert journey.everywhere("/settings") == {fields["username"]}

    logout = journey.move().read("/settings").form("/logout")
    kept = journey.browser.cookie
    assert journey.submit(logout).viewer is None
    assert journey.everywhere() == {None}
    for address in journey.addresses:
        thief = Browser.new(address, journey.transport).bring(*kept)
        assert thief.read("/").viewer is None


def test_a_new_password_on_one_variant_ends_the_sessions_on_all(journey):
    api = journey.browser.api.register("ann")
    journey.browser.log_in(api.email)
    second = journey.another()
    second.log_in(api.email)
    form = journey.browser.read("/settings").form("/settings")
    assert journey.submit(form, password="a new password").viewer == api.username
    assert journey.everywhere() == {api.username}
    for address in journey.addresses:
        assert replace(second, target=address).read("/").viewer is None


def test_the_way_back_is_known_on_every_variant(journey):
    api = journey.browser.api.register("ann")
    path = "/?feed=following&x=%26"
    asked = journey.browser.get(path)
    assert (asked.status, asked.location) == (302, "/login")
    form = journey.move().read("/login").form("/login")
    failed = journey.move().submit(form, email=api.email, password="wrong")
    assert failed.status == 401
    page = journey.submit(failed.form("/login"), email=api.email, password=newcomer()["password"])
    assert str(page.response.url).endswith(path)
    assert page.viewer == api.username


def test_a_form_of_another_session_is_refused_on_every_variant(journey):
    journey.browser.log_in(journey.browser.api.register("ann").email)
    mallory = journey.another()
    mallory.log_in(mallory.api.register("mallory").email)
    token = mallory.read("/settings").form("/settings")["csrf_token"]
    form = journey.browser.read("/settings").form("/settings").fill(csrf_token=token)
    assert [journey.move().submit(form).status for _ in journey.addresses] == [422] * len(VARIANTS)


@pytest.mark.parametrize("variant", VARIANTS)
def test_behind_tls_the_cookie_is_for_tls_alone(variant, new_database, transport):
    """Where the setting says so: no variant can see what stands before it."""
    url = new_database("sqlite", f"secure_{variant}")
    environment = {**SETTINGS, "SESSION_COOKIE_SECURE": "true"}
    deployment = Deployment(variant, database_url=url, environment=environment)
    with running(deployment) as process:
        page = Browser.new(process.url, transport).read("/login")
        name, has_value, attributes = cookie(page.headers["Set-Cookie"])
        assert (name, has_value) == ("session", True)
        assert attributes == ["httponly=", "path=/", "samesite=Lax", "secure="]
