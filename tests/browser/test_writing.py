"""Writing, changing and deleting articles and comments."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.acts import (
    BOTH,
    expect_error,
    expect_fields,
    fill_in,
    log_in,
    press,
    send_login,
    tags,
)
from tests.contract.client import unique

DRAFT = {"title": "A title", "description": "What it says", "body": "All of it."}


@pytest.mark.of_looks  # the script that adds tags is the same file everywhere
def test_enter_adds_a_tag_and_sends_nothing(page, ann):
    log_in(page, ann)
    page.goto("/editor")
    fill_in(page, **DRAFT)
    line = page.get_by_placeholder("Enter tags")
    for tag in ("one", "two", "", "one"):
        line.press_sequentially(tag)
        line.press("Enter")
        expect(line).to_have_value("")
    expect(page).to_have_url("/editor")
    expect(page.locator("form .tag-pill")).to_have_text([re.compile("one"), re.compile("two")])
    line.press_sequentially("not entered")
    press(page, "Publish Article")
    expect(tags(page)).to_have_text(["not entered", "one", "two"])


def test_commas_part_the_tags_that_are_added(page, ann):
    log_in(page, ann)
    page.goto("/editor")
    fill_in(page, **DRAFT)
    line = page.get_by_placeholder("Enter tags")
    line.press_sequentially("one, two words,three")
    line.press("Enter")
    expect(page.locator("form .tag-pill")).to_have_count(3)
    expect(line).to_be_focused()
    press(page, "Publish Article")
    expect(tags(page)).to_have_text(["one", "three", "two words"])


@pytest.mark.of_looks  # the script that adds tags is the same file everywhere
def test_a_tag_is_added_and_taken_away_before_publishing(page, ann):
    log_in(page, ann)
    page.goto("/editor")
    fill_in(page, **DRAFT)
    line = page.get_by_placeholder("Enter tags")
    for tag in ("wanted", "unwanted"):
        line.fill(tag)
        line.press("Enter")
    page.locator("form .tag-pill", has_text="unwanted").locator("i.ion-close-round").click()
    expect(page.locator("form .tag-pill")).to_have_text([" wanted"])
    expect(line).to_be_focused()
    press(page, "Publish Article")
    expect(tags(page)).to_have_text(["wanted"])


@BOTH
def test_an_article_is_changed(page, ann):
    article = ann.publish(tagList=["kept", "dropped"])
    title = unique("Another title")
    log_in(page, ann)
    page.goto(f"/article/{article['slug']}")
    page.get_by_role("link", name="Edit Article").first.click()
    expect_fields(page, **{name: article[name] for name in DRAFT})
    fill_in(page, title=title, body="Changed.")
    page.locator("form .tag-pill", has_text="dropped").locator("i.ion-close-round").click()
    expect(page.locator("form .tag-pill", has_text="dropped")).to_be_hidden()
    expect(page.locator("form .tag-pill", has_text="kept")).to_be_visible()
    page.get_by_placeholder("Enter tags").fill("new")
    press(page, "Publish Article")
    expect(page.locator(".article-page h1")).to_have_text(title)
    expect(page.locator(".article-content p")).to_have_text(["Changed."])
    expect(tags(page)).to_have_text(["kept", "new"])
    expect(page).not_to_have_url(re.compile(article["slug"]))


@BOTH
def test_a_refused_article_keeps_what_was_typed(page, ann):
    log_in(page, ann)
    page.goto("/editor")
    typed = {"description": 'What "it" says', "body": "  <i>indented</i>\n\nlines\n"}
    fill_in(page, **typed)
    page.get_by_placeholder("Enter tags").fill("one, two")
    press(page, "Publish Article")
    expect_error(page, "Title can't be blank")
    expect_fields(page, title="", **typed)
    fill_in(page, title=unique("A title"))
    press(page, "Publish Article")
    expect(tags(page)).to_have_text(["one", "two"])


@BOTH
def test_an_article_is_deleted(page, ann):
    article = ann.publish()
    log_in(page, ann)
    path = f"/article/{article['slug']}"
    page.goto(path)
    press(page, "Delete Article")
    expect(page).to_have_url("/")
    expect(page.locator("main")).not_to_contain_text(article["title"])
    assert page.goto(path).status == 404
    expect(page.locator("nav.navbar")).to_be_visible()


def test_somebody_elses_article_has_no_editor(page, ann, bob):
    article = bob.publish()
    log_in(page, ann)
    page.goto(f"/article/{article['slug']}")
    expect(page.get_by_role("button", name=f"Follow {bob.username}")).to_have_count(2)
    expect(page.get_by_text("Edit Article")).to_have_count(0)
    assert page.goto(f"/editor/{article['slug']}").status == 403
    expect(page.locator("nav.navbar")).to_be_visible()
    expect(page.locator("[name=body]")).to_have_count(0)


@BOTH
def test_a_refused_comment_is_told_under_its_article(page, ann, bob):
    article = bob.publish()
    bob.comment(article["slug"], "Said before.")
    log_in(page, ann)
    page.goto(f"/article/{article['slug']}")
    fill_in(page, body="   ")
    press(page, "Post Comment")
    expect_error(page, "can't be blank")
    expect(page.locator(".article-page h1")).to_have_text(article["title"])
    expect(page.locator(".card:not(.comment-form)")).to_have_count(1)
    expect(page.locator(".mod-options")).to_have_count(0)
    fill_in(page, body="Two\nlines.")
    press(page, "Post Comment")
    comment = page.locator(".card:not(.comment-form)").filter(has=page.locator(".mod-options"))
    # What a reader sees, not what is in the source: there, every line break is one.
    expect(comment.locator("p")).to_have_text(re.compile(r"Two\s+lines\."))
    assert comment.locator("p").inner_text() == "Two\nlines."


def test_nobody_logs_in_to_comment_and_is_back_at_the_article(page, ann):
    path = f"/article/{ann.publish()['slug']}"
    page.goto(path)
    expect(page.get_by_placeholder("Write a comment...")).to_have_count(0)
    expect(page.locator(f"main a[href='/register?next={path}']")).to_be_visible()
    page.locator(f"main a[href='/login?next={path}']").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    send_login(page, ann.email)
    expect(page).to_have_url(path)
    expect(page.get_by_placeholder("Write a comment...")).to_be_visible()
