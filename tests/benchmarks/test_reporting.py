"""Figures, and the tables that are printed of them."""

import json
import re

import pytest
from rich.console import Console

from benchmarks.reporting import __main__ as command
from benchmarks.reporting import sentences
from benchmarks.reporting.derivation import figures_of
from benchmarks.reporting.figures import Figures
from benchmarks.reporting.in_process import shares
from benchmarks.reporting.terminal import show

from .documents import (
    AGAIN,
    BASELINE,
    BYTES,
    SHARES,
    alone,
    answer,
    answers,
    cell,
    comparison,
    deployment,
    document,
    time_cell,
)


@pytest.fixture(scope="module")
def figures():
    """What the sample run comes to."""
    return figures_of(document())


@pytest.fixture(scope="module")
def shown(figures):
    """What is printed of the sample run, line by line."""
    return printed(figures)


def printed(figures):
    console = Console(width=100)
    with console.capture() as capture:
        show(figures, console)
    return capture.get().splitlines()


def rows_of(figures, scenario="list"):
    [found] = figures.comparisons
    [part] = [part for part in found.parts if part.scenario == scenario]
    return {row.deployment: row for row in part.rows}


def blocks(name, *rates, scenario="list", **changes):
    """Return a cell for each block."""
    return [cell(name, scenario, rate, block=block, **changes) for block, rate in enumerate(rates)]


def test_throughput_is_the_median_of_the_blocks():
    cells = [*blocks(BASELINE, 100, 110, 500), *blocks("raw_wsgi", 120, 40, 130)]
    rows = rows_of(figures_of(document(cells=cells)))
    assert [rows[BASELINE].throughput, rows["raw_wsgi"].throughput] == [110, 120]


def test_a_ratio_pairs_the_blocks():
    cells = [*blocks(BASELINE, 100, 200, 400, 800), *blocks("raw_wsgi", 150, 300, 600, 1200)]
    ratio = rows_of(figures_of(document(cells=cells)))["raw_wsgi"].ratio
    assert [ratio.estimate, ratio.low, ratio.high] == pytest.approx([1.5, 1.5, 1.5])


def test_who_differs_is_told_from_who_is_tied(figures):
    verdicts = {name: row.verdict for name, row in rows_of(figures).items()}
    assert verdicts == {
        BASELINE: "baseline",
        AGAIN: "tie",
        "flask_async": "less",
        "quart_async": "less",
        "werkzeug_sync": "tie",
        "raw_wsgi": "more",
        "raw_asgi": "more",
    }


def test_who_is_tied_with_the_baseline_shares_a_letter_with_it(figures):
    rows = rows_of(figures)
    assert set(rows["werkzeug_sync"].letters) & set(rows[BASELINE].letters)
    assert not set(rows["raw_wsgi"].letters) & set(rows[BASELINE].letters)


def test_a_difference_below_the_noise_floor_is_a_tie():
    steady = [1000, 1001, 1002, 1003]
    cells = [
        *blocks(BASELINE, *steady),
        *blocks(AGAIN, *(1.05 * rate for rate in steady)),
        *blocks("raw_wsgi", *(1.04 * rate for rate in steady)),
        *blocks("raw_asgi", *(1.06 * rate for rate in steady)),
    ]
    figures = figures_of(document(cells=cells))
    assert figures.noise == pytest.approx(0.05)
    rows = rows_of(figures)
    assert [rows["raw_wsgi"].verdict, rows["raw_asgi"].verdict] == ["tie", "more"]


def test_without_a_twin_nothing_is_called_a_difference():
    cells = [*blocks(BASELINE, 100, 101, 102, 103), *blocks("raw_wsgi", 200, 202, 204, 206)]
    figures = figures_of(document(cells=cells))
    assert figures.noise is None
    assert rows_of(figures)["raw_wsgi"].verdict == "tie"
    assert "not known" in sentences.noise(figures)


def test_one_block_decides_nothing():
    cells = [*blocks(BASELINE, 100), *blocks("raw_wsgi", 200)]
    assert rows_of(figures_of(document(cells=cells)))["raw_wsgi"].verdict == "unknown"


def test_what_was_not_measured_has_no_row():
    assert list(rows_of(figures_of(document(cells=blocks("raw_wsgi", 200))))) == ["raw_wsgi"]
    assert figures_of(document(cells=[])).comparisons == []


def test_a_mark_says_in_how_many_blocks():
    cells = [*blocks(BASELINE, 1, marks=["slow"]), cell(BASELINE, "list", 1, block=1)]
    assert rows_of(figures_of(document(cells=cells)))[BASELINE].marks == ["slow (in 1 of 2 blocks)"]


def test_what_one_takes_was_measured_alone_and_not_of_its_twin(figures):
    rows = rows_of(figures)
    assert rows[BASELINE].memory != rows["raw_wsgi"].memory
    assert rows[BASELINE].cpu["server"] == 0.71
    assert (rows[AGAIN].memory, rows[AGAIN].cpu) == ({}, {})


def test_a_first_start_that_took_long_is_one_of_many():
    cells = [*blocks(BASELINE, 1, 1, 1, startup=1.0), alone(BASELINE, "list", 1, startup=3.0)]
    assert rows_of(figures_of(document(cells=cells)))[BASELINE].startup == 1.0


def test_marks_of_who_was_alone_say_so():
    cells = [*blocks(BASELINE, 100, 100), alone(BASELINE, "list", 90, marks=["slow"])]
    [mark] = rows_of(figures_of(document(cells=cells)))[BASELINE].marks
    assert mark == "alone: slow (in 1 of 1 blocks)"


def test_deployments_are_compared_where_they_were_side_by_side():
    elsewhere = blocks(BASELINE, *[50] * 6, comparison="others")
    compared = [comparison(), comparison(name="others", deployments=[BASELINE])]
    cells = [*blocks(BASELINE, *[100] * 6), *elsewhere]
    here, there = figures_of(document(cells=cells, comparisons=compared)).comparisons
    assert here.parts[0].rows[0].throughput == 100
    assert there.parts[0].rows[0].throughput == 50


def test_twins_are_also_compared_over_all_scenarios():
    cells = [
        *blocks(BASELINE, *[100] * 4), *blocks(AGAIN, 110, 90.9, 110, 90.9),
        *blocks(BASELINE, *[100] * 4, scenario="home"),
        *blocks(AGAIN, 110, 110, 90.9, 90.9, scenario="home"),
    ]  # fmt: skip
    figures = figures_of(document(cells=cells))
    assert figures.control.estimate == pytest.approx(1, abs=0.001)
    assert figures.control.low < 1 < figures.control.high
    assert figures_of(document(cells=[])).control is None


def test_a_sweep_has_its_points_in_order(figures):
    points = figures.comparisons[0].parts[0].sweep
    assert [point.load for point in points if point.deployment == BASELINE] == [1, 4, 16, 64, 256]


def test_loads_are_shown_where_all_of_a_comparison_had_them():
    few = comparison(name="few", deployments=[BASELINE, "quart_async"])
    more = comparison(name="more", deployments=[BASELINE, "quart_async", "raw_wsgi"])
    cells = [
        *blocks(BASELINE, 100, comparison="few"), *blocks(BASELINE, 100, comparison="more"),
        alone(BASELINE, "list", 50, kind="latency", rate=50, share="common"),
        alone("quart_async", "list", 50, kind="latency", rate=50, share="common"),
    ]  # fmt: skip
    found = figures_of(document(cells=cells, comparisons=[few, more])).comparisons
    assert [len(one.parts[0].latency) for one in found] == [2, 0]


def test_latencies_are_compared_at_the_common_rate_only(figures):
    points = figures.comparisons[0].parts[0].latency
    compared = {point.share for point in points if point.ratio}
    assert compared == {"common"}


def test_unlike_answers_are_told():
    unlike = answer("raw_wsgi", "list", digest="another")
    rest = [
        row for row in answers() if (row["deployment"], row["scenario"]) != ("raw_wsgi", "list")
    ]
    figures = figures_of(document(answers=[*rest, unlike]))
    assert {row.scenario: row.equal for row in figures.payloads} == {
        "list": False,
        "home": True,
        "write": True,
    }
    assert sentences.payloads(figures).startswith("The answers at list were not the same")


def test_requests_of_one_scenario_are_compared_each_with_its_like():
    second = [
        answer(name, "list", when, request=1, digest="another")
        for name in SHARES
        for when in ("before", "after")
    ]
    figures = figures_of(document(answers=[*answers(), *second]))
    payloads = {row.scenario: row for row in figures.payloads}
    assert payloads["list"].equal
    assert payloads["list"].bytes == 2 * BYTES["list"]
    statements = {part.scenario: part.rows[0].statements for part in figures.comparisons[0].parts}
    assert statements == {"list": None, "home": 2, "write": 3}


def test_figures_are_the_same_when_read_again(figures):
    assert Figures.from_json(figures.to_json()) == figures


def test_a_row_has_ratio_interval_letters_and_notes(shown):
    line = next(line for line in shown if line.startswith("raw_wsgi "))
    assert re.match(r"raw_wsgi +1\d{3} +1\.2\d +1\.\d\d to 1\.\d\d +a ", line)
    assert line.rstrip().endswith("[1]")
    assert any(line.startswith("[1] the generator used 84 % of its core") for line in shown)


def test_nothing_is_wider_than_it_may_be(shown):
    assert max(map(len, shown)) <= 100
    assert not any("…" in line for line in shown)


def test_a_long_name_cuts_no_figure_off():
    long = "flask_sync on gunicorn-gthread"
    names = [deployment(BASELINE), deployment(BASELINE) | {"name": long}]
    compared = comparison(deployments=[BASELINE, long], scenarios=["list"])
    cells = [*blocks(BASELINE, 10_000, 10_000), *blocks(BASELINE, 9_000, 9_000)]
    for each in cells[2:]:
        each.update(deployment=long, marks=["slow"])
    figures = figures_of(document(deployments=names, comparisons=[compared], cells=cells))
    lines = printed(figures)
    assert max(map(len, lines)) <= 100
    assert not any("…" in line for line in lines)
    assert any(" 9000 " in line and line.rstrip().endswith("[1]") for line in lines)


def test_what_could_not_be_measured_is_left_out():
    unknown = {
        "cpu": {"server": None, "database": None, "generator": 0.5},
        "memory": {"server": None, "database": None},
        "startup": None,
    }
    cells = [*blocks(BASELINE, 1000, startup=None), alone(BASELINE, "list", 1000, **unknown)]
    figures = figures_of(document(cells=cells))
    lines = printed(figures)
    headings = next(line for line in lines if "req/s" in line)
    assert not any(heading in headings for heading in ("MiB", "start", "used"))
    assert not any("Memory" in text for _, texts in sentences.overview(figures) for text in texts)


def test_microseconds_are_shown_with_floor_and_null(shown):
    first = shown.index(
        "list in process: the newest 20 of 500 articles, with their authors and tags"
    )
    rows = {line.split()[0]: line.split() for line in shown[first + 4 : first + 12]}
    assert rows["raw_wsgi"] == ["raw_wsgi", "164", "172", "8.20", "0.58", "1.98"]
    assert rows["floor"][-1] == "1.00"
    assert any(line.split()[:2] == ["null", "1.10"] for line in shown)


def test_a_run_in_process_only_has_no_comparisons():
    cells = [time_cell(BASELINE, [220, 230], "tags"), time_cell("raw_wsgi", [120, 130], "tags")]
    lines = printed(figures_of(document(cells=[], in_process=cells, split=[])))
    assert "Flask costs 100 µs a request: flask_sync less raw_wsgi at tags." in lines
    assert not any("noise" in line for line in lines)


def test_the_parts_of_the_home_page_add_up():
    *parts, whole = shares(document()["split"])
    assert sum(part.microseconds for part in parts) == pytest.approx(whole.microseconds)


def test_where_the_time_went_is_said(figures):
    assert sentences.spent(figures).replace("\xa0", " ") == (
        "Of 300 s: 60.0 % load, 20.0 % warm-up and 17.0 % servers; "
        "3.0 % was all else that a run does."
    )


def test_of_a_run_that_was_resumed_nobody_knows_where_the_time_went():
    assert sentences.spent(figures_of(document(seconds=200.0))) == ""
    unfinished = document()
    del unfinished["seconds"]
    assert sentences.spent(figures_of(unfinished)) == ""


def test_where_it_was_measured_is_said(shown):
    assert "`nox -s benchmarks -- --full`, 2026-11-21, commit 0123456789" in shown
    assert "server on core 1, generator on core 0, database on core 1" in shown


def test_an_interruption_is_said(figures):
    interrupted = figures_of(document(complete=False))
    assert "interrupted" in next(sentences.provenance(interrupted))
    assert "interrupted" not in next(sentences.provenance(figures))


def test_the_command_shows_an_earlier_run(tmp_path, capsys):
    path = tmp_path / "results.json"
    path.write_text(json.dumps(document(comparisons=[comparison(title="Of old")])))
    assert command.main([str(path)]) == 0
    assert "Of old, list" in capsys.readouterr().out


@pytest.mark.parametrize("content", [None, "{", "[]", "{}"])
def test_what_holds_no_results_is_told_in_one_line(content, tmp_path, capsys):
    path = tmp_path / "results.json"
    if content is not None:
        path.write_text(content)
    assert command.main([str(path)]) == 1
    assert capsys.readouterr().err.count("\n") == 1
