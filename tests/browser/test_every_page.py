"""What holds for all pages: they fit the screen, and can be read, also by those who hear them."""

from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.browser.acts import log_in
from tests.browser.watch import window
from tests.contract.client import unique
from tests.pages.site import PAGES

pytestmark = pytest.mark.of_looks

HERE = Path(__file__).parent
WIDTHS = (320, 375, 1280)
TOO_WIDE = (HERE / "too_wide.js").read_text(encoding="utf-8")
HARD_TO_READ = (HERE / "contrast.js").read_text(encoding="utf-8")
HARD_TO_HEAR = (HERE / "accessibility.js").read_text(encoding="utf-8")

MISSING = ["/nowhere", "/article/no-such-article", "/profile/nobody"]
FOR_NOBODY = ["/", "/tag/{tag}", "/login", "/register", "/article/{slug}", "/profile/{username}"]
FOR_ANN = [view.path for view in PAGES if view.path not in ("/login", "/register")]
BODY = """# A heading

{word}

    {word} in a block of code

> {word}

| {word} | `{word}` |
|---|---|
| [{word}](/) | x |
"""


def long(length):
    """Return a word that cannot be broken into lines, and that nobody else has written."""
    return unique("W").replace("-", "").ljust(length, "w")


@pytest.fixture(scope="module")
def scene(api):
    """Return an author, and the names that her pages have: each as long as it may be."""
    ann, bob = api.register("ann"), api.register("bob")
    user = ann.put("/user", {"user": {"username": long(64), "bio": long(300)}}).json()["user"]
    ann, tag = api.signed_in(user), long(64)
    fields = {"title": long(255), "description": long(300), "tagList": [tag, long(64), "x"]}
    slug = ann.publish(body=BODY.format(word=long(120)), **fields)["slug"]
    for _ in range(10):
        bob.publish(tagList=[tag])
    for user in (ann, bob):
        user.post(f"/articles/{slug}/favorite")
        user.comment(slug, long(300))
    return ann, {"tag": quote(tag), "slug": slug, "username": ann.username}


@pytest.fixture(scope="module")
def faults(browser, site, scene):
    """Look at every page as nobody and as ann, and return what is wrong, by its kind and page."""
    ann, names = scene
    faults = {name: {} for name in (*WIDTHS, "read", "heard")}
    with window(browser, site) as page:
        for path in FOR_NOBODY + MISSING:
            examine(page, path, names, faults)
        log_in(page, ann)
        for path in FOR_ANN + MISSING:
            examine(page, path, names, faults)
    return faults


def examine(page, path, names, faults):
    """Look at a page in every way, and add what is wrong with it."""
    page.goto(path.format(**names))
    found = {"read": page.evaluate(HARD_TO_READ), "heard": page.evaluate(HARD_TO_HEAR)}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        found[width] = page.evaluate(TOO_WIDE)
    for name, sentences in found.items():
        if sentences:
            faults[name][path] = sentences


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_is_wider_than_the_screen(faults, width):
    assert faults[width] == {}


def test_every_text_can_be_read(faults):
    assert faults["read"] == {}


def test_every_page_can_be_listened_to(faults):
    assert faults["heard"] == {}


def test_the_bar_shows_where_one_is(page, scene):
    ann, names = scene
    log_in(page, ann)
    own = f"/profile/{ann.username}"
    active = page.locator("nav.navbar a.nav-link.active")
    for path in ("/", "/editor", "/settings", own):
        page.goto(path)
        expect(active).to_have_count(1)
        expect(active).to_have_attribute("href", path)
    page.goto(f"/article/{names['slug']}")
    expect(active).to_have_count(0)
