"""The constants are the same in every way, and served like the variants."""

import http.client
import subprocess
import sys
from contextlib import closing
from urllib.parse import urlsplit

import pytest

from benchmarks import PROJECT, null
from deployments.launch import Deployment, running
from variants import VARIANTS

PATHS = ("/", "/api/tags", "/article/any-slug")


def headers(url, path):
    """Return a server's headers, by name, and check the constant that it answers."""
    with closing(http.client.HTTPConnection(urlsplit(url).netloc, timeout=10)) as connection:
        connection.request("GET", path)
        response = connection.getresponse()
        assert (response.status, response.read()) == (200, null.BODY)
        return {name.lower(): value for name, value in response.getheaders()}


@pytest.mark.parametrize("variant", VARIANTS)
def test_all_constants_are_served_alike_at_every_path(variant):
    factory = f"benchmarks.null:{variant}"
    deployment = Deployment(variant, "sqlite://", server="granian", factory=factory)
    with running(deployment) as process:
        found, *others = [headers(process.url, path) for path in PATHS]
    assert all(other.keys() == found.keys() for other in others)
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
