"""Errors are decided by small functions, and a lost race says what an early check would have."""

import sqlite3
from types import SimpleNamespace

import psycopg
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from shared import database, errors, queries
from shared.errors import ApiError

SECRETS = {"password_hash": "-", "session_key": "-", "token_key": "-"}
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


@pytest.mark.parametrize(
    ("statement", "temporary"),
    [
        ("SELECT pg_terminate_backend(pg_backend_pid())", True),
        ("SET TRANSACTION READ ONLY; CREATE TABLE t ()", True),  # as on a standby
        ("SET statement_timeout = 10; SELECT pg_sleep(60)", True),
        ("SELECT * FROM nothing", False),
        ("SELECT 1 / 0", False),
        ("SELECT repeat('(', 100000)::jsonpath", False),
    ],
)
def test_what_postgresql_may_do_better_later_is_told_from_a_bug(statement, temporary, new_database):
    with database.connected(new_database("postgresql", "temporary")) as connection:
        with pytest.raises(DBAPIError) as caught:
            connection.exec_driver_sql(statement)
        assert errors.is_temporary(caught.value) is temporary


@pytest.mark.parametrize(
    ("statement", "temporary"),
    [
        ("PRAGMA max_page_count = 1; CREATE TABLE t (x)", True),  # as if the disk were full
        ("PRAGMA query_only = ON; CREATE TABLE t (x)", True),  # as if the file were read-only
        ("SELECT * FROM nothing", False),
        ("SELECT FROM", False),
    ],
)
def test_what_sqlite_may_do_better_later_is_told_from_a_bug(statement, temporary):
    engine = create_engine("sqlite://")
    *first, last = statement.split("; ")
    with engine.connect() as connection:
        for pragma in first:
            connection.execute(text(pragma))
        with pytest.raises(DBAPIError) as caught:
            connection.execute(text(last))
    assert errors.is_temporary(caught.value) is temporary


def test_a_database_that_is_not_there_may_come_back():
    urls = ["postgresql://nobody@/nothing?host=/nowhere", "sqlite:////nowhere/nothing.sqlite3"]
    for url in urls:
        with pytest.raises(DBAPIError) as caught, database.connected(url):
            pass
        assert errors.is_temporary(caught.value)
        assert "\n" not in errors.reason(caught.value)
    assert errors.is_temporary(PoolTimeout("no connection within 3 seconds"))


def test_misuse_of_a_driver_is_a_bug():
    for misuse in (sqlite3.ProgrammingError("closed"), psycopg.InterfaceError("closed")):
        assert not errors.is_temporary(DBAPIError("SELECT 1", {}, misuse))
    assert not errors.is_temporary(TypeError())
