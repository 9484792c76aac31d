"""Processes and threads: how many suit a variant best, found in the run itself.

With equal sizes, variants are compared as they are deployed; but one may gain from threads, or from
a second process, where another loses. So the sizes of each are compared too, and then the variants,
each at its best. Who chooses the best of several figures is lucky a little; so a size must be
better than the common one by more than its interval to be chosen, and what it does beside the other
variants is measured afresh.
"""

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

from variants import VARIANTS

from .comparisons import AT_BEST, Comparison
from .deployments import Candidate
from .statistics import paired

SCENARIO = "list"
# Processes, and threads of each where the server has threads: the common size comes first.
OF_THREADS = ((1, 4), (1, 1), (1, 2), (2, 2))
OF_LOOPS = ((1, 4), (2, 4))

Cell = Mapping[str, Any]


def sizes_of(variant: str) -> Comparison:
    """Return the comparison of the sizes of a variant, with the common one as its baseline."""
    sizes = OF_THREADS if VARIANTS[variant].interface == "wsgi" else OF_LOOPS
    return Comparison(
        name=f"sizes of {variant}",
        title=f"Processes and threads of {variant}",
        changes="the size",
        baseline=variant,
        deployments=tuple(_sized(variant, *size) for size in sizes),
        scenarios=(SCENARIO,),
    )


def _sized(variant: str, workers: int, threads: int) -> Candidate:
    candidate = Candidate(name=variant, variant=variant)
    if (workers, threads) == (candidate.workers, candidate.threads):
        return candidate
    name = f"{variant} at {workers}x{threads}"
    if VARIANTS[variant].interface == "asgi":
        name = f"{variant} at {workers} processes"
    return Candidate(name=name, variant=variant, workers=workers, threads=threads)


def at_their_best(cells: Sequence[Cell]) -> Comparison:
    """Return the comparison of the variants, each at the size that these cells show to be its best.

    That is the common size where nothing was measured, or no other one was better.
    """
    best = {name: _best(sizes_of(name), cells) for name in VARIANTS}
    first, *_ = best.values()
    return Comparison(
        name="best",
        title="The variants, each with its best number of processes and threads",
        changes=AT_BEST,
        baseline=first.name,
        deployments=tuple(best.values()),
        scenarios=(SCENARIO,),
    )


def _best(sizes: Comparison, cells: Sequence[Cell]) -> Candidate:
    common, *others = sizes.deployments
    rates = {one.name: _rates(sizes, one, cells) for one in sizes.deployments}
    better = [one for one in others if _is_better(rates[one.name], rates[common.name])]
    return max(better, key=lambda one: median(rates[one.name].values()), default=common)


def _rates(sizes: Comparison, candidate: Candidate, cells: Sequence[Cell]) -> dict[int, float]:
    place = (sizes.name, candidate.name)
    return {
        cell["block"]: cell["throughput"]
        for cell in cells
        if (cell["comparison"], cell["deployment"]) == place
    }


def _is_better(rates: Mapping[int, float], common: Mapping[int, float]) -> bool:
    ratio = paired(rates, common)
    return ratio is not None and ratio.low is not None and ratio.low > 1
