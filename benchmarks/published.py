"""Keeps the one run that is published: ``nox -s publish -- results/….json``.

It writes three files to ``docs/benchmarks/`` (``summary.json``: what is shown; ``raw.json.xz``: all
samples; ``report.html``) and the table between two comments of the README. ``--check`` writes
nothing, and fails when the table is not the summary's.
"""

import argparse
import json
import lzma
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from . import PROJECT, BenchmarkError
from .reporting import sentences
from .reporting.derivation import figures_of
from .reporting.figures import Comparison, Figures, Row
from .reporting.words import evidence, number
from .results import Document, read

README = PROJECT / "README.md"
DOCS = PROJECT / "docs" / "benchmarks"
BEGIN, END = "<!-- benchmarks:begin -->", "<!-- benchmarks:end -->"
COMPARISON = "variants"
SCENARIOS = ("list", "home", "write")
MOST = 5 * 2**20  # bytes of raw data that the repository takes


def main(arguments: Sequence[str] | None = None) -> int:
    """Publish a run, or check what is published; return the exit code."""
    parser = argparse.ArgumentParser(prog="publish", description="Publish the results of a run.")
    chosen = parser.add_mutually_exclusive_group(required=True)
    chosen.add_argument("results", type=Path, nargs="?", help="the JSON file that a run wrote")
    chosen.add_argument("--check", action="store_true", help="compare README and summary only")
    options = parser.parse_args(arguments)
    try:
        if options.check:
            check(README, DOCS)
        else:
            publish(read(options.results), README, DOCS)
    except BenchmarkError as error:
        print(f"{parser.prog}: error: {error}", file=sys.stderr)
        return 1
    return 0


def publish(document: Document, readme: Path, docs: Path) -> None:
    """Write summary, raw data and report of a run, and the README's table.

    Raises BenchmarkError, before anything is written, if the run was interrupted or has no
    comparison of the variants, if its raw data is too large, or if the README has no place for it.
    """
    from .reporting import html  # the charts take a second to import

    if not document["complete"]:
        raise BenchmarkError("the run was interrupted: only a complete one is published")
    figures = figures_of(document)
    raw = lzma.compress(json.dumps(document).encode())
    if len(raw) > MOST:
        raise BenchmarkError(f"the raw data takes {len(raw)} bytes, compressed: {MOST} at most")
    before, _, after = split(readme)
    text = f"{before}{table(figures)}{after}"
    html.write(figures, docs / "report.html")
    (docs / "summary.json").write_bytes(figures.to_json())
    (docs / "raw.json.xz").write_bytes(raw)
    readme.write_text(text, encoding="utf-8")


def check(readme: Path, docs: Path) -> None:
    """Raise BenchmarkError unless the README's table is the one of the summary."""
    summary = docs / "summary.json"
    try:
        figures = Figures.from_json(summary.read_bytes())
    except OSError as error:
        raise BenchmarkError(f"{summary} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise BenchmarkError(f"{summary} is no summary of a run") from error
    if split(readme)[1] != table(figures):
        command = "nox -s publish -- results/FILE.json"
        raise BenchmarkError(f"{readme.name} does not show {summary.name}: run `{command}`")


def split(readme: Path) -> tuple[str, str, str]:
    """Return what stands before the table, the table, and what stands behind it.

    Raises BenchmarkError if the README has no place for it.
    """
    try:
        text = readme.read_text(encoding="utf-8")
    except OSError as error:
        raise BenchmarkError(f"{readme} cannot be read: {error.strerror}") from error
    before, begin, rest = text.partition(f"{BEGIN}\n")
    inside, end, after = rest.partition(END)
    if not (begin and end):
        raise BenchmarkError(f"{readme} has no lines {BEGIN} and {END}")
    return before + begin, inside, end + after


def table(figures: Figures) -> str:
    """Return the README's table: a row per variant, and below it where the figures come from.

    Raises BenchmarkError if the run did not compare the variants.
    """
    compared = (row for row in figures.comparisons if row.name == COMPARISON)
    comparison = next(compared, None)
    if comparison is None:
        raise BenchmarkError("the run has no comparison of the variants")
    headings, columns = zip(*make_columns(figures, comparison), strict=True)
    rule = [":--", *["--:"] * (len(columns) - 1)]
    rows = [headings, rule, *zip(*columns, strict=True)]
    lines = [f"| {' | '.join(cell or '-' for cell in row)} |" for row in rows]
    ties = "Variants that share a letter are tied; in brackets the 95 % interval of the ratio."
    notes = [*sentences.provenance(figures), sentences.noise(figures), ties]
    return "\n".join([*lines, "", *(f"{note}  " for note in notes), ""])


def make_columns(figures: Figures, comparison: Comparison) -> Iterator[tuple[str, list[str]]]:
    """Yield the columns by heading: the variants, what they answered, and microseconds."""
    variants = {row["name"]: row["variant"] for row in figures.deployments if not row["twin_of"]}
    names = [name for name in comparison.deployments if name in variants]
    yield "Variant", [f"[`{variants[name]}`](variants/{variants[name]}/)" for name in names]
    for part in comparison.parts:
        if part.scenario in SCENARIOS:
            rows = {row.deployment: row for row in part.rows}
            found = [rows.get(name) for name in names]
            yield f"{part.scenario}, requests/s", [rate(row) for row in found]
            yield f"÷ `{comparison.baseline}`", [ratio(row) for row in found]
    for endpoint in figures.in_process:
        if endpoint.name == "tags":
            times = [number(endpoint.minimum(variants[name])) for name in names]
            yield "tags in process, µs", times


def rate(row: Row | None) -> str:
    """Return the requests per second of a deployment."""
    return number(row.throughput) if row else ""


def ratio(row: Row | None) -> str:
    """Return the ratio of a deployment to the baseline, and the letters of its ties."""
    if row is None:
        return ""
    return f"{evidence(row.ratio)} {row.letters}" if row.ratio else row.letters


if __name__ == "__main__":
    sys.exit(main())
