"""Who is asking: tokens that are missing, broken or forged, where one is needed and where not.

How a token is read does not depend on the endpoint, only whether it is read. So every endpoint is
asked with two bad tokens, one that the signature gives away and one that the database does, and
all other bad tokens are tried on two endpoints: one that needs a token and one that does not.
"""

from functools import partial

import pytest

from tests.contract import tokens
from tests.contract.answers import BAD_TOKEN, NO_TOKEN, refusal
from tests.contract.client import PASSWORD, newcomer
from tests.contract.endpoints import OPTIONAL, REQUIRED

OTHER_SCHEMES = ["Basic YW5uOnNlY3JldA==", "Digest username=ann", "JWT {token}", "{token}"]


everywhere = pytest.mark.parametrize("endpoint", [*REQUIRED, *OPTIONAL], ids=str)


def send(stage, endpoint, authorization):
    """Send a request to an endpoint with this Authorization header."""
    stranger = stage.api.authorized(authorization)
    return stranger.send(endpoint.method, stage.path(endpoint.path))


@pytest.fixture(params=[REQUIRED[0], OPTIONAL[0]], ids=str)
def ask(request, stage):
    """Ask an endpoint that wants to know who is asking, with this Authorization header."""
    return partial(send, stage, request.param)


@pytest.mark.http_only
@everywhere
def test_every_endpoint_refuses_a_token_with_an_altered_signature(stage, endpoint):
    token = tokens.altered(stage.ann.token)
    response = send(stage, endpoint, f"Token {token}")
    assert refusal(response) == BAD_TOKEN
    assert response.headers["WWW-Authenticate"] == "Token"


@pytest.mark.forges
@everywhere
def test_every_endpoint_refuses_a_token_of_a_user_who_is_gone(stage, endpoint, secret_key):
    claims = tokens.claims(stage.ann.token) | tokens.FORGED["of a user who is gone"]()
    assert refusal(send(stage, endpoint, f"Token {tokens.sign(claims, secret_key)}")) == BAD_TOKEN


@pytest.mark.http_only
@pytest.mark.parametrize("endpoint", REQUIRED, ids=str)
def test_a_missing_token_is_refused(stage, endpoint):
    response = stage.api.send(endpoint.method, stage.path(endpoint.path))
    assert refusal(response) == NO_TOKEN
    assert response.headers["WWW-Authenticate"] == "Token"


@pytest.mark.parametrize("endpoint", OPTIONAL, ids=str)
def test_nobody_may_read_what_is_public(stage, endpoint):
    assert stage.api.send(endpoint.method, stage.path(endpoint.path)).status_code == 200


@pytest.mark.http_only
@pytest.mark.parametrize("endpoint", REQUIRED, ids=str)
@pytest.mark.parametrize("scheme", OTHER_SCHEMES)
def test_another_scheme_counts_as_no_token(stage, endpoint, scheme):
    stranger = stage.api.authorized(scheme.format(token=stage.ann.token))
    response = stranger.send(endpoint.method, stage.path(endpoint.path))
    assert refusal(response) == NO_TOKEN


@pytest.mark.http_only
@pytest.mark.parametrize("endpoint", OPTIONAL, ids=str)
@pytest.mark.parametrize("scheme", OTHER_SCHEMES)
def test_another_scheme_makes_one_nobody_where_that_will_do(stage, endpoint, scheme):
    stranger = stage.api.authorized(scheme.format(token=stage.ann.token))
    assert stranger.send(endpoint.method, stage.path(endpoint.path)).status_code == 200


@pytest.mark.http_only
@pytest.mark.parametrize("broken", tokens.BROKEN.values(), ids=tokens.BROKEN)
def test_a_broken_token_is_refused_also_where_none_is_needed(stage, ask, broken):
    token = broken(stage.ann.token)
    header = b"Token " + token if isinstance(token, bytes) else f"Token {token}"
    response = ask(header)
    assert refusal(response) == BAD_TOKEN
    assert response.headers["WWW-Authenticate"] == "Token"


@pytest.mark.strictest_only
@pytest.mark.forges
@pytest.mark.parametrize("change", tokens.FORGED.values(), ids=tokens.FORGED)
def test_a_token_signed_by_us_is_refused_when_it_tells_of_nobody(stage, ask, secret_key, change):
    forged = tokens.sign(tokens.claims(stage.ann.token) | change(), secret_key)
    assert refusal(ask(f"Token {forged}")) == BAD_TOKEN


@pytest.mark.http_only
@pytest.mark.forges
@pytest.mark.parametrize("claim", ["sub", "exp", "key"])
def test_a_token_must_have_all_its_claims(stage, ask, secret_key, claim):
    claims = tokens.claims(stage.ann.token)
    del claims[claim]
    assert refusal(ask(f"Token {tokens.sign(claims, secret_key)}")) == BAD_TOKEN


@pytest.mark.http_only
@pytest.mark.forges
@pytest.mark.parametrize("payload", [[], "ann", None, 7], ids=repr)
def test_a_token_signed_by_us_must_hold_an_object(ask, secret_key, payload):
    assert refusal(ask(f"Token {tokens.sign(payload, secret_key)}")) == BAD_TOKEN


@pytest.mark.forges
def test_a_token_signed_by_us_with_the_right_claims_is_believed(stage, secret_key):
    """Without this, the refusals above could come from a wrong key."""
    ours = tokens.sign(tokens.claims(stage.ann.token), secret_key)
    response = stage.api.authorized(f"Token {ours}").get("/user")
    assert response.json()["user"]["username"] == stage.ann.username


@pytest.mark.http_only
@pytest.mark.forges
def test_a_token_in_the_header_of_another_algorithm_is_refused(stage, ask, secret_key):
    forged = tokens.sign(tokens.claims(stage.ann.token), secret_key, alg="none")
    assert refusal(ask(f"Token {forged}")) == BAD_TOKEN


@pytest.mark.parametrize("scheme", ["Token", "Bearer", "token", "BEARER"])
def test_both_schemes_are_understood_whatever_their_case(stage, scheme):
    ann = stage.api.authorized(f"{scheme} {stage.ann.token}")
    assert ann.get("/user").json()["user"]["username"] == stage.ann.username
    assert ann.get(f"/profiles/{stage.bob.username}").status_code == 200


def test_the_broken_tokens_would_have_been_valid(stage):
    """Without this, the refusals above could come from a token that was never good."""
    assert stage.api.authorized(f"Token {stage.ann.token}").get("/user").status_code == 200


@pytest.mark.parametrize("authorization", ["Token rubbish", "Bearer rubbish", "Basic rubbish"])
def test_where_nobody_needs_a_name_a_bad_token_is_ignored(stage, authorization):
    stranger = stage.api.authorized(authorization)
    fields = newcomer()
    assert stranger.post("/users", {"user": fields}).status_code == 201
    credentials = {"email": fields["email"], "password": PASSWORD}
    assert stranger.post("/users/login", {"user": credentials}).status_code == 200
    assert stranger.get("/tags").status_code == 200
    assert stranger.get("/openapi.json").status_code == 200


def test_tokens_of_two_users_cannot_be_mixed(stage):
    header, payload, _ = stage.ann.token.split(".")
    signature = stage.bob.token.split(".")[2]
    mixed = stage.api.authorized(f"Token {header}.{payload}.{signature}")
    assert refusal(mixed.get("/user")) == BAD_TOKEN


def test_a_new_password_ends_all_tokens_but_the_one_in_the_answer(api, ann, bob):
    login = {"user": {"email": ann.email, "password": PASSWORD}}
    other = api.signed_in(api.post("/users/login", login).json()["user"])
    answer = ann.put("/user", {"user": {"password": "a new password"}})
    for old in (ann, other):
        assert refusal(old.get("/user")) == BAD_TOKEN
        assert refusal(old.get("/articles")) == BAD_TOKEN
    assert api.signed_in(answer.json()["user"]).get("/user").status_code == 200
    assert bob.get("/user").status_code == 200


def test_another_change_of_the_user_ends_no_token(ann):
    for change in ({"bio": "New."}, {"username": f"{ann.username}-2"}, {}):
        assert ann.put("/user", {"user": change}).status_code == 200
        assert ann.get("/user").status_code == 200
