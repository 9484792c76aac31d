"""Starting and stopping: what goes wrong is told, and what was started ends."""

import signal
import socket
import time
import urllib.request
from urllib.error import HTTPError

import psutil
import pytest

from deployments import DeploymentError
from deployments.launch import Deployment, running
from deployments.processes import free_port
from deployments.servers import server_for

from .conftest import command_of, survivors

UNTIL_INTERRUPTED = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored in the background of a shell
from deployments.launch import Deployment, running
from deployments.postgresql import embedded
with embedded() as cluster, running(Deployment("flask_sync", sys.argv[1])) as process:
    print(cluster.directory, *process.pids())
    time.sleep(60)
"""


@pytest.fixture
def busy_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def test_a_busy_port_is_refused_before_anything_starts(busy_port, database_url):
    deployment = Deployment("flask_sync", database_url, server="granian")
    with (
        pytest.raises(DeploymentError, match=f"port {busy_port} cannot be used: Address already"),
        running(deployment, port=busy_port),
    ):
        pass


def test_a_port_is_free_again_after_its_server(database_url):
    port = free_port()
    for _ in range(2):
        with running(Deployment("flask_sync", database_url), port=port) as process:
            assert process.url == f"http://127.0.0.1:{port}"


def test_a_server_that_does_not_start_is_told_with_the_end_of_its_log(database_url):
    deployment = Deployment("flask_sync", database_url, environment={"SECRET_KEY": "short"})
    with (
        pytest.raises(DeploymentError, match=r"(?s)ended while it started; its log ends:.*32"),
        running(deployment),
    ):
        pass


def test_a_server_that_only_fails_is_told_too(database_url, monkeypatch):
    monkeypatch.setattr("deployments.launch.START_LIMIT", 2)
    empty = database_url.replace("small", "empty")
    with (
        pytest.raises(DeploymentError, match="did not answer /api/tags with 200 within 2 seconds"),
        running(Deployment("flask_sync", empty)),
    ):
        pass


def test_a_variant_without_its_environment_is_refused(database_url, monkeypatch, tmp_path):
    monkeypatch.setenv("VARIANT_ENVIRONMENTS", str(tmp_path))
    with (
        pytest.raises(DeploymentError, match="flask_sync has no environment"),
        running(Deployment("flask_sync", database_url)),
    ):
        pass


def test_the_application_sees_its_settings_and_not_our_environment(database_url, monkeypatch):
    monkeypatch.setenv("PRIVATE", "ours")
    deployment = Deployment("flask_sync", database_url, environment={"TOKEN_LIFETIME": "60"})
    with running(deployment) as process:
        seen = psutil.Process(process.pid).environ()
    assert seen["DATABASE_URL"] == database_url
    assert seen["TOKEN_LIFETIME"] == "60"
    assert len(seen["SECRET_KEY"]) >= 32
    assert "PRIVATE" not in seen


def test_the_start_takes_until_the_first_answer(database_url):
    with running(Deployment("flask_sync", database_url)) as process:
        lifetime = time.time() - psutil.Process(process.pid).create_time()
    assert 0.1 < process.started_in < lifetime


def test_another_application_may_be_served_in_the_variants_environment(database_url):
    deployment = Deployment(
        "flask_async",
        database_url,
        server="granian",
        factory="tests.deployments.loops:one_loop",
        probe="/turn",
    )
    with running(deployment) as process:
        turns = [int(read(f"{process.url}/turn")) for _ in range(3)]
        assert turns == [turns[0], turns[0] + 1, turns[0] + 2], "all in the same event loop"
        assert b"<html" in read(f"{process.url}/")
        with pytest.raises(HTTPError, match="404"):
            read(f"{process.url}/api/articles/none")


@pytest.mark.parametrize("server", ["wsgi-to-asgi", "granian-wsgi-to-asgi", "granian-one-loop"])
def test_an_adapter_adapts_the_variants_own_application_only(server):
    deployment = Deployment("flask_async", "sqlite://", server, factory="benchmarks.null:any")
    with (
        pytest.raises(DeploymentError, match=f"{server} serves the variant's own application only"),
        running(deployment),
    ):
        pass


def read(url):
    with urllib.request.urlopen(url) as answer:
        return answer.read()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_whoever_is_told_to_stop_stops_what_it_started(number, start, database_url):
    program = start("-c", UNTIL_INTERRUPTED, database_url)
    directory, *pids = program.stdout.readline().split()
    program.send_signal(number)
    assert program.wait(20) != 0
    assert not survivors(map(int, pids))
    assert not [process for process in psutil.process_iter() if directory in command_of(process)]


@pytest.mark.parametrize(
    ("server", "workers", "threads", "connections", "each"),
    [
        ("granian", 1, 4, None, 4),
        ("granian", 2, 4, None, 4),
        ("granian", 2, 4, 10, 5),
        ("gunicorn-gevent", 2, 4, None, 5),
        ("gunicorn-sync", 4, 4, None, 1),
        ("gunicorn-sync", 4, 4, 8, 2),
        ("wsgi-to-asgi", 1, 4, None, 1),
        ("waitress", 1, 4, 1, 1),
    ],
)
def test_connections_are_shared_out_among_the_processes(
    server, workers, threads, connections, each
):
    deployment = Deployment(
        "flask_sync", "sqlite://", server, workers=workers, threads=threads, connections=connections
    )
    assert deployment.pool_size(server_for("flask_sync", server)) == each


@pytest.mark.parametrize(
    ("variant", "server", "threads", "waiting"),
    [
        ("flask_sync", "gunicorn-gthread", 1, 0),
        ("flask_sync", "gunicorn-gthread", 2, 0),
        ("flask_sync", "gunicorn-gthread", 4, 1),
        ("flask_sync", "granian", 8, 3),
        ("flask_sync", "gunicorn-sync", 4, 0),
        ("quart_async", "uvicorn", 4, 20),
    ],
)
def test_fewer_than_half_of_the_threads_wait_to_hash(variant, server, threads, waiting):
    deployment = Deployment(variant, "sqlite://", server, threads=threads)
    assert deployment.hashing_queue(server_for(variant, server)) == waiting
