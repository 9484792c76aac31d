"""Compares the variants: in process, without a socket, and over HTTP, under load.

``python -m benchmarks`` measures and reports, ``python -m benchmarks.reporting`` shows an earlier
run again, ``python -m benchmarks.published`` keeps one for the readers. The README says what the
figures mean. Variants are known through the registry, through their own interface and over HTTP.
"""

from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
RESULTS = PROJECT / "results"  # not kept in version control


class BenchmarkError(Exception):
    """Nothing that could be compared was measured; the message is one line that says why."""
