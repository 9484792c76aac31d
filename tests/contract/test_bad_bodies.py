"""Bodies that are wrong: each gets its error, changes nothing, and leaves the server well."""

import json

import pytest

from tests.contract.answers import (
    BLANK,
    NOT_A_STRING,
    NOT_JSON,
    NUL,
    invalid,
    refusal,
    too_long,
)
from tests.contract.writes import TEXTS, WRITES

DEEP = 100_000
MALFORMED = {
    "half an object": b'{"user": ',
    "a word": b"nonsense",
    "a blank": b" ",
    "single quotes": b"{'user': {}}",
    "a trailing comma": b'{"user": {},}',
    "something after it": b'{"user": {}} {}',
    "a comment": b'{"user": {}} // that is all',
    "a form": b"user[email]=ann@example.org",
    "NaN": b'{"user": NaN}',
    "an infinity": b'{"user": [-Infinity]}',
    "a raw control character": b'{"user": "\x01"}',
    "a raw NUL": b'{"user": {}}\0',
    "bytes that are not UTF-8": b'{"user": "\xff\xfe"}',
    "a surrogate in UTF-8": b'{"user": "\xed\xa0\x80"}',
    "UTF-16": '{"user": {}}'.encode("utf-16"),
    "an escaped lone surrogate": rb'{"user": "\ud800"}',
    "an escaped low surrogate": rb'{"user": "\udc00"}',
    "surrogates in the wrong order": rb'{"user": "\udc00\ud800"}',
    "a lone surrogate as a name": rb'{"\ud800": 1}',
    "arrays nested deep": b"[" * DEEP + b"]" * DEEP,
    "objects nested deep": b'{"user":' * DEEP + b"1" + b"}" * DEEP,
    "brackets that never close": b"[" * DEEP,
}
NOT_TEXTS = [1, -1.5, True, False, [], ["x"], {}, {"x": "y"}, 10**30]


@pytest.fixture(params=WRITES)
def write(request, stage):
    """One after another, the endpoints that take a body."""
    return WRITES[request.param](stage)


@pytest.fixture(params=TEXTS, ids="-".join)
def text(request, stage):
    """One after another, the fields that hold a text: the endpoint, the field and its limit."""
    name, field = request.param
    return WRITES[name](stage), field, TEXTS[request.param]


def test_what_is_made_bad_here_is_good_before(write):
    """Without this, the refusals below could have another cause."""
    assert write.send(write.body()).is_success


@pytest.mark.http_only
@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED)
def test_a_body_that_is_not_json_is_refused(write, body):
    with write.changes_nothing():
        assert refusal(write.send(body)) == NOT_JSON


@pytest.mark.http_only
def test_a_lone_surrogate_in_a_text_is_not_json(text):
    write, field, _ = text
    body = write.body(**{field: "HERE"})
    with write.changes_nothing():
        for surrogate in (rb"\ud800", rb"\udfff", rb"x\ud83dx", rb"\ud800\ud800"):
            assert refusal(write.send(body.replace(b"HERE", surrogate))) == NOT_JSON, surrogate


@pytest.mark.http_only
def test_a_lone_surrogate_is_refused_also_where_nobody_looks(write):
    body = write.body(unknown="HERE").replace(b"HERE", rb"\ud800")
    with write.changes_nothing():
        assert refusal(write.send(body)) == NOT_JSON


@pytest.mark.http_only
def test_deep_nesting_is_refused_also_where_nobody_looks(write):
    body = write.body(unknown="HERE").replace(b'"HERE"', b"[" * DEEP + b"]" * DEEP)
    with write.changes_nothing():
        assert refusal(write.send(body)) == NOT_JSON


@pytest.mark.strictest_only
def test_unknown_fields_are_ignored_whatever_they_hold(write):
    unknown = {"unheard_of": {"deep": [[[[{"x": None}]]]]}, "nul": "\0", "long": "x" * 50_000}
    body = json.loads(write.body(**unknown)) | {"beside": [1], "users": {}}
    assert write.send(json.dumps(body).encode()).is_success


def test_an_escaped_pair_of_surrogates_is_one_character(write):
    body = write.body(unknown="HERE").replace(b"HERE", rb"\ud83d\ude42")
    assert write.send(body).is_success


@pytest.mark.http_only
@pytest.mark.parametrize("body", [b"{}", b'{"usr": {}}', b'{"User": {}}', b"null-envelope", b""])
def test_a_body_without_its_envelope_is_blank(write, body):
    body = body.replace(b"null-envelope", b'{"%b": null}' % write.envelope.encode())
    with write.changes_nothing():
        assert refusal(write.send(body)) == invalid(**{write.envelope: BLANK})


@pytest.mark.http_only
def test_no_body_at_all_is_like_an_empty_object(write):
    with write.changes_nothing():
        assert refusal(write.send(b"", None)) == invalid(**{write.envelope: BLANK})
        assert refusal(write.send(iter([]), None)) == invalid(**{write.envelope: BLANK})


@pytest.mark.http_only
def test_fields_without_an_envelope_are_not_found(write):
    with write.changes_nothing():
        response = write.send(json.dumps({"x": write.fields} | write.fields).encode())
        assert refusal(response) == invalid(**{write.envelope: BLANK})


@pytest.mark.http_only
@pytest.mark.parametrize("body", [b"[]", b'"text"', b"1", b"-1.5", b"true", b"null", b"[{}]"])
def test_a_body_is_an_object(write, body):
    with write.changes_nothing():
        assert refusal(write.send(body)) == invalid(body="must be an object")


@pytest.mark.http_only
def test_an_envelope_holds_an_object(write):
    expected = invalid(**{write.envelope: "must be an object"})
    with write.changes_nothing():
        for value in ([], [{}], "text", "", 1, 0, True, False):
            response = write.send(json.dumps({write.envelope: value}).encode())
            assert refusal(response) == expected, value


@pytest.mark.http_only
def test_a_text_is_a_string(text):
    write, field, _ = text
    expected = invalid(**{field: NOT_A_STRING})
    with write.changes_nothing():
        for value in NOT_TEXTS:
            assert refusal(write.send(write.body(**{field: value}))) == expected, value


@pytest.mark.strictest_only
def test_a_text_has_no_nul(text):
    write, field, _ = text
    expected = invalid(**{field: NUL})
    with write.changes_nothing():
        for value in ("\0", "a\0b", "valid@example.org\0"):
            assert refusal(write.send(write.body(**{field: value}))) == expected, value


@pytest.mark.http_only
def test_a_text_over_its_limit_is_refused(text):
    write, field, limit = text
    value = "x" * 300_000
    expected = invalid(**{field: too_long(limit)}) if limit else (401, {"credentials": ["invalid"]})
    with write.changes_nothing():
        assert refusal(write.send(write.body(**{field: value}))) == expected


def test_a_field_that_is_null_is_blank_unless_it_may_be_empty(text):
    write, field, _ = text
    response = write.send(write.body(**{field: None}))
    if field in ("bio", "image"):
        assert response.json()["user"][field] is None
    else:
        assert refusal(response) == invalid(**{field: BLANK})
