"""Without a mouse: everything is reached with Tab, seen when it is reached, and pressed."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.acts import expect_viewer, fill_in, log_in
from tests.contract.client import PASSWORD, unique

pytestmark = pytest.mark.of_looks

FOCUS = Path(__file__).with_name("focus.js").read_text(encoding="utf-8")


def focused(page):
    """Return the element that has the focus."""
    return page.locator(":focus")


def tab_to(page, target):
    """Press Tab until something has the focus, as often as there are things to reach."""
    for _ in range(page.locator("a, button, input, textarea").count()):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"Tab does not lead to {target}")


def walk(page):
    """Press Tab until the page ends, and tell for every step what is wrong there."""
    while True:
        page.keyboard.press("Tab")
        faults = page.evaluate(FOCUS)
        if faults is None:
            return
        yield faults


def test_the_first_tab_offers_to_skip_the_bar(page):
    page.goto("/login")
    page.keyboard.press("Tab")
    link = focused(page)
    expect(link).to_have_text(re.compile("Skip"))
    expect(link).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("main :focus")).to_have_count(1)


def test_one_sees_where_one_is(page, ann):
    slug = ann.publish(tagList=["one"])["slug"]
    ann.comment(slug)
    log_in(page, ann)
    for path in ("/", f"/editor/{slug}", f"/article/{slug}", f"/profile/{ann.username}"):
        page.goto(path)
        steps = list(walk(page))
        assert len(steps) > 10
        assert [fault for faults in steps for fault in faults] == []


def test_the_way_in_and_a_favourite_without_a_mouse(page, ann, bob):
    article = bob.publish()
    page.goto("/login")
    tab_to(page, page.locator("[name=email]"))
    page.keyboard.type(ann.email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect_viewer(page, ann.username)
    page.goto(f"/article/{article['slug']}")
    tab_to(page, page.get_by_role("button", name="Favorite Article").first)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Unfavorite Article")).to_have_count(2)


def test_tags_without_a_mouse(page, ann):
    log_in(page, ann)
    page.goto("/editor")
    fill_in(page, title=unique("A title"), description="D", body="B")
    line = page.get_by_placeholder("Enter tags")
    line.focus()
    for tag in ("one", "two", "three"):
        page.keyboard.type(tag)
        page.keyboard.press("Enter")
        expect(line).to_be_focused()
    tab_to(page, page.locator("form label:has(.tag-pill)", has_text="two").locator("input"))
    page.keyboard.press("Space")
    # Whoever takes a tag away has not lost their place.
    expect(page.locator("form :focus")).to_have_count(1)
    tab_to(page, page.get_by_role("button", name="Publish Article"))
    page.keyboard.press("Enter")
    expect(page.locator(".article-page .tag-list .tag-default")).to_have_text(["one", "three"])
