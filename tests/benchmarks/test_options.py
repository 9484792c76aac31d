"""The command line, and how a run ends."""

import pytest

from benchmarks import BenchmarkError
from benchmarks.__main__ import main
from benchmarks.in_process import InProcess
from benchmarks.results import read
from benchmarks.split import Split

from .samples import split_cells, time_cell


@pytest.fixture(autouse=True)
def results(tmp_path, monkeypatch):
    """Where the results go."""
    monkeypatch.setattr("benchmarks.results.RESULTS", tmp_path)
    return tmp_path


@pytest.fixture
def measured(monkeypatch):
    """Measure nothing in process: record one result, then do what the test wants."""

    def measured(then=lambda: None):
        def measure(self, progress, record):
            progress.begin("nothing", 0)
            record(time_cell("flask_sync", [200, 210]))
            then()

        def measure_parts(self, progress, record):
            for cell in split_cells(statements=200, request=1_000, template=450, urls=150):
                record(cell)

        monkeypatch.setattr(InProcess, "measure", measure)
        monkeypatch.setattr(Split, "measure", measure_parts)

    return measured


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ("--only quart_asinc", "did you mean quart_async?"),
        ("--endpoint lists", "did you mean list?"),
        ("--seconds soon", "'soon' is not a number of seconds"),
        ("--seconds 0", "'0' is not a number of seconds"),
        ("--seconds nan", "'nan' is not a number of seconds"),
        ("--clients 1e3", "'1e3' is not a number"),
        ("--database mysql", "choose from"),
        ("--in-process --http", "not allowed with"),
        ("--sceonds 1", "unrecognized arguments"),
    ],
)
def test_a_wrong_option_is_told_in_one_line(options, says, capsys):
    with pytest.raises(SystemExit, match="2"):
        main(options.split())
    error = capsys.readouterr().err
    assert says in error
    assert error.count("\n") == 1


def test_a_run_leaves_its_results_in_a_file(measured, results, capsys):
    measured()
    assert main(["--in-process"]) == 0
    [path] = results.glob("*.json")
    assert str(path) in capsys.readouterr().out
    document = read(path)
    assert document["complete"]
    assert document["command"] == "nox -s benchmarks -- --in-process"
    assert [cell["application"] for cell in document["in_process"]] == ["flask_sync"]


@pytest.mark.parametrize(
    ("options", "endpoints", "is_split"),
    [
        ("--endpoint home", ["home", "home_json"], True),
        ("--endpoint home --only raw_wsgi", ["home", "home_json"], False),
        ("--endpoint article_page --endpoint tags", ["tags", "article_page"], False),
    ],
)
def test_with_the_home_page_go_its_articles_as_json_and_the_parts_of_the_baseline_s(
    options, endpoints, is_split, measured, results
):
    measured()
    assert main(["--in-process", *options.split()]) == 0
    [path] = results.glob("*.json")
    document = read(path)
    assert document["settings"]["in_process"]["endpoints"] == endpoints
    assert bool(document["split"]) == is_split


def test_an_interrupted_run_says_where_its_results_are(measured, results, capsys):
    def interrupt():
        raise KeyboardInterrupt

    measured(interrupt)
    assert main(["--in-process"]) == 130
    [path] = results.glob("*.json")
    assert f"What was measured until then: {path}" in capsys.readouterr().err
    assert not read(path)["complete"]


def test_a_comparison_that_fails_is_told_in_one_line(measured, capsys):
    def fail():
        raise BenchmarkError("3 requests got no answer")

    measured(fail)
    assert main(["--in-process"]) == 1
    assert capsys.readouterr().err.endswith("benchmarks: error: 3 requests got no answer\n")
