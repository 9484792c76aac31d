"""What was measured, as tables in a terminal, 100 columns wide."""

from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console, JustifyMethod
from rich.markup import escape
from rich.table import Table

from . import sentences
from .figures import Comparison, Figures, Part, Row
from .in_process import BASELINE, FLOOR, Endpoint, Share
from .words import interval, mebibytes, number, times

WIDTH = 100  # of the output, where it is no terminal


def make_console() -> Console:
    """Return a console on standard output, wide enough for the tables unless a terminal is not."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=WIDTH)


def show(figures: Figures, console: Console) -> None:
    """Print a table per comparison and scenario, those in process, and what they were made on."""
    for comparison in figures.comparisons:
        for part in comparison.parts:
            show_part(comparison, part, console)
    for endpoint in figures.in_process:
        title = f"{endpoint.name} in process: {endpoint.summary}"
        show_table(title, endpoint_table(endpoint), console)
    if figures.split:
        title = f"home in {BASELINE}, in process, by parts"
        show_table(title, split_table(figures.split), console)
    found = sentences.in_process(figures)
    measured = [sentences.noise(figures)] if figures.comparisons else []
    for line in (*found, *measured, *sentences.provenance(figures)):
        console.print(escape(line))


def show_part(comparison: Comparison, part: Part, console: Console) -> None:
    """Print what a comparison found at a scenario, and below it what is to be said of it."""
    title = f"{comparison.title}, {part.scenario}: {part.summary}"
    notes = footnotes(part.rows)
    console.print(escape(title), capacity_table(part.rows, notes), sep="\n")
    for note, sign in notes.items():
        console.print(escape(f"{sign} {note}"))
    console.print()


def show_table(title: str, table: Table, console: Console) -> None:
    """Print a table with a line above it and a blank one below."""
    console.print(escape(title), table, "", sep="\n")


def footnotes(rows: Iterable[Row]) -> dict[str, str]:
    """Return the sign of each mark."""
    marks = {mark: None for row in rows for mark in row.marks}
    return {mark: f"[{sign}]" for sign, mark in enumerate(marks, 1)}


def capacity_table(rows: Sequence[Row], notes: dict[str, str]) -> Table:
    """Return the table of what deployments did at their capacity."""
    columns = {
        "": [row.deployment for row in rows],
        "req/s": [number(row.throughput) for row in rows],
        "ratio": [times(row.ratio) if row.ratio else "" for row in rows],
        "95 %": [interval(row.ratio) if row.ratio else "" for row in rows],
        "tie": [row.letters for row in rows],
        "ms\np50": [number(row.latency.get("p50")) for row in rows],
        "ms\np99": [number(row.latency.get("p99")) for row in rows],
        "cores\nused": [number(used(row)) for row in rows],
        "MiB": [mebibytes(row.memory.get("server")) for row in rows],
        "s to\nstart": [number(row.startup) for row in rows],
        "SQL": ["" if row.statements is None else str(row.statements) for row in rows],
        "notes": [" ".join(notes[mark] for mark in row.marks) for row in rows],
    }
    return make_table(columns, left=("", "tie", "notes"))


def used(row: Row) -> float | None:
    """Return how many cores server and database used, as far as it was measured."""
    return sum(row.cpu.get(name, 0) for name in ("server", "database")) or None


def endpoint_table(endpoint: Endpoint) -> Table:
    """Return the table of an endpoint in process."""
    rows = endpoint.times
    columns = {
        "": [row.application for row in rows],
        "µs\nmin": [number(row.minimum) for row in rows],
        "µs\nmedian": [number(row.median) for row in rows],
        "µs\nIQR": [number(row.iqr) for row in rows],
        "min\n÷flask": [number(endpoint.ratio(row.application, BASELINE)) for row in rows],
        "min\n÷floor": [number(endpoint.ratio(row.application, FLOOR)) for row in rows],
    }
    return make_table(columns)


def split_table(shares: Sequence[Share]) -> Table:
    """Return the table of what the home page is made of, the whole last."""
    whole = shares[-1].microseconds
    columns = {
        "": [share.what for share in shares],
        "µs\nmin": [number(share.microseconds) for share in shares],
        "%": [f"{100 * share.microseconds / whole:.0f}" for share in shares],
    }
    return make_table(columns)


def make_table(columns: dict[str, list[str]], left: Sequence[str] = ("",)) -> Table:
    """Return a table of the columns that are not empty; a line under its headings is enough."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False)
    filled = {heading: cells for heading, cells in columns.items() if any(cells)}
    for heading in filled:
        # A long name takes a second line, before figures are cut off.
        justify: JustifyMethod = "left" if heading in left else "right"
        table.add_column(heading, justify=justify, no_wrap=bool(heading))
    for row in zip(*filled.values(), strict=True):
        table.add_row(*map(escape, row))
    return table
