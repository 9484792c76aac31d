"""The command: ``python -m benchmarks``, which ``nox -s benchmarks`` runs.

It measures in process, then over HTTP, prints the tables and leaves every figure in a file. Exit
codes: 0; 1 when something could not be measured; 2 for a wrong option; 130 after Ctrl-C.
"""

import argparse
import shlex
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from typing import NoReturn

from rich.console import Console

from deployments import DeploymentError
from deployments.processes import interruptible
from deployments.servers import unknown
from variants import VARIANTS

from . import BenchmarkError
from .comparison import BASELINE
from .endpoints import ENDPOINTS, HOME_JSON, NULL
from .in_process import InProcess
from .load import Load, find_k6
from .over_http import OverHTTP
from .progress import Progress
from .report import make_console, show
from .results import Results
from .split import Split

SHARE = 0.2  # of the seconds over HTTP, for each measurement in process: those are steadier

Measurement = InProcess | Split | OverHTTP


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what the command line asks for; return the exit code."""
    parser = _parser()
    typed = sys.argv[1:] if arguments is None else arguments
    plan = _plan(parser.parse_args(typed))
    settings = {name: asdict(measurement) for name, measurement in plan.items()}
    results = Results(
        shlex.join(["nox", "-s", "benchmarks", *["--"][: len(typed)], *typed]), settings
    )
    try:
        with interruptible():
            _measure(plan, results)
    except (BenchmarkError, DeploymentError) as error:
        print(f"{parser.prog}: error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"\nInterrupted. {_partial(results)}", file=sys.stderr)
        return 130
    show(results.document, make_console())
    print(f"Every figure: {results.path}")
    return 0


class Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        """End the program."""
        self.exit(2, f"{self.prog}: error: {message}\n")


def _parser() -> Parser:
    parser = Parser(prog="benchmarks", description="Compare the variants.")
    add = parser.add_argument
    add(
        "--seconds",
        type=_seconds,
        default=6.0,
        metavar="N",
        help="of load for each variant and endpoint (default: 6); in process, a fifth of it",
    )
    add("--clients", type=_clients, default=16, metavar="N", help="at the same time (default: 16)")
    _add_choice(add, "--only", "variant", VARIANTS)
    _add_choice(add, "--endpoint", "endpoint", ENDPOINTS)
    add(
        "--database",
        choices=["postgresql", "sqlite"],
        default="postgresql",
        help="over HTTP (default: postgresql); in process it is always SQLite",
    )
    half = parser.add_mutually_exclusive_group()
    half.add_argument("--in-process", action="store_true", help="measure in process only")
    half.add_argument("--http", action="store_true", help="measure over HTTP only")
    return parser


def _add_choice(add: Callable[..., object], option: str, kind: str, known: Collection[str]) -> None:
    def choice(name: str) -> str:
        if name not in known:
            raise argparse.ArgumentTypeError(unknown(kind, name, list(known)))
        return name

    text = f"measure this {kind} and others so named (default: all): {', '.join(known)}"
    add(option, action="append", type=choice, metavar="NAME", help=text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if not 1 <= seconds <= 3600:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds from 1 to 3600")
    return seconds


def _clients(text: str) -> int:
    if not (text.isdecimal() and 1 <= int(text) <= 10_000):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to 10000")
    return int(text)


def _plan(options: argparse.Namespace) -> Mapping[str, Measurement]:
    """Return what is to be measured, by the name that it has in the results."""
    variants = [name for name in VARIANTS if name in (options.only or VARIANTS)]
    endpoints = [name for name in ENDPOINTS if name in (options.endpoint or ENDPOINTS)]
    plan: dict[str, Measurement] = {}
    if not options.http:
        seconds = options.seconds * SHARE
        beside = [HOME_JSON] if "home" in endpoints else []
        constants = [] if options.endpoint else [NULL]
        plan["in_process"] = InProcess(variants, [*endpoints, *beside, *constants], seconds)
        if "home" in endpoints and BASELINE in variants:
            plan["split"] = Split(seconds)
    if not options.in_process:
        load = Load(options.clients, options.seconds)
        plan["over_http"] = OverHTTP(variants, endpoints, load, options.database)
    return plan


def _measure(plan: Mapping[str, Measurement], results: Results) -> None:
    if "over_http" in plan:
        find_k6()  # now, and not after a minute
    planned = sum(measurement.duration for measurement in plan.values())
    with Progress(Console(stderr=True), planned) as progress:
        for name, measurement in plan.items():
            measurement.measure(progress, partial(results.add, name))
    results.finish()


def _partial(results: Results) -> str:
    if results.path.exists():
        return f"What was measured until then: {results.path}"
    return "Nothing had been measured."


if __name__ == "__main__":
    sys.exit(main())
