"""What a plan measures, and what is left of it when some of it is named."""

import pytest

from benchmarks import BenchmarkError
from benchmarks.comparisons import COMPARISONS
from benchmarks.plans import PLANS, candidate, narrowed
from benchmarks.scenarios import SCENARIOS
from benchmarks.statistics import FEWEST
from deployments import DeploymentError
from variants import VARIANTS


def deployments(plan):
    """Return the names of what a plan is about, phase by phase."""
    return [list(phase.candidates) for phase in plan.phases]


def test_the_quick_plan_compares_all_variants_and_one_of_them_with_itself():
    alone, side_by_side = deployments(PLANS["quick"])
    assert alone == [*VARIANTS]
    assert side_by_side == [*VARIANTS, "flask_sync again"]


def test_the_full_plan_has_every_comparison_and_every_scenario():
    plan = PLANS["full"]
    assert plan.comparisons.keys() >= COMPARISONS.keys()
    scenarios = {name for one in plan.comparisons.values() for name in one.scenarios}
    assert scenarios == SCENARIOS.keys()
    kinds = [phase.kind for phase in plan.phases]
    assert kinds == ["alone", *["capacity"] * 5, "sweep", "latency"]


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_every_phase_that_compares_has_enough_blocks_for_intervals(plan):
    assert all(phase.rounds >= FEWEST for phase in plan.phases if phase.kind != "alone")


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_whoever_is_compared_is_also_measured_alone(plan):
    alone = [phase for phase in plan.phases if phase.kind == "alone"]
    wanted = {
        (one.name, scenario)
        for phase in plan.phases
        for name, one in phase.candidates.items()
        for scenario in phase.scenarios_of(name)
        if not one.twin_of and " at " not in name and scenario != "login"
    }
    measured = {
        (name, scenario)
        for phase in alone
        for name in phase.candidates
        for scenario in phase.scenarios_of(name)
    }
    assert wanted == measured


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_a_candidate_of_several_comparisons_is_measured_once_in_a_block(plan):
    for phase in plan.phases:
        for name in phase.candidates:
            scenarios = phase.scenarios_of(name)
            assert len(scenarios) == len(set(scenarios)) > 0


def test_constants_are_asked_for_constants_and_variants_for_the_rest():
    for phase in PLANS["full"].phases:
        for name, one in phase.candidates.items():
            constants = {SCENARIOS[scenario].null for scenario in phase.scenarios_of(name)}
            assert constants == {one.application == "null"}


def test_nothing_named_changes_nothing():
    assert narrowed(PLANS["full"], [], []) is PLANS["full"]


def test_candidates_that_are_named_are_compared_with_the_first_and_that_with_itself():
    named = [candidate("raw_wsgi/waitress/sqlite"), candidate("flask_sync")]
    plan = narrowed(PLANS["quick"], named, ["login"])
    alone, phase = plan.phases
    assert list(alone.candidates) == ["raw_wsgi/waitress/sqlite", "flask_sync"]
    (comparison,) = phase.comparisons
    assert comparison.baseline == "raw_wsgi/waitress/sqlite"
    assert list(phase.candidates) == [
        "raw_wsgi/waitress/sqlite", "flask_sync", "raw_wsgi/waitress/sqlite again",
    ]  # fmt: skip
    assert comparison.scenarios == ("login",)


def test_a_scenario_that_is_named_is_all_that_is_measured():
    plan = narrowed(PLANS["full"], [], ["static"])
    asked = {phase.scenarios_of(name)[0] for phase in plan.phases for name in phase.candidates}
    assert asked == {"static"}
    constants = [one.name for one in COMPARISONS["null"].deployments]
    assert deployments(narrowed(PLANS["full"], [], ["null"])) == [
        constants, [*constants, f"{constants[0]} again"],
    ]  # fmt: skip


def test_a_scenario_that_the_plan_has_not_can_be_named():
    for phase in narrowed(PLANS["quick"], [], ["write", "list"]).phases:
        assert phase.scenarios_of("raw_asgi") == ["list", "write"]


def test_a_plan_that_leaves_nothing_to_measure_is_refused():
    with pytest.raises(BenchmarkError, match="nothing to measure: --full"):
        narrowed(PLANS["quick"], [], ["null"])


def test_a_candidate_has_a_name_in_the_table_or_consists_of_parts():
    assert candidate("flask_sync on waitress").server == "waitress"
    parts = candidate("quart_async/hypercorn")
    assert (parts.variant, parts.server, parts.database) == (
        "quart_async", "hypercorn", "postgresql",
    )  # fmt: skip
    assert candidate("flask_sync/granian/sqlite").database == "sqlite"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("quart_asinc", "did you mean quart_async"),
        ("flask_sync/granit", "did you mean granian"),
        ("flask_sync/uvicorn", "choose "),
        ("flask_sync/granian/mysql", "unknown database 'mysql'"),
        ("flask_sync/granian/sqlite/x", "unknown deployment"),
        ("flask_async/gunicorn-gevent", "cannot serve flask_async"),
        ("", "unknown deployment"),
    ],
)
def test_a_candidate_that_cannot_be_is_refused(text, says):
    with pytest.raises((BenchmarkError, DeploymentError), match=says):
        candidate(text)


def test_other_sizes_leave_the_rest():
    plan = PLANS["full"].sized(7, 0.5)
    sizes = {(phase.kind, phase.rounds, phase.seconds) for phase in plan.phases}
    assert sizes == {
        ("alone", 1, 0.5), ("capacity", 7, 0.5), ("sweep", 7, 0.5), ("latency", 7, 0.5),
    }  # fmt: skip
    assert deployments(plan) == deployments(PLANS["full"])
    assert PLANS["full"].sized(None, None) == PLANS["full"]
