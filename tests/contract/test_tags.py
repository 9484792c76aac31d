"""Tags: of an article, and of the whole site."""

import itertools

import pytest

from tests.contract.answers import invalid, refusal, too_long
from tests.contract.client import draft, unique


@pytest.fixture(params=["new", "update"])
def tag(request, ann, article):
    """Give tags to an article: to a new one, or to one that is there already."""
    if request.param == "new":
        return lambda tags: ann.post("/articles", {"article": draft() | {"tagList": tags}})
    path = f"/articles/{article['slug']}"
    return lambda tags: ann.put(path, {"article": {"tagList": tags}})


def kept(response):
    """Return the tags that an article was given."""
    assert response.is_success, response.text
    return response.json()["article"]["tagList"]


def test_tags_come_in_alphabetical_order(tag):
    assert kept(tag(["pear", "apple", "fig"])) == ["apple", "fig", "pear"]


def test_tags_are_trimmed_and_kept_once(tag):
    assert kept(tag([" b ", "a", "b", "\ta\n", "b"])) == ["a", "b"]


GOOD_TAGS = [
    "two words", "a,b", "a;b", 'a"b', "a'b", "a\\b", "{a}", "%", "C++", "日本", "🙂", "ünï", "null",
]  # fmt: skip
BAD_TAGS = [
    "", "  ", "\n", "a/b", "/", "a\tb", "a\nb", "a\x01b", "a\x7fb", "a\x85b", "a\x9fb", "a\0b",
]  # fmt: skip


@pytest.mark.parametrize("name", GOOD_TAGS, ids=ascii)
def test_a_tag_may_be_nearly_anything_and_is_found_by_it(api, ann, name):
    name = f"{unique('tag')}{name}"
    slug = ann.publish(tagList=[name, f"{name} too"])["slug"]
    assert api.read(slug)["tagList"] == [name, f"{name} too"]
    found = api.get("/articles", tag=name).json()
    assert [article["slug"] for article in found["articles"]] == [slug]
    assert found["articles"][0]["tagList"] == [name, f"{name} too"]


def test_an_article_has_at_most_20_tags(tag):
    tags = sorted(unique("tag") for _ in range(21))
    assert kept(tag(tags[:20])) == tags[:20]
    status, errors = refusal(tag(tags))
    assert (status, set(errors)) == (422, {"tagList"})


def test_a_tag_has_at_most_64_characters_after_trimming(tag):
    assert kept(tag(["x" * 64])) == ["x" * 64]
    assert kept(tag(["  " + "é" * 64 + "  "])) == ["é" * 64]
    assert refusal(tag(["fine", "x" * 65])) == invalid(tagList=too_long(64))


@pytest.mark.strictest_only
@pytest.mark.parametrize("bad", BAD_TAGS, ids=ascii)
def test_a_tag_is_not_blank_and_has_no_slash_and_no_control_characters(tag, bad):
    status, errors = refusal(tag(["fine", bad]))
    assert (status, set(errors)) == (422, {"tagList"})
    assert all(isinstance(message, str) and message for message in errors["tagList"])


@pytest.mark.http_only
@pytest.mark.parametrize("bad", [1, 1.5, True, None, [], ["a"], {}, {"name": "a"}], ids=repr)
def test_a_tag_is_a_string(tag, bad):
    status, errors = refusal(tag(["fine", bad]))
    assert (status, set(errors)) == (422, {"tagList"})


@pytest.mark.http_only
@pytest.mark.parametrize("bad", [None, "a", "", 1, True, {}, {"a": "b"}], ids=repr)
def test_a_tag_list_is_a_list(tag, bad):
    assert refusal(tag(bad)) == invalid(tagList="must be a list")


def test_refused_tags_change_nothing(ann):
    article = ann.publish(tagList=["a"])
    for bad in (None, ["b", ""], ["b", "x" * 65]):
        update = {"tagList": bad, "body": "Changed."}
        assert ann.put(f"/articles/{article['slug']}", {"article": update}).status_code == 422
    assert ann.read(article["slug"]) == article


def test_an_update_without_tags_keeps_them(ann):
    slug = ann.publish(tagList=["b", "a"])["slug"]
    assert ann.revise(slug, body="Changed.")["tagList"] == ["a", "b"]
    assert ann.read(slug)["tagList"] == ["a", "b"]


def test_an_update_with_tags_replaces_them(api, ann):
    old, both, new = unique("old"), unique("both"), unique("new")
    slug = ann.publish(tagList=[old, both])["slug"]
    assert ann.revise(slug, tagList=[new, both])["tagList"] == sorted([both, new])
    assert ann.read(slug)["tagList"] == sorted([both, new])
    assert api.get("/articles", tag=old).json()["articlesCount"] == 0
    assert api.get("/articles", tag=new).json()["articlesCount"] == 1


def test_an_update_with_an_empty_list_removes_them(api, ann):
    tag = unique("tag")
    slug = ann.publish(tagList=[tag])["slug"]
    assert ann.revise(slug, tagList=[])["tagList"] == []
    assert ann.read(slug)["tagList"] == []
    assert api.get("/articles", tag=tag).json()["articlesCount"] == 0


def test_the_site_lists_tags_that_articles_have(api, ann):
    tag = unique("tag")
    assert tag not in api.get("/tags").json()["tags"]
    slug = ann.publish(tagList=[tag])["slug"]
    response = api.get("/tags")
    assert response.status_code == 200
    assert set(response.json()) == {"tags"}
    tags = response.json()["tags"]
    assert tags.count(tag) == 1 or len(tags) == 1_000
    ann.revise(slug, tagList=[])
    assert tag not in api.get("/tags").json()["tags"]


def test_the_site_lists_the_most_used_tags_first(api):
    tags = api.get("/tags").json()["tags"][:20]
    uses = [api.get("/articles", tag=tag, limit=1).json()["articlesCount"] for tag in tags]
    assert uses == sorted(uses, reverse=True)
    assert all(uses)


def test_tags_used_as_often_come_in_alphabetical_order(api, ann):
    rare, *often = [f"{letter}{unique('tag')}" for letter in "acb"]
    slugs = [ann.publish(tagList=tags)["slug"] for tags in ([rare, *often], often, often)]
    tags = api.get("/tags").json()["tags"]
    expected = [*sorted(often), rare]
    assert [tag for tag in tags if tag in expected] == expected or len(tags) == 1_000
    for slug in slugs:
        ann.delete(f"/articles/{slug}")


def test_the_site_lists_a_thousand_tags_at_most(api, ann):
    names = (unique("tag") for _ in itertools.count())
    slugs = [ann.publish(tagList=list(itertools.islice(names, 20)))["slug"] for _ in range(51)]
    assert len(api.get("/tags").json()["tags"]) == 1_000
    for slug in slugs:
        ann.delete(f"/articles/{slug}")
