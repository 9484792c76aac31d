"""What is measured: deployments, each under a name.

What a candidate does not say of itself is what all have in common: granian, which serves both
interfaces, one process of it, with four threads where it has threads, over PostgreSQL, and four
database connections in all. Threads beyond the connections would wait for one, and connections
beyond the threads would never be opened: a server can use the smaller of both numbers.
"""

from dataclasses import dataclass, fields, replace
from typing import Any, Literal

from deployments.launch import Deployment
from deployments.servers import Interface, Server, server_for
from variants import VARIANTS

Database = Literal["postgresql", "sqlite"]

CONNECTIONS = 4
# Every login is to be answered, however many clients there are.
PATIENCE = {"HASHING_QUEUE": "1000", "HASHING_TIMEOUT": "60"}
NULL = "benchmarks.null"
NULL_PATH = "/"


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A deployment under a name.

    ``threads`` are those of each process, ``connections`` those to the database of all processes
    together. As the ``application`` "null" it answers a constant, by the means of its variant and
    in its environment. ``twin_of`` names the candidate of which this one is the A/A twin.
    """

    name: str
    variant: str
    server: str = "granian"
    database: Database = "postgresql"
    workers: int = 1
    threads: int = 4
    connections: int = CONNECTIONS
    application: Literal["variant", "null"] = "variant"
    twin_of: str | None = None

    @property
    def interface(self) -> Interface:
        """The variant's interface, which decides what the server is asked to be."""
        return VARIANTS[self.variant].interface

    @property
    def row(self) -> Server:
        """Its row in the table of servers; raises DeploymentError where there is none."""
        return server_for(self.variant, self.server, workers=self.workers)

    @property
    def usable(self) -> int:
        """How many database connections it can use at the same time."""
        at_once = {"threads": self.threads, "one": 1, "many": self.connections}
        return min(self.workers * at_once[self.row.concurrency], self.connections)

    def again(self) -> "Candidate":
        """Return its A/A twin, which differs from it in the name only."""
        return replace(self, name=f"{self.name} again", twin_of=self.name)

    def deployment(self, database_url: str) -> Deployment:
        """Return what is to be started, over a database of its kind."""
        deployment = Deployment(
            self.variant,
            database_url,
            server=self.server,
            workers=self.workers,
            threads=self.threads,
            connections=self.connections,
            environment=PATIENCE,
        )
        if self.application == "null":
            return replace(deployment, factory=f"{NULL}:{self.variant}", probe=NULL_PATH)
        return deployment

    def as_document(self) -> dict[str, Any]:
        """Return it as the results hold it: its fields, its interface, and what it can use."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {**values, "interface": self.interface, "usable": self.usable}
