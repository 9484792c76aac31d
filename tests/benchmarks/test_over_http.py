"""Runs over HTTP, small and real: what they leave behind, and what they refuse."""

from dataclasses import replace

import pytest
from rich.console import Console

from benchmarks import BenchmarkError
from benchmarks.__main__ import main
from benchmarks.commands import share, usable_cores
from benchmarks.comparisons import Comparison
from benchmarks.deployments import Candidate
from benchmarks.over_http import OverHTTP
from benchmarks.plans import Phase, Plan
from benchmarks.progress import Progress
from benchmarks.results import read
from benchmarks.turns import Measurement, rates

from .documents import cell

SMALL = "--http --only flask_sync --scenario list --rounds 1 --seconds 1".split()


@pytest.fixture(autouse=True)
def results(tmp_path, monkeypatch):
    """Where the results go."""
    monkeypatch.setattr("benchmarks.results.RESULTS", tmp_path)
    return tmp_path


@pytest.fixture
def interrupted_after(monkeypatch):
    """Interrupt a run after some turns."""

    def after(turns):
        real, left = Measurement.cells, iter(range(turns))

        def cells(self):
            if next(left, None) is None:
                raise KeyboardInterrupt
            return real(self)

        monkeypatch.setattr(Measurement, "cells", cells)
        return lambda: monkeypatch.setattr(Measurement, "cells", real)

    return after


def test_an_interrupted_run_is_completed_and_loses_nothing(interrupted_after, results, capsys):
    let_go = interrupted_after(turns=1)
    assert main(SMALL) == 130
    [path] = results.glob("*.json")
    (first,) = read(path)["cells"]

    let_go()
    assert main(["--resume"]) == 0
    document = read(path)
    assert document["complete"]
    cells = document["cells"]
    assert cells[0] == first
    assert {one["deployment"] for one in cells} == {"flask_sync", "flask_sync again"}
    assert [one["position"] for one in cells] == [0, 1]
    assert "flask_sync" in capsys.readouterr().out


def test_a_cell_says_all_that_was_asked(results):
    assert main(SMALL) == 0
    [path] = results.glob("*.json")
    document = read(path)
    one, _ = document["cells"]
    assert one.keys() == cell("flask_sync", "list", 100.0).keys()
    assert one["requests"] == sum(one["windows"]) > 0
    assert (one["failed"], one["unlike"], one["dropped"]) == (0, 0, 0)
    assert one["connections"]["http"] >= one["clients"]
    assert one["startup"] > 0
    assert 0 < one["cpu"]["server"] <= 1.1
    statements = {answer["statements"] for answer in document["answers"]}
    assert statements == {1, None}
    assert len({answer["digest"] for answer in document["answers"]}) == 1


class Wrong(Candidate):
    """A candidate that answers otherwise than it should."""

    def deployment(self, database_url):
        """Return what is to be started: another application."""
        return replace(
            super().deployment(database_url), factory="tests.benchmarks.wrong:create_app"
        )


def test_a_variant_that_answers_otherwise_is_refused():
    candidates = (
        Candidate(name="flask_sync", variant="flask_sync"),
        Wrong(name="wrong", variant="flask_sync", threads=2),
    )
    comparison = Comparison(
        name="wrong",
        title="One that is wrong",
        changes="the concurrency",
        baseline="flask_sync",
        deployments=candidates,
        scenarios=("list",),
    )
    phase = Phase(kind="capacity", comparisons=(comparison,), rounds=1, seconds=1)
    plan = Plan(name="wrong", phases=(phase,), in_process=0, endpoints=(), left_out="")
    recorded = []
    run, progress = OverHTTP(plan, 1, share(usable_cores())), Progress(Console(quiet=True), 0)
    with pytest.raises(BenchmarkError, match=r"answer list .* with different bodies"):
        run.measure(progress, lambda part, *found: recorded.append(part))
    assert recorded == ["answers", "cells"]


def test_rates_are_shares_of_each_capacity_and_one_that_all_can_serve():
    quick, slow = (Candidate(name=name, variant=name) for name in ("flask_sync", "flask_async"))
    comparison = Comparison(
        name="two",
        title="Two",
        changes="the variant",
        baseline="flask_sync",
        deployments=(quick, slow),
        scenarios=("list",),
    )
    phase = Phase(kind="latency", comparisons=(comparison,), rounds=1, seconds=1, shares=(0.5, 0.9))
    cells = [cell("flask_sync", "list", rate) for rate in (900.0, 1000.0, 2000.0)]
    cells += [cell("flask_async", "list", 100.0), cell("flask_sync", "home", 1.0)]
    cells += [cell("flask_sync", "list", 7.0, kind="sweep")]
    assert rates(phase, "flask_sync", "list", cells) == [
        (0.5, 500.0), (0.9, 900.0), ("common", 50.0),
    ]  # fmt: skip
