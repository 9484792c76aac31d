"""Lists of articles: order, pages, filters, and the feed of those one follows."""

import itertools

import pytest

from tests.contract.answers import LIMIT, OFFSET, SUMMARY, invalid, refusal
from tests.contract.client import unique

EMPTY = {"articles": [], "articlesCount": 0}
FILTERS = ("tag", "author", "favorited")


def slugs(response):
    """Return the slugs of a list, in its order."""
    assert response.status_code == 200, response.text
    return [article["slug"] for article in response.json()["articles"]]


@pytest.fixture
def five(ann):
    """Return the slugs of five articles by ann, newest first."""
    return [ann.publish()["slug"] for _ in range(5)][::-1]


@pytest.fixture(params=["list", "feed"])
def listing(request, ann, bob):
    """Read a page of ann's articles: from the list of all, or in the feed of bob, her follower."""
    if request.param == "list":
        return lambda **page: bob.get("/articles", author=ann.username, **page)
    bob.post(f"/profiles/{ann.username}/follow")
    return lambda **page: bob.get("/articles/feed", **page)


def test_a_list_shows_articles_without_their_bodies(ann, listing):
    article = ann.publish(tagList=["b", "a"])
    response = listing()
    assert response.status_code == 200
    (listed,) = response.json()["articles"]
    assert response.json() == {"articles": [listed], "articlesCount": 1}
    assert set(listed) == SUMMARY
    del article["body"]
    assert listed | {"author": None} == article | {"author": None}
    assert listed["author"]["username"] == ann.username


def test_the_newest_article_comes_first(listing, five):
    assert slugs(listing()) == five


def test_an_update_does_not_move_an_article(ann, listing, five):
    ann.revise(five[4], body="Changed.")
    assert slugs(listing()) == five


def test_the_list_of_all_begins_with_the_newest_of_all(api, ann, bob):
    newest = [author.publish()["slug"] for author in (ann, bob, ann)][::-1]
    listed = slugs(api.get("/articles", limit=100))
    assert [slug for slug in listed if slug in newest] == newest


def test_pages_follow_one_another(listing, five):
    assert slugs(listing(limit=2)) == five[:2]
    assert slugs(listing(limit=2, offset=2)) == five[2:4]
    assert slugs(listing(limit=2, offset=4)) == five[4:]
    assert slugs(listing(offset=3)) == five[3:]


@pytest.mark.parametrize("page", [{"limit": 1}, {"offset": 4}, {"offset": 5}, {"offset": 2**53}])
def test_the_count_is_of_all_and_not_of_the_page(listing, five, page):
    assert listing(**page).json()["articlesCount"] == len(five)


@pytest.mark.parametrize("offset", [5, 6, 1_000_000, 2**31, 2**53])
def test_a_page_past_the_end_is_empty(listing, five, offset):
    assert listing(offset=offset).json() == {"articles": [], "articlesCount": len(five)}


def test_a_page_has_20_articles_unless_told_otherwise_and_100_at_most(ann, listing):
    for _ in range(101):
        ann.publish()
    assert len(slugs(listing())) == 20
    assert len(slugs(listing(limit=100))) == 100
    assert len(slugs(listing(limit=100, offset=20))) == 81
    assert listing().json()["articlesCount"] == 101


LISTS = ["/articles", "/articles/feed"]
BAD_LIMITS = [
    "0", "-1", "101", "1000", "2147483648", "9" * 30, "", "ten", "1.5", "1e1", "0x10", "1_0", "--1",
    "٣", "\N{FULLWIDTH DIGIT ONE}", "½", "NaN", "null", "1,2", "1\0", "10 and more",
]  # fmt: skip
BAD_OFFSETS = [
    "-1", str(2**53 + 1), str(2**63), "9" * 30, "9" * 2_000, "", "ten", "1.5", "1e1", "0x10", "1_0",
    "٣", "\N{FULLWIDTH DIGIT ONE}", "½", "NaN", "null", "1,2", "1\0",
]  # fmt: skip


def shortly(text):
    return ascii(text if len(text) < 40 else f"{text[:9]} and so on")


@pytest.mark.strictest_only
@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("limit", BAD_LIMITS, ids=shortly)
def test_a_limit_is_a_number_from_1_to_100(stage, path, limit):
    assert refusal(stage.bob.get(path, limit=limit)) == invalid(limit=LIMIT)


@pytest.mark.strictest_only
@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("offset", BAD_OFFSETS, ids=shortly)
def test_an_offset_is_a_number_from_0_to_two_to_the_53(stage, path, offset):
    assert refusal(stage.bob.get(path, offset=offset)) == invalid(offset=OFFSET)


@pytest.mark.parametrize("path", LISTS)
def test_a_limit_and_an_offset_that_are_both_wrong_are_both_told(stage, path):
    response = stage.bob.get(path, limit=0, offset=-1)
    assert refusal(response) == invalid(limit=LIMIT, offset=OFFSET)


def test_the_first_of_two_limits_counts(api, ann, five):
    path = f"/articles?author={ann.username}"
    assert slugs(api.get(f"{path}&limit=1&limit=2")) == five[:1]
    assert refusal(api.get(f"{path}&limit=0&limit=2")) == invalid(limit=LIMIT)


def test_unknown_parameters_are_ignored(listing, five):
    assert slugs(listing(page="2", limt="x", sort="oldest")) == five


@pytest.fixture(scope="module")
def library(api):
    """Return slugs, each with the filters that find its article, and the values to filter by."""
    ann, bob, tag = api.register("ann"), api.register("bob"), unique("tag")
    found = {}
    for size in range(4):
        for names in itertools.combinations(FILTERS, size):
            author = ann if "author" in names else bob
            slug = author.publish(tagList=[tag, "x"] if "tag" in names else [])["slug"]
            if "favorited" in names:
                bob.post(f"/articles/{slug}/favorite")
            found[slug] = set(names)
    return found, {"tag": tag, "author": ann.username, "favorited": bob.username}


COMBINATIONS = [names for size in (1, 2, 3) for names in itertools.combinations(FILTERS, size)]


@pytest.mark.parametrize("names", COMBINATIONS, ids="+".join)
def test_filters_find_what_matches_all_of_them(api, library, names):
    found, values = library
    response = api.get("/articles", **{name: values[name] for name in names})
    expected = [slug for slug, filters in found.items() if filters >= set(names)][::-1]
    assert slugs(response) == expected
    assert response.json()["articlesCount"] == len(expected)


@pytest.mark.parametrize("names", COMBINATIONS, ids="+".join)
def test_what_filters_find_comes_in_pages_too(api, library, names):
    _, values = library
    chosen = {name: values[name] for name in names}
    everything = slugs(api.get("/articles", **chosen))
    assert slugs(api.get("/articles", **chosen, limit=1, offset=1)) == everything[1:2]
    past = api.get("/articles", **chosen, offset=100).json()
    assert past == {"articles": [], "articlesCount": len(everything)}


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_that_names_nobody_finds_nothing(api, library, name):
    _, values = library
    assert api.get("/articles", **{name: unique("unknown")}).json() == EMPTY
    assert api.get("/articles", **(values | {name: unique("unknown")})).json() == EMPTY
    assert api.get("/articles", **{name: ""}).json() == EMPTY


@pytest.mark.parametrize("name", FILTERS)
@pytest.mark.parametrize("wildcard", ["%", "_", "*", "'", "' OR '1'='1"])
def test_a_filter_is_taken_literally(stage, name, wildcard):
    slug = stage.ann.publish(tagList=[stage.ann.username])["slug"]
    stage.ann.post(f"/articles/{slug}/favorite")
    nearly = f"{stage.ann.username[:-1]}{wildcard}"
    assert stage.api.get("/articles", **{name: nearly}).json() == EMPTY


def test_a_list_shows_each_viewer_their_own_flags(api, ann, bob, article):
    bob.post(f"/profiles/{ann.username}/follow")
    bob.post(f"/articles/{article['slug']}/favorite")
    for reader, flag in ((bob, True), (ann, False), (api, False)):
        (listed,) = reader.get("/articles", author=ann.username).json()["articles"]
        assert (listed["favorited"], listed["favoritesCount"]) == (flag, 1)
        assert listed["author"]["following"] is flag


def test_the_feed_shows_articles_of_those_one_follows(api, ann, bob):
    carol = api.register("carol")
    by_ann, by_bob, by_ann_too = (author.publish()["slug"] for author in (ann, bob, ann))
    assert carol.get("/articles/feed").json() == EMPTY
    carol.post(f"/profiles/{ann.username}/follow")
    assert slugs(carol.get("/articles/feed")) == [by_ann_too, by_ann]
    carol.post(f"/profiles/{bob.username}/follow")
    assert slugs(carol.get("/articles/feed")) == [by_ann_too, by_bob, by_ann]
    carol.delete(f"/profiles/{ann.username}/follow")
    assert slugs(carol.get("/articles/feed")) == [by_bob]


def test_the_feed_shows_neither_one_s_own_articles_nor_those_of_followers(ann, bob, article):
    bob.post(f"/profiles/{ann.username}/follow")
    assert slugs(bob.get("/articles/feed")) == [article["slug"]]
    assert ann.get("/articles/feed").json() == EMPTY


def test_the_feed_shows_that_its_authors_are_followed(ann, bob, article):
    bob.post(f"/profiles/{ann.username}/follow")
    bob.post(f"/articles/{article['slug']}/favorite")
    (listed,) = bob.get("/articles/feed").json()["articles"]
    assert listed["author"]["following"] is True
    assert (listed["favorited"], listed["favoritesCount"]) == (True, 1)
