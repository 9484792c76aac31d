"""Equal answers or no comparison: an application that sends less has less to do."""

import http.client
from typing import NamedTuple
from urllib.parse import urlsplit

from . import BenchmarkError
from .scenarios import Request

TIMEOUT = 10.0  # seconds


class Answer(NamedTuple):
    """What an application answered, without what differs from one answer to the next."""

    status: int
    body: bytes


class Agreement:
    """What the first application answered at each place, which all others must answer too."""

    def __init__(self) -> None:
        self.bodies: dict[str, bytes] = {}
        self._first: dict[str, str] = {}

    def check(self, place: str, application: str, answer: Answer, status: int = 200) -> None:
        """Compare one answer; raises BenchmarkError for another status, or another body."""
        if answer.status != status:
            told = f"{application} answers {place} with {answer.status}, not {status}"
            raise BenchmarkError(told)
        first = self._first.setdefault(place, application)
        if answer.body != self.bodies.setdefault(place, answer.body):
            raise BenchmarkError(
                f"{application} and {first} answer {place} with different bodies: "
                "what is not equal is not compared"
            )


def ask(url: str, request: Request) -> Answer:
    """Send a request to a server once, and return its answer; raises BenchmarkError if it fails."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=TIMEOUT)
    try:
        connection.request(request.method, request.path, request.body or None, request.headers)
        response = connection.getresponse()
        return Answer(response.status, request.comparable(response.read()))
    except (OSError, http.client.HTTPException) as error:
        what = f"{request.method} {url}{request.path}"
        raise BenchmarkError(f"{what} got no answer: {error or type(error).__name__}") from error
    finally:
        connection.close()
