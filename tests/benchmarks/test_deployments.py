"""One comparison changes one thing, within one budget."""

from dataclasses import replace

import pytest

from benchmarks import BenchmarkError
from benchmarks.comparisons import COMPARISONS, FLASK, GTHREAD, QUART, Comparison, differences
from benchmarks.deployments import Candidate
from variants import VARIANTS

TABLE = pytest.mark.parametrize("comparison", COMPARISONS.values(), ids=COMPARISONS)
ON_WAITRESS = replace(FLASK, name="waitress", server="waitress")
SYNC = replace(FLASK, name="sync", server="gunicorn-sync", workers=4, threads=1)


def compare(changes, *candidates):
    return Comparison(
        name="made",
        title="Made up",
        changes=changes,
        baseline=candidates[0].name,
        deployments=candidates,
        scenarios=("list", "article"),
    )


@TABLE
def test_every_candidate_fits_a_server_and_uses_the_same_number_of_connections(comparison):
    assert len({one.usable for one in comparison.deployments}) == 1
    assert {one.connections for one in comparison.deployments} == {4}
    for one in comparison.deployments:
        assert one.workers * one.deployment("sqlite://").pool_size(one.row) <= 4


def test_one_name_is_one_deployment_in_all_comparisons():
    candidates = {one for comparison in COMPARISONS.values() for one in comparison.deployments}
    assert len({one.name for one in candidates}) == len(candidates)


def test_every_variant_is_compared_on_the_same_server():
    candidates = COMPARISONS["variants"].deployments
    assert [one.variant for one in candidates] == list(VARIANTS)
    assert differences(candidates) == {"variant"}


@pytest.mark.parametrize(
    ("changes", "candidates"),
    [
        ("the variant", [FLASK, QUART]),
        ("the server", [FLASK, ON_WAITRESS]),
        ("the database", [FLASK, replace(FLASK, name="SQLite", database="sqlite")]),
        ("the concurrency", [GTHREAD, SYNC]),
        ("the size", [FLASK, replace(FLASK, name="two", workers=2, threads=2)]),
    ],
)
def test_one_thing_may_change(changes, candidates):
    assert compare(changes, *candidates).with_twin().deployments[:2] == tuple(candidates)


@pytest.mark.parametrize(
    ("changes", "candidates", "wrong"),
    [
        ("the variant", [FLASK, replace(QUART, server="uvicorn")], "differs in server, variant"),
        ("the variant", [FLASK, ON_WAITRESS], "variant, but differs in server"),
        ("the server", [FLASK, replace(ON_WAITRESS, threads=8)], "differs in server, threads"),
        ("the server", [FLASK, replace(ON_WAITRESS, connections=9)], "in connections, server"),
        ("the server", [FLASK, FLASK.again()], "but differs in nothing"),
        ("the concurrency", [GTHREAD, SYNC, ON_WAITRESS], "differs in the server too"),
        ("the adapter", [FLASK, ON_WAITRESS], "differs in the server too"),
    ],
)
def test_two_things_or_another_one_or_none_are_refused(changes, candidates, wrong):
    with pytest.raises(BenchmarkError, match=f"made is about .*{wrong}$"):
        compare(changes, *candidates)


def test_a_comparison_needs_its_baseline():
    with pytest.raises(BenchmarkError, match="made has no baseline: flask_sync is not among it"):
        replace(compare("the server", FLASK, ON_WAITRESS), deployments=(ON_WAITRESS,))


def test_the_twin_is_the_baseline_under_another_name():
    comparison = compare("the server", ON_WAITRESS, FLASK).with_twin()
    *_, twin = comparison.deployments
    assert twin == replace(ON_WAITRESS, name="waitress again", twin_of="waitress")
    assert comparison.as_document() == {
        "name": "made",
        "title": "Made up",
        "changes": "the server",
        "baseline": "waitress",
        "deployments": ["waitress", "flask_sync", "waitress again"],
        "scenarios": ["list", "article"],
    }


@pytest.mark.parametrize(
    ("candidate", "usable"),
    [
        (FLASK, 4),
        (replace(FLASK, threads=2), 2),
        (replace(FLASK, threads=16), 4),
        (replace(FLASK, threads=1, workers=3), 3),
        (replace(SYNC, workers=2), 2),
        (QUART, 4),
        (replace(FLASK, server="granian-wsgi-to-asgi"), 1),
    ],
)
def test_a_server_uses_no_more_connections_than_it_serves_requests(candidate, usable):
    assert candidate.usable == usable


def test_a_candidate_is_deployed_as_it_says():
    candidate = Candidate(name="any", variant="quart_async", server="hypercorn", workers=2)
    deployment = candidate.deployment("sqlite://")
    assert (deployment.variant, deployment.server) == ("quart_async", "hypercorn")
    assert (deployment.workers, deployment.threads, deployment.connections) == (2, 4, 4)
    assert (deployment.factory, deployment.probe) == (None, "/api/tags")


def test_the_null_application_is_deployed_in_the_place_of_the_variants():
    deployment = replace(FLASK, application="null").deployment("sqlite://")
    assert (deployment.factory, deployment.probe) == ("benchmarks.null:flask_sync", "/")


def test_the_results_hold_what_a_candidate_is():
    assert QUART.again().as_document() == {
        "name": "quart_async again",
        "variant": "quart_async",
        "server": "granian",
        "interface": "asgi",
        "database": "postgresql",
        "workers": 1,
        "threads": 4,
        "connections": 4,
        "usable": 4,
        "application": "variant",
        "twin_of": "quart_async",
    }
