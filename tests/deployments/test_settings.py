"""How servers are started: what they believe of their clients, and what they say without a key."""

import os
import subprocess
from pathlib import Path

import pytest

from deployments import PROJECT
from deployments.launch import Deployment, running
from deployments.processes import free_port
from deployments.servers import SERVERS, Application, Options
from deployments.survey import surveyed, title
from tests.faults import raw
from variants import VARIANTS

UNKEYED = "SECRET_KEY: Field required (set it to 32 random characters or more)"
ITS_OWN = 3  # lines that gunicorn adds and granian: that a worker ended, that it gives up


def run(variant, *command):
    """Run a command in the environment of a variant, without settings; return how it ended."""
    python = Path(os.environ["VARIANT_ENVIRONMENTS"], variant, "bin", "python")
    return subprocess.run(
        [str(python), *command],
        cwd=PROJECT,
        env={"PATH": os.environ["PATH"]},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_variant_without_a_secret_key_says_so_in_one_line(variant):
    ended = run(variant, "-c", f"from variants import {variant}; {variant}.create_app()")
    assert ended.returncode == 3
    assert ended.stdout == f"{UNKEYED}\n"


@pytest.mark.parametrize("server", surveyed(), ids=title)
def test_a_server_shows_that_line_and_fails(server):
    variant = next(v.name for v in VARIANTS.values() if v.interface == server.interface)
    # Alone it loads so fast that granian, which starts a worker again, sees that it is no use.
    application = Application(variant, server.interface, "shared.settings:load")
    options = Options(port=free_port(), workers=1, threads=2)
    ended = run(variant, "-m", *server.command(application, options))
    first, *more = ended.stdout.splitlines()
    assert ended.returncode != 0
    assert first == UNKEYED
    assert len([line for line in more if line != UNKEYED]) <= ITS_OWN
    assert "Traceback" not in ended.stdout


@pytest.mark.parametrize("server", [s for s in SERVERS if s.name.startswith("gunicorn")], ids=title)
def test_gunicorn_believes_no_header_about_a_proxy(server):
    deployment = Deployment(
        "raw_wsgi", "sqlite://", server.name, factory="deployments.probed:wsgi", probe="/"
    )
    headers = "SCRIPT_NAME: /a", "PATH_INFO: /a/b"
    with running(deployment) as process:
        answer = raw.exchange(process.url, raw.head("GET /a/path", *headers), timeout=60)
    assert answer.endswith(b"GET /a/path 0")
