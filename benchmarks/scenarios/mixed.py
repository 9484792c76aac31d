"""Reads and writes as a site sees them: one request in ten is a comment.

Readers and writers meet here, at SQLite's one lock and in the pool of connections.
"""

from dataclasses import replace

from . import article, home, listing, write
from .scenario import Request, Scenario, Site

WEIGHTS = {listing: 4, article: 3, home: 2}


def requests(site: Site) -> list[Request]:
    reads = [
        replace(request, weight=weight)
        for module, weight in WEIGHTS.items()
        for request in module.requests(site)
    ]
    return [*reads, write.comment(site)]


SCENARIO = Scenario(
    "mixed", "40 % lists, 30 % articles, 20 % home pages, 10 % new comments", requests
)
