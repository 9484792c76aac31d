"""Articles: published, read, changed, deleted, and when."""

import time
from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest

from tests.contract.answers import ARTICLE, BLANK, forbidden, invalid, moment, not_found, refusal
from tests.contract.client import draft, unique


def test_an_article_is_published_as_it_was_written(ann):
    fields = draft() | {"body": "# One\n\nTwo «three» 🙂\r\n ", "tagList": ["b", "a"]}
    response = ann.post("/articles", {"article": fields})
    assert response.status_code == 201
    assert set(response.json()) == {"article"}
    article = response.json()["article"]
    generated = {name: article[name] for name in ("slug", "createdAt", "updatedAt")}
    assert article == fields | generated | {
        "tagList": ["a", "b"],
        "favorited": False,
        "favoritesCount": 0,
        "author": {"username": ann.username, "bio": None, "image": None, "following": False},
    }


def test_anyone_reads_what_was_published(api, bob, ann):
    article = ann.publish(tagList=["x"])
    for reader in (api, bob, ann):
        response = reader.get(f"/articles/{article['slug']}")
        assert response.status_code == 200
        assert response.json() == {"article": article}


def test_an_article_needs_no_tags(ann):
    assert ann.publish()["tagList"] == []


def test_text_is_kept_as_it_was_given(api, ann):
    fields = {"title": f"  {unique('Spaces')}  ", "description": "\td ", "body": "\nb\n"}
    article = api.read(ann.publish(**fields)["slug"])
    assert {name: article[name] for name in fields} == fields


def test_an_article_tells_what_it_needs(ann):
    response = ann.post("/articles", {"article": {}})
    assert refusal(response) == invalid(title=BLANK, description=BLANK, body=BLANK)


def test_an_author_cannot_set_what_is_not_theirs(ann, bob):
    claimed = {"slug": "mine", "favoritesCount": 9, "favorited": True, "id": 1, "unheard_of": {}}
    dated = {"createdAt": "2001-01-01T00:00:00.000Z", "author": {"username": bob.username}}
    article = ann.publish(**claimed, **dated)
    assert set(article) == ARTICLE
    assert article["slug"] != "mine"
    assert (article["favoritesCount"], article["favorited"]) == (0, False)
    assert not article["createdAt"].startswith("2001")
    assert article["author"]["username"] == ann.username


def test_times_are_of_now_and_in_utc(ann):
    response = ann.post("/articles", {"article": draft()})
    article = response.json()["article"]
    answered = parsedate_to_datetime(response.headers["Date"])
    assert abs(moment(article["createdAt"]) - answered) < timedelta(seconds=5)
    assert article["updatedAt"] == article["createdAt"]


def test_three_digits_of_milliseconds_also_when_they_end_in_zero(api, ann):
    for _ in range(30):
        ann.publish()
    for article in api.get("/articles", author=ann.username, limit=100).json()["articles"]:
        moment(article["createdAt"])


@pytest.mark.parametrize("field", ["title", "description", "body"])
def test_one_changed_field_leaves_the_others(api, ann, field):
    before = ann.publish(tagList=["a", "b"])
    value = unique("Changed")
    after = ann.revise(before["slug"], **{field: value})
    assert set(after) == ARTICLE
    expected = {**before, field: value, "slug": after["slug"], "updatedAt": after["updatedAt"]}
    assert after == expected
    assert api.read(after["slug"]) == after


@pytest.mark.parametrize("field", ["title", "description", "body", "tagList"])
def test_any_update_changes_updated_at_and_never_created_at(ann, article, field):
    value = ["x"] if field == "tagList" else unique("Changed")
    for _ in range(2):
        time.sleep(0.002)  # times are in milliseconds
        after = ann.revise(article["slug"], **{field: value})
        assert after["createdAt"] == article["createdAt"]
        assert moment(after["updatedAt"]) > moment(article["updatedAt"])
        article = after


def test_favourites_comments_and_follows_are_no_updates(api, bob, article):
    path = f"/articles/{article['slug']}"
    time.sleep(0.002)
    bob.post(f"{path}/favorite")
    bob.comment(article["slug"])
    bob.delete(f"{path}/favorite")
    assert api.read(article["slug"]) == article


def test_an_update_of_nothing_keeps_the_article(ann, article):
    after = ann.revise(article["slug"])
    assert after | {"updatedAt": ""} == article | {"updatedAt": ""}


def test_an_update_answers_with_the_flags_of_the_author(ann, bob, article):
    for reader in (ann, bob):
        reader.post(f"/articles/{article['slug']}/favorite")
    after = ann.revise(article["slug"], body="Changed.")
    assert (after["favorited"], after["favoritesCount"]) == (True, 2)


@pytest.mark.parametrize("field", ["title", "description", "body"])
@pytest.mark.parametrize("nothing", [None, "", " \n\t "], ids=repr)
def test_title_description_and_body_cannot_be_blank(ann, article, field, nothing):
    response = ann.post("/articles", {"article": draft() | {field: nothing}})
    assert refusal(response) == invalid(**{field: BLANK})
    response = ann.put(f"/articles/{article['slug']}", {"article": {field: nothing}})
    assert refusal(response) == invalid(**{field: BLANK})
    assert ann.read(article["slug"]) == article


def test_only_the_author_changes_an_article(ann, bob, article):
    path = f"/articles/{article['slug']}"
    response = bob.put(path, {"article": {"title": "Mine"}})
    assert refusal(response) == forbidden("article")
    assert refusal(bob.delete(path)) == forbidden("article")
    assert ann.read(article["slug"]) == article


def test_a_deleted_article_is_gone(api, ann, article):
    response = ann.delete(f"/articles/{article['slug']}")
    assert response.status_code == 204
    assert response.content == b""
    assert refusal(api.get(f"/articles/{article['slug']}")) == not_found("article")
    assert api.get("/articles", author=ann.username).json()["articlesCount"] == 0
    assert refusal(ann.delete(f"/articles/{article['slug']}")) == not_found("article")


def test_with_an_article_go_its_comments_favourites_and_tags(api, ann, bob):
    tag = unique("tag")
    fields = draft() | {"tagList": [tag]}
    slug = ann.publish(**fields)["slug"]
    bob.comment(slug)
    bob.post(f"/articles/{slug}/favorite")
    bob.post(f"/profiles/{ann.username}/follow")
    assert ann.delete(f"/articles/{slug}").status_code == 204

    assert refusal(api.get(f"/articles/{slug}/comments")) == not_found("article")
    assert tag not in api.get("/tags").json()["tags"]
    for where in ({"tag": tag}, {"favorited": bob.username}, {"author": ann.username}):
        assert api.get("/articles", **where).json() == {"articles": [], "articlesCount": 0}
    assert bob.get("/articles/feed").json() == {"articles": [], "articlesCount": 0}

    again = ann.publish(title=fields["title"])
    assert again["favoritesCount"] == 0
    assert api.get(f"/articles/{again['slug']}/comments").json() == {"comments": []}


def test_deleting_one_article_leaves_the_others(api, ann):
    tag = unique("tag")
    first, second = (ann.publish(tagList=[tag]) for _ in range(2))
    comment = ann.comment(second["slug"])
    ann.delete(f"/articles/{first['slug']}")
    assert api.read(second["slug"]) == second
    assert api.get(f"/articles/{second['slug']}/comments").json() == {"comments": [comment]}


UNKNOWN = [
    ("GET", ""),
    ("PUT", ""),
    ("DELETE", ""),
    ("GET", "/comments"),
    ("POST", "/comments"),
    ("DELETE", "/comments/1"),
    ("POST", "/favorite"),
    ("DELETE", "/favorite"),
]


@pytest.mark.parametrize(("method", "rest"), UNKNOWN, ids=lambda part: part or "-")
def test_an_article_that_does_not_exist_is_not_found(ann, method, rest):
    response = ann.send(method, f"/articles/{unique('no-such')}{rest}")
    assert refusal(response) == not_found("article")
