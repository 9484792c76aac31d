"""Whatever somebody writes is shown as it was written, and obeyed nowhere."""

from urllib.parse import quote

import pytest

from tests.contract.client import PASSWORD, newcomer, unique
from tests.pages.client import words
from tests.pages.hostile import MARKDOWN, TEXTS, assert_harmless, assert_only_text, skeleton

pytestmark = pytest.mark.strictest_only

ENDS = '"><img/src=x/onerror=alert(1)>'

# Several at once: whatever one of them changes is seen.
TOGETHER = 4
GROUPS = [TEXTS[start : start + TOGETHER] for start in range(0, len(TEXTS), TOGETHER)]
together = pytest.mark.parametrize("texts", GROUPS, ids=[group[0] for group in GROUPS])


def address(text):
    """Return a text as a part of a path can hold it."""
    return quote(text, safe="")


def tag_of(text):
    """Return a tag that says much the same: without slashes and control characters."""
    return unique("".join(c for c in text if c.isprintable() and c != "/")[:40].strip())


def perform(visitor, reader, texts):
    """Have somebody write texts wherever they can be written; return the pages that show them."""
    eve, text = visitor("eve"), " ".join(texts)
    tags = [tag_of(text) for text in texts]
    eve.api.put("/user", {"user": {"bio": text, "image": text}})
    article = eve.api.publish(title=text, description=text, body=text, tagList=tags)
    slug, name = article["slug"], eve.username
    eve.api.comment(slug, text)
    eve.api.post(f"/articles/{slug}/favorite")
    reader.api.post(f"/profiles/{name}/follow")
    paths = ["/settings", f"/editor/{slug}", f"/article/{slug}", f"/profile/{name}"]
    paths += [f"/profile/{name}/favorites", f"/tag/{address(tags[0])}"]
    pages = [eve.read(path) for path in paths]
    pages += [reader.read(path) for path in (f"/article/{slug}", "/?feed=following")]
    reader.api.delete(f"/profiles/{name}/follow")
    return pages


@pytest.fixture(scope="module")
def reader(visitor):
    """Return somebody who follows one author at a time."""
    return visitor("reader")


@pytest.fixture(scope="module")
def author(visitor):
    """Return somebody who writes."""
    return visitor("author")


@pytest.fixture(scope="module")
def innocent(visitor, reader):
    """Return the elements of the same pages where nobody meant any harm."""
    texts = [f"An innocent text {number}" for number in range(TOGETHER)]
    return [skeleton(page) for page in perform(visitor, reader, texts)]


def editor_of(page):
    """Return where the form with the text of an article is sent to."""
    (element,) = [form for form in page.all("form") if form.select("textarea[name=body]")]
    return element["action"]


@together
def test_what_was_written_is_shown_and_not_obeyed(visitor, reader, innocent, texts):
    text = " ".join(texts)
    pages = perform(visitor, reader, texts)
    for page in pages:
        assert_harmless(page)
    assert [skeleton(page) for page in pages] == innocent
    settings, editor, article, profile, _, tag, *_ = pages
    assert settings.form("/settings")["bio"] == settings.form("/settings")["image"] == text
    form = editor.form(editor_of(editor))
    assert {form[name] for name in ("title", "description", "body")} == {text}
    shown = " ".join(text.split())
    assert words(article.one(".article-page h1")) == shown
    assert words(article.one(".card .card-block p")) == shown
    assert shown in words(profile.one(".user-info"))
    assert words(tag.one("a.preview-link h1")) == shown
    assert_only_text(article.one(".article-content"))


def test_the_home_page_shows_much_and_obeys_nothing(visitor, reader):
    for text in TEXTS[:10]:
        perform(visitor, reader, [text])
    page = reader.read("/")
    assert_harmless(page)
    shown = {" ".join(text.split()) for text in TEXTS[:10]}
    assert len(shown & set(page.texts("a.preview-link h1"))) > 5, "or somebody else writes a lot"


@pytest.mark.parametrize("text", MARKDOWN)
def test_markdown_is_no_way_around(author, text):
    slug = author.api.publish(body=text)["slug"]
    page = author.read(f"/article/{slug}")
    assert_harmless(page)
    assert_only_text(page.one(".article-content"))


@together
def test_a_form_that_is_shown_again_obeys_nothing(author, nobody, texts):
    text = " ".join(texts)
    slug = author.api.publish()["slug"]
    editor = author.read("/editor").form("/editor")
    typed = {"title": text, "description": text, "body": ""}
    settings = author.read("/settings").form("/settings")
    comments = f"/article/{slug}/comments"
    comment = author.read(f"/article/{slug}").form(comments).fill(csrf_token="wrong")
    email = {"email": text + "@x@", "password": PASSWORD}
    pages = [
        author.submit(editor.fill(new_tags=text), **typed),
        author.submit(editor.add(("tags", text), ("tags", "x")), **typed),
        author.submit(settings, bio=text, image=text, username=text + " ", email=text + "@x@"),
        author.submit(comment, body=text),
        nobody.submit(nobody.read("/login").form("/login"), **email),
        nobody.submit(nobody.read("/register").form("/register"), **email, username=text + " "),
    ]
    assert [page.status for page in pages] == [422] * 4 + [401, 422]
    for page in pages:
        assert_harmless(page)
        assert page.errors
    assert pages[0].form("/editor")["title"] == pages[1].form("/editor")["description"] == text
    assert pages[2].form("/settings")["bio"] == text
    assert pages[3].form(comments)["body"] == text
    assert pages[4].form("/login")["email"] == text + "@x@"


@together
def test_an_address_is_not_obeyed(author, nobody, texts):
    text = " ".join(texts)
    part, query = address(text), quote(text)
    paths = [f"/{part}", f"/article/{part}", f"/profile/{part}", f"/editor/{part}", f"/tag/{part}"]
    paths += [f"/?x={query}&feed={query}&{query}={query}", f"/?page={query}", f"/static/x/{part}"]
    pages = [author.get(path) for path in paths]
    pages += [nobody.get(path) for path in (f"/editor/{part}", f"/login?next={query}")]
    for page in pages:
        assert page.status in (200, 302, 404)
        assert_harmless(page)


@pytest.mark.parametrize("raw", [ENDS, "'><script>alert(1)</script>", "<script>", "`'\"<>&"])
def test_an_address_that_is_not_escaped_is_not_obeyed_either(author, raw):
    """Browsers escape these signs in a query string; others do not."""
    slug = author.api.publish()["slug"]
    for path in (f"/?x={raw}", f"/tag/x?{raw}", f"/article/{slug}?{raw}={raw}"):
        page = author.read(path)
        assert_harmless(page)
        assert not page.all("img[src=x]")


def test_an_address_of_a_user_is_shown_and_not_obeyed(nobody):
    fields = newcomer("eve") | {"email": f"{unique('x')}{ENDS}@e.org"}
    assert nobody.submit(nobody.read("/register").form("/register"), **fields).status == 303
    page = nobody.read("/settings")
    assert_harmless(page)
    assert page.form("/settings")["email"] == fields["email"]


def test_a_picture_is_an_attribute_and_nothing_more(author):
    url = f'https://e.org/a.png?{ENDS}" onerror="alert(1)'
    author.api.put("/user", {"user": {"image": url}})
    page = author.read(f"/profile/{author.username}")
    assert_harmless(page)
    assert page.one("img.user-img")["src"] == page.one("img.user-pic")["src"] == url
