"""Reading: feeds, favourites, authors to follow, tags, and page after page."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.acts import BOTH, log_in, press, preview
from tests.contract.client import unique

# Where the buttons lead is tested without a browser on every variant, and the pages are the same.
pytestmark = pytest.mark.of_looks

ARTICLES = 55
FAVOURITE = re.compile(r"\bbtn-primary\b")
NO_FAVOURITE = re.compile(r"\bbtn-outline-primary\b")


@pytest.fixture(scope="session")
def shelf(api):
    """Return a tag with six pages of articles."""
    author, tag = api.register("author"), unique("tag")
    for number in range(ARTICLES):
        author.publish(title=f"{tag}, number {number + 1}", tagList=[tag])
    return tag


def numbers(page):
    """Return what the links to pages say, gaps included."""
    return [text.strip() for text in page.locator(".pagination > *").all_inner_texts()]


def test_pages_are_turned(page, shelf):
    page.goto(f"/tag/{shelf}")
    expect(page.locator(".article-preview")).to_have_count(10)
    assert numbers(page) == ["1", "2", "3", "…", "6"]
    page.locator(".page-link", has_text="6").click()
    expect(page).to_have_url(f"/tag/{shelf}?page=6")
    expect(page.locator(".article-preview")).to_have_count(ARTICLES % 10)
    expect(page.locator(".page-item.active")).to_have_text("6")
    assert numbers(page) == ["1", "…", "4", "5", "6"]
    page.locator(".page-link", has_text="4").click()
    expect(page.locator(".page-item.active")).to_have_text("4")
    page.locator(".page-link", has_text="1").click()
    expect(page).to_have_url(f"/tag/{shelf}")
    expect(preview(page, f"{shelf}, number {ARTICLES}")).to_be_visible()


def test_a_popular_tag_leads_to_its_articles(page, shelf):
    page.goto("/")
    page.locator(".sidebar .tag-list").get_by_role("link", name=shelf, exact=True).click()
    expect(page).to_have_url(f"/tag/{shelf}")
    expect(page.locator(".feed-toggle .active")).to_contain_text(shelf)
    shown = page.locator(".article-preview .tag-list").get_by_text(shelf, exact=True)
    expect(shown).to_have_count(10)
    page.locator(".feed-toggle").get_by_text("Global Feed").click()
    expect(page).to_have_url("/")
    expect(page.locator(".feed-toggle .active")).to_have_text("Global Feed")


@BOTH
def test_a_favourite_is_marked_where_it_is_found(page, ann, shelf):
    log_in(page, ann)
    page.goto("/?page=2")
    title = page.locator(".article-preview h1").first.inner_text()
    button = preview(page, title).get_by_role("button")
    expect(button).to_have_class(NO_FAVOURITE)
    count = int(re.findall(r"\d+", button.inner_text())[0])
    button.click()
    expect(button).to_have_class(FAVOURITE)
    expect(button).to_contain_text(str(count + 1))
    expect(page).to_have_url("/?page=2")
    preview(page, title).locator("a.preview-link").click()
    press(page, "Unfavorite Article")
    button = page.get_by_role("button", name=re.compile(r"\bFavorite Article"))
    expect(button).to_have_count(2)
    expect(button.first).to_contain_text(str(count))
    expect(button.first).to_have_class(NO_FAVOURITE)
    press(page, "Favorite Article")
    expect(page.get_by_role("button", name="Unfavorite Article")).to_have_count(2)
    page.goto(f"/profile/{ann.username}")
    expect(page.locator(".empty-feed-message")).to_be_visible()
    page.get_by_role("link", name="Favorited Articles").click()
    expect(page.locator(".article-preview h1")).to_have_text([title])
    expect(page.locator(".articles-toggle .active")).to_have_text("Favorited Articles")


@BOTH
def test_following_somebody_fills_ones_feed(page, ann, bob):
    article = bob.publish()
    log_in(page, ann)
    page.goto("/")
    page.get_by_role("link", name="Your Feed").click()
    message = page.locator(".empty-feed-message")
    expect(message).to_contain_text("Your feed is empty")
    message.get_by_role("link").click()
    expect(page).to_have_url("/")
    preview(page, article["title"]).locator("a.preview-link").click()
    press(page, f"Follow {bob.username}")
    expect(page.get_by_role("button", name=f"Unfollow {bob.username}")).to_have_count(2)
    page.goto("/?feed=following")
    expect(page.locator(".article-preview h1")).to_have_text([article["title"]])
    expect(page.locator(".feed-toggle .active")).to_have_text("Your Feed")
    preview(page, article["title"]).locator("a.author").click()
    press(page, f"Unfollow {bob.username}")
    expect(page.get_by_role("button", name=re.compile(rf"\bFollow {bob.username}"))).to_be_visible()
    expect(page).to_have_url(f"/profile/{bob.username}")
    page.goto("/?feed=following")
    expect(message).to_be_visible()
