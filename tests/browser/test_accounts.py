"""Registering, logging in and out, and changing who one is."""

import re

from playwright.sync_api import expect

from tests.browser.acts import (
    BOTH,
    expect_error,
    expect_fields,
    expect_viewer,
    fill_in,
    log_in,
    press,
    preview,
    send_login,
)
from tests.browser.chromium import launch
from tests.browser.watch import window
from tests.contract.client import PASSWORD, unique


def test_a_refused_registration_keeps_what_was_typed(page, ann):
    name = unique("newcomer")
    page.goto("/register")
    fill_in(page, username=ann.username, email=f"{name}@example.org", password="short")
    press(page, "Sign up")
    expect_error(page, "Password")
    expect_fields(page, username=ann.username, email=f"{name}@example.org", password="")
    fill_in(page, password=PASSWORD)
    press(page, "Sign up")
    expect_error(page, "Username has already been taken")
    fill_in(page, username=name, password=PASSWORD)
    press(page, "Sign up")
    expect_viewer(page, name)


def test_a_refused_login_keeps_the_address(page):
    page.goto("/login")
    send_login(page, "no address at all", "wrong password")
    expect(page.locator("ul.error-messages li")).to_have_count(1)
    expect_fields(page, email="no address at all", password="")
    expect(page).to_have_url("/login")


@BOTH
def test_one_may_become_somebody_else(page, ann, site):
    name = unique("anna")
    log_in(page, ann)
    page.goto("/settings")
    picture = page.locator("link[rel=icon]").get_attribute("href")
    fill_in(page, image=site + picture, bio="Writes.\nReads.", username=name)
    fill_in(page, password="another password")
    press(page, "Update Settings")
    expect(page).to_have_url(f"/profile/{name}")
    expect(page.locator(".user-info h4")).to_have_text(name)
    expect(page.locator(".user-info p")).to_have_text("Writes. Reads.")
    for image in ("img.user-img", "img.user-pic"):
        expect(page.locator(image)).to_have_attribute("src", site + picture)
    expect_viewer(page, name)
    page.goto("/settings")
    expect_fields(page, image=site + picture, bio="Writes.\nReads.", username=name, password="")


def test_a_new_password_replaces_the_old_one(page, ann):
    log_in(page, ann)
    page.goto("/settings")
    fill_in(page, password="another password")
    press(page, "Update Settings")
    expect_viewer(page, ann.username)
    page.goto("/settings")
    press(page, "Or click here to logout.")
    expect(page).to_have_url("/")
    page.goto("/login")
    send_login(page, ann.email, PASSWORD)
    expect(page.locator("ul.error-messages li")).to_have_count(1)
    send_login(page, ann.email, "another password")
    expect_viewer(page, ann.username)


def test_refused_settings_keep_what_was_typed(page, ann, bob):
    log_in(page, ann)
    page.goto("/settings")
    typed = {"image": "https://", "bio": "<b>Bio</b>\n\nof ann", "email": bob.email}
    fill_in(page, username="", password="another password", **typed)
    press(page, "Update Settings")
    expect_error(page, "Username can't be blank")
    expect_fields(page, username="", password="", **typed)
    fill_in(page, username=ann.username)
    press(page, "Update Settings")
    expect_error(page, "Email has already been taken")
    expect_fields(page, username=ann.username, **typed)
    # The bar at the top shows who one is, not who one would have liked to be.
    expect_viewer(page, ann.username)


def test_a_login_leads_to_the_page_that_was_wanted(page, ann):
    wanted = "/?feed=following"
    page.goto(wanted)
    expect(page).to_have_url("/login")
    send_login(page, ann.email, "wrong password")
    expect(page.locator("ul.error-messages li")).to_have_count(1)
    send_login(page, ann.email)
    expect(page).to_have_url(wanted)
    expect_viewer(page, ann.username)


def test_a_login_leads_back_to_the_article_that_was_liked(page, ann, bob):
    article = bob.publish(tagList=[tag := unique("tag")])
    page.goto(f"/tag/{tag}")
    preview(page, article["title"]).get_by_role("button").click()
    expect(page).to_have_url("/login")
    send_login(page, ann.email)
    expect(page).to_have_url(f"/tag/{tag}")
    button = preview(page, article["title"]).get_by_role("button")
    expect(button).to_have_class(re.compile("btn-outline-primary"))
    button.click()
    expect(button).to_have_class(re.compile("btn-primary"))


def test_who_has_logged_out_is_not_shown_by_going_back(browser, site, ann):
    # Playwright turns off what people's browsers do: to keep whole pages to go back to.
    keeping = {"ignore_default_args": ["--disable-back-forward-cache"]}
    with launch(browser.browser_type, **keeping) as other, window(other, site) as page:
        log_in(page, ann)
        page.goto("/settings")
        press(page, "Or click here to logout.")
        expect(page.locator("nav.navbar").get_by_text("Sign in")).to_be_visible()
        page.go_back(wait_until="commit")
        expect(page).to_have_url("/login")
        expect(page.locator("body")).not_to_contain_text(ann.username)
