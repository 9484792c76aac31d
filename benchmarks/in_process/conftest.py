"""What the measurements need: a database, applications that agree, and an order.

The order interleaves: every application is measured for a short while, then each again, and so on,
starting with another one each time. What else happens on the machine then hits all of them alike,
and not the one whose turn it was.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from benchmarks import BenchmarkError
from benchmarks.answers import Agreement
from benchmarks.applications import called, cells
from benchmarks.callers import Caller
from benchmarks.endpoints import NULL, SUMMARIES, Target, cheap_settings, targets
from deployments.launch import prepare
from shared.settings import Settings
from variants import VARIANTS


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("measurements in process")
    group.addoption("--only", action="append", metavar="VARIANT", help="measure this variant")
    group.addoption("--endpoint", action="append", metavar="NAME", help="measure this endpoint")
    group.addoption("--blocks", type=int, default=5, help="how often each is measured (5)")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    chosen = _cells(metafunc.config)
    order = [
        (block, *cell)
        for block in range(metafunc.config.option.blocks)
        for cell in (*chosen[block:], *chosen[:block])
    ]
    metafunc.parametrize("block, endpoint, application", order)


def _cells(config: pytest.Config) -> list[tuple[str, str]]:
    return cells(config.option.only or VARIANTS, config.option.endpoint or SUMMARIES)


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings with a SQLite database that holds the sample data."""
    path: Path = tmp_path_factory.mktemp("database") / "anatomy.sqlite3"
    prepare(f"sqlite:///{path}")
    return cheap_settings(f"sqlite:///{path}")


@pytest.fixture(scope="session")
def target(settings: Settings) -> Mapping[str, Target]:
    """Where each endpoint is found."""
    return {**targets(settings), NULL: Target("/")}


@pytest.fixture(scope="session")
def callers(
    settings: Settings, target: Mapping[str, Target], pytestconfig: pytest.Config
) -> Iterator[Mapping[str, Caller]]:
    """The applications, all of which give the same answers."""
    chosen = _cells(pytestconfig)
    agreement = Agreement()
    with called({name for _, name in chosen}, settings) as callers:
        try:
            for endpoint, name in chosen:
                agreement.check(endpoint, name, callers[name].call(target[endpoint]))
        except BenchmarkError as error:
            pytest.exit(str(error), returncode=1)
        yield callers
