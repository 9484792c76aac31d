"""Two whole variants at a glance: how long each file is, and how many of its lines differ."""

from collections import Counter
from collections.abc import Iterator, Mapping

from rich import box
from rich.table import Table
from rich.text import Text

from .source import Pair, Source


def overview(left: Source, right: Source, pairs: Mapping[str, Pair]) -> Iterator[Table | Text]:
    """Give a table of the files that both variants have, and what is in the other files."""
    names = left.variant, right.variant
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), pad_edge=False, show_edge=False)
    table.add_column("lines in", no_wrap=True)
    for heading in (*names, "changed", *(f"only in\n{name}" for name in names)):
        table.add_column(heading, justify="right")
    for file, pair in pairs.items():
        signs = Counter("".join(row.sign for row in pair.rows))
        figures = len(pair.left.lines), len(pair.right.lines), signs["|"], signs["<"], signs[">"]
        table.add_row(file, *map(str, figures))
    yield table
    for source in (left, right):
        for file in source.files:
            if file not in pairs:
                yield Text(f"{file}, only in {source.variant}: {source.summary(file)}")
