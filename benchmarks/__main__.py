"""The command: ``python -m benchmarks``, which ``nox -s benchmarks`` runs.

It measures in process, then over HTTP, prints the tables, and leaves every figure in a file and a
report beside it. Exit codes: 0; 1 when something could not be measured; 2 for a wrong option; 130
after Ctrl-C, when the run can be resumed.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from deployments import DeploymentError
from deployments.processes import interruptible

from . import BenchmarkError, against, changes, options, results
from .reporting.derivation import figures_of
from .reporting.figures import Figures
from .reporting.terminal import make_console, show
from .runs import Run


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks for; return the exit code."""
    typed = sys.argv[1:] if arguments is None else list(arguments)
    parser = options.parser()
    chosen = parser.parse_args(typed)
    try:
        with interruptible():
            if chosen.compare:
                changes.show(changes.compare(*map(results.read, chosen.compare)), make_console())
                return 0
            if chosen.against:
                plan = options.choice(chosen).make()
                return against.main(chosen.against, plan, make_console())
            if chosen.resume:
                return _measure(Run.resume(chosen.resume))
            return _measure(Run.begin(options.choice(chosen), typed))
    except (BenchmarkError, DeploymentError) as error:
        print(f"{parser.prog}: error: {error}", file=sys.stderr)
        return 1


def _measure(run: Run) -> int:
    path = run.results.path
    try:
        run.measure(Console(stderr=True))
    except KeyboardInterrupt:
        print(f"\nInterrupted. {_kept(path)}", file=sys.stderr)
        return 130
    figures = figures_of(run.results.document)
    show(figures, make_console())
    report = path.with_suffix(".html")
    _write(figures, report)
    print(f"Every figure: {path}\nThe report: {report}")
    return 0


def _kept(path: Path) -> str:
    if path.exists():
        return f"To go on with it: nox -s benchmarks -- --resume {path}"
    return "Nothing had been measured."


def _write(figures: Figures, report: Path) -> None:
    from .reporting import html  # the charts take a second to import

    html.write(figures, report)


if __name__ == "__main__":
    sys.exit(main())
