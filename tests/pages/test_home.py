"""The home page and the pages of tags: feeds, previews, and the popular tags beside them."""

import re
from datetime import datetime
from urllib.parse import quote

import pytest

from tests.contract.client import unique
from tests.pages.client import words
from tests.pages.site import EMPTY_FEED, EMPTY_LIST

ODD_TAGS = [
    "a b", "a?b", "a#b", "a%b", "%2E", "a&b=c", "a+b", 'a"b', "a'b", "<b>", "a,b", "a;b", "日本",
    "é", "🙃", "a\\b", "a:b", "{{7*7}}", "a..b", "~", "&amp;", "A", "page=2",
]  # fmt: skip


def toggle(page):
    """Return the tabs above a list: what they say, where they lead, and which is active."""
    tabs = page.all(".feed-toggle a.nav-link")
    return [(words(tab), tab["href"], "active" in tab["class"]) for tab in tabs]


def day(text):
    """Return how a page writes the day of a time of the API."""
    moment = datetime.fromisoformat(text)
    return f"{moment:%B} {moment.day}, {moment.year}"


def test_nobody_sees_the_global_feed(nobody, article):
    page = nobody.read("/")
    assert toggle(page) == [("Global Feed", "/", True)]
    links = [link["href"] for link in page.all(".article-preview a.preview-link")]
    assert f"/article/{article['slug']}" in links
    assert len(links) <= 10


def test_a_user_sees_the_global_feed_first(ann):
    assert toggle(ann.read("/")) == [
        ("Your Feed", "/?feed=following", False),
        ("Global Feed", "/", True),
    ]


def test_a_feed_that_is_empty_says_so_and_leads_to_the_other(ann):
    page = ann.read("/?feed=following")
    assert toggle(page) == [
        ("Your Feed", "/?feed=following", True),
        ("Global Feed", "/", False),
    ]
    assert not page.all(".article-preview a")
    message = page.one(".empty-feed-message")
    assert EMPTY_FEED in words(message)
    assert message.select_one("a")["href"] == "/"


def test_a_feed_has_what_followed_authors_wrote_newest_first(ann, bob, visitor):
    stranger = visitor("carol")
    bob.api.post(f"/profiles/{ann.username}/follow")
    slugs = [ann.api.publish()["slug"] for _ in range(3)]
    stranger.api.publish()
    page = bob.read("/?feed=following")
    assert [link["href"] for link in page.all("a.preview-link")] == [
        f"/article/{slug}" for slug in reversed(slugs)
    ]
    bob.api.delete(f"/profiles/{ann.username}/follow")
    assert EMPTY_FEED in words(bob.read("/?feed=following").one(".empty-feed-message"))


def test_the_feed_of_nobody_is_behind_the_login(nobody):
    page = nobody.get("/?feed=following")
    assert (page.status, page.location) == (302, "/login")


def test_a_preview_says_what_an_article_is_about(ann, bob):
    tags = [unique("tag"), unique("another")]
    article = ann.api.publish(title="On <b>mice</b> & men", description="A & B", tagList=tags)
    preview = bob.read(f"/tag/{tags[0]}").one(".article-preview")
    link = preview.select_one("a.preview-link")
    assert link["href"] == f"/article/{article['slug']}"
    assert words(link.select_one("h1")) == "On <b>mice</b> & men"
    assert "A & B" in words(link)
    assert all(tag in words(link) for tag in tags)
    meta = preview.select_one(".article-meta")
    author = meta.select_one("a.author")
    assert (author["href"], words(author)) == (f"/profile/{ann.username}", ann.username)
    assert day(article["createdAt"]) in words(meta)
    assert meta.select_one("img")["src"].endswith("default-avatar.svg")
    assert words(preview.select_one("button.btn-outline-primary")).endswith("0")


def test_a_preview_tells_what_the_viewer_likes(ann, bob, nobody):
    tag = unique("tag")
    slug = ann.api.publish(tagList=[tag])["slug"]
    bob.api.post(f"/articles/{slug}/favorite")
    liked = bob.read(f"/tag/{tag}").one(".article-preview button.btn-primary")
    assert words(liked).endswith("1")
    for other in (ann, nobody):
        button = other.read(f"/tag/{tag}").one(".article-preview button.btn-outline-primary")
        assert words(button).endswith("1")


def test_a_tag_has_a_tab_of_its_own(stage):
    path = f"/tag/{stage.names['tag']}"
    for browser, others in ((stage.nobody, 1), (stage.ann, 2)):
        *feeds, (label, href, is_active) = toggle(browser.read(path))
        assert stage.names["tag"] in label
        assert (href, is_active) == (path, True)
        assert len(feeds) == others
        assert not any(is_active for _, _, is_active in feeds)


def test_a_tag_shows_only_its_articles(stage):
    page = stage.nobody.read(f"/tag/{stage.names['tag']}")
    links = [link["href"] for link in page.all("a.preview-link")]
    assert links == [f"/article/{stage.names[name]}" for name in ("other", "slug")]


def test_an_unknown_tag_has_no_articles(nobody):
    page = nobody.read(f"/tag/{unique('unknown')}")
    assert page.texts(".empty-feed-message") == [EMPTY_LIST]


@pytest.mark.parametrize("path", ["/", "/tag/x", "/?feed=following"])
def test_the_popular_tags_are_beside_every_feed(stage, path):
    popular = stage.ann.api.get("/tags").json()["tags"][:50]
    page = stage.ann.read(path)
    links = page.all(".sidebar .tag-list a.tag-pill.tag-default")
    assert [words(link) for link in links] == [" ".join(tag.split()) for tag in popular]
    assert {link["href"] for link in links} >= {"/tag/x"}


@pytest.fixture(scope="module")
def odd(visitor):
    """Return somebody who follows an author with odd tags, one for each article."""
    author, reader = visitor("author"), visitor("reader")
    slugs = {tag: author.api.publish(tagList=[tag])["slug"] for tag in ODD_TAGS}
    reader.api.post(f"/profiles/{author.username}/follow")
    return reader, slugs


@pytest.mark.parametrize("tag", ODD_TAGS)
def test_an_odd_tag_has_a_page(odd, tag):
    reader, slugs = odd
    page = reader.read("/tag/" + quote(tag, safe=""))
    assert f"/article/{slugs[tag]}" in [link["href"] for link in page.all("a.preview-link")]
    assert any(tag in tab.text for tab in page.all(".feed-toggle a.nav-link.active"))


def test_every_link_to_a_tag_leads_to_its_articles(odd):
    reader, slugs = odd
    links = {}
    for page in (reader.read("/"), *(reader.read(f"/article/{slug}") for slug in slugs.values())):
        links |= {a.text.strip(): a["href"] for a in page.all('a.tag-default[href^="/tag/"]')}
    assert set(links) & set(ODD_TAGS)
    for tag in set(links) & set(ODD_TAGS):
        found = [link["href"] for link in reader.read(links[tag]).all("a.preview-link")]
        assert f"/article/{slugs[tag]}" in found


@pytest.mark.http_only
@pytest.mark.parametrize("query", ["", "feed=", "feed=x", "feed=global", "x=1", "feed=FOLLOWING"])
def test_any_other_feed_is_the_global_one(nobody, query):
    page = nobody.read(f"/?{query}")
    assert toggle(page) == [("Global Feed", "/", True)]


def test_dates_are_written_out(stage):
    page = stage.nobody.read(f"/tag/{stage.names['tag']}")
    dates = [words(meta) for meta in page.all(".article-meta")]
    assert all(re.search(r"[A-Z][a-z]+ [1-9]\d?, 20\d\d", date) for date in dates)
