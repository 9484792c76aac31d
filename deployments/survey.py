"""Ask every server what it does with clients that misbehave: ``python -m deployments.survey``.

The answers go into the table in README.md, between two comments, and onto the screen.
"""

import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from variants import VARIANTS

from .launch import Deployment, running
from .probes import PROBES, losing_a_worker
from .servers import SERVERS, Server

README = Path(__file__).parent / "README.md"
BEGIN, END = "<!-- survey:begin -->\n", "<!-- survey:end -->"
LOSS = "A worker is killed"
QUESTIONS = [*PROBES, LOSS]
AT_ONCE = 2  # servers, for they mostly wait


def main() -> int:
    """Ask all servers, and write the table into README.md."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        columns = dict(zip(map(title, surveyed()), pool.map(ask, surveyed()), strict=True))
    text = README.read_text(encoding="utf-8")
    table = table_from(columns)
    README.write_text(text.replace(BEGIN + _table_in(text), BEGIN + table), encoding="utf-8")
    sys.stdout.write(table)
    return 0


def surveyed() -> list[Server]:
    """Return the servers that are asked: an adapter answers as the server that it runs on."""
    return [server for server in SERVERS if not server.adapts]


def title(server: Server) -> str:
    """Return what stands above the answers of a server: one name may serve both interfaces."""
    return f"{server.name} ({server.interface.upper()})"


def ask(server: Server) -> dict[str, str]:
    """Return a server's answers by their questions."""
    with running(_deployment(server, workers=1)) as process:
        answers = {question: probe(process) for question, probe in PROBES.items()}
    if not server.multiprocess:
        return answers | {LOSS: "has none"}
    with running(_deployment(server, workers=2)) as process:
        return answers | {LOSS: losing_a_worker(process)}


def table_from(columns: Mapping[str, Mapping[str, str]]) -> str:
    """Return the answers of servers as a table in Markdown."""
    head = [["", *columns], ["---"] * (len(columns) + 1)]
    body = [
        [question, *(column[question] for column in columns.values())] for question in QUESTIONS
    ]
    return "".join(f"| {' | '.join(row)} |\n" for row in head + body)


def columns_of(text: str) -> dict[str, dict[str, str]]:
    """Return the answers of the servers in the table that a text holds."""
    lines = _table_in(text).splitlines()
    (_, *titles), _, *rows = ([cell.strip() for cell in line.split("|")[1:-1]] for line in lines)
    return {name: {row[0]: row[i] for row in rows} for i, name in enumerate(titles, start=1)}


def _table_in(text: str) -> str:
    return text.partition(BEGIN)[2].partition(END)[0]


def _deployment(server: Server, workers: int) -> Deployment:
    variant = next(v.name for v in VARIANTS.values() if v.interface == server.interface)
    factory = f"deployments.probed:{server.interface}"
    return Deployment(
        variant, "sqlite://", server.name, workers=workers, threads=2, factory=factory, probe="/"
    )


if __name__ == "__main__":
    sys.exit(main())
