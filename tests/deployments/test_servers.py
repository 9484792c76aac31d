"""Which server serves what, and what someone reads who asks for the wrong one."""

from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection

import pytest

from deployments import DeploymentError
from deployments.launch import Deployment, running
from deployments.servers import SERVERS, Application, Options, server_for, servers_for
from variants import VARIANTS

from .conftest import survivors

ROWS = [(variant, server) for variant in VARIANTS for server in servers_for(variant)]
SERVED = [pytest.param(*row, id="-".join(row)) for row in ROWS]


@pytest.mark.parametrize(("variant", "server"), SERVED)
def test_it_serves_a_crowd_and_leaves_no_process_behind(variant, server, database_url):
    workers = 2 if server_for(variant, server).multiprocess else 1
    deployment = Deployment(variant, database_url, server=server, workers=workers, threads=2)
    with running(deployment) as process:
        with ThreadPoolExecutor(8) as crowd:
            answers = list(crowd.map(read_20_times, [process.url] * 8))
        assert answers == [{200}] * 8
        pids = process.pids()
        assert len(pids) >= workers
    assert not survivors(pids)
    assert "Traceback" not in process.log.read_text()


def read_20_times(url):
    statuses = set()
    connection = HTTPConnection(url.removeprefix("http://"))
    for _ in range(20):
        connection.request("GET", "/api/articles")
        response = connection.getresponse()
        response.read()
        statuses.add(response.status)
    connection.close()
    return statuses


@pytest.mark.parametrize("row", SERVERS, ids=lambda row: f"{row.name}-{row.interface}")
def test_it_listens_where_it_is_told_and_only_on_this_machine(row):
    variant = next(v for v in VARIANTS.values() if v.interface == row.interface)
    options = Options(port=4321, workers=3, threads=5)
    command = " ".join(row.command(Application.of(variant), options))
    assert "127.0.0.1" in command
    assert "4321" in command


def test_the_default_is_the_first_of_the_interface():
    assert server_for("flask_sync").name == "gunicorn-gthread"
    assert server_for("quart_async").name == "uvicorn"


def test_one_name_may_serve_both_interfaces():
    assert server_for("raw_wsgi", "granian").interface == "wsgi"
    assert server_for("quart_async", "granian").interface == "asgi"


def test_a_server_of_the_other_interface_is_refused_with_those_that_fit():
    with pytest.raises(DeploymentError) as refusal:
        server_for("quart_async", "gunicorn-gthread")
    assert str(refusal.value) == (
        "gunicorn-gthread serves WSGI applications, and quart_async is an ASGI application; "
        "choose uvicorn, hypercorn, granian"
    )


def test_async_views_on_gevent_are_refused_with_the_reason():
    with pytest.raises(DeploymentError, match=r"cannot serve flask_async: .*event loop.*choose "):
        server_for("flask_async", "gunicorn-gevent")


@pytest.mark.parametrize("variant", ["flask_sync", "werkzeug_sync", "raw_wsgi"])
def test_one_event_loop_is_for_the_variant_with_async_views_only(variant):
    with pytest.raises(DeploymentError, match=f"cannot serve {variant}: it has no async views"):
        server_for(variant, "granian-one-loop")
    assert server_for("flask_async", "granian-one-loop").adapts


def test_an_unknown_server_suggests_the_nearest():
    with pytest.raises(DeploymentError, match="unknown server 'unicorn': did you mean uvicorn"):
        server_for("quart_async", "unicorn")


def test_an_unknown_variant_suggests_the_nearest():
    with pytest.raises(DeploymentError, match="'flask-sync': did you mean flask_sync"):
        server_for("flask-sync")


def test_workers_are_refused_by_a_server_of_one_process():
    with pytest.raises(DeploymentError, match="waitress has no worker processes"):
        server_for("flask_sync", "waitress", workers=2)
