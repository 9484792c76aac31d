"""What stories of faults need: a server of their own, with limits low enough to reach in a test."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from typing import Any

import pytest

from deployments.launch import Deployment, Process, running
from tests.conftest import SETTINGS, TROUBLE, databases_of, variants_of

NUMBERS = count(1)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "variant" in metafunc.fixturenames:
        metafunc.parametrize("variant", variants_of(metafunc.config), scope="module")
    if "database" in metafunc.fixturenames:
        metafunc.parametrize("database", databases_of(metafunc.config), scope="module")


@pytest.fixture(scope="module")
def start(
    variant: str, new_database: Callable[[str, str], str]
) -> Iterator[Callable[..., Process]]:
    """Start the variant: ``start("sqlite", POOL_SIZE="1")``, on any server and with any settings.

    All servers of a module stop after its last test, and none of their logs may hold a traceback.
    """
    processes: list[Process] = []
    with ExitStack() as stack:

        def start(
            database: str = "sqlite",
            *,
            url: str | None = None,
            server: str | None = None,
            threads: int = 4,
            workers: int = 1,
            factory: str | None = None,
            **settings: Any,
        ) -> Process:
            """Serve the variant, or another factory, on a new database or the one at *url*."""
            url = url or new_database(database, f"faults_{variant}_{next(NUMBERS)}")
            environment = {**SETTINGS, **{name: str(value) for name, value in settings.items()}}
            deployment = Deployment(
                variant, url, server=server, threads=threads, workers=workers,
                environment=environment, factory=factory,
            )  # fmt: skip
            processes.append(stack.enter_context(running(deployment)))
            return processes[-1]

        yield start
    for process in processes:
        log = process.log.read_text(errors="replace")
        assert not TROUBLE.search(log), f"the log of {variant} tells of trouble:\n{log[-10_000:]}"
