"""Static files for a browser that has them already, or a part of them."""

import re
from datetime import timedelta
from email.utils import format_datetime, parsedate_to_datetime

import pytest

pytestmark = pytest.mark.http_only


@pytest.fixture(scope="module")
def whole(stage, style_sheet):
    """Return the answer with the whole style sheet."""
    return stage.nobody.read(style_sheet)


@pytest.fixture
def ask(stage, style_sheet):
    """Ask for the style sheet under conditions."""
    return lambda **headers: stage.nobody.get(
        style_sheet, {name.replace("_", "-"): value for name, value in headers.items()}
    )


def tags_of(whole):
    """Return lists of tags that name what is in the file (RFC 9110, section 13.1.2)."""
    tag = whole.headers["ETag"]
    return [tag, f"W/{tag}", f'"x", {tag}', f'W/"x",{tag} , "y"', "*", f'"a,b", {tag}']


def test_what_a_browser_has_is_not_sent_again(whole, ask):
    for tags in tags_of(whole):
        page = ask(If_None_Match=tags)
        assert (page.status, page.response.content) == (304, b""), tags
        assert page.headers["ETag"] == whole.headers["ETag"]
        assert page.headers["Cache-Control"] == whole.headers["Cache-Control"]
        assert "Content-Type" not in page.headers or "Content-Length" not in page.headers


@pytest.mark.parametrize("tags", ['"x"', 'W/"x"', '"x", "y"', '""'])
def test_what_a_browser_has_of_old_is_sent_anew(whole, ask, tags):
    page = ask(If_None_Match=tags)
    assert (page.status, page.response.content) == (200, whole.response.content)


def dates_of(whole):
    """Return the time of the last change, one before it, and one after it."""
    changed = parsedate_to_datetime(whole.headers["Last-Modified"])
    moments = [changed + timedelta(days=days) for days in (0, -1, 1)]
    return [format_datetime(moment, usegmt=True) for moment in moments]


def test_what_has_not_changed_since_is_not_sent_again(whole, ask):
    same, before, after = dates_of(whole)
    assert [ask(If_Modified_Since=date).status for date in (same, before, after)] == [304, 200, 304]


@pytest.mark.parametrize("date", ["yesterday", "", "0", "Sat, 99 Foo 2026 00:00:00 GMT", "1e999"])
def test_a_date_that_is_none_is_ignored(whole, ask, date):
    assert ask(If_Modified_Since=date).response.content == whole.response.content


def test_what_is_in_the_file_counts_more_than_its_age(whole, ask):
    same, before, _ = dates_of(whole)
    tag = whole.headers["ETag"]
    assert ask(If_None_Match='"x"', If_Modified_Since=same).status == 200
    assert ask(If_None_Match=tag, If_Modified_Since=before).status == 304


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-9", 0, 9),
        ("bytes=0-0", 0, 0),
        ("bytes=5-14", 5, 14),
        ("bytes=10-", 10, None),
        ("bytes=-10", -10, None),
        ("bytes=0-999999999", 0, None),
        ("bytes=-999999999", 0, None),
        ("bytes=0-99999999999999999999999", 0, None),
    ],
)
def test_a_part_is_sent(whole, ask, asked, first, last):
    content = whole.response.content
    size = len(content)
    first = size + first if first < 0 else first
    last = size - 1 if last is None else last
    page = ask(Range=asked)
    assert page.status == 206
    assert page.headers["Content-Range"] == f"bytes {first}-{last}/{size}"
    assert page.response.content == content[first : last + 1]
    assert int(page.headers["Content-Length"]) == last + 1 - first
    assert page.headers["Content-Type"] == whole.headers["Content-Type"]
    assert page.headers["ETag"] == whole.headers["ETag"]


def test_a_part_past_the_end_cannot_be_sent(whole, ask):
    size = len(whole.response.content)
    for asked in (f"bytes={size}-", f"bytes={size}-{size + 9}", "bytes=99999999999-"):
        page = ask(Range=asked)
        assert page.status == 416
        assert page.headers["Content-Range"] == f"bytes */{size}"


def test_a_part_of_an_unknown_kind_is_the_whole(whole, ask):
    page = ask(Range="lines=0-9")
    assert (page.status, page.response.content) == (200, whole.response.content)


@pytest.mark.parametrize(
    "asked", ["bytes=9-5", "bytes=x-y", "bytes=-", "bytes=1", "bytes", "", "0-9"]
)
def test_a_part_that_is_none_is_ignored_or_refused(whole, ask, asked):
    page = ask(Range=asked)
    assert page.status in (200, 416)
    assert page.status == 416 or page.response.content == whole.response.content


@pytest.mark.parametrize("asked", ["bytes=0-9,20-29", "bytes=0-0,-1", "bytes=0-9, 5-14"])
def test_several_parts_are_sent_or_the_whole_or_one_of_them(whole, ask, asked):
    page, content = ask(Range=asked), whole.response.content
    assert page.status in (200, 206, 416)
    if page.status == 200:
        assert page.response.content == content
    elif "Content-Range" in page.headers and page.status == 206:
        unit, first, last, size = re.split("[ /-]", page.headers["Content-Range"])
        assert (unit, int(size)) == ("bytes", len(content))
        assert page.response.content == content[int(first) : int(last) + 1]
    elif page.status == 206:
        assert page.headers["Content-Type"].startswith("multipart/byteranges")


def test_a_part_is_sent_only_of_what_a_browser_has_the_rest_of(whole, ask):
    same, before, _ = dates_of(whole)
    tag = whole.headers["ETag"]
    for condition, status in ((tag, 206), ('"x"', 200), (f"W/{tag}", 200), (before, 200)):
        assert ask(Range="bytes=0-9", If_Range=condition).status == status, condition
    assert ask(Range="bytes=0-9", If_Range=same).status in (200, 206)


def test_what_a_browser_has_needs_no_part(whole, ask):
    assert ask(Range="bytes=0-9", If_None_Match=whole.headers["ETag"]).status == 304
