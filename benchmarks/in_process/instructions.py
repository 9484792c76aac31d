"""Instructions per request: a figure that a busy machine does not change.

Valgrind's Cachegrind counts the instructions that a process executes in user mode. ``counted`` is
run under it and measures each application twice at each endpoint, with 20 and with 60 requests: the
difference, divided by 40, is the cost of a request without the cost of the start. What it does not
see: waiting, caches, the kernel and the server.

``python -m benchmarks.in_process.instructions`` prints a table; ``nox -s instructions`` runs it.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.table import Table

from deployments import PROJECT, DeploymentError
from deployments.launch import prepare
from deployments.processes import interruptible
from variants import VARIANTS

from .. import BenchmarkError
from ..applications import cells
from ..endpoints import SUMMARIES
from ..reporting.terminal import make_console
from .counted import FEW, MANY

ENDPOINTS = ("tags", "list", "home")
BASE = "raw_wsgi"  # the cheapest variant: ratios are to it
INSTALL = "valgrind is not installed: apt-get install valgrind, or brew install valgrind"

Counts = Mapping[tuple[str, str], float]


def count(variants: Collection[str], endpoints: Collection[str]) -> Counts:
    """Return the instructions per request by endpoint and application.

    The references of the in-process measurements are counted beside the variants. Raises
    BenchmarkError when valgrind is not installed or an application fails.
    """
    if shutil.which("valgrind") is None:
        raise BenchmarkError(INSTALL)
    with TemporaryDirectory() as directory:
        url = f"sqlite:///{directory}/anatomy.sqlite3"
        prepare(url)
        output = Path(directory, "children")
        _run(url, output, cells(variants, endpoints))
        return per_request(output)


def _run(url: str, output: Path, chosen: list[tuple[str, str]]) -> None:
    files = output.with_name("cachegrind.%p")
    valgrind = ["valgrind", "--quiet", "--tool=cachegrind", "--cache-sim=no"]
    program = [sys.executable, "-m", "benchmarks.in_process.counted", url, str(output)]
    lines = "".join(f"{endpoint} {application}\n" for endpoint, application in chosen)
    result = subprocess.run(
        [*valgrind, f"--cachegrind-out-file={files}", *program],
        cwd=PROJECT,
        # The order of a set, and so the work of iterating over it, depends on the hash seed.
        env={**os.environ, "PYTHONHASHSEED": "0"},
        input=lines,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if result.returncode:
        reason = result.stderr.strip().rpartition("\n")[2]
        raise BenchmarkError(f"counting instructions failed: {reason or 'an application failed'}")


def per_request(output: Path) -> Counts:
    """Return the instructions per request, from the list of children and Cachegrind's files.

    Raises BenchmarkError when one of the files is not complete.
    """
    totals = {}
    for line in output.read_text(encoding="utf-8").splitlines():
        endpoint, application, requests, pid = line.split()
        totals[endpoint, application, int(requests)] = _total(output.with_name(f"cachegrind.{pid}"))
    return {
        (endpoint, application): (totals[endpoint, application, MANY] - total) / (MANY - FEW)
        for (endpoint, application, requests), total in totals.items()
        if requests == FEW
    }


def _total(file: Path) -> int:
    """Return the instructions in one of Cachegrind's files, which ends with a summary line."""
    found = re.search(r"^summary: (\d+)", file.read_text(encoding="utf-8"), re.MULTILINE)
    if found is None:
        raise BenchmarkError(f"counting instructions failed: {file.name} has no summary")
    return int(found[1])


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the instructions per request; return the exit code."""
    parser = argparse.ArgumentParser(prog="instructions", description=__doc__.partition(":")[0])
    for option, known in (("--variant", VARIANTS), ("--endpoint", SUMMARIES)):
        text = f"count this {option[2:]} only; may be repeated"
        parser.add_argument(option, action="append", choices=known, metavar="NAME", help=text)
    chosen = parser.parse_args(arguments)
    try:
        with interruptible():
            counts = count(chosen.variant or VARIANTS, chosen.endpoint or ENDPOINTS)
    except (BenchmarkError, DeploymentError) as error:
        print(f"{parser.prog}: error: {error}", file=sys.stderr)
        return 1
    make_console().print(_table(counts))
    return 0


def _table(counts: Counts) -> Table:
    table = Table("endpoint", "application", title="Instructions per request")
    table.add_column("instructions", justify="right")
    table.add_column(f"÷ {BASE}", justify="right")
    for (endpoint, application), instructions in counts.items():
        base = counts.get((endpoint, BASE))
        ratio = f"{instructions / base:.3f}" if base else ""
        table.add_row(endpoint, application, f"{instructions:,.0f}".replace(",", " "), ratio)
    return table


if __name__ == "__main__":
    sys.exit(main())
