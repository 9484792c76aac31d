"""What the home page of ``flask_sync`` is made of: ``python -m benchmarks.split``.

The parts are taken from outside, by what Flask, Jinja and SQLAlchemy offer to everybody. They and
the whole are done ten times each, in turn, for as long as there is time:

==========  ====================================================================================
request     the whole, called as by a server
statements  its two statements, on a connection from a pool
template    the template, rendered with the context that it had in a request, which Flask's signal
            ``template_rendered`` tells
urls        what the template called ``url_for`` with, asked for again: a part of the template
==========  ====================================================================================

What is left of the request is the rest: Flask, the session, the view, and rows made to previews.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from deployments.launch import prepare
from shared import display, queries
from shared.database import make_engine
from shared.settings import Settings

from . import RESULTS, BenchmarkError
from .applications import APPLICATIONS
from .callers import WSGICaller
from .commands import run
from .endpoints import Target, cheap_settings, targets
from .progress import Progress
from .reporting.in_process import BASELINE, shares
from .reporting.terminal import make_console, split_table
from .results import Record

SECONDS = 1.0  # by default, for each part
REQUESTS = 10  # in a row, timed together
START = 4.0  # seconds that it takes to import everything, and to fill a database
LOG = RESULTS / "split.log"

Cell = dict[str, Any]


@dataclass(frozen=True)
class Split:
    """Takes the home page apart, for so many seconds for each part."""

    seconds: float = SECONDS

    @property
    def duration(self) -> float:
        """How many seconds it takes, roughly."""
        return START + 4 * self.seconds

    def measure(self, progress: Progress, record: Record) -> None:
        """Measure in a process that does nothing else; *record* gets all parts at once.

        A result names the ``part``, says of how many ``calls`` it consists, and holds the
        ``seconds`` that it took in each round. Raises BenchmarkError when that process fails.
        """
        progress.begin("home, by parts", self.duration)
        begun = time.monotonic()
        with TemporaryDirectory() as directory:
            output = Path(directory, "split.json")
            options = [f"--seconds={self.seconds}", f"--output={output}"]
            command = [sys.executable, "-m", "benchmarks.split", *options]
            if run(command, log=LOG, tick=progress.tick):
                raise BenchmarkError(f"the home page cannot be taken apart: {LOG} says why")
            record("split", *json.loads(output.read_text()))
        record("spent", {"part": "in process", "seconds": time.monotonic() - begun})


@dataclass(frozen=True)
class Part:
    """A part, of how many calls it consists, and the context in which it can be done."""

    name: str
    do: Callable[[], object]
    calls: int = 1
    context: Callable[[], AbstractContextManager[object]] = nullcontext


class Recorder:
    """Stands in for a function, and keeps what it was called with."""

    def __init__(self, function: Callable[..., object]) -> None:
        self.function = function
        self.calls: list[tuple[tuple[Any, ...], dict[str, Any]]] = []

    def __call__(self, *arguments: Any, **names: Any) -> object:
        self.calls.append((arguments, names))
        return self.function(*arguments, **names)

    def repeat(self) -> None:
        """Call the function as often as it was called, with the same arguments."""
        for arguments, names in self.calls:
            self.function(*arguments, **names)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure the parts of the home page and print them; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="benchmarks.split", description=f"Take the home page of {BASELINE} apart."
    )
    parser.add_argument("--seconds", type=float, default=SECONDS, help="for each part (default: 1)")
    parser.add_argument("--output", type=Path, help="write every round to this file instead")
    options = parser.parse_args(arguments)
    try:
        cells = measure(options.seconds)
    except BenchmarkError as error:
        print(f"{parser.prog}: error: {error}", file=sys.stderr)
        return 1
    if options.output:
        options.output.write_text(json.dumps(cells))
    else:
        make_console().print(split_table(shares(cells)))
    return 0


def measure(seconds: float) -> list[Cell]:
    """Return what the parts took in each round, as ``Split`` describes it.

    Raises BenchmarkError if the template, rendered by itself, is not the page that was answered.
    """
    with TemporaryDirectory() as directory:
        url = f"sqlite:///{directory}/anatomy.sqlite3"
        prepare(url)
        settings = cheap_settings(url)
        with statements(settings) as sql:
            return take_turns([sql, *parts(settings)], seconds)


@contextmanager
def statements(settings: Settings) -> Iterator[Part]:
    """Prepare what the home page asks of the database."""
    engine = make_engine(settings)
    newest = {**display.limits(1), "viewer_id": None}

    def fetch() -> None:
        with engine.connect() as connection:
            connection.execute(queries.EVERYTHING.page, newest).all()
            connection.execute(queries.POPULAR).all()

    try:
        yield Part("statements", fetch, calls=2)
    finally:
        engine.dispose()


def parts(settings: Settings) -> list[Part]:
    """Prepare the request, its template, and the URLs in that."""
    home = targets(settings)["home"]
    app = create_app(settings)
    request = partial(WSGICaller(app).call, home)
    render = template(app, home)

    # In an application of its own: imported templates keep the functions that they began with.
    recording_app = create_app(settings)
    names = recording_app.jinja_env.globals
    recorder = names["url_for"] = Recorder(names["url_for"])
    WSGICaller(recording_app).call(home)
    return [
        Part("request", request),
        Part("template", render, context=partial(app.test_request_context, str(home))),
        Part(
            "urls",
            recorder.repeat,
            calls=len(recorder.calls),
            context=partial(recording_app.test_request_context, str(home)),
        ),
    ]


def create_app(settings: Settings) -> Any:
    """Create the application whose page is taken apart."""
    return APPLICATIONS[BASELINE].create(settings)


def template(app: Any, page: Target) -> Callable[[], str]:
    """Request a page once, and return a function that renders its template again.

    Raises BenchmarkError if that, in a context of a request, gives another page.
    """
    from flask import template_rendered

    rendered: list[Callable[[], str]] = []

    def keep(_: object, template: Any, context: dict[str, Any]) -> None:
        rendered.append(partial(template.render, context))

    with template_rendered.connected_to(keep, app):
        answer = WSGICaller(app).call(page)
    [render] = rendered
    with app.test_request_context(str(page)):
        if render().encode() != answer.body:
            raise BenchmarkError(f"the template is not all of the body that answers {page}")
    return render


def take_turns(parts: Sequence[Part], seconds: float) -> list[Cell]:
    """Do each part some times, in turn, until each had about so many seconds: at least once."""
    cells: list[Cell] = [{"part": part.name, "calls": part.calls, "seconds": []} for part in parts]
    end = time.perf_counter() + seconds * len(parts)
    while not cells[0]["seconds"] or time.perf_counter() < end:
        for part, cell in zip(parts, cells, strict=True):
            with part.context():
                cell["seconds"].append(timed(part.do))
    return cells


def timed(do: Callable[[], object]) -> float:
    """Return how many seconds it takes to do something once, on the average of a few times."""
    begun = time.perf_counter()
    for _ in range(REQUESTS):
        do()
    return (time.perf_counter() - begun) / REQUESTS


if __name__ == "__main__":
    sys.exit(main())
