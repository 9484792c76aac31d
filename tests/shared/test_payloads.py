"""The rules for what comes in. Over HTTP every variant is asked; here, the corners are."""

import json

import pytest

from shared import payloads
from shared.errors import ApiError

JSON = "application/json"


def parse(model, value, media_type=JSON):
    return model.parse(media_type, json.dumps(value).encode())


def errors_of(call, *arguments):
    with pytest.raises(ApiError) as caught:
        call(*arguments)
    return caught.value.status, caught.value.body["errors"]


def user(**fields):
    ann = {"username": "ann", "email": "ann@example.org", "password": "password"}
    return {"user": ann | fields}


def test_a_user_is_read_and_what_is_unknown_is_ignored():
    new = parse(payloads.NewUser, user(email="Ann@Example.ORG", admin=True))
    assert new.model_dump() == {
        "username": "ann",
        "email": "ann@example.org",
        "password": "password",
    }


@pytest.mark.parametrize("name", [".", "..", "a b", "a/b", "ä", "a\n", "x" * 65])
def test_names_that_no_address_could_hold_are_refused(name):
    status, errors = errors_of(parse, payloads.NewUser, user(username=name))
    assert (status, list(errors)) == (422, ["username"])


@pytest.mark.parametrize("name", ["...", ".a", "a.", "-", "_", "x" * 64])
def test_odd_names_that_an_address_can_hold_are_accepted(name):
    assert parse(payloads.NewUser, user(username=name)).username == name


@pytest.mark.parametrize("email", ["a@", "@b", "a@b@c", "a b@c", "a@b\n", "ab", "x" * 253 + "@y"])
def test_addresses_that_are_none_are_refused(email):
    assert errors_of(parse, payloads.NewUser, user(email=email))[0] == 422


def test_every_field_that_is_wrong_is_named():
    status, errors = errors_of(
        parse, payloads.NewUser, {"user": {"username": " ", "email": None, "password": 12345678}}
    )
    assert status == 422
    assert errors == {
        "username": ["can't be blank"],
        "email": ["can't be blank"],
        "password": ["must be a string"],
    }


def test_an_update_says_what_it_names_and_nothing_else():
    assert parse(payloads.UserUpdate, {"user": {"bio": "", "image": None}}).columns() == {
        "bio": None,
        "image": None,
    }
    assert parse(payloads.UserUpdate, {"user": {}}).columns() == {}


def test_tags_are_trimmed_sorted_and_said_once():
    tags = [" b ", "a", "b", "A", "c,d"]
    article = {"title": "t", "description": "d", "body": "b", "tagList": tags}
    assert parse(payloads.NewArticle, {"article": article}).tagList == ["A", "a", "b", "c,d"]


@pytest.mark.parametrize("tags", [None, "a", [" "], ["a/b"], ["a\nb"], [1], ["x" * 65], [["a"]]])
def test_tags_that_are_wrong_are_refused_as_the_tag_list(tags):
    status, errors = errors_of(parse, payloads.ArticleUpdate, {"article": {"tagList": tags}})
    assert (status, list(errors)) == (422, ["tagList"])


def test_tags_are_counted_as_they_are_sent_and_before_they_are_looked_at():
    twenty = {"article": {"tagList": ["b", "a"] * 10}}
    assert parse(payloads.ArticleUpdate, twenty).tagList == ["a", "b"]
    for many in (["a"] * 21, [1] * 21, [""] * 20 + [None]):
        errors = errors_of(parse, payloads.ArticleUpdate, {"article": {"tagList": many}})
        assert errors == (422, {"tagList": ["has too many tags (at most 20)"]})


@pytest.mark.parametrize("tag", [".", "..", " . "])
def test_tags_that_no_browser_can_ask_for_are_refused(tag):
    errors = errors_of(parse, payloads.ArticleUpdate, {"article": {"tagList": [tag]}})
    assert errors == (422, {"tagList": ["must not be . or .."]})


def test_texts_that_are_typed_again_are_normalised_and_measured_before_and_after():
    typed = "e\u0301"
    article = {"title": f"An{typed}", "description": typed, "body": typed, "tagList": [typed]}
    new = parse(payloads.NewArticle, {"article": article})
    assert (new.title, new.tagList) == ("Ané", ["é"])
    assert (new.description, new.body) == (typed, typed)
    longer = "\u0958"  # two code points in Normalization Form C
    for too_long in ({"title": longer * 255}, {"tagList": [longer * 64]}):
        assert errors_of(parse, payloads.ArticleUpdate, {"article": too_long})[0] == 422
    assert errors_of(parse, payloads.NewUser, user(email="İ" * 252 + "@x"))[0] == 422
    assert errors_of(parse, payloads.NewUser, user(password="n\u0303" * 4))[0] == 422


def test_an_address_is_the_same_in_any_case_and_from_any_keyboard():
    for typed in ("JOSÉ@x", "jose\u0301@X", "JOSE\u0301@x"):
        assert parse(payloads.NewUser, user(email=typed)).email == "josé@x"
        tried = {"user": {"email": typed, "password": "x"}}
        assert parse(payloads.Credentials, tried).email == "josé@x"


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        (b"", {"user": ["can't be blank"]}),
        (b"{}", {"user": ["can't be blank"]}),
        (b'{"user": null}', {"user": ["can't be blank"]}),
        (b'{"user": []}', {"user": ["must be an object"]}),
        (b"[]", {"body": ["must be an object"]}),
        (b"null", {"body": ["must be an object"]}),
    ],
)
def test_an_envelope_that_is_missing_is_named(body, errors):
    assert errors_of(payloads.UserUpdate.parse, JSON, body) == (422, errors)


def test_the_media_type_counts_only_where_there_is_a_body():
    assert errors_of(payloads.UserUpdate.parse, "", b"")[0] == 422
    assert errors_of(payloads.UserUpdate.parse, "", b"{}")[0] == 415
    assert payloads.UserUpdate.parse("Application/JSON", b'{"user": {}}').columns() == {}


@pytest.mark.parametrize("body", [b"{", rb'{"user": "\ud800"}', b"[" * 100_000, b"\xff", b"NaN"])
def test_what_is_not_json_is_refused(body):
    errors = errors_of(payloads.UserUpdate.parse, JSON, body)
    assert errors == (400, {"body": ["is not valid JSON"]})


@pytest.mark.parametrize(
    "limit",
    ["0", "101", "-1", "1.0", "1e1", " 1", "+1", "1_0", "", "٣", "9" * 5000, "0" * 5000 + "1"],
)
def test_limits_that_are_wrong_are_refused(limit):
    status, errors = errors_of(payloads.Page.parse, {"limit": limit})
    assert (status, errors) == (422, {"limit": ["must be a number from 1 to 100"]})


def test_pages_end_at_the_largest_number_that_json_keeps_exact():
    assert payloads.Page.parse({"offset": str(2**53)}).offset == 2**53
    assert errors_of(payloads.Page.parse, {"offset": str(2**53 + 1)})[0] == 422


def test_the_filters_that_are_set_name_the_statement():
    page = payloads.ArticlePage.parse({"tag": "a", "favorited": "", "limit": "5", "other": "x"})
    assert page.filters() == {"tag", "favorited"}


@pytest.mark.parametrize("text", ["", "x", "-1", "1.0", "1" * 19, "٣", "1\n"])
def test_ids_that_no_comment_has_are_not_found(text):
    assert errors_of(payloads.comment_id, text) == (404, {"comment": ["not found"]})
