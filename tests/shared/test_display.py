"""What templates show of rows."""

import pytest

from shared import display, jinja


@pytest.mark.parametrize(
    ("page", "last", "numbers"),
    [
        (1, 1, [1]),
        (1, 2, [1, 2]),
        (1, 5, [1, 2, 3, 4, 5]),
        (1, 6, [1, 2, 3, None, 6]),
        (4, 7, [1, 2, 3, 4, 5, 6, 7]),
        (5, 9, [1, 2, 3, 4, 5, 6, 7, 8, 9]),
        (6, 11, [1, None, 4, 5, 6, 7, 8, None, 11]),
        (5_000, 10_000, [1, None, 4_998, 4_999, 5_000, 5_001, 5_002, None, 10_000]),
        (10_000, 10_000, [1, None, 9_998, 9_999, 10_000]),
        (12, 3, [1, 2, 3]),
    ],
)
def test_few_pages_are_linked_to_and_a_gap_hides_two_or_more(page, last, numbers):
    assert list(display.Pagination("/", page, last).numbers) == numbers


@pytest.mark.parametrize(("total", "last"), [(0, 1), (1, 1), (10, 1), (11, 2), (100_000, 10_000)])
def test_ten_articles_are_a_page(total, last):
    assert display.pagination("/", 1, total).last == last


def test_a_page_is_a_slice_of_the_list():
    assert display.limits(1) == {"limit": 10, "offset": 0}
    assert display.limits(3) == {"limit": 10, "offset": 20}


def test_a_time_is_shown_as_a_day():
    assert jinja.date("2026-02-08T23:59:59.999Z") == "February 8, 2026"


@pytest.mark.parametrize("url", ["http://example.org/a.png", "HTTPS://example.org/a.png"])
def test_a_picture_of_the_web_is_shown(url):
    assert jinja.picture(url, "default") == url


@pytest.mark.parametrize(
    "url", [None, "", "javascript:alert(1)", "data:image/svg+xml,x", "//example.org/a.png", "a.png"]
)
def test_any_other_picture_is_the_default(url):
    assert jinja.picture(url, "default") == "default"
