"""The text of an article: Markdown that becomes HTML."""

import pytest

from tests.pages.client import words

pytestmark = pytest.mark.http_only

TEXT = """\
# A heading

A paragraph with **bold**, *italic*, ~~struck~~ and `code < code`,
and a [link](https://example.org/?a=1&b=2 "Its title").

A second one, with & and < and "quotes" and é🙂.

## A heading below

- one
- two

3. three
4. four

> quoted

```python
if a < b:
    print("&amp;")
```

| Left | Right |
|------|-------|
| 1    | 2     |

![A picture](https://example.org/picture.png)

***

A line\\
and another.
"""
EXPECTED = {
    "p > strong": ["bold"],
    "p > em": ["italic"],
    "p > s, p > del": ["struck"],
    "p > code": ["code < code"],
    "p > a": ["link"],
    "h2": ["A heading"],
    "h3": ["A heading below"],
    "ul > li": ["one", "two"],
    "ol > li": ["three", "four"],
    "blockquote > p": ["quoted"],
    "table th": ["Left", "Right"],
    "table td": ["1", "2"],
    "h1": [],
}


@pytest.fixture(scope="module")
def content(visitor):
    """Return the text of an article, as a page shows it."""
    ann = visitor("ann")
    slug = ann.api.publish(body=TEXT)["slug"]
    return ann.read(f"/article/{slug}").one(".article-content")


@pytest.mark.parametrize("selector", EXPECTED)
def test_markdown_becomes_html(content, selector):
    found = [words(element) for element in content.select(selector)]
    assert found == EXPECTED[selector]


def test_the_title_is_the_only_heading_of_the_first_level(ann):
    body = "# One\n\n## Two\n\n### Three\n\n#### Four\n\n##### Five\n\n###### Six\n\nSetext\n===="
    article = ann.api.publish(body=body)
    page = ann.read(f"/article/{article['slug']}")
    assert page.texts("h1") == [article["title"]]
    shown = page.all(".article-content :is(h2, h3, h4, h5, h6)")
    assert [element.name for element in shown] == ["h2", "h3", "h4", "h5", "h6", "h6", "h2"]


def test_code_is_shown_as_it_is(content):
    code = content.select_one("pre > code")
    assert code.get_text() == 'if a < b:\n    print("&amp;")\n'


def test_a_link_leads_where_it_says_and_lends_it_no_weight(content):
    link = content.select_one("p > a")
    assert link["href"] == "https://example.org/?a=1&b=2"
    assert link["title"] == "Its title"
    assert {"nofollow", "noopener"} <= set(link["rel"])


def test_a_picture_of_the_web_is_shown(content):
    picture = content.select_one("img")
    assert (picture["src"], picture["alt"]) == ("https://example.org/picture.png", "A picture")


def test_a_list_begins_where_it_was_told_to(content):
    assert content.select_one("ol")["start"] == "3"


def test_lines_and_rules_are_kept(content):
    assert content.select_one("p > br")
    assert content.select_one("hr")


def test_what_is_no_markdown_is_text(content):
    paragraphs = [words(element) for element in content.select("p")]
    assert 'A second one, with & and < and "quotes" and é🙂.' in paragraphs


def test_a_change_is_rendered_anew(ann, article):
    path = f"/editor/{article['slug']}"
    ann.submit(ann.read(path).form(path), body="Now *this*.")
    content = ann.read(f"/article/{article['slug']}").one(".article-content")
    assert content.select_one("p > em").text == "this"
    ann.api.revise(article["slug"], body="Now **that**.")
    content = ann.read(f"/article/{article['slug']}").one(".article-content")
    assert content.select_one("p > strong").text == "that"


@pytest.mark.parametrize(
    "body",
    ["> " * 999 + "x", "[" * 9_999, "*" * 9_999, "`" * 9_999, "- " * 999, "![](" * 999],
    ids=lambda body: body[:3],
)
def test_a_text_that_is_hard_to_parse_is_no_accident(ann, body):
    article = ann.api.publish(body=body)
    assert ann.read(f"/article/{article['slug']}").one(".article-content")
