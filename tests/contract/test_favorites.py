"""Favourites."""

import pytest

from tests.contract.answers import ARTICLE, not_found, refusal
from tests.contract.client import unique


def flags(article):
    return article["favorited"], article["favoritesCount"]


def test_a_favourite_shows_to_its_reader_and_counts_for_all(api, ann, bob, article):
    path = f"/articles/{article['slug']}"
    response = bob.post(f"{path}/favorite")
    assert response.status_code == 200
    assert set(response.json()) == {"article"}
    assert set(response.json()["article"]) == ARTICLE
    assert response.json()["article"] == article | {"favorited": True, "favoritesCount": 1}
    assert flags(bob.read(article["slug"])) == (True, 1)
    assert flags(ann.read(article["slug"])) == (False, 1)
    assert flags(api.read(article["slug"])) == (False, 1)


def test_authors_may_favourite_their_own(ann, bob, article):
    path = f"/articles/{article['slug']}/favorite"
    assert flags(ann.post(path).json()["article"]) == (True, 1)
    assert flags(bob.post(path).json()["article"]) == (True, 2)


def test_a_favourite_can_be_taken_back(ann, bob, article):
    path = f"/articles/{article['slug']}/favorite"
    ann.post(path)
    bob.post(path)
    response = bob.delete(path)
    assert response.status_code == 200
    assert response.json()["article"] == article | {"favorited": False, "favoritesCount": 1}
    assert flags(ann.read(article["slug"])) == (True, 1)


def test_a_favourite_counts_once_however_often_it_is_said(bob, article):
    path = f"/articles/{article['slug']}/favorite"
    assert [flags(bob.post(path).json()["article"]) for _ in range(3)] == [(True, 1)] * 3
    assert [flags(bob.delete(path).json()["article"]) for _ in range(3)] == [(False, 0)] * 3


def test_favouriting_twice_keeps_one_article_in_the_list(api, bob, article):
    for _ in range(2):
        bob.post(f"/articles/{article['slug']}/favorite")
    listed = api.get("/articles", favorited=bob.username).json()
    assert listed["articlesCount"] == len(listed["articles"]) == 1


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_an_unknown_article_cannot_be_a_favourite(bob, method):
    response = bob.send(method, f"/articles/{unique('unknown')}/favorite")
    assert refusal(response) == not_found("article")


def test_a_favourite_shows_whether_its_author_is_followed(ann, bob, article):
    bob.post(f"/profiles/{ann.username}/follow")
    for send in (bob.post, bob.delete):
        answer = send(f"/articles/{article['slug']}/favorite").json()["article"]
        assert answer["author"]["following"] is True
