"""Figures and ratios."""

import pytest

from benchmarks.comparison import Comparison, Times, shares
from benchmarks.in_process import merge

from .samples import document, load_cell, split_cells, time_cell


def test_the_time_of_a_request_is_the_shortest_of_all_rounds():
    times = Times.of([9e-6, 3e-6, 5e-6, 4e-6, 7e-6])
    assert (times.minimum, times.median) == (pytest.approx(3), pytest.approx(5))
    assert times.iqr == pytest.approx(3)


def test_ratios_are_to_the_baseline_and_to_the_floor():
    times = [time_cell("floor", [50, 60]), time_cell("flask_sync", [200, 300])]
    loads = [load_cell("flask_sync", 1_000), load_cell("raw_wsgi", 1_500)]
    comparison = Comparison.of(document(in_process=times, over_http=loads))
    assert comparison.time_ratio("list", "flask_sync", "floor") == pytest.approx(4)
    assert comparison.rate_ratio("list", "raw_wsgi") == pytest.approx(1.5)


def test_there_is_no_ratio_to_what_was_not_measured():
    comparison = Comparison.of(document(over_http=[load_cell("raw_wsgi", 1_500)]))
    assert comparison.rate_ratio("list", "raw_wsgi") is None
    assert comparison.time_ratio("list", "raw_wsgi", "floor") is None


def test_the_home_page_is_compared_with_its_articles_as_json():
    times = [time_cell("raw_wsgi", [300, 310], "home"), time_cell("raw_wsgi", [120, 130], "list")]
    as_json = time_cell("raw_wsgi", [100, 110], "home_json")
    assert Comparison.of(document(in_process=times)).json_ratio("raw_wsgi") is None
    comparison = Comparison.of(document(in_process=[*times, as_json]))
    assert comparison.json_ratio("raw_wsgi") == pytest.approx(3)
    assert comparison.json_ratio("flask_sync") is None


def test_the_home_page_is_made_of_parts_that_add_up_to_the_request():
    parts = shares(split_cells(statements=200, request=1_000, template=450, urls=150))
    sql, template, urls, rest, request = (share.microseconds for share in parts)
    assert (sql, template, urls, rest) == pytest.approx((200, 300, 150, 350))
    assert request == pytest.approx(sql + template + urls + rest)


def test_a_page_that_was_not_taken_apart_has_no_parts():
    assert Comparison.of(document()).split == []


def test_references_come_first_and_variants_as_registered():
    times = [time_cell(name, [1, 2]) for name in ("raw_wsgi", "floor", "flask_sync")]
    comparison = Comparison.of(document(in_process=times))
    assert comparison.applications("list") == ["floor", "flask_sync", "raw_wsgi"]


def test_the_turns_of_an_application_are_put_together():
    info = {"endpoint": "tags", "application": "floor", "requests": 10}
    turns = [{"extra_info": info, "stats": {"data": data}} for data in ([0.002, 0.003], [0.001])]
    rounds = {"endpoint": "tags", "application": "floor", "seconds": [0.0002, 0.0003, 0.0001]}
    assert merge(turns) == [rounds]
