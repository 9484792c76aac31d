"""Entity tags and dates are read as RFC 9110 wants it, and nonsense is as good as nothing."""

from datetime import UTC, datetime

import pytest

from shared import conditions
from shared.errors import ApiError

TAG = '"abc"'
CHANGED = datetime(2026, 11, 21, 12, tzinfo=UTC)
BEFORE = "Fri, 20 Nov 2026 12:00:00 GMT"
SAME = "Sat, 21 Nov 2026 12:00:00 GMT"


def is_known(**headers):
    """Tell whether a client that sends these headers has the file."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return conditions.is_known(sent.get, TAG, CHANGED)


@pytest.mark.parametrize("tags", ["*", TAG, 'W/"abc"', f'"x", {TAG}', f'"a, b",W/{TAG}'])
def test_a_tag_is_found_in_a_list(tags):
    assert is_known(If_None_Match=tags)


@pytest.mark.parametrize("tags", ["", "abc", '"ab"', '"abcd"', 'w/"x"', '"x, abc"', "**"])
def test_another_tag_is_not_found(tags):
    assert not is_known(If_None_Match=tags)


@pytest.mark.parametrize(
    "date",
    [
        SAME,
        "Saturday, 21-Nov-26 12:00:00 GMT",
        "Sat Nov 21 12:00:00 2026",
        "Sun, 22 Nov 2026 12:00:00 GMT",
    ],
)
def test_a_date_counts_in_each_of_three_formats(date):
    assert is_known(If_Modified_Since=date)


@pytest.mark.parametrize(
    "date", [BEFORE, "", "yesterday", "Sat, 21 Nov 99999999999 12:00:00 GMT", "1e999"]
)
def test_an_earlier_date_and_nonsense_do_not_count(date):
    assert not is_known(If_Modified_Since=date)


def test_a_tag_says_more_than_a_date():
    assert not is_known(If_None_Match='"x"', If_Modified_Since=SAME)
    assert is_known(If_Match=TAG, If_Unmodified_Since=BEFORE, If_None_Match=TAG)


@pytest.mark.parametrize(
    "headers",
    [
        {"If_Match": '"x"'},
        {"If_Match": 'W/"abc"'},  # as good as this file is not good enough
        {"If_Match": ""},
        {"If_Unmodified_Since": BEFORE},
    ],
)
def test_who_wants_another_file_gets_none(headers):
    with pytest.raises(ApiError) as refused:
        is_known(**headers)
    assert refused.value.status == 412


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"If_Match": "*"},
        {"If_Match": TAG},
        {"If_Unmodified_Since": SAME},
        {"If_Unmodified_Since": "x"},
    ],
)
def test_who_wants_this_file_gets_it(headers):
    assert not is_known(**headers)
