"""Comments on an article."""

import pytest

from tests.contract.answers import BLANK, COMMENT, forbidden, invalid, moment, not_found, refusal
from tests.contract.client import unique


@pytest.fixture
def path(article):
    """Return the path of the comments on ann's article."""
    return f"/articles/{article['slug']}/comments"


def test_a_comment_is_kept_as_it_was_written(bob, path):
    body = "  Well *said*, 日本!\r\n🙂 "
    response = bob.post(path, {"comment": {"body": body}})
    assert response.status_code == 201
    assert set(response.json()) == {"comment"}
    comment = response.json()["comment"]
    assert set(comment) == COMMENT
    assert type(comment["id"]) is int
    assert comment["body"] == body
    assert moment(comment["createdAt"]) == moment(comment["updatedAt"])
    author = {"username": bob.username, "bio": None, "image": None, "following": False}
    assert comment["author"] == author


def test_anyone_reads_the_comments_newest_first(api, ann, bob, article, path):
    written = [user.comment(article["slug"], f"{n}") for n, user in enumerate([ann, bob, bob, ann])]
    for reader in (api, ann, bob):
        response = reader.get(path)
        assert response.status_code == 200
        assert response.json() == {"comments": written[::-1]}


def test_an_article_without_comments_has_an_empty_list(api, path):
    assert api.get(path).json() == {"comments": []}


def test_comments_belong_to_one_article(api, ann, article, path):
    other = ann.publish()
    comment = ann.comment(article["slug"])
    assert api.get(f"/articles/{other['slug']}/comments").json() == {"comments": []}
    assert api.get(path).json() == {"comments": [comment]}


def test_comments_show_whether_their_author_is_followed(ann, bob, article, path):
    ann.post(f"/profiles/{bob.username}/follow")
    comments = {user.username: user.comment(article["slug"]) for user in (ann, bob)}
    assert [c["author"]["following"] for c in comments.values()] == [False, False]
    shown = {c["author"]["username"]: c["author"] for c in ann.get(path).json()["comments"]}
    assert shown[bob.username]["following"] is True
    assert shown[ann.username]["following"] is False


@pytest.mark.parametrize("nothing", [None, "", " \n\t "], ids=repr)
def test_a_comment_cannot_be_blank(ann, path, nothing):
    assert refusal(ann.post(path, {"comment": {"body": nothing}})) == invalid(body=BLANK)
    assert refusal(ann.post(path, {"comment": {}})) == invalid(body=BLANK)
    assert ann.get(path).json() == {"comments": []}


def test_a_comment_cannot_set_what_is_not_its_own(ann, bob, path):
    claimed = {"id": 1, "createdAt": "2001-01-01T00:00:00.000Z", "author": ann.username, "x": [1]}
    comment = bob.post(path, {"comment": claimed | {"body": "Hello."}}).json()["comment"]
    assert set(comment) == COMMENT
    assert comment["author"]["username"] == bob.username
    assert not comment["createdAt"].startswith("2001")


def test_a_comment_is_deleted_by_who_wrote_it(api, ann, bob, article, path):
    gone, kept = bob.comment(article["slug"]), ann.comment(article["slug"])
    response = bob.delete(f"{path}/{gone['id']}")
    assert response.status_code == 204
    assert response.content == b""
    assert api.get(path).json() == {"comments": [kept]}
    assert refusal(bob.delete(f"{path}/{gone['id']}")) == not_found("comment")


def test_nobody_deletes_the_comment_of_somebody_else(ann, bob, article, path):
    by_bob = bob.comment(article["slug"])
    assert refusal(ann.delete(f"{path}/{by_bob['id']}")) == forbidden("comment")
    by_ann = ann.comment(article["slug"])
    assert refusal(bob.delete(f"{path}/{by_ann['id']}")) == forbidden("comment")
    assert bob.get(path).json() == {"comments": [by_ann, by_bob]}


def test_a_comment_is_found_only_under_its_article(ann, article, path):
    comment = ann.comment(article["slug"])
    other = ann.publish()["slug"]
    elsewhere = ann.delete(f"/articles/{other}/comments/{comment['id']}")
    assert refusal(elsewhere) == not_found("comment")
    assert ann.get(path).json() == {"comments": [comment]}


def test_a_comment_of_an_article_that_does_not_exist_is_the_article_s_404(ann, article):
    comment = ann.comment(article["slug"])
    nowhere = ann.delete(f"/articles/{unique('unknown')}/comments/{comment['id']}")
    assert refusal(nowhere) == not_found("article")
