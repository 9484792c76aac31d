"""What can be said of figures that vary: ratios with intervals, the noise floor, ties.

The unit of repetition is the block, in which every deployment was served once by a fresh process.
A run has few of them, four to eight, and requests within one are no repetitions: a slow start
slows them all.

Ratios are taken within a block, where whatever else the machine did hit both sides alike, and are
averaged as logarithms, so that of two deployments neither is favoured by being the divisor. Their
intervals are studentised bootstrap intervals (Efron and Tibshirani, An Introduction to the
Bootstrap, 1993, section 12.5). The simpler percentile interval, which promises to hold the truth in
95 of 100 runs, holds it in 79 with four blocks and in 88 with six. In simulations with four to
eight blocks this one held it in 94 to 95 of 100 under normal noise, in 92 to 96 under heavy tails,
and in 89 to 93 where every eighth block stalls.
"""

import math
import string
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, combinations, combinations_with_replacement
from operator import itemgetter
from random import Random
from statistics import fmean, median, variance
from typing import Any

CONFIDENCE = 0.95
FEWEST = 4  # blocks: with three, the interval is so wide that it says nothing
ENUMERABLE = 7  # blocks: of so many, every resample is taken (1716 of them)
RESAMPLES = 2_000  # drawn where there are too many to take them all
SEED = 1979  # of Efron's first paper; the same in every report of the same figures
DEGENERATE = 0.1  # least standard error of a resample, as a part of the sample's

Figures = Mapping[Any, float]  # what one deployment reached at one scenario, by block
Draw = Callable[[Sequence[float]], tuple[float, ...]]  # the same places of any sample
Resample = tuple[float, float]  # mean and squared standard error, where the sample's mean is 0


@dataclass(frozen=True)
class Ratio:
    """How many times as much as another, with the interval that holds the truth in 95 of 100 runs.

    Without ``low`` and ``high`` there were too few blocks to tell.
    """

    estimate: float
    low: float | None = None
    high: float | None = None

    @property
    def difference(self) -> float:
        """How far from 1 the estimate is, as a share; of a ratio and its inverse the same."""
        return math.exp(abs(math.log(self.estimate))) - 1

    @property
    def half_width(self) -> float | None:
        """How far the interval reaches from its middle, as a share."""
        if self.low is None or self.high is None:
            return None
        return math.sqrt(self.high / self.low) - 1

    def differs(self, floor: float) -> bool:
        """Return whether it is a difference: the interval leaves out 1, and it is above the floor.

        *floor* is a share, as ``noise_floor`` returns it.
        """
        if self.low is None or self.high is None:
            return False
        return not self.low <= 1 <= self.high and self.difference > floor


def paired(figures: Figures, baseline: Figures) -> Ratio | None:
    """Return the ratio to the baseline, both taken from the blocks that hold both.

    The estimate is the geometric mean of the blocks' ratios. Blocks in which one of the two reached
    nothing have no ratio; without any other there is none at all.
    """
    blocks = sorted(figures.keys() & baseline.keys())
    pairs = [(figures[block], baseline[block]) for block in blocks]
    logs = [math.log(new / old) for new, old in pairs if new > 0 and old > 0]
    if not logs:
        return None
    if len(logs) < FEWEST:
        return Ratio(math.exp(fmean(logs)))
    resamples, ways = _resamples(logs)
    return _ratio(fmean(logs), _squared_error(logs), resamples, ways)


def unpaired(new: Figures, old: Figures) -> Ratio | None:
    """Return the ratio of two runs, whose blocks have nothing to do with each other.

    Both sides are resampled by themselves. The estimate is the ratio of the geometric means of what
    was reached; without any on a side there is none.
    """
    sides = [[math.log(figure) for figure in side.values() if figure > 0] for side in (new, old)]
    if not all(sides):
        return None
    estimate = fmean(sides[0]) - fmean(sides[1])
    if min(map(len, sides)) < FEWEST:
        return Ratio(math.exp(estimate))
    generator = Random(SEED)  # noqa: S311 (nothing here is secret)
    pairs = zip(*(generator.choices(*_resamples(side), k=RESAMPLES) for side in sides), strict=True)
    resamples = [(mean - base, squared + more) for (mean, squared), (base, more) in pairs]
    return _ratio(estimate, sum(map(_squared_error, sides)), resamples, [1] * RESAMPLES)


def _ratio(
    mean: float, squared_error: float, resamples: Sequence[Resample], ways: Sequence[int]
) -> Ratio:
    """Return the ratio of a mean of logarithms, with its studentised interval.

    A resample of one value over and over has no standard error to divide by, and one of some that
    nearly agree hardly any: a part of the sample's own stands in for it.
    """
    error = math.sqrt(squared_error)
    least = squared_error * DEGENERATE**2 or math.inf
    ts = [deviation / math.sqrt(max(squared, least)) for deviation, squared in resamples]
    ordered = sorted(zip(ts, ways, strict=True))
    low = mean - error * _beyond(ordered[::-1])
    high = mean - error * _beyond(ordered)
    return Ratio(math.exp(mean), math.exp(low), math.exp(high))


def _beyond(ordered: Sequence[tuple[float, int]]) -> float:
    """Return the value before which lies what the interval leaves out on one side."""
    before = list(accumulate(count for _, count in ordered))
    return ordered[bisect_left(before, before[-1] * (1 - CONFIDENCE) / 2)][0]


def _resamples(sample: Sequence[float]) -> tuple[list[Resample], list[int]]:
    """Return the resamples of a sample, and in how many ways each of them can be drawn."""
    size, mean = len(sample), fmean(sample)
    values = [value - mean for value in sample]
    squares = [value**2 for value in values]
    draws = _draws(size)
    resamples = []
    for draw in draws:
        total = sum(draw(values))
        squared = (sum(draw(squares)) - total**2 / size) / (size * (size - 1))
        resamples.append((total / size, squared))
    return resamples, list(draws.values())


@cache
def _draws(size: int) -> dict[Draw, int]:
    """Return what can be drawn from that many, with replacement, and in how many ways."""
    places = range(size)
    if size <= ENUMERABLE:
        ways = {draw: _ways(draw) for draw in combinations_with_replacement(places, size)}
    else:
        generator = Random(SEED)  # noqa: S311 (nothing here is secret)
        drawn = (generator.choices(places, k=size) for _ in range(RESAMPLES))
        ways = Counter(tuple(sorted(draw)) for draw in drawn)
    return {itemgetter(*draw): count for draw, count in ways.items()}


def _ways(draw: Sequence[int]) -> int:
    """Return in how many orders the same can be drawn."""
    same = (math.factorial(count) for count in Counter(draw).values())
    return math.factorial(len(draw)) // math.prod(same)


def _squared_error(sample: Sequence[float]) -> float:
    return variance(sample) / len(sample)


def noise_floor(twins: Collection[Ratio]) -> float:
    """Return the share below which no difference is called one, from ratios of A/A twins.

    It is the largest difference between twins, or the median half-width of their intervals where
    that is larger. Twins that happen to agree do not prove a quiet machine; the half-width says
    what this run could have told apart. It also makes up for the number of pairs that a report
    compares: of 200 simulated runs with six equal deployments, in six blocks, 43 % had a pair whose
    interval left out 1, and 9 % one that was also above this floor; in none did one win alone.
    Without twins nothing is known, and the floor is infinite.
    """
    differences = [twin.difference for twin in twins]
    widths = [twin.half_width for twin in twins if twin.half_width is not None]
    return max(*differences, median(widths or [0])) if differences else math.inf


def groups(figures: Mapping[str, Figures], floor: float) -> dict[str, str]:
    """Return the letters of the tie groups, by deployment, the one that reached most first.

    Two deployments share a letter if, and only if, their ratio does not differ (compact letter
    display: Piepho, Journal of Computational and Graphical Statistics 13, 2004). *floor* is the
    share that ``noise_floor`` returns.
    """
    names = sorted(figures, key=lambda name: _level(figures[name]), reverse=True)
    columns = [set(names)]
    for one, other in combinations(names, 2):
        ratio = paired(figures[one], figures[other])
        if ratio and ratio.differs(floor):
            columns = _absorbed(_split(columns, one, other))
    columns.sort(key=lambda column: sorted(map(names.index, column)))
    letters = dict(zip(string.ascii_lowercase, columns, strict=False))
    return {
        name: "".join(letter for letter in letters if name in letters[letter]) for name in names
    }


def _level(figures: Figures) -> float:
    """Return the mean logarithm of what was reached."""
    logs = [math.log(figure) for figure in figures.values() if figure > 0]
    return fmean(logs) if logs else -math.inf


def _split(columns: Sequence[set[str]], one: str, other: str) -> Iterator[set[str]]:
    """Yield the columns, those that hold both names twice: without the one, without the other."""
    for column in columns:
        if {one, other} <= column:
            yield from (column - {other}, column - {one})
        else:
            yield column


def _absorbed(columns: Iterator[set[str]]) -> list[set[str]]:
    """Return the columns that no other one contains."""
    kept: list[set[str]] = []
    for column in sorted(columns, key=len, reverse=True):
        if not any(column <= larger for larger in kept):
            kept.append(column)
    return kept


def little(clients: int, throughput: float, mean_latency: float) -> float:
    """Return how many of the clients were waiting for an answer on average, as a share.

    By Little's law (Operations Research 9, 1961) requests per second times seconds of latency are
    the requests under way. In a closed loop they are the clients, and the share is 1, unless the
    generator took time for itself or one of the figures is wrong. *mean_latency* is in
    milliseconds.
    """
    return throughput * mean_latency / 1000 / clients
