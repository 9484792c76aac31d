"""The best number of processes and threads is one that is better, and not one that was lucky."""

import pytest

from benchmarks.sizes import at_their_best, sizes_of
from variants import VARIANTS

from .documents import cell


def results(**rates):
    """Return results in which sizes of flask_sync and raw_asgi had these rates, by block."""
    names = {"flask": "flask_sync", "flask_1x1": "flask_sync at 1x1", "raw": "raw_asgi"}
    comparisons = [sizes_of(name).as_document() for name in ("flask_sync", "raw_asgi")]
    cells = [
        cell(names[name], "list", rate, block=block)
        for name, blocks in rates.items()
        for block, rate in enumerate(blocks)
    ]
    return {"comparisons": comparisons, "cells": cells}


@pytest.mark.parametrize("variant", VARIANTS)
def test_sizes_begin_with_the_common_one_and_differ(variant):
    comparison = sizes_of(variant)
    first, *others = comparison.deployments
    assert first.name == comparison.baseline == variant
    assert all((one.workers, one.threads) != (first.workers, first.threads) for one in others)
    assert len({one.name for one in comparison.deployments}) == len(comparison.deployments)


def test_a_size_that_is_better_in_every_block_is_chosen():
    document = results(
        flask=[100, 101, 99, 100], flask_1x1=[120, 121, 119, 121], raw=[150, 151, 149, 150]
    )
    best = at_their_best(document)
    assert best["deployments"] == ["flask_sync at 1x1", "raw_asgi"]
    assert best["baseline"] == "flask_sync at 1x1"


@pytest.mark.parametrize("lucky", [[100, 130, 95, 101], [101, 100, 99, 100], [90, 91, 89, 90]])
def test_a_size_that_is_lucky_or_worse_is_not(lucky):
    document = results(flask=[100, 101, 99, 100], flask_1x1=lucky, raw=[150, 151, 149, 150])
    assert at_their_best(document)["deployments"] == ["flask_sync", "raw_asgi"]


def test_without_sizes_nothing_is_compared():
    assert at_their_best({"comparisons": [], "cells": []}) is None
