"""Every server for ASGI tells the application that a client has left."""

import httpx2
import pytest

from deployments.launch import Deployment, running
from deployments.servers import servers_for
from tests.conftest import SETTINGS
from tests.contract.client import Api
from tests.faults import raw
from tests.faults.waiting import count_waiting, readers_wait, until

READERS = 3


@pytest.mark.parametrize("server", servers_for("raw_asgi"))
def test_a_statement_ends_when_its_client_leaves(server, new_database):
    url = new_database("postgresql", f"disconnects_{server}")
    environment = {**SETTINGS, "LOCK_TIMEOUT": "300", "STATEMENT_TIMEOUT": "300"}
    with (
        running(Deployment("raw_asgi", url, server=server, environment=environment)) as process,
        httpx2.Client(base_url=process.url, timeout=60, trust_env=False) as http,
    ):
        with readers_wait(url, "articles"):
            sockets = [raw.connect(process.url) for _ in range(READERS)]
            for socket in sockets:
                socket.sendall(raw.head("GET /api/articles"))
            until(lambda: count_waiting(url) == READERS, "the readers wait")
            for socket in sockets:
                socket.close()
            until(lambda: count_waiting(url) == 0, "their statements end")
        assert Api(http).get("/articles").status_code == 200
    assert process.log.read_text(errors="replace") == ""
