"""On an event loop, readers of SQLite do not wait for the writers who wait for its lock.

Where threads are the limit they do, though no longer than the lock limit: ``tests.faults``.
"""

from deployments.launch import Deployment, running
from tests.conftest import SETTINGS, variants_of
from tests.faults.test_sqlite_lock import client, locked, read, write_at_once
from variants import VARIANTS


def pytest_generate_tests(metafunc):
    if "variant" in metafunc.fixturenames:
        chosen = [v for v in variants_of(metafunc.config) if VARIANTS[v].interface == "asgi"]
        metafunc.parametrize("variant", chosen)


def test_readers_do_not_wait_for_a_writer_on_an_event_loop(variant, new_database):
    url = new_database("sqlite", f"readers_{variant}")
    limits = {"POOL_SIZE": "3", "LOCK_TIMEOUT": "60"}
    with (
        running(Deployment(variant, url, environment=SETTINGS | limits)) as process,
        client(process.url) as writer,
    ):
        with locked(url):
            pending = write_at_once(writer, 12)
            assert read(writer) == [200, 200, 200, 200, 404]
            assert not any(future.done() for future in pending)
        assert {future.result().status_code for future in pending} == {200}
