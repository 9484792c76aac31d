"""Figures as words: as many digits as may mean something, intervals, lists."""

from collections.abc import Sequence

from ..statistics import Ratio


def number(value: float | None) -> str:
    """Return a figure with as many digits as may mean something."""
    if value is None:
        return ""
    return f"{value:.{2 if value < 10 else 1 if value < 100 else 0}f}"


def percent(share: float) -> str:
    """Return a share as a percentage with one decimal."""
    return f"{100 * share:.1f}\N{NO-BREAK SPACE}%"


def times(ratio: Ratio) -> str:
    """Return a ratio with two significant decimals, or three where it is small."""
    return decimals(ratio.estimate, ratio)


def interval(ratio: Ratio) -> str:
    """Return the interval of a ratio, or nothing where it is not known."""
    if ratio.low is None or ratio.high is None:
        return ""
    return f"{decimals(ratio.low, ratio)} to {decimals(ratio.high, ratio)}"


def decimals(value: float, ratio: Ratio) -> str:
    """Return a value of a ratio with two decimals, or three where the ratio is small."""
    return f"{value:.{3 if ratio.estimate < 0.2 else 2}f}"


def evidence(ratio: Ratio) -> str:
    """Return a ratio with its interval, where it is known, in brackets."""
    known = interval(ratio)
    return f"{times(ratio)} ({known})" if known else times(ratio)


def series(items: Sequence[str]) -> str:
    """Return items as an English enumeration."""
    *most, last = items
    return f"{', '.join(most)} and {last}" if most else last


def mebibytes(size: float | None) -> str:
    """Return a number of bytes in MiB."""
    return "" if size is None else f"{size / 2**20:.0f}"
