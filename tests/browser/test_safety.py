"""What somebody wrote to harm others is shown to them as text, and nothing more.

`watch.py` sees in every story of this folder whether a dialog opened, a script failed, or another
site was asked; here it has something to see.
"""

import pytest
from playwright.sync_api import expect

from tests.browser.acts import fill_in, log_in, press
from tests.browser.watch import window
from tests.contract.client import unique

# Every variant shows the same pages, to the byte, under the same policy: tested without a browser.
pytestmark = pytest.mark.of_looks

PAYLOADS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<svg onload=alert(1)>",
    "</textarea></title><script>alert(1)</script>",
    '" autofocus onfocus=alert(1) x="',
    "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
]
MARKDOWN = [
    "[press me](javascript:alert(1))",
    "<javascript:alert(1)>",
    '![x" onerror="alert(1)](/ "x\\" onload=\\"alert(1)")',
    "`<script>alert(1)</script>`",
]
HARMFUL = " ".join(PAYLOADS)


@pytest.fixture(params=[False, True], ids=["policy", "no-policy"])
def page(browser, site, request):
    """Open a window with the site's Content-Security-Policy, or one without it.

    The policy stops most of what slips through, so the pages have to hold without it, too.
    """
    with window(browser, site, bypass_csp=request.param) as page:
        yield page


@pytest.fixture
def harm(api):
    """Return an author with a harmful bio, and the slug of an article that is no better."""
    author, tag = api.register("author"), "<img onerror=alert(1)>"
    author.put("/user", {"user": {"bio": HARMFUL, "image": "javascript:alert(1)"}})
    fields = {"title": HARMFUL[:200], "description": HARMFUL, "tagList": [tag, unique("tag")]}
    slug = author.publish(body="\n\n".join(PAYLOADS + MARKDOWN), **fields)["slug"]
    author.comment(slug, HARMFUL)
    return author, slug


def test_nothing_that_was_written_is_obeyed(page, harm):
    author, slug = harm
    log_in(page, author)
    for path in ("/", f"/article/{slug}", f"/profile/{author.username}", "/settings"):
        page.goto(path)
        expect(page.get_by_text(PAYLOADS[0]).first).to_be_attached()
        expect(page.locator("[onerror], [onload], [onfocus], iframe, main script")).to_have_count(0)
    page.goto(f"/editor/{slug}")
    expect(page.locator("[name=title]")).to_have_value(HARMFUL[:200])
    expect(page.locator("[name=tags]").first).to_have_value("<img onerror=alert(1)>")


def test_no_link_that_was_written_runs_anything(page, harm):
    _, slug = harm
    page.goto(f"/article/{slug}")
    for link in page.locator(".article-content a").all():
        link.click()
    expect(page).to_have_url(f"/article/{slug}")
    expect(page.locator(".article-content a[href^='javascript' i]")).to_have_count(0)


def test_what_is_typed_and_refused_is_not_obeyed_either(page, ann):
    log_in(page, ann)
    page.goto("/editor")
    fill_in(page, description=HARMFUL, body=HARMFUL)
    line = page.get_by_placeholder("Enter tags")
    line.fill("<img src=x onerror=alert(1)>")
    line.press("Enter")
    line.fill('"><script>alert(1)<')
    press(page, "Publish Article")
    expect(page.locator("ul.error-messages li").first).to_be_visible()
    expect(page.locator("[name=body]")).to_have_value(HARMFUL)
    page.goto("/login")
    fill_in(page, email=HARMFUL)
    press(page, "Sign in")
    expect(page.locator("[name=email]")).to_have_value(HARMFUL)


def test_a_script_that_came_in_all_the_same_would_not_run(browser, site):
    with browser.new_context(base_url=site) as context:  # no window: the browser must complain
        page = context.new_page()
        page.goto("/")
        with page.expect_console_message(lambda said: "Content Security Policy" in said.text):
            page.evaluate(
                'document.body.innerHTML = \'<img src="/" onerror="document.title = 0">\''
            )
        expect(page).not_to_have_title("0")
