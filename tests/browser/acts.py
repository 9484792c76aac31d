"""What people do in front of a browser, in the words of the stories."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.contract.client import PASSWORD, Api

# The same story twice: scripts are an enhancement, and nothing needs them.
BOTH = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])


def fill_in(page: Page, **fields: str) -> None:
    """Type into the fields of a form, by their names."""
    for name, text in fields.items():
        page.locator(f"[name={name}]").fill(text)


def press(page: Page | Locator, text: str) -> None:
    """Press the first button that says this, beside whatever else it says."""
    page.get_by_role("button", name=re.compile(rf"\b{re.escape(text)}")).first.click()


def go(page: Page, text: str) -> None:
    """Follow the link of the bar at the top that says this."""
    page.locator("nav.navbar .nav-link").filter(has_text=text).click()


def log_in(page: Page, user: Api, password: str = PASSWORD) -> None:
    """Log in, by way of the login page."""
    page.goto("/login")
    send_login(page, user.email, password)
    expect_viewer(page, user.username)


def send_login(page: Page, email: str, password: str = PASSWORD) -> None:
    """Fill in the login page, and send it."""
    fill_in(page, email=email, password=password)
    press(page, "Sign in")


def expect_viewer(page: Page, username: str) -> None:
    """Look for one's own name in the bar at the top."""
    expect(page.locator(f"nav.navbar a.nav-link[href='/profile/{username}']")).to_be_visible()


def expect_error(page: Page, text: str) -> None:
    """Look for a sentence that says what is wrong."""
    expect(page.locator("ul.error-messages li", has_text=text)).to_be_visible()


def expect_fields(page: Page, **fields: str) -> None:
    """Look at what is typed in the fields of a form."""
    for name, text in fields.items():
        expect(page.locator(f"[name={name}]")).to_have_value(text)


def preview(page: Page, title: str) -> Locator:
    """Return the article of that title in a list."""
    return page.locator(".article-preview").filter(has=page.get_by_text(title, exact=True))


def tags(page: Page) -> Locator:
    """Return the tags of the article that is read."""
    return page.locator(".article-page .tag-list .tag-default")
