"""The two tables of READMEs that figures fill: what variants answer, and what they take."""

from collections.abc import Iterator, Sequence

from .. import BenchmarkError
from . import sentences
from .figures import Comparison, Figures, Row
from .in_process import FLOOR
from .words import evidence, number

COMPARISON = "variants"
SCENARIOS = ("list", "home", "write")
SMALLEST = "tags"
ROWS = {
    SMALLEST: "`tags`, the smallest answer",
    "list": "`list`, 20 articles as JSON",
    "home": "`home`, 10 articles as a page",
}
# The rungs of the ladder, each with the one that it stands on.
BELOW = {
    "raw_asgi": "raw_wsgi",
    "raw_wsgi": FLOOR,
    "werkzeug_sync": "raw_wsgi",
    "flask_sync": "werkzeug_sync",
    "flask_async": "flask_sync",
    "quart_async": "flask_sync",
}


def variants(figures: Figures) -> str:
    """Return the README's table: a row per variant, and below it where the figures come from.

    Raises BenchmarkError if the run did not compare the variants.
    """
    compared = (row for row in figures.comparisons if row.name == COMPARISON)
    comparison = next(compared, None)
    if comparison is None:
        raise BenchmarkError("the run has no comparison of the variants")
    headings, columns = zip(*make_columns(figures, comparison), strict=True)
    table = lines(headings, list(zip(*columns, strict=True)))
    ties = "Variants that share a letter are tied; in brackets the 95 % interval of the ratio."
    notes = [*sentences.provenance(figures), sentences.noise(figures), ties]
    told = " ".join(sentences.in_process(figures))
    return "\n".join([*table, "", *(f"{note}  " for note in notes), "", *[told, ""] * bool(told)])


def make_columns(figures: Figures, comparison: Comparison) -> Iterator[tuple[str, list[str]]]:
    """Yield the columns by heading: the variants, what they answered, and microseconds."""
    known = {row["name"]: row["variant"] for row in figures.deployments if not row["twin_of"]}
    names = [name for name in comparison.deployments if name in known]
    yield "Variant", [f"[`{known[name]}`](variants/{known[name]}/)" for name in names]
    for part in comparison.parts:
        if part.scenario in SCENARIOS:
            rows = {row.deployment: row for row in part.rows}
            found = [rows.get(name) for name in names]
            yield f"{part.scenario}, requests/s", [rate(row) for row in found]
            yield f"÷ `{comparison.baseline}`", [ratio(row) for row in found]
    for endpoint in figures.in_process:
        if endpoint.name == SMALLEST:
            times = [number(endpoint.minimum(known[name])) for name in names]
            yield f"{SMALLEST} in process, µs", times


def rate(row: Row | None) -> str:
    """Return the requests per second of a deployment."""
    return number(row.throughput) if row else ""


def ratio(row: Row | None) -> str:
    """Return the ratio of a deployment to the baseline, and the letters of its ties."""
    if row is None:
        return ""
    return f"{evidence(row.ratio)} {row.letters}" if row.ratio else row.letters


def ladder(figures: Figures) -> str:
    """Return the table of the ladder: microseconds in process, and what each rung adds.

    Raises BenchmarkError if the run measured nothing in process.
    """
    found = {endpoint.name: endpoint for endpoint in figures.in_process}
    if SMALLEST not in found:
        raise BenchmarkError(f"the run did not measure {SMALLEST} in process")
    rows = [
        [text, *(number(found[name].minimum(rung)) for rung in BELOW)]
        for name, text in ROWS.items()
        if name in found
    ]
    adds = [
        difference(found[SMALLEST].minimum(rung), found[SMALLEST].minimum(below))
        for rung, below in BELOW.items()
    ]
    names = [f"`{below}`" for below in BELOW.values()]
    rows += [[f"what it adds at `{SMALLEST}`", *adds], ["to", *names]]
    headings = ["Request", *(f"`{rung}`" for rung in BELOW)]
    return "\n".join([*lines(headings, rows), "", *origin(figures), ""])


def difference(time: float | None, below: float | None) -> str:
    """Return how many microseconds more one takes, or nothing where that is not known."""
    return "" if time is None or below is None else f"{time - below:+.0f}"


def lines(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a table in Markdown, whose first column has names."""
    rule = [":--", *["--:"] * (len(headings) - 1)]
    for row in (headings, rule, *rows):
        yield f"| {' | '.join(cell or '-' for cell in row)} |"


def origin(figures: Figures) -> Iterator[str]:
    """Yield where the figures come from: the command and the machine."""
    for line in list(sentences.provenance(figures))[:2]:
        yield f"{line}  "
