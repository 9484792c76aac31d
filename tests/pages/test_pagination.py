"""Long lists: ten articles a page, and links that keep what else the address says."""

from urllib.parse import quote, unquote

import pytest

from tests.contract.client import unique
from tests.pages.client import destination, words
from tests.pages.site import EMPTY_FEED, EMPTY_LIST

MANY = 85  # nine pages
LAST = 9
NO_PAGES = [
    "0", "00", "-1", "+1", "abc", "1.5", "1.0", "9e99", "1e1", "0x1", "1_0", "%201", "1%20", "%00",
    "1%00", "%FF", "%D9%A1", "%EF%BC%91", "%C2%BD", "NaN", "Infinity", "1,2", "%0A1", "1%0A",
    "%3Cscript%3E", "'",
]  # fmt: skip


@pytest.fixture(scope="module")
def lists(visitor):
    """Write many articles; return their reader, the slugs, newest first, and all their lists."""
    author, reader = visitor("author"), visitor("reader")
    tag = unique("a tag & more")
    slugs = [author.api.publish(tagList=[tag])["slug"] for _ in range(MANY)]
    reader.api.post(f"/profiles/{author.username}/follow")
    for slug in slugs:
        reader.api.post(f"/articles/{slug}/favorite")
    paths = {
        "tag": f"/tag/{quote(tag)}",
        "feed": "/?feed=following",
        "profile": f"/profile/{author.username}",
        "favorites": f"/profile/{reader.username}/favorites",
    }
    return reader, slugs[::-1], paths


def shown(page):
    """Return the slugs of the articles in a list."""
    return [link["href"].removeprefix("/article/") for link in page.all("a.preview-link")]


def numbered(path, number):
    """Return the address of a page of a list."""
    return f"{path}{'&' if '?' in path else '?'}page={number}"


def links(page):
    """Return where the links to other pages lead, by their numbers."""
    return {
        words(link): unquote(link["href"])
        for link in page.all(".pagination .page-item a.page-link")
    }


KINDS = ["tag", "feed", "profile", "favorites"]
kinds = pytest.mark.parametrize("kind", KINDS)


@kinds
def test_every_article_is_on_one_page_newest_first(lists, kind):
    reader, slugs, paths = lists
    pages = [reader.read(numbered(paths[kind], number)) for number in range(1, LAST + 1)]
    found = [shown(page) for page in pages]
    assert [len(page) for page in found] == [10] * (LAST - 1) + [5]
    if kind == "favorites":
        assert {slug for page in found for slug in page} == set(slugs)
    else:
        assert [slug for page in found for slug in page] == slugs


@kinds
def test_a_list_begins_with_its_first_page(lists, kind):
    reader, _, paths = lists
    page = reader.read(paths[kind])
    assert shown(page) == shown(reader.read(numbered(paths[kind], 1)))
    assert page.texts(".pagination .page-item.active") == ["1"]


@pytest.mark.http_only
@kinds
@pytest.mark.parametrize("number", [1, 2, 5, 8, LAST])
def test_links_lead_to_the_pages_nearby_and_to_both_ends(lists, kind, number):
    reader, _, paths = lists
    path = paths[kind]
    page = reader.read(numbered(path, number))
    assert page.texts(".pagination .page-item.active") == [str(number)]
    near = {n for n in range(number - 2, number + 3) if 1 <= n <= LAST} | {1, LAST}
    found = {int(text) for text in links(page)} | {number}
    assert near <= found <= set(range(1, LAST + 1))
    for text, address in links(page).items():
        first = {unquote(path)} if text == "1" else set()
        assert address in {unquote(numbered(path, text))} | first


@kinds
def test_links_are_in_their_order_each_once(lists, kind):
    reader, _, paths = lists
    page = reader.read(numbered(paths[kind], 5))
    told = [int(text) for text in page.texts(".pagination .page-item") if text.isdigit()]
    assert told == sorted(set(told))
    assert page.all(".pagination .page-item .page-link")


@kinds
@pytest.mark.parametrize("number", [LAST + 1, 1_000_000])
def test_past_the_end_there_is_nothing(lists, kind, number):
    reader, _, paths = lists
    page = reader.read(numbered(paths[kind], number))
    assert shown(page) == []
    message = words(page.one(".empty-feed-message"))
    assert EMPTY_LIST in message or (kind == "feed" and EMPTY_FEED in message)


@pytest.mark.strictest_only
@kinds
@pytest.mark.parametrize("digits", [15, 16, 18, 19, 20, 1_000])
def test_a_number_that_no_list_is_long_enough_for_is_no_accident(lists, kind, digits):
    reader, _, paths = lists
    page = reader.get(numbered(paths[kind], "9" * digits))
    assert page.status in (200, 404)
    assert shown(page) == []


@pytest.mark.http_only
@kinds
@pytest.mark.parametrize("number", NO_PAGES)
def test_what_is_no_number_of_a_page_is_not_found(lists, kind, number):
    reader, _, paths = lists
    page = reader.get(numbered(paths[kind], number))
    assert page.status == 404
    assert page.viewer == reader.username


@pytest.mark.http_only
@pytest.mark.parametrize("number", NO_PAGES)
def test_the_home_page_has_no_such_page_either(stage, number):
    assert stage.nobody.get(f"/?page={number}").status == 404


@kinds
def test_other_feeds_begin_with_their_first_page(lists, kind):
    reader, _, paths = lists
    page = reader.read(numbered(paths[kind], 2))
    tabs = page.all(".feed-toggle a.nav-link, .profile-page a.nav-link")
    assert tabs
    assert not [tab["href"] for tab in tabs if "page=" in tab["href"]]


def test_the_home_page_goes_on_too(lists):
    reader, slugs, _ = lists
    first, second = reader.read("/"), reader.read("/?page=2")
    assert len(shown(first)) == len(shown(second)) == 10
    assert not set(shown(first)) & set(shown(second))
    assert links(first)["2"] == "/?page=2"
    assert second.texts(".pagination .page-item.active") == ["2"]
    assert set(shown(second)) & set(slugs)


def test_a_list_of_one_page_has_no_links_to_pages(stage):
    for path in ("/tag/{tag}", "/profile/{username}", "/profile/{username}/favorites"):
        assert not stage.nobody.read(stage.fill_in(path)).all(".pagination")


@pytest.mark.parametrize("count", [10, 11])
def test_the_eleventh_article_needs_a_second_page(ann, count):
    tag = unique("tag")
    for _ in range(count):
        ann.api.publish(tagList=[tag])
    page = ann.read(f"/tag/{tag}")
    assert len(shown(page)) == 10
    assert set(links(page)) - {"1"} == ({"2"} if count > 10 else set())


@pytest.mark.parametrize("kind", ["tag", "feed", "profile"])
def test_a_button_on_a_later_page_leads_back_to_it(lists, kind):
    reader, slugs, paths = lists
    path = numbered(paths[kind], 3)
    for act in ("unfavorite", "favorite"):
        sent = reader.submit(reader.read(path).form(f"/article/{slugs[25]}/{act}"))
        assert sent.status == 303
        assert unquote(destination(reader.target, sent)) == unquote(path)
