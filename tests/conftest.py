"""The servers under test: which ones, started how, and what their logs must not hold.

Stories ask for `target`, a base URL, and know nothing else about a server. It comes from
`--target`, or is started here: every variant (or `--variant`), on every database (or `--database`).
"""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pytest
from hypothesis import settings

from tests.programs import find_program
from tests.summary import Summary

DATABASES = ("sqlite", "postgresql")
TEMPLATE = "migrated"  # the name of the database that the others are copies of
SECRET_KEY = "known to the tests and to nobody else"

# Cheap passwords, because there are thousands, of which none has to wait for another; and few
# connections, because they must suffice.
SETTINGS = {
    "SECRET_KEY": SECRET_KEY,
    "ARGON2_TIME_COST": "1",
    "ARGON2_MEMORY_COST": "8",
    "ARGON2_PARALLELISM": "1",
    "HASHING_SLOTS": "100",
    "POOL_SIZE": "5",
}

# What a server says when something went wrong that no answer told.
TROUBLE = re.compile(
    r"Traceback|never awaited|never retrieved|Task was destroyed|Exception ignored|Unhandled"
    r"|ResourceWarning|RuntimeWarning|SAWarning|Segmentation fault|panicked"
)


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("servers under test")
    group.addoption("--target", metavar="URL", help="test the server that runs at this address")
    group.addoption("--secret-key", metavar="KEY", help="what the server at --target signs with")
    group.addoption("--variant", metavar="NAME", help="start and test this variant only")
    group.addoption(
        "--database", choices=[*DATABASES, "both"], default="both", help="on which database"
    )
    examples = "how many random requests to make up for each endpoint (default: 10)"
    group.addoption("--examples", metavar="N", type=int, default=10, help=examples)
    sizes = "test faults with thousands of clients, as in a drill, not with tens"
    group.addoption("--full-size", action="store_true", help=sizes)


def pytest_configure(config: pytest.Config) -> None:
    settings.register_profile("contract", max_examples=config.option.examples)
    settings.load_profile("contract")
    config.addinivalue_line("markers", "forges: signs tokens, so needs the key of the server")
    http_only = "http_only: no database can answer it otherwise, so SQLite does"
    config.addinivalue_line("markers", http_only)
    strictest = "strictest_only: PostgreSQL refuses all that SQLite does, and more, so it is asked"
    config.addinivalue_line("markers", strictest)
    needs = "needs(program): runs a program of the system, which CI must have installed"
    config.addinivalue_line("markers", needs)
    config.pluginmanager.register(Summary(), "summary")
    if config.option.target and config.option.variant:
        raise pytest.UsageError("give --target or --variant, not both")
    if config.option.target and not config.option.target.startswith("http://"):
        raise pytest.UsageError(f"--target must start with http://, not be {config.option.target}")
    if config.option.variant:
        from variants import VARIANTS

        if config.option.variant not in VARIANTS:
            known = ", ".join(VARIANTS)
            raise pytest.UsageError(f"no variant {config.option.variant}: there are {known}")


@pytest.hookimpl(wrapper=True)
def pytest_cmdline_main() -> Iterator[None]:
    """Let SIGTERM end a run as Ctrl-C does, so that fixtures stop the servers they started."""
    from deployments.processes import interruptible

    with interruptible():
        return (yield)


def pytest_keyboard_interrupt() -> None:
    """Interrupt the workers of pytest-xdist too, whom SIGTERM does not reach as Ctrl-C does."""
    import psutil

    for child in psutil.Process().children():
        child.terminate()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    config = metafunc.config
    if "target" in metafunc.fixturenames:
        kinds = _databases_for(metafunc.definition, databases_of(config))
        served = [(variant, kind) for variant in variants_of(config) for kind in kinds]
        targets = [config.option.target] if config.option.target else served
        ids = [target if isinstance(target, str) else "-".join(target) for target in targets]
        metafunc.parametrize("target", targets, ids=ids, indirect=True, scope="session")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.option.target and not config.option.secret_key:
        forging = [item for item in items if item.get_closest_marker("forges")]
        config.hook.pytest_deselected(items=forging)
        items[:] = [item for item in items if item not in forging]

    missing = [item for item in items if missing_programs(item)]
    if missing and os.environ.get("CI"):
        raise pytest.UsageError(f"CI must install {', '.join(missing_programs(*missing))}")
    config.hook.pytest_deselected(items=missing)
    items[:] = [item for item in items if item not in missing]


def missing_programs(*items: pytest.Item) -> list[str]:
    """Return the names of programs that tests need and this machine does not have."""
    needed = {name for item in items for mark in item.iter_markers("needs") for name in mark.args}
    return sorted(name for name in needed if find_program(name) is None)


def pytest_report_collectionfinish(config: pytest.Config) -> str:
    if config.option.target and not config.option.secret_key:
        return "left out: tests that forge tokens (--secret-key tells what the server signs with)"
    return ""


def variants_of(config: pytest.Config) -> list[str]:
    """Return the names of the variants that a run is about."""
    from variants import VARIANTS

    chosen = config.option.variant
    return [chosen] if chosen else list(VARIANTS)


def databases_of(config: pytest.Config) -> list[str]:
    """Return the kinds of databases that a run is about."""
    chosen = config.option.database
    return list(DATABASES) if chosen == "both" else [chosen]


def _databases_for(test: Any, kinds: list[str]) -> list[str]:
    """Return on which of the databases a test runs: both, unless it says that one is enough."""
    if test.get_closest_marker("http_only"):
        return kinds[:1]
    return kinds[-1:] if test.get_closest_marker("strictest_only") else kinds


@pytest.fixture(scope="session")
def secret_key(request: pytest.FixtureRequest) -> str:
    """Return what the server under test signs its tokens with."""
    return request.config.option.secret_key or SECRET_KEY


@pytest.fixture(scope="session")
def cluster() -> Iterator[Any]:
    """Run one PostgreSQL server for all the tests; some read in its log what a request led to."""
    from deployments import postgresql

    with postgresql.embedded(durable=False, log_statements=True) as cluster:
        yield cluster


@pytest.fixture(scope="session")
def new_database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str, str], str]:
    """Make a database of a kind, with a name of its own and the schema; return its URL.

    The migrations run once for each kind; the databases are copies of what they made.
    """
    from shared.database import migrate

    directory = tmp_path_factory.mktemp("databases")

    @cache
    def template(kind: str) -> str:
        if kind == "sqlite":
            url = f"sqlite:///{directory / TEMPLATE}"
        else:
            url = request.getfixturevalue("cluster").create(TEMPLATE)
        migrate(url)
        return url

    def make(kind: str, name: str) -> str:
        origin = template(kind)
        if kind == "postgresql":
            return str(request.getfixturevalue("cluster").create(name, template=TEMPLATE))
        copy = tmp_path_factory.mktemp("database") / f"{name}.sqlite3"
        shutil.copyfile(origin.removeprefix("sqlite:///"), copy)
        return f"sqlite:///{copy}"

    return make


@contextmanager
def serving(variant: str, database_url: str) -> Iterator[str]:
    """Start a variant as it is really served, yield its address, and read its log at the end."""
    from deployments.launch import Deployment, running

    deployment = Deployment(variant, database_url=database_url, environment=SETTINGS)
    with running(deployment) as process:
        yield process.url
    log = process.log.read_text(errors="replace")
    if TROUBLE.search(log):
        pytest.fail(f"the log of {variant} tells of trouble:\n{log[-20_000:]}", pytrace=False)


@pytest.fixture(scope="session")
def target(request: pytest.FixtureRequest) -> Iterator[str]:
    """Serve a variant if none is served elsewhere; give its address."""
    if isinstance(request.param, str):
        yield request.param
    else:
        variant, database = request.param
        new_database = request.getfixturevalue("new_database")
        with serving(variant, new_database(database, f"contract_{variant}")) as url:
            yield url
