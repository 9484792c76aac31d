"""Two parts side by side, as lines of text with styles.

Given a width, both sides are wrapped to fit it. Without one nothing is wrapped, and the left side
is as wide as its longest line.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from rich.style import Style
from rich.syntax import ANSISyntaxTheme, Syntax
from rich.text import Text

from .alignment import Fold, Row, Span, differences, fold
from .source import Pair, Part

# Code has the terminal's own colours, of those that can be read on black and on white; the words
# that differ bring their background with them.
CODE = ANSISyntaxTheme(
    {
        ("Comment",): Style(color="cyan", italic=True),
        ("Keyword",): Style(color="magenta"),
        ("Literal", "String"): Style(color="green"),
        ("Name", "Class"): Style(bold=True),
        ("Name", "Decorator"): Style(color="cyan"),
        ("Name", "Function"): Style(bold=True),
        ("Operator", "Word"): Style(color="magenta"),
    }
)
STYLES = {
    "diff.title": "bold underline",
    "diff.number": "dim",
    "diff.same": "dim",
    "diff.left": "bold #ffdcd7 on #802424",
    "diff.right": "bold #d2f8d2 on #186a18",
}
STYLES_WITHOUT_COLOR = STYLES | {"diff.left": "reverse", "diff.right": "reverse"}

GAP = 5  # columns between the sides
NARROWEST = 20  # columns for the code of both sides, however narrow the terminal is
SIGNS = {
    "": Text(" " * GAP),
    "|": Text("  |  ", "yellow"),
    "<": Text(" <   ", "red"),
    ">": Text("   > ", "green"),
    "<>": Text(" < > ", "yellow"),
}
# Where a line may be wrapped, first choice and second.
BREAKS = re.compile(r"[ (]"), re.compile(r"[\w/](?=\.)|[,/=\[{]")


@dataclass(frozen=True)
class Side:
    """One of the columns: a part, its lines in colours, the widths of their numbers and of code."""

    part: Part
    code: Sequence[Text]
    digits: int
    width: int
    mark: str  # the style of what differs

    @property
    def full_width(self) -> int:
        """The width of numbers and code together."""
        return self.digits + 2 + self.width

    def title(self) -> list[Text]:
        return wrap(Text(self.part.title, "diff.title"), self.full_width)

    def line(self, index: int | None, spans: Sequence[Span], style: str) -> list[Text]:
        """Return a line with its number, in several pieces if it is long, and in none if None."""
        if index is None:
            return []
        code = self.code[index].copy()
        code.stylize(style)
        for start, end in spans:
            code.stylize(self.mark, start, end)
        head, *tail = wrap(code, self.width)
        number = (f"{self.part.first + index:>{self.digits}}  ", "diff.number")
        margin = " " * (self.digits + 2)
        return [Text.assemble(number, head), *(Text.assemble(margin, piece) for piece in tail)]


def side_by_side(pair: Pair, width: int | None, *, folded: bool) -> Iterator[Text]:
    """Give the lines that show two parts, none wider than that unless it is None."""
    rows = list(fold(pair.rows)) if folded else pair.rows
    left, right = _sides(pair, [row for row in rows if isinstance(row, Row)], width)
    yield from _join(left.title(), SIGNS[""], right.title(), left.full_width)
    for row in rows:
        if isinstance(row, Fold):
            margin = " " * (left.digits + 2)
            yield Text(f"{margin}… {row.rows} lines the same …", "diff.same")
        else:
            spans = _differences(row, pair)
            style = "" if row.sign else "diff.same"
            halves = left.line(row.left, spans[0], style), right.line(row.right, spans[1], style)
            yield from _join(halves[0], SIGNS[row.sign], halves[1], left.full_width)


def _sides(pair: Pair, rows: Sequence[Row], width: int | None) -> tuple[Side, Side]:
    """Give both sides the width that they need, or when that is too much, half of what there is."""
    left, right = pair.left, pair.right
    digits = [len(str(part.first + len(part.lines) - 1)) for part in (left, right)]
    a = max((len(left.lines[row.left]) for row in rows if row.left is not None), default=0)
    b = max((len(right.lines[row.right]) for row in rows if row.right is not None), default=0)
    a = max(a, len(left.title) - digits[0] - 2)
    b = max(b, len(right.title) - digits[1] - 2)
    if width is not None:
        room = max(width - sum(digits) - 4 - GAP, NARROWEST)
        a = min(a, max(room // 2, room - b))
        b = min(b, room - a)
    return (
        Side(left, highlight(left.lines), digits[0], a, "diff.left"),
        Side(right, highlight(right.lines), digits[1], b, "diff.right"),
    )


def _differences(row: Row, pair: Pair) -> tuple[list[Span], list[Span]]:
    if row.left is None or row.right is None or row.sign != "|":
        return [], []
    return differences(pair.left.lines[row.left], pair.right.lines[row.right])


def _join(left: list[Text], sign: Text, right: list[Text], width: int) -> Iterator[Text]:
    """Give the pieces of one row; the left ones are filled up to that width."""
    for a, between, b in zip_longest(left, [sign], right, fillvalue=Text()):
        line = Text.assemble(a, " " * (width - len(a)), between or SIGNS[""], b)
        line.rstrip()
        yield line


def highlight(lines: Sequence[str]) -> list[Text]:
    """Return lines of Python in colours."""
    text = Syntax("", "python", theme=CODE).highlight("\n".join(lines))
    return list(text.split("\n", allow_blank=True))[: len(lines)]


def wrap(line: Text, width: int) -> list[Text]:
    """Return a line in pieces of that width at most; those after the first are indented more."""
    indent = len(line.plain) - len(line.plain.lstrip())
    hanging = " " * min(indent + 4, width // 2)
    pieces = []
    while len(line) > width:
        end = _break(line.plain, width)
        piece, line = line[:end], Text.assemble(hanging, line[end:])
        piece.rstrip()
        pieces.append(piece)
    return [*pieces, line]


def _break(text: str, width: int) -> int:
    """Return where a text is best broken: in its second half, else where the width ends."""
    for pattern in BREAKS:
        ends = [match.end() for match in pattern.finditer(text, width // 2, width)]
        if ends:
            return ends[-1]
    return width
