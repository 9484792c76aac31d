"""Who appears in the stories: nobody (`api`), ann, bob, and what they wrote."""

import httpx2
import pytest

from tests.contract.client import Api, Stage


@pytest.fixture(scope="session")
def http(target):
    """Open one client that keeps its connections, so that an answer gone wrong spoils the next."""
    # Servers drop idle connections after two seconds or more: the client must be first.
    limits = httpx2.Limits(keepalive_expiry=1)
    with httpx2.Client(base_url=target, timeout=30, limits=limits, trust_env=False) as client:
        yield client


@pytest.fixture(scope="session")
def api(http):
    """Return the API as nobody sees it."""
    return Api(http)


@pytest.fixture
def ann(api):
    """Return the API as ann sees it, who is new."""
    return api.register("ann")


@pytest.fixture
def bob(api):
    """Return the API as bob sees it, who is new."""
    return api.register("bob")


@pytest.fixture
def article(ann):
    """Return an article that ann has just published."""
    return ann.publish()


@pytest.fixture(scope="module")
def stage(api):
    """Set a scene for all stories of a module, and see that none of them changed it."""
    ann, bob = api.register("ann"), api.register("bob")
    article = ann.publish()
    comment = ann.comment(article["slug"])
    yield Stage(api, ann, bob, article["slug"], comment["id"])
    assert ann.read(article["slug"])["updatedAt"] == article["updatedAt"]
    assert ann.get(f"/articles/{article['slug']}/comments").json()["comments"][-1] == comment
    assert bob.get("/user").json()["user"]["username"] == bob.username
