"""Tables for people and for READMEs."""

import json

import pytest
from rich.console import Console

from benchmarks import report

from .samples import document, load_cell, split_cells, time_cell

RESULTS = document(
    in_process=[
        time_cell("floor", [80, 90]),
        time_cell("flask_sync", [280, 300]),
        time_cell("flask_sync", [220, 300], "tags"),
        time_cell("raw_wsgi", [120, 130], "tags"),
        time_cell("null", [1, 2], "null"),
        time_cell("flask_sync", [840, 900], "home"),
        time_cell("flask_sync", [280, 300], "home_json"),
        time_cell("raw_wsgi", [500, 520], "home"),
        time_cell("raw_wsgi", [200, 220], "home_json"),
    ],
    split=split_cells(statements=210, request=840, template=400, urls=20),
    over_http=[
        load_cell("flask_sync", 15_000),
        load_cell("raw_wsgi", 18_000),
        load_cell("flask_sync", 9_000, "home"),
    ],
)


@pytest.fixture
def shown():
    """What is printed of the results, line by line, in an 80-column terminal."""
    console = Console(width=80)
    with console.capture() as capture:
        report.show(RESULTS, console)
    return capture.get().splitlines()


def row(lines, name):
    """Return the cells of the first row that has this name."""
    return next(line.split() for line in lines if line.startswith(f"{name} "))


def test_a_row_has_microseconds_and_requests_per_second_with_their_ratios(shown):
    cells = ["flask_sync", "280", "290", "10.0", "1.00", "3.50", "1500", "1.00", "3.00", "6.00"]
    assert row(shown, "flask_sync") == [*cells, "12.0"]


def test_a_row_leaves_out_what_was_not_measured(shown):
    assert row(shown, "raw_wsgi") == ["raw_wsgi", "1800", "1.20", "3.00", "6.00", "12.0"]
    assert row(shown, "null") == ["null", "1.00", "1.50", "0.50"]


def test_what_flask_costs_is_said(shown):
    assert any(line.startswith("Flask costs 100 µs a request") for line in shown)


def test_what_the_home_page_costs_is_said_of_each_variant(shown):
    text = " ".join(shown).replace("  ", " ")
    assert "as its 10 articles as JSON, in process: 3.00 in flask_sync, 2.50 in raw_wsgi." in text


def test_what_the_home_page_is_made_of_is_shown(shown):
    first = shown.index("home in flask_sync, in process, by parts")
    rows = [" ".join(line.split()) for line in shown[first + 4 : first + 9]]
    assert rows == [
        "SQL, 2 statements 210 25",
        "template, without the URLs 380 45",
        "URLs, 46 calls of url_for 20.0 2",
        "the rest 230 27",
        "the request 840 100",
    ]


def test_the_command_and_the_machine_are_said(shown):
    assert "`nox -s benchmarks`, 2026-11-21" in shown
    assert "Z80, 1 cores, 1 GiB; CPython 3.13.0" in shown


def test_the_markdown_table_has_a_row_per_variant(tmp_path, capsys):
    path = tmp_path / "results.json"
    path.write_text(json.dumps(RESULTS))
    assert report.main([str(path), "--markdown"]) == 0
    _, rule, *rows = capsys.readouterr().out.partition("\n\n")[0].splitlines()
    assert rule == "| :-- | --: | --: | --: | --: | --: |"
    assert rows == [
        "| `flask_sync` | 1500 | 1.00 | 280 | 220 | 900 |",
        "| `raw_wsgi` | 1800 | 1.20 | - | 120 | - |",
    ]


@pytest.mark.parametrize(
    ("content", "says"),
    [(None, "cannot be read"), ("{", "is not JSON"), ("[]", "no results"), ("{}", "no results")],
)
def test_what_holds_no_results_is_told_in_one_line(content, says, tmp_path, capsys):
    path = tmp_path / "results.json"
    if content is not None:
        path.write_text(content)
    assert report.main([str(path)]) == 1
    error = capsys.readouterr().err
    assert says in error
    assert error.count("\n") == 1
