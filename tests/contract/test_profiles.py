"""Profiles, and following them."""

import pytest

from tests.contract.answers import PROFILE, not_found, refusal
from tests.contract.client import unique


def test_anyone_sees_a_profile(api, ann):
    ann.put("/user", {"user": {"bio": "I write.", "image": "https://example.org/ann.png"}})
    response = api.get(f"/profiles/{ann.username}")
    assert response.status_code == 200
    assert response.json() == {
        "profile": {
            "username": ann.username,
            "bio": "I write.",
            "image": "https://example.org/ann.png",
            "following": False,
        }
    }


def test_a_new_profile_has_neither_bio_nor_image(api, ann):
    profile = api.get(f"/profiles/{ann.username}").json()["profile"]
    assert set(profile) == PROFILE
    assert (profile["bio"], profile["image"]) == (None, None)


def test_following_shows_to_the_follower_only(api, ann, bob):
    path = f"/profiles/{ann.username}"
    response = bob.post(f"{path}/follow")
    assert response.status_code == 200
    assert set(response.json()["profile"]) == PROFILE
    assert response.json()["profile"]["username"] == ann.username
    assert response.json()["profile"]["following"] is True
    assert bob.get(path).json()["profile"]["following"] is True
    assert ann.get(path).json()["profile"]["following"] is False
    assert api.get(path).json()["profile"]["following"] is False


def test_following_is_not_mutual(ann, bob):
    bob.post(f"/profiles/{ann.username}/follow")
    assert ann.get(f"/profiles/{bob.username}").json()["profile"]["following"] is False


def test_unfollowing_ends_it(ann, bob):
    path = f"/profiles/{ann.username}"
    bob.post(f"{path}/follow")
    response = bob.delete(f"{path}/follow")
    assert response.status_code == 200
    assert response.json()["profile"]["following"] is False
    assert bob.get(path).json()["profile"]["following"] is False


def test_following_twice_is_following_once(ann, bob):
    path = f"/profiles/{ann.username}/follow"
    assert bob.post(path).json() == bob.post(path).json()
    assert bob.delete(path).json()["profile"]["following"] is False


def test_unfollowing_what_was_never_followed_succeeds(ann, bob):
    for _ in range(2):
        response = bob.delete(f"/profiles/{ann.username}/follow")
        assert response.status_code == 200
        assert response.json()["profile"]["following"] is False


def test_the_author_of_an_article_and_of_a_comment_shows_who_is_followed(api, ann, bob, article):
    comment = ann.comment(article["slug"])
    assert comment["author"]["following"] is False
    bob.post(f"/profiles/{ann.username}/follow")
    path = f"/articles/{article['slug']}"
    for reader, following in ((bob, True), (ann, False), (api, False)):
        listed = reader.get("/articles", author=ann.username).json()["articles"]
        authors = [
            reader.get(path).json()["article"]["author"],
            reader.get(f"{path}/comments").json()["comments"][0]["author"],
            listed[0]["author"],
        ]
        expected = {"username": ann.username, "bio": None, "image": None, "following": following}
        assert authors == [expected] * 3


@pytest.mark.parametrize(
    ("method", "action"), [("GET", ""), ("POST", "/follow"), ("DELETE", "/follow")]
)
def test_a_profile_that_does_not_exist_is_not_found(bob, method, action):
    response = bob.send(method, f"/profiles/{unique('nobody')}{action}")
    assert refusal(response) == not_found("profile")
