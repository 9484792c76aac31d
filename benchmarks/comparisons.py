"""What is compared with what: candidates of which one thing differs, and the scenarios for it.

All candidates of a comparison have the same budget: the same cores, and the same number of
database connections. None says more than its one thing: that Quart on granian is faster than Flask
on waitress could be due to either, and is not measured.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from variants import VARIANTS

from . import BenchmarkError
from .deployments import Candidate

# The fields that change when one thing does. How a server serves several requests at a time is one
# thing: gunicorn's worker classes differ in it and have their own numbers of processes and threads.
CHANGES: Mapping[str, Collection[str]] = {
    "the variant": {"variant"},
    "the server": {"server"},
    "the adapter": {"server"},
    "the database": {"database"},
    "the concurrency": {"server", "workers", "threads"},
    "the size": {"workers", "threads"},
}
SEVERAL = "what was chosen"  # by somebody who will know what it means
AT_BEST = "the variant, each at its best"  # with its own numbers of processes and threads
OF_ONE_PROGRAM = {"the adapter", "the concurrency"}


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Candidates, one of them the baseline, at some scenarios.

    ``changes`` is the one thing that differs, a key of CHANGES in most cases. Raises BenchmarkError
    if that is not so.
    """

    name: str
    title: str
    changes: str
    baseline: str
    deployments: tuple[Candidate, ...]
    scenarios: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.baseline not in [candidate.name for candidate in self.deployments]:
            raise BenchmarkError(f"{self.name} has no baseline: {self.baseline} is not among it")
        check(self)

    def with_twin(self) -> "Comparison":
        """Return the comparison with its A/A control, the baseline a second time."""
        twins = [one.again() for one in self.deployments if one.name == self.baseline]
        return replace(self, deployments=(*self.deployments, *twins))

    def as_document(self) -> dict[str, Any]:
        """Return it as the results hold it: candidates by name."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        names = [candidate.name for candidate in self.deployments]
        return {**values, "deployments": names, "scenarios": list(self.scenarios)}


def check(comparison: Comparison) -> None:
    """Raise BenchmarkError unless one thing differs, and it is what the comparison is about.

    The interface is the variant's: on a server for both it changes with the variant.
    """
    changes, candidates = comparison.changes, comparison.deployments
    if changes in {SEVERAL, AT_BEST}:
        return
    found = differences(candidates)
    if not found or not found <= set(CHANGES[changes]):
        wrong = ", ".join(sorted(found)) or "nothing"
        raise BenchmarkError(f"{comparison.name} is about {changes}, but differs in {wrong}")
    if changes in OF_ONE_PROGRAM and len(set(map(program, candidates))) > 1:
        raise BenchmarkError(f"{comparison.name} is about {changes}, but differs in the server too")


def differences(candidates: Collection[Candidate]) -> set[str]:
    """Return the fields in which candidates differ, but for their names."""
    names = {field.name for field in fields(Candidate)} - {"name", "twin_of"}
    return {name for name in names if len({getattr(one, name) for one in candidates}) > 1}


def program(candidate: Candidate) -> str:
    """Return which program serves a candidate: a server's name begins with it."""
    return candidate.server.partition("-")[0]


READS = ("list", "article", "home", "article_page")
WRITES = ("write", "mixed")

FLASK = Candidate(name="flask_sync", variant="flask_sync")
QUART = Candidate(name="quart_async", variant="quart_async")
FLASK_ASYNC = Candidate(name="flask_async", variant="flask_async")
GTHREAD = replace(FLASK, name="flask_sync on gunicorn-gthread", server="gunicorn-gthread")
ONE_THREAD = replace(FLASK, name="flask_sync in 1 thread", threads=1)

COMPARISONS: Mapping[str, Comparison] = {
    comparison.name: comparison
    for comparison in (
        Comparison(
            name="variants",
            title="The variants on one server",
            changes="the variant",
            baseline="flask_sync",
            deployments=tuple(Candidate(name=name, variant=name) for name in VARIANTS),
            scenarios=(*READS, "login", *WRITES, "static"),
        ),
        Comparison(
            name="null",
            title="The frameworks without an application",
            changes="the variant",
            baseline="null of flask_sync",
            deployments=tuple(
                Candidate(name=f"null of {name}", variant=name, application="null")
                for name in VARIANTS
            ),
            scenarios=("null",),
        ),
        Comparison(
            name="wsgi_servers",
            title="Servers with threads under flask_sync",
            changes="the server",
            baseline="flask_sync",
            deployments=(
                FLASK,
                GTHREAD,
                replace(FLASK, name="flask_sync on waitress", server="waitress"),
            ),
            scenarios=(*READS, "static"),
        ),
        Comparison(
            name="asgi_servers",
            title="Servers under quart_async",
            changes="the server",
            baseline="quart_async",
            deployments=(
                QUART,
                replace(QUART, name="quart_async on uvicorn", server="uvicorn"),
                replace(QUART, name="quart_async on hypercorn", server="hypercorn"),
            ),
            scenarios=(*READS, "static"),
        ),
        Comparison(
            name="databases_sync",
            title="SQLite against PostgreSQL under flask_sync",
            changes="the database",
            baseline="flask_sync",
            deployments=(
                FLASK,
                replace(FLASK, name="flask_sync over SQLite", database="sqlite"),
            ),
            scenarios=(*READS, *WRITES),
        ),
        Comparison(
            name="databases_async",
            title="SQLite against PostgreSQL under quart_async",
            changes="the database",
            baseline="quart_async",
            deployments=(
                QUART,
                replace(QUART, name="quart_async over SQLite", database="sqlite"),
            ),
            scenarios=(*READS, *WRITES),
        ),
        Comparison(
            name="concurrency",
            title="Processes, threads and greenlets of gunicorn under flask_sync",
            changes="the concurrency",
            baseline="flask_sync on gunicorn-gthread",
            deployments=(
                GTHREAD,
                replace(
                    FLASK,
                    name="flask_sync on gunicorn-sync",
                    server="gunicorn-sync",
                    workers=4,
                    threads=1,
                ),
                replace(
                    FLASK,
                    name="flask_sync on gunicorn-gevent",
                    server="gunicorn-gevent",
                    threads=1,
                ),
            ),
            scenarios=(*READS, "login", *WRITES),
        ),
        # One thread, for the adapter uses no more: what it costs is left, not what it prevents.
        Comparison(
            name="wsgi_to_asgi",
            title="asgiref's WsgiToAsgi between granian and flask_sync",
            changes="the adapter",
            baseline="flask_sync in 1 thread",
            deployments=(
                ONE_THREAD,
                replace(
                    ONE_THREAD,
                    name="flask_sync through WsgiToAsgi",
                    server="granian-wsgi-to-asgi",
                ),
            ),
            scenarios=(*READS, "write"),
        ),
        Comparison(
            name="event_loops",
            title="An event loop per call, as asgiref starts it, or one per process",
            changes="the adapter",
            baseline="flask_async",
            deployments=(
                FLASK_ASYNC,
                replace(FLASK_ASYNC, name="flask_async in one loop", server="granian-one-loop"),
            ),
            scenarios=(*READS, *WRITES),
        ),
    )
}
