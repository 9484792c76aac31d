"""What was measured, as tables: ``python -m benchmarks.report results/….json [--markdown]``."""

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table

from variants import VARIANTS

from . import BenchmarkError
from .comparison import BASELINE, FLOOR, Comparison
from .endpoints import SUMMARIES
from .results import Document, read

WIDTH = 100  # of the output, where it is no terminal

Column = Callable[[Comparison, str, str], str]  # of an endpoint and an application


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables of a run's results; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="benchmarks.report", description="Print what was measured."
    )
    parser.add_argument("results", type=Path, help="the JSON file that a run wrote")
    parser.add_argument("--markdown", action="store_true", help="one table of all, for a README")
    options = parser.parse_args(arguments)
    try:
        document = read(options.results)
    except BenchmarkError as error:
        print(f"{parser.prog}: error: {error}", file=sys.stderr)
        return 1
    if options.markdown:
        print(markdown(document))
    else:
        show(document, make_console())
    return 0


def make_console() -> Console:
    """Return a console on standard output, wide enough for the tables unless a terminal is not."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=WIDTH)


def show(document: Document, console: Console) -> None:
    """Print a table per endpoint, and what they were measured on, and how."""
    comparison = Comparison.of(document)
    for endpoint, summary in SUMMARIES.items():
        if comparison.applications(endpoint):
            console.print(table(comparison, endpoint, summary))
    for line in (*findings(comparison), *provenance(document)):
        console.print(line)


def table(comparison: Comparison, endpoint: str, summary: str) -> Table:
    """Return the table of an endpoint: a row per application, a column per figure."""
    table = Table(title=f"{endpoint}: {summary}", title_justify="left", box=box.SIMPLE_HEAD)
    table.add_column("", no_wrap=True)
    columns = {
        **(IN_PROCESS if comparison.in_process else {}),
        **(OVER_HTTP if comparison.over_http else {}),
    }
    for heading in columns:
        table.add_column(heading, justify="right", no_wrap=True)
    for name in comparison.applications(endpoint):
        table.add_row(name, *(column(comparison, endpoint, name) for column in columns.values()))
    return table


def _time(name: str) -> Column:
    def column(comparison: Comparison, endpoint: str, application: str) -> str:
        times = comparison.in_process.get((endpoint, application))
        return f"{getattr(times, name):.1f}" if times else ""

    return column


def _load(name: str, decimals: int = 1) -> Column:
    def column(comparison: Comparison, endpoint: str, application: str) -> str:
        load = comparison.over_http.get((endpoint, application))
        return f"{getattr(load, name):.{decimals}f}" if load else ""

    return column


def _ratio(value: float | None) -> str:
    return f"{value:.2f}" if value else ""


IN_PROCESS: Mapping[str, Column] = {
    "min\nµs": _time("minimum"),
    "median\nµs": _time("median"),
    "IQR\nµs": _time("iqr"),
    "min ÷\nflask_sync": lambda figures, *key: _ratio(figures.time_ratio(*key, BASELINE)),
    "min ÷\nfloor": lambda figures, *key: _ratio(figures.time_ratio(*key, FLOOR)),
}
OVER_HTTP: Mapping[str, Column] = {
    "requests\n/s": _load("rate", 0),
    "rate ÷\nflask_sync": lambda figures, *key: _ratio(figures.rate_ratio(*key)),
    "p50\nms": _load("p50"),
    "p90\nms": _load("p90"),
    "p99\nms": _load("p99"),
}
MARKDOWN: Sequence[tuple[str, str, Column]] = (
    ("list, requests/s", "list", _load("rate", 0)),
    ("÷ flask_sync", "list", lambda figures, *key: _ratio(figures.rate_ratio(*key))),
    ("article, requests/s", "article", _load("rate", 0)),
    ("÷ flask_sync", "article", lambda figures, *key: _ratio(figures.rate_ratio(*key))),
    ("list in process, µs", "list", _time("minimum")),
    ("tags in process, µs", "tags", _time("minimum")),
)


def findings(comparison: Comparison) -> Iterator[str]:
    """Say what the figures were measured for."""
    flask = comparison.in_process.get(("tags", BASELINE))
    raw = comparison.in_process.get(("tags", "raw_wsgi"))
    if flask and raw:
        cost = flask.minimum - raw.minimum
        yield f"Flask costs {cost:.0f} µs a request (tags in process: {BASELINE} - raw_wsgi)."


def provenance(document: Document) -> Iterator[str]:
    """Say where the figures come from, in a few lines."""
    machine, settings = document["machine"], document["settings"]
    memory = machine["memory"] / 2**30
    if not document["complete"]:
        yield "Incomplete: the run was interrupted."
    yield f"{document['command']}, {document['date']}"
    yield (
        f"{machine['processor']}, {machine['cores']} cores, {memory:.0f} GiB, {machine['system']}, "
        f"{machine['python']}"
    )
    if document["over_http"]:
        yield settings["over_http"]


def markdown(document: Document) -> str:
    """Return one table with a row per variant, and below it where the figures come from."""
    comparison = Comparison.of(document)
    measured = [
        name
        for name in VARIANTS
        if any(name == key[1] for key in (*comparison.over_http, *comparison.in_process))
    ]
    columns = [["Variant", ":--", *(f"`{name}`" for name in measured)]]
    for heading, endpoint, column in MARKDOWN:
        cells = [column(comparison, endpoint, name) for name in measured]
        if any(cells):
            columns.append([heading, "--:", *cells])
    lines = [f"| {' | '.join(row)} |" for row in zip(*columns, strict=True)]
    return "\n".join([*lines, "", *provenance(document)])


if __name__ == "__main__":
    sys.exit(main())
