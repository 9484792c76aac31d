"""Errors are decided by small functions, and a lost race says what an early check would have."""

from types import SimpleNamespace

import pytest
from sqlalchemy.exc import IntegrityError

from shared import errors, queries
from shared.errors import ApiError

SECRETS = {"password_hash": "-", "session_key": "-"}
ANN = {"username": "ann", "email": "ann@example.org", **SECRETS}


def test_what_is_found_is_returned_and_what_is_not_is_a_404():
    assert errors.found("row", "article") == "row"
    with pytest.raises(ApiError) as caught:
        errors.found(None, "article")
    assert (caught.value.status, caught.value.body) == (404, {"errors": {"article": ["not found"]}})


def test_both_taken_names_are_named_whoever_has_them():
    rows = [
        SimpleNamespace(username="ann", email="other@example.org"),
        SimpleNamespace(username="other", email="ann@example.org"),
    ]
    errors.free(rows, username="new", email=None)
    with pytest.raises(ApiError) as caught:
        errors.free(rows, username="ann", email="ann@example.org")
    assert caught.value.status == 409
    assert list(caught.value.body["errors"]) == ["username", "email"]


def test_a_status_without_words_of_ours_has_http_s_own():
    assert errors.http_error(408).body == {"errors": {"request": ["request timeout"]}}


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"username": "ann", "email": "username@example.org"}, "username"),
        ({"username": "email", "email": "ann@example.org"}, "email"),
    ],
)
def test_a_name_taken_meanwhile_is_a_409_whatever_it_is_called(engine, other, field):
    with engine.begin() as connection:
        connection.execute(queries.INSERT_USER, ANN)
    with pytest.raises(IntegrityError) as caught, engine.begin() as connection:
        connection.execute(queries.INSERT_USER, ANN | other)
    error = errors.lost_race(caught.value)
    assert (error.status, list(error.body["errors"])) == (409, [field])


def test_an_article_deleted_meanwhile_is_a_404(engine):
    with pytest.raises(IntegrityError) as caught, engine.begin() as connection:
        connection.execute(queries.FAVORITE, {"article_id": 1, "user_id": 1})
    error = errors.lost_race(caught.value)
    assert (error.status, list(error.body["errors"])) == (404, ["article"])
