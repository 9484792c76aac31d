"""The first visit and the second, from the home page on, by what the pages themselves offer."""

from playwright.sync_api import Page, expect

from tests.browser.acts import BOTH, expect_viewer, fill_in, go, press, preview, send_login, tags
from tests.contract.client import PASSWORD, unique

COMMENT = "The first comment of mine."


@BOTH
def test_a_newcomer_registers_writes_and_comes_back(page):
    name = unique("newcomer")
    title = f"What {name} thinks"
    register(page, name)
    publish(page, title)
    comment(page)
    find(page, title)
    leave(page)
    come_back(page, name, title)


def register(page: Page, name: str) -> None:
    """Find the way to the registration, and be logged in at its end."""
    page.goto("/")
    go(page, "Sign up")
    expect(page.get_by_role("heading", name="Sign up")).to_be_visible()
    fill_in(page, username=name, email=f"{name}@example.org", password=PASSWORD)
    press(page, "Sign up")
    expect(page).to_have_url("/")
    expect_viewer(page, name)


def publish(page: Page, title: str) -> None:
    """Write an article with two paragraphs and two tags."""
    page.locator("nav.navbar a[href='/editor']").click()
    fill_in(page, title=title, description="In short", body="First.\n\n**Second**.")
    page.get_by_placeholder("Enter tags").fill("zebra, aardvark")
    press(page, "Publish Article")
    expect(page.locator(".article-page h1")).to_have_text(title)
    expect(page.locator(".article-content p")).to_have_text(["First.", "Second."])
    expect(page.locator(".article-content strong")).to_have_text("Second")
    expect(tags(page)).to_have_text(["aardvark", "zebra"])


def comment(page: Page) -> None:
    """Write two comments, and delete one of them."""
    cards = page.locator(".card:not(.comment-form)")
    for number, text in enumerate((COMMENT, "And a second one.")):
        page.get_by_placeholder("Write a comment...").fill(text)
        press(page, "Post Comment")
        expect(cards).to_have_count(number + 1)
    cards.filter(has_text="And a second one.").locator(".mod-options button").click()
    expect(cards.locator(".card-block p")).to_have_text([COMMENT])


def find(page: Page, title: str) -> None:
    """Find one's article on the home page and on one's profile."""
    go(page, "Home")
    preview(page, title).locator("a.author").click()
    expect(page.locator(".user-info")).to_be_visible()
    preview(page, title).locator("a.preview-link").click()
    expect(page.locator(".card .card-block p")).to_have_text([COMMENT])


def leave(page: Page) -> None:
    """Log out."""
    page.locator("nav.navbar a[href='/settings']").click()
    press(page, "Or click here to logout.")
    expect(page).to_have_url("/")
    expect(page.locator("nav.navbar").get_by_text("Sign in")).to_be_visible()


def come_back(page: Page, name: str, title: str) -> None:
    """Log in again, and find everything where it was."""
    go(page, "Sign in")
    send_login(page, f"{name}@example.org")
    expect(page).to_have_url("/")
    go(page, name)
    preview(page, title).locator("a.preview-link").click()
    expect(page.get_by_role("link", name="Edit Article").first).to_be_visible()
