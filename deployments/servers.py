"""The table of servers: which interface each one serves, how it is started, whom it refuses.

A row says what a person would type. Everything a row can set is set explicitly, so that two servers
are compared by what they are and not by their defaults: the address, the number of processes and
threads, no access log.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Literal

from variants import VARIANTS, Variant

from . import HOST, DeploymentError

Interface = Literal["wsgi", "asgi"]
LONGEST = "20"  # seconds that a request may take, after which a server that stops cuts it


@dataclass(frozen=True)
class Application:
    """What a server loads: the application of a variant, or one that stands in for it.

    ``factory`` is ``module:callable``, as servers take it.
    """

    variant: str
    interface: Interface
    factory: str

    @classmethod
    def of(cls, variant: Variant) -> "Application":
        """Return the variant's own application."""
        return cls(variant.name, variant.interface, variant.factory)


@dataclass(frozen=True, kw_only=True)
class Options:
    """What a server is told: where to listen, and with how many processes and threads each."""

    port: int
    workers: int
    threads: int


@dataclass(frozen=True, kw_only=True)
class Server:
    """One way of serving the variants of an interface.

    ``command`` gives the arguments that follow ``python -m``. ``concurrency`` says how many
    requests a process handles at once: its ``threads``, ``many``, or ``one``. ``adapts`` says
    that it serves a variant through one of the ``adapters``. ``refuses`` names the variants that
    fail on this server, each with the reason.
    """

    name: str
    interface: Interface
    summary: str
    command: Callable[[Application, Options], list[str]]
    concurrency: Literal["threads", "many", "one"] = "many"
    multiprocess: bool = True
    adapts: bool = False
    refuses: Mapping[str, str] = field(default_factory=dict)


def gunicorn(application: Application, options: Options, *worker: str) -> list[str]:
    address = [f"--bind={HOST}:{options.port}", f"--workers={options.workers}"]
    # From this machine it would believe whoever sends it a SCRIPT_NAME, a PATH_INFO or a scheme.
    proxy = ["--forwarded-allow-ips=", "--forwarder-headers="]
    quiet = ["--log-level=warning", "--no-control-socket"]
    return ["gunicorn", *address, *worker, *proxy, *quiet, f"{application.factory}()"]


def gunicorn_sync(application: Application, options: Options) -> list[str]:
    return gunicorn(application, options, "--worker-class=sync")


def gunicorn_gthread(application: Application, options: Options) -> list[str]:
    return gunicorn(application, options, "--worker-class=gthread", f"--threads={options.threads}")


def gunicorn_gevent(application: Application, options: Options) -> list[str]:
    return gunicorn(application, options, "--worker-class=gevent", "--worker-connections=1000")


def waitress(application: Application, options: Options) -> list[str]:
    address = [f"--listen={HOST}:{options.port}", f"--threads={options.threads}"]
    # Its default of 100 connections leaves the 101st client waiting, other servers have no limit.
    return ["waitress", *address, "--connection-limit=1000", "--call", application.factory]


def granian(application: Application, options: Options, *more: str) -> list[str]:
    address = ["--host", HOST, "--port", str(options.port), "--workers", str(options.workers)]
    interface = ["--interface", application.interface, "--http", "1"]
    # A worker that is still importing misses the signal to end, and would be waited for for ever.
    workers = ["--respawn-failed-workers", "--workers-kill-timeout", LONGEST]
    quiet = ["--log-level", "warning"]
    return [
        "granian",
        *address,
        *interface,
        *more,
        *workers,
        *quiet,
        "--factory",
        application.factory,
    ]


def granian_wsgi(application: Application, options: Options) -> list[str]:
    return granian(application, options, "--no-ws", "--blocking-threads", str(options.threads))


def granian_asgi(application: Application, options: Options) -> list[str]:
    return granian(application, options, "--ws")  # which the applications refuse themselves


def uvicorn(application: Application, options: Options) -> list[str]:
    return [*uvicorn_at(options), "--lifespan=on", "--factory", application.factory]


def uvicorn_at(options: Options) -> list[str]:
    address = [f"--host={HOST}", f"--port={options.port}", f"--workers={options.workers}"]
    # httptools loses the body beside an ``Upgrade: h2c``, and takes trailers for headers; h11 does
    # neither.
    parser = ["--http=h11", "--no-proxy-headers"]
    return ["uvicorn", *address, *parser, "--log-level=warning", "--no-access-log"]


def hypercorn(application: Application, options: Options) -> list[str]:
    # With worker processes it exits with 0 whatever they exit with; 0 of them means this process.
    workers = options.workers if options.workers > 1 else 0
    address = [f"--bind={HOST}:{options.port}", f"--workers={workers}"]
    ending = f"--graceful-timeout={LONGEST}"
    return ["hypercorn", *address, ending, "--log-level=warning", f"{application.factory}()"]


def wsgi_to_asgi(application: Application, options: Options) -> list[str]:
    adapter = f"deployments.adapters:{application.variant}"
    # uvicorn may begin a request in the context of another, whose executor asgiref has closed.
    asgi = ["--ws=none", "--reset-contextvars", "--lifespan=off"]
    return [*uvicorn_at(options), *asgi, "--factory", adapter]


def granian_wsgi_to_asgi(application: Application, options: Options) -> list[str]:
    adapter = f"deployments.adapters:{application.variant}"
    application = replace(application, interface="asgi", factory=adapter)
    return granian(application, options, "--no-ws")


def granian_one_loop(application: Application, options: Options) -> list[str]:
    return granian_wsgi(replace(application, factory="deployments.adapters:one_loop"), options)


# The first row of an interface is its default.
SERVERS = (
    Server(
        name="gunicorn-gthread",
        interface="wsgi",
        summary="gunicorn with a pool of threads",
        command=gunicorn_gthread,
        concurrency="threads",
    ),
    Server(
        name="gunicorn-gevent",
        interface="wsgi",
        summary="gunicorn with a greenlet per connection and a patched standard library",
        command=gunicorn_gevent,
        refuses={
            "flask_async": "gevent runs all requests in one thread, where asgiref cannot start "
            "a second event loop while the first is running",
        },
    ),
    Server(
        name="gunicorn-sync",
        interface="wsgi",
        summary="gunicorn with nothing but processes, and no keep-alive",
        command=gunicorn_sync,
        concurrency="one",
    ),
    Server(
        name="waitress",
        interface="wsgi",
        summary="waitress: pure Python, one process with a pool of threads",
        command=waitress,
        concurrency="threads",
        multiprocess=False,
    ),
    Server(
        name="granian",
        interface="wsgi",
        summary="granian: HTTP in Rust, the application in a pool of threads",
        command=granian_wsgi,
        concurrency="threads",
    ),
    Server(
        name="wsgi-to-asgi",
        interface="wsgi",
        summary="asgiref's WsgiToAsgi on uvicorn: one request at a time",
        command=wsgi_to_asgi,
        concurrency="one",
        adapts=True,
    ),
    Server(
        name="granian-wsgi-to-asgi",
        interface="wsgi",
        summary="asgiref's WsgiToAsgi on granian: one request at a time",
        command=granian_wsgi_to_asgi,
        concurrency="one",
        adapts=True,
    ),
    Server(
        name="granian-one-loop",
        interface="wsgi",
        summary="granian, with one event loop per process for all async views of Flask",
        command=granian_one_loop,
        concurrency="threads",
        adapts=True,
        refuses={
            name: "it has no async views"
            for name, variant in VARIANTS.items()
            if variant.interface == "wsgi" and name != "flask_async"
        },
    ),
    Server(
        name="uvicorn",
        interface="asgi",
        summary="uvicorn with uvloop and h11",
        command=uvicorn,
    ),
    Server(
        name="hypercorn",
        interface="asgi",
        summary="hypercorn: pure Python, by the author of Quart",
        command=hypercorn,
    ),
    Server(
        name="granian",
        interface="asgi",
        summary="granian: HTTP in Rust, the application in one event loop",
        command=granian_asgi,
    ),
)


def server_for(variant: str, name: str | None = None, *, workers: int = 1) -> Server:
    """Return the server of that name for a variant, or the default of its interface.

    Raises DeploymentError when one of the names is unknown, when the server is for the other
    interface, refuses the variant, or cannot run that many worker processes.
    """
    servers = servers_for(variant)
    server = servers.get(name or next(iter(servers)))
    if server is None:
        raise DeploymentError(_why_not(VARIANTS[variant], str(name), list(servers)))
    if workers > 1 and not server.multiprocess:
        raise DeploymentError(f"{server.name} has no worker processes: it runs with 1 worker")
    return server


def servers_for(variant: str) -> dict[str, Server]:
    """Return the servers that a variant runs on, by name, the default first."""
    if variant not in VARIANTS:
        raise DeploymentError(unknown("variant", variant, list(VARIANTS)))
    rows = [server for server in SERVERS if server.interface == VARIANTS[variant].interface]
    return {server.name: server for server in rows if variant not in server.refuses}


def unknown(kind: str, name: str, known: list[str]) -> str:
    """Say that there is no such thing, which one was perhaps meant, and which there are."""
    nearest = [f"did you mean {match}? " for match in get_close_matches(name, known, n=1)]
    return f"unknown {kind} {name!r}: {''.join(nearest)}there are {', '.join(known)}"


def _why_not(variant: Variant, name: str, fitting: list[str]) -> str:
    rows = [server for server in SERVERS if server.name == name]
    if not rows:
        return unknown("server", name, fitting)
    choose = f"choose {', '.join(fitting)}"
    for server in rows:
        if variant.name in server.refuses:
            return f"{name} cannot serve {variant.name}: {server.refuses[variant.name]}; {choose}"
    kinds = f"{name} serves {rows[0].interface.upper()} applications"
    return f"{kinds}, and {variant.name} is an {variant.interface.upper()} application; {choose}"
