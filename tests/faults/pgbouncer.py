"""PgBouncer in transaction mode, as Debian's package has it, in front of a PostgreSQL server."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

from tests.programs import find_program

START_LIMIT = 30.0  # seconds
PORT = 6432  # only part of the name of its socket

CONFIGURATION = """
[databases]
* = host={socket} user=postgres
[pgbouncer]
listen_addr =
listen_port = {port}
unix_socket_dir = {directory}
auth_type = any
pool_mode = transaction
default_pool_size = 3
"""


@contextmanager
def pgbouncer(socket: str) -> Iterator[str]:
    """Run PgBouncer before the server at a socket; give the host to connect to instead."""
    program = str(find_program("pgbouncer"))
    with TemporaryDirectory(prefix="anatomy-pgbouncer-") as directory:
        file = Path(directory, "pgbouncer.ini")
        file.write_text(CONFIGURATION.format(socket=socket, directory=directory, port=PORT))
        owner = Path(socket).stat()  # not root, whom PgBouncer refuses
        os.chown(directory, owner.st_uid, owner.st_gid)
        popen = subprocess.Popen(
            [program, "--quiet", str(file)], user=owner.st_uid, group=owner.st_gid
        )
        try:
            _wait_until_ready(f"host={directory} port={PORT} user=postgres dbname=postgres")
            yield f"{directory}&port={PORT}"
        finally:
            popen.terminate()
            popen.wait()


def _wait_until_ready(address: str) -> None:
    deadline = time.monotonic() + START_LIMIT
    while True:
        try:
            psycopg.connect(address).close()
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return
