"""All variants beside one another: each is served, and what it answers or does is compared."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import httpx2
import pytest

from tests.conftest import databases_of, serving
from tests.contract.client import Api
from tests.variants.keepalive import KEEP_ALIVE
from variants import VARIANTS


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "apis" in metafunc.fixturenames:
        kinds = databases_of(metafunc.config)
        metafunc.parametrize("apis", kinds, indirect=True, scope="session")


@pytest.fixture(scope="session")
def apis(
    request: pytest.FixtureRequest, new_database: Callable[[str, str], str]
) -> Iterator[dict[str, Api]]:
    """Serve all variants on one database; give the API of each, as nobody sees it."""
    database_url = new_database(request.param, "same_answer")
    options = {"limits": KEEP_ALIVE, "timeout": 30, "trust_env": False}
    with ExitStack() as stack:
        addresses = {name: stack.enter_context(serving(name, database_url)) for name in VARIANTS}
        yield {
            name: Api(stack.enter_context(httpx2.Client(base_url=url, **options)))
            for name, url in addresses.items()
        }
