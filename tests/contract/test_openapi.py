"""The OpenAPI document: it is valid, names the contract's routes, and no answer breaks it.

Schemathesis makes up requests from the document, such as fit it and such as do not, and holds
every answer against it: `--examples N` tries N of them per operation and asker, after all those
that stand at the document's limits. The same run makes up the same requests.
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

# The path of the feed has the form of an article's too, and may show that it has its methods.
# What every path allows and refuses is told in test_methods.
UNFIT = ["allow_header_conformance", "unsupported_method"]


def load(*, limits):
    """Load the document for Schemathesis, which asks all that stands at its limits, or not."""
    document = schemathesis.openapi.from_path(FILE)
    document.config.generation.update(
        deterministic=True,
        database="none",
        with_security_parameters=False,  # the stories tell who asks
    )
    document.config.checks.update(excluded_check_names=UNFIT)
    document.config.phases.coverage.enabled = limits
    return document


for_a_user = load(limits=True)
# A user names what exists: then what fits the document is done, but for names that are taken and
# logins that are made up.
for_a_user.config.checks.positive_data_acceptance.expected_statuses = ["2xx", "409", "401"]
for_nobody = load(limits=False)


def existing(stage):
    """Return what paths may name: ann's new article, with a comment of hers, and bob."""
    slug = stage.ann.publish()["slug"]
    return {"username": stage.bob.username, "slug": slug, "id": stage.ann.comment(slug)["id"]}


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


@for_a_user.parametrize()
def test_no_answer_to_a_user_breaks_the_document(case, target, stage):
    if case.path_parameters and not case.meta.is_negative_at(ParameterLocation.PATH):
        names = existing(stage)
        case.path_parameters = {name: names[name] for name in case.path_parameters}
    case.call_and_validate(target, headers={"Authorization": stage.ann.authorization})


@for_nobody.parametrize()
def test_no_answer_to_nobody_breaks_the_document(case, target):
    case.call_and_validate(target)
