"""Who appears in the stories: nobody, ann, bob, and what they wrote."""

from collections.abc import Callable, Iterator

import httpx2
import pytest

from tests.pages.client import Browser
from tests.pages.site import Stage


@pytest.fixture(scope="session")
def new_browser(target: str) -> Iterator[Callable[[], Browser]]:
    """Open browsers that share connections, so that an answer gone wrong spoils the next."""
    # Servers drop idle connections after two seconds or more: the client must be first.
    limits = httpx2.Limits(keepalive_expiry=1)
    with httpx2.HTTPTransport(limits=limits, trust_env=False) as transport:
        yield lambda: Browser.new(target, transport)


@pytest.fixture(scope="session")
def visitor(new_browser):
    """Register somebody new, and log in with a browser."""

    def enter(word: str) -> Browser:
        browser = new_browser()
        api = browser.api.register(word)
        assert browser.log_in(api.email).status == 303
        return Browser(browser.target, browser.http, api)

    return enter


@pytest.fixture
def nobody(new_browser):
    """Return a browser without cookies."""
    return new_browser()


@pytest.fixture
def ann(visitor):
    """Return the browser of ann, who is new and logged in."""
    return visitor("ann")


@pytest.fixture
def bob(visitor):
    """Return the browser of bob, who is new and logged in."""
    return visitor("bob")


@pytest.fixture
def article(ann):
    """Return an article that ann has just published."""
    return ann.api.publish()


@pytest.fixture(scope="module")
def stage(new_browser, visitor):
    """Set a scene for all stories of a module, and see that none of them changed it."""
    stage = Stage.set(new_browser(), visitor("ann"), visitor("bob"))
    before = stage.state()
    yield stage
    assert stage.state() == before


@pytest.fixture(scope="session")
def assets(visitor):
    """Return the addresses of all static files that pages need."""
    reader = visitor("reader")
    pages = [reader.read(path) for path in ("/", "/editor", "/settings")]
    elements = [e for page in pages for e in page.all("link[href], script[src], img[src]")]
    addresses = {element.get("href") or element["src"] for element in elements}
    return sorted(path for path in addresses if path.startswith("/static/"))


@pytest.fixture(scope="session")
def style_sheet(assets):
    """Return the address of the style sheet."""
    (path,) = [path for path in assets if path.endswith(".css")]
    return path
