"""Serve a variant with sample data: ``python -m deployments.serve quart_async``.

The database is SQLite in ``var/`` unless told otherwise, and keeps its data between runs. Every
failure is one line on standard error and exit code 2.
"""

import argparse
import os
import secrets
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from shared import seed
from variants import VARIANTS

from . import PROJECT, VAR, DeploymentError
from .launch import Deployment, Process, prepare, running
from .postgresql import embedded
from .processes import free_port, interruptible
from .servers import SERVERS, Server, server_for

SQLITE = VAR / "anatomy.sqlite3"
DATABASE = "anatomy"  # in the embedded PostgreSQL


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve what the command line asks for until Ctrl-C; return the exit code."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        with interruptible():
            _serve(options)
    except DeploymentError as error:
        print(f"{parser.prog}: error: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nStopped.")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="serve", description=__doc__.partition(":")[0] + ".")
    names = list(dict.fromkeys(server.name for server in SERVERS))
    add = parser.add_argument
    add("variant", help=", ".join(VARIANTS))
    add("--server", metavar="NAME", help=f"{', '.join(names)} (default: the interface's first)")
    add("--port", type=_number(0, 65_535), default=8000, metavar="N", help="default: 8000")
    add("--workers", type=_number(1, 1_000), default=1, metavar="N", help="processes (default: 1)")
    add(
        "--threads",
        type=_number(1, 1_000),
        metavar="N",
        help="threads of each process (default: 4)",
    )
    database = "sqlite, postgresql (a server of our own, or $DATABASE_URL) or a URL"
    add("--database", default="sqlite", metavar="WHICH", help=f"{database} (default: sqlite)")
    for name, most in (("users", 10_000), ("articles", 100_000)):
        default = getattr(seed.Amounts, name)
        text = f"to fill an empty database with (default: {default})"
        add(f"--{name}", type=_number(1, most), default=default, metavar="N", help=text)
    return parser


def _number(least: int, most: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        if not (text.isdecimal() and least <= int(text) <= most):
            raise argparse.ArgumentTypeError(f"{text!r} is not a number from {least} to {most}")
        return int(text)

    return number


def _serve(options: argparse.Namespace) -> None:
    server = server_for(options.variant, options.server, workers=options.workers)
    if options.threads and server.concurrency != "threads":
        raise DeploymentError(f"{server.name} has no threads to set")
    free_port(options.port)  # before a database is started and filled for nothing
    with _database(options.database) as url:
        amounts = seed.Amounts(users=options.users, articles=options.articles)
        prepare(url, amounts, progress=_progress)
        deployment = Deployment(
            options.variant,
            url,
            server=server.name,
            workers=options.workers,
            threads=options.threads or 4,
            environment={"SECRET_KEY": secret_key(VAR / "secret_key")},
        )
        log = VAR / "log" / f"{options.variant}-{server.name}.log"
        with running(deployment, options.port, log) as process:
            _welcome(options.variant, server, url, process)
            _show(process)


@contextmanager
def _database(which: str) -> Iterator[str]:
    given = os.environ.get("DATABASE_URL", "")
    if which == "sqlite":
        SQLITE.parent.mkdir(exist_ok=True)
        yield f"sqlite:///{SQLITE}"
    elif which == "postgresql" and given.startswith("postgresql:"):
        yield given
    elif which == "postgresql":
        with embedded(VAR / "postgresql") as cluster:
            yield cluster.create(DATABASE)
    elif ":" in which:
        yield which
    else:
        raise DeploymentError(f"--database is sqlite, postgresql or a URL, not {which!r}")


def _progress(done: int, total: int) -> None:
    end = "\n" if done == total else "\r"
    print(f"Filling the empty database: {done} of {total} articles", end=end, flush=True)


def secret_key(path: Path) -> str:
    """Return the key in a file that only its owner can read, made at the first call."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_name(f".{path.name}.{os.getpid()}")
        new.touch(mode=0o600)
        new.write_text(secrets.token_hex(), encoding="ascii")
        # Of two that start at once the first one's key stands, and no one sees half a key.
        with suppress(FileExistsError):
            path.hardlink_to(new)
        new.unlink()
    return path.read_text(encoding="ascii")


def _welcome(variant: str, server: Server, url: str, process: Process) -> None:
    print(f"{variant} on {server.name}: {process.url}/")
    print(f"Database: {_describe(url)}. Log: {process.log.relative_to(PROJECT)}")
    print(f"Log in as {seed.EMAIL} with the password {seed.PASSWORD!r}, or to the API:")
    body = f'{{"user": {{"email": "{seed.EMAIL}", "password": "{seed.PASSWORD}"}}}}'
    print(f"  curl {process.url}/api/users/login -H 'Content-Type: application/json' -d '{body}'")
    print("Ctrl-C stops it.", flush=True)


def _describe(url: str) -> str:
    """Name a database, without its password."""
    kind, _, path = url.partition(":///")
    return path.removeprefix(f"{PROJECT}/") if kind == "sqlite" else "PostgreSQL"


def _show(process: Process) -> None:
    """Copy what the server logs to standard error for as long as it runs."""
    with process.log.open(errors="replace") as log:
        while process.popen.poll() is None:
            sys.stderr.write(log.read())
            sys.stderr.flush()
            time.sleep(0.2)
        sys.stderr.write(log.read())
    raise DeploymentError(f"the server ended by itself (exit code {process.popen.returncode})")


if __name__ == "__main__":
    sys.exit(main())
