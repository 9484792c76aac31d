"""Shows an earlier run again: ``python -m benchmarks.reporting results/….json [--html FILE]``."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from .. import BenchmarkError
from ..results import read
from .derivation import figures_of
from .terminal import make_console, show


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables of a run's results, or write its report; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="benchmarks.reporting", description="Show what was measured."
    )
    parser.add_argument("results", type=Path, help="the JSON file that a run wrote")
    parser.add_argument("--html", type=Path, metavar="FILE", help="write the report instead")
    options = parser.parse_args(arguments)
    try:
        figures = figures_of(read(options.results))
    except BenchmarkError as error:
        print(f"{parser.prog}: error: {error}", file=sys.stderr)
        return 1
    if options.html:
        from .html import write  # the charts take a second to import

        write(figures, options.html)
    else:
        show(figures, make_console())
    return 0


if __name__ == "__main__":
    sys.exit(main())
