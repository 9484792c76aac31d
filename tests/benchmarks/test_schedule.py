"""In which order the deployments of a run are served."""

from collections import Counter
from itertools import pairwise

import pytest

from benchmarks.schedule import Turn, remaining, schedule, williams

TWINS = ["flask_sync", "flask_sync again"]
SEEDS = range(100)


def names(size):
    """Return the names of so many deployments."""
    return [f"deployment {number}" for number in range(size)]


@pytest.mark.parametrize("size", range(1, 10))
def test_every_block_serves_every_deployment_once(size):
    orders = schedule(names(size), 11, seed=1)
    assert len(orders) == 11
    assert all(sorted(order) == names(size) for order in orders)


@pytest.mark.parametrize(("size", "blocks", "times"), [(4, 4, 1), (6, 6, 1), (3, 6, 2), (7, 14, 2)])
def test_every_deployment_has_every_place_equally_often(size, blocks, times):
    orders = schedule(names(size), blocks, seed=1)
    for place in zip(*orders, strict=True):
        assert set(Counter(place).values()) == {times}


@pytest.mark.parametrize(("size", "blocks", "times"), [(4, 4, 1), (6, 6, 1), (3, 6, 2), (5, 10, 2)])
def test_every_deployment_follows_every_other_one_equally_often(size, blocks, times):
    follows = Counter(
        pair for order in schedule(names(size), blocks, seed=1) for pair in pairwise(order)
    )
    assert len(follows) == size * (size - 1)
    assert set(follows.values()) == {times}


@pytest.mark.parametrize("size", [2, 5, 6])
def test_in_two_blocks_everyone_is_served_as_early_as_late(size):
    orders = schedule(names(size), 2, seed=1)
    places = {sum(order.index(name) for order in orders) for name in names(size)}
    assert places == {size - 1}


@pytest.mark.parametrize("blocks", [2, 3, 4, 6])
def test_nobody_is_always_first_and_no_twin_always_follows_its_original(blocks):
    for seed in SEEDS:
        orders = schedule([*TWINS, *names(3)], blocks, seed)
        assert len({order[0] for order in orders}) > 1
        follows = [order.index(TWINS[0]) < order.index(TWINS[1]) for order in orders]
        assert set(follows) == {True, False}


def test_orders_are_random():
    assert {schedule(names(6), 6, seed)[0][0] for seed in SEEDS} == set(names(6))
    assert len({tuple(schedule(names(6), 6, seed)[0]) for seed in SEEDS}) > 90


def test_the_same_seed_gives_the_same_orders_in_every_process():
    assert schedule("abcd", 3, seed=2026) == [[*"dbca"], [*"acbd"], [*"badc"]]


def test_more_rounds_continue_the_orders_of_fewer():
    assert schedule(names(6), 20, seed=3)[:7] == schedule(names(6), 7, seed=3)


def test_an_interrupted_run_goes_on_where_it_stopped():
    orders = [["a", "b", "c"], ["c", "a", "b"]]
    done = [(0, "a"), (0, "b"), (1, "a")]
    assert remaining(orders, done) == [Turn(0, 2, "c"), Turn(1, 0, "c"), Turn(1, 2, "b")]
    assert (
        remaining(orders, {(turn.block, turn.deployment) for turn in remaining(orders, [])}) == []
    )


def test_of_no_deployments_there_are_no_orders():
    assert schedule([], 6, seed=1) == []


def test_a_square_begins_with_the_steps_that_are_all_different():
    first, *_ = williams(6)
    assert first == [0, 5, 1, 4, 2, 3]
