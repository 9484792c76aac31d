"""Who is served when: blocks in random order, in which no deployment has the better place.

A machine warms up, a clock is throttled, another program wakes up: who is measured first or last
may be better off, and who follows whom may matter. The orders are the rows of a Williams square
(Australian Journal of Scientific Research A 2, 1949), each with the same row backwards beside it.
Names and rows are drawn at random. So

- in every two blocks that belong together, each deployment is served as early as it is late: what
  only grows with time cancels out, and an A/A twin follows its original once and precedes it once;
- in as many blocks as there are deployments (twice as many, if their number is odd), each has every
  place equally often, and directly follows every other one equally often.
"""

from collections.abc import Collection, Sequence
from random import Random
from typing import NamedTuple

Orders = list[list[str]]  # the names of all deployments, by block


class Turn(NamedTuple):
    """One deployment in one block; the block and the position in it count from 0."""

    block: int
    position: int
    deployment: str


def schedule(names: Collection[str], blocks: int, seed: int) -> Orders:
    """Return the order of the deployments in each block.

    The same names, blocks and seed give the same orders in every process, so that a run can be
    resumed. More blocks continue the orders of fewer.
    """
    generator = Random(seed)  # noqa: S311 (nothing here is secret)
    orders: Orders = []
    while names and len(orders) < blocks:
        orders += _design(generator.sample(list(names), k=len(names)), generator)
    return orders[:blocks]


def _design(names: Sequence[str], generator: Random) -> Orders:
    """Return orders of these names that are balanced among themselves, in pairs."""
    size = len(names)
    # Half of an even square is the other half backwards.
    pairs = [[row, row[::-1]] for row in williams(size)[: size if size % 2 else size // 2]]
    generator.shuffle(pairs)
    return [
        [names[place] for place in row] for pair in pairs for row in generator.sample(pair, k=2)
    ]


def williams(size: int) -> list[list[int]]:
    """Return the Williams square of that size.

    Each number is once in every row and column; if the size is even, each is once right after
    every other one, and otherwise it is so twice in the rows of the square and its mirror image.
    """
    zigzag = [-place // 2 if place % 2 else place // 2 for place in range(size)]
    return [[(step + shift) % size for step in zigzag] for shift in range(size)]


def remaining(orders: Orders, done: Collection[tuple[int, str]]) -> list[Turn]:
    """Return the turns that are left, in their order, when some (block, deployment) are done."""
    return [
        Turn(block, position, name)
        for block, names in enumerate(orders)
        for position, name in enumerate(names)
        if (block, name) not in done
    ]
