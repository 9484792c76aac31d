"""Slugs: made from the title, unique, and never in the way of a path."""

import re

import pytest

from tests.contract.answers import not_found, refusal
from tests.contract.client import unique

WORDS = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
TITLES = [
    "How to train your dragon",
    "ALL CAPITALS",
    "  spaces   and\ttabs\n",
    "punctuation: is it, or isn't it?!",
    "Crème brûlée à l'Élysée",
    "日本語の題名",
    "Привет, мир",
    "🙂🙂🙂",
    "?!",
    "--- - ---",
    "_under_scores_",
    "a/b/../c",
    "100% \\ & <b>bold</b> &amp; &#65;",
    "feed",
    "Feed!",
    "x" * 255,
    "word " * 51,
    "日" * 255,
]


@pytest.mark.parametrize("title", TITLES, ids=lambda title: ascii(title[:20]))
def test_a_slug_is_of_lower_case_ascii_words_and_finds_its_article(api, ann, title):
    for _ in range(2):
        article = ann.publish(title=title)
        assert WORDS.fullmatch(article["slug"]), article["slug"]
        assert len(article["slug"]) <= 100
        assert article["slug"] != "feed"
        assert api.read(article["slug"]) == article


def test_a_slug_comes_from_the_title(ann):
    word = unique("word").replace("-", "")
    slug = ann.publish(title=f"How to TRAIN your {word}: part 1!")["slug"]
    assert slug == f"how-to-train-your-{word}-part-1"


def test_two_articles_of_one_title_have_two_slugs(api, ann, bob):
    title = unique("Twice")
    first, second, third = (author.publish(title=title) for author in (ann, ann, bob))
    assert len({first["slug"], second["slug"], third["slug"]}) == 3
    for article in (first, second, third):
        assert article["slug"].startswith(first["slug"])
        assert api.read(article["slug"]) == article


def test_two_titles_of_the_same_words_have_two_slugs(ann):
    word = unique("word")
    assert ann.publish(title=f"{word}!")["slug"] != ann.publish(title=f"{word}?")["slug"]


def test_a_long_title_that_is_taken_still_has_a_short_slug(ann):
    title = f"{unique('word')} " * 12
    slugs = {ann.publish(title=title)["slug"] for _ in range(3)}
    assert len(slugs) == 3
    assert all(len(slug) <= 100 and WORDS.fullmatch(slug) for slug in slugs)


def test_a_new_title_gives_a_new_slug_and_the_old_one_is_gone(api, ann, article):
    title = unique("Another title")
    after = ann.revise(article["slug"], title=title)
    assert after["slug"] == title.lower().replace(" ", "-")
    assert api.read(after["slug"]) == after
    assert refusal(api.get(f"/articles/{article['slug']}")) == not_found("article")


def test_comments_and_favourites_follow_the_article_to_its_new_slug(api, ann, bob, article):
    comment = bob.comment(article["slug"])
    bob.post(f"/articles/{article['slug']}/favorite")
    slug = ann.revise(article["slug"], title=unique("Moved"))["slug"]
    assert api.get(f"/articles/{slug}/comments").json() == {"comments": [comment]}
    assert bob.read(slug)["favorited"] is True


def test_the_same_title_keeps_the_slug(ann, article):
    assert ann.revise(article["slug"], title=article["title"])["slug"] == article["slug"]


def test_the_same_title_keeps_also_a_slug_with_a_suffix(ann, article):
    twin = ann.publish(title=article["title"])
    assert ann.revise(twin["slug"], title=twin["title"])["slug"] == twin["slug"]


def test_a_title_of_the_same_words_keeps_the_slug(ann):
    word = unique("word")
    article = ann.publish(title=f"Hello {word}")
    after = ann.revise(article["slug"], title=f"Hello, {word.upper()}!")
    assert after["slug"] == article["slug"]
    assert after["title"] == f"Hello, {word.upper()}!"


def test_an_update_of_anything_else_keeps_the_slug(ann, article):
    for field, value in (("body", "New."), ("description", "New."), ("tagList", ["new"])):
        assert ann.revise(article["slug"], **{field: value})["slug"] == article["slug"]


def test_a_new_title_that_is_taken_gets_a_slug_of_its_own(api, ann, article):
    other = ann.publish()
    after = ann.revise(other["slug"], title=article["title"])
    assert after["slug"] != article["slug"]
    assert after["slug"].startswith(article["slug"])
    assert api.read(article["slug"]) == article
    assert api.read(after["slug"]) == after


def test_a_title_that_becomes_reserved_gets_a_slug_of_its_own(api, ann, article):
    after = ann.revise(article["slug"], title="Feed")
    assert after["slug"] != "feed"
    assert api.read(after["slug"])["title"] == "Feed"
