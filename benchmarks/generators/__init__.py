"""What makes load: k6, and wrk where k6 would be the limit."""

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Literal

from . import k6, wrk
from .plan import Alternation, Begun, Measured, Plan, Target, clients_for

__all__ = [
    "Alternation",
    "Begun",
    "Measured",
    "Plan",
    "Target",
    "alternate",
    "clients_for",
    "drive",
]

INSTEAD = "driven by k6, which may be the limit"


def drive(
    plan: Plan,
    generator: Literal["k6", "wrk"] = "k6",
    cores: Collection[int] = (),
    tick: Callable[[], None] = lambda: None,
    begun: Begun = lambda *_: None,
) -> Measured:
    """Carry out a plan with a generator, or with k6, and a mark, where wrk is missing or cannot.

    Raises BenchmarkError if the generator fails.
    """
    if generator == "wrk" and wrk.find() and plan.rate is None:
        return wrk.load(plan, cores, tick, begun)
    measured = k6.load(plan, cores, tick, begun)
    return measured if generator == "k6" else replace(measured, marks=(INSTEAD,))


def alternate(
    plan: Alternation,
    generator: Literal["k6", "wrk"] = "k6",
    cores: Collection[int] = (),
    tick: Callable[[], None] = lambda: None,
) -> list[Measured]:
    """Load several targets in turn, with a generator as ``drive`` chooses it.

    Raises BenchmarkError if the generator fails.
    """
    if generator == "wrk" and wrk.find():
        return wrk.alternate(plan, cores, tick)
    found = k6.alternate(plan, cores, tick)
    return found if generator == "k6" else [replace(one, marks=(INSTEAD,)) for one in found]
