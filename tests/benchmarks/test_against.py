"""A server that was started elsewhere is measured, if it is one of ours."""

import pytest

from benchmarks import BenchmarkError
from benchmarks.__main__ import main
from benchmarks.endpoints import cheap_settings
from benchmarks.scenarios import Site
from benchmarks.scenarios.remote import site_at
from deployments.launch import Deployment, prepare, running
from shared.database import migrate
from tests.conftest import SECRET_KEY


@pytest.fixture(scope="module")
def database_url(tmp_path_factory):
    """The URL of a database with the sample data."""
    url = f"sqlite:///{tmp_path_factory.mktemp('against')}/anatomy.sqlite3"
    prepare(url)
    return url


@pytest.fixture(scope="module")
def url(database_url):
    """The URL of a server over it."""
    environment = {"SECRET_KEY": SECRET_KEY}
    with running(Deployment("raw_wsgi", database_url, environment=environment)) as process:
        yield process.url


def test_what_requests_need_is_asked_of_the_server(url, database_url):
    found, expected = site_at(url), Site.of(cheap_settings(database_url))
    assert (found.newest, found.oldest) == (expected.newest, expected.oldest)
    assert found.stylesheet == expected.stylesheet
    assert found.token.count(".") == 2


def test_it_is_put_under_load(url, capsys):
    options = ["--scenario", "list", "--scenario", "write", "--rounds", "1", "--seconds", "1"]
    assert main(["--against", url, *options]) == 0
    lines = capsys.readouterr().out.splitlines()
    rows = [line.split() for line in lines if line.split()[:1] in (["list"], ["write"])]
    assert [row[0] for row in rows] == ["list", "write"]
    assert all(int(row[1]) > 0 and row[-2:] == ["0", "0"] for row in rows)


def test_a_server_without_the_sample_data_is_refused(tmp_path):
    empty = f"sqlite:///{tmp_path}/empty.sqlite3"
    migrate(empty)
    with (
        running(Deployment("raw_wsgi", empty)) as process,
        pytest.raises(BenchmarkError, match="it is measured with the sample data"),
    ):
        site_at(process.url)
