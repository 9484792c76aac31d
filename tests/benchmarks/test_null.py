"""The constants are the same in every way, and served like the variants."""

import http.client
import subprocess
import sys
from contextlib import closing
from urllib.parse import urlsplit

import pytest

from benchmarks import PROJECT, null
from benchmarks.callers import CALLERS
from benchmarks.endpoints import Target
from deployments.launch import Deployment, running
from variants import VARIANTS

PATHS = ("/", "/api/tags", "/article/any-slug")


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("settings", [(), (object(),)], ids=["alone", "with settings"])
def test_there_is_a_constant_in_the_way_of_every_variant(variant, settings):
    app = getattr(null, variant)(*settings)
    with closing(CALLERS[VARIANTS[variant].interface](app)) as caller:
        for path in PATHS:
            assert caller.call(Target(path)) == (200, null.BODY)


def headers(url):
    """Return a server's headers, by name, and check the constant that it answers."""
    with closing(http.client.HTTPConnection(urlsplit(url).netloc, timeout=10)) as connection:
        connection.request("GET", "/any/path")
        response = connection.getresponse()
        assert response.read() == null.BODY
        return {name.lower(): value for name, value in response.getheaders()}


@pytest.mark.parametrize("variant", VARIANTS)
def test_all_constants_are_served_with_the_same_headers(variant):
    factory = f"benchmarks.null:{variant}"
    deployment = Deployment(variant, "sqlite://", server="granian", factory=factory)
    with running(deployment) as process:
        found = headers(process.url)
    assert found["content-type"] == "application/json"
    assert found["content-length"] == str(len(null.BODY))
    assert set(found) == {"content-type", "content-length", "server", "date"}


def test_a_constant_imports_nothing_but_its_framework():
    program = "import benchmarks.null, sys; print(*sys.modules)"
    command = [sys.executable, "-c", program]
    loaded = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
    mine = {name.partition(".")[0] for name in loaded.stdout.split()}
    assert "benchmarks" in mine
    assert not mine & {"flask", "pydantic", "quart", "shared", "sqlalchemy", "werkzeug"}
