"""What changed between two runs, and what cannot be said to have."""

from random import Random

import pytest
from rich.console import Console

from benchmarks import BenchmarkError
from benchmarks.changes import compare, show

from .documents import AGAIN, BASELINE, SCENARIOS, answer, cell, deployment, document, settings

NAMES = (BASELINE, AGAIN, "quart_async", "raw_wsgi")


def run(seed=1, *, blocks=6, marks=(), generator="k6", levels=None, scenarios=("list",), **parts):
    """Return a run in which deployments answered so many requests per second, 1000 if not told."""
    random, levels = Random(seed), {} if levels is None else levels
    cells = [
        cell(
            name,
            scenario,
            levels.get(name, 1_000) * random.gauss(1, 0.01),
            block=block,
            marks=list(marks),
            generator=generator,
        )
        for name in NAMES
        for scenario in scenarios
        for block in range(blocks)
    ]
    answers = [answer(name, scenario) for name in NAMES for scenario in SCENARIOS]
    rows = [deployment(name) for name in NAMES]
    return document(**({"cells": cells, "answers": answers, "deployments": rows} | parts))


def shown(changes):
    """Return what is printed of changes in an 80-column terminal."""
    console = Console(width=80)
    with console.capture() as capture:
        show(changes, console)
    return capture.get()


def test_a_change_beyond_the_noise_is_called_one():
    changes = compare(run(1), run(2, levels={"quart_async": 1_200, "raw_wsgi": 850}))
    verdicts = {row.deployment: row.verdict for row in changes.rows}
    assert verdicts == {BASELINE: "", "quart_async": "faster", "raw_wsgi": "slower"}
    [ratio] = [row.ratio for row in changes.rows if row.deployment == "quart_async"]
    assert ratio.low < 1.2 < ratio.high
    assert "2 of 3 figures changed beyond the noise" in shown(changes)


def test_a_change_below_the_noise_of_either_run_is_none():
    noisy = run(1, levels={AGAIN: 1_300})
    faster = run(2, levels={"quart_async": 1_200})
    for changes in (compare(noisy, faster), compare(faster, noisy)):
        assert changes.floor == pytest.approx(0.3, abs=0.03)
        assert not any(row.verdict for row in changes.rows)


def test_without_a_twin_no_change_is_called_one():
    alone = run(2, deployments=[deployment(name) for name in (BASELINE, "quart_async", "raw_wsgi")])
    faster = run(1, levels={"quart_async": 2_000})
    changes = compare(alone, faster)
    assert not any(row.verdict for row in changes.rows)
    assert "the noise is not known" in shown(changes)


def test_of_few_blocks_no_change_is_called_one():
    changes = compare(run(1, blocks=2), run(2, blocks=2, levels={"raw_wsgi": 2_000}))
    assert not any(row.verdict for row in changes.rows)
    assert "too few blocks" in shown(changes)


def test_only_what_both_measured_at_capacity_is_compared():
    old = run(1, scenarios=("list", "home"))
    new = run(2, scenarios=("write", "home"))
    sweep = cell(BASELINE, "write", 9, kind="sweep")
    old["cells"].append(sweep)
    assert {row.scenario for row in compare(old, new).rows} == {"home"}


def test_what_answered_nothing_is_not_compared():
    new = run(2)
    for failed in new["cells"]:
        failed["throughput"] *= failed["deployment"] != "raw_wsgi"
    changes = compare(run(1), new)
    assert changes.caveats == ["raw_wsgi at list: not compared, no request was answered"]
    assert [row.deployment for row in changes.rows] == [BASELINE, "quart_async"]


def test_what_differs_beside_the_code_is_said_first():
    new = run(
        2,
        complete=False,
        machine={**run()["machine"], "processor": "6502"},
        settings=settings(seed=8, seconds=6.0, choice={"seconds": 6.0}),
        versions={"Flask": "3.2.0", "granian": "2.5.0"},
    )
    new["deployments"][2] |= {"threads": 8}
    text = shown(compare(run(1), new))
    assert text.splitlines()[:5] == [
        "Attention: the new run was interrupted.",
        "Attention: machine changed: processor Z80 → 6502.",
        "Attention: settings changed: seconds 2.0 → 6.0.",
        "Attention: versions changed: Flask 3.1.2 → 3.2.0, k6 1.3.0 → None.",
        "Attention: quart_async changed: threads 4 → 8.",
    ]


def test_between_equal_runs_nothing_differs_beside_the_code():
    assert compare(run(1), run(2)).caveats == []


def test_what_was_loaded_otherwise_is_not_compared():
    changes = compare(run(1), run(2, generator="wrk"))
    assert changes.rows == []
    assert f"{BASELINE} at list: not compared, loaded by k6 and by wrk" in changes.caveats


def test_what_answers_otherwise_is_not_compared():
    longer = [answer(name, "list", bytes=12 if name == "raw_wsgi" else 11_412) for name in NAMES]
    changes = compare(run(1), run(2, answers=longer))
    assert [row.deployment for row in changes.rows] == [BASELINE, "quart_async"]
    assert changes.caveats == ["raw_wsgi at list: not compared, answers of 11412 and of 12 bytes"]


def test_what_is_to_be_read_with_care_has_a_star():
    assert "*" not in shown(compare(run(1), run(2)))
    text = shown(compare(run(1), run(2, marks=["throughput fell"])))
    assert "*" in text
    assert "A star: to be read with care" in " ".join(text.split())


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ({"format": 1}, {}, "the old results are not of format 2"),
        ({}, {"format": 3}, "the new results are not of format 2"),
        ({}, {"cells": []}, "no deployment was measured at the same scenario in both runs"),
    ],
)
def test_runs_that_cannot_be_compared_are_told_in_one_line(old, new, says):
    with pytest.raises(BenchmarkError, match=rf"\A{says}.*\Z"):
        compare(run(1, **old), run(2, **new))
