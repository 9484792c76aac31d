"""The command that serves a variant to a person."""

import json
import re
import signal
import socket
import stat
import urllib.request

import psutil
import pytest

from deployments.processes import free_port
from deployments.serve import main, secret_key

from .conftest import survivors


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ("quart_asinc", "did you mean quart_async?"),
        ("quart_async --server gunicorn-gthread", "choose uvicorn, hypercorn, granian"),
        ("flask_async --server gunicorn-gevent", "cannot serve flask_async"),
        ("flask_sync --server granit", "did you mean granian?"),
        ("flask_sync --server waitress --workers 2", "waitress has no worker processes"),
        ("quart_async --threads 2", "uvicorn has no threads"),
        ("flask_sync --database mongodb", "sqlite, postgresql or a URL, not 'mongodb'"),
        ("flask_sync --database mysql://host/name", "must start with sqlite: or postgresql:"),
        ("flask_sync --database postgresql://nobody@127.0.0.1:1/none", "Connection refused"),
        ("flask_sync --database sqlite:////nowhere/at.all", "unable to open database file"),
        ("flask_sync --database postgresql:nonsense", "the database cannot be used"),
    ],
)
def test_what_cannot_be_run_is_told_in_one_line(options, says, capsys):
    assert main([*options.split(), "--port", str(free_port())]) == 2
    error = capsys.readouterr().err
    assert says in error
    assert error.startswith("serve: error: ")
    assert error.count("\n") == 1


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ("", "the following arguments are required: variant"),
        ("flask_sync --port 70000", "'70000' is not a number from 0 to 65535"),
        ("flask_sync --port http", "'http' is not a number"),
        ("flask_sync --workers 0", "'0' is not a number from 1"),
        ("flask_sync --articles 100001", "'100001' is not a number from 1 to 100000"),
        ("flask_sync --speed 9", "unrecognized arguments: --speed 9"),
    ],
)
def test_wrong_options_are_told_with_the_usage(options, says, capsys):
    with pytest.raises(SystemExit, match="2"):
        main(options.split())
    *_, last = capsys.readouterr().err.splitlines()
    assert says in last


def test_a_busy_port_is_told_before_the_database_is_made(capsys, tmp_path):
    database = tmp_path / "never.sqlite3"
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        options = ["--port", str(port), "--database", f"sqlite:///{database}"]
        assert main(["flask_sync", *options]) == 2
    assert f"port {port} cannot be used: Address already in use" in capsys.readouterr().err
    assert not database.exists()


@pytest.mark.parametrize("variant", ["flask_sync", "quart_async"])
def test_it_serves_sample_data_until_ctrl_c(variant, start, tmp_path):
    url = f"sqlite:///{tmp_path / 'served.sqlite3'}"
    program = start("-m", "deployments.serve", variant, "--port", "0", "--database", url)
    output = "".join(iter(program.stdout.readline, "Ctrl-C stops it.\n"))

    assert "Filling the empty database: 500 of 500 articles" in output
    user = _login(re.search(r"http://[\d.:]+", output)[0], _sample_user(output))
    assert user["username"] == "reader1"

    children = psutil.Process(program.pid).children(recursive=True)
    assert children
    program.send_signal(signal.SIGINT)
    assert program.wait(20) == 0
    assert program.stderr.read() == ""
    assert not survivors(child.pid for child in children)


def test_a_database_that_has_data_keeps_it(start, database_url):
    program = start(
        "-m", "deployments.serve", "raw_wsgi", "--port", "0", "--database", database_url
    )
    output = "".join(iter(program.stdout.readline, "Ctrl-C stops it.\n"))
    assert "Filling" not in output


def test_a_server_that_ends_by_itself_is_told(start, database_url):
    options = ["--server", "granian", "--port", "0", "--database", database_url]
    program = start("-m", "deployments.serve", "flask_sync", *options)
    for _ in iter(program.stdout.readline, "Ctrl-C stops it.\n"):
        pass
    psutil.Process(program.pid).children()[0].kill()
    assert program.wait(20) == 2
    assert "error: the server ended by itself" in program.stderr.read()


def test_the_secret_key_is_made_once_for_its_owner_only(tmp_path):
    path = tmp_path / "var" / "secret_key"
    key = secret_key(path)
    assert len(key) >= 32
    assert secret_key(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def _sample_user(output: str) -> str:
    return re.search(r"-d '(.*)'", output)[1]


def _login(url: str, body: str) -> dict[str, str]:
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"{url}/api/users/login", body.encode(), headers)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)["user"]
