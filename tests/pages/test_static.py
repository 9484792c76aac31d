"""Static files: kept for ever, sent in parts, and nothing but what is meant to be sent."""

import http.client
import re
from urllib.parse import urlsplit

import pytest

pytestmark = pytest.mark.http_only

TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",  # with or without a charset
}


def test_every_kind_of_file_is_there(stage, assets):
    assert {path.rpartition(".")[2] for path in assets} == set(TYPES)
    for path in assets:
        page = stage.nobody.read(path)
        kind = page.headers["Content-Type"].replace("svg+xml; charset=utf-8", "svg+xml")
        assert kind == TYPES[path.rpartition(".")[2]]
        assert int(page.headers["Content-Length"]) == len(page.response.content) > 0


def test_a_file_may_be_kept_for_ever(stage, assets):
    for path in assets:
        headers = stage.ann.read(path).headers
        assert headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "Cookie" not in headers.get("Vary", "")
        assert "Set-Cookie" not in headers


def test_the_address_says_what_is_in_the_file(stage, assets):
    for path in assets:
        _, static, digest, _ = path.split("/")
        assert static == "static"
        assert re.fullmatch("[0-9a-f]{16,64}", digest)
        assert stage.nobody.read(path).headers["ETag"] == f'"{digest}"'


def test_head_answers_as_get_does_without_the_body(stage, assets):
    for path in assets:
        get, head = (stage.nobody.send(method, path) for method in ("GET", "HEAD"))
        assert (head.status, head.response.content) == (200, b"")
        gotten, said = (dict(page.headers) | {"date": ""} for page in (get, head))
        assert said == gotten


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_a_file_is_only_to_be_read(stage, style_sheet, method):
    page = stage.ann.send(method, style_sheet)
    assert page.status == 405
    assert page.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert page.one("nav.navbar")


def get_raw(target, path):
    """Ask for a path that no client would send as it is; return the status and the body."""
    url = urlsplit(target)
    connection = http.client.HTTPConnection(url.hostname, url.port or 80, timeout=10)
    connection.request("GET", path)
    response = connection.getresponse()
    answer = response.status, response.read()
    connection.close()
    return answer


OUTSIDE = [
    "/static/{digest}/../../settings.py",
    "/static/{digest}/../settings.py",
    "/static/{digest}/..%2F..%2Fsettings.py",
    "/static/{digest}/..%2fsettings.py",
    "/static/{digest}/%2e%2e/settings.py",
    "/static/{digest}/%2e%2e%2fsettings.py",
    "/static/{digest}/%252e%252e%252fsettings.py",
    "/static/{digest}/..%5Csettings.py",
    "/static/{digest}/..\\settings.py",
    "/static/{digest}/%2Fetc%2Fpasswd",
    "/static/{digest}//etc/passwd",
    "/static/../settings.py",
    "/static/..%2Fsettings.py",
    "/static/%2e%2e/settings.py",
    "/static/../{digest}/settings.py",
    "/../shared/settings.py",
    "/static/None/settings.py",
    "/static/None/nothing.css",
    "/static//{name}",
    "/static/{name}",
    "/static/{digest}",
    "/static/{digest}/",
    "/static/{digest}/{name}/",
    "/static/{digest}/./{name}x",
    "/static/{digest}x/{name}",
    "/static/{digest}/nothing.css",
    "/static/{digest}/{name}%00",
    "/static/{digest}/{name}%20",
    "/static/{digest}/%FF",
    "/static/{digest}/.",
    "/static/{digest}/..",
    "/static/%00/{name}",
    "/static/%FF/{name}",
    "/static/0000000000000000/{name}",
    "/static/None/{name}",
]


@pytest.mark.parametrize("outside", OUTSIDE)
def test_nothing_else_is_sent(target, style_sheet, outside):
    _, _, digest, name = style_sheet.split("/")
    status, body = get_raw(target, outside.format(digest=digest, name=name))
    assert status in (400, 404)  # a server may refuse what it takes for no path
    assert b"secret_key" not in body
    assert b"root:" not in body
    assert status == 400 or b"navbar" in body


def test_a_file_under_the_digest_of_another_is_not_found(stage, assets):
    digest = assets[0].split("/")[2]
    name = next(path.split("/")[3] for path in assets if digest not in path)
    page = stage.nobody.get(f"/static/{digest}/{name}")
    assert page.status == 404
    assert "immutable" not in page.headers["Cache-Control"]
