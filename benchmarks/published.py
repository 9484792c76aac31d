"""Keeps the one run that is published: ``nox -s publish -- results/….json``.

It writes three files to ``docs/benchmarks/`` (``summary.json``: what is shown; ``raw.json.xz``: all
samples; ``report.html``) and, between two comments, the tables of two READMEs. ``--check`` writes
nothing, and fails when a table is not the summary's.
"""

import argparse
import json
import lzma
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from . import PROJECT, BenchmarkError
from .reporting import markdown
from .reporting.derivation import figures_of
from .reporting.figures import Figures
from .results import Document, read

Tables = Mapping[Path, Callable[[Figures], str]]  # by the text that they are in

TABLES: Tables = {
    PROJECT / "README.md": markdown.variants,
    PROJECT / "variants" / "README.md": markdown.ladder,
}
DOCS = PROJECT / "docs" / "benchmarks"
BEGIN, END = "<!-- benchmarks:begin -->", "<!-- benchmarks:end -->"
MOST = 5 * 2**20  # bytes of raw data that the repository takes


def main(arguments: Sequence[str] | None = None) -> int:
    """Publish a run, or check what is published; return the exit code."""
    parser = argparse.ArgumentParser(prog="publish", description="Publish the results of a run.")
    chosen = parser.add_mutually_exclusive_group(required=True)
    chosen.add_argument("results", type=Path, nargs="?", help="the JSON file that a run wrote")
    chosen.add_argument("--check", action="store_true", help="compare tables and summary only")
    options = parser.parse_args(arguments)
    try:
        if options.check:
            check(TABLES, DOCS)
        else:
            publish(read(options.results), TABLES, DOCS)
    except BenchmarkError as error:
        print(f"{parser.prog}: error: {error}", file=sys.stderr)
        return 1
    return 0


def publish(document: Document, tables: Tables, docs: Path) -> None:
    """Write summary, raw data and report of a run, and the tables.

    Raises BenchmarkError, before anything is written, if the run was interrupted or lacks what a
    table shows, if its raw data is too large, or if a text has no place for its table.
    """
    from .reporting import html  # the charts take a second to import

    if not document["complete"]:
        raise BenchmarkError("the run was interrupted: only a complete one is published")
    figures = figures_of(document)
    raw = lzma.compress(json.dumps(document).encode())
    if len(raw) > MOST:
        raise BenchmarkError(f"the raw data takes {len(raw)} bytes, compressed: {MOST} at most")
    parts = {path: (split(path), make(figures)) for path, make in tables.items()}
    html.write(figures, docs / "report.html")
    (docs / "summary.json").write_bytes(figures.to_json())
    (docs / "raw.json.xz").write_bytes(raw)
    for path, ((before, _, after), table) in parts.items():
        path.write_text(f"{before}{table}{after}", encoding="utf-8")


def check(tables: Tables, docs: Path) -> None:
    """Raise BenchmarkError unless the tables are those of the summary."""
    summary = docs / "summary.json"
    try:
        figures = Figures.from_json(summary.read_bytes())
    except OSError as error:
        raise BenchmarkError(f"{summary} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise BenchmarkError(f"{summary} is no summary of a run") from error
    for path, make in tables.items():
        if split(path)[1] != make(figures):
            command = "nox -s publish -- results/FILE.json"
            raise BenchmarkError(f"{path} does not show {summary.name}: run `{command}`")


def split(path: Path) -> tuple[str, str, str]:
    """Return what stands before the table, the table, and what stands behind it.

    Raises BenchmarkError if the text has no place for it.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise BenchmarkError(f"{path} cannot be read: {error.strerror}") from error
    before, begin, rest = text.partition(f"{BEGIN}\n")
    inside, end, after = rest.partition(END)
    if not (begin and end):
        raise BenchmarkError(f"{path} has no lines {BEGIN} and {END}")
    return before + begin, inside, end + after


if __name__ == "__main__":
    sys.exit(main())
