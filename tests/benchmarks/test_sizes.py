"""The best number of processes and threads is one that is better, and not one that was lucky."""

import pytest

from benchmarks.sizes import at_their_best, sizes_of
from variants import VARIANTS

from .documents import cell

NAMES = {"flask": "flask_sync", "flask_1x1": "flask_sync at 1x1", "raw": "raw_asgi"}
OTHERS = [name for name in VARIANTS if name not in {"flask_sync", "raw_asgi"}]


def cells(**rates):
    """Return cells in which sizes of flask_sync and raw_asgi had these rates, by block."""
    return [
        cell(NAMES[name], "list", rate, block=block, comparison=f"sizes of {variant}")
        for name, blocks in rates.items()
        for block, rate in enumerate(blocks)
        for variant in [NAMES[name].split()[0]]
    ]


@pytest.mark.parametrize("variant", VARIANTS)
def test_sizes_begin_with_the_common_one_and_differ(variant):
    comparison = sizes_of(variant)
    first, *others = comparison.deployments
    assert first.name == comparison.baseline == variant
    assert all((one.workers, one.threads) != (first.workers, first.threads) for one in others)
    assert len({one.name for one in comparison.deployments}) == len(comparison.deployments)


def test_a_size_that_is_better_in_every_block_is_chosen():
    found = cells(
        flask=[100, 101, 99, 100], flask_1x1=[120, 121, 119, 121], raw=[150, 151, 149, 150]
    )
    best = at_their_best(found)
    names = [one.name for one in best.deployments]
    assert names[0] == best.baseline == "flask_sync at 1x1"
    assert set(names[1:]) == {*OTHERS, "raw_asgi"}


@pytest.mark.parametrize("lucky", [[100, 130, 95, 101], [101, 100, 99, 100], [90, 91, 89, 90]])
def test_a_size_that_is_lucky_or_worse_is_not(lucky):
    found = cells(flask=[100, 101, 99, 100], flask_1x1=lucky)
    assert at_their_best(found).baseline == "flask_sync"


def test_what_was_measured_beside_others_decides_nothing():
    found = cells(flask=[100, 101, 99, 100], flask_1x1=[120, 121, 119, 121])
    for one in found:
        one["comparison"] = "variants"
    assert at_their_best(found).baseline == "flask_sync"


def test_without_sizes_all_keep_the_common_one():
    assert [one.name for one in at_their_best([]).deployments] == list(VARIANTS)
