"""What a scenario is: requests as data, so that whoever sends or checks them sends the same."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import gcd
from typing import Any, Literal

from sqlalchemy import select

from shared import assets
from shared.database import make_engine
from shared.models import Article, User
from shared.security import Security
from shared.settings import Settings

from .. import BenchmarkError

READER = 1  # the user who writes: the one of shared.seed.EMAIL
STYLESHEET = "style.css"


@dataclass(frozen=True)
class Request:
    """One request, and how its answer is judged.

    ``weight`` says how often it is made, relative to the other requests of its scenario. ``status``
    is the one right status. ``varying`` names the members of the answer's JSON that differ from
    one answer to the next, such as dates.
    """

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""
    weight: int = 1
    status: int = 200
    varying: tuple[str, ...] = ()

    def comparable(self, answer: bytes) -> bytes:
        """Return the body of an answer without the values that may differ; bytes in and out."""
        for name in self.varying:
            answer = re.sub(rb'("%b":\s*)("[^"]*"|[0-9]+)' % name.encode(), rb"\1null", answer)
        return answer


@dataclass(frozen=True)
class Site:
    """What requests need to know of a database and of a server over it.

    ``newest`` and ``oldest`` are the slugs of articles: the newest is read, and the oldest is
    commented on, so that no answer grows while it is measured. ``token`` is a user's, and
    ``stylesheet`` is a path.
    """

    newest: str
    oldest: str
    token: str
    stylesheet: str

    @classmethod
    def of(cls, settings: Settings) -> "Site":
        """Look up a database with sample data, whose server has the same secret key.

        Raises BenchmarkError if the database holds no article.
        """
        newest, oldest, reader = _look_up(settings)
        return cls(
            newest,
            oldest,
            token=Security(settings).issue_token(reader),
            stylesheet=f"/static/{assets.DIGESTS[STYLESHEET]}/{STYLESHEET}",
        )


@dataclass(frozen=True)
class Scenario:
    """What is asked of a deployment.

    ``generator`` names what makes the load best: wrk where answers come faster than k6 can ask.
    ``null`` tells that the variants' constants answer (``benchmarks.null``), not the variants.
    """

    name: str
    summary: str
    requests: Callable[[Site], list[Request]]
    generator: Literal["k6", "wrk"] = "k6"
    null: bool = False


def in_turn(requests: Sequence[Request]) -> list[Request]:
    """Return the order in which requests are made over and over: by weight, and spread evenly."""
    common = gcd(*(request.weight for request in requests))
    places = [
        ((time + 0.5) / request.weight, number)
        for number, request in enumerate(requests)
        for time in range(request.weight // common)
    ]
    return [requests[number] for _, number in sorted(places)]


def _look_up(settings: Settings) -> tuple[str, str, Any]:
    """Return the slugs of the newest article and of the oldest one, and the row of the reader."""
    engine = make_engine(settings)
    try:
        with engine.connect() as connection:
            slugs = connection.scalars(select(Article.slug).order_by(Article.id.desc())).all()
            keys = select(User.id, User.token_key).where(User.id == READER)
            reader = connection.execute(keys).one_or_none()
    finally:
        engine.dispose()
    if not slugs:
        raise BenchmarkError("the database holds no article: it is measured with the sample data")
    return slugs[0], slugs[-1], reader
