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
from benchmarks.phases import Phase, Plan
from benchmarks.progress import Progress
from benchmarks.results import read
from benchmarks.side_by_side import SideBySide
from benchmarks.turns import rates

from .documents import alone, cell

SMALL = "--http --only flask_sync --scenario list --rounds 1 --seconds 1".split()


@pytest.fixture(scope="module")
def resumed(tmp_path_factory):
    """A run that was interrupted before its first block side by side, and resumed.

    Gives the cells that there were until then, and all results.
    """
    directory = tmp_path_factory.mktemp("results")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("benchmarks.results.RESULTS", directory)
        with pytest.MonkeyPatch.context() as interrupted:
            interrupted.setattr(SideBySide, "measure", interrupt)
            assert main(SMALL) == 130
        [path] = directory.glob("*.json")
        until_then = read(path)["cells"]
        assert main(["--resume"]) == 0
        yield until_then, read(path)


def interrupt(self, testbed):
    raise KeyboardInterrupt


def test_an_interrupted_run_is_completed_and_loses_nothing(resumed):
    [first], document = resumed
    assert first["kind"] == "alone"
    assert document["complete"]
    same, *others = document["cells"]
    assert same == first
    assert {one["deployment"] for one in others} == {"flask_sync", "flask_sync again"}
    assert {one["position"] for one in others} == {0, 1}


def test_a_cell_says_all_that_was_asked(resumed):
    _, document = resumed
    of_one, *side_by_side = document["cells"]
    assert of_one.keys() == alone("flask_sync", "list", 100.0).keys()
    assert of_one["connections"]["http"] >= of_one["clients"]
    assert 0 < of_one["cpu"]["server"] <= 1.1
    for one in side_by_side:
        assert one.keys() == cell("flask_sync", "list", 100.0).keys()
    for one in document["cells"]:
        assert one["requests"] == sum(one["windows"]) > 0
        assert (one["failed"], one["unlike"], one["dropped"]) == (0, 0, 0)
        assert one["startup"] > 0
    statements = {answer["statements"] for answer in document["answers"]}
    assert statements == {1, None}
    assert len({answer["digest"] for answer in document["answers"]}) == 1
    asked = {(answer["deployment"], answer["when"]) for answer in document["answers"]}
    names = ("flask_sync", "flask_sync again")
    assert asked == {(name, when) for name in names for when in ("before", "after")}
    spent = {row["part"] for row in document["spent"]}
    assert spent == {"databases", "servers", "warm-up", "load"}


class Wrong(Candidate):
    """A candidate that answers otherwise than it should."""

    def deployment(self, database_url):
        """Return what is to be started: another application."""
        return replace(
            super().deployment(database_url), factory="tests.benchmarks.wrong:create_app"
        )


def comparison_of(*candidates, changes="the variant"):
    """Return a comparison of these at the list, the first being the baseline."""
    return Comparison(
        name="few",
        title="A few",
        changes=changes,
        baseline=candidates[0].name,
        deployments=candidates,
        scenarios=("list",),
    )


def run_of(kind, comparison, rounds=1, done=()):
    """Return a run of one phase."""
    phase = Phase(kind=kind, comparisons=(comparison,), rounds=rounds, seconds=1)
    plan = Plan(name="few", phases=(phase,), in_process=0, endpoints=(), left_out="")
    return OverHTTP(plan, 1, share(usable_cores()), done)


@pytest.mark.parametrize("kind", ["alone", "capacity"])
def test_a_variant_that_answers_otherwise_is_refused(kind):
    flask = Candidate(name="flask_sync", variant="flask_sync")
    wrong = Wrong(name="wrong", variant="flask_sync", threads=2)
    run = run_of(kind, comparison_of(flask, wrong, changes="the size"))
    recorded = []
    with pytest.raises(BenchmarkError, match=r"answer list .* with different bodies"):
        run.measure(Progress(Console(quiet=True), 0), lambda part, *found: recorded.append(part))
    assert recorded == ["spent", *(["answers", "cells"] if kind == "alone" else [])]


def test_what_is_done_is_not_planned_again():
    few = comparison_of(*(Candidate(name=name, variant=name) for name in ("raw_wsgi", "raw_asgi")))
    done = [{"phase": 0, **cell("raw_wsgi", "list", 1.0, block=1, comparison="few")}]
    whole, rest = run_of("capacity", few, rounds=3), run_of("capacity", few, rounds=3, done=done)
    (phase,) = whole.plan.phases
    of_databases = whole.duration - 3 * phase.block(few)
    assert rest.duration == pytest.approx(of_databases + 2 * phase.block(few))


def test_rates_are_shares_of_each_capacity_and_one_that_all_can_serve():
    few = comparison_of(
        *(Candidate(name=name, variant=name) for name in ("flask_sync", "flask_async"))
    )
    phase = Phase(kind="latency", comparisons=(few,), rounds=1, seconds=1, shares=(0.5, 0.9))
    cells = [cell("flask_sync", "list", rate) for rate in (900.0, 1000.0, 2000.0)]
    cells += [cell("flask_async", "list", 100.0), cell("flask_sync", "home", 1.0)]
    cells += [cell("flask_sync", "list", 7.0, kind="sweep")]
    assert rates(phase, "flask_sync", "list", cells) == [
        (0.5, 500.0), (0.9, 900.0), ("common", 50.0),
    ]  # fmt: skip
