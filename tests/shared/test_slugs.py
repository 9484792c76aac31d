"""Slugs come from titles, are ASCII, and are tried until one is free."""

import re
from types import SimpleNamespace

import pytest

from shared import slugs
from shared.payloads import ArticleUpdate


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Hello, World!", "hello-world"),
        ("  spaces   and\ttabs ", "spaces-and-tabs"),
        ("Crème brûlée", "creme-brulee"),
        ("100 % sure", "100-sure"),
        ("&#65; &amp; &#99999999999;", "65-amp-99999999999"),
        ("feeds", "feeds"),
    ],
)
def test_the_plain_slug_comes_first(title, slug):
    assert next(slugs.candidates(title)) == slug


@pytest.mark.parametrize("title", ["!?", "…", "\U0001f600"])
def test_a_title_without_words_gets_a_random_slug(title):
    assert re.fullmatch("[0-9a-f]{8}", next(slugs.candidates(title)))


def test_a_reserved_word_is_never_used_alone():
    assert re.fullmatch("feed-[0-9a-f]{8}", next(slugs.candidates("Feed")))


def test_candidates_differ_and_end():
    candidates = list(slugs.candidates("A title"))
    assert len(set(candidates)) == len(candidates) == 1 + slugs.ATTEMPTS


def test_no_candidate_is_longer_than_allowed():
    for slug in slugs.candidates("word " * 50):
        assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", slug)
        assert len(slug) <= slugs.MAX_LENGTH


@pytest.mark.parametrize("update", [{}, {"body": "new"}, {"title": "Old"}])
def test_an_article_keeps_its_slug_unless_its_title_changes(update):
    article = SimpleNamespace(title="Old", slug="old-1234abcd")
    assert list(slugs.changes(article, ArticleUpdate(**update))) == [{}]


def test_a_new_title_gives_a_new_slug():
    article = SimpleNamespace(title="Old", slug="old")
    assert next(slugs.changes(article, ArticleUpdate(title="New"))) == {"slug": "new"}
