"""Equal answers or no comparison: an application that sends less has less to do."""

from typing import NamedTuple

from . import BenchmarkError


class Answer(NamedTuple):
    """What an application answered."""

    status: int
    body: bytes


class Agreement:
    """What the first application answered at each endpoint, which all others must answer too."""

    def __init__(self) -> None:
        self.bodies: dict[str, bytes] = {}
        self._first: dict[str, str] = {}

    def check(self, endpoint: str, application: str, answer: Answer) -> None:
        """Compare one answer; raises BenchmarkError if it is no 200 or another body."""
        if answer.status != 200:
            raise BenchmarkError(f"{application} answers {endpoint} with {answer.status}, not 200")
        first = self._first.setdefault(endpoint, application)
        if answer.body != self.bodies.setdefault(endpoint, answer.body):
            raise BenchmarkError(
                f"{application} and {first} answer {endpoint} with different bodies: "
                "what is not equal is not compared"
            )
