"""Addresses: none outlives its request, and a path is the one that was sent, slash by slash."""

import re

import pytest

from tests.faults.mounted import HEADER
from tests.faults.raw import exchange, head, status

LINK = re.compile(rb'(?:href|src|action)="([^#"][^"]*)"')
PAGES = ["/", "/login", "/tag/x", "/nothing"]
METHODS = ["GET", "HEAD", "POST", "OPTIONS"]
OTHER_PATHS = [
    "//",
    "///",
    "/%2F",
    "//login",
    "/%2Flogin",
    "//api/tags",
    "///api/tags",
    "//api",
    "//evil.example/",
    "//static/x/y.css",
    "/login/",
    "/login//",
    "/article//x",
    "/editor//x",
    "/profile//x",
    "/tag//x",
]
OTHER_API_PATHS = ["/api//tags", "/api///tags", "/api//", "/api/tags//", "/api/articles//comments"]


@pytest.fixture(scope="module")
def url(start, variant):
    """Return the address of a server that nobody has asked for a page."""
    return start(factory=f"tests.faults.mounted:{variant}").url


def ask(url, path, *, method="GET", root=""):
    """Ask for a path as it is, of an application that is mounted at a root."""
    fields = [f"{HEADER}: {root}"] if root else []
    return exchange(url, head(f"{method} {path}", *fields))


def links(answer):
    """Return where the links and forms of a page lead."""
    found = [link.decode() for link in LINK.findall(answer)]
    assert len(found) > 5
    return found


def test_no_address_outlives_its_request(url):
    """The first test of the module: a server that remembers has nothing to remember yet."""
    for root in ("//evil.example", "/blog", "", "/elsewhere", "//evil.example", "", "/blog", ""):
        for page in PAGES:
            below = f"{root}/"
            led = links(ask(url, page, root=root))
            assert [link for link in led if not link.startswith(below)] == []
            if not root:
                assert [link for link in led if re.match("//|/blog|/elsewhere", link)] == []


@pytest.mark.parametrize("path", OTHER_PATHS)
def test_a_path_with_another_slash_is_another_path(url, path):
    for method in METHODS:
        answer = ask(url, path, method=method)
        assert status(answer) == 404
        assert b"content-type: text/html" in answer.lower()


@pytest.mark.parametrize("path", OTHER_API_PATHS)
def test_under_the_api_it_is_refused_in_json(url, path):
    for method in METHODS:
        answer = ask(url, path, method=method)
        assert status(answer) == 404
        assert b"content-type: application/json" in answer.lower()


@pytest.mark.parametrize("path", ["//", "//login", "//api/tags"])
def test_a_mounted_application_reads_its_path_in_the_same_way(url, path):
    assert status(ask(url, path, root="/blog")) == 404
    assert status(ask(url, path[1:], root="/blog")) == 200
