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
from .comparison import BASELINE, FLOOR, Comparison, Share
from .endpoints import SUMMARIES
from .results import Document, read

WIDTH = 100  # of the output, where it is no terminal

Column = Callable[[Comparison, tuple[str, str]], float | None]  # of an endpoint's application


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
            console.print(f"{endpoint}: {summary}", table(comparison, endpoint), "", sep="\n")
    if comparison.split:
        title = f"home in {BASELINE}, in process, by parts"
        console.print(title, split_table(comparison.split), "", sep="\n")
    for line in (*findings(comparison), *provenance(document)):
        console.print(line)


def table(comparison: Comparison, endpoint: str) -> Table:
    """Return the table of an endpoint: a row per application, a column per kind of figure."""
    names = comparison.applications(endpoint)
    table = make_table()
    columns = {"": names, **_columns(comparison, endpoint, names, TERMINAL)}
    for heading in columns:
        table.add_column(heading, justify="right" if heading else "left", no_wrap=True)
    for row in zip(*columns.values(), strict=True):
        table.add_row(*row)
    return table


def split_table(shares: Sequence[Share]) -> Table:
    """Return the table of what the home page is made of, the whole last."""
    table = make_table()
    table.add_column("")
    table.add_column("µs\nmin", justify="right")
    table.add_column("%", justify="right")
    for share in shares:
        percentage = 100 * share.microseconds / shares[-1].microseconds
        table.add_row(share.what, _text(share.microseconds), f"{percentage:.0f}")
    return table


def make_table() -> Table:
    """Return an empty table that a line under its headings is enough for."""
    return Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False)


def _columns(
    comparison: Comparison, endpoint: str, names: Sequence[str], columns: Mapping[str, Column]
) -> dict[str, list[str]]:
    """Return the cells of each column that is not empty, by heading."""
    cells = {
        heading: [_text(column(comparison, (endpoint, name))) for name in names]
        for heading, column in columns.items()
    }
    return {heading: texts for heading, texts in cells.items() if any(texts)}


def _text(value: float | None) -> str:
    """Return a figure with as many digits as may mean something."""
    if value is None:
        return ""
    return f"{value:.{2 if value < 10 else 1 if value < 100 else 0}f}"


def _time(name: str) -> Column:
    return lambda comparison, key: getattr(comparison.in_process.get(key), name, None)


def _load(name: str) -> Column:
    return lambda comparison, key: getattr(comparison.over_http.get(key), name, None)


def _rate_ratio(comparison: Comparison, key: tuple[str, str]) -> float | None:
    return comparison.rate_ratio(*key)


TERMINAL: Mapping[str, Column] = {
    "µs\nmin": _time("minimum"),
    "µs\nmedian": _time("median"),
    "µs\nIQR": _time("iqr"),
    "min\n÷flask": lambda comparison, key: comparison.time_ratio(*key, BASELINE),
    "min\n÷floor": lambda comparison, key: comparison.time_ratio(*key, FLOOR),
    "HTTP\nreq/s": _load("rate"),
    "req/s\n÷flask": _rate_ratio,
    "ms\np50": _load("p50"),
    "ms\np90": _load("p90"),
    "ms\np99": _load("p99"),
}
MARKDOWN: Mapping[str, Mapping[str, Column]] = {
    "list": {
        "list, requests/s": _load("rate"),
        "÷ `flask_sync`": _rate_ratio,
        "list in process, µs": _time("minimum"),
    },
    "article": {"article, requests/s": _load("rate")},
    "tags": {"tags in process, µs": _time("minimum")},
    "home": {"home, requests/s": _load("rate")},
}


def findings(comparison: Comparison) -> Iterator[str]:
    """Say what the figures were measured for."""
    yield f"÷flask, ÷floor: divided by what {BASELINE} and the floor reached."
    flask = comparison.in_process.get(("tags", BASELINE))
    raw = comparison.in_process.get(("tags", "raw_wsgi"))
    if flask and raw:
        cost = flask.minimum - raw.minimum
        yield f"Flask costs {cost:.0f} µs a request: {BASELINE} less raw_wsgi at tags, in process."
    ratios = ((name, comparison.json_ratio(name)) for name in VARIANTS)
    if costs := [f"{ratio:.2f} in {name}" for name, ratio in ratios if ratio]:
        yield (
            "The home page takes so many times as long as its 10 articles as JSON, in process: "
            f"{', '.join(costs)}."
        )


def provenance(document: Document) -> Iterator[str]:
    """Say where the figures come from, one line each."""
    machine = document["machine"]
    end = "" if document["complete"] else ", interrupted"
    yield f"`{document['command']}`, {document['date'][:10]}{end}"
    memory = f"{machine['memory'] / 2**30:.0f} GiB"
    yield f"{machine['processor']}, {machine['cores']} cores, {memory}; {machine['python']}"
    if http := document["settings"].get("over_http"):
        load, servers = http["load"], http["servers"]
        yield (
            f"HTTP: {load['clients']} clients for {load['seconds']:g} s; one worker of "
            f"{servers['wsgi']} ({http['threads']} threads) or of {servers['asgi']}"
        )
        yield f"{http['database']}; {_bound(http['cores'], http['database'])}"


def _bound(cores: Mapping[str, Sequence[int]], database: str) -> str:
    """Say which program ran on which cores."""
    if not cores["server"]:
        return "no program bound to a core"
    programs = ["server", "generator", *(["database"] if database == "postgresql" else [])]
    return ", ".join(f"{name} on core {' or '.join(map(str, cores[name]))}" for name in programs)


def markdown(document: Document) -> str:
    """Return one table with a row per variant, and below it where the figures come from."""
    comparison = Comparison.of(document)
    measured = {name for _, name in (*comparison.in_process, *comparison.over_http)}
    names = [name for name in VARIANTS if name in measured]
    columns = {"Variant": [f"`{name}`" for name in names]}
    for endpoint, kinds in MARKDOWN.items():
        columns |= _columns(comparison, endpoint, names, kinds)
    rule = [":--", *["--:"] * (len(columns) - 1)]
    rows = [list(columns), rule, *map(list, zip(*columns.values(), strict=True))]
    lines = [f"| {' | '.join(cell or '-' for cell in row)} |" for row in rows]
    return "\n".join([*lines, "", *(f"{line}  " for line in provenance(document))])


if __name__ == "__main__":
    sys.exit(main())
