"""The PostgreSQL server that comes with the project."""

import re
import signal
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

from deployments.postgresql import embedded

from .conftest import survivors

UNTIL_KILLED = """
import sys, time
from pathlib import Path
from deployments.postgresql import embedded
with embedded(Path(sys.argv[1]), durable=False) as cluster:
    print(cluster.create("kept"))
    time.sleep(60)
"""


@pytest.fixture(scope="module")
def cluster():
    with embedded(log_statements=True, durable=False, parameters={"max_connections": "7"}) as it:
        yield it


@pytest.fixture
def directory():
    """A place that PostgreSQL's own user may enter too; pytest closes its temporary ones."""
    with TemporaryDirectory(prefix="anatomy-test-") as path:
        yield Path(path) / "data"


def ask(url, statement, *values):
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(statement, values)
        return cursor.fetchone() if cursor.description else None


def test_a_fresh_one_is_gone_when_it_is_done():
    with embedded(durable=False) as cluster:
        assert ask(cluster.url("postgres"), "SELECT 1") == (1,)
    assert not cluster.directory.exists()


def test_it_takes_parameters(cluster):
    assert ask(cluster.url("postgres"), "SHOW max_connections") == ("7",)
    assert ask(cluster.url("postgres"), "SHOW fsync") == ("off",)


def test_it_is_durable_unless_told_otherwise():
    with embedded() as cluster:
        assert ask(cluster.url("postgres"), "SHOW fsync") == ("on",)


def test_creating_a_database_again_keeps_what_is_in_it(cluster):
    url = cluster.create("kept")
    ask(url, "CREATE TABLE things ()")
    assert cluster.create("kept") == url
    assert ask(url, "SELECT to_regclass('things')") == ("things",)


def test_a_database_may_be_created_as_a_copy(cluster):
    ask(cluster.create("original"), "CREATE TABLE things ()")
    copy = cluster.create("copy", template="original")
    assert ask(copy, "SELECT to_regclass('things')") == ("things",)


def test_the_log_tells_which_database_saw_which_statement(cluster):
    ask(cluster.create("counted"), "SELECT %s::text AS marked", "value")
    lines = re.findall(r"^counted LOG: .*?: (SELECT.*)$", cluster.log.read_text(), re.MULTILINE)
    assert lines == ["SELECT $1::text AS marked"]


def test_a_directory_keeps_its_data(directory):
    with embedded(directory, durable=False) as cluster:
        ask(cluster.create("kept"), "CREATE TABLE things ()")
    with embedded(directory, durable=False) as cluster:
        assert ask(cluster.url("kept"), "SELECT to_regclass('things')") == ("things",)


def test_a_server_whose_owner_was_killed_is_taken_over_and_stopped(directory, start):
    program = start("-c", UNTIL_KILLED, str(directory))
    url = program.stdout.readline().strip()
    program.send_signal(signal.SIGKILL)
    program.wait()
    assert ask(url, "SELECT 1") == (1,), "PostgreSQL outlives whoever is killed"
    with embedded(directory, durable=False) as cluster:
        assert cluster.url("kept") == url
        postmaster = int((cluster.directory / "postmaster.pid").read_text().split()[0])
    assert not survivors([postmaster])
