"""A browser for the whole run, a site for each variant, and a clean start for every story."""

from collections.abc import Iterator

import httpx2
import pytest
from playwright.sync_api import Browser, Page

from tests.browser import chromium
from tests.browser.watch import window
from tests.conftest import databases_of, serving, variants_of
from tests.contract.client import Api


def pytest_configure(config: pytest.Config) -> None:
    """Say at once what is missing, instead of once for every story."""
    config.addinivalue_line(
        "markers", "of_looks: about pages as such, which all variants have to the byte: one is seen"
    )
    if not chromium.find():
        raise pytest.UsageError(chromium.MISSING)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Serve each variant once: what depends on the database is no matter of browsers."""
    if "site" in metafunc.fixturenames:
        target = metafunc.config.option.target
        of_looks = metafunc.definition.get_closest_marker("of_looks") is not None
        names = [] if target else variants_of(metafunc.config)[: 1 if of_looks else None]
        metafunc.parametrize("site", names or [target], indirect=True, scope="session")


@pytest.fixture(scope="session")
def site(request: pytest.FixtureRequest) -> Iterator[str]:
    """Serve a variant if none is served elsewhere; give its address."""
    if request.config.option.target:
        yield request.param
    else:
        new_database = request.getfixturevalue("new_database")
        kind = databases_of(request.config)[0]
        with serving(request.param, new_database(kind, f"browser_{request.param}")) as url:
            yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the browser once."""
    with chromium.launched() as browser:
        yield browser


@pytest.fixture
def scripts() -> bool:
    """Tell whether scripts are on; stories that are also told without them set this (`BOTH`)."""
    return True


@pytest.fixture
def page(browser: Browser, site: str, scripts: bool) -> Iterator[Page]:
    """Open the window of somebody who is not logged in."""
    with window(browser, site, java_script_enabled=scripts) as page:
        yield page


@pytest.fixture(scope="session")
def api(site: str) -> Iterator[Api]:
    """Return the API as nobody sees it: the quick way to make what a story needs."""
    # Servers drop idle connections after two seconds or more: the client must be first.
    limits = httpx2.Limits(keepalive_expiry=1)
    with httpx2.Client(base_url=site, timeout=30, limits=limits, trust_env=False) as client:
        yield Api(client)


@pytest.fixture
def ann(api: Api) -> Api:
    """Return ann, who is new, as a client of the API."""
    return api.register("ann")


@pytest.fixture
def bob(api: Api) -> Api:
    """Return bob, who is new, as a client of the API."""
    return api.register("bob")
