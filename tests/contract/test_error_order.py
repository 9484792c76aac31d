"""When a request is wrong in two ways, the first of the contract's order answers."""

import itertools
import json

import pytest

from tests.contract.answers import refusal
from tests.contract.client import draft, newcomer
from tests.contract.endpoints import ENDPOINTS
from tests.contract.faults import FAULTS, Request

# Which faults a request can have, beside those that every request can have.
ALWAYS = {"path", "method", "size"}
TOKEN = {"no token", "bad token"}
BODY = {"type", "JSON"}
USER = BODY | {"no user"}
OWN_ARTICLE = TOKEN | {"no article", "another's article"}
OWN_COMMENT = TOKEN | {"no article", "no comment", "no number", "another's comment"}
POSSIBLE = {
    "POST /users": USER | {"invalid and taken", "taken"},
    "POST /users/login": USER,
    "GET /user": TOKEN,
    "PUT /user": TOKEN | USER | {"invalid and taken", "taken"},
    "GET /profiles/{username}": {"bad token"},
    "GET /articles": {"bad token"},
    "GET /articles/feed": TOKEN,
    "GET /articles/{slug}": {"bad token", "no article"},
    "POST /articles": TOKEN | BODY | {"no new article"},
    "PUT /articles/{slug}": OWN_ARTICLE | BODY | {"no new article"},
    "DELETE /articles/{slug}": OWN_ARTICLE,
    "GET /articles/{slug}/comments": {"bad token", "no article"},
    "POST /articles/{slug}/comments": TOKEN | BODY | {"no article", "no new comment"},
    "DELETE /articles/{slug}/comments/{id}": OWN_COMMENT,
    "POST /articles/{slug}/favorite": TOKEN | {"no article"},
    "DELETE /articles/{slug}/favorite": TOKEN | {"no article"},
}
FIELDS = {"user": newcomer, "article": draft, "comment": lambda: {"body": "Well said."}}

SINGLE, PAIRS = (
    [
        pytest.param(endpoint, faults, id=f"{endpoint}: {', '.join(map(str, faults))}")
        for endpoint in ENDPOINTS
        for faults in itertools.combinations(FAULTS, size)
        if {fault.name for fault in faults} <= POSSIBLE.get(str(endpoint), set()) | ALWAYS
        and len({fault.part for fault in faults}) == size
    ]
    for size in (1, 2)
)


def wrong(stage, endpoint, faults):
    """Return a request to an endpoint that has these faults, and no other."""
    body = {endpoint.envelope: FIELDS[endpoint.envelope]()} if endpoint.envelope else None
    content = json.dumps(body).encode() if body else b""
    request = Request(stage.ann, endpoint.method, stage.path(endpoint.path), content)
    for fault in faults:
        request = fault.make(request, stage)
    return request


@pytest.mark.strictest_only
@pytest.mark.parametrize(("endpoint", "faults"), SINGLE)
def test_one_fault_is_told(stage, endpoint, faults):
    assert refusal(wrong(stage, endpoint, faults).send()) == faults[0].answer


@pytest.mark.http_only
@pytest.mark.parametrize(("endpoint", "faults"), PAIRS)
def test_of_two_faults_the_first_in_order_is_told(stage, endpoint, faults):
    assert refusal(wrong(stage, endpoint, faults).send()) == faults[0].answer
