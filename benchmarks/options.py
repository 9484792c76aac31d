"""What may be typed after ``nox -s benchmarks --``."""

import argparse
from pathlib import Path
from typing import NoReturn

from deployments import DeploymentError
from deployments.servers import unknown

from . import BenchmarkError
from .plans import candidate
from .results import interrupted
from .runs import HALVES, Choice
from .scenarios import SCENARIOS

EXAMPLES = """
examples, after "nox -s benchmarks --":
  (nothing)                           the quick plan: the variants on one server
  --full                              all comparisons, with latency at fixed rates: 70 minutes
  --only flask_sync --only raw_wsgi/waitress/sqlite --scenario login
                                      two deployments, each variant[/server[/database]]
  --resume                            go on with the run that was interrupted last
  --compare OLD.json NEW.json         what changed between two runs, beyond noise
  --against http://localhost:3000     a server of your own, started elsewhere
"""


class Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        """End the program."""
        self.exit(2, f"{self.prog}: error: {message}\n")


def parser() -> Parser:
    """Return the parser of the command line."""
    made = Parser(
        prog="benchmarks",
        description="Compare the variants, in process and over HTTP.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = made.add_argument
    add("--full", action="store_true", help="the full plan (default: the quick one)")
    text = "measure this deployment, and others so named, in place of the plan's"
    add("--only", action="append", default=[], type=_candidate, metavar="NAME", help=text)
    text = f"measure at this scenario, and others so named: {', '.join(SCENARIOS)}"
    add("--scenario", action="append", default=[], type=_scenario, metavar="NAME", help=text)
    add(
        "--rounds",
        type=_rounds,
        metavar="N",
        help="blocks of each comparison (default: the plan's)",
    )
    add("--seconds", type=_seconds, metavar="N", help="of each load (default: the plan's)")
    add("--seed", type=int, default=1, metavar="N", help="of the orders of the blocks (default: 1)")
    half = made.add_mutually_exclusive_group()
    half.add_argument("--in-process", action="store_true", help="measure in process only")
    half.add_argument("--http", action="store_true", help="measure over HTTP only")
    instead = made.add_mutually_exclusive_group()
    instead.add_argument(
        "--resume",
        type=_results,
        nargs="?",
        const="",
        metavar="FILE",
        help="complete the run that left these results (default: the last one)",
    )
    instead.add_argument(
        "--compare",
        type=Path,
        nargs=2,
        metavar=("OLD", "NEW"),
        help="say what differs between the results of two runs",
    )
    instead.add_argument("--against", type=_url, metavar="URL", help="measure this server")
    return made


def choice(options: argparse.Namespace) -> Choice:
    """Return what was chosen; raises BenchmarkError if that leaves nothing to measure."""
    halves = ("in_process",) if options.in_process else ("over_http",) if options.http else HALVES
    made = Choice(
        plan="full" if options.full else "quick",
        only=tuple(options.only),
        scenarios=tuple(options.scenario),
        rounds=options.rounds,
        seconds=options.seconds,
        seed=options.seed,
        halves=halves,
    )
    made.make()
    return made


def _candidate(text: str) -> str:
    try:
        return candidate(text).name
    except (BenchmarkError, DeploymentError) as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _results(text: str) -> Path:
    try:
        return Path(text) if text else interrupted()
    except BenchmarkError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _scenario(name: str) -> str:
    if name not in SCENARIOS:
        raise argparse.ArgumentTypeError(unknown("scenario", name, list(SCENARIOS)))
    return name


def _rounds(text: str) -> int:
    if not (text.isdecimal() and 1 <= int(text) <= 1000):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to 1000")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if not 1 <= seconds <= 3600:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds from 1 to 3600")
    return seconds


def _url(text: str) -> str:
    if not text.startswith("http://"):
        raise argparse.ArgumentTypeError(f"{text!r} does not start with http://")
    return text.rstrip("/")
