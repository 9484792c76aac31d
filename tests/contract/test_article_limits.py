"""How long the texts of an article and of a comment may be."""

import pytest

from tests.contract.answers import invalid, refusal, too_long
from tests.contract.client import draft, unique

LIMITS = {"title": 255, "description": 1_000, "body": 100_000}


@pytest.fixture(params=["new", "update"])
def save(request, ann, article):
    """Save some fields of an article: of a new one, or of one that is there already."""
    if request.param == "new":
        return lambda **fields: ann.post("/articles", {"article": draft() | fields})
    return lambda **fields: ann.put(f"/articles/{article['slug']}", {"article": fields})


@pytest.mark.parametrize(("field", "limit"), LIMITS.items())
@pytest.mark.parametrize("character", ["x", "é", "🙂"])
def test_the_longest_text_is_kept_whole(save, field, limit, character):
    text = unique("Long").ljust(limit, character)
    response = save(**{field: text})
    assert response.is_success
    assert response.json()["article"][field] == text


@pytest.mark.parametrize(("field", "limit"), LIMITS.items())
@pytest.mark.parametrize("character", ["x", "🙂"])
def test_one_character_more_is_refused(save, field, limit, character):
    text = unique("Long").ljust(limit + 1, character)
    assert refusal(save(**{field: text})) == invalid(**{field: too_long(limit)})


def test_all_that_is_too_long_is_told_at_once_and_changes_nothing(save, ann, article):
    response = save(**{field: "x" * (limit + 1) for field, limit in LIMITS.items()})
    messages = {field: too_long(limit) for field, limit in LIMITS.items()}
    assert refusal(response) == invalid(**messages)
    assert ann.get("/articles", author=ann.username).json()["articlesCount"] == 1
    assert ann.read(article["slug"]) == article


@pytest.mark.parametrize("character", ["x", "é", "🙂"])
def test_a_comment_has_at_most_10_000_characters(ann, article, character):
    longest = character * 10_000
    assert ann.comment(article["slug"], longest)["body"] == longest
    path = f"/articles/{article['slug']}/comments"
    response = ann.post(path, {"comment": {"body": longest + character}})
    assert refusal(response) == invalid(body=too_long(10_000))
    assert [comment["body"] for comment in ann.get(path).json()["comments"]] == [longest]
