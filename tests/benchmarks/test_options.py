"""The command line, and how a run ends."""

import pytest

from benchmarks import BenchmarkError
from benchmarks.__main__ import main
from benchmarks.in_process import InProcess
from benchmarks.results import read
from benchmarks.split import Split

from .documents import split, time_cell


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
            record("in_process", time_cell("flask_sync", [200, 210]))
            then()

        def measure_parts(self, progress, record):
            record("split", *split())

        monkeypatch.setattr(InProcess, "measure", measure)
        monkeypatch.setattr(Split, "measure", measure_parts)

    return measured


def interrupt():
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ("--only quart_asinc", "did you mean quart_async?"),
        ("--only flask_sync/granit", "did you mean granian?"),
        ("--scenario lists", "did you mean list?"),
        ("--seconds soon", "'soon' is not a number of seconds"),
        ("--seconds 0", "'0' is not a number of seconds"),
        ("--seconds nan", "'nan' is not a number of seconds"),
        ("--rounds 1e3", "'1e3' is not a number"),
        ("--in-process --http", "not allowed with"),
        ("--resume x --compare y z", "not allowed with"),
        ("--resume", "nothing to resume"),
        ("--against ftp://x", "does not start with http://"),
        ("--sceonds 1", "unrecognized arguments"),
    ],
)
def test_a_wrong_option_is_told_in_one_line(options, says, capsys):
    with pytest.raises(SystemExit, match="2"):
        main(options.split())
    error = capsys.readouterr().err
    assert says in error
    assert error.count("\n") == 1


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ("--scenario null", "nothing to measure"),
        ("--resume nowhere.json", "nowhere.json cannot be read"),
        ("--compare nowhere.json nowhere.json", "nowhere.json cannot be read"),
        ("--against http://127.0.0.1:1", "got no answer"),
    ],
)
def test_what_cannot_be_measured_is_told_in_one_line(options, says, capsys):
    assert main(options.split()) == 1
    error = capsys.readouterr().err
    assert says in error
    assert error.count("\n") == 1


def test_a_run_leaves_its_results_and_a_report(measured, results, capsys):
    measured()
    assert main(["--in-process"]) == 0
    [path] = results.glob("*.json")
    assert str(path) in capsys.readouterr().out
    assert "<!doctype html>" in path.with_suffix(".html").read_text().lower()
    document = read(path)
    assert document["complete"]
    assert document["command"] == "nox -s benchmarks -- --in-process"
    assert [cell["application"] for cell in document["in_process"]] == ["flask_sync"]


def test_an_interrupted_run_goes_on_where_it_was(measured, results, capsys):
    measured(interrupt)
    assert main(["--in-process"]) == 130
    [path] = results.glob("*.json")
    assert f"nox -s benchmarks -- --resume {path}" in capsys.readouterr().err
    assert not read(path)["complete"]

    measured(interrupt)
    assert main(["--resume"]) == 0
    document = read(path)
    assert document["complete"]
    assert len(document["in_process"]) == 1
    assert document["split"] == split()


def test_a_complete_run_cannot_go_on(measured, results, capsys):
    measured()
    assert main(["--in-process"]) == 0
    [path] = results.glob("*.json")
    assert main(["--resume", str(path)]) == 1
    assert "nothing to resume" in capsys.readouterr().err


def test_a_run_of_other_code_cannot_go_on(measured, results, capsys, monkeypatch):
    measured(interrupt)
    assert main(["--in-process"]) == 130
    monkeypatch.setattr("benchmarks.results.commit", lambda: "another")
    assert main(["--resume"]) == 1
    assert "another commit" in capsys.readouterr().err


def test_a_run_that_fails_is_told_in_one_line(measured, capsys):
    def fail():
        raise BenchmarkError("3 requests got no answer")

    measured(fail)
    assert main(["--in-process"]) == 1
    assert capsys.readouterr().err.endswith("benchmarks: error: 3 requests got no answer\n")


def test_two_runs_are_compared(measured, results, capsys):
    measured()
    assert main(["--in-process"]) == 0
    [path] = results.glob("*.json")
    assert main(["--compare", str(path), str(path)]) == 1
    assert "no deployment was measured" in capsys.readouterr().err
