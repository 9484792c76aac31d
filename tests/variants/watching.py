"""Which statements a request leads to, as the log of PostgreSQL has them."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import httpx2

from tests.conftest import serving
from tests.contract.client import Api

STATEMENT = re.compile(r"^(\w+) LOG: +(?:statement|execute [^:]*): (.*)", re.MULTILINE)
TRANSACTION = re.compile(r"BEGIN|COMMIT|ROLLBACK|START|SAVEPOINT|SET|SHOW|DISCARD", re.IGNORECASE)
PING = re.compile(r"\W*SELECT\s+1\W*", re.IGNORECASE)

NUMBERS = count(1)


@dataclass(frozen=True)
class Watched:
    """A variant, the log of its database, and what the requests may name."""

    address: str
    database: str
    log: Path
    api: Api
    reader: Api
    names: dict[str, str]

    def ask(self, client: Any, method: str, path: str, body: object = None) -> list[str]:
        """Send a request and return the statements that it led to."""
        with self.statements() as statements:
            response = client.send(method, path.format(**self.names), json=body)
            assert response.status_code < 500
        return statements

    @contextmanager
    def statements(self) -> Iterator[list[str]]:
        """Give a list that holds, after the block, the statements that the block led to."""
        seen = self.log.stat().st_size
        found: list[str] = []
        yield found
        time.sleep(0.03)  # what a server does after its answer counts too
        with self.log.open(encoding="utf-8") as log:
            log.seek(seen)
            found += [text for name, text in STATEMENT.findall(log.read()) if name == self.database]


@contextmanager
def watching(
    variant: str, cluster: Any, new_database: Callable[[str, str], str]
) -> Iterator[Watched]:
    """Serve a variant on a database with authors, articles, tags, comments and favourites."""
    database = f"watched_{variant}_{next(NUMBERS)}"
    url = new_database("postgresql", database)
    with serving(variant, url) as address, httpx2.Client(base_url=address, trust_env=False) as http:
        api = Api(http)
        reader, names = people(api)
        yield Watched(address, database, cluster.log, api, reader, names)


def people(api: Api) -> tuple[Api, dict[str, str]]:
    """Let five authors write, and a reader follow, favourite and comment on all of it."""
    reader = api.register("reader")
    for author in [api.register("author") for _ in range(5)]:
        reader.post(f"/profiles/{author.username}/follow")
        for tags in (["x", "y"], ["x", "z"]):
            slug = author.publish(tagList=tags)["slug"]
            reader.post(f"/articles/{slug}/favorite")
            author.comment(slug)
            reader.comment(slug)
    return reader, {"author": author.username, "reader": reader.username, "slug": slug}


def marks(statements: list[str]) -> list[str]:
    """Return the words that begin and end transactions, in their order."""
    return [s.partition(" ")[0].upper() for s in statements if TRANSACTION.match(s)]
