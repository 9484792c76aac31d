"""Which line belongs beside which: two texts aligned by how much their lines are alike.

Of all ways to put two texts side by side in their order, ``align`` takes the one whose pairs have
most in common (Needleman and Wunsch, 1970). What two lines have in common is counted in characters
of whole tokens, so a long statement weighs more than an ``else:``.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from itertools import groupby, zip_longest
from typing import Literal

ALIKE = 0.5  # the part of two lines that is common, from which on they are a pair
CONTEXT = 3  # rows that stay visible beside a change
FOLDED = 4  # rows that are worth folding

TOKEN = re.compile(r"[Aa]sync\B|\w+|[^\w\s]")  # an AsyncIterator is an Iterator too

Span = tuple[int, int]  # of characters: from, and up to


@dataclass(frozen=True)
class Row:
    """What stands side by side: a line of each text, as a number from 0, or None for nothing.

    ``sign`` says how the lines relate: "|" for two that differ, "<" or ">" for one that only this
    side has, "<>" for two that merely stand beside each other. Lines that differ in nothing but
    their indentation have none, and neither has an empty line without a partner.
    """

    left: int | None
    right: int | None
    sign: Literal["", "|", "<", ">", "<>"]


@dataclass(frozen=True)
class Fold:
    """A number of rows without a sign that are not shown."""

    rows: int


def align(left: Sequence[str], right: Sequence[str]) -> list[Row]:
    """Return the rows that show two texts, given as lines, side by side.

    Every line of either is in exactly one row, and the rows are in the order of both.
    """
    rows = []
    i, j = 0, 0
    for a, b in [*_pairs(left, right), (len(left), len(right))]:
        rows += [_row(left, right, *alone) for alone in zip_longest(range(i, a), range(j, b))]
        if a < len(left):
            same = left[a].strip() == right[b].strip()
            rows.append(Row(a, b, "" if same else "|"))
        i, j = a + 1, b + 1
    return rows


def _row(left: Sequence[str], right: Sequence[str], a: int | None, b: int | None) -> Row:
    """Return the row of lines that have no partner."""
    here = a is not None and left[a].strip()
    there = b is not None and right[b].strip()
    if here and there:
        return Row(a, b, "<>")
    return Row(a, b, "<" if here else ">" if there else "")


def _pairs(left: Sequence[str], right: Sequence[str]) -> list[tuple[int, int]]:
    """Return the pairs of lines that have most in common together; of equals, the first."""
    scores = [[_score(a, b) for b in right] for a in left]
    best = [[0.0] * (len(right) + 1) for _ in range(len(left) + 1)]  # from a pair to the end
    for i in reversed(range(len(left))):
        for j in reversed(range(len(right))):
            paired = best[i + 1][j + 1] + scores[i][j]
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    pairs = []
    i, j = 0, 0
    while i < len(left) and j < len(right):
        if scores[i][j] and best[i][j] == best[i + 1][j + 1] + scores[i][j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


@cache
def _score(left: str, right: str) -> float:
    """Return how much two lines have in common; 0 if they are not alike."""
    common = sum(len(token) for token, _ in _tokens(left) & _tokens(right))
    total = _weight(left) + _weight(right)
    if total == 0:
        return 1.0  # two empty lines belong together if nothing speaks against it
    ratio = 2 * common / total
    return common * ratio if ratio >= ALIKE else 0.0


@cache
def _tokens(line: str) -> frozenset[tuple[str, int]]:
    """Return the tokens of a line, each with the number of those before it that are the same."""
    seen = Counter[str]()
    tokens = set()
    for token in TOKEN.findall(line):
        tokens.add((token, seen[token]))
        seen[token] += 1
    return frozenset(tokens)


@cache
def _weight(line: str) -> int:
    return sum(len(token) for token, _ in _tokens(line))


def differences(left: str, right: str) -> tuple[list[Span], list[Span]]:
    """Return where two lines differ, in whole tokens: the spans of the left and of the right."""
    here, there = list(TOKEN.finditer(left)), list(TOKEN.finditer(right))
    texts = [match[0] for match in here], [match[0] for match in there]
    opcodes = SequenceMatcher(None, *texts, autojunk=False).get_opcodes()
    changes = [numbers for tag, *numbers in opcodes if tag != "equal"]
    spans = [(here[a].start(), here[b - 1].end()) for a, b, _, _ in changes if a < b]
    return spans, [(there[c].start(), there[d - 1].end()) for _, _, c, d in changes if c < d]


def fold(rows: Sequence[Row]) -> Iterator[Row | Fold]:
    """Give the rows; of long stretches that are the same, only those beside a change."""
    stretches = [(bool(sign), list(group)) for sign, group in groupby(rows, lambda r: bool(r.sign))]
    for number, (changed, stretch) in enumerate(stretches):
        head = CONTEXT if number > 0 else 0
        tail = CONTEXT if number < len(stretches) - 1 else 0
        hidden = len(stretch) - head - tail
        if changed or hidden < FOLDED:
            yield from stretch
        else:
            yield from stretch[:head]
            yield Fold(hidden)
            yield from stretch[head + hidden :]
