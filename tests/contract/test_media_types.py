"""Media types of bodies: JSON is read, nothing else, and nothing where no body is needed."""

import pytest

from tests.contract.answers import NOT_JSON_TYPE, refusal
from tests.contract.endpoints import WITHOUT_BODY
from tests.contract.writes import WRITES

pytestmark = pytest.mark.http_only

JSON_TYPES = [
    "application/json",
    "application/json; charset=utf-8",
    "application/json;charset=UTF-8",
    "application/json ; charset=utf-8",
    'application/json; charset="utf-8"; version=1',
    "Application/JSON",
]
OTHER_TYPES = [
    "text/plain",
    "text/json",
    "text/plain; charset=application/json",
    "application/vnd.api+json",
    "application/problem+json",
    "application/jsonp",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/octet-stream",
    "application",
    "json",
    "*/*",
    "text/plain, application/json",
]


@pytest.fixture(params=WRITES)
def write(request, stage):
    """One after another, the endpoints that take a body."""
    return WRITES[request.param](stage)


@pytest.mark.parametrize("media_type", JSON_TYPES)
def test_json_is_read_with_any_parameters_and_in_any_case(write, media_type):
    assert write.send(write.body(), media_type).is_success


def test_a_body_of_another_type_is_refused(write):
    with write.changes_nothing():
        for media_type in OTHER_TYPES:
            assert refusal(write.send(write.body(), media_type)) == NOT_JSON_TYPE, media_type


def test_a_body_of_no_type_is_refused(write):
    with write.changes_nothing():
        assert refusal(write.send(write.body(), None)) == NOT_JSON_TYPE


def test_a_chunked_body_has_a_type_too(write):
    with write.changes_nothing():
        assert refusal(write.send(iter([write.body()]), "text/plain")) == NOT_JSON_TYPE
        assert refusal(write.send(iter([write.body()]), None)) == NOT_JSON_TYPE


def test_a_chunked_body_is_read(write):
    body = write.body()
    assert write.send(iter([body[:7], body[7:]])).is_success


@pytest.mark.parametrize("endpoint", WITHOUT_BODY, ids=str)
def test_what_needs_no_body_ignores_one_of_any_type(api, endpoint):
    """Each endpoint again and again: what is left of an ignored body must not spoil the next."""
    ann = api.register()
    for headers, content in (
        ({"Content-Type": "text/plain"}, None),
        ({"Content-Type": "application/json"}, None),
        ({"Content-Type": "text/plain"}, b"not { JSON" * 1_000),
        ({"Content-Type": "application/json"}, b"not { JSON"),
        ({}, b"not { JSON"),
        ({}, iter([b"not { JSON", b" in pieces"])),
    ):
        slug = ann.publish()["slug"]
        names = {"username": ann.username, "slug": slug, "id": ann.comment(slug)["id"]}
        path = endpoint.path.format(**names)
        response = ann.send(endpoint.method, path, headers=headers, content=content)
        assert response.is_success, (headers, content, response.text)
