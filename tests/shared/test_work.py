"""No text makes the work grow with its square, or the answer much larger than what was sent."""

import json
import time
from contextlib import suppress
from types import SimpleNamespace

import pytest

from shared import conditions, forms, markdown, payloads, sansio, slugs, unicode, urls
from shared.errors import ApiError
from shared.formdata import parse_form

ENOUGH = 0.02  # seconds of processor time, below which a ratio says nothing
SIZE = 4_000  # characters

ROW = "x|" * 20 + "\n"
MARKDOWN = {
    "brackets": lambda n: "[" * n,
    "images": lambda n: "![" * (n // 2),
    "links": lambda n: "[a](" * (n // 4),
    "titles": lambda n: '[a](b "' * (n // 7),
    "emphasis": lambda n: "*_" * (n // 2),
    "nested emphasis": lambda n: "*a _b " * (n // 12) + "c_ d* " * (n // 12),
    "strikes": lambda n: "~~a " * (n // 4),
    "backticks": lambda n: "".join(f"a{'`' * i}" for i in range(1, int((2 * n) ** 0.5))),
    "quotes": lambda n: ">" * (n // 2) + "a\n" + "b\n" * (n // 4),
    "lists": lambda n: "- - - - a\n" * (n // 10),
    "definitions": lambda n: "".join(f"[a{i}]: b\n" for i in range(n // 11)),
    "open definitions": lambda n: "[a\n" * (n // 3),
    "references": lambda n: "[a]: http://" + "x" * (n // 2) + "\n\n" + "[a] " * (n // 8),
    "reference titles": lambda n: '[a]: b "' + "x" * (n // 2) + '"\n\n' + "![a] " * (n // 10),
    "a table": lambda n: "x|" * (n // 6) + "\n" + "-|" * (n // 6) + "\n" + "x\n" * (n // 6),
    "tables": lambda n: (ROW + ROW.replace("x", "-") + "x\n" * 100 + "\n") * (n // 284),
    "addresses": lambda n: "<http://a" * (n // 9),
    "entities": lambda n: "&" * n,
    "blanks": lambda n: "a" + " " * n + "b",
}


def seconds(work, size):
    """Return the processor time that work on a text of some size takes."""
    begun = time.process_time()
    work(size)
    return time.process_time() - begun


def assert_linear(work, size=SIZE):
    """Check that twice the text takes about twice the time; the square would be four times."""
    once, twice = (min(seconds(work, n) for _ in range(2)) for n in (size, 2 * size))
    assert twice < ENOUGH or twice / once < 3.2, (once, twice)


@pytest.mark.parametrize("construct", MARKDOWN)
def test_markdown_takes_as_long_as_it_is(construct):
    assert_linear(lambda n: markdown.render(MARKDOWN[construct](n)))


@pytest.mark.parametrize("construct", MARKDOWN)
def test_html_is_not_many_times_as_long_as_its_markdown(construct):
    text = MARKDOWN[construct](SIZE)
    assert len(markdown.render(text)) < 30 * len(text) + 10 * markdown.MOST_CELLS


def test_what_a_short_text_stands_for_is_limited():
    text = "[a]: /" + "x" * 1_000 + "\n\n" + "[a] " * 200
    assert markdown.render(text).count("<a ") == markdown.MOST_REFERENCED // 1_001
    rows = "a|b\n-|-\n" + "1\n" * markdown.MOST_CELLS
    html = markdown.render(rows)
    assert html.count("<td>") + html.count("<th>") <= markdown.MOST_CELLS
    assert html.count("1") == markdown.MOST_CELLS
    assert markdown.render("[a] [a]\n\n[a]: /b").count("<a ") == 2


def attempt(work, *arguments):
    """Do what may be refused."""
    with suppress(ApiError):
        work(*arguments)


def article(**fields):
    """Return a body with an article."""
    return json.dumps({"article": fields}).encode()


def request(**headers):
    """Return a request with headers."""
    kind = type("Request", (sansio.Request,), {"root": "", "query": b"", "header": None})
    request = kind("GET", "/", SimpleNamespace(), None)
    request.header = lambda name: headers.get(name.replace("-", "_"))
    return request


WORKS = {
    "tags": lambda n: payloads.ArticleUpdate.parse("application/json", article(tagList=[1] * n)),
    "blank tags": lambda n: payloads.ArticleUpdate.parse(
        "application/json", article(tagList=[" " * n])
    ),
    "a title": lambda n: payloads.ArticleUpdate.parse(
        "application/json", article(title="a\u0315\u0316" * n)
    ),
    "an address": lambda n: payloads.UserUpdate.parse(
        "application/json", json.dumps({"user": {"email": "a@" * n}}).encode()
    ),
    "accents": lambda n: unicode.nfkc("a" + "\u0315\u0316" * n),
    "a number": lambda n: payloads.Page.parse({"limit": "0" * n + "x"}),
    "nesting": lambda n: payloads.UserUpdate.parse("application/json", b"[" * n),
    "digits": lambda n: payloads.UserUpdate.parse("application/json", b"1" * n),
    "a page": lambda n: payloads.page_number("1" * n),
    "an entity tag": lambda n: conditions.is_listed('"a"', 'W/"' * n),
    "a date": lambda n: conditions.parse_date("Mon, " + "1 " * n),
    "an address of a page": lambda n: urls.local("/" + "a" * n + " ", "/"),
    "cookies": lambda n: request(Cookie="a=b; " * n).cookie("session"),
    "fields": lambda n: parse_form("application/x-www-form-urlencoded", b"a=&" * n),
    "a type": lambda n: parse_form('multipart/form-data; a="' * n, b""),
    "parts": lambda n: parse_form("multipart/form-data; boundary=x", b"--x\r\n" * n),
    "a part": lambda n: parse_form(
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n' + b"\r\n--" * n,
    ),
}


@pytest.mark.parametrize("name", WORKS)
def test_what_comes_in_takes_as_long_as_it_is(name):
    assert_linear(lambda n: attempt(WORKS[name], n))


@pytest.mark.parametrize("character", ["a", "日", "🙂", "-", "\u3300"])
def test_the_slug_of_the_longest_title_takes_no_time(character):
    assert seconds(lambda n: next(slugs.candidates(character * n)), 255) < 0.5


@pytest.mark.parametrize("typed", ["a" + " " * 400_000 + "b", "," * 400_000, "a, " * 200_000])
def test_typed_tags_are_refused_at_once(typed):
    session = {}
    token = forms.Form(None, session, b"k" * 32)["csrf_token"].current_token
    fields = {"csrf_token": [token], "new_tags": [typed]}
    submitted = type("Submitted", (dict,), {"getlist": dict.__getitem__})(fields)
    begun = time.process_time()
    assert not forms.Editor(submitted, session, b"k" * 32).validate()
    assert time.process_time() - begun < 1
