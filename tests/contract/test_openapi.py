"""The OpenAPI document: it is valid, names the contract's routes, and no answer breaks it.

Schemathesis makes requests up from the document, some that fit it and some that do not, and holds
every answer against it. First come those at the document's limits, then random ones: `--examples N`
says how many for each endpoint. Two runs of the same number make up the same requests.
"""

import json
from pathlib import Path

import openapi_spec_validator
import pytest
import schemathesis
from schemathesis.core.parameters import ParameterLocation

from tests.contract.endpoints import ENDPOINTS

FILE = Path(__file__).parents[2] / "shared" / "openapi.json"
DOCUMENT = json.loads(FILE.read_text(encoding="utf-8"))
OPERATIONS = {
    f"{method.upper()} {path.removeprefix('/api')}": operation
    for path, item in DOCUMENT["paths"].items()
    for method, operation in item.items()
    if method != "parameters"
}
TOKEN = [{"token": []}, {"bearer": []}]
SECURITY = {"no": [], "optional": [{}, *TOKEN], "required": TOKEN}


def load(*, limits):
    """Load the document for Schemathesis, with or without the requests at its limits."""
    document = schemathesis.openapi.from_path(FILE)
    document.config.generation.update(
        deterministic=True,
        database="none",
        with_security_parameters=False,  # the tests say who asks
    )
    document.config.phases.coverage.enabled = limits
    document.hook(filter_failure)
    return document


def filter_failure(_context, _failure, _case, response):
    """Tell whether a failure is one, as Schemathesis asks its hook of this name."""
    return response.status_code != 414  # a server's own limit, which no document knows


for_a_user = load(limits=True)
for_nobody = load(limits=False)

# A user names what exists, so what fits the document is done, unless a name is taken (409) or the
# credentials of a login are made up (401).
for_a_user.config.checks.positive_data_acceptance.expected_statuses = ["2xx", "401", "409"]


@pytest.fixture(scope="module")
def ann(api):
    """Return the API as ann sees it, who does all but change her name and password."""
    return api.register("ann")


@pytest.fixture(scope="module")
def bob(api):
    """Return the API as bob sees it, who does nothing but be followed."""
    return api.register("bob")


def existing(ann, bob):
    """Return what a path may name: bob, and a new article of ann's with a comment of hers."""
    slug = ann.publish()["slug"]
    return {"username": bob.username, "slug": slug, "id": ann.comment(slug)["id"]}


def test_the_document_is_valid():
    openapi_spec_validator.validate(DOCUMENT)


def test_the_document_names_the_routes_of_the_contract_and_no_others():
    assert sorted(OPERATIONS) == sorted(map(str, ENDPOINTS))


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=str)
def test_the_document_says_who_may_ask_and_whether_with_a_body(endpoint):
    operation = OPERATIONS[str(endpoint)]
    assert operation["security"] == SECURITY[endpoint.auth]
    assert ("requestBody" in operation) == bool(endpoint.envelope)


def test_the_server_shows_this_document(api):
    assert api.get("/openapi.json").json() == DOCUMENT


@pytest.mark.strictest_only
@for_a_user.parametrize()
def test_no_answer_to_a_user_breaks_the_document(case, target, api, ann, bob):
    # A new password ends the tokens of its user, so every change is made by somebody new.
    is_change = (case.method, case.path) == ("PUT", "/api/user")
    viewer = api.register("carol") if is_change else ann
    if case.path_parameters and not case.meta.is_negative_at(ParameterLocation.PATH):
        names = existing(ann, bob)
        case.path_parameters = {name: names[name] for name in case.path_parameters}
    case.call_and_validate(target, headers={"Authorization": viewer.authorization})


@pytest.mark.strictest_only
@for_nobody.parametrize()
def test_no_answer_to_nobody_breaks_the_document(case, target):
    case.call_and_validate(target)
