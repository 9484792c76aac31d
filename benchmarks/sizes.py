"""Processes and threads: how many suit a variant best, found in the run itself.

With equal sizes, variants are compared as they are deployed; but one may gain from threads, or from
a second process, where another loses. So the sizes of each are compared too, in the same blocks,
and then the variants again, each at its best. Who chooses the best of several figures is lucky a
little; so a size must be better than the common one by more than its interval to be chosen.
"""

from collections.abc import Mapping
from statistics import median

from variants import VARIANTS

from .comparisons import Comparison
from .deployments import Candidate
from .results import Document
from .statistics import paired

SCENARIO = "list"
# Processes, and threads of each where the server has threads: the common size comes first.
OF_THREADS = ((1, 4), (1, 1), (1, 2), (2, 2))
OF_LOOPS = ((1, 4), (2, 4))
BEST = "best"


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


def at_their_best(document: Document) -> Document | None:
    """Return the comparison of the variants, each at its best size, as results hold it.

    None, if no sizes were measured.
    """
    known = {comparison["name"]: comparison for comparison in document["comparisons"]}
    sizes = [known[name] for name in (f"sizes of {each}" for each in VARIANTS) if name in known]
    if not sizes:
        return None
    best = [_best(comparison, document) for comparison in sizes]
    return {
        "name": BEST,
        "title": "The variants, each with its best number of processes and threads",
        "changes": "the variant, each at its best",
        "baseline": best[0],
        "deployments": best,
        "scenarios": [SCENARIO],
    }


def _best(comparison: Document, document: Document) -> str:
    rates = {name: _rates(name, document) for name in comparison["deployments"]}
    common = comparison["baseline"]
    better = [name for name in rates if name != common and _is_better(rates[name], rates[common])]
    return max(better, key=lambda name: median(rates[name].values()), default=str(common))


def _rates(name: str, document: Document) -> Mapping[int, float]:
    place = ("capacity", name, SCENARIO)
    return {
        cell["block"]: cell["throughput"]
        for cell in document["cells"]
        if (cell["kind"], cell["deployment"], cell["scenario"]) == place
    }


def _is_better(rates: Mapping[int, float], common: Mapping[int, float]) -> bool:
    ratio = paired(rates, common)
    return ratio is not None and ratio.low is not None and ratio.low > 1
