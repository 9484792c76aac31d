"""Load that goes round among several servers: who is loaded when, and what is counted for whom."""

from dataclasses import replace
from itertools import pairwise

import pytest

from benchmarks.generators import Alternation, Target, k6, wrk
from benchmarks.scenarios import Request

from .tiny import Tiny, serving

WRK = pytest.param(wrk, marks=pytest.mark.needs("wrk"))
BOTH = pytest.mark.parametrize("generator", [k6, WRK], ids=["k6", "wrk"])
STEADY = Request("GET", "/steady")


@pytest.fixture
def tiny():
    """A server with faults."""
    with serving() as server:
        yield server


def alternation(*servers, seconds=0.6, **changes):
    """Return a load on several servers in turn, with 4 clients."""
    targets = [Target(server.url, clients=4, rate=400) for server in servers]
    usual = {"requests": [STEADY], "targets": targets, "seconds": seconds, "seed": "1"}
    return Alternation(**(usual | changes))


@pytest.fixture
def other():
    """A second server."""
    with serving() as server:
        yield server


@BOTH
def test_targets_are_loaded_in_turn_and_each_counted_for_itself(tiny, other, generator):
    found = generator.alternate(alternation(tiny, other))
    for measured, server in zip(found, (tiny, other), strict=True):
        assert 0 < measured.requests <= sum(server.seen.values())
        assert measured.requests == sum(measured.windows)
        assert measured.throughput == pytest.approx(
            measured.requests / (len(measured.windows) * measured.window), rel=0.1
        )
        assert 0 < measured.latency["p50"] <= measured.latency["p99"] <= measured.latency["max"]
        assert (measured.failed, measured.unlike) == (0, 0)


@BOTH
def test_what_one_target_does_wrong_is_not_held_against_the_other(tiny, other, generator):
    failing = [Request("GET", "/failing")]
    other.faultless = True
    right, wrong = generator.alternate(alternation(other, tiny, requests=failing))
    assert wrong.failed > 0
    assert right.failed == 0


def test_what_comes_in_the_pauses_does_not_count(tiny):
    [measured] = k6.alternate(alternation(tiny))
    pauses = 2 * 0.04 / 0.3  # of each slice, half of it with load
    assert measured.requests < sum(tiny.seen.values()) * (1 - pauses / 4)


def test_only_one_target_is_loaded_at_a_time(tiny, other):
    plan = alternation(tiny, other, seconds=1.2)
    slices = plan.slices()
    assert all(one.end == other.begin for one, other in pairwise(slices))
    assert all(one.begin < one.count < one.stop < one.end for one in slices)
    for target in (0, 1):
        counted = sum(one.stop - one.count for one in slices if one.target == target)
        assert counted == pytest.approx(1.2)


def test_every_target_is_loaded_once_in_every_cycle_in_another_order():
    plan = alternation(*(Tiny(url=str(number)) for number in range(7)), seconds=3.0)
    order = plan.order()
    cycles = [tuple(order[first : first + 7]) for first in range(0, len(order), 7)]
    assert len(cycles) == 10
    assert all(sorted(cycle) == list(range(7)) for cycle in cycles)
    assert len(set(cycles)) > 5
    assert order == plan.order() != replace(plan, seed="2").order()


def test_slow_targets_are_loaded_for_longer_and_less_often():
    fast, slow = Target("", clients=16, rate=1000), Target("", clients=16, rate=20)
    plan = Alternation(requests=[STEADY], targets=[fast, slow], seconds=1.5, seed="")
    assert plan.order().count(0) == 5
    assert plan.order().count(1) == 1
    assert slow.counted == pytest.approx(1.6)
    assert slow.pause == pytest.approx(1.0)


def test_no_target_has_more_clients_than_it_should(tiny):
    few = [Target(tiny.url, clients, rate=20) for clients in (1, 4)]
    slow = [Request("GET", "/slow")]
    plan = Alternation(requests=slow, targets=few, seconds=0.6, seed="")
    one, four = k6.alternate(plan)
    # One at a time, each a twentieth of a second: who waits with three others waits for them too.
    assert one.latency["p50"] == pytest.approx(50, rel=0.3)
    assert four.latency["p50"] == pytest.approx(200, rel=0.3)
